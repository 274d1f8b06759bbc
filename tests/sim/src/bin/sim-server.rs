//! The scripted server as a program, for tests that run it in a namespace of their own.
//!
//! ```text
//! sim-server <udp|tcp> <address:port> <profile to write> [key=value …]
//! ```
//!
//! It makes an authority, writes a client profile for its address, says `ready` and serves until its standard input ends, or,
//! with `orders`, until it is ended. Each line of its standard input, or of that file as it grows, is an order: `say
//! PUSH_UPDATE,…`, `push`, `renegotiate`, `promote`, `occ-exit`, `silence`. What it notices goes to standard output, a line each.
//!
//! Keys: `wrap` none, tls-auth, tls-crypt, tls-crypt-v2 · `cipher` a name · `reply` the options to push (several times: several
//! messages) · `judge` what to answer to every sign-in · `token` seconds · `renegotiate` seconds · `push-early` yes ·
//! `exporter` no · `epochs` yes · `fragment` bytes · `tls` 1.2 · `host` what the profile names as the server · `orders` a file

use std::{
    io::{BufRead, Write},
    net::{TcpListener, UdpSocket},
    process::ExitCode,
    time::Duration,
};

use sim::{Act, Authority, Protection, Script, Seen, ServerTls, profile_text, serve_tcp, serve_udp};

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "sim-server: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().ok_or(format!("{what} is missing"));
    let (transport, address, path) = (next("the transport")?, next("the address")?, next("the profile's path")?);
    let mut script = Script::new();
    let mut protection = Protection::None;
    let (mut replies, mut host, mut orders_file) = (Vec::new(), None, None);
    let mut judged = None;
    for argument in arguments {
        let (key, value) = argument.split_once('=').ok_or("key=value is wanted")?;
        let seconds = || value.parse().map(Duration::from_secs);
        match key {
            "wrap" => protection = Protection::by_name(value).ok_or("there is no such wrap")?,
            "cipher" => script.cipher = ovpn_cipher(value)?,
            "reply" => replies.push(value.to_owned()),
            "judge" => judged = Some(value.to_owned()),
            "token" => script.token = Some(seconds()?),
            "renegotiate" => script.renegotiate_every = Some(seconds()?),
            "push-early" => script.push_early = value == "yes",
            "exporter" => script.exporter = value == "yes",
            "epochs" => script.epochs = value == "yes",
            "fragment" => script.fragment = Some(value.parse()?),
            "orders" => orders_file = Some(value.to_owned()),
            "tls" => script.tls12 = value == "1.2",
            "host" => host = Some(value.to_owned()),
            _ => return Err(format!("what is {key}?").into()),
        }
    }
    let asks_for_login = judged.is_some() || script.token.is_some();
    script.wrap = protection.wrap();
    if !replies.is_empty() {
        script.replies = replies;
    }
    if let Some(answer) = judged {
        script.verdict = Some(answer);
    }
    let authority = Authority::new("Sim CA");
    let leaf = authority.server("vpn.example.net");
    let tls = ServerTls::new(&script, &[], &leaf);
    let (cipher, fragment) = (script.cipher, script.fragment);
    let served = match transport.as_str() {
        "udp" => serve_udp(UdpSocket::bind(&address)?, script, tls)?,
        "tcp" => serve_tcp(TcpListener::bind(&address)?, script, tls)?,
        other => return Err(format!("{other} is neither udp nor tcp").into()),
    };
    let at = served.address();
    let host = host.unwrap_or_else(|| at.ip().to_string());
    let mut text = profile_text(&authority, protection, cipher, &transport, &host, at.port(), asks_for_login);
    if let Some(size) = fragment {
        text.push_str(&format!("fragment {size}\n"));
    }
    std::fs::write(&path, text)?;
    tell("ready")?;

    let (orders, lines) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let told = |line: String| orders.send(line).is_ok();
        match orders_file {
            None => std::io::stdin().lock().lines().map_while(Result::ok).all(told),
            Some(path) => follow(&path).all(told),
        }
    });
    loop {
        match lines.recv_timeout(Duration::from_millis(20)) {
            Ok(line) => served.order(order(&line)?),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {}
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return Ok(()),
        }
        for seen in served.take_seen() {
            match seen {
                Seen::Login { key_id, username, password, .. } => {
                    tell(&format!("login {key_id} {username:?} {password:?}"))?
                }
                Seen::Text(text) => tell(&format!("text {text:?}"))?,
                Seen::Packet(packet) => tell(&format!("packet {}", packet.len()))?,
                Seen::TlsFailed(why) => tell(&format!("tls-failed {why:?}"))?,
                Seen::OccExit => tell("occ-exit")?,
            }
        }
    }
}

/// The lines of a file, as they are added to it. Without end.
fn follow(path: &str) -> impl Iterator<Item = String> {
    let (path, mut taken) = (path.to_owned(), 0);
    std::iter::from_fn(move || {
        loop {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            if let Some((line, _)) = text.get(taken..).and_then(|rest| rest.split_once('\n')) {
                taken += line.len() + 1;
                return Some(line.to_owned());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    })
}

fn ovpn_cipher(name: &str) -> Result<ovpn_settings::Cipher, String> {
    ovpn_settings::Cipher::by_name(name).ok_or(format!("{name} is not spoken"))
}

fn order(line: &str) -> Result<Act, String> {
    Ok(match line.split_once(' ').unwrap_or((line, "")) {
        ("say", text) => Act::Say(text.to_owned()),
        ("push", _) => Act::Push,
        ("renegotiate", _) => Act::Renegotiate,
        ("promote", _) => Act::Promote,
        ("occ-exit", _) => Act::OccExit,
        ("silence", _) => Act::Silence,
        _ => return Err(format!("{line:?} is no order")),
    })
}

fn tell(line: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()
}
