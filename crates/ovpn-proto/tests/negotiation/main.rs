//! What client and server agree upon: options, changes to them, sign-ins, and how long it all lasts. Whole sessions against a
//! scripted server, in virtual time.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "tests fail loudly, and look for one kind among all"
)]

mod clock;
mod interop_bugs;
mod limits;
mod liveness;
mod options;
mod readable;
mod sign_in;
mod update;

use std::time::Duration;

use ovpn_proto::peer_info::proto;
use ovpn_settings::{Login, Profile};
use sim::{Script, Seen, Setting, TestServer, World, session, start};
use vpn_api::{FailureKind, Secrets, SessionEvent, TunnelConfig};

const S: fn(u64) -> Duration = Duration::from_secs;

/// An inner packet; what is in it does not matter.
const PACKET: &[u8] = b"E..a packet.........";

/// What every server pushes in these tests.
const BASE: &str = "topology subnet,ifconfig 10.8.0.2 255.255.255.0,peer-id {peer-id},cipher {cipher},\
                    protocol-flags cc-exit tls-ekm";

trait Pushed {
    /// Connected to a server that pushes these options behind [`BASE`].
    fn pushed(&self, options: &str) -> World;
}

impl Pushed for Setting {
    fn pushed(&self, options: &str) -> World {
        self.connected(pushing(options))
    }
}

fn pushing(options: &str) -> Script {
    let separator = if options.is_empty() { "" } else { "," };
    Script { replies: vec![format!("PUSH_REPLY,{BASE}{separator}{options}")], ..Script::new() }
}

fn alice() -> Secrets {
    Secrets { username: Some("alice".into()), password: Some("secret".into()), ..Secrets::default() }
}

fn answering(code: &str) -> Secrets {
    Secrets { challenge_response: Some(code.into()), ..alice() }
}

/// Says something and lets it arrive.
fn say(world: &mut World, text: &str) {
    let now = world.now;
    world.server.say(now, text);
    world.drain();
    world.run_for(Duration::from_millis(300));
}

/// Lets the server begin a renegotiation.
fn renegotiate(world: &mut World) {
    let now = world.now;
    world.server.renegotiate(now);
    world.drain();
    world.run_for(S(5));
}

/// Key id, user name and password of each sign-in that the server saw.
fn logins(world: &World) -> Vec<(u8, String, String)> {
    let login = |seen: &Seen| match seen {
        Seen::Login { key_id, username, password, .. } => {
            Some((*key_id, username.clone().unwrap_or_default(), password.clone().unwrap_or_default()))
        }
        _ => None,
    };
    world.server.seen.iter().filter_map(login).collect()
}

fn texts(world: &World) -> Vec<String> {
    let text = |seen: &Seen| match seen {
        Seen::Text(text) => Some(text.clone()),
        _ => None,
    };
    world.server.seen.iter().filter_map(text).collect()
}

/// All configurations that the session gave, oldest first.
fn configs(world: &World) -> Vec<TunnelConfig> {
    let config = |event: &SessionEvent| match event {
        SessionEvent::Configured(config) => Some((**config).clone()),
        _ => None,
    };
    world.events.iter().filter_map(config).collect()
}

fn notes(world: &World) -> Vec<String> {
    let note = |event: &SessionEvent| match event {
        SessionEvent::Note(note) => Some(note.clone()),
        _ => None,
    };
    world.events.iter().filter_map(note).collect()
}

/// A packet each way.
fn traffic(world: &mut World) {
    let packets = |world: &World| world.server.seen.iter().filter(|seen| matches!(seen, Seen::Packet(_))).count();
    let (there, back) = (packets(world), world.received.len());
    world.send(PACKET);
    world.send_back(PACKET);
    world.run_for(Duration::from_millis(300));
    assert_eq!((packets(world), world.received.len()), (there + 1, back + 1), "{:?}", world.events);
}
