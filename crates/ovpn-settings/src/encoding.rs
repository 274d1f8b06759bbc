//! How bytes and lists are written in a document: bytes as base64 text, lists up to their bound. A document comes from
//! whoever may open the helper's socket, so that nothing is kept before it is judged: a list ends at its bound, and bytes are
//! decoded from the text where it lies.

use std::fmt;

use base64::{Engine, prelude::BASE64_STANDARD};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, Visitor},
};
use vpn_api::values::BoundedList;

/// Most certificates, lists or fingerprints in one place. A system's bundle of public authorities, which some profiles name, has
/// 150.
pub(crate) const MAX_BYTES_LIST: usize = 512;

/// A list of at most `MAX` values.
pub(crate) fn bounded<'de, D: Deserializer<'de>, T: Deserialize<'de>, const MAX: usize>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    BoundedList::<T, MAX>::deserialize(deserializer).map(BoundedList::into_vec)
}

/// Bytes as base64 text.
struct Base64(Vec<u8>);

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = Base64;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("base64 text")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Base64, E> {
                // Not the text itself, which may be a key.
                BASE64_STANDARD.decode(text).map(Base64).map_err(|_| E::custom("not base64"))
            }
        }

        deserializer.deserialize_str(Text)
    }
}

fn write<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&BASE64_STANDARD.encode(bytes))
}

/// For one value.
pub(crate) mod bytes {
    use super::{Base64, Deserialize, Deserializer, Serializer, write};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        write(bytes, serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        Base64::deserialize(deserializer).map(|Base64(bytes)| bytes)
    }
}

/// For a value that may be missing.
pub(crate) mod option {
    use super::{BASE64_STANDARD, Base64, Deserialize, Deserializer, Engine, Serialize, Serializer};

    pub(crate) fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        bytes.as_ref().map(|bytes| BASE64_STANDARD.encode(bytes)).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
        Ok(Option::<Base64>::deserialize(deserializer)?.map(|Base64(bytes)| bytes))
    }
}

/// For lists of them.
pub(crate) mod list {
    use super::{BASE64_STANDARD, Base64, Deserializer, Engine, Error, MAX_BYTES_LIST, Serializer, bounded};

    pub(crate) fn serialize<T: AsRef<[u8]>, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(items.iter().map(|item| BASE64_STANDARD.encode(item)))
    }

    pub(crate) fn deserialize<'de, T: TryFrom<Vec<u8>>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<T>, D::Error> {
        let items = bounded::<D, Base64, MAX_BYTES_LIST>(deserializer)?;
        let convert = |Base64(bytes)| T::try_from(bytes).map_err(|_| D::Error::custom("bytes of another length"));
        items.into_iter().map(convert).collect()
    }
}
