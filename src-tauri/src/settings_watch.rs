//! Tells when another program, as `aditctl settings`, has written the file of the settings.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(crate) use linux::watch;
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::watch;
