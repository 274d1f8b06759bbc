//! Changes to the options of a running tunnel (`PUSH_UPDATE`, OpenVPN 2.7; docs/protocol/openvpn.md §12).
//!
//! The options in force are kept as the server wrote them. An update makes a new list of them, and the tunnel is read anew
//! from the whole list: what comes out is what a server would have got by pushing the new list at once.

use std::collections::BTreeSet;

use ovpn_settings::{
    PullAction, PullFilter,
    options::table::{self, Update},
};
use vpn_api::{Failure, Retry};

use super::{MAX_OPTIONS, refused};

/// How soon to connect again after an update that cannot be followed: the server pushes everything anew then.
const AGAIN: Retry = Retry::After(std::time::Duration::from_secs(1));

/// How an update may change `name`. `None`: it may not name it.
fn rule(name: &str) -> Option<Update> {
    table::row(name)?.update.filter(|update| update.is_named)
}

fn is_of(option: &str, group: &str) -> bool {
    table::row(name_of(option)).and_then(|row| row.update).is_some_and(|update| update.group == group)
}

fn name_of(option: &str) -> &str {
    option.split_ascii_whitespace().next().unwrap_or_default()
}

/// What of a reply's options an update may change later. Others are left out, tokens among them.
#[must_use]
pub fn changeable(options: &[String]) -> Vec<String> {
    let kept = |option: &&String| table::row(name_of(option)).is_some_and(|row| row.update.is_some());
    options.iter().filter(kept).cloned().collect()
}

/// What an update makes of the options in force.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// The options in force from here on.
    pub options: Vec<String>,
    /// Optional ones that are left out, by name.
    pub left_out: Vec<String>,
}

/// Applies the whole of an update.
///
/// # Errors
/// The server insists on something that cannot change while the tunnel runs, or that the profile rejects. Nothing of the
/// update may be used then; a new session gets everything.
pub fn apply(standing: &[String], changes: &[String], filters: &[PullFilter]) -> Result<Updated, Failure> {
    let mut updated = Updated { options: standing.to_vec(), left_out: Vec::new() };
    let mut begun = BTreeSet::new();
    for item in changes {
        let (remove, rest) = flag(item, '-');
        let (optional, text) = flag(rest, '?');
        let name = name_of(text);
        let filter = filters.iter().find(|filter| text.starts_with(&filter.prefix)).map(|filter| filter.action);
        let problem = match (filter, rule(name)) {
            (Some(PullAction::Ignore), _) => continue,
            (Some(PullAction::Reject), _) => Some("the profile's pull-filter rejects it"),
            (_, None) => Some("it cannot change while the tunnel runs"),
            (_, Some(_)) if remove && text != name => Some("one of several cannot be removed alone"),
            (_, Some(_)) => None,
        };
        let update = match (problem, rule(name)) {
            (None, Some(update)) => update,
            (_, _) if optional => {
                if updated.left_out.len() < 32 {
                    updated.left_out.push(name.chars().take(40).collect());
                }
                continue;
            }
            (problem, _) => {
                let failure = refused(&name.chars().take(40).collect::<String>());
                return Err(Failure { retry: AGAIN, ..failure.with_detail(problem.unwrap_or_default()) });
            }
        };
        let first = begun.insert(update.group);
        if remove || first || !update.is_list {
            updated.options.retain(|option| !is_of(option, update.group));
        }
        if !remove {
            updated.options.push(text.to_owned());
        }
    }
    if updated.options.len() > MAX_OPTIONS {
        return Err(Failure { retry: AGAIN, ..refused("push").with_detail("more options than a client can take") });
    }
    Ok(updated)
}

/// The same failure of reading an updated tunnel, with what follows from it.
#[must_use]
pub fn unusable(failure: Failure) -> Failure {
    Failure { retry: AGAIN, ..failure }
}

fn flag(text: &str, flag: char) -> (bool, &str) {
    match text.strip_prefix(flag) {
        Some(rest) => (true, rest),
        None => (false, text),
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::FailureKind;

    use super::*;

    fn list(text: &str) -> Vec<String> {
        text.split(',').filter(|option| !option.is_empty()).map(str::to_owned).collect()
    }

    const BEFORE: &str = "ifconfig 10.8.0.2 255.255.255.0,topology subnet,route 10.1.0.0,route 10.2.0.0,\
                          dhcp-option DNS 10.8.0.1,redirect-private def1,ping 10,ping-restart 60,route-ipv6 fd00::/64";

    fn after(update: &str) -> Result<String, Failure> {
        apply(&list(BEFORE), &list(update), &[]).map(|updated| updated.options.join(","))
    }

    fn expect(gone: &[&str], added: &str) -> Result<String, Failure> {
        let kept = list(BEFORE).into_iter().filter(|option| !gone.contains(&name_of(option)));
        Ok(kept.chain(list(added)).collect::<Vec<_>>().join(","))
    }

    #[test]
    fn a_list_is_replaced_by_its_first_line_and_grows_by_the_next() {
        let routes = "route 10.7.0.0,route 10.8.0.0";
        assert_eq!(after(routes), expect(&["route"], routes));
        assert_eq!(after("dns search-domains a"), expect(&[], "dns search-domains a"));
        assert_eq!(after("redirect-gateway def1"), expect(&["redirect-private"], "redirect-gateway def1"));
        let both = "redirect-private x,redirect-gateway def1";
        assert_eq!(after(both), expect(&["redirect-private"], both));
    }

    #[test]
    fn single_values_are_replaced() {
        assert_eq!(after("ifconfig a b,ifconfig c d"), expect(&["ifconfig"], "ifconfig c d"));
        assert_eq!(after("tun-mtu 1400"), expect(&[], "tun-mtu 1400"));
        assert_eq!(after("keepalive 5 20"), expect(&["ping", "ping-restart"], "keepalive 5 20"));
    }

    #[test]
    fn removals_take_all_of_a_name() {
        assert_eq!(after("-route,-dhcp-option"), expect(&["route", "dhcp-option"], ""));
        assert_eq!(after("-route,route 10.9.0.0"), expect(&["route"], "route 10.9.0.0"));
        assert_eq!(after("route 10.9.0.0,-route"), expect(&["route"], ""));
        assert_eq!(after("-?route,-?shazam,-tun-mtu"), expect(&["route"], ""));
        assert_eq!(after(""), expect(&[], ""));
    }

    #[test]
    fn what_cannot_change_ends_the_session_unless_it_is_optional() {
        for bad in ["cipher AES-128-GCM", "-cipher", "peer-id 3", "shazam", "ping 3", "-route 10.1.0.0", "-", "?-route"]
        {
            let update = format!("route 10.9.0.0,{bad}");
            let optional = bad != "?-route";
            match apply(&list(BEFORE), &list(&update), &[]) {
                Err(failure) => {
                    assert!(matches!(failure.kind, FailureKind::ServerOptionRefused { .. }), "{bad}");
                    assert_eq!(failure.retry, AGAIN);
                }
                Ok(updated) => assert!(!optional && updated.left_out == ["-route"], "{bad}: {updated:?}"),
            }
        }
        let updated = apply(&list(BEFORE), &list("?cipher X,?shazam 1 2,route 10.9.0.0"), &[]).unwrap();
        assert_eq!(updated.left_out, ["cipher", "shazam"]);
        assert_eq!(Ok(updated.options.join(",")), expect(&["route"], "route 10.9.0.0"));
    }

    #[test]
    fn the_profiles_filters_hold_for_updates_too() {
        let filter = |action, prefix: &str| PullFilter { action, prefix: prefix.into() };
        let filters = [filter(PullAction::Ignore, "route"), filter(PullAction::Reject, "dns")];
        let with = |update: &str| apply(&list(BEFORE), &list(update), &filters);
        assert_eq!(with("route 10.9.0.0,-route,-route-ipv6").map(|updated| updated.options), Ok(list(BEFORE)));
        assert!(with("dns search-domains a").is_err());
        assert_eq!(with("?dns search-domains a").map(|updated| updated.options), Ok(list(BEFORE)));
    }

    #[test]
    fn tokens_are_not_kept() {
        let kept = changeable(&list("auth-token SECRET,route 10.1.0.0,cipher AES-256-GCM,ping 10"));
        assert_eq!(kept, ["route 10.1.0.0", "ping 10"]);
    }
}
