//! What Adit needs from this computer, looked at from the side of a user: no rights, and no helper, are needed for it.
//!
//! * [`look`] and [`start`]: how the helper is as a service of the system ([`Service`]), and starting it where an administrator
//!   permits that.
//! * [`findings`]: everything that Adit works with, each [`Finding`] with its way out. The window and `aditctl doctor` show the
//!   same, in sentences of `ui/locales`.
//!
//! What is found is a value ([`facts`]) that the [`system`]'s own module gathers; what it means is decided without asking
//! anybody ([`checks`]), so that each case can be tested.

mod checks;
mod facts;
mod finding;
mod service;
mod system;

use std::path::Path;

pub use finding::{Finding, Helper, Level, Reached};
pub use service::{Phase, Service, Start, StartError};
pub use system::{look, start};

/// Looks at everything. `reached` is how the helper at `socket` answered.
pub async fn findings(socket: &Path, reached: &Reached) -> Vec<Finding> {
    checks::all(&system::facts(socket, reached).await)
}
