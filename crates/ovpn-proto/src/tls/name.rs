//! Names in certificates, written as OpenVPN writes them, so that `verify-x509-name` compares like with like.
//!
//! Rules (docs/protocol/openvpn.md §18.4): relative names in the order of the certificate joined by `, `; attributes of one
//! relative name joined by ` + `; short attribute names, or dotted numbers where there is none; UTF-8; control characters
//! as `\XX` in the subject and as `_` in a common name.

use std::fmt::Write;

use x509_parser::{
    asn1_rs::Tag,
    x509::{AttributeTypeAndValue, RelativeDistinguishedName, X509Name},
};

/// The whole subject: `C=DE, O=Example, CN=vpn.example.net`.
#[must_use]
pub fn subject(name: &X509Name<'_>) -> String {
    let mut out = String::new();
    for (place, part) in name.iter_rdn().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        out.push_str(&relative(part));
    }
    no_leading_dashes(out)
}

/// Whether two names are the same: as bytes, or as text without regard to the type of string, case and spaces (RFC 5280 §7.1; OpenSSL's
/// `X509_NAME_cmp`). A renewed authority often has its name in another type of string than in the certificates that it issued before.
#[must_use]
pub fn same(one: &X509Name<'_>, other: &X509Name<'_>) -> bool {
    one.as_raw() == other.as_raw() || comparable(one) == comparable(other)
}

/// Type and value of each attribute, those of one relative name in any order.
fn comparable(name: &X509Name<'_>) -> Vec<Vec<(String, Option<u32>, String)>> {
    let attribute = |attribute: &AttributeTypeAndValue<'_>| {
        let (number, value) = (attribute.attr_type().to_id_string(), attribute.attr_value());
        match value.tag() {
            Tag::BmpString
            | Tag::UniversalString
            | Tag::T61String
            | Tag::Utf8String
            | Tag::PrintableString
            | Tag::Ia5String
            | Tag::VisibleString => {
                let words = text(attribute).to_ascii_lowercase();
                (number, None, words.split_ascii_whitespace().collect::<Vec<_>>().join(" "))
            }
            tag => (number, Some(tag.0), hex::encode(value.data)),
        }
    };
    name.iter_rdn()
        .map(|relative| {
            let mut attributes: Vec<_> = relative.iter().map(attribute).collect();
            attributes.sort();
            attributes
        })
        .collect()
}

/// One relative name of it: `CN=vpn.example.net`.
#[must_use]
pub fn relative(name: &RelativeDistinguishedName<'_>) -> String {
    let mut out = String::new();
    for (place, attribute) in name.iter().enumerate() {
        if place > 0 {
            out.push_str(" + ");
        }
        let oid = attribute.attr_type().to_id_string();
        out.push_str(short_name(&oid).unwrap_or(&oid));
        out.push('=');
        for c in text(attribute).chars() {
            if c.is_ascii_control() {
                // Writing to a String does not fail.
                let _ = write!(out, "\\{:02X}", u32::from(c));
            } else {
                out.push(c);
            }
        }
    }
    out
}

/// The common name; of several, the last.
#[must_use]
pub fn common_name(name: &X509Name<'_>) -> Option<String> {
    let attribute = name.iter_attributes().filter(|a| a.attr_type().to_id_string() == "2.5.4.3").last()?;
    Some(no_leading_dashes(text(attribute).chars().map(|c| if c.is_ascii_control() { '_' } else { c }).collect()))
}

/// OpenVPN replaces dashes at the beginning of a name by underscores.
fn no_leading_dashes(name: String) -> String {
    let dashes = name.len() - name.trim_start_matches('-').len();
    if dashes == 0 { name } else { "_".repeat(dashes) + name.trim_start_matches('-') }
}

/// An attribute's value as UTF-8, whatever string type it has (X.680 §41).
fn text(attribute: &AttributeTypeAndValue<'_>) -> String {
    let value = attribute.attr_value();
    match value.tag() {
        Tag::BmpString => {
            let units: Vec<u16> =
                value.data.chunks_exact(2).map(|b| u16::from_be_bytes(b.try_into().unwrap_or_default())).collect();
            String::from_utf16_lossy(&units)
        }
        Tag::UniversalString => value
            .data
            .chunks_exact(4)
            .filter_map(|b| char::from_u32(u32::from_be_bytes(b.try_into().unwrap_or_default())))
            .collect(),
        Tag::T61String => value.data.iter().map(|&b| char::from(b)).collect(),
        _ => String::from_utf8_lossy(value.data).into_owned(),
    }
}

/// Short names of attribute types as OpenSSL has them.
fn short_name(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "title",
        "2.5.4.13" => "description",
        "2.5.4.15" => "businessCategory",
        "2.5.4.17" => "postalCode",
        "2.5.4.41" => "name",
        "2.5.4.42" => "GN",
        "2.5.4.43" => "initials",
        "2.5.4.44" => "generationQualifier",
        "2.5.4.45" => "x500UniqueIdentifier",
        "2.5.4.46" => "dnQualifier",
        "2.5.4.65" => "pseudonym",
        "2.5.4.97" => "organizationIdentifier",
        "1.2.840.113549.1.9.1" => "emailAddress",
        "1.2.840.113549.1.9.2" => "unstructuredName",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.3.6.1.4.1.311.60.2.1.1" => "jurisdictionL",
        "1.3.6.1.4.1.311.60.2.1.2" => "jurisdictionST",
        "1.3.6.1.4.1.311.60.2.1.3" => "jurisdictionC",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, DistinguishedName, DnType, DnValue, KeyPair};
    use x509_parser::prelude::{FromDer, X509Certificate};

    use super::*;

    fn with_name<T>(entries: Vec<(DnType, DnValue)>, check: impl FnOnce(&X509Name<'_>) -> T) -> T {
        let mut params = CertificateParams::default();
        params.distinguished_name = DistinguishedName::new();
        for (kind, value) in entries {
            params.distinguished_name.push(kind, value);
        }
        let cert = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        let (_, cert) = X509Certificate::from_der(cert.der()).unwrap();
        check(cert.subject())
    }

    #[test]
    fn the_subject_keeps_the_certificates_order() {
        let entries = vec![
            (DnType::CountryName, "DE".into()),
            (DnType::OrganizationName, "Grube & Söhne".into()),
            (DnType::CommonName, "vpn.example.net".into()),
            (DnType::CustomDnType(vec![1, 2, 840, 113_549, 1, 9, 1]), "a@example.net".into()),
            (DnType::CustomDnType(vec![1, 2, 3, 4]), "x".into()),
        ];
        with_name(entries, |name| {
            assert_eq!(
                subject(name),
                "C=DE, O=Grube & Söhne, CN=vpn.example.net, emailAddress=a@example.net, 1.2.3.4=x"
            );
            assert_eq!(common_name(name).as_deref(), Some("vpn.example.net"));
        });
    }

    #[test]
    fn control_characters_cannot_forge_a_name() {
        with_name(vec![(DnType::CommonName, "a\nb\u{7f}".into())], |name| {
            assert_eq!(subject(name), "CN=a\\0Ab\\7F");
            assert_eq!(common_name(name).as_deref(), Some("a_b_"));
        });
        with_name(vec![(DnType::CommonName, "--up".into())], |name| {
            assert_eq!(common_name(name).as_deref(), Some("__up"));
        });
    }

    #[test]
    fn two_byte_strings_are_read() {
        let value = DnValue::BmpString("Köln".try_into().unwrap());
        with_name(vec![(DnType::CommonName, value)], |name| assert_eq!(common_name(name).as_deref(), Some("Köln")));
    }

    #[test]
    fn names_are_the_same_whatever_holds_their_letters() {
        let text = |text: &str| vec![(DnType::CommonName, DnValue::from(text))];
        let is_same = |one: Vec<(DnType, DnValue)>, other: Vec<(DnType, DnValue)>| {
            with_name(one, |one| with_name(other, |other| same(one, other)))
        };
        let printable = DnValue::PrintableString("Example CA".try_into().unwrap());
        let wide = DnValue::BmpString("Example CA".try_into().unwrap());
        for other in [printable, wide, "example ca".into(), " Example  CA ".into()] {
            assert!(is_same(text("Example CA"), vec![(DnType::CommonName, other)]));
        }
        for other in ["Example CB", "ExampleCA", "Example CA 2", ""] {
            assert!(!is_same(text("Example CA"), text(other)), "{other}");
        }
        assert!(!is_same(text("Example CA"), vec![(DnType::OrganizationName, "Example CA".into())]));
        let more = vec![(DnType::CommonName, "Example CA".into()), (DnType::OrganizationName, "x".into())];
        assert!(!is_same(text("Example CA"), more));
    }

    #[test]
    fn a_certificate_without_a_name_has_none() {
        with_name(vec![], |name| {
            assert_eq!(subject(name), "");
            assert_eq!(common_name(name), None);
        });
    }

    #[test]
    fn attributes_are_called_as_openssl_calls_them() {
        // `openssl list -objects` (3.0).
        for (number, name) in [
            ("2.5.4.3", "CN"),
            ("2.5.4.4", "SN"),
            ("2.5.4.5", "serialNumber"),
            ("2.5.4.6", "C"),
            ("2.5.4.7", "L"),
            ("2.5.4.8", "ST"),
            ("2.5.4.9", "street"),
            ("2.5.4.10", "O"),
            ("2.5.4.11", "OU"),
            ("2.5.4.12", "title"),
            ("2.5.4.13", "description"),
            ("2.5.4.15", "businessCategory"),
            ("2.5.4.17", "postalCode"),
            ("2.5.4.41", "name"),
            ("2.5.4.42", "GN"),
            ("2.5.4.43", "initials"),
            ("2.5.4.44", "generationQualifier"),
            ("2.5.4.45", "x500UniqueIdentifier"),
            ("2.5.4.46", "dnQualifier"),
            ("2.5.4.65", "pseudonym"),
            ("2.5.4.97", "organizationIdentifier"),
            ("1.2.840.113549.1.9.1", "emailAddress"),
            ("1.2.840.113549.1.9.2", "unstructuredName"),
            ("0.9.2342.19200300.100.1.1", "UID"),
            ("0.9.2342.19200300.100.1.25", "DC"),
            ("1.3.6.1.4.1.311.60.2.1.1", "jurisdictionL"),
            ("1.3.6.1.4.1.311.60.2.1.2", "jurisdictionST"),
            ("1.3.6.1.4.1.311.60.2.1.3", "jurisdictionC"),
        ] {
            let parts: Vec<u64> = number.split('.').map(|part| part.parse().unwrap()).collect();
            let entry = (DnType::CustomDnType(parts), "x".into());
            assert_eq!(with_name(vec![entry], subject), format!("{name}=x"), "{number}");
        }
    }

    #[test]
    fn a_relative_name_of_several_attributes_and_of_old_types_of_string() {
        use x509_parser::asn1_rs::{Any, Oid};

        let attribute = |number: &[u64], tag: Tag, data: &'static [u8]| {
            AttributeTypeAndValue::new(Oid::from(number).unwrap(), Any::from_tag_and_data(tag, data))
        };
        let name = RelativeDistinguishedName::new(vec![
            attribute(&[2, 5, 4, 3], Tag::T61String, &[b'K', 0xf6, b'l', b'n']),
            attribute(&[2, 5, 4, 10], Tag::UniversalString, &[0, 0, 0, b'a', 0, 1, 0xf6, 0]),
        ]);
        assert_eq!(relative(&name), "CN=Köln + O=a\u{1f600}");
    }
}
