//! One plain request that shows whether the network wants somebody to sign in first: such a network answers it with its own page.
//!
//! It carries nothing about the person or the computer: no cookie, no user agent, no name of Adit. Which page is asked is the
//! administrator's choice ([`SETTINGS`]), else NetworkManager's, else [`PAGE`].

use std::{fs::File, io::Read, path::Path, time::Duration};

use netwatch::SignInCheck;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};
use vpn_api::{LocalEnd, LookUp, session::Family};

use crate::{link::dial, platform::NetworkSignIn, resolve::Resolver, sockets::SocketSource};

/// The administrator's word: `check = "http://…"` or `check = "off"`.
const SETTINGS: &str = "/etc/adit/sign-in.conf";
const MAX_SETTINGS: u64 = 4096;
/// Asked where nobody has set up another one. GNOME's desktops ask it, and so do several distributions.
const PAGE: &str = "http://nmcheck.gnome.org/check_network_status.txt";
/// For everything: name, connection and answer.
const PATIENCE: Duration = Duration::from_secs(6);
/// For one address: another one may answer.
const ONE_ADDRESS: Duration = Duration::from_secs(3);
const MAX_ADDRESSES: usize = 2;
/// Bytes of an answer that are read.
const LONGEST: usize = 8 << 10;
const MAX_HEADERS: usize = 64;
const LONGEST_PAGE: usize = 1024;

/// What came of asking a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It wants somebody to sign in.
    Wants(NetworkSignIn),
    /// It leads to the page.
    Free,
    /// Nobody answered, or something that says neither.
    Silent,
    /// Nothing was sent: somebody does not want it, or has asked already.
    No,
}

/// Asks the network that the machine is in, as the system has it set up.
pub(crate) async fn ask(resolver: &Resolver, sockets: &SocketSource) -> Asked {
    let page = match settings(Path::new(SETTINGS)) {
        Some(chosen) => chosen,
        None => match netwatch::sign_in_check().await {
            SignInCheck::Page(page) => Page::new(&page),
            SignInCheck::NoPage => Page::new(PAGE),
            SignInCheck::Off | SignInCheck::Answered => None,
        },
    };
    let Some(page) = page else { return Asked::No };
    let asked = timeout(PATIENCE, page.ask(resolver, sockets)).await.unwrap_or(Asked::Silent);
    tracing::debug!(page = page.address, ?asked, "the network was asked whether it wants a sign-in");
    asked
}

/// What the administrator chose: a page, or none at all. What cannot be understood asks nobody.
fn settings(file: &Path) -> Option<Option<Page>> {
    let mut text = String::new();
    File::open(file).ok()?.take(MAX_SETTINGS).read_to_string(&mut text).ok()?;
    chosen(&text)
}

fn chosen(text: &str) -> Option<Option<Page>> {
    let mut values = text.lines().filter_map(|line| {
        let (name, value) = line.split_once('=')?;
        (name.trim() == "check").then(|| value.trim().trim_matches('"').to_owned())
    });
    let value = values.next_back()?;
    let page = Page::new(&value);
    if page.is_none() && value != "off" {
        tracing::warn!(file = SETTINGS, "the check page is no address that begins with http://; no network is asked");
    }
    Some(page)
}

/// A page whose answer a network can replace.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Page {
    address: String,
    host: String,
    port: u16,
    path: String,
}

impl Page {
    fn new(address: &str) -> Option<Self> {
        let rest = address.strip_prefix("http://").filter(|_| address.len() <= LONGEST_PAGE)?;
        let (authority, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, port.parse().ok().filter(|port| *port != 0)?),
            None => (authority, 80),
        };
        let is_host =
            !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        let is_path = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        (is_host && is_path).then(|| Self {
            address: address.to_owned(),
            host: host.to_owned(),
            port,
            path: path.to_owned(),
        })
    }

    async fn ask(&self, resolver: &Resolver, sockets: &SocketSource) -> Asked {
        let look_up = LookUp { host: self.host.clone(), port: self.port, family: Family::Any };
        // The addresses are told to whoever holds traffic back before anything is sent there.
        let addresses = match resolver.addresses(look_up).await {
            Ok(addresses) => addresses,
            Err(error) => {
                tracing::debug!(%error, host = self.host, "the check page is not found");
                return Asked::Silent;
            }
        };
        for address in addresses.into_iter().take(MAX_ADDRESSES) {
            let answered = async {
                let mut stream = dial::stream(sockets, address, LocalEnd::default()).await.ok()?;
                stream.write_all(self.request().as_bytes()).await.ok()?;
                self.answer(&mut stream).await
            };
            if let Ok(Some(asked)) = timeout(ONE_ADDRESS, answered).await {
                return asked;
            }
        }
        Asked::Silent
    }

    fn request(&self) -> String {
        let port = if self.port == 80 { String::new() } else { format!(":{}", self.port) };
        format!("GET {} HTTP/1.1\r\nHost: {}{port}\r\nConnection: close\r\n\r\n", self.path, self.host)
    }

    async fn answer(&self, stream: &mut (impl AsyncReadExt + Unpin)) -> Option<Asked> {
        let mut received = Vec::with_capacity(1024);
        loop {
            let room = LONGEST.saturating_sub(received.len()) as u64;
            let before = received.len();
            let read = (&mut *stream).take(room).read_buf(&mut received).await;
            let ended = read.is_err() || received.len() == before;
            if let Some(wants) = judged(&received, ended).ok()? {
                let page = Some(self.address.clone());
                return Some(if wants { Asked::Wants(NetworkSignIn { page }) } else { Asked::Free });
            }
            if ended {
                return None;
            }
        }
    }
}

/// Says neither, and will not.
struct Neither;

/// Whether an answer is a network's own page: one that leads elsewhere (RFC 9110 §15.4), says so (RFC 6585 §6), or is a page for
/// people where the check page is a line of text. `None`: more is needed.
fn judged(received: &[u8], ended: bool) -> Result<Option<bool>, Neither> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let head = match response.parse(received).map_err(|_| Neither)? {
        httparse::Status::Complete(head) => head,
        httparse::Status::Partial => return Ok(None),
    };
    match response.code.ok_or(Neither)? {
        204 => Ok(Some(false)),
        300..=399 | 511 => Ok(Some(true)),
        200..=299 => {
            let value = |name: &str| response.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
            let is_html =
                value("content-type").is_some_and(|kind| kind.value.to_ascii_lowercase().starts_with(b"text/html"));
            let is_empty = value("content-length").is_some_and(|length| length.value == b"0");
            let body = received.get(head..).unwrap_or_default().trim_ascii_start();
            match body.first() {
                _ if is_html => Ok(Some(true)),
                Some(first) => Ok(Some(*first == b'<')),
                None if ended || is_empty => Ok(Some(false)),
                None => Ok(None),
            }
        }
        _ => Err(Neither),
    }
}

#[cfg(test)]
mod tests;
