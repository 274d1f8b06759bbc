//! The policy rules that lead to the tunnels' tables.

use std::io;

use rtnetlink::packet_route::{
    AddressFamily, RouteNetlinkMessage,
    route::{RouteHeader, RouteProtocol},
    rule::{RuleAction, RuleAttribute, RuleFlags, RuleMessage},
};
use rustix::io::Errno;
use vpn_api::TunnelSlot;

use super::op::{Family, Rule};
use super::{
    addresses::family,
    ids,
    netlink::{Mode, Netlink, unless},
};

/// The mark is compared in full.
const WHOLE_MARK: u32 = u32::MAX;

/// All rules of both families that lead from one of our priorities to the table that belongs to it, with whether they are
/// as we make them.
pub(crate) async fn rules(netlink: &mut Netlink) -> io::Result<Vec<(Rule, bool)>> {
    let pick = |message| match message {
        RouteNetlinkMessage::NewRule(rule) => read(&rule),
        _ => None,
    };
    netlink.dump(RouteNetlinkMessage::GetRule(RuleMessage::default()), pick).await
}

fn read(message: &RuleMessage) -> Option<(Rule, bool)> {
    let family = match message.header.family {
        AddressFamily::Inet => Family::V4,
        AddressFamily::Inet6 => Family::V6,
        _ => return None,
    };
    let mut rule = Rule { family, priority: 0, table: u32::from(message.header.table) };
    let mut mark = None;
    let mut mask = WHOLE_MARK;
    let mut other_conditions = message.header.dst_len != 0 || message.header.src_len != 0 || message.header.tos != 0;
    for attribute in &message.attributes {
        match attribute {
            RuleAttribute::Priority(priority) => rule.priority = *priority,
            RuleAttribute::Table(table) => rule.table = *table,
            RuleAttribute::FwMark(value) => mark = Some(*value),
            RuleAttribute::FwMask(value) => mask = *value,
            RuleAttribute::Iifname(_)
            | RuleAttribute::Oifname(_)
            | RuleAttribute::UidRange(_)
            | RuleAttribute::IpProtocol(_)
            | RuleAttribute::SourcePortRange(_)
            | RuleAttribute::DestinationPortRange(_)
            | RuleAttribute::L3MDev(true) => other_conditions = true,
            _ => {}
        }
    }
    let exact = mark == Some(Rule::SKIPS)
        && mask == WHOLE_MARK
        && !other_conditions
        && message.header.action == RuleAction::ToTable
        && message.header.flags.contains(RuleFlags::Invert);
    let slots = (u8::MIN..=u8::MAX).map(TunnelSlot);
    let ours =
        slots.into_iter().any(|slot| ids::rule_priority(slot) == rule.priority && ids::table(slot) == rule.table);
    ours.then_some((rule, exact))
}

/// `not fwmark BYPASS_MARK lookup TABLE`. Its protocol is "kernel": systemd-networkd removes all rules of other programs
/// when it starts, except those (systemd.network(5), `ManageForeignRoutingPolicyRules=`).
fn message(rule: &Rule) -> RuleMessage {
    let mut message = RuleMessage::default();
    message.header.family = family(rule.family);
    message.header.table = RouteHeader::RT_TABLE_UNSPEC;
    message.header.action = RuleAction::ToTable;
    message.header.flags = RuleFlags::Invert;
    message.attributes = vec![
        RuleAttribute::Priority(rule.priority),
        RuleAttribute::FwMark(Rule::SKIPS),
        RuleAttribute::FwMask(WHOLE_MARK),
        RuleAttribute::Table(rule.table),
        RuleAttribute::Protocol(RouteProtocol::Kernel),
    ];
    message
}

/// Adds the rule; the same rule twice is one rule.
pub(crate) async fn add(netlink: &mut Netlink, rule: &Rule) -> io::Result<()> {
    let added = netlink.change(RouteNetlinkMessage::NewRule(message(rule)), Mode::Create).await;
    unless(added, &[Errno::EXIST])
}

/// Removes every rule at this priority that leads to this table, in whatever form.
pub(crate) async fn remove(netlink: &mut Netlink, rule: &Rule) -> io::Result<()> {
    let mut message = RuleMessage::default();
    message.header.family = family(rule.family);
    message.header.table = RouteHeader::RT_TABLE_UNSPEC;
    message.attributes = vec![RuleAttribute::Priority(rule.priority), RuleAttribute::Table(rule.table)];
    const MOST: usize = 64;
    for _ in 0..MOST {
        match netlink.change(RouteNetlinkMessage::DelRule(message.clone()), Mode::Existing).await {
            Ok(()) => {}
            error => return unless(error, &[Errno::NOENT, Errno::SRCH, Errno::AFNOSUPPORT, Errno::OPNOTSUPP]),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use rtnetlink::packet_route::{
        IpProtocol,
        rule::{RulePortRange, RuleUidRange},
    };

    use super::*;

    fn rule() -> Rule {
        Rule { family: Family::V4, priority: ids::rule_priority(TunnelSlot(3)), table: ids::table(TunnelSlot(3)) }
    }

    #[test]
    fn a_rule_of_ours_is_known_in_both_families() {
        for rule in [rule(), Rule { family: Family::V6, ..rule() }] {
            assert_eq!(read(&message(&rule)), Some((rule, true)));
        }
        let mut other = message(&rule());
        other.header.family = AddressFamily::Unspec;
        assert_eq!(read(&other), None);
        let mut small = message(&rule());
        small.attributes.retain(|attribute| !matches!(attribute, RuleAttribute::Table(_)));
        small.header.table = RouteHeader::RT_TABLE_MAIN;
        assert_eq!(read(&small), None, "the table of another one");
        for (priority, table) in [(TunnelSlot(3), TunnelSlot(4)), (TunnelSlot(4), TunnelSlot(3))] {
            let mixed = Rule { priority: ids::rule_priority(priority), table: ids::table(table), ..rule() };
            assert_eq!(read(&message(&mixed)), None, "what belongs to two tunnels belongs to nobody");
        }
    }

    #[test]
    fn a_rule_that_asks_for_more_than_ours_is_not_as_we_make_it() {
        let exact = |change: &dyn Fn(&mut RuleMessage)| {
            let mut message = message(&rule());
            change(&mut message);
            let (read, exact) = read(&message).unwrap();
            assert_eq!(read, rule());
            exact
        };
        assert!(
            exact(&|_| {}) && exact(&|message| message.attributes.push(RuleAttribute::L3MDev(false))),
            "the control"
        );
        assert!(!exact(&|message| message.header.dst_len = 8));
        assert!(!exact(&|message| message.header.src_len = 8));
        assert!(!exact(&|message| message.header.tos = 8));
        assert!(!exact(&|message| message.header.action = RuleAction::Unreachable));
        assert!(!exact(&|message| message.header.flags = RuleFlags::empty()));
        for other in [
            RuleAttribute::Iifname("eth0".to_owned()),
            RuleAttribute::Oifname("eth0".to_owned()),
            RuleAttribute::UidRange(RuleUidRange { start: 1000, end: 1000 }),
            RuleAttribute::IpProtocol(IpProtocol::Udp),
            RuleAttribute::SourcePortRange(RulePortRange { start: 1, end: 2 }),
            RuleAttribute::DestinationPortRange(RulePortRange { start: 1, end: 2 }),
            RuleAttribute::L3MDev(true),
            RuleAttribute::FwMark(Rule::SKIPS + 1),
            RuleAttribute::FwMask(0xff),
        ] {
            assert!(!exact(&|message| message.attributes.push(other.clone())), "{other:?}");
        }
        let without_mark = |message: &mut RuleMessage| {
            message.attributes.retain(|attribute| !matches!(attribute, RuleAttribute::FwMark(_)));
        };
        assert!(!exact(&without_mark));
        let more = RuleAttribute::Destination(Ipv4Addr::LOCALHOST.into());
        assert!(exact(&|message| message.attributes.push(more.clone())), "its length tells that, not the address");
    }
}
