//! A service that says the same to everybody.

use std::{
    fs::File,
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    os::fd::AsFd,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use anyhow::{Context, Result, anyhow};
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use crate::host::Host;

/// Accepts connections on a [`Host`], waits for the first bytes if it is to, says its words and hangs up.
#[derive(Debug)]
pub struct Speaker {
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Speaker {
    /// Speaks at this address of the host; `first`: before anything was heard.
    ///
    /// # Errors
    /// Not root, or the host has no such address.
    pub fn start(host: &Host, address: SocketAddr, words: &'static [u8], first: bool) -> Result<Self> {
        let namespace = File::open(format!("/proc/{}/ns/net", host.id()))?;
        let open = move || -> Result<TcpListener> {
            move_into_link_name_space(namespace.as_fd(), Some(LinkNameSpaceType::Network))?;
            Ok(TcpListener::bind(address)?)
        };
        // A thread of its own, because it does not find its way back; the socket stays where it was made.
        let listener = std::thread::spawn(open).join().map_err(|_| anyhow!("a thread ended badly"))??;
        listener.set_nonblocking(true)?;
        let ending = Arc::<AtomicBool>::default();
        let ended = ending.clone();
        let serve = move || {
            while !ended.load(Ordering::Relaxed) {
                let Ok((mut stream, _)) = listener.accept() else {
                    std::thread::sleep(Duration::from_millis(20));
                    continue;
                };
                let _ = stream.set_nonblocking(false);
                let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
                if first || stream.read(&mut [0; 512]).is_ok() {
                    let _ = stream.write_all(words);
                }
                // What was not read would make the system reset the connection and throw the words away.
                let _ = stream.shutdown(std::net::Shutdown::Write);
                while stream.read(&mut [0; 512]).is_ok_and(|length| length > 0) {}
            }
        };
        let thread = std::thread::Builder::new().name("speaker".to_owned()).spawn(serve).context("a thread")?;
        Ok(Self { ending, thread: Some(thread) })
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
