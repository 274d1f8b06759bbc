//! A server with a good certificate and bad intentions: what it says, however it is built, ends as a tunnel that can be set up,
//! as a failure, or as a note, each of bounded size and without a character that a terminal or a window could be fooled by.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests fail loudly")]

use std::time::Duration;

use ovpn_proto::peer_info::proto;
use ovpn_settings::Login;
use sim::{Authority, Pseudo, Script, ServerTls, TestServer, World, session, start};
use vpn_api::{Failure, Secrets, SessionEvent, text};

const REPLIES: usize = 10_000;

/// A configuration may hold 4096 routes of some 60 bytes each; everything else is far below.
const MOST_CONFIG: usize = 1 << 20;

/// A person's text with all around it.
const MOST_TEXT: usize = 32 * 1024;

const WORDS: &[&str] = &[
    "PUSH_REPLY,",
    "PUSH_UPDATE,",
    "PUSH_UPDATE,-",
    "PUSH_UPDATE,?",
    "AUTH_FAILED,",
    "AUTH_FAILED,CRV1:R,E:s:YWxpY2U=:",
    "AUTH_FAILED,TEMP[",
    "AUTH_FAILED,SESSION:",
    "AUTH_PENDING,timeout ",
    "INFO_PRE,CR_TEXT:E:",
    "INFO_PRE,OPEN_URL:https://",
    "INFO,WEB_AUTH::",
    "RESTART,[",
    "RESTART,",
    "HALT,",
    "EXIT",
    "ACC,",
    "",
    "\u{202e}",
    "AUTH_FAILED,CRV1:R:s:Gxs4MTtb:",
];

const OPTIONS: &[&str] = &[
    "ifconfig 10.8.0.2 255.255.255.0",
    "ifconfig 10.8.0.2 10.8.0.1",
    "ifconfig 0.0.0.0 0.0.0.0",
    "ifconfig-ipv6 fd00::2/64 fd00::1",
    "ifconfig-ipv6 ::/0 ::",
    "topology subnet",
    "topology moebius",
    "route 10.0.0.0 255.0.0.0",
    "route 127.0.0.0 255.0.0.0",
    "route 0.0.0.0 0.0.0.0",
    "route 255.255.255.255",
    "route-ipv6 ::/0",
    "route-ipv6 fe80::/10",
    "redirect-gateway def1 ipv6",
    "redirect-gateway \u{202e}",
    "dns server 1 address 1.1.1.1",
    "dns server 999 address x",
    "dns search-domains a.b \u{1b}[2J",
    "dhcp-option DNS 10.8.0.1",
    "dhcp-option DOMAIN x\u{7}y",
    "dhcp-option DOMAIN evil\u{202e}moc",
    "tun-mtu 1400",
    "tun-mtu 65535",
    "tun-mtu -1",
    "peer-id 7",
    "peer-id 99999999999",
    "cipher AES-256-GCM",
    "cipher \u{202e}none",
    "auth \u{1b}]0;x\u{7}",
    "protocol-flags cc-exit tls-ekm",
    "protocol-flags warp",
    "key-derivation x",
    "compress lz4",
    "ping 0",
    "ping 99999999999999999999",
    "ping-restart 1",
    "inactive 18446744073709551615 18446744073709551615",
    "session-timeout 4294967295",
    "keepalive 1 1",
    "explicit-exit-notify 999",
    "auth-token \u{1b}x",
    "auth-token-user Gxs=",
    "push-continuation 2",
    "push-continuation 1",
    "\"",
    "\\",
    "shazam \u{9b}31m",
    "block-ipv6",
    "route-metric 4294967295",
];

/// One reply: words, options, junk, repetition, and a cut somewhere.
fn reply(random: &mut Pseudo) -> String {
    let pick = |random: &mut Pseudo, list: &[&'static str]| list[(random.draw() % list.len() as u64) as usize];
    let mut text = pick(random, WORDS).to_owned();
    let most = [3, 10, 40][(random.draw() % 3) as usize];
    for _ in 0..random.draw() % most {
        match random.draw() % 12 {
            0 => text.extend((0..random.draw() % 30).map(|_| char::from((random.draw() % 256) as u8))),
            1 => text.extend(char::from_u32((random.draw() % 0x11_0000) as u32)),
            2 => text.push_str(&"x".repeat((random.draw() % 3000) as usize)),
            3 => text.push_str(&"]:,[".repeat((random.draw() % 20) as usize)),
            _ => text.push_str(pick(random, OPTIONS)),
        }
        text.push(',');
    }
    if random.draw().is_multiple_of(200) {
        let many = (0..6000_u32).map(|n| format!("route {}", std::net::Ipv4Addr::from(0x0b00_0000 + n)));
        text = format!("PUSH_UPDATE,{}", many.collect::<Vec<_>>().join(",")).chars().take(60_000).collect();
    }
    if random.draw().is_multiple_of(8) {
        let mut cut = (random.draw() as usize) % (text.len() + 1);
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        text.truncate(cut);
    }
    text
}

/// Everything that an event shows or logs, and how large it is.
fn judge(event: &SessionEvent) -> usize {
    let (shown, most) = match event {
        SessionEvent::Configured(config) => {
            assert!(!config.addresses.is_empty() && config.mtu.get() >= 100);
            (serde_json::to_string(config).unwrap(), MOST_CONFIG)
        }
        SessionEvent::Closed(failure) => (failure_text(failure), MOST_TEXT),
        SessionEvent::Note(note) => (note.clone(), MOST_TEXT),
        SessionEvent::Prompt(_, prompt) => (serde_json::to_string(prompt).unwrap(), MOST_TEXT),
        SessionEvent::Progress(_) | SessionEvent::Rekeyed | SessionEvent::Silent { .. } | SessionEvent::Answers => {
            return 0;
        }
    };
    assert!(shown.len() <= most, "{} bytes", shown.len());
    assert!(!shown.chars().any(text::is_hidden), "{shown:?}");
    // JSON writes control characters as escapes.
    assert!(!shown.contains("\\u00"), "{shown:?}");
    shown.len()
}

fn failure_text(failure: &Failure) -> String {
    serde_json::to_string(failure).unwrap()
}

#[test]
fn ten_thousand_replies_of_a_hostile_server() {
    let authority = Authority::new("Test CA");
    let mut profile = sim::profile();
    profile.tls = sim::trusting(&authority);
    profile.login = Some(Login::default());
    let secrets = Secrets { username: Some("alice".into()), password: Some("x".into()), ..Secrets::default() };
    let base = Script { ping: None, ..Script::new() };
    let tls = ServerTls::new(&base, &[], &authority.server("vpn.example.net"));
    let mut random = Pseudo::new(0x0ad1_7000);
    let (mut said, mut largest, mut sessions, mut tunnels, mut failures, mut notes) = (0, 0, 0, 0, 0, 0);
    while said < REPLIES {
        sessions += 1;
        assert!(sessions <= REPLIES);
        // The first reply is hostile as well in some of the sessions.
        let mut script = base.clone();
        let first = sessions % 3 == 0;
        if first {
            script.replies = vec![reply(&mut random)];
            said += 1;
        }
        let now = start();
        let client = session(&profile, &secrets, &mut None, now, proto::SUPPORTED).unwrap();
        let mut world = World::with(client, TestServer::with(script, tls.clone()), now);
        world.start();
        world.run_until(Duration::from_secs(2), |world| world.config().is_some() || world.closed().is_some());
        for _ in 0..400 {
            if world.closed().is_some() || said >= REPLIES {
                break;
            }
            said += 1;
            let text = reply(&mut random);
            let now = world.now;
            world.server.say(now, &text);
            world.drain();
            world.run_for(Duration::from_millis(60));
        }
        for event in &world.events {
            largest = largest.max(judge(event));
            match event {
                SessionEvent::Configured(_) => tunnels += 1,
                SessionEvent::Closed(_) => failures += 1,
                SessionEvent::Note(_) => notes += 1,
                SessionEvent::Prompt(..)
                | SessionEvent::Progress(_)
                | SessionEvent::Rekeyed
                | SessionEvent::Silent { .. }
                | SessionEvent::Answers => {}
            }
        }
    }
    // All three ways out were taken, or the test has looked at nothing.
    assert!(tunnels > 100 && failures > 100 && notes > 100, "{tunnels} tunnels, {failures} failures, {notes} notes");
    println!("{said} replies: 0 panics, largest {largest} bytes");
    println!("{sessions} sessions, {tunnels} tunnels, {failures} failures, {notes} notes");
}
