//! Every sentence that Adit says, from the Fluent files in `ui/locales`. The window, the tray, the notifications and the
//! terminal say the same thing because they all ask here.
//!
//! * [`failure`]: what happened and what to do, for a [`vpn_api::Failure`].
//! * [`prompt`] and [`phase`]: what is asked, and how far a connection is.
//! * [`bytes`], [`rate`], [`duration`], [`clock`], [`date`]: numbers as people write them.
//! * [`text`] and [`attribute`]: any message by its id.

mod bundle;
mod failure;
mod prompt;
mod units;

pub use bundle::{Value, attribute, text};
pub use failure::failure;
pub use prompt::{phase, prompt};
pub use units::{bytes, clock, date, duration, rate};

/// What happened and what to do, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What happened.
    pub title: String,
    /// What to do. Empty if there is nothing to do.
    pub advice: String,
}

/// A message and its attribute `.advice`.
#[must_use]
pub fn sentence(id: &str, values: &[(&str, Value)]) -> Sentence {
    Sentence { title: text(id, values), advice: attribute(id, "advice", values) }
}
