//! How data packets are built: fragments, compression, ciphers and digests.

#![expect(clippy::panic, reason = "a profile that has to be good says why it is not")]

#[cfg(test)]
mod common;

use common::{at, refusals, with};
use ovpn_profile::{
    Profile, Reason, Verdict, print,
    profile::{Cipher, Compression, Digest, Fragment},
};

fn profile(lines: &str) -> Profile {
    let import = with(lines);
    import.outcome.unwrap_or_else(|rejected| panic!("{rejected}: {:#?}", import.report)).profile
}

fn verdict(line: &str) -> Verdict {
    at(&with(line), 1)
}

#[test]
fn fragment_is_for_servers_over_udp() {
    for (line, expected) in [
        ("fragment 1300", Some(Fragment { size: 1300, with_headers: false })),
        ("fragment 1400 mtu", Some(Fragment { size: 1400, with_headers: true })),
        ("fragment 68", Some(Fragment { size: 68, with_headers: false })),
        ("fragment 0", None),
        ("fragment 1300\nproto tcp", None),
    ] {
        assert_eq!(profile(line).remotes[0].fragment, expected, "{line}");
        assert_eq!(verdict(line), Verdict::Used, "{line}");
    }
    for line in ["fragment 67", "fragment 70000", "fragment big", "fragment 1300 fixed", "fragment"] {
        assert!(matches!(verdict(line), Verdict::Refused { .. }), "{line}");
    }
    let two = "<connection>\nremote a.example.com\nfragment 1200\n</connection>\n<connection>\nremote b.example.com\n</connection>";
    let sizes: Vec<_> =
        profile(two).remotes.iter().map(|remote| remote.fragment.map(|fragment| fragment.size)).collect();
    assert_eq!(sizes, [Some(1200), None]);
}

#[test]
fn fragments_have_bounds_on_the_socket_too() {
    let settings = profile("fragment 1300").to_settings();
    assert!(Profile::from_settings(&settings).is_ok());
    let mut document: serde_json::Value = serde_json::from_str(settings.expose()).unwrap();
    document["remotes"][0]["fragment"]["size"] = 67.into();
    assert!(Profile::from_settings(&vpn_api::Secret::new(document.to_string())).is_err());
}

#[test]
fn compressed_packets_are_read_where_the_profile_names_compression() {
    for line in ["comp-lzo", "comp-lzo no", "compress", "compress lz4-v2"] {
        assert!(profile(line).data.allow_compression, "{line}");
        assert!(!profile(&format!("{line}\nallow-compression no")).data.allow_compression, "{line}");
        assert!(!profile(&format!("allow-compression no\n{line}")).data.allow_compression, "{line}");
    }
    assert!(!profile("verb 3").data.allow_compression);
    for word in ["asym", "yes"] {
        let data = profile(&format!("compress lz4-v2\nallow-compression {word}")).data;
        assert!(data.allow_compression && data.compression == Compression::StubV2);
        let line = format!("allow-compression {word}");
        assert_eq!(verdict(&line), Verdict::Warning { because: Reason::CompressionRead });
    }
    assert!(matches!(verdict("allow-compression maybe"), Verdict::Refused { .. }));
}

#[test]
fn a_profile_without_encryption_is_refused() {
    for line in ["cipher none", "cipher NONE", "data-ciphers none", "ncp-ciphers none"] {
        assert_eq!(refusals(&with(line)), [(Some(1), Reason::NoEncryption)], "{line}");
    }
    assert!(refusals(&with("data-ciphers AES-256-GCM:none")).is_empty(), "there is another one");
}

#[test]
fn ciphers_that_adit_does_not_have_are_named() {
    for name in ["BF-CBC", "AES-256-CFB", "AES-128-OFB", "DES-EDE3-CBC", "CAMELLIA-256-CBC", "AES-256-CFB8"] {
        let reason = Reason::UnsupportedCipher { cipher: name.to_owned() };
        assert_eq!(verdict(&format!("cipher {name}")), Verdict::Warning { because: reason }, "{name}");
        let profile = profile(&format!("cipher {name}"));
        assert!(profile.data.ciphers.contains(&Cipher::Aes256Gcm) && profile.data.fallback.is_none());
        let fixed = Reason::CipherFixed { cipher: name.to_owned() };
        assert_eq!(refusals(&with(&format!("cipher {name}\nncp-disable"))), [(Some(1), fixed)]);
    }
}

#[test]
fn cbc_needs_a_digest() {
    let because = Reason::CbcWithoutDigest;
    let old = "auth none\ncipher AES-256-CBC";
    assert_eq!(at(&with(old), 1), Verdict::Warning { because: because.clone() });
    let data = profile(old).data;
    assert_eq!((data.auth, data.fallback), (Digest::None, None));
    assert!(data.ciphers.iter().all(|cipher| cipher.is_aead()));
    assert_eq!(refusals(&with("auth none\ndata-ciphers AES-256-CBC:AES-128-CBC")), [(Some(1), because)]);
    assert_eq!(verdict("auth none"), Verdict::Used, "with AEAD there is nothing to warn of");
    assert!(profile("auth SHA512\ncipher AES-256-CBC").data.ciphers.contains(&Cipher::Aes256Cbc));
}

#[test]
fn what_is_printed_reads_the_same() {
    let before = profile("fragment 1300 mtu\nallow-compression asym\ncomp-lzo no\nauth none");
    let after = ovpn_profile::parse(print(&before).as_bytes(), &ovpn_profile::NoSideFiles).outcome.unwrap().profile;
    assert_eq!(after, before);
}
