//! Groups for key agreement that rustls does not bring: P-521, with which servers are set up whose certificates are on that curve, and
//! X448, which Adit cannot do and offers last.
//!
//! A server that knows nothing but X448 chooses it then, so that it can be told why there is no connection; OpenVPN servers up to 2.6 fall
//! silent where nothing is in common. One that knows anything else has no reason to choose it.

use std::sync::Arc;

use aws_lc_rs::agreement;
use rustls::{
    Error, NamedGroup, OtherError, PeerMisbehaved,
    crypto::{ActiveKeyExchange, SharedSecret, SupportedKxGroup},
    ffdhe_groups::FfdheGroup,
};

/// ECDH on P-521.
pub(super) static SECP521R1: &dyn SupportedKxGroup = &P521;
/// For servers that have nothing else.
pub(super) static X448: &dyn SupportedKxGroup = &Foreign { group: NamedGroup::X448, name: "X448" };

/// The server chose a group that Adit cannot do.
#[derive(Debug, thiserror::Error)]
#[error("the server agrees on keys with {0} only")]
pub(super) struct CannotAgree(&'static str);

#[derive(Debug)]
struct P521;

#[expect(
    clippy::disallowed_types,
    reason = "rustls has no argument for randomness; its own groups draw from here as well"
)]
impl SupportedKxGroup for P521 {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        let failed = |_| Error::FailedToGetRandomBytes;
        let random = aws_lc_rs::rand::SystemRandom::new();
        let private = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P521, &random).map_err(failed)?;
        let public = private.compute_public_key().map_err(failed)?;
        Ok(Box::new(Exchange { private, public }))
    }

    fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
        None
    }

    fn name(&self) -> NamedGroup {
        NamedGroup::secp521r1
    }
}

struct Exchange {
    private: agreement::EphemeralPrivateKey,
    public: agreement::PublicKey,
}

impl ActiveKeyExchange for Exchange {
    fn complete(self: Box<Self>, peer: &[u8]) -> Result<SharedSecret, Error> {
        let invalid = || Error::from(PeerMisbehaved::InvalidKeyShare);
        // TLS knows no other form of a point (RFC 8446 §4.2.8.2), the library does.
        if peer.first() != Some(&0x04) {
            return Err(invalid());
        }
        let peer = agreement::UnparsedPublicKey::new(&agreement::ECDH_P521, peer);
        agreement::agree_ephemeral(self.private, peer, invalid(), |secret| Ok(SharedSecret::from(secret)))
    }

    fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
        None
    }

    fn pub_key(&self) -> &[u8] {
        self.public.as_ref()
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::secp521r1
    }
}

#[derive(Debug)]
struct Foreign {
    group: NamedGroup,
    name: &'static str,
}

impl SupportedKxGroup for Foreign {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        Err(Error::Other(OtherError(Arc::new(CannotAgree(self.name)))))
    }

    fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
        None
    }

    fn name(&self) -> NamedGroup {
        self.group
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_agree_on_p521() {
        let (ours, theirs) = (SECP521R1.start().unwrap(), SECP521R1.start().unwrap());
        let (our_key, their_key) = (ours.pub_key().to_vec(), theirs.pub_key().to_vec());
        let (one, other) = (ours.complete(&their_key).unwrap(), theirs.complete(&our_key).unwrap());
        assert_eq!(one.secret_bytes(), other.secret_bytes());
        assert_eq!(one.secret_bytes().len(), 66);
    }

    #[test]
    fn points_that_are_none_are_refused() {
        let key = SECP521R1.start().unwrap().pub_key().to_vec();
        let mut off_the_curve = key.clone();
        *off_the_curve.last_mut().unwrap() ^= 1;
        let mut compressed = key[..67].to_vec();
        compressed[0] = 2;
        for peer in [&off_the_curve[..], &compressed, &key[1..], &[], &[4]] {
            assert!(SECP521R1.start().unwrap().complete(peer).is_err());
        }
    }
}
