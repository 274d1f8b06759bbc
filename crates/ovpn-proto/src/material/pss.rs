//! Signing with RSA keys that are for RSA-PSS only (RFC 4055 §1.2). TLS has schemes of their own for them (RFC 8446 §4.2.3), which rustls
//! does not know.

use std::sync::Arc;

use aws_lc_rs::{
    rsa::KeyPair,
    signature::{KeyPair as _, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding},
};
use ovpn_settings::material::PlainKey;
use rustls::{
    Error, SignatureAlgorithm, SignatureScheme,
    pki_types::SubjectPublicKeyInfoDer,
    sign::{Signer, SigningKey},
};
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::tls::handshake::of_pss_key;

/// A signer, if the private key belongs to the certificate's.
pub(super) fn signing_key(plain: &PlainKey, public: &SubjectPublicKeyInfo<'_>) -> Option<Arc<dyn SigningKey>> {
    let pair = KeyPair::from_der(plain.rsa()?).ok()?;
    let schemes = of_pss_key(public);
    // The same form as rustls's own keys give: with the number of plain RSA.
    let own = rustls::sign::public_key_to_spki(&rustls::pki_types::alg_id::RSA_ENCRYPTION, pair.public_key().as_ref());
    Some(Arc::new(PssKey { pair: Arc::new(pair), schemes, public: own }))
}

struct PssKey {
    pair: Arc<KeyPair>,
    schemes: Vec<SignatureScheme>,
    public: SubjectPublicKeyInfoDer<'static>,
}

impl std::fmt::Debug for PssKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PssKey(hidden)")
    }
}

impl SigningKey for PssKey {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        // In TLS 1.2, rustls 0.23 leaves out of `offered` what it has no name for: then SHA-256, which each server knows that knows
        // such keys, unless the key's own parameters demand another digest.
        let scheme = *self.schemes.iter().find(|scheme| offered.contains(scheme)).or(self.schemes.last())?;
        let encoding: &'static dyn RsaEncoding = match u16::from(scheme) {
            0x0809 => &RSA_PSS_SHA256,
            0x080a => &RSA_PSS_SHA384,
            0x080b => &RSA_PSS_SHA512,
            _ => return None,
        };
        Some(Box::new(PssSigner { pair: Arc::clone(&self.pair), scheme, encoding }))
    }

    fn public_key(&self) -> Option<SubjectPublicKeyInfoDer<'_>> {
        Some(self.public.clone())
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

struct PssSigner {
    pair: Arc<KeyPair>,
    scheme: SignatureScheme,
    encoding: &'static dyn RsaEncoding,
}

impl std::fmt::Debug for PssSigner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PssSigner({:?})", self.scheme)
    }
}

#[expect(
    clippy::disallowed_types,
    reason = "rustls has no argument for randomness; its own keys draw from here as well"
)]
impl Signer for PssSigner {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(self.encoding, &aws_lc_rs::rand::SystemRandom::new(), message, &mut signature)
            .map_err(|_| Error::General("signing failed".into()))?;
        Ok(signature)
    }

    fn scheme(&self) -> SignatureScheme {
        self.scheme
    }
}
