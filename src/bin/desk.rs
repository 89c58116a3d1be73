//! The page's second program, loaded when it is first looked at; natively there is nothing to do.

fn main() {
    #[cfg(target_arch = "wasm32")]
    showdown::desk::start();
}
