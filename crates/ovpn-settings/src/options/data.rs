//! Digests and the framing of compression.

use super::{Remark, TunnelOption, remark::Values};
use crate::{Compression, Digest};

/// Digests by OpenSSL's names, in any case. OpenVPN takes any word here and looks the digest up when it needs one, which it does
/// not with ciphers that authenticate by themselves.
pub(super) fn auth(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let name = values.need(0)?;
    let plain = name.to_ascii_uppercase();
    let digest = match plain.strip_prefix("RSA-").unwrap_or(&plain) {
        "NONE" => Digest::None,
        "MD5" => Digest::Md5,
        "SHA1" | "SHA-1" | "SHA" => Digest::Sha1,
        "SHA224" | "SHA2-224" | "SHA-224" => Digest::Sha224,
        "SHA256" | "SHA2-256" | "SHA-256" => Digest::Sha256,
        "SHA384" | "SHA2-384" | "SHA-384" => Digest::Sha384,
        "SHA512" | "SHA2-512" | "SHA-512" => Digest::Sha512,
        _ => return Ok(TunnelOption::OtherAuth(Remark::shown(name))),
    };
    Ok(TunnelOption::Auth(digest))
}

/// All forms of `comp-lzo` have one framing: one byte in front.
pub(super) fn comp_lzo(values: Values<'_>) -> Result<TunnelOption, Remark> {
    match values.get(0) {
        None | Some("yes" | "no" | "adaptive") => Ok(TunnelOption::Compression(Compression::Lzo)),
        Some(other) => Err(Remark::bad(other)),
    }
}

/// Framing of each algorithm (docs/protocol/openvpn.md §8).
pub(super) fn compress(values: Values<'_>) -> Result<TunnelOption, Remark> {
    Ok(TunnelOption::Compression(match values.get(0) {
        None | Some("stub" | "lz4" | "snappy") => Compression::Stub,
        Some("lzo") => Compression::Lzo,
        Some("stub-v2" | "lz4-v2") => Compression::StubV2,
        Some("migrate") => Compression::None,
        Some(other) => return Err(Remark::bad(other)),
    }))
}
