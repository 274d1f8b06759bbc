//! Questions to name servers over sockets of our own: RFC 1035 with the advice of RFC 5452 (random ids and ports, the question
//! is compared) and RFC 7766 (TCP where a datagram is too short).

use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};

use futures_util::{
    StreamExt,
    future::{self, Either},
    stream::FuturesUnordered,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UdpSocket,
    time::timeout,
};
use vpn_api::{LocalEnd, Transport};

use super::{
    Answered,
    message::{self, DnsName, Kind, Said},
};
use crate::{link::dial, sockets::SocketSource};

/// How long a server has for each try; a datagram may be lost. Together below the time that a look-up has.
const TRIES: [Duration; 3] = [Duration::from_secs(1), Duration::from_secs(2), Duration::from_secs(3)];
/// A server that has not answered by then is not the only one that is asked.
const STAGGER: Duration = Duration::from_millis(400);
/// How long the other family has once one has addresses: some servers never answer for AAAA (RFC 4074 §4.1).
const OTHER_FAMILY: Duration = Duration::from_millis(300);
/// How long others have to contradict a server that knows no such name: it may be the server of another network.
const CONTRADICTION: Duration = Duration::from_secs(1);
const TCP_TIME: Duration = Duration::from_secs(4);
/// Longest datagram that is read. We offer no more than the 512 bytes of RFC 1035 §4.2.1.
const DATAGRAM: usize = 4096;
/// Datagrams that are no answer, for one try: somebody may be guessing.
const MAX_STRAYS: usize = 64;

/// Why there is no address, the one that says the most last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub(super) enum NoAddresses {
    /// No server could be asked, or none answered.
    #[error("no name server answered")]
    Silent,
    /// Servers answered that they do not know and could not find out.
    #[error("the name servers could not find out")]
    Refused,
    /// There is no such name.
    #[error("no such name")]
    NoSuchName,
    /// The name has no addresses.
    #[error("the name has no addresses")]
    Empty,
}

/// Asks name servers.
#[derive(Clone)]
pub(super) struct NameClient {
    sockets: SocketSource,
    random: Arc<dyn Fn() -> u16 + Send + Sync>,
}

impl fmt::Debug for NameClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("NameClient").field(&self.sockets).finish()
    }
}

impl NameClient {
    /// Asks over these sockets; `random` gives unpredictable numbers.
    pub(super) fn new(sockets: SocketSource, random: impl Fn() -> u16 + Send + Sync + 'static) -> Self {
        Self { sockets, random: Arc::new(random) }
    }

    /// The addresses of a name from the first of these servers that has some. A server that is silent, refuses or knows no such
    /// name is followed by the next.
    pub(super) async fn addresses(&self, servers: &[SocketAddr], name: &DnsName) -> Result<Vec<IpAddr>, NoAddresses> {
        let mut asked = FuturesUnordered::new();
        let mut next = servers.iter();
        let mut worst = NoAddresses::Silent;
        loop {
            let more = next.next().map(|server| asked.push(self.both(*server, name))).is_some();
            let patience = match (more, worst) {
                (true, _) => STAGGER,
                (false, NoAddresses::NoSuchName | NoAddresses::Empty) => CONTRADICTION,
                // Each server's own tries are bounded.
                (false, NoAddresses::Silent | NoAddresses::Refused) => Duration::from_secs(60),
            };
            match timeout(patience, asked.next()).await {
                Ok(Some(Ok(found))) => return Ok(found),
                Ok(Some(Err(error))) => worst = worst.max(error),
                Ok(None) => return Err(worst),
                Err(_) if more => {}
                Err(_) => return Err(worst),
            }
        }
    }

    /// Whether the server answers a question for this name, whatever it says of the name.
    pub(super) async fn answers(&self, server: SocketAddr, name: &DnsName) -> Answered {
        let began = tokio::time::Instant::now();
        match self.ask(server, name, Kind::V4).await {
            Ok(_) | Err(NoAddresses::NoSuchName | NoAddresses::Empty) => Answered::Yes(began.elapsed()),
            Err(NoAddresses::Refused) => Answered::Refused,
            Err(NoAddresses::Silent) => Answered::No,
        }
    }

    /// Both families from one server, IPv6 first as RFC 6724 has it.
    async fn both(&self, server: SocketAddr, name: &DnsName) -> Result<Vec<IpAddr>, NoAddresses> {
        let (four, six) = (pin!(self.ask(server, name, Kind::V4)), pin!(self.ask(server, name, Kind::V6)));
        let (four, six) = match future::select(four, six).await {
            Either::Left((four, six)) => {
                let six = self.other(&four, six).await;
                (four, six)
            }
            Either::Right((six, four)) => {
                let four = self.other(&six, four).await;
                (four, six)
            }
        };
        match (six, four) {
            (Ok(mut six), Ok(four)) => {
                six.extend(four);
                if six.is_empty() { Err(NoAddresses::Empty) } else { Ok(six) }
            }
            (Ok(some), Err(_)) | (Err(_), Ok(some)) if !some.is_empty() => Ok(some),
            (Ok(_), Err(error)) | (Err(error), Ok(_)) => Err(error),
            (Err(six), Err(four)) => Err(six.max(four)),
        }
    }

    async fn other(
        &self,
        first: &Result<Vec<IpAddr>, NoAddresses>,
        other: impl Future<Output = Result<Vec<IpAddr>, NoAddresses>>,
    ) -> Result<Vec<IpAddr>, NoAddresses> {
        if first.as_ref().is_ok_and(|found| !found.is_empty()) {
            timeout(OTHER_FAMILY, other).await.unwrap_or(Err(NoAddresses::Silent))
        } else {
            other.await
        }
    }

    async fn ask(&self, server: SocketAddr, name: &DnsName, kind: Kind) -> Result<Vec<IpAddr>, NoAddresses> {
        for patience in TRIES {
            let id = (self.random)();
            let Some(question) = message::question(id, name, kind) else { return Err(NoAddresses::NoSuchName) };
            let reads = |bytes: &[u8]| message::answer(bytes, id, name, kind);
            let said = match timeout(patience, self.datagram(server, &question, reads)).await {
                Ok(Ok(Said::Truncated)) => match timeout(TCP_TIME, self.stream(server, &question, reads)).await {
                    Ok(Ok(said)) => said,
                    Ok(Err(_)) | Err(_) => return Err(NoAddresses::Silent),
                },
                Ok(Ok(said)) => said,
                // No way to it, or nobody is there: it will not be otherwise in a second.
                Ok(Err(error)) => {
                    tracing::debug!(%server, %error, "a name server cannot be asked");
                    return Err(NoAddresses::Silent);
                }
                Err(_) => continue,
            };
            return match said {
                Said::Addresses(found) => Ok(found),
                Said::NoSuchName => Err(NoAddresses::NoSuchName),
                Said::Refused | Said::Truncated => Err(NoAddresses::Refused),
            };
        }
        Err(NoAddresses::Silent)
    }

    /// Each try has a socket of its own, and so a port that nobody knows.
    async fn datagram(
        &self,
        server: SocketAddr,
        question: &[u8],
        reads: impl Fn(&[u8]) -> Option<Said>,
    ) -> io::Result<Said> {
        let socket = self.sockets.open(Transport::Udp, server, LocalEnd::default()).map_err(io::Error::other)?;
        let socket = UdpSocket::from_std(socket.into())?;
        socket.send(question).await?;
        let mut buffer = vec![0; DATAGRAM];
        for _ in 0..MAX_STRAYS {
            let length = socket.recv(&mut buffer).await?;
            if let Some(said) = buffer.get(..length).and_then(&reads) {
                return Ok(said);
            }
        }
        Err(io::ErrorKind::InvalidData.into())
    }

    /// Two bytes of length are in front of each message (RFC 1035 §4.2.2).
    async fn stream(
        &self,
        server: SocketAddr,
        question: &[u8],
        reads: impl Fn(&[u8]) -> Option<Said>,
    ) -> io::Result<Said> {
        let mut stream = dial::stream(&self.sockets, server, LocalEnd::default()).await.map_err(io::Error::other)?;
        let length = u16::try_from(question.len()).map_err(io::Error::other)?;
        stream.write_all(&[&length.to_be_bytes(), question].concat()).await?;
        let mut answer = vec![0; usize::from(stream.read_u16().await?)];
        stream.read_exact(&mut answer).await?;
        reads(&answer).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

#[cfg(test)]
mod tests;
