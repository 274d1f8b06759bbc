//! What the operating system brings.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(crate) use linux::facts;
#[cfg(target_os = "linux")]
pub use linux::{look, start};
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::facts;
#[cfg(not(target_os = "linux"))]
pub use missing::{look, start};
