//! The other end of a tunnel, made of the code under test with the keys swapped.
//!
//! The control channel is the scripted server's of `sim`. The data channel is `ovpn-proto`'s with the server's keys, its packets
//! are moved by `vpn-engine`'s driver, and its interface is `vpn-engine`'s with offload. So this end cuts, seals, joins and
//! batches as the client does.
//!
//! One client at a time: a new one takes the place of the one before, and the interface stays.

mod listener;
mod session;

use std::{
    net::SocketAddr,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread::JoinHandle,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use ovpn_settings::Cipher;
use serde::{Deserialize, Serialize};
use sim::{Authority, Pace, Protection, Script, ServerTls, TestServer, profile_text};
use tokio::sync::mpsc as orders;
use vpn_api::{Answer, PromptId, SessionEvent, Traffic, Transport, TunnelConfig};
use vpn_engine::{
    driver::{self, DriverCommand, DriverHandle},
    link::{Batching, LinkFactory},
    tun::{Tun, TunOffload, TunOptions},
};

use self::{
    listener::{Guest, Listener},
    session::ServerSession,
};

/// The peer's addresses inside the tunnel, IPv4 and IPv6.
pub const INNER: (&str, &str) = ("10.9.0.1", "fd00:bec::1");
/// The client's.
pub const INNER_CLIENT: (&str, &str) = ("10.9.0.2", "fd00:bec::2");

/// How the peer serves.
#[derive(Debug, Clone)]
pub struct PeerOptions {
    /// Where it listens. Port 0: any.
    pub listen: SocketAddr,
    /// Datagrams or streams.
    pub transport: Transport,
    /// Data cipher.
    pub cipher: Cipher,
    /// Protection of the control channel.
    pub wrap: Protection,
    /// Data packets of the epoch format (OpenVPN 2.7).
    pub epochs: bool,
    /// Name of its interface.
    pub interface: String,
    /// MTU of its interface, in bytes. The client is told the same.
    pub mtu: u16,
    /// What the profile names as the server. `None`: the address it listens on.
    pub host: Option<String>,
    /// When it asks for new keys by itself.
    pub renegotiate: Renegotiate,
    /// Whether large packets may cross its interface.
    pub offload: TunOffload,
    /// How its datagrams cross the border to the kernel.
    pub batching: Batching,
}

impl Default for PeerOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([0, 0, 0, 0], 1194)),
            transport: Transport::Udp,
            cipher: Cipher::Aes256Gcm,
            wrap: Protection::TlsCrypt,
            epochs: false,
            interface: "peer0".into(),
            mtu: 1500,
            host: None,
            renegotiate: Renegotiate::default(),
            offload: TunOffload::Automatic,
            batching: Batching::Segments,
        }
    }
}

/// When the peer asks for new keys by itself: whichever comes first, but never before the keys asked for last are agreed upon.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Renegotiate {
    /// So long after the last agreement.
    pub every: Option<Duration>,
    /// When keys were used for so many bytes, both directions together.
    pub bytes: Option<u64>,
}

/// What the peer did so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerReport {
    /// Clients, oldest first.
    pub clients: Vec<ClientReport>,
}

impl PeerReport {
    /// Packets and bytes of all clients.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.clients.iter().fold(Traffic::default(), |sum, client| sum.plus(client.traffic))
    }

    /// Renegotiations of all clients.
    #[must_use]
    pub fn renegotiations(&self) -> u64 {
        self.clients.iter().map(|client| client.renegotiations).sum()
    }
}

/// What the peer did for one client.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientReport {
    /// Inner packets and bytes, as the peer sees them: `received` is what came from the client.
    pub traffic: Traffic,
    /// Key exchanges after the first.
    pub renegotiations: u64,
    /// Whether the tunnel came up.
    pub connected: bool,
    /// Whether it is gone.
    pub over: bool,
}

/// A running peer. It ends with this value.
pub struct Peer {
    address: SocketAddr,
    profile: String,
    orders: Option<orders::UnboundedSender<Order>>,
    thread: Option<JoinHandle<()>>,
}

enum Order {
    Renegotiate,
    Report(mpsc::Sender<PeerReport>),
}

impl Peer {
    /// Starts a peer in the network namespace of the calling thread. Needs root.
    ///
    /// # Errors
    /// The address or the interface's name is taken, or the cipher has no such packets.
    pub fn start(options: PeerOptions) -> Result<Self> {
        if options.epochs && !options.cipher.is_aead() {
            bail!("epochs are for AEAD ciphers");
        }
        let tun = interface(&options)?;
        let authority = Authority::new("Peer CA");
        let script = script(&options);
        let tls = ServerTls::new(&script, &[], &authority.server("peer.adit.example"));
        let (ready, started) = mpsc::channel();
        let (sender, receiver) = orders::unbounded_channel();
        let (transport, listen) = (options.transport, options.listen);
        let world = World { options: options.clone(), script, tls };
        let thread = std::thread::Builder::new().name("peer".into()).spawn(move || {
            let runtime = match tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build() {
                Ok(runtime) => runtime,
                Err(error) => {
                    let _ = ready.send(Err(error));
                    return;
                }
            };
            runtime.block_on(async move {
                match Listener::bind(transport, listen).and_then(|listener| Ok((listener.address()?, listener))) {
                    Ok((address, listener)) => {
                        let _ = ready.send(Ok(address));
                        Host { world, tun: Some(tun), listener, guest: None, past: Vec::new() }.serve(receiver).await;
                    }
                    Err(error) => {
                        let _ = ready.send(Err(error));
                    }
                }
            });
        })?;
        let address = started.recv().context("the peer's thread")?.with_context(|| format!("listen on {listen}"))?;
        let host = options.host.clone().unwrap_or_else(|| address.ip().to_string());
        let protocol = if transport == Transport::Udp { "udp" } else { "tcp" };
        let profile = profile_text(&authority, options.wrap, options.cipher, protocol, &host, address.port(), false);
        Ok(Self { address, profile, orders: Some(sender), thread: Some(thread) })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A profile that connects to it.
    #[must_use]
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// Asks the client for new keys, unless that is under way.
    pub fn renegotiate(&self) {
        if let Some(orders) = &self.orders {
            let _ = orders.send(Order::Renegotiate);
        }
    }

    /// What it did so far.
    ///
    /// # Errors
    /// Its thread is gone.
    pub fn report(&self) -> Result<PeerReport> {
        let (answer, report) = mpsc::channel();
        self.orders.as_ref().context("the peer has ended")?.send(Order::Report(answer))?;
        Ok(report.recv_timeout(Duration::from_secs(5))?)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What every client gets.
struct World {
    options: PeerOptions,
    script: Script,
    tls: ServerTls,
}

/// Serves one client after another.
struct Host {
    world: World,
    /// The interface, while no driver has it.
    tun: Option<Tun>,
    listener: Listener,
    guest: Option<Serving>,
    past: Vec<ClientReport>,
}

struct Serving {
    driver: DriverHandle,
    renegotiations: Arc<AtomicU64>,
    connected: bool,
}

impl Serving {
    fn report(&self, over: bool) -> ClientReport {
        ClientReport {
            traffic: self.driver.traffic(),
            renegotiations: self.renegotiations.load(Ordering::Relaxed),
            connected: self.connected,
            over,
        }
    }

    /// Its next event; for ever if there is no client.
    async fn event(guest: &mut Option<Self>) -> Option<SessionEvent> {
        match guest {
            Some(serving) => serving.driver.events.recv().await,
            None => std::future::pending().await,
        }
    }
}

impl Host {
    async fn serve(mut self, mut orders: orders::UnboundedReceiver<Order>) {
        loop {
            tokio::select! {
                guest = self.listener.accept() => match guest {
                    Ok(guest) => self.welcome(guest).await,
                    // A client that is gone again.
                    Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
                },
                event = Serving::event(&mut self.guest) => match event {
                    Some(SessionEvent::Configured(config)) => self.attach(config).await,
                    Some(SessionEvent::Closed(_)) | None => self.part().await,
                    Some(_) => {}
                },
                order = orders.recv() => match order {
                    Some(Order::Renegotiate) => {
                        if let Some(serving) = &self.guest {
                            let word = DriverCommand::Answer(PromptId(0), Answer::Cancel);
                            let _ = serving.driver.commands.send(word).await;
                        }
                    }
                    Some(Order::Report(answer)) => {
                        let _ = answer.send(self.report());
                    }
                    None => break,
                },
            }
        }
        self.part().await;
    }

    fn report(&self) -> PeerReport {
        let current = self.guest.iter().map(|serving| serving.report(false));
        PeerReport { clients: self.past.iter().cloned().chain(current).collect() }
    }

    async fn welcome(&mut self, guest: Guest) {
        self.part().await;
        let World { options, script, tls } = &self.world;
        let renegotiations = Arc::new(AtomicU64::new(0));
        let server = TestServer::with(script.clone(), tls.clone());
        let session = ServerSession::new(
            server,
            options.transport,
            guest.from,
            guest.first,
            options.renegotiate,
            Arc::clone(&renegotiations),
        );
        let links = LinkFactory::given(guest.socket.into()).limited_to(options.batching);
        let driver = driver::spawn(Box::new(session), links, vpn_engine::resolve::Resolver::system());
        self.guest = Some(Serving { driver, renegotiations, connected: false });
    }

    async fn attach(&mut self, config: Box<TunnelConfig>) {
        if let (Some(serving), Some(tun)) = (&mut self.guest, self.tun.take()) {
            serving.connected = true;
            let _ = serving.driver.commands.send(DriverCommand::Attach(tun, config)).await;
        }
    }

    /// Lets the client go and takes the interface back.
    async fn part(&mut self) {
        if let Some(mut serving) = self.guest.take() {
            serving.driver.abort();
            let Serving { driver, renegotiations, connected } = serving;
            let traffic = driver.traffic();
            let renegotiations = renegotiations.load(Ordering::Relaxed);
            self.past.push(ClientReport { traffic, renegotiations, connected, over: true });
            if let Some(tun) = driver.finished().await.device {
                self.tun = Some(tun);
            }
        }
    }
}

/// The peer's interface, up.
fn interface(options: &PeerOptions) -> Result<Tun> {
    let name = &options.interface;
    let tun = Tun::create(name, TunOptions { offload: options.offload })?;
    let mtu = options.mtu.to_string();
    for line in [
        vec!["link", "set", name, "mtu", &mtu, "up"],
        vec!["addr", "add", &format!("{}/24", INNER.0), "dev", name],
        vec!["-6", "addr", "add", &format!("{}/64", INNER.1), "dev", name, "nodad"],
    ] {
        let output = Command::new("ip").args(&line).output()?;
        if !output.status.success() {
            bail!("ip {line:?}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
    Ok(tun)
}

/// What the server says to every client.
fn script(options: &PeerOptions) -> Script {
    let mut script = Script::new();
    script.wrap = options.wrap.wrap();
    script.cipher = options.cipher;
    script.epochs = options.epochs;
    script.pace = if options.transport == Transport::Tcp { Pace::Stream } else { script.pace };
    script.ping = Some(Duration::from_secs(10));
    let flags = if options.epochs { "cc-exit tls-ekm aead-epoch" } else { "cc-exit tls-ekm" };
    script.replies = vec![format!(
        "PUSH_REPLY,topology subnet,ifconfig {} 255.255.255.0,ifconfig-ipv6 {}/64 {},tun-mtu {},ping 10,ping-restart 60,\
         peer-id {{peer-id}},cipher {{cipher}},protocol-flags {flags}",
        INNER_CLIENT.0, INNER_CLIENT.1, INNER.1, options.mtu
    )];
    script
}
