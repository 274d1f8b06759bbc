//! Streams of bytes that follow from a seed, in both directions at once, compared byte by byte where they arrive.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

/// Bytes that are made and compared at a time. Odd, so that segments and writes do not line up.
const BLOCK: usize = 131_071;
/// How long nothing may move.
const PATIENCE: Duration = Duration::from_secs(60);
/// The sink found all bytes as they should be.
const GOOD: u8 = 1;

/// Bytes that look random, the same for the same seed (xorshift64).
#[derive(Debug, Clone)]
pub struct Noise(u64);

impl Noise {
    /// Begins.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        // Zero would stay zero; similar seeds must not begin alike.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next bytes.
    pub fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            let value = self.0.to_le_bytes();
            match chunk.first_chunk_mut() {
                Some(whole) => *whole = value,
                None => chunk.iter_mut().zip(value).for_each(|(byte, value)| *byte = value),
            }
        }
    }
}

/// What a source moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Moved {
    /// Bytes that arrived as they were sent, both directions together.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
}

impl Moved {
    /// In Gbit/s.
    #[must_use]
    pub fn speed(&self) -> f64 {
        self.bytes as f64 * 8.0 / 1e9 / self.seconds
    }
}

/// Serves for ever: takes what sources send, compares it, and sends what they want.
///
/// # Errors
/// The address is taken.
pub fn sink(address: SocketAddr) -> Result<()> {
    let listener = TcpListener::bind(address)?;
    for stream in listener.incoming() {
        let mut stream = stream?;
        thread::spawn(move || {
            if let Err(error) = serve(&mut stream) {
                let _ = writeln!(std::io::stderr(), "a stream failed: {error:#}");
            }
        });
    }
    Ok(())
}

fn serve(stream: &mut TcpStream) -> Result<()> {
    impatient(stream)?;
    let mut wish = [0; 24];
    stream.read_exact(&mut wish)?;
    let [seed, up, down] = [0, 8, 16].map(|at| {
        let bytes = wish.get(at..).and_then(|rest| rest.first_chunk::<8>());
        u64::from_le_bytes(bytes.copied().unwrap_or_default())
    });
    let sending = send(stream.try_clone()?, !seed, down);
    receive(stream, seed, up)?;
    joined(sending)?;
    stream.write_all(&[GOOD])?;
    Ok(())
}

/// Moves `up` bytes to the sink and `down` bytes from it, in `flows` streams.
///
/// # Errors
/// A byte is wrong, or nothing moves any more.
pub fn source(sink: SocketAddr, flows: usize, up: u64, down: u64, seed: u64) -> Result<Moved> {
    ensure!(flows > 0, "no flows");
    let began = Instant::now();
    let count = flows as u64;
    let flows = (0..count)
        .map(|flow| {
            // The first ones take what is left over.
            let share = |bytes: u64| bytes / count + u64::from(flow < bytes % count);
            let (up, down) = (share(up), share(down));
            thread::spawn(move || source_one(sink, seed.wrapping_add(flow), up, down))
        })
        .collect::<Vec<_>>();
    let mut bytes = 0;
    for flow in flows {
        bytes += joined(flow)?;
    }
    Ok(Moved { bytes, seconds: began.elapsed().as_secs_f64() })
}

fn source_one(sink: SocketAddr, seed: u64, up: u64, down: u64) -> Result<u64> {
    let mut stream = TcpStream::connect_timeout(&sink, PATIENCE)?;
    impatient(&stream)?;
    stream.write_all(&[seed, up, down].map(u64::to_le_bytes).concat())?;
    let sending = send(stream.try_clone()?, seed, up);
    receive(&mut stream, !seed, down)?;
    joined(sending)?;
    let mut verdict = [0];
    stream.read_exact(&mut verdict).context("the sink does not like what it got")?;
    ensure!(verdict == [GOOD], "the sink says {verdict:?}");
    Ok(up + down)
}

fn send(mut stream: TcpStream, seed: u64, mut left: u64) -> JoinHandle<Result<()>> {
    thread::spawn(move || {
        let (mut noise, mut block) = (Noise::new(seed), vec![0; BLOCK]);
        while left > 0 {
            let part = block.get_mut(..share_of(left)).unwrap_or_default();
            noise.fill(part);
            stream.write_all(part)?;
            left -= part.len() as u64;
        }
        Ok(())
    })
}

fn receive(stream: &mut TcpStream, seed: u64, total: u64) -> Result<()> {
    let (mut noise, mut block, mut expected) = (Noise::new(seed), vec![0; BLOCK], vec![0; BLOCK]);
    let mut left = total;
    while left > 0 {
        let len = share_of(left);
        let (part, expected) = (block.get_mut(..len).unwrap_or_default(), expected.get_mut(..len).unwrap_or_default());
        stream.read_exact(part).with_context(|| format!("{left} of {total} bytes are missing"))?;
        noise.fill(expected);
        if part != expected {
            let at = part.iter().zip(&*expected).take_while(|(is, should)| is == should).count();
            bail!("byte {} is wrong", total - left + at as u64);
        }
        left -= len as u64;
    }
    Ok(())
}

fn share_of(left: u64) -> usize {
    left.min(BLOCK as u64) as usize
}

fn impatient(stream: &TcpStream) -> Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(())
}

fn joined<T>(thread: JoinHandle<Result<T>>) -> Result<T> {
    thread.join().ok().context("a thread panicked")?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started_sink() -> SocketAddr {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).unwrap();
        thread::spawn(move || sink(address));
        for _ in 0..100 {
            if TcpStream::connect(address).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(10));
        }
        address
    }

    #[test]
    fn bytes_arrive_in_both_directions() {
        let moved = source(started_sink(), 3, 3_000_000, 300, 7).unwrap();
        assert_eq!(moved.bytes, 3_000_300);
    }

    /// Something on the way turns one bit.
    #[test]
    fn a_wrong_byte_is_found() {
        for at in [0, 2_999_999] {
            let sink = started_sink();
            let way = TcpListener::bind("127.0.0.1:0").unwrap();
            let address = way.local_addr().unwrap();
            thread::spawn(move || {
                let (mut near, mut far) = (way.accept().unwrap().0, TcpStream::connect(sink).unwrap());
                let mut bytes = vec![0; 24 + 3_000_000];
                near.read_exact(&mut bytes).unwrap();
                bytes[24 + at] ^= 1;
                far.write_all(&bytes).unwrap();
                let mut verdict = Vec::new();
                far.read_to_end(&mut verdict).unwrap();
                near.write_all(&verdict).unwrap();
            });
            assert!(source(address, 1, 3_000_000, 0, 7).is_err(), "byte {at}");
        }
    }
}
