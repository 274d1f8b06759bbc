//! The real binaries, driven from outside: the helper on a [`lab::Host`], the terminal client, and the window on a
//! [`lab::Desktop`] through WebDriver.

mod helper;
mod window;

pub use helper::{Helper, Outcome, program};
pub use window::Window;
