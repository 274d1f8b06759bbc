//! How one signs in with a profile.

use serde::{Deserialize, Serialize};

/// How one signs in, whether or not it has to be typed. A list of profiles keeps it beside the sealed profile.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignIn {
    /// With our own certificate.
    pub certificate: bool,
    /// With user name and password.
    pub password: bool,
    /// With the browser. Nothing is typed in Adit.
    pub browser: bool,
    /// The password must not be remembered.
    pub never_remember: bool,
}

/// What has to be typed to sign in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asks {
    /// A user name.
    pub username: bool,
    /// A password.
    pub password: bool,
    /// A passphrase for the private key.
    pub key_passphrase: bool,
    /// A further answer, every time.
    pub challenge: bool,
}
