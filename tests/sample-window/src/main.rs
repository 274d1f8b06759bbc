//! The window with one more format. What `adit` is, composed by a test. A crate of its own, so that the protocol's tests need no
//! desktop's libraries.

use adit_app::Composition;

fn main() -> anyhow::Result<()> {
    adit_app::run(Composition { formats: sample_protocol::formats() })
}
