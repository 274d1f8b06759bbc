//! Links over loopback.

use std::{
    future::poll_fn,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, UdpSocket},
    os::fd::{AsRawFd, OwnedFd},
    path::Path,
    sync::Arc,
    time::Duration,
};

use privileged::Way;
use vpn_api::{FirstBytes, Framing, LinkError, LinkSpec, Transport};

use super::{Batching, Link, LinkFactory, LinkSetupError, Received};
use crate::buffers::Outbox;

const ALL: [Batching; 3] = [Batching::Single, Batching::Messages, Batching::Segments];

fn spec(transport: Transport, remote: SocketAddr) -> LinkSpec {
    LinkSpec::direct(transport, remote, Framing::Length16 { max: 2000 })
}

/// Two sockets connected to each other.
fn sockets() -> (UdpSocket, UdpSocket) {
    let (a, b) = (UdpSocket::bind("127.0.0.1:0").unwrap(), UdpSocket::bind("127.0.0.1:0").unwrap());
    a.connect(b.local_addr().unwrap()).unwrap();
    b.connect(a.local_addr().unwrap()).unwrap();
    (a, b)
}

fn udp(socket: UdpSocket, batching: Batching) -> Link {
    let remote = socket.peer_addr().unwrap();
    let factory = LinkFactory::given(socket.into()).limited_to(batching);
    Link::Udp(factory.udp(&spec(Transport::Udp, remote)).unwrap())
}

/// Receives until `count` frames are there.
async fn receive(link: &mut Link, count: usize) -> Vec<Vec<u8>> {
    let mut frames = Vec::new();
    while frames.len() < count {
        let ready = poll_fn(|cx| link.poll_readable(cx));
        tokio::time::timeout(Duration::from_secs(5), ready).await.expect("nothing came");
        while let Received::More = collect(link, &mut frames) {}
    }
    frames
}

fn collect(link: &mut Link, frames: &mut Vec<Vec<u8>>) -> Received {
    let received = link.receive().unwrap();
    let batch = link.batch();
    frames.extend(batch.frames.iter().map(|place| batch.buffer[place.clone()].to_vec()));
    received
}

async fn send(link: &mut Link, outbox: &mut Outbox) {
    while !outbox.is_empty() {
        link.send(outbox).unwrap();
        poll_fn(|cx| link.poll_writable(cx)).await;
    }
}

fn frame(number: usize, len: usize) -> Vec<u8> {
    (0..len).map(|at| (number + at) as u8).collect()
}

#[tokio::test]
async fn datagrams_arrive_whole_and_in_order() {
    let lengths = [1400, 1400, 1400, 100, 100, 1, 1, 1, 1400, 1400, 60_000, 3, 4, 5].repeat(5);
    let frames = lengths.iter().enumerate().map(|(number, len)| frame(number, *len)).collect::<Vec<_>>();
    for sending in ALL {
        for receiving in ALL {
            let (a, b) = sockets();
            let (mut a, mut b) = (udp(a, sending), udp(b, receiving));
            let mut outbox = Outbox::datagrams();
            let mut got = Vec::new();
            for part in frames.chunks(14) {
                assert!(part.iter().all(|frame| outbox.push(frame.clone())));
                send(&mut a, &mut outbox).await;
                got.extend(receive(&mut b, part.len()).await);
            }
            assert_eq!(got.len(), frames.len(), "{sending:?} {receiving:?}");
            assert!(got == frames, "{sending:?} {receiving:?}");
        }
    }
}

#[tokio::test]
async fn segmentation_that_is_refused_is_switched_off() {
    let (a, b) = sockets();
    let yes: libc::c_int = 1;
    // SAFETY: a number and its length.
    let result = unsafe {
        // The kernel refuses segmentation on a socket that sends no checksums.
        libc::setsockopt(a.as_raw_fd(), libc::SOL_SOCKET, libc::SO_NO_CHECK, (&raw const yes).cast(), 4)
    };
    assert_eq!(result, 0);
    let (mut a, mut b) = (udp(a, Batching::Segments), udp(b, Batching::Segments));
    let mut outbox = Outbox::datagrams();
    for _ in 0..2 {
        for number in 0..50 {
            assert!(outbox.push(frame(number, 1000)));
        }
        send(&mut a, &mut outbox).await;
        let got = receive(&mut b, 50).await;
        assert!(got == (0..50).map(|number| frame(number, 1000)).collect::<Vec<_>>());
    }
}

/// Sets an option that is a number.
fn set(socket: &UdpSocket, level: libc::c_int, option: libc::c_int, value: libc::c_int) {
    // SAFETY: a live number and its length.
    let result = unsafe { libc::setsockopt(socket.as_raw_fd(), level, option, (&raw const value).cast(), 4) };
    assert_eq!(result, 0);
}

#[tokio::test]
async fn segmentation_that_is_lost_on_the_way_stays_off_and_loses_nothing() {
    let (a, b) = sockets();
    // Shows whether what arrives was sent as one.
    set(&b, libc::SOL_UDP, libc::UDP_GRO, 1);
    b.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let ours = a.try_clone().unwrap();
    let mut a = udp(a, Batching::Segments);
    let mut outbox = Outbox::datagrams();
    let frames = (0..50).map(|number| frame(number, 1000)).collect::<Vec<_>>();
    // The kernel refuses segmentation on a socket that sends no checksums.
    for (refuses, merged) in [(0, true), (1, false), (0, false)] {
        set(&ours, libc::SOL_SOCKET, libc::SO_NO_CHECK, refuses);
        assert!(frames.iter().all(|frame| outbox.push(frame.clone())));
        send(&mut a, &mut outbox).await;
        let (mut bytes, mut longest, mut buffer) = (Vec::<u8>::new(), 0, vec![0; 65_536]);
        while bytes.len() < 50_000 {
            let count = b.recv(&mut buffer).unwrap();
            longest = longest.max(count);
            bytes.extend(&buffer[..count]);
        }
        assert!(bytes == frames.concat(), "what was sent came otherwise");
        assert_eq!(longest > 1000, merged, "{longest} bytes at once");
    }
}

#[tokio::test]
async fn a_closed_port_refuses_until_it_has_answered() {
    for batching in ALL {
        let (a, b) = sockets();
        let mut a = udp(a, batching);
        let answering = b.try_clone().unwrap();
        drop(b);
        answering.send(b"hello").unwrap();
        assert_eq!(receive(&mut a, 1).await, [b"hello"]);
        drop(answering);
        // Anybody could have sent an ICMP error to a link that works.
        let mut outbox = Outbox::datagrams();
        for _ in 0..5 {
            assert!(outbox.push(vec![1; 10]));
            a.send(&mut outbox).unwrap();
            tokio::time::sleep(Duration::from_millis(2)).await;
            a.receive().unwrap();
        }

        let (a, b) = sockets();
        let mut a = udp(a, batching);
        drop(b);
        assert!(outbox.push(vec![1; 10]));
        send(&mut a, &mut outbox).await;
        let ready = poll_fn(|cx| a.poll_readable(cx));
        tokio::time::timeout(Duration::from_secs(5), ready).await.expect("the refusal was not noticed");
        assert_eq!(a.receive(), Err(LinkError::Refused), "{batching:?}");
    }
}

#[tokio::test]
async fn a_socket_without_a_way_is_refused() {
    let remote = "[100::1]:1194".parse().unwrap();
    match LinkFactory::unmarked().udp(&spec(Transport::Udp, remote)) {
        Err(LinkSetupError::Link(LinkError::Unreachable(_))) => {}
        Err(other) => panic!("{other:?}"),
        // This machine has a route to everything, even to the discard prefix.
        Ok(_) => {}
    }
}

async fn tcp(remote: SocketAddr) -> Result<Link, LinkSetupError> {
    LinkFactory::unmarked().tcp(&spec(Transport::Tcp, remote)).await.map(Link::Tcp)
}

#[tokio::test]
async fn a_stream_is_cut_into_frames_wherever_it_breaks() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut link = tcp(listener.local_addr().unwrap()).await.unwrap();
    let (mut peer, _) = listener.accept().unwrap();
    let frames = [1, 2, 2000, 700, 1999, 3].repeat(3).iter().enumerate().map(|(n, l)| frame(n, *l)).collect::<Vec<_>>();
    let mut bytes = Vec::new();
    for frame in &frames {
        bytes.extend((frame.len() as u16).to_be_bytes());
        bytes.extend(frame);
    }
    let writer = std::thread::spawn(move || {
        peer.set_nodelay(true).unwrap();
        for piece in bytes.chunks(701) {
            peer.write_all(piece).unwrap();
            std::thread::sleep(Duration::from_millis(1));
        }
        peer
    });
    let got = receive(&mut link, frames.len()).await;
    assert!(got == frames);
    drop(writer.join().unwrap());
    poll_fn(|cx| link.poll_readable(cx)).await;
    assert_eq!(link.receive(), Err(LinkError::Closed));
}

#[tokio::test]
async fn a_full_stream_keeps_what_waits() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut link = tcp(listener.local_addr().unwrap()).await.unwrap();
    let (mut peer, _) = listener.accept().unwrap();
    let mut outbox = Outbox::stream(Framing::Length16 { max: 2000 });
    let mut sent = 0;
    // Nobody reads: the kernel's buffers fill.
    for _ in 0..100_000 {
        if !outbox.is_empty() {
            break;
        }
        for _ in 0..100 {
            assert!(outbox.push(frame(sent, 1500)));
            sent += 1;
        }
        link.send(&mut outbox).unwrap();
    }
    assert!(!outbox.is_empty(), "the socket never filled");
    let reader = std::thread::spawn(move || {
        for number in 0..sent {
            let mut received = [0; 1502];
            peer.read_exact(&mut received).unwrap();
            assert_eq!(received[..2], 1500u16.to_be_bytes());
            assert!(received[2..] == frame(number, 1500), "frame {number}");
        }
    });
    send(&mut link, &mut outbox).await;
    reader.join().unwrap();
}

#[tokio::test]
async fn broken_framing_ends_the_link() {
    for broken in [&[0, 0][..], &[0x07, 0xd1], b"HTTP/1.1 400 Bad Request", b"SSH-2.0-x", &[21, 3, 1, 0, 2, 2, 70]] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut link = tcp(listener.local_addr().unwrap()).await.unwrap();
        let (mut peer, _) = listener.accept().unwrap();
        peer.write_all(broken).unwrap();
        poll_fn(|cx| link.poll_readable(cx)).await;
        assert_eq!(link.receive(), Err(LinkError::Framing(FirstBytes::of(broken))));
    }
}

#[tokio::test]
async fn a_stream_that_ends_before_its_first_frame_says_how_it_began() {
    let far = async |bytes: &[u8]| {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let link = tcp(listener.local_addr().unwrap()).await.unwrap();
        let (mut peer, _) = listener.accept().unwrap();
        peer.write_all(bytes).unwrap();
        link
    };
    let end = async |link: &mut Link| loop {
        poll_fn(|cx| link.poll_readable(cx)).await;
        if let Err(error) = link.receive() {
            break error;
        }
    };
    let begun = [0, 9, b'x'];
    assert_eq!(end(&mut far(&begun).await).await, LinkError::Framing(FirstBytes::of(&begun)));
    assert_eq!(end(&mut far(&[]).await).await, LinkError::Closed);
    assert_eq!(end(&mut far(&[0, 1, 7, 0, 9]).await).await, LinkError::Closed, "it began as it should");
    let broken_later = [0, 1, 7, 0, 0];
    assert_eq!(end(&mut far(&broken_later).await).await, LinkError::Framing(FirstBytes::default()));
}

#[tokio::test]
async fn a_first_frame_that_is_longer_than_any_is_another_protocol() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let spec = LinkSpec::direct(Transport::Tcp, listener.local_addr().unwrap(), Framing::Length16 { max: 65_000 });
    let mut link = LinkFactory::unmarked().connect(&spec).await.unwrap();
    let (mut peer, _) = listener.accept().unwrap();
    peer.write_all(b"220 mail.example ESMTP\r\n").unwrap();
    poll_fn(|cx| link.poll_readable(cx)).await;
    assert_eq!(link.receive(), Err(LinkError::Framing(FirstBytes::of(b"220 mail"))));
}

#[tokio::test]
async fn a_closed_port_refuses_a_stream() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    assert_eq!(tcp(address).await.err(), Some(LinkSetupError::Link(LinkError::Refused)));
}

/// Needs root, to have a right that can be given up.
#[test]
fn no_mark_no_link() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    // Nothing is sent: a datagram socket is connected only, and the others are not made. (Loopback gets no mark.)
    let remote = SocketAddr::from(([192, 0, 2, 1], 9));
    // Rights belong to a thread.
    let outcome = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let privileged = Arc::new(privileged::Local::start(Path::new("/nonexistent")));
            let past = LinkFactory::privileged(privileged, Way::PastTunnels);
            let marked = past.udp(&spec(Transport::Udp, remote)).map(drop);
            let none = rustix::thread::CapabilitySet::empty();
            let sets = rustix::thread::CapabilitySets { effective: none, permitted: none, inheritable: none };
            rustix::thread::set_capabilities(None, sets).unwrap();
            let unmarked = past.udp(&spec(Transport::Udp, remote)).map(drop);
            let stream = past.tcp(&spec(Transport::Tcp, remote)).await.map(drop);
            (marked, unmarked, stream)
        })
    });
    let forbidden = Err(LinkSetupError::BypassNotPermitted);
    let (marked, unmarked, stream) = outcome.join().unwrap();
    assert_eq!((unmarked, stream), (forbidden.clone(), forbidden.clone()));
    // The control: with the right it is something else, if anything, such as no route.
    assert_ne!(marked, forbidden);
}

#[tokio::test]
async fn a_given_socket_is_used() {
    let (a, b) = sockets();
    let port = a.local_addr().unwrap();
    let link = udp(a, Batching::Segments);
    let Link::Udp(link) = link else { panic!("not UDP") };
    assert_eq!(link.addresses(), Some((port, b.local_addr().unwrap())));
    let _ = OwnedFd::from(b);
}

/// Two ends of a stream; ours is cut into frames in this way.
async fn stream(framing: Framing) -> (Link, std::net::TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let spec = LinkSpec::direct(Transport::Tcp, listener.local_addr().unwrap(), framing);
    let link = LinkFactory::unmarked().connect(&spec).await.unwrap();
    (link, listener.accept().unwrap().0)
}

#[tokio::test]
async fn tls_records_come_whole_however_the_stream_is_cut() {
    let (mut link, mut far) = stream(Framing::TlsRecords).await;
    let record = |len: u16, content: u8| {
        let head = [&[23, 3, 3][..], &len.to_be_bytes()].concat();
        [head, vec![content; usize::from(len)]].concat()
    };
    let sent = [record(1, 1), record(16_384 + 256, 2), record(3, 3), record(16_384 + 2048, 4)];
    let bytes = sent.concat();
    let writer = std::thread::spawn(move || {
        for piece in bytes.chunks(1999) {
            far.write_all(piece).unwrap();
        }
        far
    });
    assert_eq!(receive(&mut link, sent.len()).await, sent);
    let mut far = writer.join().unwrap();
    let mut outbox =
        LinkFactory::outbox(&LinkSpec::direct(Transport::Tcp, far.peer_addr().unwrap(), Framing::TlsRecords));
    assert!(outbox.push(sent[0].clone()) && outbox.push(sent[2].clone()));
    send(&mut link, &mut outbox).await;
    let mut heard = vec![0; sent[0].len() + sent[2].len()];
    far.read_exact(&mut heard).unwrap();
    assert_eq!(heard, [&sent[0][..], &sent[2][..]].concat());

    far.write_all(b"HTTP/1.1 400").unwrap();
    poll_fn(|cx| link.poll_readable(cx)).await;
    assert_eq!(link.receive(), Err(LinkError::Framing(FirstBytes::default())));
}

#[tokio::test]
async fn raw_bytes_come_in_order_and_in_whatever_pieces() {
    let (mut link, mut far) = stream(Framing::Raw).await;
    let sent: Vec<u8> = (0..300_000u32).map(|number| number as u8).collect();
    let bytes = sent.clone();
    let writer = std::thread::spawn(move || far.write_all(&bytes).unwrap());
    let mut heard = Vec::new();
    while heard.len() < sent.len() {
        heard.extend(receive(&mut link, 1).await.concat());
    }
    writer.join().unwrap();
    assert_eq!(heard, sent);
}
