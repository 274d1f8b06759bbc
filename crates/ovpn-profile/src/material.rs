//! Certificates, keys and lists: from the text in which profiles carry them to bytes.
//!
//! Between and around PEM blocks anything may stand: dumps of certificates, comments, blank lines, indentation. Only what
//! lies between `-----BEGIN x-----` and `-----END x-----` counts.

use ovpn_settings::{
    StaticKey,
    material::{MAX_CERTIFICATES, pem_blocks, pem_text, rsa_bits},
};
use profile_api::{CertificateInfo, CertificateRole};
use vpn_api::Secret;
use zeroize::Zeroizing;

use crate::reason::Reason;

/// The certificates in `text` as DER, without repetitions.
pub(crate) fn certificates(text: &str) -> Result<Vec<Vec<u8>>, Reason> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    for pem in pem_blocks(text) {
        if !matches!(pem.label, "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") {
            continue;
        }
        let der = pem.decode().ok_or(Reason::BadCertificate)?;
        // A trusted certificate carries OpenSSL's own settings behind it.
        let (rest, _) = x509_parser::parse_x509_certificate(&der).map_err(|_| Reason::BadCertificate)?;
        let der = der.get(..der.len() - rest.len()).ok_or(Reason::BadCertificate)?.to_vec();
        if !found.contains(&der) {
            found.push(der);
        }
    }
    match found.len() {
        0 => Err(Reason::NoCertificate),
        1..=MAX_CERTIFICATES => Ok(found),
        _ => Err(Reason::OutOfBounds { what: "certificates".to_owned() }),
    }
}

/// sha1WithRSAEncryption (RFC 8017), its OIW synonym, ecdsa-with-SHA1 (RFC 5758) and dsa-with-SHA1 (RFC 3279).
const SHA1_SIGNATURES: &[&str] = &["1.2.840.113549.1.1.5", "1.3.14.3.2.29", "1.2.840.10045.4.1", "1.2.840.10040.4.3"];
/// md5WithRSAEncryption (RFC 8017).
const MD5_WITH_RSA: &str = "1.2.840.113549.1.1.4";

/// Reads what people want to know from a certificate in DER.
pub(crate) fn certificate_info(der: &[u8], role: CertificateRole, line: u32) -> Option<CertificateInfo> {
    use x509_parser::x509::X509Version;

    let (_, certificate) = x509_parser::parse_x509_certificate(der).ok()?;
    let mut weaknesses = Vec::new();
    if let Some(bits) = rsa_bits(der).filter(|bits| *bits < 2048) {
        weaknesses.push(format!("RSA-{bits}"));
    }
    let signature = &certificate.signature_algorithm.algorithm;
    let self_signed = certificate.subject() == certificate.issuer();
    // Nobody checks what an authority says of itself.
    if !(role == CertificateRole::Authority && self_signed) {
        if SHA1_SIGNATURES.contains(&signature.to_id_string().as_str()) {
            weaknesses.push("SHA-1".to_owned());
        }
        if signature.to_id_string() == MD5_WITH_RSA {
            weaknesses.push("MD5".to_owned());
        }
        if certificate.version() != X509Version::V3 {
            weaknesses.push("X.509 v1".to_owned());
        }
    }
    Some(CertificateInfo {
        role,
        line,
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        not_before: certificate.validity().not_before.timestamp(),
        not_after: certificate.validity().not_after.timestamp(),
        weaknesses,
    })
}

/// A private key as clean PEM.
#[derive(Debug)]
pub(crate) struct PrivateKey {
    pub(crate) pem: Secret,
    pub(crate) encrypted: bool,
}

/// The first private key in `text`, rewritten so that strict readers take it.
pub(crate) fn private_key(text: &str) -> Result<PrivateKey, Reason> {
    let pem = pem_blocks(text).find(|pem| pem.label.ends_with("PRIVATE KEY")).ok_or(Reason::BadPrivateKey)?;
    let headers: Vec<&str> = pem.headers().collect();
    let encrypted = match pem.label {
        "ENCRYPTED PRIVATE KEY" => true,
        "PRIVATE KEY" => false,
        "RSA PRIVATE KEY" | "EC PRIVATE KEY" => {
            headers.iter().any(|header| header.starts_with("Proc-Type:") && header.contains("ENCRYPTED"))
        }
        other => return Err(Reason::UnsupportedPrivateKey { algorithm: other.to_owned() }),
    };
    let der = pem.decode().filter(|der| !der.is_empty()).ok_or(Reason::BadPrivateKey)?;
    // What is not encrypted as a whole is a DER sequence.
    if headers.is_empty() && der.first() != Some(&0x30) {
        return Err(Reason::BadPrivateKey);
    }
    Ok(PrivateKey { pem: pem_text(pem.label, &headers, &der), encrypted })
}

/// A static key: 512 hexadecimal digits in lines of any length.
pub(crate) fn static_key(text: &str) -> Result<StaticKey, Reason> {
    let pem = pem_blocks(text).find(|pem| pem.label == "OpenVPN Static key V1").ok_or(Reason::BadStaticKey)?;
    let digits: Zeroizing<String> = Zeroizing::new(pem.body.chars().filter(|c| !c.is_whitespace()).collect());
    let mut bytes = Zeroizing::new([0; 256]);
    hex::decode_to_slice(digits.as_bytes(), &mut *bytes).map_err(|_| Reason::BadStaticKey)?;
    Ok(StaticKey::new(*bytes))
}

/// A client's tls-crypt-v2 key: 256 bytes for us, the rest for the server. The last two bytes tell the length of that rest.
pub(crate) fn tls_crypt_v2_key(text: &str) -> Result<(StaticKey, Vec<u8>), Reason> {
    let bad = || Reason::BadTlsCryptV2Key;
    let pem = pem_blocks(text).find(|pem| pem.label == "OpenVPN tls-crypt-v2 client key").ok_or_else(bad)?;
    let bytes = pem.decode().ok_or_else(bad)?;
    let (key, wrapped) = bytes.split_first_chunk::<256>().ok_or_else(bad)?;
    let length = wrapped.last_chunk::<2>().map(|length| u16::from_be_bytes(*length)).ok_or_else(bad)?;
    if usize::from(length) != wrapped.len() || !(290..=1024).contains(&wrapped.len()) {
        return Err(bad());
    }
    Ok((StaticKey::new(*key), wrapped.to_vec()))
}

/// Revocation lists in `text` as DER.
pub(crate) fn revocation_lists(text: &str) -> Result<Vec<Vec<u8>>, Reason> {
    let lists = pem_blocks(text).filter(|pem| pem.label == "X509 CRL");
    let lists = lists.map(|pem| {
        let der = pem.decode().ok_or(Reason::BadRevocationList)?;
        // Its times are read later, and more leniently than a parser of certificates reads them.
        if is_list(&der) { Ok(der.to_vec()) } else { Err(Reason::BadRevocationList) }
    });
    let lists = lists.collect::<Result<Vec<_>, Reason>>()?;
    if lists.is_empty() || lists.len() > MAX_CERTIFICATES {
        return Err(Reason::BadRevocationList);
    }
    Ok(lists)
}

/// `CertificateList` (RFC 5280 §5.1): a sequence of what is signed, an algorithm and a signature, with nothing behind it.
fn is_list(der: &[u8]) -> bool {
    use x509_parser::asn1_rs::{Any, FromDer, Sequence, Tag};

    let Ok((&[], list)) = Sequence::from_der(der) else { return false };
    let mut rest: &[u8] = &list.content;
    let mut tags = Vec::new();
    while !rest.is_empty() && tags.len() < 4 {
        let Ok((after, any)) = Any::from_der(rest) else { return false };
        tags.push(any.tag());
        rest = after;
    }
    tags == [Tag::Sequence, Tag::Sequence, Tag::BitString]
}

/// A fingerprint: bytes in hexadecimal digits with colons between them.
pub(crate) fn fingerprint(text: &str) -> Result<Vec<u8>, Reason> {
    let bad = || Reason::BadFingerprint { value: text.chars().take(120).collect() };
    let digits: String = text.trim().chars().filter(|c| *c != ':').collect();
    let bytes = hex::decode(digits).map_err(|_| bad())?;
    if matches!(bytes.len(), 20 | 32) { Ok(bytes) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use base64::Engine;

    use super::*;

    const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\nMAUC\nAQEEAA==\n-----END EC PRIVATE KEY-----";

    #[test]
    fn keys_are_rewritten_cleanly() {
        let noisy = format!("Bag Attributes\n  name: x\r\n{}\n", KEY.replace('\n', "\r\n  "));
        let key = private_key(&noisy).unwrap();
        assert_eq!(key.pem.expose(), "-----BEGIN EC PRIVATE KEY-----\nMAUCAQEEAA==\n-----END EC PRIVATE KEY-----\n");
        assert!(!key.encrypted);
        let one_line = private_key(&KEY.replace('\n', "")).unwrap();
        assert_eq!(one_line.pem, key.pem);
    }

    #[test]
    fn encrypted_keys_are_recognised() {
        let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\nAAEC\n-----END RSA PRIVATE KEY-----";
        let key = private_key(old).unwrap();
        assert!(key.encrypted);
        assert_eq!(key.pem.expose(), format!("{old}\n"));
        let new = KEY.replace("EC PRIVATE", "ENCRYPTED PRIVATE");
        assert!(private_key(&new).unwrap().encrypted);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let dsa = KEY.replace("EC PRIVATE", "DSA PRIVATE");
        for (text, reason) in [
            ("", Reason::BadPrivateKey),
            ("-----BEGIN PRIVATE KEY-----\nMAUC", Reason::BadPrivateKey),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", Reason::BadPrivateKey),
            ("-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----", Reason::BadPrivateKey),
            (dsa.as_str(), Reason::UnsupportedPrivateKey { algorithm: "DSA PRIVATE KEY".into() }),
        ] {
            assert_eq!(private_key(text).err(), Some(reason), "{text}");
        }
    }

    #[test]
    fn static_keys_have_512_digits() {
        let digits = "0123456789abcdef".repeat(32);
        let wrap = |digits: &str| {
            format!(
                "#\n# 2048 bit\n-----BEGIN OpenVPN Static key V1-----\r\n{digits}\n-----END OpenVPN Static key V1-----"
            )
        };
        let key = static_key(&wrap(&digits)).unwrap();
        assert_eq!(&key.bytes()[..3], [0x01, 0x23, 0x45]);
        assert_eq!(static_key(&wrap(digits.split_at(100).0)), Err(Reason::BadStaticKey));
        assert_eq!(static_key(&digits), Err(Reason::BadStaticKey));
    }

    #[test]
    fn tls_crypt_v2_keys_know_their_length() {
        let pem = |wrapped: &[u8]| {
            let mut bytes = vec![7; 256];
            bytes.extend_from_slice(wrapped);
            let digits = base64::prelude::BASE64_STANDARD.encode(bytes);
            format!(
                "-----BEGIN OpenVPN tls-crypt-v2 client key-----\n{digits}\n-----END OpenVPN tls-crypt-v2 client key-----\n"
            )
        };
        let mut wrapped = vec![1; 300];
        wrapped[298..].copy_from_slice(&300_u16.to_be_bytes());
        let (key, rest) = tls_crypt_v2_key(&pem(&wrapped)).unwrap();
        assert_eq!((key.bytes()[0], rest.len()), (7, 300));
        wrapped[299] = 0;
        assert_eq!(tls_crypt_v2_key(&pem(&wrapped)).err(), Some(Reason::BadTlsCryptV2Key));
        assert_eq!(tls_crypt_v2_key("").err(), Some(Reason::BadTlsCryptV2Key));
    }

    #[test]
    fn fingerprints_have_20_or_32_bytes() {
        assert_eq!(fingerprint(&["ab"; 32].join(":")).unwrap().len(), 32);
        assert_eq!(fingerprint(&"AB".repeat(20)).unwrap().len(), 20);
        assert!(fingerprint("ab:cd").is_err() && fingerprint("").is_err());
    }
}
