//! A system whose transport is not built yet: nothing listens, and nobody answers.

use std::{
    convert::Infallible,
    io,
    path::{Path, PathBuf},
};

use tokio::io::DuplexStream;
use vpn_api::{Blame, Failure, FailureKind, Retry};

use super::{Audience, BindError, Listener, Peer};

/// Not told by this system.
#[derive(Debug, Clone)]
pub struct Process {
    /// Its number.
    pub pid: i32,
}

/// Cannot be made on this system.
#[derive(Debug)]
pub struct NoListener(Infallible);

impl NoListener {
    /// Refuses.
    ///
    /// # Errors
    /// [`BindError::Io`] of the kind [`io::ErrorKind::Unsupported`], always.
    pub fn bind(path: &Path, _audience: Audience) -> Result<Self, BindError> {
        Err(BindError::Io { path: path.to_owned(), source: io::ErrorKind::Unsupported.into() })
    }
}

impl Listener for NoListener {
    type Stream = DuplexStream;

    async fn accept(&self) -> io::Result<(DuplexStream, Peer)> {
        match self.0 {}
    }
}

/// Finds nobody.
///
/// # Errors
/// [`FailureKind::HelperNotRunning`], always.
pub async fn connect(_path: &Path) -> Result<DuplexStream, Failure> {
    let failure = Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never);
    Err(failure.with_detail("this system has no transport to the helper yet"))
}

/// Where the helper will listen: a named pipe.
#[must_use]
pub fn default_endpoint() -> PathBuf {
    PathBuf::from(r"\\.\pipe\app.adit.Adit.helper")
}
