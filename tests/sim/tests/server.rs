//! The scripted server by itself: what it does when told, alone and on real sockets.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests may fail loudly")]

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream, UdpSocket},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use ovpn_profile::NoSideFiles;
use ovpn_proto::peer_info::proto;
use ovpn_settings::{Cipher, Compression, Fragment, KeyDirection, Login, Profile, Wrap};
use sim::{
    Act, Authority, Inner, Protection, Script, Seen, ServerTls, Site, TestServer, World, open, pem, profile,
    profile_text, seal, serve_tcp, serve_udp, session, start, trusting,
};
use vpn_api::{Failure, FailureKind, Input, LinkId, Output, Retry, Secrets, SessionEvent, VpnSession};

const S: fn(u64) -> Duration = Duration::from_secs;

fn reply(flags: &str) -> Vec<String> {
    vec![format!(
        "PUSH_REPLY,topology subnet,ifconfig 10.8.0.2 255.255.255.0,peer-id {{peer-id}},cipher {{cipher}},protocol-flags {flags}"
    )]
}

fn world(change: impl FnOnce(&mut Profile), script: Script) -> World {
    let authority = Authority::new("Test CA");
    let mut profile = profile();
    profile.tls = trusting(&authority);
    change(&mut profile);
    World::new(&profile, TestServer::of(script, &authority))
}

fn packets(world: &World) -> Vec<Vec<u8>> {
    let packet = |seen: &Seen| if let Seen::Packet(packet) = seen { Some(packet.clone()) } else { None };
    world.server.seen.iter().filter_map(packet).collect()
}

/// Packets of several lengths, each way.
fn traffic(world: &mut World, what: &str) {
    for length in [1, 20, 700, 1500] {
        let packet: Vec<u8> = (0..length).map(|n| 0x45 + (n % 100) as u8).collect();
        world.send(&packet);
        world.send_back(&packet);
        world.run_for(Duration::from_millis(50));
        assert_eq!(packets(world).last(), Some(&packet), "{what}, {length} bytes to the server");
        assert_eq!(world.received.last(), Some(&packet), "{what}, {length} bytes to the client");
    }
}

#[test]
fn every_cipher_and_every_framing_carries_packets() {
    let ciphers = [
        Cipher::Aes256Gcm,
        Cipher::Aes192Gcm,
        Cipher::Aes128Gcm,
        Cipher::ChaCha20Poly1305,
        Cipher::Aes256Cbc,
        Cipher::Aes192Cbc,
        Cipher::Aes128Cbc,
    ];
    for cipher in ciphers {
        for compression in [Compression::None, Compression::Lzo, Compression::Stub, Compression::StubV2] {
            for fragment in [None, Some(600)] {
                let script = Script { cipher, compression, fragment, replies: reply("tls-ekm"), ..Script::new() };
                let mut world = world(
                    |profile| {
                        profile.data.ciphers = vec![cipher];
                        profile.data.compression = compression;
                        profile.remotes[0].fragment = fragment.map(|size| Fragment { size, with_headers: false });
                    },
                    script,
                );
                world.connect();
                traffic(&mut world, &format!("{cipher} {compression:?} {fragment:?}"));
            }
        }
    }
}

/// A profile as text for a server under `tls-auth`, with a line in place of the one about the direction, and a digest.
fn under_tls_auth(authority: &Authority, direction: &str, digest: &str) -> Profile {
    let text = profile_text(authority, Protection::TlsAuth, Cipher::Aes256Gcm, "udp", "vpn.example.net", 1194, false);
    let (one, sha256) = ("key-direction 1\n", "auth SHA256\n");
    assert!(text.contains(one) && text.contains(sha256), "{text}");
    parsed(&text.replace(one, direction).replace(sha256, &format!("auth {digest}\n")))
}

#[test]
fn tls_auth_in_every_direction_with_every_digest() {
    let authority = Authority::new("Test CA");
    let directions = [
        ("", KeyDirection::Bidirectional),
        ("key-direction 0\n", KeyDirection::Normal),
        ("key-direction 1\n", KeyDirection::Inverse),
    ];
    for digest in ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "MD5"] {
        for (line, expected) in directions {
            let profile = under_tls_auth(&authority, line, digest);
            let wrap = profile.remotes[0].wrap.clone();
            let Wrap::TlsAuth { direction, digest: read, .. } = &wrap else { panic!("{wrap:?}") };
            assert_eq!((*direction, format!("{read:?}").to_uppercase()), (expected, digest.to_owned()));
            let script = Script { wrap, ..Script::new() };
            let mut world = World::new(&profile, TestServer::of(script, &authority));
            world.connect();
            traffic(&mut world, &format!("{digest}, {line:?}"));
        }
    }
}

#[test]
fn the_wrong_direction_or_digest_of_tls_auth_is_not_heard() {
    let authority = Authority::new("Test CA");
    let wrap = |line: &str, digest: &str| under_tls_auth(&authority, line, digest).remotes[0].wrap.clone();
    let (zero, one) = ("key-direction 0\n", "key-direction 1\n");
    for (own, servers) in [
        ((zero, "SHA256"), wrap(one, "SHA256")),
        ((one, "SHA256"), wrap(zero, "SHA256")),
        (("", "SHA256"), wrap(one, "SHA256")),
        ((one, "SHA1"), wrap(one, "SHA256")),
    ] {
        let mut profile = under_tls_auth(&authority, own.0, own.1);
        profile.remotes[0].answer_timeout = S(10);
        let script = Script { wrap: servers, ..Script::new() };
        let mut world = World::new(&profile, TestServer::of(script, &authority));
        world.start();
        let failure = world.failure(S(20));
        assert!(matches!(failure.kind, FailureKind::NoAnswer { .. }), "{own:?}: {failure:?}");
        assert!(world.server.seen.is_empty() && world.server.peer().is_none(), "{own:?}: {:?}", world.server.seen);
    }
}

/// The server knows the authority at the top only.
#[test]
fn what_lies_between_comes_with_extra_certs() {
    let authority = Authority::new("Test CA");
    let between = authority.intermediate("Between");
    let me = between.client("me");
    let certificate = |der: &[u8]| pem("CERTIFICATE", der);
    let plain = profile_text(&authority, Protection::None, Cipher::Aes256Gcm, "udp", "vpn.example.net", 1194, false);
    let alone = format!("{plain}<cert>\n{}</cert>\n<key>\n{}</key>\n", certificate(&me.der), me.key.serialize_pem());
    let with = format!("{alone}<extra-certs>\n{}</extra-certs>\n", certificate(&between.der));
    for tls12 in [false, true] {
        let meet = |text: &str| {
            let script = Script { client_ca: Some(authority.der.clone()), tls12, ..Script::new() };
            World::new(&parsed(text), TestServer::of(script, &authority))
        };
        let mut world = meet(&with);
        world.connect();
        traffic(&mut world, "a longer chain");
        let mut world = meet(&alone);
        world.start();
        assert_eq!(world.failure(S(10)).kind, FailureKind::ClientCertificateRefused, "TLS 1.2: {tls12}");
    }
}

#[test]
fn a_server_without_a_peer_id_sends_the_old_packets() {
    let script = Script {
        peer_id: None,
        exporter: false,
        replies: vec!["PUSH_REPLY,ifconfig 10.8.0.2 10.8.0.1,cipher {cipher}".into()],
        ..Script::new()
    };
    let mut world = world(|_| {}, script);
    world.connect();
    traffic(&mut world, "DATA_V1");
}

#[test]
fn the_timeline_is_kept_and_what_is_seen_is_reacted_to() {
    let script = Script {
        timeline: vec![(S(9), Act::Say("HALT,nine".into())), (S(3), Act::Renegotiate), (S(4), Act::Promote)],
        react: |seen| {
            if *seen == Seen::Packet(b"Eknock".to_vec()) { vec![Act::Send(b"Ewho".to_vec())] } else { vec![] }
        },
        ..Script::new()
    };
    let mut world = world(|_| {}, script);
    world.connect();
    world.send(b"Eknock");
    world.run_for(S(1));
    assert_eq!(world.received, [b"Ewho".to_vec()]);
    world.run_for(S(5));
    world.send_back(PING);
    world.run_for(S(1));
    assert_eq!(world.rekeys(), 1, "{:?} {:?}", world.events, world.server.seen);
    let failure = world.failure(S(10));
    assert!(format!("{:?}", failure.kind).contains("nine"), "{failure:?}");
}

const PING: &[u8] = b"Eping";

#[test]
fn a_token_is_good_for_its_time() {
    let authority = Authority::new("Test CA");
    let mut profile = profile();
    profile.tls = trusting(&authority);
    profile.login = Some(Login::default());
    let secrets = Secrets { username: Some("alice".into()), password: Some("secret".into()), ..Secrets::default() };
    let reply = "PUSH_REPLY,ifconfig 10.8.0.2 10.8.0.1,peer-id {peer-id},cipher {cipher},protocol-flags tls-ekm,auth-token {token}";
    let script = Script {
        token: Some(S(100)),
        replies: vec![reply.into()],
        judge: |_, password| (password != Some("secret")).then(|| "AUTH_FAILED".into()),
        ..Script::new()
    };
    let now = start();
    let client = session(&profile, &secrets, &mut None, now, proto::SUPPORTED).unwrap();
    let mut world = World::with(client, TestServer::of(script, &authority), now);
    world.connect();
    for wait in [50, 100] {
        world.run_for(S(wait));
        let now = world.now;
        world.server.renegotiate(now);
        world.run_for(S(5));
        assert_eq!(world.closed().is_some(), wait == 100, "{:?}", world.events);
    }
    let passwords: Vec<_> = world.server.seen.iter().filter_map(login).collect();
    assert_eq!(passwords, ["secret", "SESS_ID_0", "SESS_ID_0"]);
    assert_eq!(world.closed().map(|failure| &failure.retry), Some(&Retry::After(Duration::ZERO)));
}

fn login(seen: &Seen) -> Option<String> {
    if let Seen::Login { password, .. } = seen { password.clone() } else { None }
}

#[test]
fn who_does_not_send_the_answer_back_gets_no_state() {
    let authority = Authority::new("Test CA");
    let tls = ServerTls::new(&Script::new(), &[], &authority.server("vpn.example.net"));
    let mut profile = profile();
    profile.tls = trusting(&authority);
    let now = start();
    // What a client at address 1 gets is sent on as if from `address`.
    let guests = |address: u8| {
        let mut site: Site<u8> = Site::new(Script::new(), tls.clone(), now);
        let mut client = session(&profile, &Secrets::default(), &mut None, now, proto::SUPPORTED).unwrap();
        client.handle(now, Input::Start);
        for _ in 0..4 {
            while let Some(output) = client.poll() {
                match output {
                    Output::OpenLink(id, _) => client.handle(now, Input::LinkUp(id)),
                    Output::Transmit(_, frame) if frame[0] >> 3 == 7 => site.receive(now, 1, &frame),
                    Output::Transmit(_, frame) | Output::Probe(_, frame) => site.receive(now, address, &frame),
                    Output::CloseLink(_)
                    | Output::DataLink(_)
                    | Output::Resolve(..)
                    | Output::RoundTrip(_)
                    | Output::Event(_) => {}
                }
            }
            while let Some((_, frame)) = site.poll() {
                client.handle(now, Input::Received(LinkId(0), &frame));
            }
        }
        site.guests().count()
    };
    assert_eq!((guests(1), guests(2)), (1, 0));
}

/// A client on a real socket.
struct Real {
    session: Box<dyn VpnSession>,
    link: Link,
    configured: bool,
    closed: Option<Failure>,
    received: Vec<Vec<u8>>,
}

enum Link {
    Udp(UdpSocket),
    Tcp(TcpStream, Vec<u8>),
}

impl Real {
    fn new(profile: &Profile, address: SocketAddr, tcp: bool) -> Self {
        let now = start();
        let link = if tcp {
            let stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_millis(5))).unwrap();
            Link::Tcp(stream, Vec::new())
        } else {
            let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
            socket.connect(address).unwrap();
            socket.set_read_timeout(Some(Duration::from_millis(5))).unwrap();
            Link::Udp(socket)
        };
        let secrets = Secrets { username: Some("a".into()), password: Some("b".into()), ..Secrets::default() };
        let mut session = session(profile, &secrets, &mut None, now, proto::SUPPORTED).unwrap();
        session.handle(now, Input::Start);
        Self { session, link, configured: false, closed: None, received: Vec::new() }
    }

    fn run(&mut self, done: impl Fn(&Self) -> bool) {
        let end = Instant::now() + S(20);
        while !done(self) {
            assert!(Instant::now() < end, "nothing came of it");
            while let Some(output) = self.session.poll() {
                match output {
                    Output::OpenLink(id, _) => self.session.handle(Instant::now(), Input::LinkUp(id)),
                    Output::Transmit(_, frame) | Output::Probe(_, frame) => self.send(&frame),
                    Output::Event(SessionEvent::Configured(_)) => self.configured = true,
                    Output::Event(SessionEvent::Closed(failure)) => self.closed = Some(failure),
                    Output::CloseLink(_)
                    | Output::DataLink(_)
                    | Output::Resolve(..)
                    | Output::RoundTrip(_)
                    | Output::Event(_) => {}
                }
            }
            for frame in self.read() {
                let now = Instant::now();
                match open(self.session.data_channel(), now, &frame) {
                    Inner::Packet(packet) => self.received.push(packet),
                    Inner::Control => self.session.handle(now, Input::Received(LinkId(0), &frame)),
                    Inner::Nothing | Inner::Dropped(_) => {}
                }
            }
            self.session.handle(Instant::now(), Input::Timeout);
        }
    }

    fn send(&mut self, frame: &[u8]) {
        match &mut self.link {
            Link::Udp(socket) => drop(socket.send(frame)),
            Link::Tcp(stream, _) => {
                let length = u16::try_from(frame.len()).unwrap().to_be_bytes();
                stream.write_all(&[&length, frame].concat()).unwrap();
            }
        }
    }

    fn read(&mut self) -> Vec<Vec<u8>> {
        let mut buffer = [0; 4096];
        match &mut self.link {
            Link::Udp(socket) => socket.recv(&mut buffer).map(|length| buffer[..length].to_vec()).into_iter().collect(),
            Link::Tcp(stream, kept) => {
                if let Ok(length) = stream.read(&mut buffer) {
                    kept.extend_from_slice(&buffer[..length]);
                }
                let mut frames = Vec::new();
                while let Some(length) = kept.first_chunk().map(|length| usize::from(u16::from_be_bytes(*length)))
                    && kept.len() >= 2 + length
                {
                    frames.push(kept.drain(..2 + length).skip(2).collect());
                }
                frames
            }
        }
    }

    /// Sends an echo request through the tunnel and waits for its answer.
    fn ping(&mut self) {
        let mut request = vec![0; 20 + 8 + 32];
        request[0] = 0x45;
        request[9] = 1;
        request[12..20].copy_from_slice(&[10, 8, 0, 2, 10, 8, 0, 1]);
        request[20] = 8;
        // The sum over type 8 and zeros, complemented.
        request[22..24].copy_from_slice(&(!0x0800_u16).to_be_bytes());
        for frame in seal(self.session.data_channel(), Instant::now(), &request) {
            self.send(&frame);
        }
        self.run(|real| !real.received.is_empty());
        let answer = self.received.remove(0);
        assert_eq!((&answer[12..20], answer[20]), (&[10, 8, 0, 1, 10, 8, 0, 2][..], 0));
        assert_eq!(answer[22..24], [0xff, 0xff], "the sum over nothing but zeros, complemented");
    }
}

fn parsed(text: &str) -> Profile {
    ovpn_profile::parse(text.as_bytes(), &NoSideFiles)
        .outcome
        .unwrap_or_else(|error| panic!("{error:?}\n{text}"))
        .profile
}

#[test]
fn on_sockets_it_serves_profiles_as_people_have_them() {
    let authority = Authority::new("Sim CA");
    for protection in [Protection::None, Protection::TlsAuth, Protection::TlsCrypt, Protection::TlsCryptV2] {
        for tcp in [false, true] {
            let script = Script { wrap: protection.wrap(), push_early: true, ..Script::new() };
            let tls = ServerTls::new(&script, &[], &authority.server("vpn.example.net"));
            let served = if tcp {
                serve_tcp(TcpListener::bind("127.0.0.1:0").unwrap(), script, tls).unwrap()
            } else {
                serve_udp(UdpSocket::bind("127.0.0.1:0").unwrap(), script, tls).unwrap()
            };
            let transport = if tcp { "tcp" } else { "udp" };
            let port = served.address().port();
            let text = profile_text(&authority, protection, Cipher::Aes256Gcm, transport, "127.0.0.1", port, false);
            let mut real = Real::new(&parsed(&text), served.address(), tcp);
            real.run(|real| real.configured);
            real.ping();
            served.order(Act::Say("HALT,enough".into()));
            real.run(|real| real.closed.is_some());
            assert!(served.take_seen().iter().any(|seen| matches!(seen, Seen::Login { key_id: 0, .. })));
        }
    }
}

#[test]
fn as_a_program_it_writes_a_profile_and_takes_orders() {
    let directory = std::env::temp_dir().join(format!("adit-sim-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let path = directory.join("client.ovpn");
    let mut child = Command::new(env!("CARGO_BIN_EXE_sim-server"))
        .args(["udp", "127.0.0.1:0"])
        .arg(&path)
        .args(["wrap=tls-crypt", "cipher=CHACHA20-POLY1305", "token=60"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    assert_eq!(lines.next().as_deref(), Some("ready"));
    let profile = parsed(&std::fs::read_to_string(&path).unwrap());
    std::fs::remove_dir_all(&directory).unwrap();
    let address = format!("127.0.0.1:{}", profile.remotes[0].port).parse().unwrap();
    let mut real = Real::new(&profile, address, false);
    real.run(|real| real.configured);
    real.ping();
    let mut orders = child.stdin.take().unwrap();
    writeln!(orders, "say HALT,enough").unwrap();
    real.run(|real| real.closed.is_some());
    drop(orders);
    assert!(child.wait().unwrap().success());
    let told: Vec<_> = lines.collect();
    assert!(told.contains(&r#"login 0 Some("a") Some("b")"#.to_owned()), "{told:?}");
}
