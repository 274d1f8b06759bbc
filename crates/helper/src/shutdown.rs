//! How the helper is told to end.

#[cfg(not(unix))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(crate) use portable::Shutdown;
#[cfg(unix)]
pub(crate) use unix::Shutdown;
