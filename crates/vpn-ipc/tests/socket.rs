//! Both ends over a real socket, and what happens to clients that misbehave.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use futures_util::future::BoxFuture;
use tempfile::TempDir;
use tokio::sync::mpsc;
use vpn_api::{
    Failure, FailureKind, RequestProblem,
    contract::{Check, Event, LogLevel, LogLine, PROTOCOL, Request, Response},
};
use vpn_ipc::{
    Client, Handler, Limits, Peer, serve,
    transport::{Audience, SystemListener},
};

/// Answers `Doctor` with the caller's user id, and tells each subscriber one line, or so many that a slow one cannot keep up.
struct Echo {
    lines: usize,
    /// Clients that look at counters.
    watched: Arc<AtomicUsize>,
}

impl Handler for Echo {
    fn handle(&self, peer: Peer, request: Request) -> BoxFuture<'_, Result<Response, Failure>> {
        Box::pin(async move {
            match request {
                Request::Doctor => {
                    let check = Check { name: "uid".into(), passed: true, detail: peer.owner.to_string() };
                    Ok(Response::Checks { checks: vec![check] })
                }
                Request::Snapshot
                | Request::Subscribe
                | Request::WatchTraffic { .. }
                | Request::Connect(_)
                | Request::ConnectFor { .. }
                | Request::Disconnect { .. }
                | Request::TryNow { .. }
                | Request::Prove { .. }
                | Request::LearnNetwork { .. }
                | Request::Answer { .. }
                | Request::ReadLog { .. }
                | Request::Policy
                | Request::Protect(_) => Ok(Response::Done),
            }
        })
    }

    fn subscribe(&self, _peer: Peer) -> mpsc::Receiver<Event> {
        let (sender, receiver) = mpsc::channel(16);
        let lines = self.lines;
        tokio::spawn(async move {
            for number in 1..=lines {
                let text = "x".repeat(if lines > 1 { 4096 } else { 1 });
                let line = LogLine {
                    number: number as u64,
                    unix_ms: 0,
                    level: LogLevel::Info,
                    connection: None,
                    owner: None,
                    text,
                };
                if sender.send(Event::Log(line)).await.is_err() {
                    return;
                }
            }
            loop {
                let connection = "work".to_owned().try_into().unwrap();
                let traffic =
                    Event::Traffic { connection, owner: vpn_api::Owner::Uid(0), traffic: vpn_api::Traffic::default() };
                if lines == 0 && sender.send(traffic).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        });
        receiver
    }

    fn watch_traffic(&self) -> Box<dyn std::any::Any + Send> {
        self.watched.fetch_add(1, Relaxed);
        Box::new(Watch(Arc::clone(&self.watched)))
    }
}

struct Watch(Arc<AtomicUsize>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

struct Running {
    path: PathBuf,
    _directory: TempDir,
}

fn start(limits: Limits, lines: usize) -> Running {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("aditd.sock");
    let listener = SystemListener::bind(&path, Audience::ByUser).unwrap();
    tokio::spawn(
        async move { serve(listener, "1.2.3", limits, Arc::new(Echo { lines, watched: Arc::default() })).await },
    );
    Running { path, _directory: directory }
}

#[tokio::test]
async fn counters_are_told_to_clients_that_look_and_only_as_long_as_they_do() {
    let watched = Arc::<AtomicUsize>::default();
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("aditd.sock");
    let listener = SystemListener::bind(&path, Audience::ByUser).unwrap();
    let echo = Arc::new(Echo { lines: 0, watched: Arc::clone(&watched) });
    tokio::spawn(async move { serve(listener, "1.2.3", short(), echo).await });
    let (client, mut events) = Client::connect(&path).await.unwrap();
    client.request(Request::Subscribe).await.unwrap();
    let silent = tokio::time::timeout(Duration::from_millis(100), events.next()).await;
    assert!(silent.is_err(), "{silent:?}");
    for _ in 0..2 {
        client.request(Request::WatchTraffic { on: true }).await.unwrap();
        assert!(matches!(events.next().await, Some(Event::Traffic { .. })));
        assert_eq!(watched.load(Relaxed), 1, "asked for once, whatever a client says how often");
    }
    client.request(Request::WatchTraffic { on: false }).await.unwrap();
    assert_eq!(watched.load(Relaxed), 0);
    client.request(Request::WatchTraffic { on: true }).await.unwrap();
    drop((client, events));
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if watched.load(Relaxed) == 0 {
            return;
        }
    }
    panic!("a client that is gone still looks");
}

fn short() -> Limits {
    Limits { hello: Duration::from_millis(300), write: Duration::from_millis(300), ..Limits::default() }
}

async fn works(path: &Path) {
    let (client, _events) = Client::connect(path).await.unwrap();
    let uid = std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").unwrap());
    match client.request(Request::Doctor).await.unwrap() {
        Response::Checks { checks } => assert_eq!(checks[0].detail, uid.to_string(), "the kernel tells who we are"),
        other @ (Response::Done
        | Response::Snapshot { .. }
        | Response::Log { .. }
        | Response::Network { .. }
        | Response::Proof { .. }
        | Response::Policy { .. }) => {
            panic!("{other:?}")
        }
    }
    assert_eq!(client.helper_version(), "1.2.3");
}

#[tokio::test]
async fn requests_are_answered_and_events_arrive() {
    let running = start(short(), 1);
    works(&running.path).await;
    let (client, mut events) = Client::connect(&running.path).await.unwrap();
    assert_eq!(client.request(Request::Subscribe).await.unwrap(), Response::Done);
    assert!(matches!(events.next().await, Some(Event::Log(line)) if line.number == 1));
    let (one, two) = tokio::join!(client.request(Request::Snapshot), client.request(Request::Doctor));
    assert_eq!(one.unwrap(), Response::Done);
    assert!(matches!(two.unwrap(), Response::Checks { .. }));
}

#[tokio::test]
async fn nobody_at_home_is_said_so() {
    let directory = tempfile::tempdir().unwrap();
    let failure = Client::connect(&directory.path().join("none")).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::HelperNotRunning);
}

#[tokio::test]
async fn a_helper_of_another_version_is_told_apart_from_none() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("aditd.sock");
    let listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let text = br#"{"type":"hello","protocol":99,"version":"9.9"}"#;
        stream.write_all(&u32::try_from(text.len()).unwrap().to_be_bytes()).unwrap();
        stream.write_all(text).unwrap();
        let _ = stream.read(&mut [0; 64]);
    });
    let failure = Client::connect(&path).await.unwrap_err();
    assert_eq!(failure.kind, FailureKind::HelperVersion { ours: PROTOCOL, theirs: 99 });
    assert!(failure.detail.contains("9.9"), "{failure:?}");
}

/// Reads until the helper closes, and gives what it said.
async fn send_and_read(path: &Path, bytes: &'static [u8]) -> String {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || {
        let mut stream = UnixStream::connect(path).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(bytes).unwrap();
        let mut said = Vec::new();
        // A helper that closes while something is unread resets the stream, after what it said.
        match stream.read_to_end(&mut said) {
            Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => panic!("{error}"),
            Ok(_) | Err(_) => {}
        }
        String::from_utf8_lossy(&said).into_owned()
    })
    .await
    .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_and_huge_lengths_get_one_answer_and_the_door() {
    let running = start(short(), 1);
    for (bytes, word) in [
        (&b"\x00\x00\x00\x05GARBA"[..], "not a message"),
        (b"\xff\xff\xff\xff", "above the limit"),
        (b"GET / HTTP/1.1\r\n\r\n", "above the limit"),
        (b"\x00\x00\x00\x26{\"type\":\"request\",\"id\":1,\"request\":{}}", "not a message"),
    ] {
        let said = send_and_read(&running.path, bytes).await;
        assert!(said.contains("bad-request") && said.contains(word), "{bytes:?}: {said}");
    }
    works(&running.path).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_frame_and_silence_are_dropped_in_time() {
    let running = start(short(), 1);
    let said = send_and_read(&running.path, b"\x00\x00\x01").await;
    assert!(said.contains("hello"), "{said}");
    works(&running.path).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_idle_clients_do_not_keep_the_next_one_out() {
    let running = start(short(), 1);
    let mut idle = Vec::new();
    for _ in 0..1000 {
        // The kernel's queue may be full for a moment.
        while let Err(error) = UnixStream::connect(&running.path).map(|stream| idle.push(stream)) {
            assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    tokio::time::sleep(Duration::from_millis(800)).await;
    works(&running.path).await;
    drop(idle);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_does_not_read_is_dropped_and_others_are_served() {
    let running = start(short(), 100_000);
    let mut deaf = UnixStream::connect(&running.path).unwrap();
    for text in [&hello(), r#"{"request":{"id":1,"request":"subscribe"}}"#] {
        deaf.write_all(&u32::try_from(text.len()).unwrap().to_be_bytes()).unwrap();
        deaf.write_all(text.as_bytes()).unwrap();
    }
    tokio::time::sleep(Duration::from_millis(1500)).await;
    works(&running.path).await;
    deaf.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    let mut said = Vec::new();
    deaf.read_to_end(&mut said).unwrap();
    assert!(said.len() < 4_000_000, "{} bytes were kept for a client that does not read", said.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_does_not_read_is_bounded_and_so_is_what_is_read_of_it() {
    let running = start(Limits { write: Duration::from_secs(2), ..Limits::default() }, 1);
    let mut deaf = UnixStream::connect(&running.path).unwrap();
    deaf.write_all(&frame(&hello())).unwrap();
    deaf.set_write_timeout(Some(Duration::from_millis(500))).unwrap();
    let request = frame(r#"{"request":{"id":1,"request":"doctor"}}"#);
    let mut taken = 0_usize;
    for _ in 0..200_000 {
        if deaf.write_all(&request).is_err() {
            break;
        }
        taken += 1;
    }
    assert!((1..20_000).contains(&taken), "{taken} requests were read of a client that reads no answer");
    works(&running.path).await;
}

fn hello() -> String {
    format!(r#"{{"hello":{{"protocol":{PROTOCOL},"version":"x"}}}}"#)
}

fn frame(text: &str) -> Vec<u8> {
    let mut frame = u32::try_from(text.len()).unwrap().to_be_bytes().to_vec();
    frame.extend_from_slice(text.as_bytes());
    frame
}

/// What the helper says until it closes, in reply to these bytes.
async fn said_to(path: &Path, bytes: Vec<u8>) -> String {
    send_and_read(path, bytes.leak()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_crowd_does_not_keep_anybody_waiting() {
    let running = start(Limits { hello: Duration::from_secs(60), ..Limits::default() }, 1);
    let mut idle = Vec::new();
    for _ in 0..200 {
        idle.push(UnixStream::connect(&running.path).unwrap());
    }
    works(&running.path).await;
    let (closed, open): (Vec<_>, Vec<_>) = idle.into_iter().partition(|stream| {
        stream.set_nonblocking(true).unwrap();
        let mut rest = stream;
        let mut bytes = [0; 4096];
        loop {
            match rest.read(&mut bytes) {
                Ok(0) => return true,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    });
    assert!(closed.len() >= 160 && open.len() <= 32, "{} closed, {} open", closed.len(), open.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn one_client_too_many_is_told_why_and_a_place_that_is_left_is_free() {
    let running = start(Limits { clients_per_user: 2, ..short() }, 1);
    let (one, _first) = Client::connect(&running.path).await.unwrap();
    let (two, _second) = Client::connect(&running.path).await.unwrap();
    one.request(Request::Doctor).await.unwrap();
    two.request(Request::Doctor).await.unwrap();
    let (three, _third) = Client::connect(&running.path).await.unwrap();
    let failure = three.request(Request::Doctor).await.unwrap_err();
    assert!(
        matches!(failure.kind, FailureKind::BadRequest { problem: RequestProblem::TooManyClientsOfUser }),
        "{failure}"
    );

    drop((one, three));
    for _ in 0..50 {
        let (again, _events) = Client::connect(&running.path).await.unwrap();
        if again.request(Request::Doctor).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the place is still taken");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_of_another_version_is_told_both_versions() {
    let running = start(short(), 1);
    let next = PROTOCOL + 1;
    let said = said_to(&running.path, frame(&format!(r#"{{"hello":{{"protocol":{next},"version":"x"}}}}"#))).await;
    let versions = format!(r#""kind":"helper-version","ours":{next},"theirs":{PROTOCOL}"#);
    assert!(said.contains(&versions), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_after_hello_is_answered_once() {
    let running = start(short(), 1);
    let (open, close) = ("[".repeat(50_000), "]".repeat(50_000));
    let deep = format!(r#"{{"request":{{"id":1,"request":{{"connect":{{"profile":{open}{close}}}}}}}}}"#);
    for (text, words) in [("{}", "not a message"), (deep.as_str(), "nested deeper"), (&hello(), "hello-repeated")] {
        let said = said_to(&running.path, [frame(&hello()), frame(text), frame(text)].concat()).await;
        assert_eq!(said.matches("bad-request").count(), 1, "{said}");
        assert!(said.contains(words), "{said}");
    }
    works(&running.path).await;
}

#[tokio::test]
async fn a_helper_that_goes_away_is_noticed_by_requests_and_events() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("aditd.sock");
    let listener = SystemListener::bind(&path, Audience::ByUser).unwrap();
    let serving = tokio::spawn(async move {
        serve(listener, "1", short(), Arc::new(Echo { lines: 1, watched: Arc::default() })).await
    });
    let (client, mut events) = Client::connect(&path).await.unwrap();
    client.request(Request::Doctor).await.unwrap();
    serving.abort();
    assert_eq!(events.next().await, None);
    assert_eq!(client.request(Request::Doctor).await.unwrap_err().kind, FailureKind::HelperNotRunning);
    assert!(!path.exists(), "the socket went with its helper");
}
