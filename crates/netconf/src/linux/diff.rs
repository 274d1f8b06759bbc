//! From one state to another.

use super::{
    op::{NetOp, Subject},
    state::{LinuxFacts, LinuxNetworkState},
};
use crate::{
    backend::NetworkState,
    error::{BadPlan, NetError},
    machine_plan::Share,
};

impl NetworkState for LinuxNetworkState {
    type Op = NetOp;
    type Facts = LinuxFacts;

    fn wanted(share: &Share, facts: &LinuxFacts, applied: &Self) -> Result<Self, NetError> {
        let wanted = Self::of(share, &facts.without_ours(applied))?;
        // One that the tunnel has already stays: a network that gives the machine the same address must not end it.
        let mut news = wanted.addresses.difference(&applied.addresses).map(|address| address.net.addr());
        match news.find(|address| facts.taken.contains(address)) {
            Some(address) => Err(NetError::BadPlan(BadPlan::TakenAddress(address))),
            None => Ok(wanted),
        }
    }

    fn diff(&self, to: &Self) -> Vec<NetOp> {
        diff(self, to)
    }

    fn take_shared(&mut self) -> Self {
        Self { resolver_file: self.resolver_file.take(), ..Self::default() }
    }

    fn put_shared(&mut self, shared: Self) {
        self.resolver_file = shared.resolver_file.or(self.resolver_file.take());
    }
}

/// The changes that lead from one state to the other, in an order in which no packet goes where neither state sends it:
/// add what is new (routes before the rule that leads to them), remove what is old (the rule before its routes). Each subject is changed at most once.
#[must_use]
pub fn diff(from: &LinuxNetworkState, to: &LinuxNetworkState) -> Vec<NetOp> {
    let mut ops = Vec::new();
    add(from, to, &mut ops);
    remove(from, to, &mut ops);
    ops
}

fn add(from: &LinuxNetworkState, to: &LinuxNetworkState, ops: &mut Vec<NetOp>) {
    let loosened = to.loose.difference(&from.loose);
    ops.extend(loosened.map(|interface| NetOp::LoosenReversePath { interface: interface.clone() }));
    for (interface, mtu) in to.links.iter().filter(|(interface, mtu)| from.links.get(interface) != Some(mtu)) {
        ops.push(NetOp::SetLink { interface: interface.clone(), mtu: *mtu });
    }
    ops.extend(to.addresses.difference(&from.addresses).cloned().map(NetOp::AddAddress));
    for (key, target) in &to.routes {
        if from.routes.get(key) != Some(target) {
            ops.push(NetOp::SetRoute { key: *key, target: *target });
        }
    }
    ops.extend(to.rules.difference(&from.rules).copied().map(NetOp::AddRule));
    for (interface, dns) in to.link_dns.iter().filter(|(interface, dns)| from.link_dns.get(interface) != Some(dns)) {
        ops.push(NetOp::SetLinkDns { interface: interface.clone(), dns: dns.clone() });
    }
    if let Some(dns) = to.resolver_file.as_ref().filter(|dns| from.resolver_file.as_ref() != Some(dns)) {
        ops.push(NetOp::SetResolverFile { dns: dns.clone() });
    }
}

fn remove(from: &LinuxNetworkState, to: &LinuxNetworkState, ops: &mut Vec<NetOp>) {
    let mut back = |subject| ops.push(NetOp::GiveBack(subject));
    if from.resolver_file.is_some() && to.resolver_file.is_none() {
        back(Subject::ResolverFile);
    }
    for interface in from.link_dns.keys().filter(|interface| !to.link_dns.contains_key(interface)) {
        back(Subject::LinkDns(interface.clone()));
    }
    from.rules.difference(&to.rules).for_each(|rule| back(Subject::Rule(*rule)));
    for key in from.routes.keys().filter(|key| !to.routes.contains_key(key)) {
        back(Subject::Route(*key));
    }
    from.addresses.difference(&to.addresses).for_each(|address| back(Subject::Address(address.clone())));
    for interface in from.links.keys().filter(|interface| !to.links.contains_key(interface)) {
        back(Subject::Link(interface.clone()));
    }
    from.loose.difference(&to.loose).for_each(|interface| back(Subject::ReversePath(interface.clone())));
}
