//! What systems offer for opening and writing files safely, with what is nearest to it where they do not.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod open_portable;
#[cfg(unix)]
mod unix;
#[cfg(not(unix))]
mod write_portable;

#[cfg(target_os = "linux")]
pub(crate) use linux::open_inside;
#[cfg(not(target_os = "linux"))]
pub(crate) use open_portable::open_inside;
#[cfg(unix)]
pub(crate) use unix::{create_private_folder, others_may_read, sync_folder};
#[cfg(not(unix))]
pub(crate) use write_portable::{create_private_folder, others_may_read, sync_folder};
