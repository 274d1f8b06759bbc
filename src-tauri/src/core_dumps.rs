//! No memory of Adit, which may hold a password just typed, goes to the disk when it crashes.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(crate) use other::switch_off;
#[cfg(unix)]
pub(crate) use unix::switch_off;
