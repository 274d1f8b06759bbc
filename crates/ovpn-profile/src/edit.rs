//! What people change in a profile, as a form; and back into the text without touching any other line.

mod read;
mod write;

pub use profile_api::{Field, Form, Server, Traffic};
pub use read::read;
pub use write::write;

use crate::reason::Reason;

/// Why a form cannot be written.
pub type FormError = profile_api::FormError<Reason>;

#[cfg(test)]
mod tests;
