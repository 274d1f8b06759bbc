//! The real binaries, driven from outside: the helper on a [`lab::Host`], the terminal client, and the window on a
//! [`lab::Desktop`] through WebDriver.

mod bench;
mod helper;
mod window;
mod workshop;

pub use bench::{Bench, INTERNET, INTERNET_V6, SERVER, SERVER_V6};
pub use helper::{Helper, Outcome};
pub use lab::program;
pub use window::Window;
pub use workshop::Workshop;
