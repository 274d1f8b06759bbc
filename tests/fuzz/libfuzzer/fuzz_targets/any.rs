//! The target is the program's own name: every program of this package is this file.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

fn target() -> fuzz::Target {
    static TARGET: OnceLock<fuzz::Target> = OnceLock::new();
    *TARGET.get_or_init(|| {
        let program = std::env::args().next().unwrap_or_default();
        let name = std::path::Path::new(&program).file_name().unwrap_or_default().to_string_lossy().into_owned();
        fuzz::target(&name).unwrap_or_else(|error| panic!("{error}"))
    })
}

fuzz_target!(|bytes: &[u8]| (target().run)(bytes));
