//! A system whose services Adit does not know yet.

use std::path::Path;

use crate::{
    facts::{Capabilities, Clock, Facts, KernelOffload, Keychain, NetworkManager, Resolver, Socket, SocketFile, Tun},
    finding::Reached,
    service::{Phase, Service, Start, StartError},
};

/// Nobody knows.
pub async fn look() -> Service {
    Service::Unknown
}

/// Cannot be done yet.
///
/// # Errors
/// [`StartError::System`].
pub async fn start(_start: Start, _told: impl Fn(Phase) + Send) -> Result<(), StartError> {
    Err(StartError::System("tunnels are not possible on this system yet".to_owned()))
}

pub(crate) async fn facts(socket: &Path, reached: &Reached) -> Facts {
    Facts {
        programs: Vec::new(),
        service: Service::Unknown,
        socket: Socket { path: socket.to_owned(), file: SocketFile::Missing, reached: reached.clone() },
        tun: Tun::Missing,
        capabilities: Capabilities::Unknown,
        resolver: Resolver::Missing(String::new()),
        network_manager: NetworkManager::Absent,
        kernel: String::new(),
        offload: KernelOffload::Absent,
        keychain: Keychain::NoSession,
        clock: Clock::Unknown,
    }
}
