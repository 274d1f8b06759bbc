use std::{net::TcpListener, sync::mpsc, thread};

use proptest::prelude::*;

use super::*;

#[test]
fn a_page_is_an_address_whose_answer_can_be_replaced() {
    let page = Page::new("http://check.example:8080/a?b=c").unwrap();
    assert_eq!((page.host.as_str(), page.port, page.path.as_str()), ("check.example", 8080, "/a?b=c"));
    assert_eq!(page.request(), "GET /a?b=c HTTP/1.1\r\nHost: check.example:8080\r\nConnection: close\r\n\r\n");
    let page = Page::new("http://192.0.2.1").unwrap();
    assert_eq!(page.request(), "GET / HTTP/1.1\r\nHost: 192.0.2.1\r\nConnection: close\r\n\r\n");
    assert!(Page::new(PAGE).is_some());
    for bad in [
        "https://check.example/",
        "http://",
        "http:///x",
        "http://user@check.example/",
        "http://check.example:0/",
        "http://check.example/ HTTP/1.1\r\nCookie: x",
        "http://check.example/\u{e9}",
        "http://[::1]/",
        "off",
    ] {
        assert_eq!(Page::new(bad), None, "{bad}");
    }
    assert_eq!(Page::new(&format!("http://check.example/{}", "a".repeat(LONGEST_PAGE))), None);
}

#[test]
fn the_administrator_chooses_a_page_or_none_and_what_is_not_understood_asks_nobody() {
    assert_eq!(settings(Path::new("/nonexistent/sign-in.conf")), None, "no file");
    for (text, expected) in [
        ("# nothing chosen\n", None),
        ("check = \"off\"\n", Some(None)),
        ("check=http://check.example/\n", Some(Page::new("http://check.example/"))),
        ("check = \"https://check.example/\"\n", Some(None)),
    ] {
        assert_eq!(chosen(text), expected, "{text}");
    }
}

fn said(answer: &str, ended: bool) -> Option<bool> {
    judged(answer.as_bytes(), ended).unwrap_or(None)
}

#[test]
fn a_networks_own_page_is_told_from_the_check_page() {
    for (answer, wants) in [
        ("HTTP/1.1 204 No Content\r\n\r\n", Some(false)),
        ("HTTP/1.1 200 OK\r\n\r\nNetworkManager is online\n", Some(false)),
        ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", Some(false)),
        ("HTTP/1.1 302 Found\r\nLocation: https://login.example/\r\n\r\n", Some(true)),
        ("HTTP/1.1 307 Moved\r\n\r\n", Some(true)),
        ("HTTP/1.1 511 Network Authentication Required\r\n\r\n", Some(true)),
        ("HTTP/1.1 200 OK\r\nContent-type: Text/HTML; charset=utf-8\r\n\r\n", Some(true)),
        ("HTTP/1.0 200 OK\r\n\r\n\r\n  <!doctype html>", Some(true)),
        ("HTTP/1.1 404 Not Found\r\n\r\n<html>", None),
        ("HTTP/1.1 503 Busy\r\n\r\n", None),
        ("SSH-2.0-OpenSSH_9.2\r\n", None),
        ("", None),
    ] {
        assert_eq!(said(answer, true), wants, "{answer}");
    }
    assert_eq!(said("HTTP/1.1 200 OK\r\n\r\n", false), None, "the rest may come");
    assert_eq!(said("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false), Some(false));
}

proptest! {
    #[test]
    fn no_answer_does_harm(answer in prop::collection::vec(any::<u8>(), 0..200), head in "HTTP/1.1 [0-9]{3} [ -~]{0,20}\r\n") {
        let _ = judged(&answer, true);
        let _ = judged(&[head.as_bytes(), &answer].concat(), true);
    }
}

/// A server that says this to the first who comes, for as long as they listen; gives its port, and what was asked.
fn server(answer: &'static [u8], repeated: bool) -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, asked) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 512];
        let length = Read::read(&mut stream, &mut request).unwrap();
        sender.send(String::from_utf8_lossy(&request[..length]).into_owned()).unwrap();
        while std::io::Write::write_all(&mut stream, answer).is_ok() && repeated {}
    });
    (port, asked)
}

async fn asked(port: u16) -> Asked {
    let page = Page::new(&format!("http://check.example:{port}/x")).unwrap();
    let resolver = Resolver::new(|_| Box::pin(async { Ok(vec!["127.0.0.1".parse().unwrap()]) }));
    page.ask(&resolver, &SocketSource::Ordinary).await
}

#[tokio::test]
async fn one_request_without_anything_about_us_is_answered() {
    let (port, request) = server(b"HTTP/1.1 302 Found\r\nLocation: /sign-in\r\n\r\n", false);
    let page = Some(format!("http://check.example:{port}/x"));
    assert_eq!(asked(port).await, Asked::Wants(NetworkSignIn { page }));
    let request = request.recv().unwrap();
    assert_eq!(request, format!("GET /x HTTP/1.1\r\nHost: check.example:{port}\r\nConnection: close\r\n\r\n"));

    let (port, _request) = server(b"HTTP/1.1 200 OK\r\n\r\nonline", false);
    assert_eq!(asked(port).await, Asked::Free);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    assert_eq!(asked(closed).await, Asked::Silent);
    let (port, _request) = server(b"HTTP/1.1 200 OK\r\nX: ", false);
    assert_eq!(asked(port).await, Asked::Silent, "a head that never ends");
    let (port, _request) = server(b"HTTP/1.1 200 OK\r\nX-More: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", true);
    let bounded = timeout(Duration::from_secs(5), asked(port)).await;
    assert_eq!(bounded, Ok(Asked::Silent), "a head without an end");
}
