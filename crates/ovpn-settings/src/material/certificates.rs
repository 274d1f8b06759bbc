//! What has to be known of certificates before a TLS library sees them.

/// Length of a certificate's RSA key in bits; `None` for other keys.
#[must_use]
pub fn rsa_bits(der: &[u8]) -> Option<u32> {
    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    let Ok(x509_parser::public_key::PublicKey::RSA(key)) = certificate.public_key().parsed() else { return None };
    // DER puts a zero byte in front of a modulus whose highest bit is set.
    let modulus: Vec<u8> = key.modulus.iter().copied().skip_while(|byte| *byte == 0).collect();
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
