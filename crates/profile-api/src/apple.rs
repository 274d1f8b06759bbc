//! What a VPN app finds in one of Apple's configuration profiles.

use std::collections::BTreeMap;

/// A VPN payload (type `com.apple.vpn.managed`) of a configuration profile, without Apple's packaging.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AppleVpn {
    /// `VPNSubType`: the bundle identifier of the app that it is for.
    pub subtype: String,
    /// `VendorConfig`: the app's own settings.
    pub vendor: BTreeMap<String, AppleValue>,
    /// `RemoteAddress`, as it stands there.
    pub remote_address: Option<String>,
    /// `AuthenticationMethod` is `Certificate`.
    pub by_certificate: bool,
    /// The certificate and key that it names, as PKCS #12, if they are in the same file.
    pub identity: Option<Vec<u8>>,
}

/// A value of the vendor's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppleValue {
    /// A text, or a number as text.
    Text(String),
    /// On or off.
    Switch(bool),
}

/// A profile out of a VPN payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppleProfile {
    /// Its text, in the format of the protocol.
    pub text: String,
    /// It signs in with a certificate that the device would have, and that is not in the file.
    pub identity_elsewhere: bool,
}
