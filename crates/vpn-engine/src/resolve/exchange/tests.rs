//! Name servers on loopback, good and bad.

use std::{
    io::{Read, Write},
    net::{TcpListener, UdpSocket as Socket},
    sync::atomic::{AtomicU16, Ordering},
    time::Instant,
};

use super::{
    message::testing::{Asked, Reply},
    *,
};

fn client() -> NameClient {
    let ids = AtomicU16::new(100);
    NameClient::new(SocketSource::Ordinary, move || ids.fetch_add(1, Ordering::Relaxed))
}

fn name() -> DnsName {
    DnsName::new("vpn.example").unwrap()
}

/// A server on loopback that sends these for each question. It ends with the test's process.
fn server(answers: impl Fn(&Asked) -> Vec<Vec<u8>> + Send + 'static) -> SocketAddr {
    let socket = Socket::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut buffer = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut buffer) {
            for answer in answers(&Asked::read(&buffer[..length])) {
                let _ = socket.send_to(&answer, from);
            }
        }
    });
    address
}

/// Answers with these addresses, those of the family that is asked for.
fn with(asked: &Asked, addresses: &[&str]) -> Reply {
    let wanted = |address: &&&str| address.contains(':') == (asked.wants() == Kind::V6);
    let records: Vec<(&str, &str)> = addresses.iter().filter(wanted).map(|address| ("vpn.example", *address)).collect();
    asked.answer(&[], &records)
}

fn knowing(addresses: &'static [&'static str]) -> SocketAddr {
    server(|asked| vec![with(asked, addresses).bytes()])
}

fn silent() -> SocketAddr {
    server(|_| Vec::new())
}

fn all(texts: &[&str]) -> Vec<IpAddr> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[tokio::test]
async fn both_families_come_from_the_first_server_that_answers() {
    let good = knowing(&["192.0.2.1", "2001:db8::1"]);
    let found = client().addresses(&[good, knowing(&["192.0.2.9"])], &name()).await;
    assert_eq!(found, Ok(all(&["2001:db8::1", "192.0.2.1"])));
}

#[tokio::test]
async fn a_silent_refusing_or_ignorant_server_is_followed_by_the_next() {
    let closed = Socket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let failing = server(|asked| vec![with(asked, &[]).failed().bytes()]);
    let ignorant = server(|asked| vec![with(asked, &[]).no_such_name().bytes()]);
    let empty = knowing(&[]);
    for first in [silent(), closed, failing, ignorant, empty] {
        let start = Instant::now();
        let found = client().addresses(&[first, knowing(&["192.0.2.1"])], &name()).await;
        assert_eq!(found, Ok(all(&["192.0.2.1"])));
        assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    }
    for (servers, expected) in [
        (vec![ignorant, failing], NoAddresses::NoSuchName),
        (vec![failing, closed], NoAddresses::Refused),
        (vec![closed], NoAddresses::Silent),
        (vec![empty], NoAddresses::Empty),
        (vec![], NoAddresses::Silent),
        (vec![silent(), ignorant], NoAddresses::NoSuchName),
    ] {
        let start = Instant::now();
        assert_eq!(client().addresses(&servers, &name()).await, Err(expected));
        assert!(start.elapsed() < Duration::from_secs(4), "{expected:?}");
    }
}

#[tokio::test]
async fn a_lost_datagram_is_asked_for_again() {
    let count = AtomicU16::new(0);
    let losing = server(move |asked| {
        let heard = count.fetch_add(1, Ordering::Relaxed) >= 2;
        if heard { vec![with(asked, &["192.0.2.1"]).bytes()] } else { Vec::new() }
    });
    assert_eq!(client().addresses(&[losing], &name()).await, Ok(all(&["192.0.2.1"])));
}

#[tokio::test]
async fn what_is_no_answer_to_the_question_is_passed_over() {
    let strange = server(|asked| {
        let wrong = with(asked, &["192.0.2.66"]);
        vec![
            vec![0; 7],
            wrong.clone().id(0x5555).bytes(),
            wrong.for_question("other.example.").bytes(),
            with(asked, &["192.0.2.1"]).bytes(),
        ]
    });
    assert_eq!(client().addresses(&[strange], &name()).await, Ok(all(&["192.0.2.1"])));
    let flood = server(|asked| vec![with(asked, &["192.0.2.66"]).id(0x5555).bytes(); 100]);
    assert_eq!(client().addresses(&[flood], &name()).await, Err(NoAddresses::Silent));
}

#[tokio::test]
async fn a_server_that_never_answers_for_ipv6_does_not_hold_up_ipv4() {
    let half = server(|asked| match asked.wants() {
        Kind::V4 => vec![with(asked, &["192.0.2.1"]).bytes()],
        Kind::V6 => Vec::new(),
    });
    let start = Instant::now();
    assert_eq!(client().addresses(&[half], &name()).await, Ok(all(&["192.0.2.1"])));
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_long_answer_comes_over_tcp() {
    let short = server(|asked| vec![with(asked, &[]).truncated().bytes()]);
    let listener = TcpListener::bind(short).unwrap();
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            let mut length = [0; 2];
            stream.read_exact(&mut length).unwrap();
            let mut question = vec![0; usize::from(u16::from_be_bytes(length))];
            stream.read_exact(&mut question).unwrap();
            let answer = with(&Asked::read(&question), &["192.0.2.1", "192.0.2.2"]).bytes();
            stream.write_all(&(answer.len() as u16).to_be_bytes()).unwrap();
            stream.write_all(&answer).unwrap();
        }
    });
    assert_eq!(client().addresses(&[short], &name()).await, Ok(all(&["192.0.2.1", "192.0.2.2"])));
    let nobody_at_tcp = server(|asked| vec![with(asked, &[]).truncated().bytes()]);
    assert_eq!(client().addresses(&[nobody_at_tcp], &name()).await, Err(NoAddresses::Silent));
}
