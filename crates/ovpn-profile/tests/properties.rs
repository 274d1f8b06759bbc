//! Whatever comes in, an answer comes out.

#[cfg(test)]
mod common;

use ovpn_profile::{NoSideFiles, Profile, Rejected, directive, lexer, parse};
use profile_api::{FileVerdict, MAX_PROFILE_LEN};
use proptest::prelude::*;

/// A line that looks like one of a profile.
fn line() -> impl Strategy<Value = String> {
    let names: Vec<&'static str> = directive::names().collect();
    let name = prop::sample::select(names);
    let value = prop_oneof![
        "[a-z0-9./:_-]{0,12}",
        Just("udp".to_owned()),
        Just("server".to_owned()),
        Just("0".to_owned()),
        Just("10.0.0.1".to_owned()),
        Just("255.255.255.0".to_owned()),
        Just("AES-256-GCM:BF-CBC".to_owned()),
        "\\PC{0,8}",
    ];
    (name, prop::collection::vec(value, 0..5)).prop_map(|(name, values)| {
        let values: Vec<String> = values.iter().map(|value| lexer::quote(value)).collect();
        format!("{name} {}", values.join(" "))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn arbitrary_bytes_have_an_answer(input in prop::collection::vec(any::<u8>(), 0..600)) {
        let import = parse(&input, &NoSideFiles);
        prop_assert_eq!(import.outcome.is_ok(), import.report.refusals().is_empty() && import.report.needs.is_empty());
    }

    #[test]
    fn arbitrary_text_has_an_answer(text in "(\\PC|\n|\"|<ca>|</ca>|<connection>|</connection>|-----BEGIN X-----){0,80}") {
        let _ = parse(text.as_bytes(), &NoSideFiles);
    }

    #[test]
    fn arbitrary_lines_have_a_verdict_each(lines in prop::collection::vec(line(), 0..20)) {
        let import = common::with(&lines.join("\n"));
        // `remote`, `client`, … of the frame and one report per line; `connection` as a directive is a line, too.
        prop_assert_eq!(import.report.lines.len(), lines.len() + 5);
        match import.outcome {
            Ok(parsed) => {
                prop_assert!(import.report.verdict != FileVerdict::Reject);
                prop_assert!(parsed.profile.validate().is_ok());
                prop_assert_eq!(&Profile::from_settings(&parsed.profile.to_settings()).unwrap(), &parsed.profile);
            }
            Err(Rejected::Refused) => prop_assert_eq!(import.report.verdict, FileVerdict::Reject),
            Err(Rejected::Incomplete { needs }) => {
                prop_assert!(!needs.is_empty());
                prop_assert_eq!(import.report.verdict, FileVerdict::ImportableWithWarnings);
            }
        }
    }

    #[test]
    fn a_cut_or_changed_profile_has_an_answer(at in 0usize..4000, byte in any::<u8>(), cut in any::<bool>()) {
        let mut text = common::bytes("access-server.ovpn");
        let at = at.min(text.len() - 1);
        if cut { text.truncate(at) } else { text[at] = byte }
        let _ = parse(&text, &NoSideFiles);
    }
}

/// The largest input of the most expensive kinds, within a second or two even without optimisation.
#[test]
fn the_largest_profiles_are_answered_soon() {
    for unit in [
        "abcd\n",
        "<connection>\nremote a\n</connection>\n",
        "remote a\n",
        "-----BEGIN \n",
        "#\n",
        "\"a\" ",
        "<x>\n</x>\n",
    ] {
        let text = unit.repeat(MAX_PROFILE_LEN / unit.len());
        let _ = parse(text.as_bytes(), &NoSideFiles);
        let inside = format!("<ca>\n{text}\n</ca>\n");
        let _ = parse(inside.as_bytes().get(..MAX_PROFILE_LEN).unwrap_or(inside.as_bytes()), &NoSideFiles);
    }
}
