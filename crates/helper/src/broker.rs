//! The broker, where the rights are with another process.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(crate) use linux::connect;
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::connect;
