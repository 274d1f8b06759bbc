//! One request, its answers, and a deadline. The only place that talks to rtnetlink's connection.

use std::{future::Future, io, time::Duration};

use futures_util::{StreamExt, pin_mut};
use rtnetlink::{
    Handle, MulticastGroup,
    packet_core::{
        NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload,
    },
    packet_route::RouteNetlinkMessage,
    sys::{AsyncSocket, SocketAddr, TokioSocket, protocols::NETLINK_ROUTE},
};
use tokio::task::JoinHandle;

/// The kernel answers within microseconds; a dump of a full internet routing table takes about a second.
const PATIENCE: Duration = Duration::from_secs(10);
/// `NLM_F_DUMP_INTR`: the table changed under the dump, which may have missed something.
const DUMP_INTERRUPTED: u16 = 0x10;
const DUMP_ATTEMPTS: usize = 4;

/// A connection to the kernel, closed when dropped.
#[derive(Debug)]
pub struct Netlink {
    handle: Handle,
    connection: JoinHandle<()>,
}

impl Drop for Netlink {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// A socket that hears of every change of these kinds.
///
/// # Errors
/// What the kernel said.
pub fn listen(groups: &[MulticastGroup]) -> io::Result<TokioSocket> {
    let mask = groups.iter().fold(0, |mask, group| mask | 1 << (*group as u32 - 1));
    let mut socket = TokioSocket::new(NETLINK_ROUTE)?;
    socket.socket_mut().bind(&SocketAddr::new(0, mask))?;
    Ok(socket)
}

/// How a change treats what is there already.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Mode {
    /// Make it; it is an error if it is there.
    Create,
    /// Make it, in place of what is there.
    Replace,
    /// Change or delete what is there.
    Existing,
}

impl Netlink {
    /// Opens it. To be called inside the event loop.
    ///
    /// # Errors
    /// What the kernel said.
    pub fn new() -> io::Result<Self> {
        let (connection, handle, _) = rtnetlink::new_connection()?;
        Ok(Self { handle, connection: tokio::spawn(connection) })
    }

    /// One change; the kernel's error number is in the error.
    pub(crate) async fn change(&mut self, message: RouteNetlinkMessage, mode: Mode) -> io::Result<()> {
        let mode = match mode {
            Mode::Create => NLM_F_CREATE | NLM_F_EXCL,
            Mode::Replace => NLM_F_CREATE | NLM_F_REPLACE,
            Mode::Existing => 0,
        };
        self.ask(message, NLM_F_ACK | mode, &|_| None::<()>).await.map(drop)
    }

    /// Everything of a kind that `pick` wants.
    ///
    /// # Errors
    /// What the kernel said.
    pub async fn dump<T>(
        &mut self,
        message: RouteNetlinkMessage,
        pick: impl Fn(RouteNetlinkMessage) -> Option<T>,
    ) -> io::Result<Vec<T>> {
        let mut last = Vec::new();
        for _ in 0..DUMP_ATTEMPTS {
            let (picked, complete) = self.ask(message.clone(), NLM_F_DUMP, &pick).await?;
            if complete {
                return Ok(picked);
            }
            last = picked;
        }
        tracing::debug!("the kernel's tables kept changing while they were read");
        Ok(last)
    }

    /// What `pick` takes of the answers, and whether nothing can be missing.
    async fn ask<T>(
        &mut self,
        message: RouteNetlinkMessage,
        flags: u16,
        pick: &impl Fn(RouteNetlinkMessage) -> Option<T>,
    ) -> io::Result<(Vec<T>, bool)> {
        let mut request = NetlinkMessage::from(message);
        request.header.flags = NLM_F_REQUEST | flags;
        let answers = self.handle.request(request).map_err(io::Error::other)?;
        patiently(async move {
            pin_mut!(answers);
            let mut picked = Vec::new();
            let mut complete = true;
            while let Some(answer) = answers.next().await {
                refused(&answer)?;
                complete &= answer.header.flags & DUMP_INTERRUPTED == 0;
                if let NetlinkPayload::InnerMessage(inner) = answer.payload {
                    picked.extend(pick(inner));
                }
            }
            Ok((picked, complete))
        })
        .await
    }
}

fn refused(answer: &NetlinkMessage<RouteNetlinkMessage>) -> io::Result<()> {
    match &answer.payload {
        NetlinkPayload::Error(error) if error.raw_code() != 0 => Err(error.to_io()),
        _ => Ok(()),
    }
}

async fn patiently<T>(work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?
}

/// Accepts an error that says that there is nothing to do: `wanted` are the error numbers.
pub(crate) fn unless(result: io::Result<()>, harmless: &[rustix::io::Errno]) -> io::Result<()> {
    match result {
        Err(error) if harmless.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error())) => Ok(()),
        other => other,
    }
}

/// The messages of one datagram; what cannot be understood is left out.
pub fn messages(mut datagram: &[u8]) -> impl Iterator<Item = RouteNetlinkMessage> + '_ {
    std::iter::from_fn(move || {
        let length = datagram.first_chunk::<4>().map(|bytes| u32::from_ne_bytes(*bytes))?;
        let length = usize::try_from(length).ok().filter(|length| (16..=datagram.len()).contains(length))?;
        let (message, rest) = datagram.split_at_checked(length)?;
        let padding = length.next_multiple_of(4) - length;
        datagram = rest.get(padding..).unwrap_or_default();
        Some(NetlinkMessage::<RouteNetlinkMessage>::deserialize(message).ok())
    })
    .flatten()
    .filter_map(|message| match message.payload {
        NetlinkPayload::InnerMessage(inner) => Some(inner),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use rtnetlink::packet_route::link::{LinkAttribute, LinkMessage};
    use rustix::io::Errno;

    use super::*;

    fn link(name: &str) -> RouteNetlinkMessage {
        let mut link = LinkMessage::default();
        link.attributes.push(LinkAttribute::IfName(name.to_owned()));
        RouteNetlinkMessage::NewLink(link)
    }

    fn bytes(message: RouteNetlinkMessage) -> Vec<u8> {
        let mut message = NetlinkMessage::from(message);
        message.finalize();
        let mut bytes = vec![0; message.buffer_len()];
        message.serialize(&mut bytes);
        bytes
    }

    #[test]
    fn a_torn_datagram_has_no_messages() {
        assert_eq!(messages(&[]).count(), 0);
        assert_eq!(messages(&[3, 0, 0, 0]).count(), 0);
        assert_eq!(messages(&[255; 64]).count(), 0);
        let mut zero_length = vec![0; 32];
        zero_length[0] = 0;
        assert_eq!(messages(&zero_length).count(), 0);
        let whole = bytes(link("adit0"));
        for end in 0..whole.len() {
            assert_eq!(messages(&whole[..end]).count(), 0, "{end}");
        }
    }

    #[test]
    fn each_message_of_a_datagram_is_read_and_what_is_none_is_left_out() {
        // The length of a message leaves out the padding behind it.
        let mut first = bytes(link("adit0"));
        let unpadded = u32::try_from(first.len() - 2).unwrap();
        first[..4].copy_from_slice(&unpadded.to_ne_bytes());
        let (end, mut unknown) = (bytes(link("eth0")), bytes(link("lost")));
        unknown[4..6].copy_from_slice(&999_u16.to_ne_bytes());
        let mut done = vec![0; 20];
        done[0] = 20;
        done[4] = 3;
        let datagram = [first, unknown, done, end].concat();
        assert_eq!(messages(&datagram).collect::<Vec<_>>(), [link("adit0"), link("eth0")]);
    }

    #[test]
    fn only_a_harmless_error_is_no_error() {
        let refused = |errno: Errno| Err(io::Error::from(errno));
        assert!(unless(Ok(()), &[]).is_ok());
        assert!(unless(refused(Errno::EXIST), &[Errno::NOENT, Errno::EXIST]).is_ok());
        for (error, harmless) in [(refused(Errno::EXIST), &[Errno::NOENT][..]), (refused(Errno::EXIST), &[])] {
            assert_eq!(unless(error, harmless).unwrap_err().raw_os_error(), Some(Errno::EXIST.raw_os_error()));
        }
        let without_number = Err(io::ErrorKind::TimedOut.into());
        assert!(unless(without_number, &[Errno::EXIST]).is_err());
    }
}
