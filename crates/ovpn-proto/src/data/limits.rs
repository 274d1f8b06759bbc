//! How much keys may be used before others are wanted.

use ovpn_settings::Cipher;

/// How much keys may be used. The defaults are those of the protocol; tests take smaller ones, to see what happens then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyLimits {
    /// Number of the first packet.
    pub first_id: u32,
    /// New keys are wanted from this packet id on, long before the ids run out (docs/protocol/openvpn.md §7).
    pub renew_at_id: u32,
    /// Nothing is sealed with this packet id or a later one: ids must not wrap around.
    pub end_of_ids: u32,
    /// New keys are wanted from so many packets and 16-byte blocks under one AES-GCM key, both directions together: 7/8 of
    /// 2^36, as OpenVPN 2.7.
    pub renew_at_blocks: u64,
    /// New keys are wanted after so many forged packets (RFC 9001 section 6.6 has 2^36 for ChaCha20-Poly1305).
    pub renew_at_forgeries: u64,
    /// The next epoch begins after so many packets and blocks of one direction under AES-GCM, in the epoch format.
    pub epoch_blocks: u64,
    /// New keys are wanted from this epoch on.
    pub renew_at_epoch: u16,
}

impl Default for KeyLimits {
    fn default() -> Self {
        Self {
            first_id: 1,
            renew_at_id: 0xff00_0000,
            end_of_ids: u32::MAX,
            renew_at_blocks: (1 << 36) / 8 * 7,
            renew_at_forgeries: 1 << 36,
            epoch_blocks: (1 << 36) - 1,
            renew_at_epoch: 0xf000,
        }
    }
}

impl KeyLimits {
    /// The same without those that the cipher does not have.
    pub(super) fn of(self, cipher: Cipher) -> Self {
        match cipher {
            Cipher::Aes256Gcm | Cipher::Aes192Gcm | Cipher::Aes128Gcm => self,
            Cipher::ChaCha20Poly1305 | Cipher::Aes256Cbc | Cipher::Aes192Cbc | Cipher::Aes128Cbc => {
                Self { renew_at_blocks: u64::MAX, epoch_blocks: u64::MAX, ..self }
            }
        }
    }
}
