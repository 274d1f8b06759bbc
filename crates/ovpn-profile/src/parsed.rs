//! A profile that can be connected.

use profile_api::{Asks, SecretFiles, SignIn};

use crate::profile::Profile;

/// A profile that can be connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The profile.
    pub profile: Profile,
    /// What whoever made the profile calls it.
    pub name_hint: Option<String>,
    /// How one signs in.
    pub sign_in: SignIn,
    /// What the person will be asked for.
    pub asks: Asks,
    /// Files that it names for user name, password and passphrase.
    pub secret_files: SecretFiles,
}
