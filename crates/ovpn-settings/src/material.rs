//! Keys and certificates: what is under a passphrase, and the text that they are carried in.

mod ber;
mod certificates;
mod error;
mod kinds;
mod locked;
mod pbe;
mod pem;
pub mod pkcs12;

pub use certificates::{climb, rsa_bits};
pub use error::LockError;
pub use kinds::{KeyKind, key_kind};
pub use locked::{KeyForm, PlainKey, open_key};
pub use pem::{Pem, pem_blocks, pem_text};

/// Most certificates in one place.
pub const MAX_CERTIFICATES: usize = crate::encoding::MAX_BYTES_LIST;
