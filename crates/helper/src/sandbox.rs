//! What the process gives up before it reads anything: no core file and no other process of the same user shows what is in
//! its memory.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;
#[cfg(target_os = "linux")]
mod system_calls;

#[cfg(target_os = "linux")]
pub use linux::{confine, harden, release_code};
#[cfg(not(target_os = "linux"))]
pub use missing::{confine, harden, release_code};
