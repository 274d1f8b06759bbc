//! A document from the socket costs at most four times its own size while it is read, whatever is in it.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use ovpn_settings::Profile;
use vpn_api::Secret;

struct Counting;

thread_local! {
    static HELD: Cell<usize> = const { Cell::new(0) };
    static PEAK: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator as it came; counting touches no memory of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let held = HELD.get() + layout.size();
        HELD.set(held);
        PEAK.set(PEAK.get().max(held));
        // SAFETY: the caller's promise is the system allocator's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        HELD.set(HELD.get().saturating_sub(layout.size()));
        // SAFETY: the pointer came from the system's allocator with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Bytes at most held while `text` is read, and whether it is a profile.
fn peak(text: &str) -> (usize, bool) {
    let document = Secret::from(text);
    HELD.set(0);
    PEAK.set(0);
    let profile = Profile::from_settings(&document);
    (PEAK.get(), profile.is_ok())
}

const TLS: &str = r#""tls":{"ca":[],"peer_fingerprints":["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]}"#;

fn remote() -> String {
    r#"{"host":"vpn.example","port":1194,"transport":"udp","family":"any","wrap":"none","answer_timeout":{"secs":9,"nanos":0},
       "exit_notify":0,"tun_mtu":1500,"max_packet_size":1250}"#
        .to_owned()
}

fn profile(remotes: &str, more: &str) -> String {
    format!(r#"{{"remotes":[{remotes}],{TLS}{more}}}"#)
}

fn many(item: &str, size: usize) -> String {
    let count = size / (item.len() + 1);
    vec![item; count.max(1)].join(",")
}

#[test]
fn reading_costs_at_most_four_times_the_document() {
    let size = 1_000_000;
    let routes = |count: usize| {
        let route = |n: usize| format!(r#""10.{}.{}.0/24""#, n / 256, n % 256);
        (0..count).map(route).collect::<Vec<_>>().join(",")
    };
    let network = |inside: &str| profile(&remote(), &format!(r#","network":{{{inside}}}"#));
    for (what, text, fine) in [
        ("a plain one", profile(&remote(), ""), true),
        ("as many routes as there may be", network(&format!(r#""routes":[{}]"#, routes(16_384))), true),
        ("one more", network(&format!(r#""routes":[{}]"#, routes(16_385))), false),
        (
            "small values in a list",
            network(&format!(r#""pull_filters":[{}]"#, many(r#"{"action":"ignore","prefix":""}"#, size))),
            false,
        ),
        ("an unknown field", profile(&remote(), &format!(r#","more":[{}]"#, many(r#"{"":0}"#, size))), false),
        ("an unknown field inside", network(&format!(r#""more":[{}]"#, many(r#"{"":0}"#, size))), false),
        ("a tree in place of a list", format!(r#"{{"remotes":[{}]}}"#, many(r#"{"":0}"#, size)), false),
        ("a tree in place of all", format!("[{}]", many(r#"{"":0}"#, size)), false),
        ("brackets", "[".repeat(size), false),
        ("servers", profile(&many(&remote(), size), ""), false),
        ("domains", network(&format!(r#""dns":{{"search":[{}]}}"#, many(r#""a""#, size))), false),
        ("name servers", network(&format!(r#""dns":{{"servers":[{}]}}"#, many(r#""::2""#, size))), false),
        ("certificates", format!(r#"{{"remotes":[{}],"tls":{{"ca":[{}]}}}}"#, remote(), many(r#""""#, size)), false),
        ("a long text", profile(&remote(), &format!(r#","login":{{"username":"{}"}}"#, "x".repeat(size))), false),
        ("peer info", profile(&remote(), &format!(r#","peer_info":[{}]"#, many(r#"["",""]"#, size))), false),
        (
            "ciphers",
            profile(
                &remote(),
                &format!(r#","data":{{"replay_window":64,"ciphers":[{}]}}"#, many(r#""AES-256-GCM""#, size)),
            ),
            false,
        ),
    ] {
        let (peak, is_profile) = peak(&text);
        assert_eq!(is_profile, fine, "{what}");
        assert!(peak <= 4 * text.len().max(2048), "{what}: {peak} bytes for {}", text.len());
    }
}

#[test]
fn nothing_unknown_is_taken_and_nothing_invalid() {
    let network = |inside: &str| profile(&remote(), &format!(r#","network":{{{inside}}}"#));
    let ok = |text: &str| Profile::from_settings(&Secret::from(text)).is_ok();
    assert!(ok(&network(r#""ifconfig":["10.8.0.2","255.255.255.0"],"dns":{"search":["bücher.example"]}"#)));
    for bad in [
        r#""ifconfig":["127.0.0.1","255.0.0.0"]"#,
        r#""ifconfig":["224.0.0.1","255.255.255.0"]"#,
        r#""ifconfig_ipv6":"::1/128""#,
        r#""routes":["127.0.0.0/8"]"#,
        r#""routes":["0.0.0.0/8 vpn"]"#,
        r#""routes":["10.0.0.0/8 vpn 1 more"]"#,
        r#""routes":["10.0.0.0/8 somewhere"]"#,
        r#""routes":["10.0.0.0/8 net x"]"#,
        r#""routes":[{"destination":"10.0.0.0/8","gateway":"vpn"}]"#,
        r#""dns":{"servers":["127.0.0.1"]}"#,
        r#""dns":{"search":["a\nnameserver 192.0.2.66"]}"#,
        r#""unknown":1"#,
    ] {
        assert!(!ok(&network(bad)), "{bad}");
    }
}
