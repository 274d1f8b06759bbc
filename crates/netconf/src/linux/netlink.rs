//! One request, its answers, and a deadline. The only place that talks to rtnetlink's connection.

use std::{future::Future, io, time::Duration};

use futures_util::{Stream, StreamExt, pin_mut};
use rtnetlink::{
    Handle, MulticastGroup,
    packet_core::{
        NLM_F_ACK, NLM_F_CREATE, NLM_F_DUMP, NLM_F_EXCL, NLM_F_REPLACE, NLM_F_REQUEST, NetlinkMessage, NetlinkPayload,
    },
    packet_route::RouteNetlinkMessage,
    sys::{AsyncSocket, SocketAddr, TokioSocket, protocols::NETLINK_ROUTE},
};

/// The kernel answers within microseconds; a dump of a full internet routing table takes about a second.
const PATIENCE: Duration = Duration::from_secs(10);
/// `NLM_F_DUMP_INTR`: the table changed under the dump, which may have missed something.
const DUMP_INTERRUPTED: u16 = 0x10;
const DUMP_ATTEMPTS: usize = 4;

/// A connection to the kernel, closed when dropped: its task ends with the last handle.
#[derive(Debug)]
pub struct Netlink(Handle);

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
        let (mut connection, handle, _) = rtnetlink::new_connection()?;
        // Where the last entries vanish under a dump, nothing but its end says that it was interrupted.
        connection.set_forward_done(true);
        drop(tokio::spawn(connection));
        Ok(Self(handle))
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
        let answers = self.0.request(request).map_err(io::Error::other)?;
        patiently(picked(answers, pick)).await
    }
}

async fn picked<T>(
    answers: impl Stream<Item = NetlinkMessage<RouteNetlinkMessage>>,
    pick: &impl Fn(RouteNetlinkMessage) -> Option<T>,
) -> io::Result<(Vec<T>, bool)> {
    pin_mut!(answers);
    let (mut picked, mut complete) = (Vec::new(), true);
    while let Some(answer) = answers.next().await {
        refused(&answer)?;
        complete &= answer.header.flags & DUMP_INTERRUPTED == 0;
        if let NetlinkPayload::InnerMessage(inner) = answer.payload {
            picked.extend(pick(inner));
        }
    }
    Ok((picked, complete))
}

fn refused(answer: &NetlinkMessage<RouteNetlinkMessage>) -> io::Result<()> {
    match &answer.payload {
        NetlinkPayload::Error(error) if error.raw_code() != 0 => Err(error.to_io()),
        // A dump that fails in the middle says so at its end.
        NetlinkPayload::Done(done) if done.code < 0 => Err(io::Error::from_raw_os_error(done.code.saturating_neg())),
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
    use std::num::NonZeroI32;

    use futures_util::stream;
    use rtnetlink::{
        packet_core::{DoneMessage, ErrorMessage},
        packet_route::link::{LinkAttribute, LinkMessage},
    };
    use rustix::io::Errno;

    use super::*;

    fn block_on<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
    }

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
    fn a_dump_under_which_the_table_changed_is_not_complete() {
        let answer = |message: NetlinkMessage<RouteNetlinkMessage>, flags| {
            let mut answer = message;
            answer.header.flags = flags;
            answer
        };
        let end = || NetlinkMessage::new(Default::default(), NetlinkPayload::Done(DoneMessage::default()));
        let said = |code| {
            let mut error = ErrorMessage::default();
            error.code = NonZeroI32::new(code);
            NetlinkMessage::new(Default::default(), NetlinkPayload::Error(error))
        };
        let read = |answers: Vec<_>| {
            let pick = |message| Some(message).filter(|message| *message != link("lo"));
            block_on(picked(stream::iter(answers), &pick))
        };
        let (lo, own) = (NetlinkMessage::from(link("lo")), NetlinkMessage::from(link("adit0")));
        let whole = read(vec![answer(lo.clone(), 2), answer(own.clone(), 2), answer(end(), 2), said(0)]).unwrap();
        assert_eq!(whole, (vec![link("adit0")], true));
        for interrupted in 0..3 {
            let mut answers = vec![answer(lo.clone(), 2), answer(own.clone(), 2), answer(end(), 2)];
            answers[interrupted].header.flags |= DUMP_INTERRUPTED;
            assert_eq!(read(answers).unwrap(), (vec![link("adit0")], false), "{interrupted}");
        }
        let mut failed = DoneMessage::default();
        failed.code = -1;
        let failed = NetlinkMessage::new(Default::default(), NetlinkPayload::Done(failed));
        for refused in [said(-1), failed] {
            assert_eq!(read(vec![own.clone(), refused]).unwrap_err().raw_os_error(), Some(1));
        }
    }

    #[test]
    fn the_connection_to_the_kernel_ends_with_its_user() {
        block_on(async {
            let mut netlink = Netlink::new().unwrap();
            let request = RouteNetlinkMessage::GetLink(LinkMessage::default());
            assert!(!netlink.dump(request, Some).await.unwrap().is_empty());
            let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
            assert_eq!(tasks(), 1, "the control");
            drop(netlink);
            while tasks() > 0 {
                tokio::task::yield_now().await;
            }
        });
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
