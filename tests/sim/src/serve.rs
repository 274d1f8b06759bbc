//! The scripted server on real sockets, for tests that connect the whole program to it.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream, UdpSocket},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{
    reliable::Pace,
    script::{Act, Script, Seen},
    server::{ServerTls, TestServer},
    site::Site,
};

/// No wait is longer, so that a stop is noticed.
const LONGEST_WAIT: Duration = Duration::from_millis(100);
const MAX_FRAME: usize = 4096;
const MAX_NOTED: usize = 100_000;

/// A running server. It ends with this value.
pub struct Served {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    orders: mpsc::Sender<Act>,
    seen: Arc<Mutex<Vec<Seen>>>,
    thread: Option<JoinHandle<()>>,
}

impl Served {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Has something done towards every guest with keys.
    pub fn order(&self, act: Act) {
        let _ = self.orders.send(act);
    }

    /// What was noticed since the last call. Pings through the tunnel are answered and not told.
    #[must_use]
    pub fn take_seen(&self) -> Vec<Seen> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Serves datagrams on a bound socket: a whole [`Site`], without state for strangers. ICMP echo requests that come out of the
/// tunnel are answered, whatever address they go to.
///
/// # Errors
/// The socket has no address or takes no time-out.
pub fn serve_udp(socket: UdpSocket, script: Script, tls: ServerTls) -> io::Result<Served> {
    socket.set_read_timeout(Some(LONGEST_WAIT))?;
    let address = socket.local_addr()?;
    Ok(run(address, move |stop, orders, seen| {
        let mut site: Site<SocketAddr> = Site::new(script, tls, Instant::now());
        let mut buffer = [0; MAX_FRAME];
        while !stop.load(Ordering::Relaxed) {
            let now = Instant::now();
            let wait = site.poll_timeout().map_or(LONGEST_WAIT, |at| at.saturating_duration_since(now));
            let wait = wait.clamp(Duration::from_millis(1), LONGEST_WAIT);
            let got = socket.set_read_timeout(Some(wait)).and_then(|()| socket.recv_from(&mut buffer));
            let now = Instant::now();
            if let Ok((length, from)) = got {
                site.receive(now, from, buffer.get(..length).unwrap_or_default());
            }
            while let Ok(act) = orders.try_recv() {
                let guests: Vec<_> = site.guests().filter(|(_, guest)| guest.has_keys()).map(|(at, _)| at).collect();
                for guest in guests {
                    site.with_guest(guest, |guest| guest.act(now, act.clone()));
                }
            }
            site.tick(now);
            while let Some((from, _, noticed)) = site.poll_seen() {
                match echo(&noticed) {
                    Some(reply) => site.with_guest(from, |guest| guest.send(now, &reply)),
                    None => note(seen, noticed),
                }
            }
            while let Some((to, frame)) = site.poll() {
                let _ = socket.send_to(&frame, to);
            }
        }
    }))
}

/// Serves streams on a bound listener, each connection a guest of its own. Echo requests are answered as with [`serve_udp`].
///
/// # Errors
/// The listener has no address or cannot be polled.
pub fn serve_tcp(listener: TcpListener, script: Script, tls: ServerTls) -> io::Result<Served> {
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let script = Script { pace: Pace::Stream, ..script };
    Ok(run(address, move |stop, orders, seen| {
        let mut streams: BTreeMap<SocketAddr, Stream> = BTreeMap::new();
        while !stop.load(Ordering::Relaxed) {
            let now = Instant::now();
            if let Ok((stream, from)) = listener.accept()
                && stream.set_nonblocking(true).is_ok()
            {
                let guest = TestServer::with(script.clone(), tls.clone());
                streams.insert(from, Stream { stream, guest, input: Vec::new(), output: Vec::new() });
            }
            let orders: Vec<Act> = orders.try_iter().collect();
            let before = streams.len();
            let mut moved = false;
            streams.retain(|_, stream| match stream.step(now, &orders, seen) {
                Ok(some) => {
                    moved |= some;
                    true
                }
                Err(_) => false,
            });
            if !moved && before == streams.len() {
                thread::sleep(Duration::from_millis(2));
            }
        }
    }))
}

struct Stream {
    stream: TcpStream,
    guest: TestServer,
    input: Vec<u8>,
    output: Vec<u8>,
}

impl Stream {
    /// Reads and writes what can be. `true`: something was there.
    fn step(&mut self, now: Instant, orders: &[Act], seen: &Mutex<Vec<Seen>>) -> io::Result<bool> {
        let mut buffer = [0; MAX_FRAME];
        let mut moved = false;
        match self.stream.read(&mut buffer) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(length) => {
                self.input.extend_from_slice(buffer.get(..length).unwrap_or_default());
                moved = true;
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
        while let Some(length) = self.input.first_chunk().map(|length| usize::from(u16::from_be_bytes(*length))) {
            if length == 0 || length > MAX_FRAME {
                return Err(io::ErrorKind::InvalidData.into());
            }
            let Some(frame) = self.input.get(2..2 + length).map(<[u8]>::to_vec) else { break };
            self.input.drain(..2 + length);
            self.guest.receive(now, &frame);
        }
        if self.guest.has_keys() {
            for act in orders {
                self.guest.act(now, act.clone());
            }
        }
        self.guest.tick(now);
        for noticed in std::mem::take(&mut self.guest.seen) {
            match echo(&noticed) {
                Some(reply) => self.guest.send(now, &reply),
                None => note(seen, noticed),
            }
        }
        while let Some(frame) = self.guest.poll() {
            let length = u16::try_from(frame.len()).map_err(|_| io::ErrorKind::InvalidData)?;
            self.output.extend(length.to_be_bytes());
            self.output.extend(frame);
        }
        if !self.output.is_empty() {
            match self.stream.write(&self.output) {
                Ok(length) => {
                    self.output.drain(..length);
                    moved = true;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(moved)
    }
}

fn run(
    address: SocketAddr,
    serve: impl FnOnce(&AtomicBool, &mpsc::Receiver<Act>, &Mutex<Vec<Seen>>) + Send + 'static,
) -> Served {
    let (orders, received) = mpsc::channel();
    let (stop, seen) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
    let (its_stop, its_seen) = (stop.clone(), seen.clone());
    let thread = thread::spawn(move || serve(&its_stop, &received, &its_seen));
    Served { address, stop, orders, seen, thread: Some(thread) }
}

fn note(seen: &Mutex<Vec<Seen>>, noticed: Seen) {
    let mut seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    if seen.len() < MAX_NOTED {
        seen.push(noticed);
    }
}

/// The answer to an ICMP echo request over IPv4 (RFC 792): addresses change places, type 8 becomes 0.
fn echo(noticed: &Seen) -> Option<Vec<u8>> {
    let Seen::Packet(packet) = noticed else { return None };
    let header = usize::from(packet.first()? & 0x0f) * 4;
    if packet.first()? >> 4 != 4 || packet.get(9) != Some(&1) || packet.get(header) != Some(&8) || header < 20 {
        return None;
    }
    let mut reply = packet.clone();
    let (source, target) = (packet.get(12..16)?, packet.get(16..20)?);
    reply.get_mut(12..16)?.copy_from_slice(target);
    reply.get_mut(16..20)?.copy_from_slice(source);
    *reply.get_mut(header)? = 0;
    // The sum of 16-bit words in ones' complement lost 0x0800 from its first word (RFC 1624).
    let checksum = reply.get_mut(header + 2..header + 4)?;
    let old = u16::from_be_bytes(checksum.try_into().ok()?);
    let (sum, carry) = old.overflowing_add(0x0800);
    checksum.copy_from_slice(&(sum + u16::from(carry)).to_be_bytes());
    Some(reply)
}
