//! The kernel's tables of TCP sockets, which name the user of each (proc_pid_net(5)). The only module that uses `procfs`.

use std::net::SocketAddr;

use procfs::net::{TcpNetEntry, TcpState, tcp, tcp6};

/// Whether a socket of this user leads from `peer` to `own`.
pub(super) fn same_user(own: SocketAddr, peer: SocketAddr) -> bool {
    let user = rustix::process::geteuid().as_raw();
    // A program that asked for IPv6 has its socket in the other table, with the addresses in its own form.
    let mut tables = [tcp(), tcp6()].into_iter().filter_map(Result::ok).flatten();
    tables.any(|socket| leads(&socket, peer, own) && socket.uid == user)
}

fn leads(socket: &TcpNetEntry, from: SocketAddr, to: SocketAddr) -> bool {
    let same = |one: SocketAddr, other: SocketAddr| {
        one.port() == other.port() && one.ip().to_canonical() == other.ip().to_canonical()
    };
    // The kernel forgets whose a socket was when it waits for stray packets.
    socket.state != TcpState::TimeWait && same(socket.local_address, from) && same(socket.remote_address, to)
}
