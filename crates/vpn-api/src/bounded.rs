//! Deserialising within bounds: what comes from a client or a file is refused at the first element or byte too many, before
//! memory is taken for the rest.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};

/// A text of at most `MAX` bytes.
///
/// # Errors
/// It is longer, or no text. The text itself is not repeated: it may be a secret.
pub fn text<'de, const MAX: usize, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    deserializer.deserialize_str(Text::<MAX>)
}

/// As [`text`], or nothing.
///
/// # Errors
/// As [`text`].
pub fn optional_text<'de, const MAX: usize, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    deserializer.deserialize_option(Optional(Text::<MAX>))
}

/// A list of at most `MAX` elements.
///
/// # Errors
/// It has more, or an element is not one.
pub fn list<'de, const MAX: usize, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_seq(List::<MAX, T>(PhantomData))
}

/// A map of at most `MAX` entries, whose keys have at most 1024 bytes.
///
/// # Errors
/// It has more, or an entry is not one.
pub fn map<'de, const MAX: usize, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, T>, D::Error> {
    deserializer.deserialize_map(Map::<MAX, T>(PhantomData))
}

/// Longest key of a map in bytes.
const MAX_KEY: usize = 1024;

struct Text<const MAX: usize>;

impl<const MAX: usize> Visitor<'_> for Text<MAX> {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a text of at most {MAX} bytes")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        if text.len() > MAX {
            return Err(E::invalid_length(text.len(), &self));
        }
        Ok(text.to_owned())
    }
}

struct Optional<V>(V);

impl<'de, const MAX: usize> Visitor<'de> for Optional<Text<MAX>> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self.0).map(Some)
    }
}

struct List<const MAX: usize, T>(PhantomData<T>);

impl<'de, const MAX: usize, T: Deserialize<'de>> Visitor<'de> for List<MAX, T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {MAX} elements")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            if list.len() >= MAX {
                return Err(A::Error::invalid_length(list.len() + 1, &self));
            }
            list.push(element);
        }
        Ok(list)
    }
}

struct Map<const MAX: usize, T>(PhantomData<T>);

impl<'de, const MAX: usize, T: Deserialize<'de>> Visitor<'de> for Map<MAX, T> {
    type Value = BTreeMap<String, T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a map of at most {MAX} entries")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        let mut read = 0_usize;
        while let Some(Key(key)) = entries.next_key()? {
            read += 1;
            if read > MAX {
                return Err(A::Error::invalid_length(read, &self));
            }
            map.insert(key, entries.next_value()?);
        }
        Ok(map)
    }
}

struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text::<MAX_KEY, D>(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    struct Sample {
        #[serde(deserialize_with = "text::<3, _>")]
        name: String,
        #[serde(default, deserialize_with = "optional_text::<3, _>")]
        maybe: Option<String>,
        #[serde(default, deserialize_with = "list::<2, _, _>")]
        list: Vec<u8>,
        #[serde(default, deserialize_with = "map::<2, _, _>")]
        map: BTreeMap<String, u8>,
    }

    fn refused(json: &str) -> String {
        serde_json::from_str::<Sample>(json).unwrap_err().to_string()
    }

    #[test]
    fn what_fits_is_taken_and_one_more_is_refused() {
        let whole = r#"{"name":"abc","maybe":"x","list":[1,2],"map":{"a":1,"b":2}}"#;
        let sample: Sample = serde_json::from_str(whole).unwrap();
        assert_eq!((sample.name.as_str(), sample.maybe.as_deref(), sample.list.len()), ("abc", Some("x"), 2));
        assert_eq!(sample.map.get("b"), Some(&2));
        assert_eq!(serde_json::from_str::<Sample>(r#"{"name":"","maybe":null}"#).unwrap().maybe, None);
        assert!(refused(r#"{"name":"hush"}"#).contains("at most 3 bytes"));
        assert!(!refused(r#"{"name":"hush"}"#).contains("hush"), "an error repeats no text");
        assert!(refused(r#"{"name":"","maybe":"hush"}"#).contains("at most 3 bytes"));
        assert!(refused(r#"{"name":"","list":[1,2,3]}"#).contains("at most 2 elements"));
        assert!(refused(r#"{"name":"","map":{"a":1,"a":2,"a":3}}"#).contains("at most 2 entries"));
    }
}
