//! What the helper needs from this machine, looked at without changing anything.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub use linux::checks;
#[cfg(not(target_os = "linux"))]
pub use missing::checks;
