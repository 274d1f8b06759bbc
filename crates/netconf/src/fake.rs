//! A pretended machine: no root, no waiting. For this crate's tests and, behind the feature `_test`, for others'.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::future::{BoxFuture, ready};
use vpn_api::{FirewallPolicy, NetworkPlan, TunnelSlot};

use crate::{
    Backend, Configurator, NetworkConfigurator,
    error::{NetError, Step},
    journal::{Journal, Loaded},
    layout::{Facts, Layout},
    op::{FileState, Interface, NetOp, Subject, Undo},
};

/// A machine that remembers what was done to it. Clones are the same machine.
#[derive(Debug, Clone, Default)]
pub struct FakeMachine(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    facts: Facts,
    interfaces: BTreeMap<String, u32>,
    layout: Layout,
    ops: Vec<NetOp>,
    refuse: Option<Step>,
    lose: Option<Step>,
    die_after: Option<usize>,
}

impl FakeMachine {
    /// A machine that knows IPv6 and has a tunnel interface `adit0`.
    #[must_use]
    pub fn new() -> Self {
        let machine = Self::default();
        machine.facts(|facts| {
            facts.ipv6 = true;
            facts.interface_ipv6 = true;
        });
        machine.add_interface(&TunnelSlot(0).interface(), 3);
        machine
    }

    /// A configurator of one tunnel on this machine, without a journal on disk.
    #[must_use]
    pub fn configurator(&self, slot: TunnelSlot) -> Box<dyn NetworkConfigurator> {
        Box::new(Configurator::new(slot, self.backend(), Journal::in_memory(slot)))
    }

    /// One with a journal, as it was left there.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn configurator_with_journal(
        &self,
        state_dir: &Path,
        slot: TunnelSlot,
    ) -> Result<Box<dyn NetworkConfigurator>, NetError> {
        let journal = match Journal::load(state_dir, slot)? {
            Loaded::Intact(journal) => journal,
            Loaded::Missing | Loaded::Damaged => Journal::empty(state_dir, slot, None),
        };
        Ok(Box::new(Configurator::new(slot, self.backend(), journal)))
    }

    /// The machine's hands.
    #[must_use]
    pub fn backend(&self) -> FakeBackend {
        FakeBackend(self.clone())
    }

    /// An interface appears.
    pub fn add_interface(&self, name: &str, index: u32) {
        self.state().interfaces.insert(name.to_owned(), index);
    }

    /// An interface vanishes with its addresses, routes and name servers.
    pub fn remove_interface(&self, name: &str) {
        let mut state = self.state();
        let Some(index) = state.interfaces.remove(name) else { return };
        let gone = |interface: &Interface| interface.index == index;
        let layout = &mut state.layout;
        layout.link = layout.link.take().filter(|(interface, _)| !gone(interface));
        layout.link_dns = layout.link_dns.take().filter(|(interface, _)| !gone(interface));
        layout.addresses.retain(|address| !gone(&address.interface));
        layout.routes.retain(|_, target| target.index != Some(index));
    }

    /// Changes what the machine is like.
    pub fn facts(&self, change: impl FnOnce(&mut Facts)) {
        change(&mut self.state().facts);
    }

    /// Changes what the tunnels made of it, as somebody else would.
    pub fn meddle(&self, change: impl FnOnce(&mut Layout)) {
        change(&mut self.state().layout);
    }

    /// What the tunnels made of it.
    #[must_use]
    pub fn layout(&self) -> Layout {
        self.state().layout.clone()
    }

    /// Every change that was asked for, in order, refused ones included. Undone ones are not in it.
    #[must_use]
    pub fn ops(&self) -> Vec<NetOp> {
        self.state().ops.clone()
    }

    /// The machine refuses changes of this kind from here on.
    pub fn refuse(&self, step: Option<Step>) {
        self.state().refuse = step;
    }

    /// The machine accepts changes of this kind but does not make them.
    pub fn lose(&self, step: Option<Step>) {
        self.state().lose = step;
    }

    /// After so many more changes or undos nothing does anything any more, as after a kill.
    pub fn die_after(&self, changes: Option<usize>) {
        self.state().die_after = changes;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// [`Backend`] of a [`FakeMachine`].
#[derive(Debug, Clone)]
pub struct FakeBackend(FakeMachine);

impl State {
    /// Whether the process is still alive, counting.
    fn alive(&mut self) -> bool {
        match &mut self.die_after {
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
            None => true,
        }
    }

    fn execute(&mut self, op: &NetOp) -> Result<(), NetError> {
        if !self.alive() {
            return Err(NetError::TimedOut { step: op.step() });
        }
        self.ops.push(op.clone());
        if self.refuse == Some(op.step()) {
            return Err(NetError::Op { op: Box::new(op.clone()), source: io::ErrorKind::PermissionDenied.into() });
        }
        if self.lose != Some(op.step()) {
            self.layout.take(op);
        }
        Ok(())
    }
}

impl Layout {
    /// This layout after the change.
    pub fn take(&mut self, op: &NetOp) {
        match op {
            NetOp::SetFirewall { policy } => self.firewall = policy.clone(),
            NetOp::SetLink { interface, mtu } => self.link = Some((interface.clone(), *mtu)),
            NetOp::AddAddress(address) => drop(self.addresses.insert(address.clone())),
            NetOp::SetRoute { key, target, .. } => drop(self.routes.insert(*key, *target)),
            NetOp::AddRule(rule) => drop(self.rules.insert(*rule)),
            NetOp::LoosenReversePath { interface } => drop(self.loose.insert(interface.clone())),
            NetOp::SetLinkDns { interface, dns } => self.link_dns = Some((interface.clone(), dns.clone())),
            NetOp::SetResolverFile { dns } => self.resolver_file = Some(dns.clone()),
            NetOp::RestoreLink { .. }
            | NetOp::RemoveAddress(_)
            | NetOp::RemoveRoute { .. }
            | NetOp::RemoveRule(_)
            | NetOp::RestoreReversePath { .. }
            | NetOp::RevertLinkDns { .. }
            | NetOp::RestoreResolverFile => self.give_back(&op.subject()),
        }
    }

    /// This layout without the subject.
    pub fn give_back(&mut self, subject: &Subject) {
        match subject {
            Subject::Firewall => self.firewall = FirewallPolicy::Open,
            Subject::Link(interface) => {
                self.link = self.link.take().filter(|(other, _)| other != interface);
            }
            Subject::Address(address) => drop(self.addresses.remove(address)),
            Subject::Route(key) => drop(self.routes.remove(key)),
            Subject::Rule(rule) => drop(self.rules.remove(rule)),
            Subject::ReversePath(interface) => drop(self.loose.remove(interface)),
            Subject::LinkDns(interface) => {
                self.link_dns = self.link_dns.take().filter(|(other, _)| other != interface);
            }
            Subject::ResolverFile => self.resolver_file = None,
        }
    }

    /// What both have in common.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let common = |a: &FirewallPolicy, b: &FirewallPolicy| if a == b { a.clone() } else { FirewallPolicy::Open };
        Self {
            firewall: common(&self.firewall, &other.firewall),
            link: self.link.clone().filter(|link| other.link.as_ref() == Some(link)),
            addresses: self.addresses.intersection(&other.addresses).cloned().collect(),
            routes: self.routes.iter().filter(|(k, v)| other.routes.get(k) == Some(v)).map(|(k, v)| (*k, *v)).collect(),
            rules: self.rules.intersection(&other.rules).copied().collect(),
            loose: self.loose.intersection(&other.loose).cloned().collect(),
            link_dns: self.link_dns.clone().filter(|dns| other.link_dns.as_ref() == Some(dns)),
            resolver_file: self.resolver_file.clone().filter(|dns| other.resolver_file.as_ref() == Some(dns)),
        }
    }
}

impl Backend for FakeBackend {
    fn look<'a>(&'a mut self, plan: &'a NetworkPlan) -> BoxFuture<'a, Result<Facts, NetError>> {
        let state = self.0.state();
        let mut facts = state.facts.clone();
        facts.interface = plan.interface.as_ref().and_then(|interface| {
            let index = *state.interfaces.get(&interface.name)?;
            Some(Interface { name: interface.name.clone(), index })
        });
        Box::pin(ready(Ok(facts)))
    }

    fn present<'a>(&'a mut self, layout: &'a Layout) -> BoxFuture<'a, Result<Layout, NetError>> {
        Box::pin(ready(Ok(layout.intersection(&self.0.state().layout))))
    }

    fn inverse<'a>(&'a mut self, op: &'a NetOp, earlier: Option<&'a Undo>) -> BoxFuture<'a, Result<Undo, NetError>> {
        let undo = earlier.cloned().unwrap_or_else(|| match op.subject() {
            Subject::Firewall => Undo::Firewall,
            Subject::Link(interface) => Undo::Link { interface, mtu: 1500, up: false, promote: false },
            Subject::Address(address) => Undo::Address(address),
            Subject::Route(key) => Undo::Route(key),
            Subject::Rule(rule) => Undo::Rule(rule),
            Subject::ReversePath(interface) => Undo::ReversePath { interface, was: 1 },
            Subject::LinkDns(interface) => Undo::LinkDns(interface),
            Subject::ResolverFile => Undo::ResolverFile { before: FileState::Missing, ours: Vec::new() },
        });
        Box::pin(ready(Ok(undo)))
    }

    fn execute<'a>(&'a mut self, op: &'a NetOp, _undo: &'a Undo) -> BoxFuture<'a, Result<(), NetError>> {
        let made = self.0.state().execute(op);
        Box::pin(ready(made))
    }

    fn undo<'a>(&'a mut self, undo: &'a Undo) -> BoxFuture<'a, Result<(), NetError>> {
        let mut state = self.0.state();
        let subject = undo.subject();
        let done = if state.alive() {
            state.layout.give_back(&subject);
            Ok(())
        } else {
            Err(NetError::TimedOut { step: Step::Look })
        };
        Box::pin(ready(done))
    }

    fn sweep(&mut self, slot: TunnelSlot) -> BoxFuture<'_, Result<usize, NetError>> {
        let mut state = self.0.state();
        if !state.alive() {
            return Box::pin(ready(Ok(0)));
        }
        let layout = &mut state.layout;
        let before = layout.rules.len() + layout.routes.len();
        layout.rules.retain(|rule| rule.table != slot.table());
        layout.routes.retain(|key, _| key.table != slot.table());
        let swept = before - layout.rules.len() - layout.routes.len();
        Box::pin(ready(Ok(swept)))
    }
}
