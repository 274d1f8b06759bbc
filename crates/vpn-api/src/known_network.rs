//! Networks that are told apart by something that proves itself: a TLS server in them, whose key is known.

use std::{
    fmt,
    net::{IpAddr, SocketAddr},
};

use serde::{Deserialize, Serialize};

/// In which network a connection is to be up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkCondition {
    /// What the network that is meant says about the connection.
    pub rule: NetworkRule,
    /// How it is recognised.
    pub proof: NetworkProof,
}

/// What a known network says about a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NetworkRule {
    /// It is up everywhere but there. A network that does not prove itself is another one.
    NotOn,
    /// It is up there and nowhere else.
    OnlyOn,
}

impl NetworkRule {
    /// Whether the connection is to be up in a network that has proven to be the known one, or has not.
    #[must_use]
    pub fn allows(self, proven: bool) -> bool {
        match self {
            Self::NotOn => !proven,
            Self::OnlyOn => proven,
        }
    }
}

/// How a network is recognised. A name of a wireless network, or the address of a gateway, is what anybody can have; the key of
/// a server is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkProof {
    /// A TLS server that is reached in this network only. Contacted past all tunnels, and only at a private address: the key of a
    /// server that is reached from elsewhere proves nothing.
    pub server: SocketAddr,
    /// Its key.
    pub key: KeyHash,
}

/// The text is no proof of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a network is written as the address of a server in it and its key: 10.0.0.1:443=, and 64 hexadecimal digits")]
pub struct InvalidNetworkProof;

impl fmt::Display for NetworkProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.server, self.key)
    }
}

impl std::str::FromStr for NetworkProof {
    type Err = InvalidNetworkProof;

    fn from_str(text: &str) -> Result<Self, InvalidNetworkProof> {
        let (server, key) = text.split_once('=').ok_or(InvalidNetworkProof)?;
        let server = server_of(server).ok_or(InvalidNetworkProof)?;
        Ok(Self { server, key: key.parse().map_err(|_| InvalidNetworkProof)? })
    }
}

/// The address of a server as people write it; without a port, that of web servers.
#[must_use]
pub fn server_of(text: &str) -> Option<SocketAddr> {
    let text = text.trim();
    let alone = || text.parse::<IpAddr>().ok().map(|address| SocketAddr::new(address, 443));
    text.parse().ok().or_else(alone)
}

/// SHA-256 of a certificate's `SubjectPublicKeyInfo`, DER (as in RFC 7469 §2.4): it stays when the certificate is renewed with
/// the same key. Written in 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KeyHash(pub [u8; 32]);

/// The text is no such hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the hash of a key has 64 hexadecimal digits")]
pub struct InvalidKeyHash;

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyHash({self})")
    }
}

impl std::str::FromStr for KeyHash {
    type Err = InvalidKeyHash;

    fn from_str(text: &str) -> Result<Self, InvalidKeyHash> {
        let mut bytes = [0; 32];
        if text.len() != 2 * bytes.len() || !text.bytes().all(|c| c.is_ascii_hexdigit()) {
            return Err(InvalidKeyHash);
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let digits = std::str::from_utf8(digits).map_err(|_| InvalidKeyHash)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| InvalidKeyHash)?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for KeyHash {
    type Error = InvalidKeyHash;

    fn try_from(text: String) -> Result<Self, InvalidKeyHash> {
        text.parse()
    }
}

impl From<KeyHash> for String {
    fn from(hash: KeyHash) -> Self {
        hash.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_that_does_not_prove_itself_is_another_one() {
        assert!(NetworkRule::NotOn.allows(false) && !NetworkRule::NotOn.allows(true));
        assert!(!NetworkRule::OnlyOn.allows(false) && NetworkRule::OnlyOn.allows(true));
    }

    #[test]
    fn a_network_is_written_and_read() {
        let key = KeyHash([0xa5; 32]);
        for (written, server) in
            [("10.0.0.1", "10.0.0.1:443"), ("fd00::1", "[fd00::1]:443"), ("[fd00::1]:8443", "[fd00::1]:8443")]
        {
            let proof: NetworkProof = format!("{written}={key}").parse().unwrap();
            assert_eq!(proof.to_string(), format!("{server}={key}"));
            assert_eq!(proof.to_string().parse(), Ok(proof));
        }
        for bad in
            ["", "=", "10.0.0.1", &format!("server.example={key}"), &format!("10.0.0.1:99999={key}"), "10.0.0.1=00"]
        {
            assert_eq!(bad.parse::<NetworkProof>(), Err(InvalidNetworkProof), "{bad}");
        }
    }

    #[test]
    fn a_hash_is_written_and_read_and_nothing_else_is_one() {
        let hash = KeyHash(std::array::from_fn(|n| u8::try_from(n * 8).unwrap()));
        let text = hash.to_string();
        assert_eq!((text.len(), text.parse()), (64, Ok(hash)));
        assert_eq!(text.to_uppercase().parse(), Ok(hash));
        for bad in ["", &text[1..], &format!("{text}00"), &format!("+{}", &text[1..]), &"ä".repeat(32)] {
            assert_eq!(bad.parse::<KeyHash>(), Err(InvalidKeyHash), "{bad}");
        }
        let proof = NetworkProof { server: "10.0.0.1:443".parse().unwrap(), key: hash };
        let json = serde_json::to_string(&proof).unwrap();
        assert_eq!(serde_json::from_str::<NetworkProof>(&json).unwrap(), proof);
    }
}
