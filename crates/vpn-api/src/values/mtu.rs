//! The largest packet of an interface.

use std::fmt;

use serde::{Deserialize, Serialize};

/// MTU of a tunnel interface in bytes, 68 to 65,535.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Mtu(u16);

/// Smaller than what every IPv4 host can receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an MTU of {0} bytes is below {min}", min = Mtu::MIN)]
pub struct InvalidMtu(pub u16);

impl Mtu {
    /// What every network that carries IPv4 must carry in one piece (RFC 791 §3.2); Linux takes no less.
    pub const MIN: u16 = 68;
    /// What every network that carries IPv6 must carry in one piece (RFC 8200 §5); Linux removes IPv6 from an interface
    /// with less.
    pub const IPV6_MIN: u16 = 1280;

    /// An MTU of `bytes`.
    ///
    /// # Errors
    /// Fewer than [`Self::MIN`].
    pub const fn new(bytes: u16) -> Result<Self, InvalidMtu> {
        if bytes < Self::MIN { Err(InvalidMtu(bytes)) } else { Ok(Self(bytes)) }
    }

    /// In bytes.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Whether an interface with it can carry IPv6.
    #[must_use]
    pub const fn carries_ipv6(self) -> bool {
        self.0 >= Self::IPV6_MIN
    }
}

impl Default for Mtu {
    /// Ethernet's, and what tunnels use unless somebody says otherwise.
    fn default() -> Self {
        Self(1500)
    }
}

impl TryFrom<u16> for Mtu {
    type Error = InvalidMtu;

    fn try_from(bytes: u16) -> Result<Self, InvalidMtu> {
        Self::new(bytes)
    }
}

impl From<Mtu> for u16 {
    fn from(mtu: Mtu) -> Self {
        mtu.0
    }
}

impl PartialEq<u16> for Mtu {
    fn eq(&self, bytes: &u16) -> bool {
        self.0 == *bytes
    }
}

impl fmt::Display for Mtu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_holds_for_documents_too() {
        assert_eq!(Mtu::new(67), Err(InvalidMtu(67)));
        assert_eq!(Mtu::new(68).map(Mtu::get), Ok(68));
        assert!(serde_json::from_str::<Mtu>("67").is_err() && serde_json::from_str::<Mtu>("65536").is_err());
        assert_eq!(serde_json::from_str::<Mtu>("1280").ok().map(Mtu::carries_ipv6), Some(true));
        assert!(!Mtu(1279).carries_ipv6());
    }
}
