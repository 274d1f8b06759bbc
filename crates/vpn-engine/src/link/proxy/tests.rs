//! Links through scripted proxies on loopback.

use std::{
    future::poll_fn,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream, UdpSocket},
    sync::mpsc,
    thread,
    time::Duration,
};

use vpn_api::{Framing, LinkSpec, LocalEnd, Proxy, ProxyKind, ProxyLogin, ProxyProblem, Transport, Via};

use super::{EXCHANGE, socks::datagram_header};
use crate::{
    buffers::Outbox,
    link::{Link, LinkFactory, LinkSetupError},
};

fn spec(kind: ProxyKind, proxy: SocketAddr, transport: Transport, login: Option<(&str, &str)>) -> LinkSpec {
    let mut through = Proxy::new(kind, proxy.ip().to_string(), proxy.port());
    through.login =
        login.map(|(username, password)| ProxyLogin { username: username.into(), password: password.into() });
    let via = Via { proxy: through, host: "vpn.example".to_owned(), port: 443 };
    let framing = Framing::Length16 { max: 2000 };
    LinkSpec { via: Some(Box::new(via)), ..LinkSpec::direct(transport, proxy, framing) }
}

async fn open(spec: &LinkSpec) -> Result<Link, ProxyProblem> {
    LinkFactory::unmarked().connect(spec).await.map_err(|error| match error {
        LinkSetupError::Proxy(rejected) => rejected.problem,
        other @ (LinkSetupError::BypassNotPermitted | LinkSetupError::BypassUnsupported | LinkSetupError::Link(_)) => {
            panic!("{other}")
        }
    })
}

/// Serves one connection after the other, each with the next of `turns`. What it was asked comes out of the receiver.
type Turn = Box<dyn FnOnce(&mut TcpStream) -> String + Send>;

fn proxy(turns: Vec<Turn>) -> (SocketAddr, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, seen) = mpsc::channel();
    thread::spawn(move || {
        for turn in turns {
            let (mut stream, _) = listener.accept().unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
            let _ = asked.send(turn(&mut stream));
        }
    });
    (address, seen)
}

fn head(stream: &mut TcpStream) -> String {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
        text.push(byte[0]);
    }
    String::from_utf8(text).unwrap()
}

/// Answers a request with this text, and then echoes.
fn answers(text: &'static str) -> Turn {
    Box::new(move |stream| {
        let asked = head(stream);
        stream.write_all(text.as_bytes()).unwrap();
        echo(stream);
        asked
    })
}

fn echo(stream: &TcpStream) {
    let (mut from, mut to) = (stream.try_clone().unwrap(), stream.try_clone().unwrap());
    thread::spawn(move || std::io::copy(&mut from, &mut to));
}

/// Sends a frame and gives the first one that comes.
async fn ping(link: &mut Link, mut outbox: Outbox) -> Vec<u8> {
    assert!(outbox.push(b"ping".to_vec()));
    while !outbox.is_empty() {
        poll_fn(|cx| link.poll_writable(cx)).await;
        link.send(&mut outbox).unwrap();
    }
    first(link).await
}

async fn first(link: &mut Link) -> Vec<u8> {
    for _ in 0..100 {
        let ready = poll_fn(|cx| link.poll_readable(cx));
        tokio::time::timeout(Duration::from_secs(5), ready).await.expect("nothing came");
        link.receive().unwrap();
        let batch = link.batch();
        if let Some(place) = batch.frames.first() {
            return batch.buffer[place.clone()].to_vec();
        }
    }
    panic!("nothing but noise");
}

const OPEN: &str = "HTTP/1.1 200 Connection established\r\n\r\n";

#[tokio::test]
async fn frames_go_through_an_http_proxy_both_ways() {
    let (address, asked) = proxy(vec![answers(OPEN)]);
    let spec = spec(ProxyKind::Http, address, Transport::Tcp, None);
    let mut link = open(&spec).await.unwrap();
    assert_eq!(ping(&mut link, LinkFactory::outbox(&spec)).await, b"ping");
    assert!(asked.recv().unwrap().starts_with("CONNECT vpn.example:443 HTTP/1.1\r\nHost: vpn.example:443\r\n"));
}

#[tokio::test]
async fn what_a_server_says_together_with_the_proxys_answer_is_not_lost() {
    let (address, _asked) = proxy(vec![answers("HTTP/1.1 200 OK\r\n\r\n\0\x05early")]);
    let mut link = open(&spec(ProxyKind::Http, address, Transport::Tcp, None)).await.unwrap();
    assert_eq!(first(&mut link).await, b"early");
}

#[tokio::test]
async fn a_password_is_sent_when_asked_for_and_its_refusal_is_told_from_its_absence() {
    let ask = "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 3\r\n\r\nno!";
    let login = Some(("alice", "word"));
    let (address, asked) = proxy(vec![answers(ask), answers(OPEN)]);
    open(&spec(ProxyKind::Http, address, Transport::Tcp, login)).await.unwrap();
    assert!(!asked.recv().unwrap().contains("Authorization"));
    assert!(asked.recv().unwrap().contains("\r\nProxy-Authorization: Basic YWxpY2U6d29yZA==\r\n"));

    let (address, _asked) = proxy(vec![answers(ask), answers(ask)]);
    let refused = open(&spec(ProxyKind::Http, address, Transport::Tcp, login)).await.err();
    assert_eq!(refused, Some(ProxyProblem::CredentialsRefused));
    let (address, _asked) = proxy(vec![answers(ask)]);
    let needed = open(&spec(ProxyKind::Http, address, Transport::Tcp, None)).await.err();
    assert_eq!(needed, Some(ProxyProblem::CredentialsNeeded));
    let (address, _asked) = proxy(vec![answers("HTTP/1.1 407 Who\r\nProxy-Authenticate: NTLM\r\n\r\n")]);
    let strange = open(&spec(ProxyKind::Http, address, Transport::Tcp, login)).await.err();
    assert_eq!(strange, Some(ProxyProblem::SignInNotSupported { offered: "NTLM".to_owned() }));
}

#[tokio::test]
async fn a_digest_whose_nonce_was_too_old_is_made_anew() {
    let fresh = "HTTP/1.1 407 x\r\nProxy-Authenticate: Digest realm=\"r\", nonce=\"one\", qop=\"auth\"\r\n\r\n";
    let stale =
        "HTTP/1.1 407 x\r\nProxy-Authenticate: Digest realm=\"r\", nonce=\"two\", qop=\"auth\", stale=true\r\n\r\n";
    let (address, asked) = proxy(vec![answers(fresh), answers(stale), answers(OPEN)]);
    open(&spec(ProxyKind::Http, address, Transport::Tcp, Some(("alice", "word")))).await.unwrap();
    let said: Vec<String> = asked.iter().collect();
    assert!(said[1].contains("nonce=\"one\"") && said[2].contains("nonce=\"two\""), "{said:?}");
    assert!(said.iter().all(|text| !text.contains("word")));
}

#[tokio::test]
async fn endless_and_strange_answers_end() {
    let endless: Turn = Box::new(|stream| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
        while stream.write_all(b"X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n").is_ok() {}
        String::new()
    });
    let (address, _asked) = proxy(vec![endless]);
    let told = open(&spec(ProxyKind::Http, address, Transport::Tcp, None)).await.err();
    assert_eq!(told, Some(ProxyProblem::NotAProxy));
    for text in ["SSH-2.0-OpenSSH_9\r\n", "HTTP/1.1 99999 x\r\n\r\n"] {
        let (address, _asked) = proxy(vec![answers(text)]);
        let told = open(&spec(ProxyKind::Http, address, Transport::Tcp, None)).await.err();
        assert_eq!(told, Some(ProxyProblem::NotAProxy), "{text:?}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for kind in [ProxyKind::Http, ProxyKind::Socks5] {
        let told = open(&spec(kind, nobody, Transport::Tcp, None)).await.err();
        assert_eq!(told, Some(ProxyProblem::NotReachable));
    }
}

/// The clock is held from the moment on when the proxy has been asked, so that the time is that of the answer.
#[tokio::test]
async fn a_proxy_that_says_nothing_has_its_time() {
    for kind in [ProxyKind::Http, ProxyKind::Socks5] {
        let (heard, asked) = tokio::sync::oneshot::channel();
        let (end, ended) = mpsc::channel::<()>();
        let silent: Turn = Box::new(move |stream| {
            stream.read_exact(&mut [0; 1]).unwrap();
            heard.send(()).unwrap();
            let _ = ended.recv_timeout(Duration::from_secs(30));
            String::new()
        });
        let (address, _asked) = proxy(vec![silent]);
        let spec = spec(kind, address, Transport::Tcp, None);
        let hold_the_clock = async {
            asked.await.unwrap();
            tokio::time::pause();
            tokio::time::sleep(EXCHANGE - Duration::from_secs(1)).await;
        };
        let mut opening = Box::pin(open(&spec));
        tokio::select! {
            told = &mut opening => panic!("too early: {:?}", told.err()),
            () = hold_the_clock => {}
        }
        assert_eq!(opening.await.err(), Some(ProxyProblem::NoAnswer));
        tokio::time::resume();
        drop(end);
    }
}

#[test]
fn the_header_of_a_datagram_is_as_long_as_is_reckoned_with() {
    let proxy = Proxy::new(ProxyKind::Socks5, "proxy.example".to_owned(), 1080);
    for host in ["192.0.2.1", "2001:db8::1", "vpn.example", &"n".repeat(255)] {
        assert_eq!(datagram_header(host, 1194).len(), usize::from(proxy.datagram_overhead(host)), "{host}");
    }
}

fn exactly(stream: &mut TcpStream, expected: &[u8]) {
    let mut got = vec![0; expected.len()];
    stream.read_exact(&mut got).unwrap();
    assert_eq!(got, expected);
}

const CONNECT_NAME: &[u8] = b"\x05\x01\x00\x03\x0bvpn.example\x01\xbb";

#[tokio::test]
async fn frames_go_through_a_socks_proxy_with_and_without_a_password() {
    for (bound, login) in [
        (&b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x07"[..], None),
        (b"\x05\x00\x00\x03\x03abc\x00\x07", Some(("alice", "word"))),
        (b"\x05\x00\x00\x04\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x01\x00\x07", None),
    ] {
        let turn: Turn = Box::new(move |stream| {
            if login.is_some() {
                exactly(stream, &[5, 2, 0, 2]);
                stream.write_all(&[5, 2]).unwrap();
                exactly(stream, b"\x01\x05alice\x04word");
                stream.write_all(&[1, 0]).unwrap();
            } else {
                exactly(stream, &[5, 1, 0]);
                stream.write_all(&[5, 0]).unwrap();
            }
            exactly(stream, CONNECT_NAME);
            stream.write_all(bound).unwrap();
            echo(stream);
            "done".to_owned()
        });
        let (address, _asked) = proxy(vec![turn]);
        let spec = spec(ProxyKind::Socks5, address, Transport::Tcp, login);
        let mut link = open(&spec).await.unwrap();
        assert_eq!(ping(&mut link, LinkFactory::outbox(&spec)).await, b"ping");
    }
}

#[tokio::test]
async fn each_refusal_of_a_socks_proxy_has_its_meaning() {
    let said = |answer: &str| ProxyProblem::Refused { answer: answer.to_owned() };
    let unreached = || ProxyProblem::ServerNotReached { host: "vpn.example".to_owned() };
    for (code, transport, expected) in [
        (1, Transport::Tcp, said("general failure")),
        (2, Transport::Tcp, ProxyProblem::NotAllowed { port: 443 }),
        (4, Transport::Tcp, unreached()),
        (5, Transport::Tcp, unreached()),
        (7, Transport::Tcp, said("command not supported")),
        (7, Transport::Udp, ProxyProblem::NoDatagrams),
        (8, Transport::Tcp, said("address type not supported")),
    ] {
        let turn: Turn = Box::new(move |stream| {
            exactly(stream, &[5, 1, 0]);
            stream.write_all(&[5, 0]).unwrap();
            let mut rest = [0; 64];
            let _ = stream.read(&mut rest);
            stream.write_all(&[5, code, 0, 1, 0, 0, 0, 0, 0, 0]).unwrap();
            String::new()
        });
        let (address, _asked) = proxy(vec![turn]);
        assert_eq!(open(&spec(ProxyKind::Socks5, address, transport, None)).await.err(), Some(expected));
    }
    for (chosen, login, expected) in [
        (0xff, None, ProxyProblem::CredentialsNeeded),
        (0xff, Some(("a", "b")), ProxyProblem::SignInNotSupported { offered: "GSSAPI".to_owned() }),
        (2, Some(("a", "b")), ProxyProblem::CredentialsRefused),
        (2, None, ProxyProblem::NotAProxy),
    ] {
        let turn: Turn = Box::new(move |stream| {
            let mut hello = vec![0; if login.is_some() { 4 } else { 3 }];
            stream.read_exact(&mut hello).unwrap();
            stream.write_all(&[5, chosen]).unwrap();
            if chosen == 2 && login.is_some() {
                exactly(stream, b"\x01\x01a\x01b");
                stream.write_all(&[1, 1]).unwrap();
            }
            String::new()
        });
        let (address, _asked) = proxy(vec![turn]);
        let told = open(&spec(ProxyKind::Socks5, address, Transport::Tcp, login)).await.err();
        assert_eq!(told, Some(expected));
    }
}

#[tokio::test]
async fn datagrams_go_through_a_relay_until_its_stream_ends() {
    let relay = UdpSocket::bind("127.0.0.1:0").unwrap();
    relay.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let port = relay.local_addr().unwrap().port().to_be_bytes();
    let (end, ended) = mpsc::channel::<()>();
    let turn: Turn = Box::new(move |stream| {
        exactly(stream, &[5, 1, 0]);
        stream.write_all(&[5, 0]).unwrap();
        exactly(stream, &[5, 3, 0, 1, 0, 0, 0, 0, 0, 0]);
        // "Everywhere" means where the proxy itself is.
        stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, port[0], port[1]]).unwrap();
        let mut datagram = [0; 100];
        let (count, from) = relay.recv_from(&mut datagram).unwrap();
        assert_eq!(&datagram[..count], b"\0\0\0\x03\x0bvpn.example\x01\xbbping");
        relay.send_to(b"\0\0\x01\x01\x7f\0\0\x01\0\x07a fragment", from).unwrap();
        relay.send_to(b"noise", from).unwrap();
        relay.send_to(b"\0\0\0\x01\x7f\0\0\x01\0\x07pong", from).unwrap();
        let _ = ended.recv_timeout(Duration::from_secs(5));
        String::new()
    });
    let (address, _asked) = proxy(vec![turn]);
    let spec = spec(ProxyKind::Socks5, address, Transport::Udp, None);
    let mut link = open(&spec).await.unwrap();
    assert_eq!(ping(&mut link, LinkFactory::outbox(&spec)).await, b"pong");
    drop(end);
    tokio::time::timeout(Duration::from_secs(5), poll_fn(|cx| link.poll_readable(cx))).await.unwrap();
    assert_eq!(link.receive().err(), Some(vpn_api::LinkError::Closed));
}

#[tokio::test]
async fn http_proxies_carry_no_datagrams() {
    let nobody = SocketAddr::from(([127, 0, 0, 1], 9));
    let told = open(&spec(ProxyKind::Http, nobody, Transport::Udp, None)).await.err();
    assert_eq!(told, Some(ProxyProblem::NoDatagrams));
}

#[tokio::test]
async fn a_local_address_and_port_are_used_and_a_taken_port_is_no_obstacle() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let remote = listener.local_addr().unwrap();
    let taken = TcpListener::bind("127.0.0.3:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let from = |address: &str, port| LocalEnd { address: Some(address.parse().unwrap()), port };
    for (local, expected) in [(from("127.0.0.2", None), None), (from("127.0.0.2", Some(port)), Some(port))] {
        let spec = LinkSpec { local, ..LinkSpec::direct(Transport::Tcp, remote, Framing::Length16 { max: 2000 }) };
        let _link = LinkFactory::unmarked().connect(&spec).await.map_err(|error| error.to_string()).unwrap();
        let (_, peer) = listener.accept().unwrap();
        assert_eq!(peer.ip(), local.address.unwrap());
        assert!(expected.is_none_or(|port| peer.port() == port), "{peer}");
    }
    let busy = UdpSocket::bind("127.0.0.4:0").unwrap();
    let port = Some(busy.local_addr().unwrap().port());
    let local = from("127.0.0.4", port);
    let spec = LinkSpec { local, ..LinkSpec::direct(Transport::Udp, remote, Framing::Length16 { max: 2000 }) };
    let link = Link::Udp(LinkFactory::unmarked().udp(&spec).unwrap());
    assert!(!link.moved(&LinkFactory::unmarked(), &spec), "a bound address does not look like another network");
    let foreign = LinkSpec { local: from("192.0.2.1", None), ..spec };
    assert!(LinkFactory::unmarked().udp(&foreign).is_err(), "not an address of this machine");
}
