//! Tells systemd how far the helper is (`sd_notify(3)`): one datagram to the socket named by `NOTIFY_SOCKET`.

use std::{
    env, io,
    os::{
        linux::net::SocketAddrExt,
        unix::{
            ffi::OsStrExt,
            net::{SocketAddr, UnixDatagram},
        },
    },
};

/// Sends `state`, for example `READY=1`, if there is a service manager that wants to know.
pub fn tell(state: &str) {
    let Some(name) = env::var_os("NOTIFY_SOCKET") else { return };
    if let Err(error) = send(name.as_bytes(), state) {
        tracing::warn!(%error, "the service manager could not be told");
    }
}

fn send(name: &[u8], state: &str) -> io::Result<()> {
    let address = match name {
        [b'@', name @ ..] => SocketAddr::from_abstract_name(name)?,
        path => SocketAddr::from_pathname(std::ffi::OsStr::from_bytes(path))?,
    };
    UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reaches_sockets_with_a_path_and_without() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("notify");
        let named = UnixDatagram::bind(&path).unwrap();
        let hidden_name = format!("adit-test-{}", std::process::id());
        let hidden = UnixDatagram::bind_addr(&SocketAddr::from_abstract_name(&hidden_name).unwrap()).unwrap();
        for (socket, name) in [(named, path.as_os_str().as_bytes()), (hidden, format!("@{hidden_name}").as_bytes())] {
            send(name, "READY=1").unwrap();
            let mut bytes = [0; 16];
            let length = socket.recv(&mut bytes).unwrap();
            assert_eq!(&bytes[..length], b"READY=1");
        }
        assert!(send(b"/nowhere/at/all", "READY=1").is_err());
    }
}
