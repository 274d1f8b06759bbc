//! What must hold for any bytes that come from a network or a file.
//!
//! A target takes bytes and panics when something does not hold. The same functions are run by libFuzzer (`make fuzz`,
//! package `libfuzzer` beside this one) and over the committed corpora by `make test`.
//!
//! ```text
//!  seeds() ─► libFuzzer ─► inputs that reach new code ─► corpus/NAME.hex (one input per line) ─► tests/replay.rs
//! ```

#![expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic is how a target reports")]

pub mod broker;
mod certificates;
mod control;
pub mod corpus;
mod data;
mod files;
mod messages;
mod reliable;
mod simulation;
mod wrap;

/// One way in for bytes.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, as in `make fuzz TARGET=name`.
    pub name: &'static str,
    /// Panics when something does not hold.
    pub run: fn(&[u8]),
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "wire", run: control::wire, seeds: control::wire_seeds },
    Target { name: "unwrap_tls_auth", run: wrap::tls_auth, seeds: wrap::seeds },
    Target { name: "unwrap_tls_crypt", run: wrap::tls_crypt, seeds: wrap::seeds },
    Target { name: "unwrap_tls_crypt_v2", run: wrap::tls_crypt_v2, seeds: wrap::seeds },
    Target { name: "reliable", run: reliable::reliable, seeds: reliable::seeds },
    Target { name: "key_method_2", run: messages::key_method_2, seeds: messages::key_method_2_seeds },
    Target { name: "push", run: messages::push, seeds: messages::push_seeds },
    Target { name: "push_update", run: messages::push_update, seeds: messages::push_update_seeds },
    Target { name: "control_messages", run: messages::control, seeds: messages::control_seeds },
    Target { name: "data", run: data::data, seeds: data::seeds },
    Target { name: "inbound", run: data::inbound, seeds: data::inbound_seeds },
    Target { name: "replay_window", run: data::replay_window, seeds: data::replay_seeds },
    Target { name: "simulation", run: simulation::simulation, seeds: simulation::seeds },
    Target { name: "client_key", run: files::client_key, seeds: files::client_key_seeds },
    Target { name: "server_certificate", run: certificates::server, seeds: certificates::server_seeds },
    Target { name: "revocation_list", run: certificates::revocation_list, seeds: certificates::revocation_list_seeds },
    Target { name: "profile", run: files::profile, seeds: files::profile_seeds },
    Target { name: "broker", run: broker::broker, seeds: broker::seeds },
];

/// The target of this name.
///
/// # Errors
/// There is none; the message lists those that there are.
pub fn target(name: &str) -> anyhow::Result<Target> {
    TARGETS.iter().find(|target| target.name == name).copied().ok_or_else(|| {
        let names: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        anyhow::anyhow!("there is no target {name}; there are {}", names.join(", "))
    })
}
