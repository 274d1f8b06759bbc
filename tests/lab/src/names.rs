//! A name server for names that nobody could list.

use std::{
    fs::File,
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, UdpSocket},
    os::fd::AsFd,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use anyhow::{Context, Result, anyhow};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use crate::host::Host;

/// Length of a message's header (RFC 1035, section 4.1.1).
const HEADER: usize = 12;
/// Answers, no error: the name may have no address of the kind that is asked for.
const FOUND: [u8; 2] = [0x81, 0x80];
/// Answers: there is no such name.
const UNKNOWN: [u8; 2] = [0x81, 0x83];
const INTERNET: u16 = 1;
const IPV4_ADDRESS: u16 = 1;
const IPV6_ADDRESS: u16 = 28;
/// What a translating network shows its prefix with (RFC 7050, section 2.2).
const SHOWS_PREFIX: &str = "ipv4only.arpa";

/// A name server on a [`Host`], with a wildcard: whatever lies below its zone has the same IPv4 address. The zone itself and all
/// other names do not exist.
#[derive(Debug)]
pub struct NameServer {
    asked: Arc<Mutex<Vec<String>>>,
    leads_to: Arc<Mutex<Ipv4Addr>>,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl NameServer {
    /// Where [`Host`]s look for their name server.
    pub const ADDRESS: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 53);

    /// Serves `*.zone` on `host`, which has to have the address [`NameServer::ADDRESS`].
    ///
    /// # Errors
    /// Not root, or the host has no such address.
    pub fn start(host: &Host, zone: &str, leads_to: Ipv4Addr) -> Result<Self> {
        Self::start_at(host, Self::ADDRESS.into(), zone, leads_to, None)
    }

    /// The same at any address of the host; with `translated`, that is the IPv6 address of `ipv4only.arpa`.
    ///
    /// # Errors
    /// Not root, or the host has no such address.
    pub fn start_at(
        host: &Host,
        address: IpAddr,
        zone: &str,
        leads_to: Ipv4Addr,
        translated: Option<Ipv6Addr>,
    ) -> Result<Self> {
        let namespace = File::open(format!("/proc/{}/ns/net", host.id()))?;
        let open = move || -> Result<UdpSocket> {
            move_into_link_name_space(namespace.as_fd(), Some(LinkNameSpaceType::Network))?;
            Ok(UdpSocket::bind((address, 53))?)
        };
        // A thread of its own, because it does not find its way back; the socket stays where it was made.
        let socket = std::thread::spawn(open).join().map_err(|_| anyhow!("a thread ended badly"))??;
        socket.set_read_timeout(Some(Duration::from_millis(100)))?;
        let (asked, ending) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<AtomicBool>::default());
        let (noted, ended, below) = (asked.clone(), ending.clone(), format!(".{zone}"));
        let leads_to = Arc::new(Mutex::new(leads_to));
        let lead = leads_to.clone();
        let serve = move || {
            let mut buffer = [0; 512];
            while !ended.load(Ordering::Relaxed) {
                match socket.recv_from(&mut buffer) {
                    Ok((length, from)) => {
                        let Some(question) = buffer.get(..length).and_then(Question::read) else { continue };
                        let lead = *lead.lock().unwrap_or_else(PoisonError::into_inner);
                        let known = question.name.ends_with(&below).then_some(IpAddr::V4(lead));
                        let shown = translated.filter(|_| question.name == SHOWS_PREFIX).map(IpAddr::V6);
                        let answer = question.answer(known.or(shown));
                        noted.lock().unwrap_or_else(PoisonError::into_inner).push(question.name);
                        let _ = socket.send_to(&answer, from);
                    }
                    Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
                    Err(_) => return,
                }
            }
        };
        let thread = std::thread::Builder::new().name("names".to_owned()).spawn(serve).context("a thread")?;
        Ok(Self { asked, leads_to, ending, thread: Some(thread) })
    }

    /// From here on the names lead to this address.
    pub fn lead_to(&self, address: Ipv4Addr) {
        *self.leads_to.lock().unwrap_or_else(PoisonError::into_inner) = address;
    }

    /// The names that it was asked for, oldest first, in small letters.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for NameServer {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The one question of a message.
struct Question {
    id: [u8; 2],
    name: String,
    kind: u16,
    /// As it was asked.
    bytes: Vec<u8>,
}

impl Question {
    fn read(message: &[u8]) -> Option<Self> {
        let mut rest = message.get(HEADER..)?;
        let mut labels = Vec::new();
        loop {
            let (length, after) = rest.split_first()?;
            if *length == 0 {
                rest = after;
                break;
            }
            let (label, after) = after.split_at_checked(usize::from(*length))?;
            labels.push(String::from_utf8_lossy(label).to_ascii_lowercase());
            rest = after;
        }
        let (kind, rest) = rest.split_first_chunk()?;
        let (_class, rest) = rest.split_first_chunk::<2>()?;
        let bytes = message.get(HEADER..message.len() - rest.len())?.to_vec();
        Some(Self { id: *message.first_chunk()?, name: labels.join("."), kind: u16::from_be_bytes(*kind), bytes })
    }

    fn answer(&self, address: Option<IpAddr>) -> Vec<u8> {
        let has = match (address, self.kind) {
            (Some(IpAddr::V4(address)), IPV4_ADDRESS) => Some(address.octets().to_vec()),
            (Some(IpAddr::V6(address)), IPV6_ADDRESS) => Some(address.octets().to_vec()),
            _ => None,
        };
        let (flags, answers) = (if address.is_some() { FOUND } else { UNKNOWN }, u16::from(has.is_some()));
        let counts = [1, answers, 0, 0].map(u16::to_be_bytes).concat();
        let mut message = [&self.id, &flags, counts.as_slice(), &self.bytes].concat();
        if let Some(address) = has {
            // The name is that of the question; good for a minute.
            message.extend([0xc0, 12]);
            message.extend([self.kind, INTERNET].map(u16::to_be_bytes).concat());
            message.extend(60_u32.to_be_bytes());
            message.extend(if self.kind == IPV4_ADDRESS { 4_u16 } else { 16 }.to_be_bytes());
            message.extend(address);
        }
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cable;

    #[test]
    fn what_lies_below_its_zone_has_an_address_and_nothing_else_has() -> Result<()> {
        let (client, server) = (Host::new()?, Host::new()?);
        cable(&client, "eth0", &["192.0.2.2/24"], &server, "eth0", &["192.0.2.1/24", "192.0.2.53/24"])?;
        let names = NameServer::start(&server, "vpn.example", Ipv4Addr::new(192, 0, 2, 1))?;
        let found = client.run("getent ahosts some.vpn.example")?;
        assert!(found.starts_with("192.0.2.1 ") && !found.contains(':'), "{found}");
        for unknown in ["vpn.example", "some.other.example"] {
            assert!(client.run(&format!("getent ahostsv4 {unknown}")).is_err(), "{unknown}");
        }
        let asked = names.asked();
        assert!(
            ["some.vpn.example", "vpn.example"].iter().all(|name| asked.iter().any(|one| one == name)),
            "{asked:?}"
        );
        drop(names);
        assert!(client.run("getent ahostsv4 other.vpn.example").is_err(), "nobody answers any more");
        Ok(())
    }
}
