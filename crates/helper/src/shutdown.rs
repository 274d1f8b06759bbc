//! How the helper is told to end.

#[cfg(not(unix))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(crate) use portable::Shutdown;
#[cfg(unix)]
pub(crate) use unix::Shutdown;

/// Why the helper is told to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Another one may take its place.
    Replaced,
    /// A person does not want it any more.
    Ended,
}
