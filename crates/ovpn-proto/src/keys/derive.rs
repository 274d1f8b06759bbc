//! Where 256 bytes of data keys come from: the TLS exporter, or the PRF of TLS 1.0 over both sides' randomness.
//!
//! ```text
//! master = P(pre_master, "OpenVPN master secret" ‖ client random1 ‖ server random1)                                 48 bytes
//! key2   = P(master, "OpenVPN key expansion" ‖ client random2 ‖ server random2 ‖ client session ‖ server session)  256 bytes
//!
//! key2:  | cipher [64] | hmac [64] | cipher [64] | hmac [64] |
//!          client → server           server → client
//! ```
//!
//! Observed from an OpenVPN 2.6 server (fixtures `v_prf`, `v_datav1`). Every server before 2.6 uses the PRF.

use aws_lc_rs::hkdf;
use hmac::{Hmac, Mac};
use md5::Md5;
use sha1::Sha1;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{error::KeySetupFailed, keys::Side, wire::SessionId};

/// TLS exporter label of the data keys (256 bytes, no context; RFC 5705).
pub const EXPORTER_DATA_KEYS: &[u8] = b"EXPORTER-OpenVPN-datakeys";
/// TLS exporter label of dynamic tls-crypt (256 bytes, no context), taken from the session of key id 0.
pub const EXPORTER_DYNAMIC_TLS_CRYPT: &[u8] = b"EXPORTER-OpenVPN-dynamic-tls-crypt";

/// What the client adds to the PRF.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ClientKeySource {
    /// Secret of the PRF's first step.
    pub pre_master: [u8; 48],
    /// Seed of the first step.
    pub random1: [u8; 32],
    /// Seed of the second step.
    pub random2: [u8; 32],
}

impl ClientKeySource {
    /// Fresh randomness.
    #[must_use]
    pub fn generate(entropy: &mut dyn vpn_api::Entropy) -> Self {
        let mut source = Self { pre_master: [0; 48], random1: [0; 32], random2: [0; 32] };
        entropy.fill(&mut source.pre_master);
        entropy.fill(&mut source.random1);
        entropy.fill(&mut source.random2);
        source
    }
}

impl std::fmt::Debug for ClientKeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientKeySource(hidden)")
    }
}

/// What the server adds to the PRF.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct ServerKeySource {
    /// Seed of the first step.
    pub random1: [u8; 32],
    /// Seed of the second step.
    pub random2: [u8; 32],
}

impl std::fmt::Debug for ServerKeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ServerKeySource(hidden)")
    }
}

/// 256 bytes of keys: one cipher and one HMAC part of 64 bytes for each direction. Wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Key2(Box<Zeroizing<[u8; 256]>>);

impl Key2 {
    /// From its 256 bytes.
    #[must_use]
    pub fn new(bytes: [u8; 256]) -> Self {
        Self(Box::new(Zeroizing::new(bytes)))
    }

    /// The 256 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 256] {
        &self.0
    }

    /// Mixes another key in, byte by byte: dynamic tls-crypt does this with the profile's own control key.
    pub fn xor(&mut self, other: &[u8; 256]) {
        for (byte, other) in self.0.iter_mut().zip(other) {
            *byte ^= other;
        }
    }

    /// The half with which data of `sender` is protected.
    pub(crate) fn half(&self, sender: Side) -> KeyHalf<'_> {
        let (client, server) = halves(&self.0);
        match sender {
            Side::Client => client,
            Side::Server => server,
        }
    }
}

impl std::fmt::Debug for Key2 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Key2(hidden)")
    }
}

/// Key material of one direction.
#[derive(Clone, Copy)]
pub(crate) struct KeyHalf<'a> {
    pub(crate) cipher: &'a [u8; 64],
    pub(crate) hmac: &'a [u8; 64],
}

/// Takes 256 bytes apart: `keys[0]` and `keys[1]`.
pub(crate) fn halves(bytes: &[u8; 256]) -> (KeyHalf<'_>, KeyHalf<'_>) {
    // Splitting at constants below 256 leaves no path on which these chunks are missing.
    const EMPTY: &[u8; 64] = &[0; 64];
    let (chunks, _) = bytes.as_chunks::<64>();
    match chunks {
        [a, b, c, d] => (KeyHalf { cipher: a, hmac: b }, KeyHalf { cipher: c, hmac: d }),
        _ => (KeyHalf { cipher: EMPTY, hmac: EMPTY }, KeyHalf { cipher: EMPTY, hmac: EMPTY }),
    }
}

/// Data keys from both sides' randomness.
#[must_use]
pub fn derive_prf(
    client: &ClientKeySource,
    server: &ServerKeySource,
    client_session: SessionId,
    server_session: SessionId,
) -> Key2 {
    let mut master = Zeroizing::new([0; 48]);
    tls1_prf(&client.pre_master, b"OpenVPN master secret", &[&client.random1, &server.random1], &mut *master);
    let mut key = Key2::new([0; 256]);
    let seed: [&[u8]; 4] = [&client.random2, &server.random2, &client_session.0, &server_session.0];
    tls1_prf(&*master, b"OpenVPN key expansion", &seed, &mut **key.0);
    key
}

/// The secret of one epoch and direction (docs/protocol/openvpn.md §7.1). Wiped when dropped.
pub(crate) struct EpochSecret(Zeroizing<[u8; 32]>);

impl EpochSecret {
    /// That of epoch 1: the beginning of the direction's cipher part.
    pub(crate) fn first(half: KeyHalf<'_>) -> Option<Self> {
        half.cipher.first_chunk().map(|secret| Self(Zeroizing::new(*secret)))
    }

    /// That of the epoch behind this one.
    pub(crate) fn next(&self) -> Result<Self, KeySetupFailed> {
        let mut next = Zeroizing::new([0; 32]);
        self.expand("datakey upd", &mut *next)?;
        Ok(Self(next))
    }

    /// HKDF-Expand (RFC 5869) with SHA-256; the info is that of TLS 1.3 (RFC 8446 section 7.1) with `ovpn ` in place of
    /// `tls13 `, and no context.
    pub(crate) fn expand(&self, label: &str, out: &mut [u8]) -> Result<(), KeySetupFailed> {
        const PREFIX: &[u8] = b"ovpn ";
        let length = u16::try_from(out.len()).map_err(|_| KeySetupFailed)?.to_be_bytes();
        let label_length = [u8::try_from(PREFIX.len() + label.len()).map_err(|_| KeySetupFailed)?];
        let info: [&[u8]; 5] = [&length, &label_length, PREFIX, label.as_bytes(), &[0]];
        let secret = hkdf::Prk::new_less_safe(hkdf::HKDF_SHA256, &*self.0);
        let expanded = secret.expand(&info, Length(out.len())).and_then(|expanded| expanded.fill(out));
        expanded.map_err(|_| KeySetupFailed)
    }
}

/// How much is expanded, for a library that asks for a type.
#[derive(Clone, Copy)]
struct Length(usize);

impl hkdf::KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

/// Data keys from both sides' randomness. TLS 1.0 and 1.1 (RFC 2246 section 5): P_MD5 of the secret's first half XOR P_SHA-1 of its second. The
/// halves share the middle byte of a secret of odd length.
pub fn tls1_prf(secret: &[u8], label: &[u8], seed: &[&[u8]], out: &mut [u8]) {
    let half = secret.len().div_ceil(2);
    let (first, _) = secret.split_at(half);
    let (_, second) = secret.split_at(secret.len() - half);
    out.fill(0);
    p_hash::<Hmac<Md5>>(first, label, seed, out);
    p_hash::<Hmac<Sha1>>(second, label, seed, out);
}

/// XORs P_hash (RFC 2246 section 5) into `out`.
fn p_hash<M: Mac + hmac::digest::KeyInit + Clone>(secret: &[u8], label: &[u8], seed: &[&[u8]], out: &mut [u8]) {
    // HMAC takes keys of every length.
    let Ok(keyed) = <M as hmac::digest::KeyInit>::new_from_slice(secret) else { return };
    let with_seed = |mut mac: M| {
        mac.update(label);
        for part in seed {
            mac.update(part);
        }
        mac.finalize().into_bytes()
    };
    let mut a = with_seed(keyed.clone());
    for chunk in out.chunks_mut(M::output_size()) {
        let mut block = with_seed(keyed.clone().chain_update(&a));
        for (byte, prf) in chunk.iter_mut().zip(&block) {
            *byte ^= prf;
        }
        block.as_mut_slice().zeroize();
        a = keyed.clone().chain_update(&a).finalize().into_bytes();
    }
    a.as_mut_slice().zeroize();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_cut_in_the_order_of_the_wire() {
        let mut bytes = [0; 256];
        for (at, byte) in (0u8..=255).zip(&mut bytes) {
            *byte = at;
        }
        let (first, second) = halves(&bytes);
        let starts = [first.cipher, first.hmac, second.cipher, second.hmac].map(|part| part[0]);
        assert_eq!(starts, [0, 64, 128, 192]);
        let key = Key2::new(bytes);
        assert_eq!((key.half(Side::Client).cipher[0], key.half(Side::Server).cipher[0]), (0, 128));
    }

    #[test]
    fn xor_twice_is_nothing() {
        let mut key = Key2::new([0x5a; 256]);
        key.xor(&[0xff; 256]);
        assert_eq!(key.bytes(), &[0xa5; 256]);
        key.xor(&[0xff; 256]);
        assert_eq!(key, Key2::new([0x5a; 256]));
    }

    /// Computed with Python's `hmac` after RFC 2246: both halves of a secret of odd length hold its middle byte.
    #[test]
    fn a_known_answer_with_a_secret_of_odd_length() {
        let mut out = [0; 40];
        tls1_prf(b"an odd secret", b"label", &[b"seed"], &mut out);
        assert_eq!(
            hex::encode(out),
            "db2082f13eba913d3b5b9cc522a2bd3e1f8106c982bf3d4122f01086afce27b063fe8d0584224c3e"
        );
    }

    #[test]
    fn the_prf_is_one_stream_whatever_its_length() {
        let mut long = [0; 200];
        tls1_prf(b"an odd secret", b"label", &[b"se", b"ed"], &mut long);
        for length in [0, 1, 15, 16, 17, 20, 47, 199] {
            let mut short = vec![0xee; length];
            tls1_prf(b"an odd secret", b"label", &[b"seed"], &mut short);
            assert_eq!(short, long[..length]);
        }
    }

    /// The known answer of docs/protocol/openvpn.md §7.1.
    #[test]
    fn epoch_secrets_expand_as_the_protocol_says() {
        let mut secret = [0; 32];
        hex::decode_to_slice("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5", &mut secret).unwrap();
        let secret = EpochSecret(Zeroizing::new(secret));
        let mut out = [0; 16];
        secret.expand("unit test", &mut out).unwrap();
        assert_eq!(hex::encode(out), "185eaa1c7f228ab8eb29773214d92046");
        let mut other = [0; 16];
        secret.next().unwrap().expand("unit test", &mut other).unwrap();
        assert_ne!(out, other);
        assert!(secret.expand(&"x".repeat(300), &mut out).is_err());
    }

    #[test]
    fn nothing_secret_is_printed() {
        assert_eq!(format!("{:?}", Key2::new([1; 256])), "Key2(hidden)");
    }
}
