//! The real binaries, driven from outside: the helper on a [`lab::Host`], the terminal client, and the window on a
//! [`lab::Desktop`] through WebDriver.

mod helper;
mod openssl;
mod testbed;
mod window;

pub use helper::{Helper, Outcome};
pub use lab::program;
pub use openssl::OpenSsl;
pub use testbed::{INTERNET, INTERNET_V6, SERVER, SERVER_V6, Testbed};
pub use window::Window;
