//! The options string that both sides compare during the key exchange.
//!
//! Servers of 2.4 and 2.5 warn in their log when it differs from theirs, and all take the client's `cipher` from it when the
//! client does not negotiate. Built as OpenVPN 2.6 builds it (docs/protocol/openvpn.md §5.2).

use ovpn_settings::{Cipher, Compression, DataSettings, Digest, KeyDirection, Remote, Wrap};
use vpn_api::{Transport, failure::OptionDifference};

use crate::keys::mac::tag_len;

/// The client's options string. `relay` is what a proxy wants in front of each datagram, in bytes.
#[must_use]
pub fn options_string(remote: &Remote, data: &DataSettings, relay: u16) -> String {
    // Servers that do not negotiate take what is announced here, so a cipher that Adit does not have gives way to one it has.
    let configured = data.configured_cipher.as_deref();
    let usable = configured.filter(|name| Cipher::by_name(name).is_some());
    let configured = usable.or(data.fallback.map(Cipher::name)).or(configured).unwrap_or("BF-CBC");
    let cipher = CipherShape::of(configured);
    let compressed = data.compression != Compression::None;
    let mut text = String::from("V4,dev-type tun");
    let mut item = |name: &str, value: &dyn std::fmt::Display| {
        text.push_str(&format!(",{name} {value}"));
    };
    item("link-mtu", &link_mtu(remote, data, &cipher).saturating_add(relay));
    item("tun-mtu", &remote.tun_mtu);
    // The names are those of IPv4 also over IPv6.
    item(
        "proto",
        &match remote.transport {
            Transport::Udp => "UDPv4",
            Transport::Tcp => "TCPv4_CLIENT",
        },
    );
    if compressed {
        text.push_str(",comp-lzo");
    }
    if remote.fragment.is_some() {
        text.push_str(",mtu-dynamic");
    }
    if let Wrap::TlsAuth { direction, .. } = &remote.wrap {
        match direction {
            KeyDirection::Bidirectional => {}
            KeyDirection::Normal => text.push_str(",keydir 0"),
            KeyDirection::Inverse => text.push_str(",keydir 1"),
        }
    }
    if Cipher::by_name(configured).is_some_and(|cipher| data.ciphers.contains(&cipher)) || data.fallback.is_some() {
        text.push_str(&format!(",cipher {}", cipher.name));
    }
    text.push_str(&format!(",auth {}", if cipher.aead { "[null-digest]" } else { digest_name(data.auth) }));
    text.push_str(&format!(",keysize {}", cipher.key_bits));
    if matches!(remote.wrap, Wrap::TlsAuth { .. }) {
        text.push_str(",tls-auth");
    }
    text.push_str(",key-method 2,tls-client");
    text
}

/// Sizes of a cipher by name, also of those that Adit does not speak: the string has to name the configured one.
struct CipherShape {
    name: String,
    key_bits: u16,
    aead: bool,
    /// What a packet grows by besides the packet id and the HMAC: IV and largest padding, or nonce and tag.
    growth: u16,
}

impl CipherShape {
    fn of(name: &str) -> Self {
        let name = name.to_ascii_uppercase();
        let key_bits = match () {
            () if name.contains("256") || name.contains("CHACHA20") => 256,
            () if name.contains("192") || name.starts_with("DES-EDE3") => 192,
            () if name.starts_with("DES-CBC") => 64,
            () => 128,
        };
        let aead = name.contains("GCM") || name.contains("POLY1305");
        let growth = match () {
            // Tag 16, IV 12, and one block, which for ChaCha is a byte.
            () if name.contains("GCM") => 16 + 12 + 16,
            () if aead => 16 + 12 + 1,
            // IV and one block of padding.
            () if ["BF-", "DES-", "CAST5-", "RC2-"].iter().any(|old| name.starts_with(old)) => 8 + 8,
            () => 16 + 16,
        };
        Self { name, key_bits, aead, growth }
    }
}

fn link_mtu(remote: &Remote, data: &DataSettings, cipher: &CipherShape) -> u16 {
    let stream = if remote.transport == Transport::Tcp { 2 } else { 0 };
    let compression = match data.compression {
        Compression::Lzo | Compression::Stub => 1,
        Compression::None | Compression::StubV2 => 0,
    };
    let digest = if cipher.aead { 0 } else { tag_len(data.auth) };
    let fragment = if remote.fragment.is_some() { 4 } else { 0 };
    let packet_id = 4;
    remote.tun_mtu.get().saturating_add(1 + stream + compression + fragment + packet_id + cipher.growth + digest)
}

/// Which options that have to be the same at both ends are not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Differences {
    /// What packets look like inside: compression, fragments.
    pub framing: Option<OptionDifference>,
    /// How they are protected: cipher, digest.
    pub protection: Option<OptionDifference>,
    /// `tun-mtu`. Packets that fit the smaller one arrive.
    pub mtu: Option<OptionDifference>,
}

/// What is in force on this side, after the server's options.
#[derive(Debug, Clone, Copy)]
pub struct InForce {
    /// Framing of compression.
    pub compression: Compression,
    /// Packets are cut into pieces.
    pub fragment: bool,
    /// The data cipher.
    pub cipher: Cipher,
    /// The digest of CBC ciphers.
    pub auth: Digest,
    /// The tunnel's MTU, unless the server named it just now.
    pub mtu: Option<u16>,
}

/// Compares the server's options string with what is in force. What it does not mention is not compared; neither is its cipher,
/// which comes before negotiation.
#[must_use]
pub fn differences(server: &str, here: InForce) -> Differences {
    if !server.starts_with("V4,") {
        return Differences::default();
    }
    let flag = |name: &str| server.split(',').any(|item| item.trim() == name);
    let value = |name: &str| server.split(',').find_map(|item| item.trim().strip_prefix(name)?.strip_prefix(' '));
    let differ = |option: &str, ours: &str, theirs: &str| {
        let same = ours.eq_ignore_ascii_case(theirs);
        (!same).then(|| OptionDifference { option: option.into(), ours: ours.into(), theirs: theirs.into() })
    };
    let on = |on: bool| if on { "on" } else { "off" };
    let compression = differ("comp-lzo", on(here.compression != Compression::None), on(flag("comp-lzo")));
    let fragment = differ("fragment", on(here.fragment), on(flag("mtu-dynamic")));
    // A server that prefers an AEAD cipher names no digest.
    let digest = value("auth").filter(|name| !here.cipher.is_aead() && *name != "[null-digest]");
    let ours = here.mtu.map(|mtu| mtu.to_string());
    Differences {
        framing: compression.or(fragment),
        protection: digest.and_then(|theirs| differ("auth", digest_name(here.auth), theirs)),
        mtu: ours.zip(value("tun-mtu")).and_then(|(ours, theirs)| differ("tun-mtu", &ours, theirs)),
    }
}

fn digest_name(digest: Digest) -> &'static str {
    match digest {
        Digest::None => "[null-digest]",
        Digest::Md5 => "MD5",
        Digest::Sha1 => "SHA1",
        Digest::Sha224 => "SHA224",
        Digest::Sha256 => "SHA256",
        Digest::Sha384 => "SHA384",
        Digest::Sha512 => "SHA512",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(cipher: Option<&str>, auth: Digest, transport: Transport) -> String {
        let mut remote = crate::testing::remote();
        remote.transport = transport;
        let data = DataSettings { configured_cipher: cipher.map(str::to_owned), auth, ..DataSettings::default() };
        options_string(&remote, &data, 0)
    }

    #[test]
    fn a_server_that_does_not_negotiate_is_told_a_cipher_that_adit_has() {
        let named = |configured: Option<&str>, fallback| {
            let data =
                DataSettings { configured_cipher: configured.map(str::to_owned), fallback, ..DataSettings::default() };
            let text = options_string(&crate::testing::remote(), &data, 0);
            text.split(',').find_map(|item| item.strip_prefix("cipher ").map(str::to_owned))
        };
        assert_eq!(named(None, Some(Cipher::Aes192Cbc)).as_deref(), Some("AES-192-CBC"));
        assert_eq!(named(Some("AES-192-CBC"), Some(Cipher::Aes192Cbc)).as_deref(), Some("AES-192-CBC"));
        assert_eq!(named(Some("BF-CBC"), Some(Cipher::Aes192Cbc)).as_deref(), Some("AES-192-CBC"));
        assert_eq!((named(Some("BF-CBC"), None), named(None, None)), (None, None));
    }

    /// The expected values were read from the log of OpenVPN 2.6.14 clients (docs/protocol/openvpn.md §5.2).
    #[test]
    fn strings_are_those_of_openvpn() {
        assert_eq!(
            string(None, Digest::Sha1, Transport::Udp),
            "V4,dev-type tun,link-mtu 1541,tun-mtu 1500,proto UDPv4,auth SHA1,keysize 128,key-method 2,tls-client"
        );
        assert_eq!(
            string(Some("AES-256-GCM"), Digest::Sha1, Transport::Udp),
            "V4,dev-type tun,link-mtu 1549,tun-mtu 1500,proto UDPv4,cipher AES-256-GCM,auth [null-digest],keysize 256,\
             key-method 2,tls-client"
        );
        assert!(string(Some("AES-256-CBC"), Digest::Sha512, Transport::Udp).contains("link-mtu 1601,"));
        assert!(string(None, Digest::Sha1, Transport::Tcp).contains("link-mtu 1543,tun-mtu 1500,proto TCPv4_CLIENT,"));
    }

    #[test]
    fn framing_and_tls_auth_are_named() {
        let key = ovpn_settings::StaticKey::new([1; 256]);
        let mut remote = crate::testing::remote();
        remote.wrap = Wrap::TlsAuth { key, direction: KeyDirection::Inverse, digest: Digest::Sha1 };
        let data = DataSettings { compression: Compression::Lzo, ..DataSettings::default() };
        let text = options_string(&remote, &data, 0);
        assert!(text.contains(",link-mtu 1542,") && text.contains(",comp-lzo,keydir 1,"), "{text}");
        assert!(text.ends_with(",tls-auth,key-method 2,tls-client"), "{text}");
    }

    #[test]
    fn a_proxy_before_each_datagram_counts() {
        // OpenVPN counts the ten bytes of RFC 1928 §7 with an IPv4 address.
        let text = options_string(&crate::testing::remote(), &DataSettings::default(), 10);
        assert!(text.contains(",link-mtu 1551,tun-mtu 1500,"), "{text}");
    }

    const HERE: InForce = InForce {
        compression: Compression::None,
        fragment: false,
        cipher: Cipher::Aes256Cbc,
        auth: Digest::Sha1,
        mtu: Some(1500),
    };

    fn difference(option: &str, ours: &str, theirs: &str) -> Option<OptionDifference> {
        Some(OptionDifference { option: option.into(), ours: ours.into(), theirs: theirs.into() })
    }

    #[test]
    fn options_that_have_to_be_the_same_are_compared() {
        let base = "V4,dev-type tun,link-mtu 1557,tun-mtu 1500,proto UDPv4,cipher AES-256-CBC,auth SHA1,keysize 256";
        assert_eq!(differences(base, HERE), Differences::default());
        assert_eq!(differences("", HERE), Differences::default());
        let framing = |server: &str, here| differences(server, here).framing;
        let lzo = InForce { compression: Compression::Lzo, ..HERE };
        let with_lzo = format!("{base},comp-lzo");
        assert_eq!(framing(&with_lzo, HERE), difference("comp-lzo", "off", "on"));
        assert_eq!(framing(base, lzo), difference("comp-lzo", "on", "off"));
        assert_eq!(framing(&with_lzo, lzo), None);
        let cut = InForce { fragment: true, ..HERE };
        assert_eq!(framing(base, cut), difference("fragment", "on", "off"));
        assert_eq!(framing(&format!("{base},mtu-dynamic"), cut), None);
        let sha256 = base.replace("SHA1", "SHA256");
        assert_eq!(differences(&sha256, HERE).protection, difference("auth", "SHA1", "SHA256"));
        let aead = InForce { cipher: Cipher::Aes256Gcm, ..HERE };
        assert_eq!(differences(&sha256, aead).protection, None, "it is not used");
        assert_eq!(differences(&base.replace("SHA1", "[null-digest]"), HERE).protection, None);
        let jumbo = base.replace("tun-mtu 1500", "tun-mtu 9000");
        assert_eq!(differences(&jumbo, HERE).mtu, difference("tun-mtu", "1500", "9000"));
        assert_eq!(differences(&jumbo, InForce { mtu: None, ..HERE }).mtu, None, "the server pushed one");
    }
}
