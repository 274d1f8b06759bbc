//! Whether the tunnel carries packets, fifty times a second: numbered datagrams that the other end sends back.

use std::{
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddrV4, UdpSocket},
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::Result;

use crate::worker::{Worker, in_network};

/// Where the other end answers.
pub(crate) const PORT: u16 = 4007;
/// Between two datagrams.
const EVERY: Duration = Duration::from_millis(20);
/// An answer later than this is as good as none to whoever speaks or types.
const LATE: Duration = Duration::from_millis(150);

/// A socket on all addresses of a network namespace.
fn socket(namespace: &Path, port: u16) -> Result<UdpSocket> {
    in_network(namespace, move || Ok(UdpSocket::bind((Ipv4Addr::UNSPECIFIED, port))?))
}

/// Sends back whatever arrives in a network namespace.
pub(crate) struct Answerer(#[expect(dead_code, reason = "it works as long as it is held")] Worker);

impl Answerer {
    /// Begins.
    ///
    /// # Errors
    /// Not root, or the port is taken.
    pub(crate) fn start(namespace: &Path) -> Result<Self> {
        let socket = socket(namespace, PORT)?;
        socket.set_read_timeout(Some(Duration::from_millis(100)))?;
        let work = move |ending: &AtomicBool| {
            let mut buffer = [0; 64];
            while !ending.load(Ordering::Relaxed) {
                if let Ok((length, from)) = socket.recv_from(&mut buffer) {
                    let _ = socket.send_to(buffer.get(..length).unwrap_or_default(), from);
                }
            }
        };
        Ok(Self(Worker::start("answers", work)?))
    }
}

/// When each datagram was sent, and the answers as they arrived.
#[derive(Debug, Default, Clone)]
struct Log {
    sent: Vec<Instant>,
    answers: Vec<(usize, Instant)>,
}

/// What was seen of the tunnel after something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The longest time without an answer; with fifty a second it is 20 ms when nothing is wrong.
    pub(crate) gap: Duration,
    /// How many datagrams were not answered, or late.
    pub(crate) lost: usize,
    /// How long ago the last answer was.
    pub(crate) silent: Duration,
}

impl Log {
    /// Between two moments. What was sent less than [`LATE`] before the end may still be answered.
    fn seen(&self, since: Instant, until: Instant) -> Seen {
        let mut last = since;
        let mut gap = Duration::ZERO;
        let mut answered = vec![false; self.sent.len()];
        for (number, at) in &self.answers {
            if *at > since {
                gap = gap.max(at.duration_since(last));
            }
            last = *at;
            let in_time = self.sent.get(*number).is_some_and(|sent| at.duration_since(*sent) <= LATE);
            if let Some(answered) = answered.get_mut(*number) {
                *answered |= in_time;
            }
        }
        let silent = until.saturating_duration_since(last);
        let counts = |sent: &Instant| *sent > since && *sent + LATE < until;
        let lost = self.sent.iter().zip(answered).filter(|(sent, answered)| counts(sent) && !answered).count();
        Seen { gap: gap.max(silent), lost, silent }
    }
}

/// Asks fifty times a second.
#[derive(Clone)]
pub(crate) struct Asker {
    log: Arc<Mutex<Log>>,
    _worker: Arc<Worker>,
}

impl Asker {
    /// Begins to ask `target` from a network namespace.
    ///
    /// # Errors
    /// Not root.
    pub(crate) fn start(namespace: &Path, target: Ipv4Addr) -> Result<Self> {
        let socket = socket(namespace, 0)?;
        let log = Arc::<Mutex<Log>>::default();
        let noted = log.clone();
        let work = move |ending: &AtomicBool| {
            let target = SocketAddrV4::new(target, PORT);
            let mut due = Instant::now();
            while !ending.load(Ordering::Relaxed) {
                let now = Instant::now();
                if due <= now {
                    let number = note(&noted, |log| {
                        log.sent.push(now);
                        log.sent.len() - 1
                    });
                    // Refused while there is no route, or by the lock.
                    let _ = socket.send_to(&number.to_be_bytes(), target);
                    // Who was kept from the processor does not catch up with a burst.
                    due = (due + EVERY).max(now);
                }
                let pause = due.saturating_duration_since(Instant::now()).max(Duration::from_micros(500));
                let _ = socket.set_read_timeout(Some(pause));
                receive(&socket, &noted);
            }
        };
        Ok(Self { log, _worker: Arc::new(Worker::start("asks", work)?) })
    }

    /// What was seen since that moment.
    pub(crate) fn seen(&self, since: Instant) -> Seen {
        let log = note(&self.log, |log| log.clone());
        log.seen(since, Instant::now())
    }

    /// When the first answer came after that moment, if one has.
    pub(crate) fn answered(&self, since: Instant) -> Option<Instant> {
        note(&self.log, |log| log.answers.iter().map(|(_, at)| *at).find(|at| *at > since))
    }

    /// Waits until there were answers without a pause for half a second.
    ///
    /// # Errors
    /// There were not within the limit.
    pub(crate) fn wait_until_steady(&self, limit: Duration) -> Result<()> {
        let steady = Duration::from_millis(500);
        let begin = Instant::now();
        loop {
            thread::sleep(Duration::from_millis(50));
            let since = Instant::now().checked_sub(steady).unwrap_or(begin);
            if since > begin && self.seen(since).gap < LATE {
                return Ok(());
            }
            if begin.elapsed() > limit {
                anyhow::bail!("no steady answers through the tunnel within {limit:?}");
            }
        }
    }
}

fn note<T>(log: &Mutex<Log>, what: impl FnOnce(&mut Log) -> T) -> T {
    what(&mut log.lock().unwrap_or_else(PoisonError::into_inner))
}

fn receive(socket: &UdpSocket, log: &Mutex<Log>) {
    let mut buffer = [0; 64];
    match socket.recv(&mut buffer) {
        Ok(_) => {
            let at = Instant::now();
            if let Some(number) = buffer.first_chunk() {
                note(log, |log| log.answers.push((usize::from_be_bytes(*number), at)));
            }
        }
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
        // An ICMP error of an earlier datagram: the next one may have an answer.
        Err(_) => thread::sleep(Duration::from_millis(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(begin: Instant, answered: impl Fn(usize) -> Option<u64>) -> Log {
        let sent: Vec<Instant> = (0..100).map(|number| begin + EVERY * number).collect();
        let mut answers: Vec<(usize, Instant)> = (0..100)
            .filter_map(|number| Some((number, *sent.get(number)? + Duration::from_millis(answered(number)?))))
            .collect();
        answers.sort_by_key(|(_, at)| *at);
        Log { sent, answers }
    }

    #[test]
    fn a_gap_is_the_time_between_two_answers() {
        let begin = Instant::now();
        let (since, until) = (begin + Duration::from_millis(205), begin + Duration::from_millis(1982));
        let all = log(begin, |_| Some(1)).seen(since, until);
        assert_eq!((all.gap, all.lost), (EVERY, 0));
        let without = log(begin, |number| (!(20..30).contains(&number)).then_some(1)).seen(since, until);
        assert_eq!((without.gap, without.lost), (EVERY * 11, 10));
        let before = log(begin, |number| (!(2..8).contains(&number)).then_some(1)).seen(since, until);
        assert_eq!((before.gap, before.lost), (EVERY, 0), "what happened before does not count");
    }

    #[test]
    fn silence_until_the_end_is_a_gap() {
        let begin = Instant::now();
        let until = begin + Duration::from_secs(2);
        let seen = log(begin, |number| (number < 50).then_some(0)).seen(begin + EVERY * 20, until);
        assert_eq!(seen.gap, until.duration_since(begin + EVERY * 49));
        assert_eq!(seen.silent, seen.gap);
        assert_eq!(seen.lost, 43);
    }

    #[test]
    fn late_answers_are_lost() {
        let begin = Instant::now();
        let late = |number| if (30..40).contains(&number) { Some(400 - (number as u64 - 30) * 20) } else { Some(1) };
        let seen = log(begin, late).seen(begin + EVERY * 10, begin + Duration::from_secs(2));
        assert_eq!(seen.lost, 10, "{seen:?}");
    }
}
