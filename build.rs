//! For the browser the linker keeps its relocations: with them the program is split into chunks (scripts/split.mjs).
//! And the panels' style, which comes with their chunk, goes into it without what only its authors read.

use std::path::PathBuf;
use std::{env, fs};

const PANELS: &str = "style/desk.css";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={PANELS}");
    if env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo:rustc-link-arg-bins=--emit-relocs");
    }
    let style = fs::read_to_string(PANELS).expect("the panels have a style");
    let out = env::var_os("OUT_DIR").expect("cargo says where to");
    fs::write(PathBuf::from(out).join("desk.css"), lean(&style)).expect("there is room for it");
}

/// Without comments, and with one space where there were many.
fn lean(style: &str) -> String {
    let mut parts = style.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    let code = parts.fold(first, |code, part| {
        code + part.split_once("*/").map_or("", |(_, rest)| rest)
    });
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}
