//! The page's third program, loaded when a reader asks for recorded runs; natively there is nothing to do.

fn main() {
    #[cfg(target_arch = "wasm32")]
    showdown::recorded::start();
}
