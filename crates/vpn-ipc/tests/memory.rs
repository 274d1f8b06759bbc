//! How much memory a client's frame takes while it is read and judged, wherever in it there is nonsense.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

use bytes::BytesMut;
use tokio_util::codec::Decoder;
use vpn_ipc::{
    codec::{Frame, FrameDecoder, FrameError},
    message::{ClientMessage, MAX_FRAME},
};

/// Counts the bytes that are taken, and the most at one time. A buffer that is made larger counts twice while it is copied,
/// because an allocator may have to.
struct Counting;

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: passes everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let taken = TAKEN.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(taken, Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// One measurement at a time.
static TURN: Mutex<()> = Mutex::new(());

/// The most that `work` takes beyond what was taken before.
fn growth<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = TAKEN.load(Relaxed);
    MOST.store(before, Relaxed);
    let result = work();
    (result, MOST.load(Relaxed) - before)
}

/// What arrives at the helper's socket, piece by piece, and what it makes of it.
fn read(frames: &[&[u8]]) -> Vec<Result<ClientMessage, FrameError>> {
    let mut source = BytesMut::with_capacity(8 * 1024);
    let mut decoder = FrameDecoder::default();
    let mut results = Vec::new();
    for frame in frames {
        for piece in frame.chunks(4096) {
            // A buffer for reading from a socket, which is filled as far as there is room.
            let mut rest = piece;
            while !rest.is_empty() {
                let room = (source.capacity() - source.len()).clamp(1, rest.len());
                let (now, later) = rest.split_at(room);
                source.extend_from_slice(now);
                rest = later;
                while let Some(whole) = decoder.decode(&mut source).unwrap() {
                    results.push(Frame::parse_untrusted(whole));
                }
            }
        }
    }
    results
}

fn frame(json: &str) -> Vec<u8> {
    let mut bytes = u32::try_from(json.len()).unwrap().to_be_bytes().to_vec();
    bytes.extend_from_slice(json.as_bytes());
    bytes
}

/// `text` over and over, as many times as fit into a frame beside `around`, whose `@` it replaces.
fn filled(around: &str, open: &str, text: &str, close: &str) -> Vec<u8> {
    let room = MAX_FRAME - around.len() - open.len() - close.len();
    let fill = text.repeat(room / text.len() - 1) + text.trim_end_matches(',');
    frame(&around.replace('@', &format!("{open}{fill}{close}")))
}

/// Every place of the contract where a client can put JSON, marked by `@`.
fn places() -> Vec<String> {
    let connect = |member: &str| {
        let members = [
            (r#""connection":"#, r#""work""#),
            (r#""name":"#, r#""Work""#),
            (r#""profile":"#, r#"{"protocol":"openvpn","settings":"{}"}"#),
            (r#""secrets":"#, r#"{"username":"a"}"#),
            (r#""options":"#, r#"{"lan":true}"#),
        ];
        let place = members.iter().position(|(name, _)| member.starts_with(name)).unwrap_or(members.len());
        let mut all: Vec<String> = members.iter().map(|(name, value)| format!("{name}{value}")).collect();
        all.insert(place, member.to_owned());
        if place < members.len() {
            all.remove(place + 1);
        }
        format!(r#"{{"request":{{"id":1,"request":{{"connect":{{{}}}}}}}}}"#, all.join(","))
    };
    let request = |request: &str| format!(r#"{{"request":{{"id":1,"request":{request}}}}}"#);
    let secrets = |member: &str| connect(&format!(r#""secrets":{{{member}}}"#));
    let options = |member: &str| connect(&format!(r#""options":{{{member}}}"#));
    let proxies = |member: &str| options(&format!(r#""proxies":{{{member}}}"#));
    let proxy = |member: &str| proxies(&format!(r#""proxies":[{{"kind":"http",{member}}}]"#));
    let answer =
        |answer: &str| request(&format!(r#"{{"answer":{{"connection":"work","prompt":1,"answer":{answer}}}}}"#));
    let mut all = vec![
        "@".to_owned(),
        r#"{"hello":@}"#.to_owned(),
        r#"{"hello":{"protocol":@}}"#.to_owned(),
        r#"{"hello":{"protocol":2,"version":@}}"#.to_owned(),
        r#"{"hello":{"protocol":2,"version":"x","more":@}}"#.to_owned(),
        r#"{"request":@}"#.to_owned(),
        r#"{"request":{"id":@}}"#.to_owned(),
        r#"{"request":{"more":@}}"#.to_owned(),
        r#"{"more":@}"#.to_owned(),
        request("@"),
        request(r#"{"connect":@}"#),
        request(r#"{"disconnect":@}"#),
        request(r#"{"disconnect":{"connection":@}}"#),
        request(r#"{"read-log":{"after":@}}"#),
        request(r#"{"read-log":{"after":1,"limit":@}}"#),
        request(r#"{"subscribe":@}"#),
        request(r#"{"answer":@}"#),
        request(r#"{"answer":{"connection":"work","prompt":@}}"#),
        answer("@"),
        answer(r#"{"credentials":@}"#),
        answer(r#"{"credentials":{"username":@}}"#),
        answer(r#"{"credentials":{"username":"a","password":@}}"#),
        answer(r#"{"challenge":{"response":@}}"#),
        answer(r#"{"proxy-credentials":{"proxy":@}}"#),
    ];
    for member in ["connection", "name", "profile", "secrets", "options", "more"] {
        all.push(connect(&format!(r#""{member}":@"#)));
    }
    for member in ["protocol", "more"] {
        all.push(connect(&format!(r#""profile":{{"{member}":@}}"#)));
    }
    all.push(connect(r#""profile":{"protocol":"openvpn","settings":@}"#));
    for member in ["username", "password", "key_passphrase", "challenge_response", "proxies", "more"] {
        all.push(secrets(&format!(r#""{member}":@"#)));
    }
    all.push(secrets(r#""proxies":{"p":@}"#));
    for member in ["reconnect", "lan", "proxies", "more"] {
        all.push(options(&format!(r#""{member}":@"#)));
    }
    for member in ["when", "proxies", "except", "more"] {
        all.push(proxies(&format!(r#""{member}":@"#)));
    }
    for member in ["host", "port", "login", "http", "more"] {
        all.push(proxy(&format!(r#""{member}":@"#)));
    }
    for member in ["agent", "headers", "version_1_0", "more"] {
        all.push(proxy(&format!(r#""http":{{"{member}":@}}"#)));
    }
    all
}

#[test]
fn a_large_allocation_is_seen() {
    let _turn = TURN.lock().unwrap();
    let (tree, growth) = growth(|| {
        let list = format!("[{}0]", r#"{"":0},"#.repeat(MAX_FRAME / 7 - 1));
        serde_json::from_str::<serde_json::Value>(&list).unwrap()
    });
    drop(tree);
    assert!(growth > 8 * MAX_FRAME, "a tree of a frame takes {} times the frame", growth / MAX_FRAME);
}

#[test]
fn nonsense_takes_less_than_four_times_its_frame_wherever_it_is() {
    let _turn = TURN.lock().unwrap();
    let kinds = [
        ("[", r#"{"":0},"#, "]"),
        ("{", r#""":0,"#, "}"),
        ("[", r#""","#, "]"),
        ("[", "[],", "]"),
        ("[", "0,", "]"),
        ("\"", "\u{200b}", "\""),
        ("\"", r#"\""#, "\""),
        ("\"", r"[{\u0022\u0022:0},", "\""),
        ("{\"", r#"\""#, "\":0}"),
    ];
    let mut worst = (0, String::new());
    let mut taken = 0;
    for place in places() {
        for (number, (open, text, close)) in kinds.into_iter().enumerate() {
            let one = filled(&place, open, text, close);
            assert!(one.len() > MAX_FRAME - 64, "{} of {place}", one.len());
            // Frames are read one after the other; that none is kept needs no more than one kind of nonsense.
            let frames = vec![one.as_slice(); if number == 0 { 8 } else { 1 }];
            let (results, growth) = growth(|| read(&frames));
            assert_eq!(results.len(), frames.len());
            taken += results.iter().filter(|result| result.is_ok()).count();
            // What was taken is kept here, so that the last frame is read beside it.
            let kept = results.iter().filter(|result| result.is_ok()).count().saturating_sub(1) * MAX_FRAME;
            worst = worst.max((growth.saturating_sub(kept), format!("{place} of {open}{text}…")));
        }
    }
    println!("at most {:.2} times the frame: {}", worst.0 as f64 / MAX_FRAME as f64, worst.1);
    assert!(worst.0 < 4 * MAX_FRAME, "{} times the frame: {}", worst.0 as f64 / MAX_FRAME as f64, worst.1);
    assert!(taken > 0, "a string of any content is taken as settings, which are judged later");
}

#[test]
fn deep_nesting_is_refused_in_every_place() {
    let _turn = TURN.lock().unwrap();
    for place in places() {
        for (open, close) in [("[", "]"), (r#"{"":"#, "}")] {
            let deep = place.replace('@', &format!("{}0{}", open.repeat(10_000), close.repeat(10_000)));
            let results = read(&[&frame(&deep)]);
            assert!(matches!(results[..], [Err(FrameError::Bounds(_))]), "{place}: {results:?}");
        }
    }
}
