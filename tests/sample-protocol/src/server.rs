//! A server that lets one user in, answers pings, and puts each of its packets twice into a datagram, so that whoever counts
//! answers sees that both came out.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UdpSocket},
    sync::mpsc,
};
use vpn_api::prompt::{Field, FieldKind, FieldOption, FormAnswer, FormParts, Refusal};

use crate::wire::{self, Kind, LENGTH, MESSAGE_HEAD, Offer, TOKEN};

/// Who may come in, and how.
#[derive(Debug, Clone)]
pub struct Rules {
    /// User name and password.
    pub login: (String, String),
    /// The only group that leads anywhere.
    pub group: String,
    /// Clients are sent to this `host:port` first.
    pub redirect: Option<String>,
    /// Datagrams are taken.
    pub datagrams: bool,
    /// Datagrams are answered once so many packets came over the stream.
    pub stream_first: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            login: ("alice".to_owned(), "secret".to_owned()),
            group: "staff".to_owned(),
            redirect: None,
            datagrams: true,
            stream_first: 0,
        }
    }
}

/// What a server saw, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Somebody began.
    Hello,
    /// A form was refused.
    Refused,
    /// This user signed in.
    SignedIn(String),
    /// The banner was accepted.
    Accepted,
    /// A packet came over the stream.
    OverStream,
    /// A packet came in a datagram.
    OverDatagrams,
    /// The client said goodbye.
    Bye,
}

/// Text that is shown before anybody comes in.
pub const BANNER: &str = "Authorised use only.\nEverything is logged.";
const TOKEN_VALUE: u64 = 0x5a5a_0001_0002_0003;
const CLIENT: &str = "10.77.0.2/24";

/// A server that takes clients, one after the other.
pub struct Server {
    rules: Rules,
    listener: TcpListener,
    socket: UdpSocket,
    seen: mpsc::UnboundedSender<Seen>,
}

impl Server {
    /// Takes a port for the stream, and another for datagrams.
    ///
    /// # Errors
    /// There is none.
    pub async fn bind(at: SocketAddr, rules: Rules) -> io::Result<(Self, mpsc::UnboundedReceiver<Seen>)> {
        let listener = TcpListener::bind(at).await?;
        let socket = UdpSocket::bind(SocketAddr::new(at.ip(), 0)).await?;
        let (seen, seeing) = mpsc::unbounded_channel();
        Ok((Self { rules, listener, socket, seen }, seeing))
    }

    /// Where clients connect to.
    ///
    /// # Errors
    /// The system does not know.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Serves until the system fails.
    ///
    /// # Errors
    /// No more clients can be taken.
    pub async fn run(self) -> io::Result<()> {
        loop {
            let (stream, _) = self.listener.accept().await?;
            let client = Client { server: &self, stream, over_stream: 0, received: Vec::new() };
            // A client that is gone makes room for the next.
            let _ = client.serve().await;
        }
    }

    fn saw(&self, seen: Seen) {
        let _ = self.seen.send(seen);
    }
}

struct Client<'a> {
    server: &'a Server,
    stream: TcpStream,
    /// Packets that came over the stream.
    over_stream: usize,
    received: Vec<u8>,
}

impl Client<'_> {
    async fn serve(mut self) -> io::Result<()> {
        let mut piece = vec![0; 4096];
        let mut datagram = vec![0; 65_536];
        loop {
            tokio::select! {
                count = self.stream.read(&mut piece) => match count? {
                    0 => return Ok(()),
                    count => {
                        self.received.extend(&piece[..count]);
                        while let Some((kind, body)) = wire::first_message(&self.received).map_err(io::Error::other)? {
                            let body: Vec<u8> = self.received.drain(..body.end).skip(MESSAGE_HEAD).collect();
                            self.take_message(kind, &body).await?;
                        }
                    }
                },
                came = self.server.socket.recv_from(&mut datagram) => {
                    let (count, from) = came?;
                    self.take_datagram(&datagram[..count], from).await?;
                }
            }
        }
    }

    async fn say(&mut self, kind: Kind, body: &[u8]) -> io::Result<()> {
        self.stream.write_all(&wire::message(kind, body)).await
    }

    async fn take_message(&mut self, kind: Kind, body: &[u8]) -> io::Result<()> {
        match kind {
            Kind::Hello => {
                self.server.saw(Seen::Hello);
                match self.server.rules.redirect.clone() {
                    Some(elsewhere) => self.say(Kind::Redirect, elsewhere.as_bytes()).await,
                    None => self.ask(None).await,
                }
            }
            Kind::Answer => {
                let answer: FormAnswer = serde_json::from_slice(body)?;
                let value = |id| answer.value(id).map(|value| value.expose().to_owned()).unwrap_or_default();
                let (name, password) = &self.server.rules.login;
                if value("user") == *name && value("pass") == *password && value("group") == self.server.rules.group {
                    self.server.saw(Seen::SignedIn(value("user")));
                    self.say(Kind::Banner, BANNER.as_bytes()).await
                } else {
                    self.server.saw(Seen::Refused);
                    self.ask(Some("Wrong user name, password or group")).await
                }
            }
            Kind::Accept => {
                self.server.saw(Seen::Accepted);
                let port = self.server.socket.local_addr()?.port();
                let offer = Offer {
                    address: CLIENT.parse().map_err(io::Error::other)?,
                    mtu: 1400.try_into().map_err(io::Error::other)?,
                    datagrams: self.server.rules.datagrams.then_some(port),
                    token: TOKEN_VALUE,
                };
                self.say(Kind::Offer, &serde_json::to_vec(&offer)?).await
            }
            Kind::Data => {
                self.over_stream += 1;
                self.server.saw(Seen::OverStream);
                match echo_reply(body) {
                    // Both in one write, so that they come as one piece more often than not.
                    Some(reply) => self.stream.write_all(&wire::message(Kind::Data, &reply).repeat(2)).await,
                    None => Ok(()),
                }
            }
            Kind::Bye => {
                self.server.saw(Seen::Bye);
                Err(io::ErrorKind::UnexpectedEof.into())
            }
            Kind::Form | Kind::Banner | Kind::Redirect | Kind::Offer => Err(io::ErrorKind::InvalidData.into()),
        }
    }

    async fn ask(&mut self, refused: Option<&str>) -> io::Result<()> {
        let field = |id: &str, label: &str, kind| Field {
            id: id.to_owned(),
            label: label.to_owned(),
            kind,
            value: String::new(),
            required: true,
        };
        let option = |value: &str| FieldOption { value: value.to_owned(), label: value.to_uppercase() };
        let groups = FieldKind::Choice(vec![option("guests"), option(&self.server.rules.group)]);
        let form = FormParts {
            title: "Sample sign-in".to_owned(),
            message: Some("Who are you?".to_owned()),
            refused: refused.map(|reason| Refusal { reason: Some(reason.to_owned()) }),
            fields: vec![
                field("user", "User", FieldKind::Text),
                field("pass", "Password", FieldKind::Password),
                field("group", "Group", groups),
                Field { value: "1".to_owned(), ..field("step", "", FieldKind::Hidden) },
            ],
        };
        self.say(Kind::Form, &serde_json::to_vec(&form)?).await
    }

    async fn take_datagram(&mut self, datagram: &[u8], from: SocketAddr) -> io::Result<()> {
        if !self.server.rules.datagrams || datagram.get(..TOKEN) != Some(&TOKEN_VALUE.to_be_bytes()) {
            return Ok(());
        }
        if datagram.len() == TOKEN && self.over_stream >= self.server.rules.stream_first {
            self.server.socket.send_to(&wire::datagram(TOKEN_VALUE, &[]), from).await?;
        }
        let mut at = TOKEN;
        while let Some(packet) = wire::next_packet(datagram, at) {
            at = packet.end;
            self.server.saw(Seen::OverDatagrams);
            if let Some(reply) = echo_reply(&datagram[packet]) {
                self.server.socket.send_to(&wire::datagram(TOKEN_VALUE, &[&reply, &reply]), from).await?;
            }
        }
        debug_assert!(at + LENGTH > datagram.len(), "a client that seals badly");
        Ok(())
    }
}

/// The answer to a ping (RFC 792), if this is one.
fn echo_reply(packet: &[u8]) -> Option<Vec<u8>> {
    let head = usize::from(packet.first()? & 0x0f) * 4;
    let is_echo = packet.first()? >> 4 == 4 && packet.get(9) == Some(&1) && packet.get(head) == Some(&8);
    let mut reply = packet.to_vec();
    let (source, destination) = (packet.get(12..16)?, packet.get(16..20)?);
    reply.get_mut(12..16)?.copy_from_slice(destination);
    reply.get_mut(16..20)?.copy_from_slice(source);
    *reply.get_mut(head)? = 0;
    // The type was 8: what it loses, the checksum gains (RFC 1624).
    let sum = u16::from_be_bytes([*packet.get(head + 2)?, *packet.get(head + 3)?]);
    let (sum, carry) = sum.overflowing_add(0x0800);
    reply.get_mut(head + 2..head + 4)?.copy_from_slice(&sum.wrapping_add(u16::from(carry)).to_be_bytes());
    is_echo.then_some(reply)
}

/// The server's own end of the tunnel, which answers pings.
pub const INNER: IpAddr = IpAddr::V4(Ipv4Addr::new(10, 77, 0, 1));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ping_is_answered_with_a_right_checksum() {
        let mut ping = vec![0x45, 0, 0, 32, 0, 0, 0, 0, 64, 1, 0, 0, 10, 77, 0, 2, 10, 77, 0, 1];
        ping.extend([8, 0, 0xf7, 0xfd, 0, 1, 0, 1, 0, 0, 0, 0]);
        let sum = |bytes: &[u8]| {
            let words = bytes.chunks(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]]))).sum::<u32>();
            (words & 0xffff) + (words >> 16)
        };
        assert_eq!(sum(&ping[20..]), 0xffff);
        let reply = echo_reply(&ping).unwrap();
        assert_eq!((reply[20], sum(&reply[20..])), (0, 0xffff));
        assert_eq!((&reply[12..16], &reply[16..20]), (&ping[16..20], &ping[12..16]));
        assert_eq!(echo_reply(&reply), None, "an answer is not answered");
    }
}
