//! What has to be known of certificates before a TLS library sees them.

use x509_parser::asn1_rs::{FromDer, Integer, Sequence};

use super::KeyKind;

/// Length of a certificate's RSA key in bits, also of one for RSA-PSS only; `None` for other keys.
#[must_use]
pub fn rsa_bits(der: &[u8]) -> Option<u32> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    let key = certificate.public_key();
    if !matches!(KeyKind::of(key), KeyKind::Rsa | KeyKind::RsaPss) {
        return None;
    }
    // `RSAPublicKey` (RFC 8017 Appendix A.1.1).
    let (_, sequence) = Sequence::from_der(&key.subject_public_key.data).ok()?;
    let (_, modulus) = Integer::from_der(&sequence.content).ok()?;
    // DER puts a zero byte in front of a modulus whose highest bit is set.
    let modulus: Vec<u8> = modulus.as_ref().iter().copied().skip_while(|byte| *byte == 0).collect();
    let unused = modulus.first().map_or(0, |first| first.leading_zeros());
    u32::try_from(modulus.len()).ok()?.checked_mul(8)?.checked_sub(unused)
}

/// Whether `issuer` may have issued `der`, by their names.
pub(super) fn issued(issuer: &[u8], der: &[u8]) -> bool {
    let (Ok((_, issuer)), Ok((_, cert))) =
        (x509_parser::parse_x509_certificate(issuer), x509_parser::parse_x509_certificate(der))
    else {
        return false;
    };
    issuer.subject().as_raw() == cert.issuer().as_raw()
}

/// Lengthens a chain by those of `others` that lead up from its end, without the authority at the top, which a server has
/// itself. OpenSSL builds a client's chain so from what it trusts.
pub fn climb(chain: &mut Vec<Vec<u8>>, others: &[Vec<u8>]) {
    while chain.len() < 10 {
        let Some(last) = chain.last() else { return };
        if issued(last, last) {
            return;
        }
        let next = others.iter().find(|other| issued(other, last) && !issued(other, other) && !chain.contains(other));
        match next {
            Some(next) => chain.push(next.clone()),
            None => return,
        }
    }
}
