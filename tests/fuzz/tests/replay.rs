//! Every committed input, again.

use std::panic::catch_unwind;

#[test]
fn committed_inputs_hold() {
    for target in fuzz::TARGETS {
        let seeds = (target.seeds)();
        assert!(!seeds.is_empty(), "{} has nothing to begin with", target.name);
        let committed = fuzz::corpus::read(target.name).unwrap();
        println!("{}: {} seeds, {} inputs", target.name, seeds.len(), committed.len());
        for input in seeds.iter().chain(&committed) {
            let shown = hex::encode(input);
            assert!(catch_unwind(|| (target.run)(input)).is_ok(), "{}: {shown}", target.name);
        }
    }
}

/// Each target has the libFuzzer program that `make fuzz` runs.
#[test]
fn every_target_has_its_program() {
    let manifest = include_str!("../libfuzzer/Cargo.toml");
    for target in fuzz::TARGETS {
        assert!(manifest.contains(&format!("name = \"{}\"", target.name)), "{}", target.name);
    }
}
