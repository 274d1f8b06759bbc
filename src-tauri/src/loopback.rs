//! Receives what a sign-in page sends back through the browser: one request to this machine's loopback address, as the protocol
//! describes it ([`BrowserListener`]). The only module of the app that uses `httparse`.
//!
//! The listener exists while its question does, and only after the person opened the page. What other users of this machine send
//! is not read. Whatever else this user's programs, or any page in any browser of theirs, send to it gets a 404 that does not say
//! what listens here. A page can be made to send a forged answer; it takes the server that asked to tell, as with every client
//! of this kind.

mod peer;

use std::{io, net::Ipv4Addr, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};
use vpn_api::{
    Secret,
    prompt::{BrowserListener, HandBack, ListenerMethod, ListenerPort},
};
use zeroize::Zeroizing;

use crate::strings;

/// Largest body in bytes. Answers of identity providers have 10 KiB and more.
const MAX_BODY: usize = 128 * 1024;
/// Longest head of a request in bytes. Browsers send the cookies of everything that was ever served on this address.
const MAX_HEAD: usize = 32 * 1024;
/// Most headers of a request.
const MAX_HEADERS: usize = 64;
/// Most connections at a time. Browsers open a spare one or two.
const MAX_CONNECTIONS: usize = 8;
/// How long one connection has, from its first byte to the last of its answer.
const CONNECTION_TIME: Duration = Duration::from_secs(10);
/// How long is listened after the page was opened. Then the person opens it again.
const LISTENING_TIME: Duration = Duration::from_secs(15 * 60);
/// Headers of every answer. Nobody may read or keep it, frame it, or make it load anything.
const HEADERS: &str = "Connection: close\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\
                       X-Frame-Options: DENY\r\nReferrer-Policy: no-referrer\r\nContent-Security-Policy: default-src 'none'\r\n";

/// A port of the loopback address, bound. No request is read until [`Loopback::answer`]; dropping it closes the port.
pub(crate) struct Loopback {
    listener: TcpListener,
    wanted: Arc<BrowserListener>,
    limits: Limits,
}

/// How long things may take.
#[derive(Clone, Copy)]
struct Limits {
    connection: Duration,
    listening: Duration,
}

impl Loopback {
    /// Binds the port of 127.0.0.1 that is wanted. Does not wait.
    ///
    /// # Errors
    /// Somebody else has it.
    pub(crate) fn take(wanted: BrowserListener) -> io::Result<Self> {
        let port = match wanted.port {
            ListenerPort::Fixed(port) => port,
            ListenerPort::Any => 0,
        };
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let limits = Limits { connection: CONNECTION_TIME, listening: LISTENING_TIME };
        Ok(Self { listener: TcpListener::from_std(listener)?, wanted: Arc::new(wanted), limits })
    }

    /// The page's address, with our port where it names one.
    pub(crate) fn url(&self, page: &str) -> String {
        let port = self.listener.local_addr().map_or(0, |address| address.port());
        page.replace("{port}", &port.to_string())
    }

    /// Waits for the request, tells the person that the page can be closed, and closes the port. `None`: nothing came in time.
    /// Dropping the future closes everything at once.
    pub(crate) async fn answer(self) -> Option<Secret> {
        timeout(self.limits.listening, self.first_form()).await.ok().flatten()
    }

    async fn first_form(&self) -> Option<Secret> {
        // A page elsewhere can point a name of its own at this address; the browser then names that in `Host`.
        let host: Arc<str> = self.listener.local_addr().ok()?.to_string().into();
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = self.listener.accept(), if connections.len() < MAX_CONNECTIONS => match accepted {
                    Ok((stream, _)) => {
                        let (host, wanted) = (Arc::clone(&host), Arc::clone(&self.wanted));
                        let time = self.limits.connection;
                        connections.spawn(async move { timeout(time, serve(stream, &host, &wanted)).await.ok().flatten() });
                    }
                    // Out of descriptors, or the connection is gone already.
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                },
                Some(done) = connections.join_next() => {
                    if let Ok(Some(response)) = done {
                        return Some(response);
                    }
                }
            }
        }
    }
}

/// One request and its answer. Another user's is not read.
async fn serve(mut stream: TcpStream, host: &str, wanted: &BrowserListener) -> Option<Secret> {
    if !peer::is_ours(&stream).await {
        return None;
    }
    let form = read_answer(&mut stream, host, wanted).await;
    let answer = match form {
        Some(_) => page(),
        None => format!("HTTP/1.1 404 Not Found\r\n{HEADERS}Content-Length: 0\r\n\r\n"),
    };
    // The form is here, whether or not the browser waits for the page.
    let _gone = stream.write_all(answer.as_bytes()).await;
    let _gone = stream.shutdown().await;
    if form.is_none() {
        // Closed with something unread, the system would take the answer back.
        let _gone = tokio::io::copy(&mut stream.take((MAX_HEAD + MAX_BODY) as u64), &mut tokio::io::sink()).await;
    }
    form
}

/// What a request says before its body.
struct Head {
    /// Bytes up to the body.
    length: usize,
    /// Bytes of the body.
    body: usize,
    /// Path and query.
    target: Secret,
}

async fn read_answer(stream: &mut TcpStream, host: &str, wanted: &BrowserListener) -> Option<Secret> {
    let mut received = Zeroizing::new(Vec::with_capacity(MAX_HEAD));
    let head = loop {
        let room = MAX_HEAD.checked_sub(received.len()).filter(|room| *room > 0)?;
        if (&mut *stream).take(room as u64).read_buf(&mut *received).await.ok()? == 0 {
            return None;
        }
        match head(&received, host, wanted) {
            Ok(Some(head)) => break head,
            Ok(None) => {}
            Err(NotOurs) => return None,
        }
    };
    // Of its full size from the start: a buffer that grows leaves copies behind.
    let mut body = Zeroizing::new(Vec::with_capacity(head.body));
    let begun = received.get(head.length..)?;
    body.extend_from_slice(begun.get(..head.body).unwrap_or(begun));
    while body.len() < head.body {
        let missing = (head.body - body.len()) as u64;
        if (&mut *stream).take(missing).read_buf(&mut *body).await.ok()? == 0 {
            return None;
        }
    }
    response(&body, head.target.expose(), wanted)
}

/// A request that is none of those that are answered here.
struct NotOurs;

/// Takes the head of a request apart. `None`: it is not whole yet.
fn head(received: &[u8], host: &str, wanted: &BrowserListener) -> Result<Option<Head>, NotOurs> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    let length = match request.parse(received).map_err(|_| NotOurs)? {
        httparse::Status::Complete(length) => length,
        httparse::Status::Partial => return Ok(None),
    };
    let target = request.path.unwrap_or_default();
    let path = target.split_once('?').map_or(target, |(path, _)| path);
    let there = match &wanted.hand_back {
        // A form has its answer in the body: a query would be something else that came along.
        HandBack::FormField(_) => target == wanted.path,
        HandBack::QueryParameter(_) => path == wanted.path,
        HandBack::PathRest => path.starts_with(&wanted.path),
    };
    let method = match wanted.method {
        ListenerMethod::Get => "GET",
        ListenerMethod::Post => "POST",
    };
    if request.method != Some(method) || !there {
        return Err(NotOurs);
    }
    let target = Secret::from(target);
    let only = |name: &str| {
        let mut values = request.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        match (values.next(), values.next()) {
            (Some(header), None) => std::str::from_utf8(header.value).map_err(|_| NotOurs),
            (_, _) => Err(NotOurs),
        }
    };
    let is_form = |kind: &str| {
        kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
    };
    let chunked = request.headers.iter().any(|header| header.name.eq_ignore_ascii_case("transfer-encoding"));
    if only("host")? != host || chunked {
        return Err(NotOurs);
    }
    match wanted.method {
        ListenerMethod::Get => return Ok(Some(Head { length, body: 0, target })),
        ListenerMethod::Post if is_form(only("content-type")?) => {}
        ListenerMethod::Post => return Err(NotOurs),
    }
    let digits = only("content-length")?;
    let body = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
    match body.filter(|body| (1..=MAX_BODY).contains(body)) {
        Some(body) => Ok(Some(Head { length, body, target })),
        None => Err(NotOurs),
    }
}

/// The one answer in a request: Base64, possibly broken into lines, or what addresses hold as it is.
fn response(body: &[u8], target: &str, wanted: &BrowserListener) -> Option<Secret> {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let answer = match &wanted.hand_back {
        HandBack::FormField(name) => only_value(body, name)?,
        HandBack::QueryParameter(name) => only_value(query.as_bytes(), name)?,
        HandBack::PathRest => Secret::from(path.strip_prefix(&wanted.path)?),
    };
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\r' | b'\n' | b'-' | b'.' | b'_' | b'~')
    };
    (!answer.is_empty() && answer.expose().bytes().all(plain)).then_some(answer)
}

/// The value of this name, if it is there once.
fn only_value(encoded: &[u8], name: &str) -> Option<Secret> {
    let mut answers = url::form_urlencoded::parse(encoded).filter(|(known, _)| known == name);
    let (Some((_, answer)), None) = (answers.next(), answers.next()) else { return None };
    Some(Secret::new(answer.into_owned()))
}

/// Says that the page can be closed.
fn page() -> String {
    let said = strings::message("browser-signed-in", &[], "");
    let (title, advice) = (escaped(&said.title), escaped(&said.advice));
    let html = format!(
        "<!doctype html>\n<html>\n<head><meta charset=\"utf-8\"><title>Adit</title></head>\n\
         <body><h1>{title}</h1>\n<p>{advice}</p></body>\n</html>\n"
    );
    let length = html.len();
    format!(
        "HTTP/1.1 200 OK\r\n{HEADERS}Content-Type: text/html; charset=utf-8\r\nContent-Length: {length}\r\n\r\n{html}"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests;
