//! Whether a TLS server holds a certain key. The only module here that names `rustls`.
//!
//! The handshake is what proves it: the server signs with the key of the certificate that it shows (RFC 8446 §4.4.3). Who issued
//! the certificate, for which name and until when, is not asked: the key is known.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use aws_lc_rs::digest::{SHA256, digest};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, SignatureScheme,
    client::{
        Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, aws_lc_rs::default_provider, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::ParsedCertificate,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use vpn_api::{Blame, Failure, FailureKind, KeyHash, LocalEnd, RequestProblem, Retry, Transport};

use crate::{link::dial, sockets::SocketSource};

/// How long the server may take for everything: it is in the same network.
const PATIENCE: Duration = Duration::from_secs(2);
/// Largest piece that is read at once: a TLS record.
const RECORD: usize = 16 * 1024 + 256;

/// The key of the TLS server at a private address.
///
/// # Errors
/// The address is no private one, there is no answer in time, or it is no TLS server.
pub(crate) async fn key_of(sockets: SocketSource, server: SocketAddr) -> Result<KeyHash, Failure> {
    if !is_private(server.ip()) {
        let kind = FailureKind::BadRequest { problem: RequestProblem::PublicAddress };
        return Err(Failure::new(kind, Blame::User, Retry::Never));
    }
    let silent = || {
        let kind =
            FailureKind::NoAnswer { host: server.ip().to_string(), port: server.port(), transport: Transport::Tcp };
        Failure::new(kind, Blame::Network, Retry::Never)
    };
    let asked = async {
        let stream = dial(&sockets, server).await.map_err(|error| silent().with_detail(error))?;
        shown(stream, server.ip())
            .await
            .map_err(|error| Failure::new(FailureKind::TlsFailed, Blame::Server, Retry::Never).with_detail(error))
    };
    tokio::time::timeout(PATIENCE, asked).await.unwrap_or_else(|_| Err(silent()))
}

/// Whether only the machine's own network has it, or one beside it.
pub(crate) fn is_private(address: IpAddr) -> bool {
    netconf::networks::is_private(&address.into())
}

async fn dial(sockets: &SocketSource, server: SocketAddr) -> io::Result<TcpStream> {
    dial::stream(sockets, server, LocalEnd::default()).await.map_err(io::Error::other)
}

/// The key of the certificate with which the server completes a handshake.
async fn shown(mut stream: TcpStream, address: IpAddr) -> io::Result<KeyHash> {
    let provider = Arc::new(default_provider());
    let seen = Arc::new(Seen { provider: Arc::clone(&provider), key: Mutex::new(None) });
    let verifier = Arc::clone(&seen);
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    // A resumed session shows no certificate.
    config.resumption = Resumption::disabled();
    let mut tls = ClientConnection::new(Arc::new(config), ServerName::from(address)).map_err(io::Error::other)?;
    let mut record = vec![0; RECORD];
    loop {
        while tls.wants_write() {
            let mut frames = Vec::new();
            tls.write_tls(&mut frames)?;
            stream.write_all(&frames).await?;
        }
        if !tls.is_handshaking() {
            break;
        }
        let length = stream.read(&mut record).await?;
        let mut received =
            record.get(..length).filter(|piece| !piece.is_empty()).ok_or(io::ErrorKind::UnexpectedEof)?;
        while !received.is_empty() {
            tls.read_tls(&mut received)?;
            tls.process_new_packets().map_err(io::Error::other)?;
        }
    }
    let key = seen.key.lock().unwrap_or_else(PoisonError::into_inner).take();
    key.ok_or_else(|| io::Error::other("no certificate was shown"))
}

/// Takes any certificate and keeps its key; that the server holds the key is verified as always.
#[derive(Debug)]
struct Seen {
    provider: Arc<CryptoProvider>,
    key: Mutex<Option<KeyHash>>,
}

impl ServerCertVerifier for Seen {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let key = ParsedCertificate::try_from(end_entity)?.subject_public_key_info();
        let hash = digest(&SHA256, key.as_ref()).as_ref().try_into().ok().map(KeyHash);
        *self.key.lock().unwrap_or_else(PoisonError::into_inner) = hash;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, signed, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, signed, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests;
