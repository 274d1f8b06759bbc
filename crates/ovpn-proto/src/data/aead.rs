//! AES-GCM and ChaCha20-Poly1305 data packets. The tag lies in front of the encrypted bytes.
//!
//! The nonce is `packet id ‖ 8 bytes of the direction's HMAC half`; the associated data is the header with the packet id in
//! DATA_V2, and the packet id alone in DATA_V1. Observed from an OpenVPN 2.6 server (fixtures `v_none`, `v_chacha`,
//! `v_datav1`).

use std::ops::Range;

use aws_lc_rs::aead::{
    AES_128_GCM, AES_192_GCM, AES_256_GCM, Aad, Algorithm, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey,
};
use ovpn_settings::Cipher;
use vpn_api::{DropReason, SealError};

use super::replay::ReplayWindow;
use crate::{error::KeySetupFailed, keys::derive::KeyHalf};

const PACKET_ID: usize = 4;
const TAG: usize = 16;
const V2_HEADER: usize = 4;

/// Keys of both directions.
pub(super) struct Aead {
    seal: Direction,
    open: Direction,
}

struct Direction {
    key: LessSafeKey,
    implicit_iv: [u8; NONCE_LEN - PACKET_ID],
}

impl Aead {
    /// Bytes between the header and the encrypted ones.
    pub(super) const HEAD: usize = PACKET_ID + TAG;

    pub(super) fn new(cipher: Cipher, send: KeyHalf<'_>, receive: KeyHalf<'_>) -> Result<Self, KeySetupFailed> {
        let algorithm = algorithm(cipher).ok_or(KeySetupFailed)?;
        Ok(Self { seal: Direction::new(algorithm, send)?, open: Direction::new(algorithm, receive)? })
    }

    /// Seals the `plain_len` bytes behind [`Self::HEAD`] bytes of room; gives the length of everything behind the header.
    pub(super) fn seal(&self, header: &[u8], id: u32, rest: &mut [u8], plain_len: usize) -> Result<usize, SealError> {
        let rest = rest.get_mut(..Self::HEAD + plain_len).ok_or(SealError::NoRoom)?;
        let (id_room, rest) = rest.split_first_chunk_mut::<PACKET_ID>().ok_or(SealError::NoRoom)?;
        let (tag_room, plain) = rest.split_first_chunk_mut::<TAG>().ok_or(SealError::NoRoom)?;
        *id_room = id.to_be_bytes();
        let aad = AssociatedData::new(header, *id_room);
        let sealed = self.seal.key.seal_in_place_separate_tag(self.seal.nonce(*id_room), aad.aad(), plain);
        // The library refuses only what is longer than any packet.
        let tag = sealed.map_err(|_| SealError::NoRoom)?;
        tag_room.copy_from_slice(tag.as_ref());
        Ok(Self::HEAD + plain_len)
    }

    /// Opens what lies behind the header; gives the packet id and where the plain bytes are.
    pub(super) fn open(
        &self,
        header: &[u8],
        rest: &mut [u8],
        window: &ReplayWindow,
    ) -> Result<(u32, Range<usize>), DropReason> {
        let whole = rest.len();
        let (id_bytes, rest) = rest.split_first_chunk_mut::<PACKET_ID>().ok_or(DropReason::Malformed)?;
        let (tag, encrypted) = rest.split_first_chunk_mut::<TAG>().ok_or(DropReason::Malformed)?;
        let id = u32::from_be_bytes(*id_bytes);
        if encrypted.is_empty() || id == 0 {
            return Err(DropReason::Malformed);
        }
        // Cheaper than decrypting, and nothing is marked as seen by it.
        if !window.is_fresh(id) {
            return Err(DropReason::Replayed);
        }
        let aad = AssociatedData::new(header, *id_bytes);
        self.open
            .key
            .open_in_place_separate_tag(self.open.nonce(*id_bytes), aad.aad(), tag, encrypted)
            .map_err(|_| DropReason::NotAuthentic)?;
        Ok((id, Self::HEAD..whole))
    }
}

impl Direction {
    fn new(algorithm: &'static Algorithm, half: KeyHalf<'_>) -> Result<Self, KeySetupFailed> {
        let key = half.cipher.get(..algorithm.key_len()).ok_or(KeySetupFailed)?;
        let key = UnboundKey::new(algorithm, key).map_err(|_| KeySetupFailed)?;
        let implicit_iv = *half.hmac.first_chunk().ok_or(KeySetupFailed)?;
        Ok(Self { key: LessSafeKey::new(key), implicit_iv })
    }

    fn nonce(&self, id: [u8; PACKET_ID]) -> Nonce {
        let mut nonce = [0; NONCE_LEN];
        let (explicit, implicit) = nonce.split_at_mut(PACKET_ID);
        explicit.copy_from_slice(&id);
        implicit.copy_from_slice(&self.implicit_iv);
        Nonce::assume_unique_for_key(nonce)
    }
}

/// Header and packet id, of which DATA_V1 leaves the header out.
struct AssociatedData {
    bytes: [u8; V2_HEADER + PACKET_ID],
    start: usize,
}

impl AssociatedData {
    fn new(header: &[u8], id: [u8; PACKET_ID]) -> Self {
        let mut bytes = [0; V2_HEADER + PACKET_ID];
        let (front, back) = bytes.split_at_mut(V2_HEADER);
        back.copy_from_slice(&id);
        let with_header = header.len() == V2_HEADER;
        if with_header {
            front.copy_from_slice(header);
        }
        Self { bytes, start: if with_header { 0 } else { V2_HEADER } }
    }

    fn aad(&self) -> Aad<&[u8]> {
        Aad::from(self.bytes.get(self.start..).unwrap_or_default())
    }
}

pub(super) fn algorithm(cipher: Cipher) -> Option<&'static Algorithm> {
    match cipher {
        Cipher::Aes256Gcm => Some(&AES_256_GCM),
        Cipher::Aes192Gcm => Some(&AES_192_GCM),
        Cipher::Aes128Gcm => Some(&AES_128_GCM),
        Cipher::ChaCha20Poly1305 => Some(&CHACHA20_POLY1305),
        Cipher::Aes256Cbc | Cipher::Aes192Cbc | Cipher::Aes128Cbc => None,
    }
}
