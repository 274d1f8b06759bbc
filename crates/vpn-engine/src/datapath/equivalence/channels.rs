//! Both ends of a real data channel, for each of its formats.

use std::time::Instant;

use ovpn_proto::{
    data::{DataKeys, DataPath},
    keys::{Side, derive::Key2},
    wire::{KeyId, PeerId},
};
use ovpn_settings::{Cipher, Compression, Digest};
use proptest::{prelude::*, sample::select};

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Whole(Cipher),
    Epochs,
    Framed(Compression),
    /// Packets in pieces, so that no frame is longer.
    Pieces(u16),
}

pub(super) fn kind() -> impl Strategy<Value = Kind> {
    select(vec![
        Kind::Whole(Cipher::Aes256Gcm),
        Kind::Whole(Cipher::ChaCha20Poly1305),
        Kind::Whole(Cipher::Aes256Cbc),
        Kind::Epochs,
        Kind::Framed(Compression::Lzo),
        Kind::Framed(Compression::Stub),
        Kind::Framed(Compression::StubV2),
        Kind::Pieces(1200),
        Kind::Pieces(300),
    ])
}

/// Client and server.
pub(super) fn pair(kind: Kind) -> [DataPath; 2] {
    [Side::Client, Side::Server].map(|side| {
        let (cipher, framing) = match kind {
            Kind::Whole(cipher) => (cipher, Compression::None),
            Kind::Epochs | Kind::Pieces(_) => (Cipher::Aes256Gcm, Compression::None),
            Kind::Framed(framing) => (Cipher::Aes256Gcm, framing),
        };
        let mut path = DataPath::new(PeerId::new(5), framing, 64);
        let key = Key2::new(std::array::from_fn(|at| (at * 7) as u8));
        let keys = match kind {
            Kind::Epochs => DataKeys::with_epochs(side, cipher, &key, 64, KeyId::FIRST),
            Kind::Whole(_) | Kind::Framed(_) | Kind::Pieces(_) => {
                DataKeys::for_side(side, cipher, &key, Digest::Sha256, KeyId::FIRST)
            }
        };
        path.install(keys.unwrap(), Instant::now());
        if let Kind::Pieces(longest) = kind {
            path.fragment(Some(longest), 1500);
        }
        path
    })
}
