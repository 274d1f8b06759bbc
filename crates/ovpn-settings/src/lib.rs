//! What an OpenVPN client may be told: by its profile, and by a server.
//!
//! ```text
//!  text of a profile ─ ovpn-profile ─┐                         ┌─► Profile ─ text ─────► helper ─ Profile::from_settings
//!                                    ├─ lexer ─ options::read ─┤
//!  PUSH_REPLY ─────── ovpn-proto ────┘                         └─► TunnelOptions, merged into the tunnel's configuration
//! ```
//!
//! * [`Profile`] and the values in it: typed, bounded, decoded. It is made by `ovpn_profile::parse` or taken from a document
//!   by [`Profile::from_settings`]; both run [`Profile::validate`].
//! * [`options`]: the grammar of options that may stand in a profile and in a push, and the one table of where each may stand.
//! * [`lexer`]: a line into words.
//! * [`material`]: keys and certificates, as far as the helper has to open them.
//!
//! All of it is linked by the privileged side: no text of a profile is read here, and nothing does I/O.

mod data;
mod encoding;
mod keys;
pub mod lexer;
mod login;
pub mod material;
mod network;
pub mod options;
mod profile;
mod sizes;
mod timing;
mod tls;
mod validate;

pub use data::{Cipher, Compression, DataSettings, Digest};
pub use keys::{InvalidStaticKey, KeyDirection, StaticKey, Wrap};
pub use login::{FEDERATED_PORT, Login, StaticChallenge};
pub use network::{
    Dns, Ifconfig, InvalidRoute, MAX_PULL_FILTERS, MAX_ROUTES, NetworkSettings, PullAction, PullFilter, Redirect,
    Route, RouteGateway, Topology,
};
pub use profile::{MAX_PEER_INFO, MAX_REMOTES, Profile, Remote};
pub use sizes::{Fragment, MssFix};
pub use timing::{AfterSilence, MAX_SECONDS, Silence, Timing};
pub use tls::{CertProfile, ClientIdentity, TlsSettings, TlsVersion, VerifyName, VerifyNameKind};
pub use validate::{InvalidDocument, InvalidProfile, PROTOCOL, is_host};
