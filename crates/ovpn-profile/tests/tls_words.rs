//! What profiles say about TLS: versions, suites, groups, how weak a certificate may be, and which one it must be.

#![expect(clippy::panic, reason = "tests fail loudly")]

#[cfg(test)]
mod common;

use common::{at, refusals, with};
use ovpn_profile::{
    Import, Reason, Verdict,
    profile::{CertProfile, TlsSettings, TlsVersion},
};

fn tls(import: Import) -> TlsSettings {
    import.outcome.unwrap_or_else(|rejected| panic!("{rejected}: {:#?}", import.report)).profile.tls
}

fn warned(because: Reason) -> Verdict {
    Verdict::Warning { because }
}

#[test]
fn suites_in_every_spelling() {
    for (line, suites, verdict) in [
        ("tls-cipher TLS-ECDHE-RSA-WITH-AES-256-GCM-SHA384", 1, Verdict::Used),
        ("tls-cipher TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", 1, Verdict::Used),
        ("tls-cipher ecdhe-rsa-aes256-gcm-sha384:ECDHE-ECDSA-CHACHA20-POLY1305", 2, Verdict::Used),
        ("tls-cipher TLS-DHE-RSA-WITH-AES-256-CBC-SHA:TLS-ECDHE-RSA-WITH-AES-128-GCM-SHA256", 1, Verdict::Used),
        ("tls-cipher TLS-DHE-RSA-WITH-AES-256-GCM-SHA384", 0, warned(Reason::NoSharedSuite)),
        ("tls-cipher TLS-RSA-WITH-AES-256-GCM-SHA384:AES256-SHA", 0, warned(Reason::NoSharedSuite)),
        ("tls-cipher AES256-SHA", 0, warned(Reason::NoSharedSuite)),
        ("tls-cipher \"AES256-SHA:!aNULL:-RC4:@STRENGTH\"", 0, warned(Reason::NoSharedSuite)),
        ("tls-cipher \"HIGH:!aNULL:!MD5\"", 0, Verdict::Used),
        ("tls-cipher EECDH+AESGCM:AES256-SHA", 0, Verdict::Used),
        ("tls-cipher \"DEFAULT:@SECLEVEL=0\"", 0, warned(Reason::WeakAccepted)),
        ("tls-cipher \"DEFAULT:@SECLEVEL=1\"", 0, Verdict::Used),
    ] {
        let import = with(line);
        assert_eq!(at(&import, 1), verdict, "{line}");
        let tls = tls(import);
        assert_eq!(tls.ciphers.len(), suites, "{line}");
        let insecure = line.contains("SECLEVEL=0");
        assert_eq!(tls.cert_profile == CertProfile::Insecure, insecure, "{line}");
    }
    let import = with("tls-ciphersuites TLS_AES_256_GCM_SHA384:TLS_AES_128_CCM_SHA256");
    assert_eq!(tls(import).ciphersuites, ["TLS-AES-256-GCM-SHA384"]);
}

#[test]
fn groups_in_every_spelling() {
    for (line, groups, verdict) in [
        ("tls-groups X25519:P-256:prime256v1:secp384r1", 4, Verdict::Used),
        ("tls-groups X25519MLKEM768:x25519", 2, Verdict::Used),
        (
            "tls-groups X25519:secp521r1:ffdhe2048",
            1,
            warned(Reason::PartlyUsed { value: "secp521r1:ffdhe2048".into() }),
        ),
        ("tls-groups brainpoolP256r1", 0, warned(Reason::NoSharedSuite)),
    ] {
        let import = with(line);
        assert_eq!(at(&import, 1), verdict, "{line}");
        assert_eq!(tls(import).groups.len(), groups, "{line}");
    }
}

#[test]
fn versions() {
    for (line, min, max) in [
        ("tls-version-min 1.0", TlsVersion::Tls12, None),
        ("tls-version-min 1.0 or-highest", TlsVersion::Tls12, None),
        ("tls-version-min 1.3", TlsVersion::Tls13, None),
        ("tls-version-max 1.2", TlsVersion::Tls12, Some(TlsVersion::Tls12)),
    ] {
        let tls = tls(with(line));
        assert_eq!((tls.version_min, tls.version_max), (min, max), "{line}");
    }
    for version in ["1.0", "1.1"] {
        let import = with(&format!("tls-version-max {version}"));
        assert_eq!(refusals(&import), [(Some(1), Reason::TlsTooOld { version: version.into() })]);
    }
}

#[test]
fn several_authorities_can_be_pinned_in_lines_and_in_a_block() {
    let (one, other) = (["ab"; 32].join(":"), ["cd"; 20].join(":"));
    for lines in [
        format!("verify-hash {one} SHA256\nverify-hash {other} SHA1"),
        format!("<verify-hash>\n# ours\n{one}\n{other}\n{one}\n</verify-hash>"),
    ] {
        let tls = tls(with(&lines));
        assert_eq!((tls.verify_hash.unwrap().len(), tls.verify_hash_others.len()), (32, 1), "{lines}");
    }
    assert!(!refusals(&with("<verify-hash>\n# none\n</verify-hash>")).is_empty());
}
