//! PKCS#12 containers (RFC 7292): our certificate, its key, and certificates of authorities, in one file.
//!
//! A container crosses into the helper as PEM text under the label [`LABEL`], in place of a private key, when nobody but the
//! person can open it. One without a passphrase is opened at import.

use cms::{content_info::ContentInfo, encrypted_data::EncryptedData};
use hmac::{Hmac, Mac};
use pkcs8::{
    AlgorithmIdentifierRef,
    der::{Decode, Encode, Reader, SliceReader, asn1::ContextSpecific, asn1::OctetString},
};
use pkcs12::{
    cert_type::CertBag,
    kdf::{Pkcs12KeyType, derive_key},
    mac_data::MacData,
    pfx::Pfx,
    safe_bag::SafeBag,
};
use vpn_api::Secret;
use zeroize::Zeroizing;

use super::{
    ber,
    certificates::{climb, issued},
    error::LockError,
    locked, pbe,
    pem::{pem_blocks, pem_text},
};
use crate::encoding::MAX_BYTES_LIST;

/// The PEM label of a container inside a [`crate::Profile`].
pub const LABEL: &str = "PKCS12";
/// Largest container in bytes. Key, certificate and a chain of authorities take 3 to 10 KiB.
pub const MAX_CONTAINER: usize = 48 * 1024;
/// Most bags in one container; each may cost a key derivation of its own.
const MAX_BAGS: usize = 32;

/// `id-data` and `id-encryptedData` (RFC 5652 §4, §8).
const DATA: &str = "1.2.840.113549.1.7.1";
const ENCRYPTED_DATA: &str = "1.2.840.113549.1.7.6";
/// `localKeyId` (RFC 2985 §5.5.2): ties a certificate to its key.
const LOCAL_KEY_ID: &str = "1.2.840.113549.1.9.21";

/// What was in a container.
#[derive(Debug)]
pub struct Container {
    /// Our certificate first, then those of the others that lead up from it, DER. Authorities that signed themselves are not
    /// among them.
    pub chain: Vec<Vec<u8>>,
    /// The private key as PEM text, in the clear.
    pub key_pem: Secret,
    /// All other certificates, DER: whom to trust where the profile itself does not say it.
    pub authorities: Vec<Vec<u8>>,
}

/// The container in `bytes`: DER, or base64 with or without PEM lines around it.
#[must_use]
pub fn unwrap(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
    if bytes.first() == Some(&0x30) {
        return Some(Zeroizing::new(bytes.to_vec()));
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let body = pem_blocks(text).next().map_or(text, |pem| pem.body);
    let digits: Zeroizing<String> = Zeroizing::new(body.chars().filter(|c| !c.is_whitespace() && *c != '=').collect());
    STANDARD_NO_PAD.decode(digits.as_bytes()).ok().filter(|der| der.first() == Some(&0x30)).map(Zeroizing::new)
}

/// A container as the text that stands in a profile's place for the private key.
#[must_use]
pub fn text_of(der: &[u8]) -> Secret {
    pem_text(LABEL, &[], der)
}

/// Opens the container in a profile's key text, if it is one.
///
/// # Errors
/// [`LockError`]; [`LockError::Needed`] if it does not open without a passphrase and there is none.
pub fn open_text(text: &str, passphrase: Option<&str>) -> Option<Result<Container, LockError>> {
    let pem = pem_blocks(text).next().filter(|pem| pem.label == LABEL)?;
    Some(match pem.decode() {
        Some(der) => open(&der, passphrase.unwrap_or_default()).map_err(|error| match (error, passphrase) {
            (LockError::Wrong, None | Some("")) => LockError::Needed,
            (other, _) => other,
        }),
        None => Err(LockError::Damaged),
    })
}

/// Whether a profile's key text is a container.
pub(crate) fn is_container(text: &str) -> bool {
    pem_blocks(text).next().is_some_and(|pem| pem.label == LABEL)
}

/// Opens a container.
///
/// # Errors
/// [`LockError`].
pub fn open(der: &[u8], passphrase: &str) -> Result<Container, LockError> {
    if der.len() > MAX_CONTAINER {
        return Err(LockError::TooExpensive);
    }
    let whole = ber::to_der(der).ok_or(LockError::Damaged)?;
    let pfx = Pfx::from_der(&whole).map_err(|_| LockError::Damaged)?;
    let safes = data(&pfx.auth_safe)?;
    if let Some(mac) = &pfx.mac_data {
        check_mac(mac, &safes, passphrase)?;
    }
    // The MAC is over the bytes as they are.
    let safes = ber::to_der(&safes).ok_or(LockError::Damaged)?;
    let mut found = Found::default();
    for safe in sequence::<ContentInfo>(&safes).map_err(|_| LockError::Damaged)? {
        let plain = match safe.content_type.to_string().as_str() {
            DATA => Zeroizing::new(data(&safe)?),
            ENCRYPTED_DATA => open_safe(&safe, passphrase)?,
            other => return Err(LockError::Scheme(other.into())),
        };
        // What a wrong passphrase brings to light is no sequence, but once in many thousand times.
        let plain = ber::to_der(&plain).map(Zeroizing::new).ok_or(LockError::Wrong)?;
        for bag in sequence::<SafeBag>(&plain).map_err(|_| LockError::Wrong)? {
            found.take(&bag, passphrase)?;
        }
    }
    found.arrange()
}

fn data(content: &ContentInfo) -> Result<Vec<u8>, LockError> {
    if content.content_type.to_string() != DATA {
        // A container that is signed instead of authenticated by its passphrase.
        return Err(LockError::Scheme(content.content_type.to_string()));
    }
    content.content.decode_as::<OctetString>().map(OctetString::into_bytes).map_err(|_| LockError::Damaged)
}

fn open_safe(safe: &ContentInfo, passphrase: &str) -> Result<Zeroizing<Vec<u8>>, LockError> {
    let der = safe.content.to_der().map_err(|_| LockError::Damaged)?;
    let info = EncryptedData::from_der(&der).map_err(|_| LockError::Damaged)?.enc_content_info;
    let algorithm = info.content_enc_alg.to_der().map_err(|_| LockError::Damaged)?;
    let sealed = info.encrypted_content.ok_or(LockError::Damaged)?;
    let algorithm = AlgorithmIdentifierRef::from_der(&algorithm).map_err(|_| LockError::Damaged)?;
    pbe::open(algorithm, sealed.as_bytes(), passphrase)
}

/// Items of a `SEQUENCE OF`, at most [`MAX_BAGS`].
fn sequence<'a, T: Decode<'a>>(der: &'a [u8]) -> pkcs8::der::Result<Vec<T>> {
    let mut reader = SliceReader::new(der)?;
    reader.sequence(|reader| {
        let mut items = Vec::new();
        while !reader.is_finished() && items.len() < MAX_BAGS {
            items.push(T::decode(reader)?);
        }
        Ok(items)
    })
}

/// RFC 7292 §5.1: the HMAC over the safes, under a key of the passphrase.
fn check_mac(mac: &MacData, safes: &[u8], passphrase: &str) -> Result<(), LockError> {
    let rounds = u32::try_from(mac.iterations).ok().filter(|rounds| (1..=pbe::MAX_ROUNDS).contains(rounds));
    if rounds.is_none() {
        return Err(LockError::TooExpensive);
    }
    if mac.mac_salt.as_bytes().is_empty() {
        return Err(LockError::Damaged);
    }
    macro_rules! fits {
        ($digest:ty) => {{
            let with = |spelled: &[u8]| {
                let (salt, length) = (mac.mac_salt.as_bytes(), <$digest as sha2::Digest>::output_size());
                let key = derive_key::<$digest>(spelled, salt, Pkcs12KeyType::Mac, mac.iterations, length);
                let key = Zeroizing::new(key);
                Hmac::<$digest>::new_from_slice(&key)
                    .is_ok_and(|hmac| hmac.chain_update(safes).verify_slice(mac.mac.digest.as_bytes()).is_ok())
            };
            with(&pbe::spelled(passphrase)) || passphrase.is_empty() && with(&[])
        }};
    }
    let fits = match mac.mac.algorithm.oid.to_string().as_str() {
        "1.3.14.3.2.26" => fits!(sha1::Sha1),
        "2.16.840.1.101.3.4.2.4" => fits!(sha2::Sha224),
        "2.16.840.1.101.3.4.2.1" => fits!(sha2::Sha256),
        "2.16.840.1.101.3.4.2.2" => fits!(sha2::Sha384),
        "2.16.840.1.101.3.4.2.3" => fits!(sha2::Sha512),
        other => return Err(LockError::Scheme(format!("MAC {other}"))),
    };
    if fits { Ok(()) } else { Err(LockError::Wrong) }
}

/// The value of [`LOCAL_KEY_ID`], if there is one.
type LocalKeyId = Option<Vec<u8>>;

/// What the bags hold, with the ids that tie a certificate to its key.
#[derive(Default)]
struct Found {
    key: Option<(Zeroizing<Vec<u8>>, LocalKeyId)>,
    certificates: Vec<(Vec<u8>, LocalKeyId)>,
    bags: usize,
}

impl Found {
    fn take(&mut self, bag: &SafeBag, passphrase: &str) -> Result<(), LockError> {
        self.bags += 1;
        if self.bags > MAX_BAGS {
            return Err(LockError::TooExpensive);
        }
        let id = || {
            let attributes = bag.bag_attributes.as_ref()?;
            let attribute = attributes.iter().find(|attribute| attribute.oid.to_string() == LOCAL_KEY_ID)?;
            attribute.values.iter().next()?.decode_as::<OctetString>().ok().map(OctetString::into_bytes)
        };
        // The value stands under an explicit tag 0, which the library leaves on.
        let value = || {
            let value = ContextSpecific::<pkcs8::der::Any>::from_der(&bag.bag_value).map_err(|_| LockError::Damaged)?;
            value.value.to_der().map(Zeroizing::new).map_err(|_| LockError::Damaged)
        };
        match bag.bag_id {
            pkcs12::PKCS_12_KEY_BAG_OID if self.key.is_none() => self.key = Some((value()?, id())),
            pkcs12::PKCS_12_PKCS8_KEY_BAG_OID if self.key.is_none() => {
                self.key = Some((locked::open_pkcs8(&value()?, passphrase)?, id()));
            }
            pkcs12::PKCS_12_CERT_BAG_OID => {
                let bag = CertBag::from_der(&value()?).map_err(|_| LockError::Damaged)?;
                if bag.cert_id == pkcs12::PKCS_12_X509_CERT_OID {
                    let der = bag.cert_value.into_bytes();
                    x509_parser::parse_x509_certificate(&der).map_err(|_| LockError::Damaged)?;
                    if self.certificates.len() < MAX_BYTES_LIST {
                        self.certificates.push((der, id()));
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Our certificate is the one with the key's id; without ids, the one that issued no other.
    fn arrange(self) -> Result<Container, LockError> {
        let (key, key_id) = self.key.ok_or(LockError::Absent)?;
        let mut rest: Vec<Vec<u8>> = Vec::new();
        let mut own = None;
        for (der, id) in &self.certificates {
            if own.is_none() && id.is_some() && *id == key_id {
                own = Some(der.clone())
            } else {
                rest.push(der.clone())
            }
        }
        let own = match own {
            Some(own) => own,
            None => {
                let is_leaf = |der: &Vec<u8>| !rest.iter().any(|other| other != der && issued(der, other));
                let place = rest.iter().position(is_leaf).ok_or(LockError::Absent)?;
                rest.remove(place)
            }
        };
        let mut chain = vec![own];
        climb(&mut chain, &rest);
        Ok(Container { chain, key_pem: pem_text("PRIVATE KEY", &[], &key), authorities: rest })
    }
}
