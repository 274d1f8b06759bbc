//! One list of revoked certificates (RFC 5280 §5.1), read as OpenSSL reads it: the date of an entry is not looked at, times may lack
//! seconds or a zone, lengths may be longer than they need to be. Every byte belongs to something that was understood, so that a
//! damaged list cannot become a shorter one.

use x509_parser::{
    prelude::FromDer,
    x509::{AlgorithmIdentifier, X509Name},
};

use super::time::seconds;

/// Most entries: the largest public lists have some hundred thousand.
const MOST_ENTRIES: usize = 2_000_000;

/// A list.
#[derive(Debug)]
pub(super) struct List<'a> {
    pub(super) issuer: X509Name<'a>,
    /// When it was made, in Unix seconds.
    pub(super) this_update: i64,
    pub(super) next_update: Option<i64>,
    entries: Vec<&'a [u8]>,
    /// The key that signed it, as its authority key identifier names it.
    pub(super) key_id: Option<&'a [u8]>,
    /// It is a delta list or covers a part of the authority's certificates (RFC 5280 §5.2.4, §5.2.5).
    pub(super) is_partial: bool,
    pub(super) signed: &'a [u8],
    pub(super) algorithm: AlgorithmIdentifier<'a>,
    pub(super) signature: &'a [u8],
}

/// What is wrong with a list, for people who look at details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(super) struct Damaged(&'static str);

const UNREADABLE: Damaged = Damaged("it is no list of revoked certificates, or damaged");

/// DER values behind each other.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a [u8]);

/// One value with its tag; `whole` has tag and length in front.
struct Value<'a> {
    tag: u8,
    content: &'a [u8],
    whole: &'a [u8],
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const OCTET_STRING: u8 = 0x04;
const OBJECT_IDENTIFIER: u8 = 0x06;
const BOOLEAN: u8 = 0x01;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const EXTENSIONS: u8 = 0xa0;

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<Value<'a>> {
        let start = self.0;
        let (&tag, rest) = start.split_first()?;
        let (&first, mut rest) = rest.split_first()?;
        let length = match first {
            short @ 0..=0x7f => usize::from(short),
            long @ 0x81..=0x84 => {
                let (bytes, after) = rest.split_at_checked(usize::from(long & 0x7f))?;
                rest = after;
                bytes.iter().fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte))
            }
            _ => return None,
        };
        let (content, after) = rest.split_at_checked(length)?;
        self.0 = after;
        Some(Value { tag, content, whole: start.get(..start.len() - after.len())? })
    }

    fn expect(&mut self, tag: u8) -> Result<Value<'a>, Damaged> {
        self.next().filter(|value| value.tag == tag).ok_or(UNREADABLE)
    }

    fn optional(&mut self, tags: &[u8]) -> Result<Option<Value<'a>>, Damaged> {
        if self.0.first().is_some_and(|tag| tags.contains(tag)) {
            self.next().map(Some).ok_or(UNREADABLE)
        } else {
            Ok(None)
        }
    }

    fn end(self) -> Result<(), Damaged> {
        if self.0.is_empty() { Ok(()) } else { Err(UNREADABLE) }
    }
}

impl<'a> List<'a> {
    /// # Errors
    /// [`Damaged`]: it cannot be read, or has something critical in it that is not known.
    pub(super) fn read(der: &'a [u8]) -> Result<Self, Damaged> {
        let mut outside = Reader(der);
        let list = outside.expect(SEQUENCE)?;
        outside.end()?;
        let mut parts = Reader(list.content);
        let tbs = parts.expect(SEQUENCE)?;
        let algorithm = parts.expect(SEQUENCE)?;
        let signature = parts.expect(BIT_STRING)?;
        parts.end()?;
        let Some((0, signature)) = signature.content.split_first() else { return Err(UNREADABLE) };

        let mut inside = Reader(tbs.content);
        let version = inside.optional(&[INTEGER])?;
        if version.is_some_and(|version| !matches!(version.content, [0 | 1])) {
            return Err(Damaged("its version is not known"));
        }
        if inside.expect(SEQUENCE)?.whole != algorithm.whole {
            return Err(Damaged("it names two ways in which it was signed"));
        }
        let issuer = inside.expect(SEQUENCE)?;
        let times = [UTC_TIME, GENERALIZED_TIME];
        let this_update = inside.optional(&times)?.ok_or(UNREADABLE).and_then(|value| time(&value))?;
        let next_update = inside.optional(&times)?.map(|value| time(&value)).transpose()?;
        let entries =
            inside.optional(&[SEQUENCE])?.map_or(Ok(Vec::new()), |value| entries(value.content, MOST_ENTRIES))?;
        let extensions = inside.optional(&[EXTENSIONS])?;
        inside.end()?;
        let extensions = extensions.map_or(Ok(Extensions::default()), |value| of_list(value.content))?;
        Ok(Self {
            issuer: whole(issuer.whole)?,
            this_update,
            next_update,
            entries,
            key_id: extensions.key_id,
            is_partial: extensions.is_partial,
            signed: tbs.whole,
            algorithm: whole(algorithm.whole)?,
            signature,
        })
    }

    /// Whether a certificate with this serial number is in it.
    pub(super) fn holds(&self, serial: &[u8]) -> bool {
        self.entries.iter().any(|entry| same_serial(entry, serial))
    }
}

fn whole<'a, T: FromDer<'a, x509_parser::error::X509Error>>(der: &'a [u8]) -> Result<T, Damaged> {
    T::from_der(der).ok().filter(|(rest, _)| rest.is_empty()).map(|(_, value)| value).ok_or(UNREADABLE)
}

fn time(value: &Value<'_>) -> Result<i64, Damaged> {
    seconds(value.content, value.tag == GENERALIZED_TIME).ok_or(Damaged("one of its dates cannot be read"))
}

/// Serial numbers. When a certificate was revoked does not matter; nor does why, unless the entry says that it is about another
/// authority's certificate (RFC 5280 §5.3.3): such a list is an indirect one.
fn entries(content: &[u8], most: usize) -> Result<Vec<&[u8]>, Damaged> {
    let mut reader = Reader(content);
    let mut serials = Vec::new();
    while !reader.0.is_empty() {
        let mut entry = Reader(reader.expect(SEQUENCE)?.content);
        serials.push(entry.expect(INTEGER)?.content);
        entry.optional(&[UTC_TIME, GENERALIZED_TIME])?.ok_or(UNREADABLE)?;
        if let Some(extensions) = entry.optional(&[SEQUENCE])? {
            each_extension(extensions.content, |number, critical, _| match number {
                // Reason, invalidity date, what to do on hold.
                [0x55, 0x1d, 21 | 24 | 23] => Ok(()),
                _ if critical => Err(Damaged("an entry has something critical in it that is not known")),
                _ => Ok(()),
            })?;
        }
        entry.end()?;
        if serials.len() > most {
            return Err(Damaged("it is too long"));
        }
    }
    Ok(serials)
}

#[derive(Default)]
struct Extensions<'a> {
    key_id: Option<&'a [u8]>,
    is_partial: bool,
}

fn of_list(content: &[u8]) -> Result<Extensions<'_>, Damaged> {
    let mut outside = Reader(content);
    let all = outside.expect(SEQUENCE)?;
    outside.end()?;
    let mut found = Extensions::default();
    each_extension(all.content, |number, critical, value| {
        match number {
            // The authority's key: the first field, by number 0 and without a type of its own.
            [0x55, 0x1d, 35] => {
                let mut fields = Reader(Reader(value).expect(SEQUENCE)?.content);
                found.key_id = fields.optional(&[0x80])?.map(|id| id.content);
            }
            // A delta list, and the part that a list covers.
            [0x55, 0x1d, 27 | 28] => found.is_partial |= critical,
            // Its number, other names of the issuer, where newer ones are.
            [0x55, 0x1d, 20 | 18 | 46] => {}
            _ if critical => return Err(Damaged("it has something critical in it that is not known")),
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// Number, whether it is critical, and value of each.
fn each_extension<'a>(
    content: &'a [u8],
    mut each: impl FnMut(&'a [u8], bool, &'a [u8]) -> Result<(), Damaged>,
) -> Result<(), Damaged> {
    let mut reader = Reader(content);
    while !reader.0.is_empty() {
        let mut extension = Reader(reader.expect(SEQUENCE)?.content);
        let number = extension.expect(OBJECT_IDENTIFIER)?.content;
        let critical = extension.optional(&[BOOLEAN])?.is_some_and(|value| value.content != [0]);
        let value = extension.expect(OCTET_STRING)?.content;
        extension.end()?;
        each(number, critical, value)?;
    }
    Ok(())
}

/// Whether two serial numbers are the same. Some tools forget the zero in front of a number whose first bit is set, which makes another,
/// negative number of it: whoever forgot it, the certificate is meant.
fn same_serial(one: &[u8], other: &[u8]) -> bool {
    let without = |serial: &[u8], padding: u8| {
        let padded = serial.iter().take_while(|byte| **byte == padding).count();
        serial.get(padded..).map(<[u8]>::to_vec).unwrap_or_default()
    };
    // A negative number may be written with bytes of ones in front, as a positive one with zeros.
    let value = |serial: &[u8]| {
        let negative = serial.first().is_some_and(|first| first & 0x80 != 0);
        (negative, without(serial, if negative { 0xff } else { 0 }))
    };
    without(one, 0) == without(other, 0) || value(one) == value(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_compared_by_value() {
        for (one, other, same) in [
            (&[0, 0, 5][..], &[5][..], true),
            (&[0], &[0, 0], true),
            (&[0], &[], true),
            (&[0xff, 0xff, 0x80], &[0x80], true),
            (&[0, 0x80], &[0x80], true),
            (&[5], &[6], false),
            (&[5], &[5, 0], false),
            (&[0xff, 5], &[5], false),
        ] {
            assert_eq!(same_serial(one, other), same, "{one:x?} {other:x?}");
            assert_eq!(same_serial(other, one), same, "{one:x?} {other:x?}");
        }
    }

    fn tlv(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let content = parts.concat();
        [&[tag, content.len() as u8][..], &content].concat()
    }

    /// An extension: the last byte of its number below 2.5.29, whether it says that it is critical, and its value.
    fn extension(last: u8, critical: Option<u8>, value: &[u8]) -> Vec<u8> {
        let critical = critical.map(|says| tlv(BOOLEAN, &[&[says]])).unwrap_or_default();
        let number = tlv(OBJECT_IDENTIFIER, &[&[0x55, 0x1d, last]]);
        tlv(SEQUENCE, &[&number, &critical, &tlv(OCTET_STRING, &[value])])
    }

    /// A list with these extensions, and one entry with those; `behind` follows in the place of that number.
    fn list(of_list: &[Vec<u8>], of_entry: &[Vec<u8>], behind: Option<usize>) -> Vec<u8> {
        let at = |place: usize| if behind == Some(place) { &[5, 0][..] } else { &[] };
        let time = tlv(UTC_TIME, &[b"250601000000Z"]);
        let algorithm = tlv(SEQUENCE, &[&tlv(OBJECT_IDENTIFIER, &[&[0x2a, 3]])]);
        let extensions = |all: &[Vec<u8>]| {
            if all.is_empty() { Vec::new() } else { tlv(SEQUENCE, &[&all.concat()]) }
        };
        let entry = tlv(SEQUENCE, &[&tlv(INTEGER, &[&[2]]), &time, &extensions(of_entry), at(0)]);
        let whole = extensions(of_list);
        let whole = if whole.is_empty() { whole } else { tlv(EXTENSIONS, &[&whole, at(1)]) };
        let entries = tlv(SEQUENCE, &[&entry]);
        let tbs = tlv(SEQUENCE, &[&algorithm, &tlv(SEQUENCE, &[]), &time, &entries, &whole, at(2)]);
        let signature = tlv(BIT_STRING, &[&[0, 1]]);
        [&tlv(SEQUENCE, &[&tbs, &algorithm, &signature, at(3)])[..], at(4)].concat()
    }

    #[test]
    fn every_byte_of_a_list_belongs_to_something() {
        let number = || extension(20, None, &[2, 1, 1]);
        assert!(List::read(&list(&[number()], &[], None)).is_ok_and(|list| list.holds(&[2]) && !list.holds(&[3])));
        for place in 0..5 {
            assert_eq!(List::read(&list(&[number()], &[], Some(place))).err(), Some(UNREADABLE), "{place}");
        }
    }

    #[test]
    fn what_is_critical_in_a_list_or_an_entry_is_known_or_refuses_the_list() {
        let read = |of_list: &[Vec<u8>], of_entry: &[Vec<u8>]| {
            List::read(&list(of_list, of_entry, None)).map(|list| (list.key_id.map(<[u8]>::to_vec), list.is_partial))
        };
        let critical = Some(0xff);
        // Reason, what to do on hold, invalidity date.
        for last in [21, 23, 24] {
            assert_eq!(read(&[], &[extension(last, critical, &[])]), Ok((None, false)), "{last}");
        }
        // The issuer of an entry of an indirect list, and one that nobody knows.
        for last in [29, 99] {
            assert!(read(&[], &[extension(last, critical, &[])]).is_err(), "{last}");
            assert_eq!(read(&[], &[extension(last, None, &[])]), Ok((None, false)), "{last}");
        }
        for last in [18, 20, 46] {
            assert_eq!(read(&[extension(last, critical, &[])], &[]), Ok((None, false)), "{last}");
        }
        for last in [27, 28] {
            assert_eq!(read(&[extension(last, critical, &[])], &[]), Ok((None, true)), "{last}");
            let both = [extension(last, critical, &[]), extension(28, None, &[])];
            assert_eq!(read(&both, &[]), Ok((None, true)), "{last}, and one that is not critical");
            assert_eq!(read(&[extension(last, Some(0), &[])], &[]), Ok((None, false)), "{last}");
        }
        assert!(read(&[extension(99, critical, &[])], &[]).is_err());
        assert_eq!(read(&[extension(99, None, &[])], &[]), Ok((None, false)));
        let key = tlv(SEQUENCE, &[&tlv(0x80, &[&[7, 8]])]);
        assert_eq!(read(&[extension(35, None, &key)], &[]), Ok((Some(vec![7, 8]), false)));
        let other = tlv(SEQUENCE, &[&tlv(0x82, &[&[7, 8]])]);
        assert_eq!(read(&[extension(35, None, &other)], &[]), Ok((None, false)), "its serial number");
    }

    #[test]
    fn lists_are_bounded() {
        let entry = tlv(SEQUENCE, &[&tlv(INTEGER, &[&[2]]), &tlv(UTC_TIME, &[b"250601000000Z"])]);
        assert_eq!(entries(&entry.repeat(2), 2).map(|found| found.len()), Ok(2));
        for more in [3, 4] {
            assert_eq!(entries(&entry.repeat(more), 2), Err(Damaged("it is too long")));
        }
    }
}
