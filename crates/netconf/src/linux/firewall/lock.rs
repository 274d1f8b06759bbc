//! The lock as rules. Pure.

use std::{collections::BTreeSet, net::IpAddr};

use super::{
    super::ids::BYPASS_MARK,
    rule::{BOTH, Hook, Is, LOCAL_MULTICAST, NAMES, NEIGHBOURHOOD, Protocol, Rule},
};
use crate::{
    lock::{Held, Lock},
    networks::LOCAL_DISCOVERY,
};

/// DNS over TLS (RFC 7858), and names asked of the neighbours (RFC 4795): who asks what is told as by plain DNS.
const NAMES_OVER_TLS: u16 = 853;
const NAMES_OF_NEIGHBOURS: u16 = 5355;

/// The rules of a lock in order.
pub(super) fn rules(lock: &Lock) -> Vec<Rule> {
    let mut rules = Vec::new();
    for (interface, address) in lock.addresses.iter().flat_map(|(name, all)| all.iter().map(move |one| (name, *one))) {
        let to = Is::To(IpAddr::into(address));
        if let Some(user) = lock.users.get(interface) {
            within(*user, &[Is::Through("lo".to_owned()), to.clone()], &mut rules);
        }
        let mut arriving = |accept, conditions| rules.push(Rule { hook: Hook::Arrive, conditions, accept });
        for own in ["lo", interface] {
            arriving(true, vec![Is::From(own.to_owned()), to.clone()]);
        }
        arriving(false, vec![to]);
        match address {
            IpAddr::V6(address) => arriving(false, vec![Is::AskedFor(address)]),
            IpAddr::V4(address) => {
                rules.push(Rule { hook: Hook::ArpArrive, conditions: vec![Is::ArpFor(address)], accept: false });
            }
        }
    }
    match &lock.held {
        Some(held) => leaving(held, &mut rules),
        None if lock.names_through.is_empty() => {}
        None => names_only(&lock.names_through, &mut rules),
    }
    rules
}

/// What other users' programs send to a tunnel's address is not for who listens there: its server may have said any address, also
/// one of the internet that others mean to reach. Answers over TCP pass; a datagram does not show whether it is one.
fn within(user: u32, to: &[Is], rules: &mut Vec<Rule>) {
    let all =
        [(true, Is::OfUser(0)), (true, Is::OfUser(user)), (false, Is::Begins), (false, Is::Carries(Protocol::Udp))];
    rules.extend(all.map(|(accept, is)| Rule { hook: Hook::Within, conditions: [to, &[is]].concat(), accept }));
}

/// Names through these interfaces only, and everything else as it likes.
fn names_only(tunnels: &BTreeSet<String>, rules: &mut Vec<Rule>) {
    let own = [Is::Through("lo".to_owned()), Is::Marked(BYPASS_MARK)];
    rules.extend(own.map(|is| Rule { hook: Hook::Output, conditions: vec![is], accept: true }));
    let mut out = |accept, conditions: Vec<Is>| {
        rules.extend(Hook::LEAVING.map(|hook| Rule { hook, conditions: conditions.clone(), accept }));
    };
    for interface in tunnels {
        out(true, vec![Is::Through(interface.clone())]);
    }
    for protocol in BOTH {
        out(false, vec![Is::Port(protocol, NAMES)]);
    }
    out(true, Vec::new());
}

/// What leaves the machine, from its own programs and through it: nothing passes that its own programs could not send.
fn leaving(held: &Held, rules: &mut Vec<Rule>) {
    let mut own = |conditions| rules.push(Rule { hook: Hook::Output, conditions, accept: true });
    own(vec![Is::Through("lo".to_owned())]);
    // An address must be kept while everything else is held back (RFC 2131 §4.1, RFC 8415 §7.2).
    own(vec![Is::Port(Protocol::Udp, 67), Is::SourcePort(68)]);
    own(vec![Is::Port(Protocol::Udp, 547), Is::SourcePort(546)]);
    for kind in NEIGHBOURHOOD {
        own(vec![Is::Icmpv6(kind)]);
    }
    // Only the tunnels' own sockets may talk to the servers: anybody else's packets would show who sends them.
    for server in &held.servers {
        for protocol in BOTH {
            own(vec![Is::Marked(BYPASS_MARK), Is::To(server.ip().into()), Is::Port(protocol, server.port())]);
        }
    }
    for protocol in BOTH.iter().filter(|_| held.look_ups) {
        own(vec![Is::Marked(BYPASS_MARK), Is::Port(*protocol, NAMES)]);
    }
    for user in &held.web {
        for (protocol, port) in [(Protocol::Tcp, 80), (Protocol::Tcp, 443), (Protocol::Udp, 443)] {
            own(vec![Is::OfUser(*user), Is::Port(protocol, port)]);
        }
    }
    for server in &held.name_servers {
        for protocol in BOTH {
            own(vec![Is::To(IpAddr::into(*server)), Is::Port(protocol, NAMES)]);
        }
    }
    let mut out = |accept, conditions: Vec<Is>| {
        rules.extend(Hook::LEAVING.map(|hook| Rule { hook, conditions: conditions.clone(), accept }));
    };
    names(held, &mut out);
    for interface in held.tunnels.keys() {
        out(true, vec![Is::Through(interface.clone())]);
    }
    if let Some(attached) = &held.lan {
        for network in attached.iter().chain(&LOCAL_DISCOVERY).chain(&LOCAL_MULTICAST) {
            out(true, vec![Is::To(*network)]);
        }
    }
    for network in &held.outside {
        out(true, vec![Is::To(*network)]);
    }
    for interface in held.tunnels.keys() {
        rules.push(Rule { hook: Hook::Forward, conditions: vec![Is::From(interface.clone())], accept: true });
    }
    // In words, not only by the chains' policy: when one table replaces another, the kernel makes the new rules valid at
    // once, but takes away the old chains before it gives the new ones their policy. Packets slip through that gap
    // (observed on Linux 6.18: one to three of 30,000 in 200 replacements).
    rules.extend(Hook::LEAVING.map(|hook| Rule { hook, conditions: Vec::new(), accept: false }));
}

/// Names are asked of the tunnels' servers and of nobody else.
fn names(held: &Held, out: &mut impl FnMut(bool, Vec<Is>)) {
    for (interface, servers) in &held.tunnels {
        for protocol in BOTH {
            for port in [NAMES, NAMES_OVER_TLS] {
                let through = || vec![Is::Through(interface.clone()), Is::Port(protocol, port)];
                if servers.is_empty() {
                    out(true, through());
                }
                for server in servers {
                    out(true, [vec![Is::To(IpAddr::into(*server))], through()].concat());
                }
            }
        }
    }
    for network in held.lan.iter().flatten().filter(|_| held.lan_names) {
        for protocol in BOTH {
            out(true, vec![Is::To(*network), Is::Port(protocol, NAMES)]);
        }
    }
    for protocol in BOTH {
        for port in [NAMES, NAMES_OVER_TLS, NAMES_OF_NEIGHBOURS] {
            out(false, vec![Is::Port(protocol, port)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rules: &[Rule], hook: Hook) -> Vec<&Rule> {
        rules.iter().filter(|rule| rule.hook == hook).collect()
    }

    #[test]
    fn an_open_lock_is_no_rule_and_a_closed_one_ends_with_no() {
        assert_eq!(rules(&Lock::default()), []);
        let rules = rules(&Lock { held: Some(Held::default()), ..Lock::default() });
        for hook in Hook::LEAVING {
            let last = *of(&rules, hook).last().unwrap();
            assert!(last.conditions.is_empty() && !last.accept, "the last word is no");
        }
        assert!(of(&rules, Hook::Forward).iter().all(|rule| !rule.accept), "nothing passes through");
    }

    #[test]
    fn servers_are_for_marked_packets_only_and_users_for_the_web_only() {
        let held = Held { servers: ["192.0.2.1:1194".parse().unwrap()].into(), web: [1000].into(), ..Held::default() };
        let rules = rules(&Lock { held: Some(held), ..Lock::default() });
        let to = Is::To("192.0.2.1/32".parse().unwrap());
        let server: Vec<_> = rules.iter().filter(|rule| rule.conditions.contains(&to)).collect();
        assert_eq!(server.len(), 2);
        assert!(server.iter().all(|rule| rule.hook == Hook::Output && rule.conditions[0] == Is::Marked(BYPASS_MARK)));
        let user: Vec<_> = rules.iter().filter(|rule| rule.conditions.contains(&Is::OfUser(1000))).collect();
        assert_eq!(user.len(), 3);
        assert!(user.iter().all(|rule| rule.conditions.len() == 2 && rule.hook == Hook::Output));
    }

    #[test]
    fn where_only_names_are_held_back_everything_else_leaves() {
        let rules = rules(&Lock { names_through: ["adit0".to_owned()].into(), ..Lock::default() });
        for hook in Hook::LEAVING {
            let of_hook = of(&rules, hook);
            let refused: Vec<_> = of_hook.iter().filter(|rule| !rule.accept).map(|rule| &rule.conditions).collect();
            assert_eq!(refused, [&vec![Is::Port(Protocol::Tcp, 53)], &vec![Is::Port(Protocol::Udp, 53)]]);
            let first_refused = of_hook.iter().position(|rule| !rule.accept).unwrap();
            let tunnel = of_hook.iter().position(|rule| rule.conditions == [Is::Through("adit0".into())]).unwrap();
            assert!(tunnel < first_refused);
            assert!(of_hook.last().is_some_and(|rule| rule.accept && rule.conditions.is_empty()));
        }
    }

    #[test]
    fn names_are_refused_before_the_tunnel_and_the_local_network_are_let_out() {
        let tunnels = [("adit0".to_owned(), ["10.8.0.1".parse().unwrap()].into())].into();
        let lan = Some(["192.168.1.0/24".parse().unwrap()].into());
        let rules = rules(&Lock { held: Some(Held { tunnels, lan, ..Held::default() }), ..Lock::default() });
        for hook in Hook::LEAVING {
            let of_hook = of(&rules, hook);
            let at = |wanted: &dyn Fn(&Rule) -> bool| of_hook.iter().position(|rule| wanted(rule)).unwrap();
            let refused = at(&|rule| !rule.accept);
            let server = at(&|rule| rule.conditions.contains(&Is::To("10.8.0.1/32".parse().unwrap())));
            let interface = at(&|rule| rule.conditions == [Is::Through("adit0".into())]);
            let local = at(&|rule| rule.conditions == [Is::To("192.168.1.0/24".parse().unwrap())]);
            assert!(server < refused && refused < interface && refused < local);
        }
    }

    #[test]
    fn a_tunnels_address_is_reached_through_its_own_interface_and_by_the_machine_itself() {
        let addresses = [("adit0".to_owned(), ["10.8.0.6".parse().unwrap(), "fd00::6".parse().unwrap()].into())].into();
        let rules = rules(&Lock { addresses, ..Lock::default() });
        let accepted: Vec<_> = rules.iter().filter(|rule| rule.accept).map(|rule| &rule.conditions[0]).collect();
        let (loopback, own) = (Is::From("lo".to_owned()), Is::From("adit0".to_owned()));
        assert_eq!(accepted, [&loopback, &own, &loopback, &own]);
        assert!(rules.iter().all(|rule| !rule.hook.drops()), "nothing else is held back");
        assert_eq!(of(&rules, Hook::ArpArrive).len(), 1);
    }
}
