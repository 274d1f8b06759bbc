//! The socket: who answers on it, and frames with their descriptors.

use std::{
    collections::VecDeque,
    fs, io,
    os::{
        fd::OwnedFd,
        unix::{fs::MetadataExt, net::UnixStream},
    },
    path::Path,
};

use privileged::{
    descriptors,
    wire::{self, LENGTH, MAX_ANSWER, ToEngine},
};
use rustix::net::sockopt::socket_peercred;
use zeroize::Zeroizing;

/// Connects to the broker. The first thing that it is told may be a password, so it has to run as the administrator, as
/// ourselves, or as the user who owns the socket's directory.
pub(super) fn connect(path: &Path) -> io::Result<UnixStream> {
    let stream = UnixStream::connect(path)?;
    let user = socket_peercred(&stream)?.uid.as_raw();
    let directory = path.parent().map(fs::metadata).transpose()?.map(|directory| directory.uid());
    let own = rustix::process::geteuid().as_raw();
    if user == 0 || user == own || Some(user) == directory {
        return Ok(stream);
    }
    Err(io::Error::new(io::ErrorKind::PermissionDenied, format!("the socket is served by user {user}")))
}

/// Reads frames.
pub(super) struct Frames<'a> {
    stream: &'a UnixStream,
    descriptors: VecDeque<OwnedFd>,
}

impl<'a> Frames<'a> {
    pub(super) fn new(stream: &'a UnixStream) -> Self {
        Self { stream, descriptors: VecDeque::new() }
    }

    /// Waits for the next one.
    pub(super) fn next(&mut self) -> io::Result<(ToEngine, Option<OwnedFd>)> {
        let mut prefix = [0; LENGTH];
        self.fill(&mut prefix)?;
        let mut body = Zeroizing::new(vec![0; wire::length(prefix, MAX_ANSWER)?]);
        self.fill(&mut body)?;
        let message: ToEngine = wire::parse(&body)?;
        let descriptor = if message.has_descriptor() { self.descriptors.pop_front() } else { None };
        Ok((message, descriptor))
    }

    fn fill(&mut self, mut buffer: &mut [u8]) -> io::Result<()> {
        while !buffer.is_empty() {
            let count = match descriptors::receive_some(self.stream, buffer, &mut self.descriptors) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                count => count?,
            };
            buffer = buffer.get_mut(count..).unwrap_or_default();
        }
        Ok(())
    }
}
