//! User name and password.

use std::fmt;

use serde::{Deserialize, Serialize};
use vpn_api::Secret;

/// Where the browser hands over what a federated sign-in brought: this port of the loopback address, the only one that the
/// servers' identity providers are set up for (AWS Client VPN).
pub const FEDERATED_PORT: u16 = 35001;

/// User name and password (`auth-user-pass`).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Login {
    /// User name from the profile, if it holds one.
    #[serde(default)]
    pub username: Option<String>,
    /// Password from the profile, if it holds one.
    #[serde(default)]
    pub password: Option<Secret>,
    /// The user name cannot be changed (Access Server).
    #[serde(default)]
    pub username_locked: bool,
    /// The password must not be remembered (Access Server policy, or `auth-nocache`).
    #[serde(default)]
    pub never_remember: bool,
    /// A second answer that the server always wants (`static-challenge`).
    #[serde(default)]
    pub static_challenge: Option<StaticChallenge>,
    /// The browser signs in at somebody else's page, and what that says takes the place of user name and password
    /// (`auth-federate`).
    #[serde(default)]
    pub federated: bool,
}

impl fmt::Debug for Login {
    /// Without the user name, which belongs into no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { username, password, username_locked, never_remember, static_challenge, federated } = self;
        f.debug_struct("Login")
            .field("username", &username.as_ref().map(|_| "hidden"))
            .field("password", password)
            .field("username_locked", username_locked)
            .field("never_remember", never_remember)
            .field("static_challenge", static_challenge)
            .field("federated", federated)
            .finish()
    }
}

/// A question asked together with the password (`static-challenge`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaticChallenge {
    /// The question.
    pub text: String,
    /// Whether the answer may be shown while typing.
    pub echo: bool,
    /// Append the answer to the password instead of the SCRV1 form.
    #[serde(default)]
    pub concat: bool,
}
