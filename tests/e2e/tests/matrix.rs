//! Every way a 2.6 server can be set up: transport × wrap × cipher × where the keys come from.

use anyhow::Result;
use e2e::Testbed;
use lab::{Cipher, Derivation, OpenVpnServer, ServerOptions, Transport, Wrap};

fn every_cipher_and_derivation(transport: Transport, wrap: Wrap) -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.client.network()?;
    for cipher in [Cipher::Aes256Gcm, Cipher::ChaCha20Poly1305] {
        for derivation in [Derivation::Exporter, Derivation::Prf] {
            let options = ServerOptions { transport, wrap, cipher, derivation, ..ServerOptions::default() };
            let (server, profile) = testbed.serve(&options)?;
            testbed.must_connect(&profile, &[], "", &server)?;
            assert!(
                testbed.client.pings(&server.inner_address(), 3),
                "{options:?}: IPv4 in the tunnel\n{}",
                testbed.helper.log()
            );
            assert!(testbed.client.pings(&server.inner_address_v6(), 3), "{options:?}: IPv6 in the tunnel");
            assert_negotiated(&testbed, &server, &options)?;
            testbed.disconnect()?;
            testbed.client.must_be_as(&before)?;
        }
    }
    Ok(())
}

/// The server's own log must show that the test tests what it says.
fn assert_negotiated(testbed: &Testbed, server: &OpenVpnServer, options: &ServerOptions) -> Result<()> {
    let log = server.log();
    assert!(
        log.contains(&format!("Cipher '{}'", options.cipher.name())) || log.contains(options.cipher.name()),
        "{log}"
    );
    let pushed = log.lines().find(|line| line.contains("PUSH_REPLY")).unwrap_or_default();
    let exporter = pushed.contains("tls-ekm");
    assert_eq!(exporter, options.derivation == Derivation::Exporter, "{pushed}");
    let status = testbed.helper.status()?;
    let cipher = status.first().and_then(|one| one.pointer("/state/security/data")).and_then(|value| value.as_str());
    assert_eq!(cipher, Some(options.cipher.name()));
    Ok(())
}

#[test]
fn udp_without_a_wrap() -> Result<()> {
    every_cipher_and_derivation(Transport::Udp, Wrap::None)
}

#[test]
fn udp_with_tls_auth() -> Result<()> {
    every_cipher_and_derivation(Transport::Udp, Wrap::TlsAuth)
}

#[test]
fn udp_with_tls_crypt() -> Result<()> {
    every_cipher_and_derivation(Transport::Udp, Wrap::TlsCrypt)
}

#[test]
fn tcp_without_a_wrap() -> Result<()> {
    every_cipher_and_derivation(Transport::Tcp, Wrap::None)
}

#[test]
fn tcp_with_tls_auth() -> Result<()> {
    every_cipher_and_derivation(Transport::Tcp, Wrap::TlsAuth)
}

#[test]
fn tcp_with_tls_crypt() -> Result<()> {
    every_cipher_and_derivation(Transport::Tcp, Wrap::TlsCrypt)
}

#[test]
fn udp_over_ipv6() -> Result<()> {
    every_cipher_and_derivation(Transport::Udp6, Wrap::TlsCrypt)
}
