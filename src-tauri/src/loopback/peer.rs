//! Whose program a connection to a port of this machine comes from.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

#[cfg(target_os = "linux")]
use linux::same_user;
#[cfg(not(target_os = "linux"))]
use other::same_user;
use tokio::net::TcpStream;

/// Whether the other end of this connection, which was made on this machine, is a program of the user who runs this one. No where
/// the system does not tell: it knows the two ends of a connection for as long as both are open.
pub(super) async fn is_ours(stream: &TcpStream) -> bool {
    let (Ok(own), Ok(peer)) = (stream.local_addr(), stream.peer_addr()) else { return false };
    tokio::task::spawn_blocking(move || same_user(own, peer)).await.unwrap_or(false)
}
