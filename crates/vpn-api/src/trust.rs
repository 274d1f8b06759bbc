//! Whom a session takes for its server.

/// What a server's certificate is judged by. Each part that is given has to hold:
///
/// * with pins, the certificate or its key must be one of them;
/// * with authorities, or with the system's, its chain must lead to one of these.
///
/// So a person's pin for a server that signs for itself is a trust with one pin and nothing else. A trust that is
/// [empty](Self::is_empty) trusts nobody; there is no way to trust everybody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerTrust {
    /// The profile's authorities, DER.
    pub authorities: Vec<Vec<u8>>,
    /// What the certificate or its key must be.
    pub pins: Vec<Pin>,
    /// The authorities that the system trusts count too.
    pub system: bool,
}

/// One certificate or key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pin {
    /// SHA-256 of the whole certificate, DER.
    Certificate([u8; 32]),
    /// SHA-256 of its `SubjectPublicKeyInfo`, DER (as in RFC 7469 §2.4): stays when the certificate is renewed with the same key.
    PublicKey([u8; 32]),
}

impl ServerTrust {
    /// Whether there is nobody to trust.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.authorities.is_empty() && self.pins.is_empty() && !self.system
    }

    /// Whether a server with this certificate and this key passes the pins. Both are SHA-256.
    #[must_use]
    pub fn passes_pins(&self, certificate: &[u8; 32], public_key: &[u8; 32]) -> bool {
        self.pins.is_empty()
            || self.pins.iter().any(|pin| match pin {
                Pin::Certificate(wanted) => wanted == certificate,
                Pin::PublicKey(wanted) => wanted == public_key,
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_trusted_by_default_and_each_pin_counts_for_its_own_thing() {
        let nobody = ServerTrust::default();
        assert!(nobody.is_empty());
        assert!(!ServerTrust { system: true, ..ServerTrust::default() }.is_empty());
        let (certificate, key) = ([1; 32], [2; 32]);
        let pinned = |pin| ServerTrust { pins: vec![pin], ..ServerTrust::default() };
        assert!(nobody.passes_pins(&certificate, &key), "without pins, the authorities judge");
        for (pin, passes) in [
            (Pin::Certificate(certificate), true),
            (Pin::PublicKey(key), true),
            (Pin::Certificate(key), false),
            (Pin::PublicKey(certificate), false),
        ] {
            assert!(!pinned(pin).is_empty());
            assert_eq!(pinned(pin).passes_pins(&certificate, &key), passes, "{pin:?}");
        }
    }
}
