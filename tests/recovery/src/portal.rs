//! A network that wants somebody to sign in first: it answers the question whether there is an internet by leading elsewhere,
//! and passes nothing on.

use std::{
    io::{Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use lab::Debian;

use crate::worker::{Worker, in_network};

/// Its name, and the page that NetworkManager asks for.
const NAME: &str = "portal.box.test";
const FREE: &str = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nonline";

/// What DHCP's name server has to be told of it.
pub(crate) const NAMES: &str = "--address=/portal.box.test/192.0.2.1";

/// The provider's network with its sign-in page.
pub(crate) struct Portal {
    closed: Arc<AtomicBool>,
    _worker: Worker,
}

impl Portal {
    /// Serves the page, and lets everybody out at first.
    ///
    /// # Errors
    /// Something serves pages there already.
    pub(crate) fn start(system: &Debian) -> Result<Self> {
        let listener = in_network(&system.provider_network(), || Ok(TcpListener::bind(("0.0.0.0", 80))?))?;
        listener.set_nonblocking(true)?;
        let closed = Arc::new(AtomicBool::new(false));
        let is_closed = closed.clone();
        let work = move |ending: &AtomicBool| {
            while !ending.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) => drop(answer(stream, is_closed.load(Ordering::Relaxed))),
                    Err(_) => std::thread::sleep(Duration::from_millis(10)),
                }
            }
        };
        Ok(Self { closed, _worker: Worker::start("portal", work)? })
    }

    /// What tells NetworkManager to ask.
    pub(crate) fn configuration() -> String {
        format!("[connectivity]\nenabled=true\nuri=http://{NAME}/check\nresponse=online\ninterval=60\n")
    }

    /// From here on nobody gets out who has not signed in.
    ///
    /// # Errors
    /// nftables is missing.
    pub(crate) fn close(&self, system: &Debian) -> Result<()> {
        self.closed.store(true, Ordering::Relaxed);
        system.provider("nft add table inet portal")?;
        system.provider("nft add chain inet portal forward { type filter hook forward priority 0 ; policy drop ; }")?;
        Ok(())
    }

    /// Somebody signs in.
    ///
    /// # Errors
    /// It is open.
    pub(crate) fn sign_in(&self, system: &Debian) -> Result<()> {
        self.closed.store(false, Ordering::Relaxed);
        system.provider("nft delete table inet portal").map(drop)
    }
}

/// Reads a request, whatever it is, and answers it.
fn answer(mut stream: std::net::TcpStream, closed: bool) -> Result<()> {
    stream.set_nonblocking(false)?;
    stream.set_read_timeout(Some(Duration::from_secs(1)))?;
    let mut request: Vec<u8> = Vec::new();
    let mut buffer = [0; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") && request.len() < 8192 {
        match stream.read(&mut buffer)? {
            0 => break,
            length => request.extend(buffer.get(..length).unwrap_or_default()),
        }
    }
    let away = format!(
        "HTTP/1.1 302 Found\r\nLocation: http://{NAME}/sign-in\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    Ok(stream.write_all(if closed { away.as_bytes() } else { FREE.as_bytes() })?)
}
