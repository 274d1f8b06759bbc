//! What the client tells the server about itself, inside the key exchange: lines of `KEY=value`.
//!
//! Source: docs/protocol/openvpn.md §5.3. Only what is implemented is announced.

use std::fmt::Write;

use ovpn_settings::{Cipher, Profile, options::MAX_PUSHED_MTU};

/// The program, as servers see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientInfo {
    /// For example `0.1.0`. Server plugins parse a number at its beginning.
    pub version: String,
    /// `linux`, `mac`, `win`.
    pub platform: String,
}

/// Bits of `IV_PROTO`.
pub mod proto {
    /// Speaks DATA_V2 with a peer id.
    pub const DATA_V2: u32 = 1 << 1;
    /// Push without being asked.
    pub const REQUEST_PUSH: u32 = 1 << 2;
    /// Data keys by the TLS exporter.
    pub const TLS_KEY_EXPORT: u32 = 1 << 3;
    /// Understands `AUTH_PENDING` with a timeout.
    pub const AUTH_PENDING_KW: u32 = 1 << 4;
    /// Leaves with a control message.
    pub const CC_EXIT_NOTIFY: u32 = 1 << 7;
    /// Understands `AUTH_FAILED,TEMP`.
    pub const AUTH_FAIL_TEMP: u32 = 1 << 8;
    /// Renegotiates under dynamic tls-crypt.
    pub const DYN_TLS_CRYPT: u32 = 1 << 9;
    /// Speaks the epoch format (2.7).
    pub const DATA_EPOCH: u32 = 1 << 10;
    /// Understands `dns server …`.
    pub const DNS_OPTION_V2: u32 = 1 << 11;
    /// Follows changes to the tunnel while it runs.
    pub const PUSH_UPDATE: u32 = 1 << 12;
    /// All of the above.
    pub const SUPPORTED: u32 = DATA_V2
        | REQUEST_PUSH
        | TLS_KEY_EXPORT
        | AUTH_PENDING_KW
        | CC_EXIT_NOTIFY
        | AUTH_FAIL_TEMP
        | DYN_TLS_CRYPT
        | DATA_EPOCH
        | DNS_OPTION_V2
        | PUSH_UPDATE;
}

/// Longest peer info, in bytes. A 2.x server reads the whole key message into 2048 bytes.
const MAX_LEN: usize = 1200;

/// The lines.
#[must_use]
pub fn peer_info(client: &ClientInfo, profile: &Profile, protocol_bits: u32) -> String {
    let ciphers = &profile.data.ciphers;
    let mut info = String::new();
    let mut line = |key: &str, value: &dyn std::fmt::Display| {
        // Writing to a String does not fail.
        let _ = writeln!(info, "{key}={value}");
    };
    line("IV_VER", &plain(&client.version));
    line("IV_PLAT", &plain(&client.platform));
    line("IV_TCPNL", &1);
    if ciphers.contains(&Cipher::Aes128Gcm) && ciphers.contains(&Cipher::Aes256Gcm) {
        line("IV_NCP", &2);
    }
    line("IV_CIPHERS", &ciphers.iter().map(|cipher| cipher.name()).collect::<Vec<_>>().join(":"));
    line("IV_PROTO", &protocol_bits);
    line("IV_MTU", &MAX_PUSHED_MTU);
    if profile.data.allow_compression {
        // What is read if the server compresses it; nothing is compressed on the way out.
        line("IV_LZO", &1);
        line("IV_LZ4", &1);
        line("IV_LZ4v2", &1);
    }
    line("IV_LZO_STUB", &1);
    line("IV_COMP_STUB", &1);
    line("IV_COMP_STUBv2", &1);
    line("IV_SSO", &"webauth,openurl,crtext");
    line("IV_GUI_VER", &format_args!("Adit_{}", plain(&client.version)));
    if !profile.push_peer_info {
        return info;
    }
    // No address of the machine's hardware and no version of its system: servers have other means to know a client.
    let _ = writeln!(info, "IV_SSL=rustls, aws-lc-rs");
    for (key, value) in &profile.peer_info {
        let line = format!("{}={}\n", plain(key), plain(value));
        if info.len() + line.len() <= MAX_LEN {
            info.push_str(&line);
        }
    }
    info
}

/// Without characters that would make two lines of one.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_say_what_is_implemented() {
        let mut profile = crate::testing::profile();
        profile.push_peer_info = true;
        profile.peer_info = vec![("UV_ID".into(), "a\nIV_PROTO=0".into())];
        let client = ClientInfo { version: "0.1.0".into(), platform: "linux".into() };
        let info = peer_info(&client, &profile, proto::SUPPORTED);
        assert_eq!(
            info,
            "IV_VER=0.1.0\nIV_PLAT=linux\nIV_TCPNL=1\nIV_NCP=2\n\
             IV_CIPHERS=AES-256-GCM:AES-128-GCM:CHACHA20-POLY1305\nIV_PROTO=8094\nIV_MTU=65535\n\
             IV_LZO_STUB=1\nIV_COMP_STUB=1\nIV_COMP_STUBv2=1\nIV_SSO=webauth,openurl,crtext\nIV_GUI_VER=Adit_0.1.0\nIV_SSL=rustls, aws-lc-rs\n\
             UV_ID=aIV_PROTO=0\n"
        );
    }

    #[test]
    fn decompression_is_announced_only_where_it_is_done() {
        let mut profile = crate::testing::profile();
        let client = ClientInfo { version: "0.1.0".into(), platform: "linux".into() };
        let decompresses = |profile: &Profile| {
            let info = peer_info(&client, profile, proto::SUPPORTED);
            ["IV_LZO=", "IV_LZ4=", "IV_LZ4v2="].map(|key| info.contains(key))
        };
        assert_eq!(decompresses(&profile), [false; 3]);
        profile.data.allow_compression = true;
        assert_eq!(decompresses(&profile), [true; 3]);
    }

    #[test]
    fn it_stays_short_and_complete_lines() {
        let mut profile = crate::testing::profile();
        profile.push_peer_info = true;
        profile.peer_info = (0..100).map(|n| (format!("UV_{n}"), "x".repeat(200))).collect();
        let client = ClientInfo { version: "1".into(), platform: "linux".into() };
        let info = peer_info(&client, &profile, proto::SUPPORTED);
        assert!(info.len() <= MAX_LEN && info.ends_with('\n'));
        assert!(info.contains("UV_0="));
    }
}
