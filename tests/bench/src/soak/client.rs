//! A client whose ways of moving packets can be chosen, and spoilt on the way.

use std::{
    net::{SocketAddr, TcpStream, UdpSocket},
    os::fd::{AsRawFd, OwnedFd},
    path::Path,
    process::Command,
    time::{Duration, Instant, SystemTime},
};

use anyhow::{Context, Result, bail, ensure};
use ovpn_proto::provider::{ClientInfo, OpenVpnProvider};
use serde::{Deserialize, Serialize};
use tokio::signal::unix::{SignalKind, signal};
use vpn_api::{
    CloseReason, DataPathReport, Entropy, ProtocolProvider, Secrets, SessionEvent, SessionParams, Settings, Traffic,
    Transport, TunnelConfig,
};
use vpn_engine::{
    driver::{self, DriverCommand, DriverHandle},
    link::{Batching, LinkFactory},
    tun::{Tun, TunOffload, TunOptions},
};

/// Name of the client's interface.
pub const INTERFACE: &str = "soak0";

/// What the client did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClientReport {
    /// Inner packets and bytes.
    pub traffic: Traffic,
    /// Key exchanges after the first.
    pub renegotiations: u64,
    /// How it moved packets in the end.
    pub data_path: Option<DataPathReport>,
}

struct System;

impl Entropy for System {
    fn fill(&mut self, buffer: &mut [u8]) {
        if getrandom::fill(buffer).is_err() {
            // Keys without randomness would be no keys.
            std::process::abort();
        }
    }
}

/// Connects to the server of `profile`, says `connected`, and carries packets until SIGTERM; then gives its counters. At SIGUSR1
/// its socket refuses to send several datagrams at once. Needs root.
///
/// # Errors
/// There is no tunnel, or it ended by itself.
pub async fn run(profile: &Path, offload: TunOffload, batching: Batching) -> Result<ClientReport> {
    let (mut terminate, mut spoil) = (signal(SignalKind::terminate())?, signal(SignalKind::user_defined1())?);
    let text = std::fs::read(profile)?;
    let parsed = match ovpn_profile::parse(&text, &ovpn_profile::NoSideFiles).outcome {
        Ok(parsed) => parsed,
        Err(rejected) => bail!("{rejected:?}"),
    };
    let settings = Settings::new(parsed.profile);
    let provider = OpenVpnProvider::new(ClientInfo { version: "0.1.0".into(), platform: "linux".into() });
    let servers = provider.servers(&settings, &mut System).map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    let server = servers.into_iter().next().context("no server")?;
    let address = SocketAddr::new(server.host.parse()?, server.port);
    let socket = connect(server.transport, address)?;
    let mut params = SessionParams {
        settings,
        server: Box::new(server),
        address,
        secrets: Secrets::default(),
        unix_time: SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?,
        now: Instant::now(),
        carried: None,
    };
    let session = provider.session(&mut params, Box::new(System)).map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
    let links = LinkFactory::given(socket.try_clone()?.into()).limited_to(batching);
    let mut driver = driver::spawn(session, links, vpn_engine::resolve::Resolver::system());
    let mut tun = Some(Tun::create(INTERFACE, TunOptions { offload })?);
    let mut renegotiations = 0;
    loop {
        tokio::select! {
            event = driver.events.recv() => match event {
                Some(SessionEvent::Configured(config)) => match tun.take() {
                    Some(tun) => {
                        set_up(&config)?;
                        driver.commands.send(DriverCommand::Attach(tun, config)).await?;
                        crate::tell("connected")?;
                    }
                    None => driver.commands.send(DriverCommand::Reconfigure(config)).await?,
                },
                Some(SessionEvent::Rekeyed) => renegotiations += 1,
                Some(SessionEvent::Closed(failure)) => bail!("the tunnel ended: {failure:?}"),
                Some(_) => {}
                None => bail!("the driver ended"),
            },
            _ = spoil.recv() => refuse_segments(&socket)?,
            _ = terminate.recv() => break,
        }
    }
    let report =
        ClientReport { traffic: driver.traffic(), renegotiations, data_path: driver.data_path().borrow().clone() };
    close(driver).await;
    Ok(report)
}

async fn close(mut driver: DriverHandle) {
    let _ = driver.commands.send(DriverCommand::Close(CloseReason::User)).await;
    let closed = async {
        while let Some(event) = driver.events.recv().await {
            if matches!(event, SessionEvent::Closed(_)) {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(5), closed).await;
    driver.finished().await;
}

fn connect(transport: Transport, to: SocketAddr) -> Result<OwnedFd> {
    Ok(match transport {
        Transport::Udp => {
            let socket = UdpSocket::bind(if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" })?;
            socket.connect(to)?;
            socket.into()
        }
        Transport::Tcp => TcpStream::connect(to)?.into(),
    })
}

fn set_up(config: &TunnelConfig) -> Result<()> {
    let mut lines = vec![format!("link set {INTERFACE} mtu {} up", config.mtu)];
    for address in &config.addresses {
        let nodad = if address.is_ipv6() { " nodad" } else { "" };
        lines.push(format!("addr add {address} dev {INTERFACE}{nodad}"));
    }
    for line in lines {
        let output = Command::new("ip").args(line.split(' ')).output()?;
        ensure!(output.status.success(), "ip {line}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// The kernel refuses segmentation (`UDP_SEGMENT`) on a socket that sends no checksums, as it does where the way out has none.
fn refuse_segments(socket: &OwnedFd) -> Result<()> {
    let yes: libc::c_int = 1;
    // SAFETY: a live number and its length.
    let result = unsafe {
        libc::setsockopt(socket.as_raw_fd(), libc::SOL_SOCKET, libc::SO_NO_CHECK, (&raw const yes).cast(), 4)
    };
    ensure!(result == 0, "SO_NO_CHECK: {}", std::io::Error::last_os_error());
    Ok(())
}
