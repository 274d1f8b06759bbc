//! Digests that certificates are signed over, with the numbers that name them (RFC 8017 Appendix B.1, RFC 8702, NIST CSOR).

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512, Sha512_224, Sha512_256};
use sha3::{Sha3_224, Sha3_256, Sha3_384, Sha3_512};

/// A digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512At224,
    Sha512At256,
    Sha3At224,
    Sha3At256,
    Sha3At384,
    Sha3At512,
}

impl Hash {
    /// By its number, dotted.
    pub(super) fn by_number(number: &str) -> Option<Self> {
        let all = [
            Self::Md5,
            Self::Sha1,
            Self::Sha224,
            Self::Sha256,
            Self::Sha384,
            Self::Sha512,
            Self::Sha512At224,
            Self::Sha512At256,
            Self::Sha3At224,
            Self::Sha3At256,
            Self::Sha3At384,
            Self::Sha3At512,
        ];
        all.into_iter().find(|hash| hash.number().0 == number)
    }

    /// The number, dotted and as the content of a DER object identifier.
    fn number(self) -> (&'static str, &'static [u8]) {
        match self {
            Self::Md5 => ("1.2.840.113549.2.5", &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 2, 5]),
            Self::Sha1 => ("1.3.14.3.2.26", &[0x2b, 14, 3, 2, 26]),
            Self::Sha256 => ("2.16.840.1.101.3.4.2.1", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 1]),
            Self::Sha384 => ("2.16.840.1.101.3.4.2.2", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 2]),
            Self::Sha512 => ("2.16.840.1.101.3.4.2.3", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 3]),
            Self::Sha224 => ("2.16.840.1.101.3.4.2.4", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 4]),
            Self::Sha512At224 => ("2.16.840.1.101.3.4.2.5", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 5]),
            Self::Sha512At256 => ("2.16.840.1.101.3.4.2.6", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 6]),
            Self::Sha3At224 => ("2.16.840.1.101.3.4.2.7", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 7]),
            Self::Sha3At256 => ("2.16.840.1.101.3.4.2.8", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 8]),
            Self::Sha3At384 => ("2.16.840.1.101.3.4.2.9", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 9]),
            Self::Sha3At512 => ("2.16.840.1.101.3.4.2.10", &[0x60, 0x86, 0x48, 1, 101, 3, 4, 2, 10]),
        }
    }

    /// The digest of all parts behind each other.
    pub(super) fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        match self {
            Self::Md5 => over::<Md5>(parts),
            Self::Sha1 => over::<Sha1>(parts),
            Self::Sha224 => over::<Sha224>(parts),
            Self::Sha256 => over::<Sha256>(parts),
            Self::Sha384 => over::<Sha384>(parts),
            Self::Sha512 => over::<Sha512>(parts),
            Self::Sha512At224 => over::<Sha512_224>(parts),
            Self::Sha512At256 => over::<Sha512_256>(parts),
            Self::Sha3At224 => over::<Sha3_224>(parts),
            Self::Sha3At256 => over::<Sha3_256>(parts),
            Self::Sha3At384 => over::<Sha3_384>(parts),
            Self::Sha3At512 => over::<Sha3_512>(parts),
        }
    }

    /// Its length in bytes.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha224 | Self::Sha512At224 | Self::Sha3At224 => 28,
            Self::Sha256 | Self::Sha512At256 | Self::Sha3At256 => 32,
            Self::Sha384 | Self::Sha3At384 => 48,
            Self::Sha512 | Self::Sha3At512 => 64,
        }
    }

    /// `DigestInfo` around the digest of a message (RFC 8017 §9.2): what PKCS#1 v1.5 signs. All its lengths are below 128.
    pub(super) fn info(self, message: &[u8]) -> Vec<u8> {
        let (number, digest) = (self.number().1, self.of(&[message]));
        let (number_len, digest_len) = (number.len() as u8, digest.len() as u8);
        let mut info = vec![0x30, number_len + digest_len + 8, 0x30, number_len + 4, 0x06, number_len];
        info.extend_from_slice(number);
        info.extend_from_slice(&[0x05, 0x00, 0x04, digest_len]);
        info.extend_from_slice(&digest);
        info
    }
}

fn over<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(D::new(), |digest, part| digest.chain_update(part)).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use x509_parser::asn1_rs::{Any, FromDer};

    use super::*;

    #[test]
    fn what_is_signed_is_as_long_as_it_says() {
        for number in ["1.2.840.113549.2.5", "1.3.14.3.2.26"]
            .map(String::from)
            .into_iter()
            .chain((1..=10).map(|last| format!("2.16.840.1.101.3.4.2.{last}")))
        {
            let hash = Hash::by_number(&number).unwrap();
            assert_eq!(hash.of(&[b"a", b"dit"]).len(), hash.len(), "{number}");
            let info = hash.info(b"adit");
            let (rest, outer) = Any::from_der(&info).unwrap();
            assert_eq!((rest.len(), outer.data.len() + 2), (0, info.len()), "{number}");
        }
        // RFC 8017 §9.2, note 1.
        let known = hex::decode("3031300d060960864801650304020105000420").unwrap();
        assert_eq!(Hash::Sha256.info(b"")[..known.len()], known);
        let known = hex::decode("3020300c06082a864886f70d020505000410").unwrap();
        assert_eq!(Hash::Md5.info(b"")[..known.len()], known);
    }
}
