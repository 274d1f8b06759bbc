//! Both ends of TLS in memory, and what is told when one of them gives up.

use rcgen::ExtendedKeyUsagePurpose;
use rustls::{
    ServerConfig, ServerConnection,
    pki_types::{CertificateDer, PrivateKeyDer},
    server::WebPkiClientVerifier,
};

use super::*;
use crate::testing::{Authority, NOW, trusting};

#[test]
fn what_the_library_finds_wrong_with_a_certificate_is_named() {
    let of_kind = CertificateError::UnsupportedSignatureAlgorithmContext {
        signature_algorithm_id: Vec::new(),
        supported_algorithms: Vec::new(),
    };
    let of_key = CertificateError::UnsupportedSignatureAlgorithmForPublicKeyContext {
        signature_algorithm_id: Vec::new(),
        public_key_algorithm_id: Vec::new(),
    };
    for (error, problem) in [
        (CertificateError::BadEncoding, CertificateProblem::Unreadable),
        (CertificateError::BadSignature, CertificateProblem::BadSignature),
        (CertificateError::UnhandledCriticalExtension, CertificateProblem::Extension),
        (of_kind, CertificateProblem::SignatureKind),
        (of_key, CertificateProblem::SignatureKind),
        (CertificateError::ApplicationVerificationFailure, CertificateProblem::Other),
    ] {
        assert_eq!(certificate_problem(&error), problem, "{error:?}");
    }
}

/// Both ends; the server asks for a certificate.
fn both() -> (TlsSession, ServerConnection) {
    let authority = Authority::new("CA");
    let setup = TlsSetup::new(&trusting(&authority), None, Retry::Never).unwrap();
    setup.set_unix_seconds(NOW);
    let leaf = authority.server_with("vpn.example.net", |params| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    });
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from(authority.der.clone())).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let asks = WebPkiClientVerifier::builder_with_provider(roots.into(), provider.clone())
        .allow_unauthenticated()
        .build()
        .unwrap();
    let key = PrivateKeyDer::try_from(leaf.key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_client_cert_verifier(asks)
        .with_single_cert(vec![leaf.der.into()], key)
        .unwrap();
    let client = TlsSession::new(&setup, "192.0.2.1".parse().unwrap()).unwrap();
    (client, ServerConnection::new(config.into()).unwrap())
}

fn to_server(client: &mut TlsSession, server: &mut ServerConnection) {
    let bytes = client.outgoing();
    server.read_tls(&mut bytes.as_slice()).unwrap();
    server.process_new_packets().unwrap();
}

fn to_client(server: &mut ServerConnection, client: &mut TlsSession) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    while server.wants_write() {
        server.write_tls(&mut bytes).unwrap();
    }
    client.receive(&bytes)
}

#[test]
fn silence_means_something_else_at_each_step() {
    let (mut client, mut server) = both();
    assert!(client.is_handshaking());
    client.receive(&[]).unwrap();
    assert_eq!(client.silence(), Some(FailureKind::ServerSilentAtHello));
    to_server(&mut client, &mut server);
    client.receive(&[0x16]).unwrap();
    assert_eq!(client.silence(), None, "it began to answer, and asked for nothing yet");
    let (mut client, mut server) = both();
    to_server(&mut client, &mut server);
    to_client(&mut server, &mut client).unwrap();
    assert!(!client.is_handshaking());
    assert_eq!(client.silence(), Some(FailureKind::ServerSilentAfterCertificate));
    to_server(&mut client, &mut server);
    for text in [&b"one"[..], b"two"] {
        server.writer().write_all(text).unwrap();
        to_client(&mut server, &mut client).unwrap();
        assert_eq!(client.silence(), None);
        assert_eq!(client.next_record().as_deref().map(Vec::as_slice), Some(text));
    }
}

#[test]
fn a_server_that_sends_more_than_is_read_is_left() {
    let (mut client, mut server) = both();
    to_server(&mut client, &mut server);
    to_client(&mut server, &mut client).unwrap();
    to_server(&mut client, &mut server);
    server.set_buffer_limit(None);
    let mut send = |client: &mut TlsSession, length: usize| {
        server.writer().write_all(&vec![0; length]).unwrap();
        to_client(&mut server, client)
    };
    for _ in 0..MAX_UNREAD / 16_384 {
        send(&mut client, 16_384).unwrap();
    }
    // Room again for what was read.
    assert_eq!(client.next_record().map(|record| record.len()), Some(16_384));
    send(&mut client, 16_384).unwrap();
    assert_eq!(send(&mut client, 1).unwrap_err().kind, FailureKind::TlsFailed);
}

#[test]
fn what_the_library_says_is_explained() {
    let (client, _) = both();
    let of = |error: rustls::Error| client.explain(&error).kind;
    let unsupported = FailureKind::ServerKeyUnsupported { algorithm: "RSA-PSS, used with TLS 1.2".to_owned() };
    let rejected = FailureKind::ServerCertificateRejected { problem: CertificateProblem::BadSignature };
    for (error, kind) in [
        (PeerIncompatible::ServerDoesNotSupportTls12Or13.into(), FailureKind::ServerTlsTooOld),
        (PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig.into(), FailureKind::ServerTlsTooOld),
        (PeerIncompatible::KeyShareExtensionRequired.into(), FailureKind::TlsNotCompatible),
        (PeerMisbehaved::SignedKxWithWrongAlgorithm.into(), unsupported),
        (PeerMisbehaved::InvalidKeyShare.into(), FailureKind::TlsFailed),
        (CertificateError::BadSignature.into(), rejected),
        (groups::X448.start().err().unwrap(), FailureKind::TlsNotCompatible),
        (rustls::Error::Other(rustls::OtherError(std::sync::Arc::new(std::fmt::Error))), FailureKind::TlsFailed),
        (rustls::Error::DecryptError, FailureKind::TlsFailed),
    ] {
        assert_eq!(of(error.clone()), kind, "{error:?}");
    }
}

#[test]
fn a_failed_handshake_is_about_a_certificate_where_one_was_asked_for() {
    let (mut client, mut server) = both();
    let refused = (FailureKind::ClientCertificateRefused, Blame::Profile);
    let incompatible = (FailureKind::TlsNotCompatible, Blame::Server);
    assert_eq!(client.explain_alert(AlertDescription::HandshakeFailure), incompatible);
    assert_eq!(client.explain_alert(AlertDescription::UnknownCA), refused);
    to_server(&mut client, &mut server);
    to_client(&mut server, &mut client).unwrap();
    assert_eq!(client.explain_alert(AlertDescription::HandshakeFailure), refused);
    assert_eq!(client.explain_alert(AlertDescription::InsufficientSecurity), incompatible);
}
