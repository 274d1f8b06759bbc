//! Many datagrams per system call: `sendmmsg` and `recvmmsg` (Linux 3.0), and within a message many datagrams of one size:
//! `UDP_SEGMENT` (4.18) and `UDP_GRO` (5.0). What the kernel or the network card does not take is switched off while
//! running. All calls of the system that need `unsafe` are here.

use std::{
    io,
    mem::{size_of, size_of_val, zeroed},
    net::UdpSocket,
    os::fd::{AsRawFd, RawFd},
    ptr::null_mut,
};

use vpn_api::{FallbackReason, LinkPath};

use super::{
    super::{Batching, Fallbacks, Manner, Received},
    socket::Socket,
};
use crate::buffers::{DATAGRAM, Outbox, RECEIVE_DATAGRAMS, RECEIVE_FRAMES, ReceiveBatch};

/// Messages in one call at most.
const MESSAGES: usize = 64;
/// Messages received in one call at most.
const RECEIVED: usize = RECEIVE_DATAGRAMS / DATAGRAM;
/// Messages received in one call while they are large, so that a batch stays in the processor's cache, or few.
const RECEIVED_FEW: usize = 4;
/// A message of this length was merged by the kernel.
const LARGE: usize = 8192;
/// Segments in one message at most (`UDP_MAX_SEGMENTS` of the kernels that have the fewest).
const SEGMENTS: usize = 64;
/// Bytes of one message at most: what fits an IP packet behind the largest headers without options.
const MESSAGE: usize = 65_535 - 40 - 8;

/// Room for one control message that holds a number.
#[repr(C, align(8))]
#[derive(Clone, Copy)]
struct Control([u8; 32]);

/// Scratch space for the system calls of one socket, and what that socket can do.
pub(crate) struct Messages {
    /// Segmentation is on.
    segments: bool,
    /// The kernel merges what it receives.
    merges: bool,
    /// Largest segment that the way to the other end takes; larger ones are fragmented, which the kernel does not do for
    /// segments.
    longest_segment: usize,
    /// Messages to ask for in the next call.
    wanted: usize,
    headers: Box<[libc::mmsghdr; MESSAGES]>,
    places: Box<[libc::iovec; MESSAGES]>,
    controls: Box<[Control; MESSAGES]>,
    /// Frames in each message under way.
    runs: Vec<Run>,
}

/// Frames that travel in one message: all of one length, but for a shorter last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    frames: usize,
    bytes: usize,
    segment: usize,
}

impl Messages {
    /// For `socket`, as well as the system can do it but not better than `best`.
    pub(crate) fn new(socket: &socket2::Socket, best: Batching, fallbacks: &mut Fallbacks) -> (Self, Batching) {
        let segments = best >= Batching::Segments;
        let mut merges = segments;
        // Received messages tell their segment size by themselves, so merging may fail to switch on by itself.
        if segments && let Err(error) = set_option(socket.as_raw_fd(), libc::SOL_UDP, libc::UDP_GRO, 1) {
            fallbacks.note(FallbackReason::MergingRefused, error.to_string());
            merges = false;
        }
        // SAFETY: all three are plain C structures of numbers and pointers, for which zero is a value.
        let (header, place) = unsafe { (zeroed::<libc::mmsghdr>(), zeroed::<libc::iovec>()) };
        let this = Self {
            segments,
            merges,
            longest_segment: usize::MAX,
            wanted: RECEIVED_FEW,
            headers: Box::new([header; MESSAGES]),
            places: Box::new([place; MESSAGES]),
            controls: Box::new([Control([0; 32]); MESSAGES]),
            runs: Vec::with_capacity(MESSAGES),
        };
        (this, best)
    }

    /// How datagrams cross the border.
    pub(crate) fn manner(&self) -> Manner {
        let path = |segments| if segments { LinkPath::Segments } else { LinkPath::Messages };
        Manner { send: path(self.segments), receive: path(self.merges) }
    }

    /// Sends what waits, with one call. Returns how many frames went.
    pub(crate) fn send(
        &mut self,
        socket: &mut Socket,
        outbox: &Outbox,
        fallbacks: &mut Fallbacks,
    ) -> io::Result<usize> {
        plan(outbox.lengths(), self.segments, self.longest_segment, &mut self.runs);
        let mut rest = outbox.bytes();
        let messages = self.headers.iter_mut().zip(self.places.iter_mut()).zip(self.controls.iter_mut());
        for (((header, place), control), run) in messages.zip(&self.runs) {
            let Some((bytes, behind)) = rest.split_at_checked(run.bytes) else { break };
            rest = behind;
            // The kernel only reads through this pointer when sending.
            *place = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
            let len = if run.frames > 1 { segment_message(control, run.segment) } else { 0 };
            *header = message(place, control, len);
        }
        let count = self.runs.len();
        let headers = &mut self.headers;
        let outcome = socket.send(|socket| {
            let fd = socket.as_raw_fd();
            // SAFETY: the first `count` headers (at most MESSAGES) were filled above and point to bytes that `outbox` holds and
            // to `self.controls`; both outlive the call.
            let sent = unsafe { libc::sendmmsg(fd, headers.as_mut_ptr(), count as libc::c_uint, 0) };
            usize::try_from(sent).map_err(|_| io::Error::last_os_error())
        });
        match outcome {
            Ok(sent) => Ok(self.runs.iter().take(sent).map(|run| run.frames).sum()),
            Err(error) => match (self.runs.first(), error.raw_os_error()) {
                (Some(run), Some(libc::EIO | libc::EINVAL | libc::EMSGSIZE)) if run.frames > 1 => {
                    self.segment_refused(socket.get(), run.segment, &error, fallbacks);
                    Err(io::ErrorKind::Interrupted.into())
                }
                _ => Err(error),
            },
        }
    }

    /// A message of several segments was refused: those segments are too long for the way, or the way has no segmentation.
    fn segment_refused(&mut self, socket: &UdpSocket, segment: usize, error: &io::Error, fallbacks: &mut Fallbacks) {
        match path_limit(socket) {
            Some(limit) if segment > limit => {
                let detail = format!("frames of {segment} bytes, and the path takes {limit}");
                fallbacks.note(FallbackReason::SegmentsTooLong, detail);
                self.longest_segment = limit;
            }
            _ => {
                fallbacks.note(FallbackReason::SegmentsRefused, error.to_string());
                self.segments = false;
            }
        }
    }

    /// Receives one batch with one call.
    pub(crate) fn receive(&mut self, socket: &Socket, batch: &mut ReceiveBatch) -> io::Result<Received> {
        let wanted = self.wanted;
        let Self { headers, places, controls, .. } = self;
        let mut received = 0;
        // A socket that is not ready costs nothing.
        let outcome = socket.receive(|socket| {
            let fd = socket.as_raw_fd();
            let slots = batch.buffer.as_chunks_mut::<DATAGRAM>().0;
            let messages = headers.iter_mut().zip(places.iter_mut()).zip(controls.iter_mut());
            for (((header, place), control), slot) in messages.zip(slots).take(wanted) {
                *place = libc::iovec { iov_base: slot.as_mut_ptr().cast(), iov_len: DATAGRAM };
                *header = message(place, control, size_of::<Control>());
            }
            // SAFETY: the first `wanted` headers (at most RECEIVED, which is not more than MESSAGES) were filled above and point to
            // the batch's buffer, which has a slot for each of them, and to `controls`; both outlive the call.
            let count = unsafe {
                libc::recvmmsg(fd, headers.as_mut_ptr(), wanted as libc::c_uint, libc::MSG_DONTWAIT as _, null_mut())
            };
            received = usize::try_from(count).map_err(|_| io::Error::last_os_error())?;
            // A short batch has emptied the socket: saying so saves the call that finds nothing.
            if received < wanted { Err(io::ErrorKind::WouldBlock.into()) } else { Ok(()) }
        });
        if received == 0 {
            outcome?;
        }
        let mut bytes = 0;
        for (index, message) in self.headers.iter().take(received).enumerate() {
            let len = message.msg_len as usize;
            bytes += len;
            if message.msg_hdr.msg_flags & libc::MSG_TRUNC != 0 {
                continue;
            }
            let first = index * DATAGRAM;
            let segment = merged_segment(&message.msg_hdr).unwrap_or(len).max(1);
            let room = RECEIVE_FRAMES.saturating_sub(batch.frames.len());
            let places = (first..first + len).step_by(segment).take(room);
            batch.frames.extend(places.map(|at| at..(at + segment).min(first + len)));
        }
        let large = bytes > LARGE * received;
        self.wanted = if large { RECEIVED_FEW } else { (2 * received).clamp(RECEIVED_FEW, RECEIVED) };
        Ok(if received < wanted { Received::Drained } else { Received::More })
    }
}

/// Groups frames into messages.
fn plan(lengths: &[u32], segments: bool, longest_segment: usize, runs: &mut Vec<Run>) {
    runs.clear();
    let mut lengths = lengths.iter().map(|len| *len as usize).peekable();
    while runs.len() < MESSAGES
        && let Some(segment) = lengths.next()
    {
        let mut run = Run { frames: 1, bytes: segment, segment };
        if segments && segment <= longest_segment {
            let mut last = segment;
            let fits = |len: usize, run: &Run, last: usize| {
                len <= segment && last == segment && run.frames < SEGMENTS && run.bytes + len <= MESSAGE
            };
            while let Some(len) = lengths.next_if(|len| fits(*len, &run, last)) {
                run.frames += 1;
                run.bytes += len;
                last = len;
            }
        }
        runs.push(run);
    }
}

fn message(place: &mut libc::iovec, control: &mut Control, control_len: usize) -> libc::mmsghdr {
    // SAFETY: a plain C structure of numbers and pointers, for which zero is a value; some systems pad it.
    let mut header = unsafe { zeroed::<libc::mmsghdr>() };
    header.msg_hdr.msg_iov = place;
    header.msg_hdr.msg_iovlen = 1;
    if control_len > 0 {
        header.msg_hdr.msg_control = (&raw mut *control).cast();
        header.msg_hdr.msg_controllen = control_len as _;
    }
    header
}

/// Writes the control message that tells the segment size, and returns its length.
fn segment_message(control: &mut Control, segment: usize) -> usize {
    // Not above DATAGRAM: MESSAGE limits it.
    let segment = segment as u16;
    // SAFETY: these two compute sizes only.
    let (space, len) =
        unsafe { (libc::CMSG_SPACE(size_of_val(&segment) as u32), libc::CMSG_LEN(size_of_val(&segment) as u32)) };
    let header: *mut libc::cmsghdr = (&raw mut *control).cast();
    // SAFETY: `control` is aligned for a header (8) and has 32 bytes, at least CMSG_SPACE of two bytes (24 on systems with
    // 64 bits), all initialised; CMSG_DATA points behind the header within it.
    unsafe {
        (*header).cmsg_level = libc::SOL_UDP;
        (*header).cmsg_type = libc::UDP_SEGMENT;
        (*header).cmsg_len = len as _;
        libc::CMSG_DATA(header).cast::<u16>().write_unaligned(segment);
    }
    space as usize
}

/// The size of the segments that the kernel merged into a received message.
fn merged_segment(header: &libc::msghdr) -> Option<usize> {
    // SAFETY: the kernel filled `header`, whose control buffer (in `Messages::controls`) is alive, initialised and aligned; the
    // macros stay within the length that the kernel set.
    unsafe {
        let mut control = libc::CMSG_FIRSTHDR(header);
        while let Some(found) = control.as_ref() {
            if found.cmsg_level == libc::SOL_UDP && found.cmsg_type == libc::UDP_GRO {
                let size = libc::CMSG_DATA(control).cast::<libc::c_int>().read_unaligned();
                return usize::try_from(size).ok().filter(|size| *size > 0);
            }
            control = libc::CMSG_NXTHDR(header, control);
        }
    }
    None
}

/// Longest datagram that the path to the other end takes without fragments, as far as the kernel knows.
fn path_limit(socket: &UdpSocket) -> Option<usize> {
    let (level, option, headers) = match socket.peer_addr().ok()?.is_ipv4() {
        true => (libc::IPPROTO_IP, libc::IP_MTU, 20 + 8),
        false => (libc::IPPROTO_IPV6, libc::IPV6_MTU, 40 + 8),
    };
    let mtu = option_value(socket.as_raw_fd(), level, option).ok()?;
    usize::try_from(mtu).ok()?.checked_sub(headers)
}

/// Sends one datagram with fragmentation forbidden, whatever the kernel remembers of the path, and goes back to how the socket
/// was: other datagrams are still fragmented where they have to be.
pub(crate) fn send_whole(socket: &Socket, frame: &[u8]) -> io::Result<()> {
    send_unfragmented(socket.get(), frame)
}

fn send_unfragmented(socket: &UdpSocket, frame: &[u8]) -> io::Result<()> {
    let (level, option, whole) = match socket.peer_addr()?.is_ipv4() {
        true => (libc::IPPROTO_IP, libc::IP_MTU_DISCOVER, libc::IP_PMTUDISC_PROBE),
        false => (libc::IPPROTO_IPV6, libc::IPV6_MTU_DISCOVER, libc::IPV6_PMTUDISC_PROBE),
    };
    let fd = socket.as_raw_fd();
    let before = option_value(fd, level, option)?;
    set_option(fd, level, option, whole)?;
    let sent = socket.send(frame);
    set_option(fd, level, option, before)?;
    sent.map(drop)
}

fn option_value(fd: RawFd, level: libc::c_int, option: libc::c_int) -> io::Result<libc::c_int> {
    let mut value: libc::c_int = 0;
    let mut len = size_of_val(&value) as libc::socklen_t;
    // SAFETY: both pointers are to live values of the types that options with a number want, and `len` tells the first one's
    // size.
    let result = unsafe { libc::getsockopt(fd, level, option, (&raw mut value).cast(), &raw mut len) };
    if result == 0 { Ok(value) } else { Err(io::Error::last_os_error()) }
}

fn set_option(fd: RawFd, level: libc::c_int, option: libc::c_int, value: libc::c_int) -> io::Result<()> {
    let len = size_of_val(&value) as libc::socklen_t;
    // SAFETY: the pointer is to a live value of the size that `len` tells; the kernel only reads it.
    let result = unsafe { libc::setsockopt(fd, level, option, (&raw const value).cast(), len) };
    if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Sets the buffers' sizes beyond the system's limit. Needs `CAP_NET_ADMIN`; without it nothing happens.
pub(crate) fn force_buffers(socket: &socket2::Socket, receive: usize, send: usize) {
    for (option, size) in [(libc::SO_RCVBUFFORCE, receive), (libc::SO_SNDBUFFORCE, send)] {
        if let Ok(size) = libc::c_int::try_from(size) {
            // The kernel doubles the value for its own bookkeeping.
            let _ = set_option(socket.as_raw_fd(), libc::SOL_SOCKET, option, size);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(lengths: &[u32], segments: bool, longest: usize) -> Vec<(usize, usize)> {
        let mut runs = Vec::new();
        plan(lengths, segments, longest, &mut runs);
        runs.iter().map(|run| (run.frames, run.bytes)).collect()
    }

    #[test]
    fn a_probe_goes_whole_or_not_at_all_and_leaves_the_socket_as_it_was() {
        for (address, level, option) in [
            ("127.0.0.1:0", libc::IPPROTO_IP, libc::IP_MTU_DISCOVER),
            ("[::1]:0", libc::IPPROTO_IPV6, libc::IPV6_MTU_DISCOVER),
        ] {
            let far = UdpSocket::bind(address).unwrap();
            let near = UdpSocket::bind(address).unwrap();
            near.connect(far.local_addr().unwrap()).unwrap();
            let fd = near.as_raw_fd();
            let before = option_value(fd, level, option).unwrap();
            send_unfragmented(&near, &[7; 1400]).unwrap();
            assert_eq!(option_value(fd, level, option).unwrap(), before);
            let mut buffer = [0; 2000];
            assert_eq!(far.recv(&mut buffer).unwrap(), 1400);
            // Longer than an IP packet; over IPv4 it would not fit loopback either.
            assert!(send_unfragmented(&near, &[7; 65_520]).is_err());
            assert_eq!(option_value(fd, level, option).unwrap(), before);
        }
    }

    #[test]
    fn a_message_never_mixes_sizes_but_for_the_last() {
        assert_eq!(runs(&[100, 100, 40, 40, 40, 100], true, usize::MAX), [(3, 240), (2, 80), (1, 100)]);
        assert_eq!(runs(&[40, 100, 100], true, usize::MAX), [(1, 40), (2, 200)]);
        assert_eq!(runs(&[100, 100], false, usize::MAX), [(1, 100), (1, 100)]);
        assert_eq!(runs(&[100, 100, 90, 90], true, 95), [(1, 100), (1, 100), (2, 180)]);
    }

    #[test]
    fn messages_stay_within_the_kernels_limits() {
        assert_eq!(runs(&[10; 100], true, usize::MAX), [(64, 640), (36, 360)]);
        let large = runs(&[1400; 60], true, usize::MAX);
        assert_eq!(large.iter().map(|run| run.0).sum::<usize>(), 60);
        assert!(large.iter().all(|run| run.1 <= MESSAGE), "{large:?}");
        assert_eq!(runs(&[1; 100], false, usize::MAX).len(), MESSAGES);
    }
}
