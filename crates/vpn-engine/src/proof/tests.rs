use std::time::Instant;

use rcgen::{CertificateParams, KeyPair, PublicKeyData};
use rustls::{
    ServerConfig, ServerConnection,
    crypto::aws_lc_rs::sign::any_supported_type,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use tokio::net::TcpListener;

use super::*;

/// Shows one certificate and signs with a key, which need not be its own.
#[derive(Debug)]
struct Shows(Arc<CertifiedKey>);

impl ResolvesServerCert for Shows {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

fn hash(key: &KeyPair) -> KeyHash {
    KeyHash(digest(&SHA256, &key.subject_public_key_info()).as_ref().try_into().unwrap())
}

/// A TLS server on loopback that shows the certificate of `shown` and signs with `held`.
async fn server(
    shown: &KeyPair,
    held: &KeyPair,
    versions: &'static [&'static rustls::SupportedProtocolVersion],
) -> TcpStream {
    let certificate = CertificateParams::new(vec!["inside.example".to_owned()]).unwrap().self_signed(shown).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(held.serialize_der()));
    let certified = CertifiedKey::new(vec![certificate.der().clone()], any_supported_type(&key).unwrap());
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(Shows(Arc::new(certified))));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let listener = listener.into_std().unwrap();
    std::thread::spawn(move || {
        listener.set_nonblocking(false).unwrap();
        let (mut stream, _) = listener.accept().unwrap();
        let mut tls = ServerConnection::new(Arc::new(config)).unwrap();
        while tls.is_handshaking() && tls.complete_io(&mut stream).is_ok_and(|(read, written)| read + written > 0) {}
    });
    TcpStream::connect(address).await.unwrap()
}

const ADDRESS: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));

#[tokio::test]
async fn the_key_is_that_of_the_certificate_which_the_server_holds() {
    const OLD: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS12];
    const NEW: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS13];
    for versions in [OLD, NEW] {
        let (ours, other) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let found = shown(server(&ours, &ours, versions).await, ADDRESS).await.unwrap();
        assert_eq!(found, hash(&ours));
        assert_ne!(found, hash(&other));
        let copied = shown(server(&ours, &other, versions).await, ADDRESS).await;
        assert!(copied.is_err(), "a certificate is public: whoever shows it has to hold its key");
    }
}

#[tokio::test]
async fn what_speaks_no_tls_proves_nothing() {
    for answer in [&b"HTTP/1.1 200 OK\r\n\r\n"[..], b"", &[0x16; 40_000]] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 64]).await;
            let _ = stream.write_all(answer).await;
        });
        assert!(shown(TcpStream::connect(address).await.unwrap(), ADDRESS).await.is_err());
    }
}

#[tokio::test]
async fn a_server_that_is_reached_from_everywhere_is_not_asked() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    for server in
        [listener.local_addr().unwrap(), "192.0.2.1:443".parse().unwrap(), "[2001:db8::1]:443".parse().unwrap()]
    {
        let began = Instant::now();
        let failure = key_of(SocketSource::Ordinary, server).await.unwrap_err();
        assert!(matches!(failure.kind, FailureKind::BadRequest { .. }), "{failure:?}");
        assert!(began.elapsed() < PATIENCE);
    }
    for private in ["10.1.2.3", "192.168.1.1", "172.31.0.1", "fd00::1", "fe80::1"] {
        assert!(is_private(private.parse().unwrap()), "{private}");
    }
}
