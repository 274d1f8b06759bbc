//! One helper for one network: rules, tables and firewall are there once, whatever state directory a helper has.

use std::io;

use rustix::net::sockopt::socket_peercred;
use socket2::{Domain, SockAddr, Socket, Type};

/// Users below it are the system's (login.defs(5)). Anybody may take a name, but nobody who logs in keeps the helper from
/// starting by that.
const SYSTEM_USERS: u32 = 1000;

/// The network, as long as it is held.
pub(super) type Network = Socket;

pub(super) fn take_network(name: &str) -> io::Result<Network> {
    take(name, SYSTEM_USERS)
}

/// Names of abstract sockets belong to the network namespace, and go with their process (unix(7), network_namespaces(7)).
fn take(name: &str, system_users: u32) -> io::Result<Socket> {
    let address = SockAddr::unix(format!("\0{name}"))?;
    let socket = || Socket::new(Domain::UNIX, Type::STREAM.nonblocking(), None);
    let own = socket()?;
    match own.bind(&address) {
        Ok(()) => own.listen(1)?,
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let asking = socket()?;
            let holder = asking.connect(&address).and_then(|()| Ok(socket_peercred(&asking)?.uid.as_raw()));
            if holder.as_ref().is_ok_and(|user| *user < system_users) {
                return Err(error);
            }
            tracing::warn!(?holder, "somebody has taken the name by which a second helper would be noticed");
        }
        Err(error) => return Err(error),
    }
    Ok(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_the_system_has_the_network_until_it_goes_and_nobody_else_has() {
        let name = format!("adit-test-{}", std::process::id());
        let first = take(&name, u32::MAX).unwrap();
        assert_eq!(take(&name, u32::MAX).unwrap_err().kind(), io::ErrorKind::AddrInUse);
        take(&name, 0).unwrap();
        drop(first);
        take(&name, u32::MAX).unwrap();
    }
}
