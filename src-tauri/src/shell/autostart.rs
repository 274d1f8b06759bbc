//! Adit begins with the desktop's session, into the tray, while something has to come back.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(super) use linux::set;
#[cfg(not(target_os = "linux"))]
pub(super) use missing::set;
