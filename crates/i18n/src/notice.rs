//! Sentences about what a tunnel does without or does differently.

use vpn_api::{
    Notice, OptionDifference,
    notice::{Many, Origin},
    text,
    values::SpecialRange,
};

use crate::{Message, Value, failure::difference, message, protection};

/// What the person should know about a tunnel that is up.
#[must_use]
pub fn notice(notice: &Notice) -> Message {
    message(&format!("notice-{}", notice.id()), &values(notice))
}

fn values(notice: &Notice) -> Vec<(&'static str, Value)> {
    match notice {
        Notice::NameServerNotUsed { server, range, origin } => vec![
            ("server", server.to_string().into()),
            ("range", range_id(Some(*range)).into()),
            ("origin", origin_id(*origin).into()),
        ],
        Notice::RouteNotUsed { route, range, origin } => vec![
            ("route", route.as_str().into()),
            ("range", range_id(*range).into()),
            ("origin", origin_id(*origin).into()),
        ],
        Notice::AddressNotUsed { address, origin } => {
            vec![("address", address.as_str().into()), ("origin", origin_id(*origin).into())]
        }
        Notice::DomainNotUsed { domain, origin } => {
            vec![("domain", domain.as_str().into()), ("origin", origin_id(*origin).into())]
        }
        Notice::DomainsWithoutServer { origin } => vec![("origin", origin_id(*origin).into())],
        Notice::TooMany { what, used, left_out } => {
            vec![("what", many_id(*what).into()), ("used", (*used).into()), ("left-out", (*left_out).into())]
        }
        Notice::RouteIsLocalNetwork { route, interface } => {
            vec![("route", route.to_string().into()), ("interface", interface.as_str().into())]
        }
        Notice::OptionNotUsed { option, origin } => {
            vec![("option", option.as_str().into()), ("origin", origin_id(*origin).into())]
        }
        Notice::ServerCompresses => vec![],
        Notice::OptionDiffers { option, ours, theirs } => {
            difference(&OptionDifference { option: option.clone(), ours: ours.clone(), theirs: theirs.clone() })
        }
        Notice::TakenAway { what, by } => vec![
            ("what", protection::part(*what).into()),
            ("known", if by.is_some() { "yes" } else { "no" }.into()),
            ("program", by.as_deref().map(text::plain).unwrap_or_default().into()),
        ],
    }
}

fn origin_id(origin: Origin) -> &'static str {
    match origin {
        Origin::Server => "server",
        Origin::Profile => "profile",
    }
}

fn many_id(what: Many) -> &'static str {
    match what {
        Many::Routes => "routes",
        Many::NameServers => "name-servers",
        Many::Domains => "domains",
        Many::Addresses => "addresses",
    }
}

fn range_id(range: Option<SpecialRange>) -> &'static str {
    match range {
        None => "none",
        Some(SpecialRange::Unspecified) => "unspecified",
        Some(SpecialRange::Loopback) => "loopback",
        Some(SpecialRange::Multicast) => "multicast",
        Some(SpecialRange::Broadcast) => "broadcast",
        Some(SpecialRange::Embedded) => "embedded",
        Some(SpecialRange::LinkLocal) => "link-local",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use vpn_api::NetworkStep;

    use super::*;
    use crate::bundle::format;

    fn all() -> Vec<Notice> {
        let text = || "text".to_owned();
        let mut all = vec![Notice::ServerCompresses];
        for origin in [Origin::Server, Origin::Profile] {
            for range in [
                SpecialRange::Unspecified,
                SpecialRange::Loopback,
                SpecialRange::Multicast,
                SpecialRange::Broadcast,
                SpecialRange::Embedded,
                SpecialRange::LinkLocal,
            ] {
                all.push(Notice::NameServerNotUsed { server: [169, 254, 1, 1].into(), range, origin });
                all.push(Notice::RouteNotUsed { route: text(), range: Some(range), origin });
            }
            all.push(Notice::RouteNotUsed { route: text(), range: None, origin });
            all.push(Notice::AddressNotUsed { address: text(), origin });
            all.push(Notice::DomainNotUsed { domain: text(), origin });
            all.push(Notice::DomainsWithoutServer { origin });
            all.push(Notice::OptionNotUsed { option: text(), origin });
        }
        for what in [Many::Routes, Many::NameServers, Many::Domains, Many::Addresses] {
            all.extend([1, 7].map(|left_out| Notice::TooMany { what, used: 64, left_out }));
        }
        all.push(Notice::RouteIsLocalNetwork { route: "10.0.0.0/24".parse().unwrap(), interface: "wlan0".into() });
        for what in [NetworkStep::Route, NetworkStep::Firewall] {
            all.extend([None, Some("firewalld".to_owned())].map(|by| Notice::TakenAway { what, by }));
        }
        all.push(Notice::OptionDiffers { option: text(), ours: text(), theirs: String::new() });
        all
    }

    #[test]
    fn each_notice_has_one_whole_sentence_of_its_own() {
        let mut sentences = BTreeSet::new();
        for notice in all() {
            let (text, whole) = format(&format!("notice-{}", notice.id()), None, &values(&notice));
            let text = text.unwrap_or_else(|| panic!("{} is missing", notice.id()));
            assert!(whole && text.ends_with('.') && !text.contains(['{', '}']), "{}: {text}", notice.id());
            let of_route = matches!(notice, Notice::RouteNotUsed { .. });
            assert!(sentences.insert(text.clone()) || of_route, "twice: {text}");
        }
    }

    #[test]
    fn the_file_has_no_sentence_that_is_not_used() {
        let used: BTreeSet<_> = all().iter().map(|notice| format!("notice-{}", notice.id())).collect();
        let file = include_str!("../../../ui/locales/en/notices.ftl");
        let written =
            file.lines().filter(|line| line.starts_with("notice-")).filter_map(|line| line.split(" =").next());
        assert_eq!(used, written.map(str::to_owned).collect());
    }

    #[test]
    fn a_name_server_that_is_not_used_is_named_with_its_reason() {
        let refused = Notice::NameServerNotUsed {
            server: [127, 0, 0, 53].into(),
            range: SpecialRange::Loopback,
            origin: Origin::Server,
        };
        let sentence = notice(&refused);
        assert_eq!(
            sentence.title,
            "This server’s name server 127.0.0.53 is not used: it is an address of this computer."
        );
    }
}
