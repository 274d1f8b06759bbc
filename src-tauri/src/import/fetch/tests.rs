//! Fetching from an own https server on loopback, for which alone the rules have an exception.

use std::{
    net::Ipv4Addr,
    sync::{Mutex, PoisonError},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{TlsAcceptor, rustls};

use super::*;

fn formats() -> Formats {
    Formats::new(ovpn_profile::OpenVpn)
}

/// The name that the server's certificate is for.
pub(crate) const HOST: &str = "vpn.example.com";

/// A server that answers by path, and remembers what it was asked.
pub(crate) struct TestServer {
    pub(crate) port: u16,
    root: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl TestServer {
    /// Begins to listen. `answer` gives the whole answer to a request line such as `GET /p HTTP/1.1`.
    pub(crate) async fn start(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let key = rcgen::KeyPair::generate().unwrap();
        let certificate = rcgen::CertificateParams::new(vec![HOST.to_owned()]).unwrap().self_signed(&key).unwrap();
        let chain = vec![certificate.der().clone()];
        let private = rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, private)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let (note, answer) = (Arc::clone(&asked), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, note, answer) = (acceptor.clone(), Arc::clone(&note), Arc::clone(&answer));
                tokio::spawn(async move {
                    let Ok(mut stream) = acceptor.accept(stream).await else { return };
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        match stream.read_u8().await {
                            Ok(byte) => head.push(byte),
                            Err(_) => return,
                        }
                    }
                    let head = String::from_utf8_lossy(&head).into_owned();
                    let line = head.lines().next().unwrap_or_default().to_owned();
                    note.lock().unwrap_or_else(PoisonError::into_inner).push(head);
                    let _gone = stream.write_all(&answer(&line)).await;
                    let _gone = stream.shutdown().await;
                });
            }
        });
        Self { port, root: certificate.pem(), asked }
    }

    /// One who trusts this server and may talk to it.
    pub(crate) fn fetcher(&self) -> Fetcher {
        let hosts = BTreeMap::from([(HOST.to_owned(), vec![IpAddr::V4(Ipv4Addr::LOCALHOST)])]);
        Fetcher { exceptions: Exceptions { hosts, roots: vec![self.root.clone()] } }
    }

    pub(crate) fn link(&self, path: &str) -> ProfileUrl {
        ProfileUrl::read(&format!("https://{HOST}:{}{path}", self.port)).unwrap()
    }

    fn deep(&self, path: &str) -> ProfileUrl {
        ProfileUrl::read(&format!("openvpn://import-profile/https://{HOST}:{}{path}", self.port)).unwrap()
    }

    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// An answer with these headers.
pub(crate) fn reply(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len()).into()
}

const PROFILE: &str = "Content-Type: application/x-openvpn-profile\r\n";

fn profile(fetched: Result<Fetched, FetchError>) -> FetchedProfile {
    match fetched.unwrap() {
        Fetched::Profile(profile) => profile,
        Fetched::SignIn(_) => panic!("no profile"),
    }
}

#[tokio::test]
async fn a_profile_comes_with_the_session_of_whoever_signed_in() {
    let session = "VPN-Session-User: YWxpY2U=\r\nVPN-Session-Token: QVQtQ0FOQVJZ\r\n";
    let server = TestServer::start(move |_| reply("200 OK", &format!("{PROFILE}{session}"), "client\n")).await;
    let fetched = profile(server.fetcher().fetch(&server.deep("/p?token=CANARY"), &formats()).await);
    assert_eq!((fetched.bytes.as_slice(), fetched.host), (b"client\n".as_slice(), format!("{HOST}:{}", server.port)));
    let session = fetched.session.unwrap();
    assert_eq!((session.username.as_str(), session.token.expose()), ("alice", "AT-CANARY"));
    assert!(!format!("{session:?}").contains("CANARY"));
    let asked = server.asked().remove(0);
    assert!(asked.starts_with("GET /p?token=CANARY HTTP/1.1\r\n"), "{asked}");
    assert!(!asked.to_lowercase().contains("referer") && !asked.to_lowercase().contains("cookie"));
}

#[tokio::test]
async fn local_addresses_are_not_connected_to() {
    let server = TestServer::start(|_| reply("200 OK", PROFILE, "client\n")).await;
    let local = ProfileUrl::for_tests(&format!("https://localhost:{}/p", server.port));
    let strict = Fetcher { exceptions: Exceptions { hosts: BTreeMap::new(), ..server.fetcher().exceptions } };
    assert!(matches!(strict.fetch(&local, &formats()).await, Err(FetchError::Local(_))));
    for address in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"] {
        let link = ProfileUrl::for_tests(&format!("https://{address}:{}/p", server.port));
        assert!(matches!(strict.fetch(&link, &formats()).await, Err(FetchError::Local(_))), "{address}");
    }
    assert_eq!(server.asked().len(), 0);
    assert!(
        server.fetcher().fetch(&server.link("/p"), &formats()).await.is_ok(),
        "what the rule stands in front of works"
    );
}

#[tokio::test]
async fn redirects_are_followed_by_the_same_rules() {
    let server = TestServer::start(|line| {
        let to = |location: &str| reply("302 Found", &format!("Location: {location}\r\n"), "");
        match line.split(' ').nth(1).unwrap_or_default() {
            "/once" => to("/p"),
            "/round" => to("/round"),
            "/plain" => to("http://vpn.example.com/p"),
            "/home" => to("https://127.0.0.1/p"),
            "/router" => to("https://router.local/p"),
            "/as" => to("https://a:b@vpn.example.com/p"),
            "/nowhere" => reply("302 Found", "", ""),
            _ => reply("200 OK", PROFILE, "client\n"),
        }
    })
    .await;
    let fetch = async |path: &str| server.fetcher().fetch(&server.link(path), &formats()).await.map(|_| ());
    assert_eq!(fetch("/once").await, Ok(()));
    assert_eq!(fetch("/round").await, Err(FetchError::TooManyRedirects));
    assert_eq!(fetch("/plain").await, Err(FetchError::Url(BadProfileUrl::NotSecure)));
    assert_eq!(fetch("/home").await, Err(FetchError::Url(BadProfileUrl::Local)));
    assert_eq!(fetch("/router").await, Err(FetchError::Url(BadProfileUrl::Local)));
    assert_eq!(fetch("/as").await, Err(FetchError::Url(BadProfileUrl::Credentials)));
    assert_eq!(fetch("/nowhere").await, Err(FetchError::Status(302)));
    assert_eq!(server.asked().iter().filter(|head| head.contains("/round")).count(), MAX_REDIRECTS + 1);
}

#[tokio::test]
async fn a_profile_has_a_size_and_a_type() {
    let server = TestServer::start(|line| {
        let of = |kind: &str, body: &str| reply("200 OK", &format!("Content-Type: {kind}\r\n"), body);
        match line.split(' ').nth(1).unwrap_or_default() {
            "/largest" => reply("200 OK", PROFILE, &"#".repeat(MAX_PROFILE_LEN)),
            "/large" => reply("200 OK", PROFILE, &"#".repeat(MAX_PROFILE_LEN + 1)),
            "/unsaid" => {
                format!("HTTP/1.1 200 OK\r\n{PROFILE}Connection: close\r\n\r\n{}", "#".repeat(MAX_PROFILE_LEN + 1))
                    .into()
            }
            "/text" => of("text/plain; charset=utf-8", "client\n"),
            "/page" => of("text/html", "<html>"),
            "/gone" => reply("404 Not Found", PROFILE, "x"),
            _ => of("application/x-openvpn-profile; charset=utf-8", "client\n"),
        }
    })
    .await;
    let fetch = async |link: ProfileUrl| server.fetcher().fetch(&link, &formats()).await.map(|_| ());
    assert_eq!(fetch(server.link("/largest")).await, Ok(()));
    assert_eq!(fetch(server.link("/large")).await, Err(FetchError::TooLarge));
    assert_eq!(fetch(server.link("/unsaid")).await, Err(FetchError::TooLarge));
    assert_eq!(fetch(server.link("/text")).await, Ok(()));
    assert_eq!(fetch(server.deep("/text")).await, Err(FetchError::NotAProfile("text/plain".to_owned())));
    assert_eq!(fetch(server.deep("/p")).await, Ok(()));
    assert_eq!(fetch(server.link("/page")).await, Err(FetchError::NotAProfile("text/html".to_owned())));
    assert_eq!(fetch(server.link("/gone")).await, Err(FetchError::Status(404)));
}

#[tokio::test]
async fn only_a_server_that_proves_its_name_is_believed() {
    let server = TestServer::start(|_| reply("200 OK", PROFILE, "client\n")).await;
    let mut unknown_authority = server.fetcher();
    unknown_authority.exceptions.roots.clear();
    let error = unknown_authority.fetch(&server.link("/p?token=CANARY"), &formats()).await.unwrap_err();
    assert!(matches!(&error, FetchError::Unreachable(why) if !why.contains("CANARY")), "{error:?}");
    let mut other = server.fetcher();
    other.exceptions.hosts.insert("other.example.com".to_owned(), vec![IpAddr::V4(Ipv4Addr::LOCALHOST)]);
    let link = ProfileUrl::read(&format!("https://other.example.com:{}/p", server.port)).unwrap();
    assert!(matches!(other.fetch(&link, &formats()).await, Err(FetchError::Unreachable(_))));
    assert_eq!(server.asked().len(), 0);
}

#[tokio::test]
async fn a_bare_server_is_asked_how_it_hands_out_profiles() {
    for (header, browser) in [("Ovpn-WebAuth: Example,external\r\n", true), ("", false)] {
        let server = TestServer::start(move |_| reply("401 Unauthorized", header, "")).await;
        match server.fetcher().fetch(&server.link(""), &formats()).await {
            Ok(Fetched::SignIn(page)) => {
                assert!(browser);
                assert_eq!(page.expose().path(), "/openvpn-api/profile");
            }
            Err(error) => assert_eq!((browser, error), (false, FetchError::NoBrowserSignIn)),
            Ok(Fetched::Profile(_)) => panic!("no profile was there"),
        }
        assert!(server.asked()[0].starts_with("GET /openvpn-api/profile?tls-cryptv2=1&"), "{:?}", server.asked());
    }
}
