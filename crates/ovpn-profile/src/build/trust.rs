//! Whom to trust.

use ovpn_settings::material::key_kind;
use profile_api::CertificateRole;

use super::{
    files::Resolver,
    identity::{Identity, identity},
};
use crate::{
    material,
    profile::{CertProfile, TlsSettings},
    reason::Reason,
    report::Verdict,
    said::{Said, Source},
};

/// `None`: something is missing or refused.
pub(super) fn tls(said: &mut Said, resolver: &mut Resolver<'_>) -> Option<TlsSettings> {
    let Identity { own: identity, authorities, closed } = identity(said, resolver);
    let ca = match &said.ca {
        Some(source) => {
            let found = resolver.certificates(source, CertificateRole::Authority);
            found.inspect(|found| checkable(found, source, resolver))
        }
        // As in OpenVPN, the authorities of a container count where the profile names none.
        None if closed || !authorities.is_empty() => Some(authorities),
        // Without the container, nobody knows whether it has any.
        None if identity.is_none() && said.pkcs12.is_some() => None,
        None if said.fingerprints.is_empty() => {
            resolver.report.find(None, Verdict::refused(Reason::NoAuthority));
            None
        }
        None => Some(Vec::new()),
    };
    let checked = said.require_server_usage
        || said.verify_name.is_some()
        || said.ns_cert_server
        || said.remote_cert_eku.is_some()
        || !said.fingerprints.is_empty();
    if !checked {
        resolver.report.find(None, Verdict::warning(Reason::NoServerCheck));
    }
    let crls = match &said.crl {
        Some(source) => resolver.material(source, material::revocation_lists),
        None => Some(Vec::new()),
    };
    let weak = if said.weak_by_cipher { CertProfile::Insecure } else { CertProfile::default() };
    Some(TlsSettings {
        ca: ca?,
        peer_fingerprints: std::mem::take(&mut said.fingerprints),
        identity: identity?,
        version_min: said.version_min,
        version_max: said.version_max,
        ciphers: std::mem::take(&mut said.suites12),
        ciphersuites: std::mem::take(&mut said.suites13),
        groups: std::mem::take(&mut said.groups),
        cert_profile: said.cert_profile.unwrap_or(weak),
        require_server_usage: said.require_server_usage,
        verify_name: said.verify_name.take(),
        crls: crls?,
        ns_cert_server: said.ns_cert_server,
        verify_hash: said.verify_hashes.first().cloned(),
        verify_hash_others: said.verify_hashes.drain(..).skip(1).collect(),
        remote_cert_ku: std::mem::take(&mut said.remote_cert_ku),
        remote_cert_eku: said.remote_cert_eku.take(),
    })
}

/// What an authority signed with a key of a kind that Adit does not have is never believed.
fn checkable(found: &[Vec<u8>], source: &Source, resolver: &mut Resolver<'_>) {
    let kinds = || found.iter().filter_map(|der| key_kind(der));
    let Some(unknown) = kinds().find(|kind| !kind.can_certify()) else { return };
    let reason = Reason::UnsupportedAuthority { algorithm: unknown.to_string() };
    let left = kinds().any(|kind| kind.can_certify());
    resolver.report.judge(source.entry, if left { Verdict::warning(reason) } else { Verdict::refused(reason) });
}
