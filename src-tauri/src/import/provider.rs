//! Profiles that come together and have one provider are put into a group of their own.

use std::{collections::BTreeMap, net::IpAddr};

use profiles::{Card, ProfileId};

/// Fewer profiles of a provider are found without a group.
const ENOUGH: usize = 3;

/// The profiles that form groups, by the group's name.
pub(crate) fn groups<'a>(cards: impl IntoIterator<Item = &'a Card>) -> BTreeMap<String, Vec<ProfileId>> {
    let mut groups: BTreeMap<String, Vec<ProfileId>> = BTreeMap::new();
    for card in cards {
        if let Some(provider) = card.servers.first().and_then(|server| provider(server)) {
            groups.entry(provider).or_default().push(card.id.clone());
        }
    }
    groups.retain(|_, profiles| profiles.len() >= ENOUGH);
    groups
}

/// The domain that whoever runs a server has registered, as far as the name tells: `nordish.example` of `au1.nordish.example`.
fn provider(server: &str) -> Option<String> {
    let name = server.trim_end_matches('.').to_lowercase();
    if name.parse::<IpAddr>().is_ok() {
        return None;
    }
    let labels: Vec<&str> = name.split('.').filter(|label| !label.is_empty()).collect();
    // Countries whose names are given out below a second label: example.co.uk, example.com.au.
    let below = matches!(labels.as_slice(), [.., second, country] if country.len() == 2 && second.len() <= 3);
    let wanted = if below { 3 } else { 2 };
    let kept = labels.len().checked_sub(wanted).and_then(|from| labels.get(from..))?;
    Some(kept.join("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(id: &str, server: &str) -> Card {
        let id = ProfileId::try_from(id.to_owned()).unwrap();
        Card::new(id, server.to_owned(), vec![server.to_owned()], profile_api::SignIn::default(), 1)
    }

    #[test]
    fn a_provider_is_what_its_servers_names_end_in() {
        for (server, wanted) in [
            ("au1.nordish.example", Some("nordish.example")),
            ("NL3.Nordish.Example.", Some("nordish.example")),
            ("a.b.vpn.co.uk", Some("vpn.co.uk")),
            ("de.example.com", Some("example.com")),
            ("192.0.2.1", None),
            ("2001:db8::1", None),
            ("localhost", None),
            ("", None),
        ] {
            assert_eq!(provider(server).as_deref(), wanted, "{server}");
        }
    }

    #[test]
    fn three_of_one_provider_are_a_group() {
        let cards = [
            card("a", "au1.nordish.example"),
            card("b", "nl1.nordish.example"),
            card("c", "de1.nordish.example"),
            card("d", "vpn.office.example"),
            card("e", "vpn2.office.example"),
        ];
        let groups = groups(&cards);
        assert_eq!(groups.keys().collect::<Vec<_>>(), ["nordish.example"]);
        assert_eq!(groups.values().map(Vec::len).sum::<usize>(), 3);
    }
}
