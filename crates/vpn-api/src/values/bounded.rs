//! Collections with a bound that also holds while they are read from a document.
//!
//! A list in a frame of the helper's socket is written by somebody whom the helper does not trust. A `Vec` would be filled
//! first and judged afterwards; these stop at the first value too many, so that a document costs no more memory than the
//! bound allows.

use std::{collections::BTreeSet, fmt, marker::PhantomData, ops::Deref};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, SeqAccess, Visitor},
};

/// A value that found no place any more. The caller has it back, to say what is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Full<T>(pub T);

/// A list is longer than its bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("more than {max} values")]
pub struct TooMany {
    /// The bound.
    pub max: usize,
}

/// At most `MAX` values in the order in which they were added.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoundedList<T, const MAX: usize>(Vec<T>);

impl<T, const MAX: usize> BoundedList<T, MAX> {
    /// An empty list.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Adds `value` at the end.
    ///
    /// # Errors
    /// The list is full.
    pub fn push(&mut self, value: T) -> Result<(), Full<T>> {
        if self.0.len() >= MAX {
            return Err(Full(value));
        }
        self.0.push(value);
        Ok(())
    }

    /// Adds `value` at the end, unless it is there already. Returns whether it was added.
    ///
    /// # Errors
    /// It is not there, and the list is full.
    pub fn insert(&mut self, value: T) -> Result<bool, Full<T>>
    where
        T: PartialEq,
    {
        if self.0.contains(&value) {
            return Ok(false);
        }
        self.push(value).map(|()| true)
    }

    /// Adds those of `values` that are not there yet. Returns how many found no place.
    pub fn insert_all(&mut self, values: impl IntoIterator<Item = T>) -> usize
    where
        T: PartialEq,
    {
        values.into_iter().filter_map(|value| self.insert(value).err()).count()
    }

    /// The values as a list that may grow.
    #[must_use]
    pub fn into_vec(self) -> Vec<T> {
        self.0
    }

    /// Keeps those for which `keep` is true.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }

    /// Removes all values.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

impl<T, const MAX: usize> Default for BoundedList<T, MAX> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug, const MAX: usize> fmt::Debug for BoundedList<T, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T, const MAX: usize> Deref for BoundedList<T, MAX> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const MAX: usize> TryFrom<Vec<T>> for BoundedList<T, MAX> {
    type Error = TooMany;

    fn try_from(values: Vec<T>) -> Result<Self, TooMany> {
        if values.len() > MAX { Err(TooMany { max: MAX }) } else { Ok(Self(values)) }
    }
}

impl<T, const MAX: usize, const N: usize> From<[T; N]> for BoundedList<T, MAX> {
    fn from(values: [T; N]) -> Self {
        const { assert!(N <= MAX, "more values than the list takes") };
        Self(values.into())
    }
}

impl<T, const MAX: usize> IntoIterator for BoundedList<T, MAX> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T, const MAX: usize> IntoIterator for &'a BoundedList<T, MAX> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: PartialEq<U>, U, const MAX: usize, const N: usize> PartialEq<[U; N]> for BoundedList<T, MAX> {
    fn eq(&self, other: &[U; N]) -> bool {
        self.0 == *other
    }
}

impl<T: Serialize, const MAX: usize> Serialize for BoundedList<T, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>, const MAX: usize> Deserialize<'de> for BoundedList<T, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut list = Self::new();
        let add = |value| list.push(value).is_ok();
        deserializer.deserialize_seq(Within { add, max: MAX, item: PhantomData::<T> })?;
        Ok(list)
    }
}

/// At most `MAX` different values in their own order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BoundedSet<T: Ord, const MAX: usize>(BTreeSet<T>);

impl<T: Ord, const MAX: usize> BoundedSet<T, MAX> {
    /// An empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeSet::new())
    }

    /// Adds `value`. Returns whether it was not there before.
    ///
    /// # Errors
    /// It is not there, and the set is full.
    pub fn insert(&mut self, value: T) -> Result<bool, Full<T>> {
        if self.0.len() >= MAX && !self.0.contains(&value) {
            return Err(Full(value));
        }
        Ok(self.0.insert(value))
    }

    /// Adds all of `values`. Returns how many found no place.
    pub fn insert_all(&mut self, values: impl IntoIterator<Item = T>) -> usize {
        values.into_iter().filter_map(|value| self.insert(value).err()).count()
    }

    /// Keeps those for which `keep` is true.
    pub fn retain(&mut self, keep: impl FnMut(&T) -> bool) {
        self.0.retain(keep);
    }
}

impl<T: Ord, const MAX: usize> Default for BoundedSet<T, MAX> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Ord + fmt::Debug, const MAX: usize> fmt::Debug for BoundedSet<T, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: Ord, const MAX: usize> Deref for BoundedSet<T, MAX> {
    type Target = BTreeSet<T>;

    fn deref(&self) -> &BTreeSet<T> {
        &self.0
    }
}

impl<T: Ord, const MAX: usize, const N: usize> From<[T; N]> for BoundedSet<T, MAX> {
    fn from(values: [T; N]) -> Self {
        const { assert!(N <= MAX, "more values than the set takes") };
        Self(values.into())
    }
}

impl<T: Ord, const MAX: usize> TryFrom<BTreeSet<T>> for BoundedSet<T, MAX> {
    type Error = TooMany;

    fn try_from(values: BTreeSet<T>) -> Result<Self, TooMany> {
        if values.len() > MAX { Err(TooMany { max: MAX }) } else { Ok(Self(values)) }
    }
}

impl<T: Ord, const MAX: usize> IntoIterator for BoundedSet<T, MAX> {
    type Item = T;
    type IntoIter = std::collections::btree_set::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T: Ord, const MAX: usize> IntoIterator for &'a BoundedSet<T, MAX> {
    type Item = &'a T;
    type IntoIter = std::collections::btree_set::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Ord + Serialize, const MAX: usize> Serialize for BoundedSet<T, MAX> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de, T: Ord + Deserialize<'de>, const MAX: usize> Deserialize<'de> for BoundedSet<T, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut set = Self::new();
        let add = |value| set.insert(value).is_ok();
        deserializer.deserialize_seq(Within { add, max: MAX, item: PhantomData::<T> })?;
        Ok(set)
    }
}

/// Reads values one by one and stops at the first that `add` does not take.
struct Within<T, F> {
    add: F,
    max: usize,
    item: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>, F: FnMut(T) -> bool> Visitor<'de> for Within<T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of at most {} values", self.max)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut values: A) -> Result<(), A::Error> {
        while let Some(value) = values.next_element()? {
            if !(self.add)(value) {
                return Err(A::Error::custom(TooMany { max: self.max }));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Three = BoundedList<u8, 3>;
    type ThreeOf = BoundedSet<u8, 3>;

    #[test]
    fn a_value_too_many_comes_back() {
        let mut list = Three::from([1, 2]);
        assert_eq!((list.insert(2), list.insert(3), list.insert(3)), (Ok(false), Ok(true), Ok(false)));
        assert_eq!((list.insert(4), list.push(5)), (Err(Full(4)), Err(Full(5))));
        assert_eq!(list, [1, 2, 3]);
        assert_eq!(list.insert_all([1, 6, 7]), 2);
        let mut set = ThreeOf::from([3, 1, 2]);
        assert_eq!((set.insert(1), set.insert(4)), (Ok(false), Err(Full(4))));
    }

    #[test]
    fn documents_are_read_up_to_the_bound() {
        assert_eq!(serde_json::from_str::<Three>("[3,1,1]").unwrap(), [3, 1, 1]);
        assert!(serde_json::from_str::<Three>("[1,2,3,4]").unwrap_err().to_string().contains("more than 3"));
        assert_eq!(serde_json::from_str::<ThreeOf>("[3,1,1,2,2]").unwrap(), ThreeOf::from([1, 2, 3]));
        assert!(serde_json::from_str::<ThreeOf>("[1,2,3,4]").is_err());
        assert!(serde_json::from_str::<Three>(r#"{"0":1}"#).is_err());
        assert_eq!(serde_json::to_string(&Three::from([3, 1])).unwrap(), "[3,1]");
    }

    #[test]
    fn what_follows_the_first_value_too_many_is_not_looked_at() {
        let endless = format!("[{}", "1,".repeat(10));
        assert!(serde_json::from_str::<Three>(&endless).unwrap_err().to_string().contains("more than 3"));
    }
}
