//! Whom to trust, who we are, and how TLS is spoken.

use super::{Applied, Line, bad};
use crate::{
    material,
    profile::{CertProfile, TlsVersion, VerifyName, VerifyNameKind},
    reason::Reason,
    report::Verdict,
    said::Said,
};

pub(super) fn apply(said: &mut Said, line: &Line<'_>) -> Option<Applied> {
    Some(match line.name {
        "ca" => file(&mut said.ca, line),
        "cert" => file(&mut said.cert, line),
        "key" => file(&mut said.key, line),
        "pkcs12" => file(&mut said.pkcs12, line),
        "extra-certs" => file(&mut said.extra_certs, line),
        "crl-verify" => match line.get(1) {
            None => file(&mut said.crl, line),
            Some("dir") => Err(Reason::RevocationFolder),
            Some(other) => Err(bad(other)),
        },
        "peer-fingerprint" => line.need(0).and_then(|text| fingerprints(said, text)),
        "verify-hash" => line.need(0).and_then(|text| verify_hash(said, text)),
        "remote-cert-tls" => match line.get(0) {
            Some("server") => {
                said.require_server_usage = true;
                Ok(Verdict::Used)
            }
            Some("client") => Err(Reason::ServerOnly { name: "remote-cert-tls client".to_owned() }),
            other => Err(bad(other.unwrap_or_default())),
        },
        "remote-cert-ku" => key_usage(said, line),
        "remote-cert-eku" => line.need(0).map(|usage| {
            said.remote_cert_eku = Some(usage.to_owned());
            Verdict::Used
        }),
        "ns-cert-type" => match line.get(0) {
            Some("server") => {
                said.ns_cert_server = true;
                Ok(Verdict::warning(Reason::NsCertType))
            }
            other => Err(bad(other.unwrap_or_default())),
        },
        "verify-x509-name" => verify_name(said, line),
        "tls-version-min" => version_min(said, line),
        "tls-version-max" => match line.need(0) {
            Ok("1.0" | "1.1") => Err(Reason::TlsTooOld { version: line.get(0).unwrap_or_default().to_owned() }),
            Ok("1.2") => Ok(version_max(said, TlsVersion::Tls12)),
            Ok("1.3") => Ok(version_max(said, TlsVersion::Tls13)),
            Ok(other) => Err(bad(other)),
            Err(reason) => Err(reason),
        },
        "tls-cipher" => line.need(0).map(|list| suites12(said, list)),
        "tls-ciphersuites" => line.need(0).map(|list| {
            said.suites13 = list.split(':').filter_map(|name| known(name, SUITES13)).collect();
            if said.suites13.is_empty() { Verdict::warning(Reason::NoSharedSuite) } else { Verdict::Used }
        }),
        "tls-groups" => line.need(0).map(|list| groups(said, list)),
        "tls-cert-profile" => line.need(0).and_then(|text| {
            let (profile, verdict) = match text {
                "insecure" => (CertProfile::Insecure, Verdict::warning(Reason::WeakAccepted)),
                "legacy" => (CertProfile::Legacy, Verdict::warning(Reason::WeakAccepted)),
                "preferred" => (CertProfile::Preferred, Verdict::Used),
                "suiteb" => (CertProfile::SuiteB, Verdict::Used),
                other => return Err(bad(other)),
            };
            said.cert_profile = Some(profile);
            Ok(verdict)
        }),
        _ => return None,
    })
}

fn file(slot: &mut Option<crate::said::Source>, line: &Line<'_>) -> Applied {
    *slot = Some(line.file(line.need(0)?));
    Ok(Verdict::Used)
}

fn version_max(said: &mut Said, version: TlsVersion) -> Verdict {
    said.version_max = Some(version);
    Verdict::Used
}

/// 1.0 and 1.1 are lower bounds that Adit's own bound already keeps.
fn version_min(said: &mut Said, line: &Line<'_>) -> Applied {
    match line.get(1) {
        None | Some("or-highest") => {}
        Some(other) => return Err(bad(other)),
    }
    said.version_min = match line.need(0)? {
        "1.0" | "1.1" | "1.2" => TlsVersion::Tls12,
        "1.3" => TlsVersion::Tls13,
        other => return Err(bad(other)),
    };
    Ok(Verdict::Used)
}

/// Lines of a list without their comments.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(|line| line.split(['#', ';']).next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty())
}

/// One or several SHA-256 fingerprints, a line each; `#` and `;` begin a comment.
pub(super) fn fingerprints(said: &mut Said, text: &str) -> Applied {
    for line in entries(text) {
        let bytes = material::fingerprint(line)?;
        let print = bytes.try_into().map_err(|_| Reason::BadFingerprint { value: line.chars().take(120).collect() })?;
        if !said.fingerprints.contains(&print) {
            said.fingerprints.push(print);
        }
    }
    if said.fingerprints.is_empty() { Err(Reason::BadFingerprint { value: String::new() }) } else { Ok(Verdict::Used) }
}

/// Fingerprints of acceptable authorities, a line each; `#` and `;` begin a comment. Their length tells the digest, whatever the
/// second value says.
pub(super) fn verify_hash(said: &mut Said, text: &str) -> Applied {
    for line in entries(text) {
        let hash = material::fingerprint(line)?;
        if !said.verify_hashes.contains(&hash) {
            said.verify_hashes.push(hash);
        }
    }
    if said.verify_hashes.is_empty() { Err(Reason::BadFingerprint { value: String::new() }) } else { Ok(Verdict::Used) }
}

/// Masks in hexadecimal digits. OpenVPN knows the directive without any, too; leaving out that check silently is no choice.
fn key_usage(said: &mut Said, line: &Line<'_>) -> Applied {
    let masks = line.values.iter().map(|text| {
        let digits = text.strip_prefix("0x").unwrap_or(text);
        u16::from_str_radix(digits, 16).map_err(|_| bad(text))
    });
    said.remote_cert_ku = masks.collect::<Result<_, _>>()?;
    if said.remote_cert_ku.is_empty() {
        return Err(Reason::MissingValue { name: line.name.to_owned() });
    }
    Ok(Verdict::Used)
}

fn verify_name(said: &mut Said, line: &Line<'_>) -> Applied {
    let kind = match line.get(1) {
        None | Some("subject") => VerifyNameKind::Subject,
        Some("name") => VerifyNameKind::Name,
        Some("name-prefix") => VerifyNameKind::NamePrefix,
        Some(other) => return Err(bad(other)),
    };
    let value = line.need(0)?;
    if value.is_empty() {
        return Err(bad(value));
    }
    said.verify_name = Some(VerifyName { kind, value: value.to_owned() });
    Ok(Verdict::Used)
}

/// Groups that Adit has; it offers its own where none is left.
fn groups(said: &mut Said, list: &str) -> Verdict {
    let names = list.split([':', ',']).map(str::trim).filter(|name| !name.is_empty());
    let (ours, others): (Vec<&str>, Vec<&str>) =
        names.partition(|name| GROUPS.contains(&name.to_ascii_lowercase().as_str()));
    said.groups = ours.into_iter().map(str::to_owned).collect();
    if said.groups.is_empty() {
        Verdict::warning(Reason::NoSharedSuite)
    } else if others.is_empty() {
        Verdict::Used
    } else {
        Verdict::warning(Reason::PartlyUsed { value: others.join(":").chars().take(120).collect() })
    }
}

/// TLS 1.2 suites that Adit's TLS library has: IANA name and OpenSSL name.
const SUITES12: &[(&str, &str)] = &[
    ("TLS-ECDHE-ECDSA-WITH-AES-256-GCM-SHA384", "ECDHE-ECDSA-AES256-GCM-SHA384"),
    ("TLS-ECDHE-ECDSA-WITH-AES-128-GCM-SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"),
    ("TLS-ECDHE-ECDSA-WITH-CHACHA20-POLY1305-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"),
    ("TLS-ECDHE-RSA-WITH-AES-256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384"),
    ("TLS-ECDHE-RSA-WITH-AES-128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256"),
    ("TLS-ECDHE-RSA-WITH-CHACHA20-POLY1305-SHA256", "ECDHE-RSA-CHACHA20-POLY1305"),
];

const SUITES13: &[(&str, &str)] = &[
    ("TLS-AES-256-GCM-SHA384", "TLS_AES_256_GCM_SHA384"),
    ("TLS-AES-128-GCM-SHA256", "TLS_AES_128_GCM_SHA256"),
    ("TLS-CHACHA20-POLY1305-SHA256", "TLS_CHACHA20_POLY1305_SHA256"),
];

/// Key exchange groups that Adit has, by OpenSSL's names in lower case.
const GROUPS: &[&str] = &["x25519", "secp256r1", "prime256v1", "p-256", "secp384r1", "p-384", "x25519mlkem768"];

/// The IANA name of a suite, with dashes, if it is one that Adit has.
fn known(name: &str, suites: &[(&str, &str)]) -> Option<String> {
    let name = name.trim().to_ascii_uppercase();
    let dashed = name.replace('_', "-");
    suites.iter().find(|(iana, openssl)| *iana == dashed || *openssl == name).map(|(iana, _)| (*iana).to_owned())
}

fn listed(list: &str) -> impl Iterator<Item = &str> + Clone {
    list.split([':', ',', ' ']).filter(|name| !name.is_empty())
}

/// Whether a list names suites and none of them is one that Adit has.
pub(crate) fn offers_nothing(list: &str) -> bool {
    // Names of suites have dashes in them, words of OpenSSL's language for lists have none, but in front.
    let added = || listed(list).filter(|name| !name.starts_with(['!', '-', '+', '@']));
    added().next().is_some()
        && added().all(|name| name.contains(['-', '_']))
        && listed(list).all(|name| known(name, SUITES12).is_none())
}

/// A list may narrow TLS 1.2 to suites that Adit has. If none is left, Adit offers its own, which are stronger; TLS 1.3 is
/// not touched by this directive at all, so such a server may well be reached.
fn suites12(said: &mut Said, list: &str) -> Verdict {
    said.suites12 = listed(list).filter_map(|name| known(name, SUITES12)).collect();
    said.weak_by_cipher = listed(list).any(|name| name.eq_ignore_ascii_case("@SECLEVEL=0"));
    if said.weak_by_cipher {
        Verdict::warning(Reason::WeakAccepted)
    } else if offers_nothing(list) {
        Verdict::warning(Reason::NoSharedSuite)
    } else {
        Verdict::Used
    }
}
