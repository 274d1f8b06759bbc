//! The listener over real sockets of the loopback address.

use std::net::SocketAddr;

use tokio::task::JoinHandle;

use super::*;

const FORM: &str = "application/x-www-form-urlencoded";

/// What federated OpenVPN profiles listen for.
fn form(port: ListenerPort) -> BrowserListener {
    let hand_back = HandBack::FormField("SAMLResponse".to_owned());
    BrowserListener { port, path: "/".to_owned(), method: ListenerMethod::Post, hand_back }
}

/// A listener on a free port, and what it receives.
fn listening(limits: Limits) -> (SocketAddr, JoinHandle<Option<Secret>>) {
    listening_for(form(ListenerPort::Any), limits)
}

fn listening_for(wanted: BrowserListener, limits: Limits) -> (SocketAddr, JoinHandle<Option<Secret>>) {
    let loopback = Loopback { limits, ..Loopback::take(wanted).unwrap() };
    let address = loopback.listener.local_addr().unwrap();
    assert!(address.ip().is_loopback() && address.is_ipv4());
    (address, tokio::spawn(loopback.answer()))
}

fn usual() -> Limits {
    Limits { connection: Duration::from_secs(5), listening: Duration::from_secs(20) }
}

fn request(method: &str, path: &str, host: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Origin: https://sso.example\r\n\r\n{body}"
    )
}

fn good(address: SocketAddr, body: &str) -> String {
    request("POST", "/", &address.to_string(), FORM, body)
}

/// Sends this and reads to the end.
async fn send(address: SocketAddr, text: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(text.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

async fn heard(task: JoinHandle<Option<Secret>>) -> Option<String> {
    let heard = timeout(Duration::from_secs(10), task).await.unwrap().unwrap();
    heard.map(|response| response.expose().to_owned())
}

#[tokio::test]
async fn one_form_is_taken_and_the_port_is_closed() {
    let (address, task) = listening(usual());
    let long = format!("{}%2B%2F%3D", "A".repeat(12_000));
    let answer = send(address, &good(address, &format!("RelayState=x&SAMLResponse={long}"))).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("You can close this page"), "{answer}");
    let lower = answer.to_ascii_lowercase();
    assert!(lower.contains("default-src 'none'") && lower.contains("no-store") && !lower.contains("access-control"));
    assert!(!answer.contains("AAAA"), "what was sent is not shown");
    assert_eq!(heard(task).await.unwrap(), format!("{}+/=", "A".repeat(12_000)));
    let second = send(address, &good(address, "SAMLResponse=BBBB")).await;
    assert_eq!(second.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
}

#[tokio::test]
async fn every_other_request_finds_nothing() {
    let (address, task) = listening(usual());
    let host = address.to_string();
    let port = address.port();
    let body = "SAMLResponse=AAAA";
    let others = [
        request("GET", "/", &host, FORM, ""),
        request("GET", "/?SAMLResponse=AAAA", &host, FORM, ""),
        request("PUT", "/", &host, FORM, body),
        request("OPTIONS", "/", &host, FORM, ""),
        request("POST", "/x", &host, FORM, body),
        request("POST", "/?x", &host, FORM, body),
        request("POST", "http://127.0.0.1/", &host, FORM, body),
        request("POST", "/", "127.0.0.1", FORM, body),
        request("POST", "/", &format!("evil.example:{port}"), FORM, body),
        request("POST", "/", &format!("localhost:{port}"), FORM, body),
        request("POST", "/", &format!("{host}.evil.example"), FORM, body),
        request("POST", "/", &format!("{host}\r\nHost: {host}"), FORM, body),
        request("POST", "/", &host, "application/json", body),
        request("POST", "/", &host, "text/plain", body),
        request("POST", "/", &host, &format!("{FORM}\r\nTransfer-Encoding: chunked"), body),
        request("POST", "/", &host, &format!("{FORM}\r\nContent-Length: 5"), body),
        good(address, ""),
        good(address, "SAMLResponse="),
        good(address, "samlresponse=AAAA"),
        good(address, "SAMLResponse=AAAA&SAMLResponse=BBBB"),
        good(address, "SAMLResponse=%3Cscript%3E"),
        good(address, "SAMLResponse=AAAA%00"),
        good(address, &format!("SAMLResponse={}", "A".repeat(MAX_BODY))),
        format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM}\r\n\r\n{body}"),
        format!("POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM}\r\nContent-Length: +17\r\n\r\n{body}"),
        format!(
            "POST / HTTP/1.1\r\nHost: {host}\r\nContent-Type: {FORM}\r\nContent-Length: 99999999999999999999\r\n\r\n"
        ),
        format!("POST / HTTP/1.1\r\nCookie: {}\r\n\r\n", "c".repeat(MAX_HEAD)),
        "\x16\x03\x01\x02\x00\x01".to_owned(),
        good(address, body).replacen("Host:", "Hosts:", 1),
    ];
    for other in others {
        let answer = send(address, &other).await.unwrap();
        let shown: String = other.chars().take(120).collect();
        assert_eq!(answer, format!("HTTP/1.1 404 Not Found\r\n{HEADERS}Content-Length: 0\r\n\r\n"), "{shown}");
    }
    assert!(!task.is_finished());
    // The largest that is taken, after all that.
    let fits = format!("SAMLResponse={}", "A".repeat(MAX_BODY - "SAMLResponse=".len()));
    assert!(send(address, &good(address, &fits)).await.unwrap().starts_with("HTTP/1.1 200"));
    assert_eq!(heard(task).await.unwrap().len(), MAX_BODY - "SAMLResponse=".len());
}

#[tokio::test]
async fn a_form_may_come_in_pieces_and_broken_into_lines() {
    let (address, task) = listening(usual());
    let text = good(address, "SAMLResponse=AAAA%0D%0ABBBB%3D").replacen(FORM, &format!("{FORM}; charset=utf-8"), 1);
    let mut stream = TcpStream::connect(address).await.unwrap();
    for piece in text.as_bytes().chunks(40) {
        stream.write_all(piece).await.unwrap();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(heard(task).await.as_deref(), Some("AAAA\r\nBBBB="));
}

#[tokio::test]
async fn slow_clients_hold_nobody_up_for_long() {
    let limits = Limits { connection: Duration::from_millis(300), ..usual() };
    let (address, task) = listening(limits);
    let half = good(address, "SAMLResponse=AAAA");
    let mut slow = Vec::new();
    for _ in 0..MAX_CONNECTIONS {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(&half.as_bytes()[..half.len() - 1]).await.unwrap();
        slow.push(stream);
    }
    // All places are taken: this one waits until the slow ones are sent away.
    let answer = timeout(Duration::from_secs(5), send(address, &half)).await.unwrap().unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for mut stream in slow {
        let mut rest = Vec::new();
        let _reset = timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await.unwrap();
        assert!(rest.is_empty());
    }
    assert_eq!(heard(task).await.as_deref(), Some("AAAA"));
}

#[tokio::test]
async fn the_port_is_closed_when_time_is_up_or_the_question_is_gone() {
    let limits = Limits { listening: Duration::from_millis(200), ..usual() };
    let (address, task) = listening(limits);
    assert_eq!(heard(task).await, None);
    assert!(TcpStream::connect(address).await.is_err());
    let (address, task) = listening(usual());
    let mut open = TcpStream::connect(address).await.unwrap();
    open.write_all(b"POST / HTTP/1.1\r\n").await.unwrap();
    tokio::time::sleep(Duration::from_millis(50)).await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    let mut rest = Vec::new();
    let _reset = timeout(Duration::from_secs(5), open.read_to_end(&mut rest)).await.unwrap();
    assert!(rest.is_empty());
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_port_is_taken_once() {
    let first = Loopback::take(form(ListenerPort::Any)).unwrap();
    let port = first.listener.local_addr().unwrap().port();
    assert_eq!(Loopback::take(form(ListenerPort::Fixed(port))).err().unwrap().kind(), io::ErrorKind::AddrInUse);
    drop(first);
    assert!(Loopback::take(form(ListenerPort::Fixed(port))).is_ok());
}

#[tokio::test]
async fn what_a_protocol_describes_is_heard_and_nothing_else() {
    let get = |path: &str, hand_back| BrowserListener {
        port: ListenerPort::Any,
        path: path.to_owned(),
        method: ListenerMethod::Get,
        hand_back,
    };
    let query = get("/", HandBack::QueryParameter("id".to_owned()));
    let rest = get("/api/sso/", HandBack::PathRest);
    for (wanted, good, bad) in [
        (query, "/?x=1&id=abc-1.2_3~", ["/?x=1", "/?id=", "/?id=a&id=b", "/other?id=abc", "/?id=%3Cb%3E"]),
        (rest, "/api/sso/abc-1.2_3~?return=x", ["/api/sso/", "/api/sso", "/", "/api/ssoabc", "/api/sso/a%20b"]),
    ] {
        let (address, task) = listening_for(wanted, usual());
        let ask = |method: &str, path: &str| format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\n\r\n");
        for path in bad {
            let answer = send(address, &ask("GET", path)).await.unwrap();
            assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        }
        assert!(send(address, &ask("POST", good)).await.unwrap().starts_with("HTTP/1.1 404"));
        assert!(send(address, &ask("GET", good)).await.unwrap().starts_with("HTTP/1.1 200"));
        assert_eq!(heard(task).await.as_deref(), Some("abc-1.2_3~"));
    }
}

#[tokio::test]
async fn the_page_is_told_the_port() {
    let loopback = Loopback::take(form(ListenerPort::Any)).unwrap();
    let port = loopback.listener.local_addr().unwrap().port();
    assert_eq!(loopback.url("https://sso.example/?to={port}"), format!("https://sso.example/?to={port}"));
}

#[tokio::test]
async fn another_users_answer_is_not_read() {
    // Only root becomes somebody else, as it is where the tests of namespaces run; each thread has a user of its own.
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let (address, task) = listening(usual());
    let other = tokio::task::spawn_blocking(move || {
        std::thread::spawn(move || {
            rustix::thread::set_thread_uid(rustix::process::Uid::from_raw(4242)).unwrap();
            let mut stream = std::net::TcpStream::connect(address).unwrap();
            io::Write::write_all(&mut stream, good(address, "SAMLResponse=Zm9yZ2Vk").as_bytes()).unwrap();
            let mut answer = String::new();
            // Closed with something unread in it, a connection is reset.
            let _reset = io::Read::read_to_string(&mut stream, &mut answer);
            answer
        })
        .join()
        .unwrap()
    });
    assert_eq!(other.await.unwrap(), "");
    // The person's own browser is heard after it, over either kind of socket.
    let mapped = SocketAddr::from((Ipv4Addr::LOCALHOST.to_ipv6_mapped(), address.port()));
    let mut stream = TcpStream::connect(mapped).await.unwrap();
    stream.write_all(good(address, "SAMLResponse=YWxpY2U%3D").as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(heard(task).await.as_deref(), Some("YWxpY2U="));
}
