//! Who we are: our certificate and its key, in blocks, files or a container.

use ovpn_settings::material::{LockError, key_kind, open_key, rsa_bits};
use profile_api::CertificateRole;
use vpn_api::Secret;

use super::files::Resolver;
use crate::{
    key_pair::belong_together,
    material,
    profile::ClientIdentity,
    reason::Reason,
    report::Verdict,
    said::{Said, Source},
};

/// Who we are, as far as it can be known without the person.
#[derive(Default)]
pub(super) struct Identity {
    /// `None`: something is missing or refused. `Some(None)`: the profile has no certificate.
    pub(super) own: Option<Option<ClientIdentity>>,
    /// Further certificates of an open container.
    pub(super) authorities: Vec<Vec<u8>>,
    /// It is in a container that only the person can open.
    pub(super) closed: bool,
}

pub(super) fn identity(said: &Said, resolver: &mut Resolver<'_>) -> Identity {
    let (cert, key) = match (&said.pkcs12, &said.cert, &said.key) {
        (Some(container), None, None) => return contained(container, said, resolver),
        (Some(_), Some(other), _) | (Some(_), None, Some(other)) => {
            resolver.report.judge(other.entry, Verdict::refused(Reason::SeveralIdentities));
            return Identity::default();
        }
        (None, None, None) => return Identity { own: Some(None), ..Identity::default() },
        (None, Some(cert), None) => {
            resolver.report.judge(cert.entry, Verdict::refused(Reason::CertificateWithoutKey));
            return Identity::default();
        }
        (None, None, Some(key)) => {
            resolver.report.judge(key.entry, Verdict::refused(Reason::KeyWithoutCertificate));
            return Identity::default();
        }
        (None, Some(cert), Some(key)) => (cert, key),
    };
    let chain = resolver.certificates(cert, CertificateRole::Own);
    let private = resolver.material(key, material::private_key);
    let extra = extra_certificates(said, resolver);
    let (Some(mut chain), Some(private), Some(extra)) = (chain, private, extra) else { return Identity::default() };
    usable(&chain, cert, &private.pem, key, resolver);
    append(&mut chain, extra);
    let own = ClientIdentity { chain, key_pem: private.pem, encrypted: private.encrypted };
    Identity { own: Some(Some(own)), ..Identity::default() }
}

/// A PKCS#12 container. One without a passphrase is opened here; another one goes along as it is.
fn contained(source: &Source, said: &Said, resolver: &mut Resolver<'_>) -> Identity {
    let Some(bytes) = resolver.bytes(source) else { return Identity::default() };
    let extra = extra_certificates(said, resolver);
    let opened = ovpn_settings::material::pkcs12::unwrap(&bytes)
        .map(|der| (ovpn_settings::material::pkcs12::open(&der, ""), der));
    let reason = match (opened, extra) {
        (_, None) => return Identity::default(),
        (Some((Ok(open), _)), Some(extra)) => {
            let mut chain = open.chain;
            resolver.describe(source, &chain, CertificateRole::Own);
            if said.ca.is_none() {
                resolver.describe(source, &open.authorities, CertificateRole::Authority);
            }
            usable(&chain, source, &open.key_pem, source, resolver);
            append(&mut chain, extra);
            let own = ClientIdentity { chain, key_pem: open.key_pem, encrypted: false };
            return Identity { own: Some(Some(own)), authorities: open.authorities, closed: false };
        }
        (Some((Err(LockError::Wrong | LockError::Needed), der)), Some(chain)) => {
            let own =
                ClientIdentity { chain, key_pem: ovpn_settings::material::pkcs12::text_of(&der), encrypted: true };
            return Identity { own: Some(Some(own)), authorities: Vec::new(), closed: true };
        }
        (Some((Err(LockError::Scheme(scheme)), _)), Some(_)) => Reason::UnsupportedLock { scheme },
        (Some((Err(LockError::TooExpensive | LockError::Damaged | LockError::Absent), _)) | None, Some(_)) => {
            Reason::BadContainer
        }
    };
    resolver.report.judge(source.entry, Verdict::refused(reason));
    Identity::default()
}

fn extra_certificates(said: &Said, resolver: &mut Resolver<'_>) -> Option<Vec<Vec<u8>>> {
    match &said.extra_certs {
        Some(source) => resolver.certificates(source, CertificateRole::Intermediate),
        None => Some(Vec::new()),
    }
}

fn append(chain: &mut Vec<Vec<u8>>, more: Vec<Vec<u8>>) {
    for der in more {
        if !chain.contains(&der) {
            chain.push(der);
        }
    }
}

/// Whether our certificate and its key can sign in. TLS libraries sign with RSA keys from 2048 bits only. A key that needs a
/// passphrase is compared with its certificate when the person has given it.
fn usable(chain: &[Vec<u8>], cert: &Source, key_pem: &Secret, key: &Source, resolver: &mut Resolver<'_>) {
    let Some(own) = chain.first() else { return };
    if let Some(kind) = key_kind(own).filter(|kind| !kind.can_sign_in()) {
        let reason = Reason::UnsupportedCertificate { algorithm: kind.to_string() };
        resolver.report.judge(cert.entry, Verdict::refused(reason));
        return;
    }
    if let Some(bits) = rsa_bits(own).filter(|bits| *bits < 2048) {
        resolver.report.judge(cert.entry, Verdict::refused(Reason::ShortClientKey { bits }));
        return;
    }
    let Ok(plain) = open_key(key_pem.expose(), None) else { return };
    match belong_together(&plain, own) {
        Some(true) => {}
        Some(false) => resolver.report.judge(key.entry, Verdict::refused(Reason::KeyOfAnother)),
        None => resolver.report.judge(key.entry, Verdict::refused(Reason::BadPrivateKey)),
    }
}
