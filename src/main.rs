//! Two faces: in the browser it mounts the page, natively it is the command-line twin.

#[cfg(target_arch = "wasm32")]
fn main() {
    showdown::view::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    showdown::cli::run(std::env::args_os())
}
