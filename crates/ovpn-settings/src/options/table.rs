//! The one table of options: where each may stand, with how many values, and what may be done with it.

/// Where an option may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In a profile and in a push, with one meaning.
    Both,
    /// In a push only.
    Push,
}

/// What an option is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// [`super::read`] understands it.
    Option,
    /// It belongs to the session that the server and the client agree on; the protocol reads it.
    Session,
    /// It means nothing to Adit, or another part of Adit does its job better.
    None,
}

/// How an update may change an option while the tunnel runs (docs/protocol/openvpn.md §12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Update {
    /// Options that replace each other have one group.
    pub group: &'static str,
    /// Each line adds to the ones before.
    pub is_list: bool,
    /// An update may name it. `ping`, `ping-restart` and `ping-exit` are changed by `keepalive` only.
    pub is_named: bool,
}

/// One option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Where it may stand.
    pub stands: Stands,
    /// How many values it has at least.
    pub least: usize,
    /// How many values it has at most.
    pub most: usize,
    /// What it is for.
    pub effect: Effect,
    /// `route-nopull` leaves it out of a push: routes and DNS, but not addresses.
    pub is_routing: bool,
    /// How it may change.
    pub update: Option<Update>,
}

impl Row {
    const fn both(name: &'static str, least: usize, most: usize) -> Self {
        Self { name, stands: Stands::Both, least, most, effect: Effect::Option, is_routing: false, update: None }
    }

    const fn session(name: &'static str) -> Self {
        Self {
            name,
            stands: Stands::Push,
            least: 0,
            most: 15,
            effect: Effect::Session,
            is_routing: false,
            update: None,
        }
    }

    const fn unused(name: &'static str) -> Self {
        Self { name, stands: Stands::Push, least: 0, most: 15, effect: Effect::None, is_routing: false, update: None }
    }

    const fn routing(self) -> Self {
        Self { is_routing: true, ..self }
    }

    const fn changes(self, group: &'static str) -> Self {
        Self { update: Some(Update { group, is_list: false, is_named: true }), ..self }
    }

    const fn adds(self, group: &'static str) -> Self {
        Self { update: Some(Update { group, is_list: true, is_named: true }), ..self }
    }

    const fn changed_by(self, group: &'static str) -> Self {
        Self { update: Some(Update { group, is_list: false, is_named: false }), ..self }
    }
}

/// The option `name`. Names are case-sensitive. `None`: it may not stand in a push.
#[must_use]
pub fn row(name: &str) -> Option<&'static Row> {
    OPTIONS.iter().find(|row| row.name == name)
}

/// All options that may stand in a push.
pub const OPTIONS: &[Row] = &[
    Row::both("auth", 1, 1),
    Row::both("block-ipv6", 0, 0).routing().changes("block-ipv6"),
    Row::both("cipher", 1, 1),
    Row::both("comp-lzo", 0, 1),
    Row::both("compress", 0, 1),
    Row::both("dhcp-option", 1, 15).routing().adds("dhcp-option"),
    Row::both("dns", 2, 15).routing().adds("dns"),
    Row::both("explicit-exit-notify", 0, 1),
    Row::both("ifconfig", 2, 2).changes("ifconfig"),
    Row::both("ifconfig-ipv6", 2, 2).changes("ifconfig-ipv6"),
    Row::both("inactive", 1, 2),
    Row::both("keepalive", 2, 2).changes("keepalive"),
    Row::both("ping", 1, 1).changed_by("keepalive"),
    Row::both("ping-exit", 1, 1).changed_by("keepalive"),
    Row::both("ping-restart", 1, 1).changed_by("keepalive"),
    Row::both("redirect-gateway", 0, 15).routing().adds("redirect-gateway"),
    Row::both("redirect-private", 0, 15).routing().adds("redirect-gateway"),
    Row::both("route", 1, 4).routing().adds("route"),
    Row::both("route-gateway", 1, 1).changes("route-gateway"),
    Row::both("route-ipv6", 1, 3).routing().adds("route-ipv6"),
    Row::both("route-metric", 1, 1).routing().changes("route-metric"),
    Row::both("session-timeout", 1, 1),
    Row::both("topology", 1, 1).changes("topology"),
    Row::both("tun-mtu", 1, 2).changes("tun-mtu"),
    Row::session("auth-token"),
    Row::session("auth-token-user"),
    Row::session("key-derivation"),
    Row::session("peer-id"),
    Row::session("protocol-flags"),
    Row::unused("block-outside-dns").changes("block-outside-dns"),
    Row::unused("client-ip"),
    Row::unused("comp-noadapt"),
    Row::unused("dhcp-pre-release"),
    Row::unused("dhcp-release"),
    Row::unused("dhcp-renew"),
    Row::unused("echo"),
    Row::unused("ifconfig-noexec"),
    Row::unused("ifconfig-nowarn"),
    Row::unused("ip-win32"),
    Row::unused("max-routes"),
    Row::unused("mute"),
    Row::unused("mute-replay-warnings"),
    Row::unused("parameter"),
    Row::unused("persist-key"),
    Row::unused("persist-local-ip"),
    Row::unused("persist-remote-ip"),
    Row::unused("persist-tun"),
    Row::unused("ping-timer-rem"),
    Row::unused("rcvbuf"),
    Row::unused("register-dns"),
    Row::unused("remote-cache-lifetime"),
    Row::unused("route-delay"),
    Row::unused("route-ipv6-gateway"),
    Row::unused("route-method"),
    Row::unused("setenv-safe"),
    Row::unused("sndbuf"),
    Row::unused("socket-flags"),
    Row::unused("tap-sleep"),
    Row::unused("tun-ipv6"),
    Row::unused("verb"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_option_has_one_row_and_each_group_one_manner() {
        let names: BTreeSet<_> = OPTIONS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), OPTIONS.len());
        for row in OPTIONS {
            assert!(row.least <= row.most, "{}", row.name);
            assert_eq!(row.stands == Stands::Both, row.effect == Effect::Option, "{}", row.name);
            let group = |other: &&Row| other.update.map(|update| update.group) == row.update.map(|update| update.group);
            let lists = OPTIONS.iter().filter(group).map(|other| other.update.is_some_and(|update| update.is_list));
            assert!(row.update.is_none() || lists.collect::<BTreeSet<_>>().len() == 1, "{}", row.name);
        }
        assert!(row("Route").is_none() && row("remote").is_none());
    }
}
