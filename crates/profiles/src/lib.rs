//! The stored profiles of a user, for the programs that run with that user's rights: the window and the terminal.
//!
//! ```text
//!  file, and the files beside it ─ reading ─► NewProfile ─ seal ─► Store ── one file each, readable by the owner only
//!                                                            ▲
//!                                   keychain ── Vault ── SealingKey, logins, passphrases
//! ```
//!
//! No protocol is named here: whoever opens or reads a profile brings the [`profile_api::Formats`] of the program.
//!
//! * [`reading`]: from a file to a profile, within bounds. * [`Store`]: the list, and its folder. * [`Vault`]: secrets, in
//!   the desktop's keychain or in memory, and what opens a stored profile.
//!
//! What a list shows lies open in a profile's file; the profile itself, with its keys, is sealed with a key that only the
//! keychain has. Nothing here asks the keychain before something is opened, remembered or forgotten.

mod files;
pub mod reading;
mod sealing_key;
pub mod store;
#[cfg(any(test, feature = "_test"))]
pub mod testing;
pub mod vault;

pub use reading::{
    ArchiveError, CONTAINER_EXTENSIONS, Found, FoundRemark, GatherError, MAX_FOUND, MAX_PRIVATE_LEN, MobileConfigError,
    NewProfile, PrivateFile, ReadError, SideFileSource, gather, plain_name, read_beside, read_file, read_private,
    read_side_file, write_private,
};
pub use sealing_key::SealingKey;
pub use store::{
    Arrangement, Body, Card, Damage, DamageCause, Document, Group, GroupId, MAX_GROUPS, ProfileId, SealError, Sealed,
    Store, StoreError, Stored, Texts, default_folder, fingerprint,
};
pub use vault::{DesktopKeychain, Keychain, KeychainError, Login, OpenError, RememberedItem, Vault};
