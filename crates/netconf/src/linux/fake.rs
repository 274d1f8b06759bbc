//! A simulated Linux machine in memory. For this crate's tests and, behind the feature `_test`, for others'.

use std::{
    collections::BTreeMap,
    io,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use futures_util::future::{BoxFuture, pending, ready};
use vpn_api::{NetworkPlan, NetworkStep, TunnelSlot};

use super::{
    ids,
    op::{FileState, Interface, NetOp, Subject, Undo},
    state::{LinuxFacts, LinuxNetworkState},
};
use crate::{
    Configurator, MachineNetwork,
    backend::{Backend, Operation, Undoing},
    error::NetError,
    journal::{Journal, Loaded},
    machine_plan::Share,
};

/// A machine that remembers what was done to it. Clones are the same machine.
#[derive(Debug, Clone, Default)]
pub struct FakeMachine(Arc<Mutex<Inner>>);

/// One tunnel that has the machine to itself.
#[derive(Debug)]
pub struct OneTunnel {
    network: MachineNetwork<FakeBackend>,
    slot: TunnelSlot,
}

impl OneTunnel {
    /// As [`MachineNetwork::apply`].
    ///
    /// # Errors
    /// As there.
    pub async fn apply(&mut self, plan: &NetworkPlan) -> Result<(), NetError> {
        self.network.apply(self.slot, plan).await
    }

    /// As [`MachineNetwork::revert`].
    ///
    /// # Errors
    /// As there.
    pub async fn revert(&mut self) -> Result<(), NetError> {
        self.network.revert(self.slot).await
    }

    /// As [`MachineNetwork::verify`].
    ///
    /// # Errors
    /// As there.
    pub async fn verify(&mut self) -> Result<(), NetError> {
        self.network.verify(self.slot).await
    }
}

#[derive(Debug, Default)]
struct Inner {
    facts: LinuxFacts,
    interfaces: BTreeMap<String, u32>,
    network: LinuxNetworkState,
    ops: Vec<NetOp>,
    refuse: Option<NetworkStep>,
    lose: Option<NetworkStep>,
    stall: Option<NetworkStep>,
    die_after: Option<usize>,
    /// The resolver file was given back since it was watched.
    was_given_back: bool,
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
    pub fn configurator(&self, slot: TunnelSlot) -> OneTunnel {
        let machine = self.clone();
        let open = move |slot| Ok(Configurator::new(slot, machine.backend(), Journal::in_memory(slot)));
        OneTunnel { network: MachineNetwork::new(open), slot }
    }

    /// The network of this machine for all tunnels, with their journals in this directory.
    #[must_use]
    pub fn machine_network(&self, state_dir: &Path) -> MachineNetwork<FakeBackend> {
        let (machine, state_dir) = (self.clone(), state_dir.to_owned());
        MachineNetwork::new(move |slot| machine.open(&state_dir, slot))
    }

    /// One with a journal, as it was left there.
    #[must_use]
    pub fn configurator_with_journal(&self, state_dir: &Path, slot: TunnelSlot) -> OneTunnel {
        OneTunnel { network: self.machine_network(state_dir), slot }
    }

    fn open(&self, state_dir: &Path, slot: TunnelSlot) -> Result<Configurator<FakeBackend>, NetError> {
        let journal = match Journal::load(state_dir, slot)? {
            Loaded::Intact(journal) => journal,
            Loaded::Missing | Loaded::Damaged => Journal::empty(state_dir, slot, None),
        };
        Ok(Configurator::new(slot, self.backend(), journal))
    }

    /// What changes this machine.
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
        let network = &mut state.network;
        network.links.retain(|interface, _| !gone(interface));
        network.link_dns.retain(|interface, _| !gone(interface));
        network.addresses.retain(|address| !gone(&address.interface));
        network.routes.retain(|_, target| target.index != Some(index));
    }

    /// Changes what the machine is like.
    pub fn facts(&self, change: impl FnOnce(&mut LinuxFacts)) {
        change(&mut self.state().facts);
    }

    /// Changes what the tunnels made of it, as somebody else would.
    pub fn meddle(&self, change: impl FnOnce(&mut LinuxNetworkState)) {
        change(&mut self.state().network);
    }

    /// What the tunnels made of it.
    #[must_use]
    pub fn network(&self) -> LinuxNetworkState {
        self.state().network.clone()
    }

    /// Every change that was asked for, in order, refused ones included. Undone ones are not in it.
    #[must_use]
    pub fn ops(&self) -> Vec<NetOp> {
        self.state().ops.clone()
    }

    /// The machine refuses changes of this kind from here on.
    pub fn refuse(&self, step: Option<NetworkStep>) {
        self.state().refuse = step;
    }

    /// The machine accepts changes of this kind but does not make them.
    pub fn lose(&self, step: Option<NetworkStep>) {
        self.state().lose = step;
    }

    /// Changes of this kind are never answered from here on.
    pub fn stall(&self, step: Option<NetworkStep>) {
        self.state().stall = step;
    }

    /// After so many more changes or undos nothing does anything any more, as after a kill.
    pub fn die_after(&self, changes: Option<usize>) {
        self.state().die_after = changes;
    }

    /// From here on it is noted when the resolver file is given back.
    pub fn watch_resolver_file(&self) {
        self.state().was_given_back = false;
    }

    /// Whether it was.
    #[must_use]
    pub fn resolver_file_was_given_back(&self) -> bool {
        self.state().was_given_back
    }

    fn state(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// [`Backend`] of a [`FakeMachine`].
#[derive(Debug, Clone)]
pub struct FakeBackend(FakeMachine);

impl Inner {
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
            return Err(NetError::TimedOut { step: op.change().step });
        }
        self.ops.push(op.clone());
        if self.refuse == Some(op.change().step) {
            return Err(NetError::Change {
                change: op.change(),
                cause: io::Error::from(io::ErrorKind::PermissionDenied).into(),
            });
        }
        if self.lose != Some(op.change().step) {
            self.network.take(op);
        }
        Ok(())
    }
}

impl LinuxNetworkState {
    /// This state after the change.
    pub fn take(&mut self, op: &NetOp) {
        match op {
            NetOp::SetLink { interface, mtu } => drop(self.links.insert(interface.clone(), *mtu)),
            NetOp::AddAddress(address) => drop(self.addresses.insert(address.clone())),
            NetOp::SetRoute { key, target, .. } => drop(self.routes.insert(*key, *target)),
            NetOp::AddRule(rule) => drop(self.rules.insert(*rule)),
            NetOp::LoosenReversePath { interface } => drop(self.loose.insert(interface.clone())),
            NetOp::SetLinkDns { interface, dns } => drop(self.link_dns.insert(interface.clone(), dns.clone())),
            NetOp::SetResolverFile { dns } => self.resolver_file = Some(dns.clone()),
            NetOp::GiveBack(subject) => self.give_back(subject),
        }
    }

    /// This state without the subject.
    pub fn give_back(&mut self, subject: &Subject) {
        match subject {
            Subject::Link(interface) => drop(self.links.remove(interface)),
            Subject::Address(address) => drop(self.addresses.remove(address)),
            Subject::Route(key) => drop(self.routes.remove(key)),
            Subject::Rule(rule) => drop(self.rules.remove(rule)),
            Subject::ReversePath(interface) => drop(self.loose.remove(interface)),
            Subject::LinkDns(interface) => drop(self.link_dns.remove(interface)),
            Subject::ResolverFile => self.resolver_file = None,
        }
    }

    /// What both have in common.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        Self {
            links: both(&self.links, &other.links),
            addresses: self.addresses.intersection(&other.addresses).cloned().collect(),
            routes: both(&self.routes, &other.routes),
            rules: self.rules.intersection(&other.rules).copied().collect(),
            loose: self.loose.intersection(&other.loose).cloned().collect(),
            link_dns: both(&self.link_dns, &other.link_dns),
            resolver_file: self.resolver_file.clone().filter(|dns| other.resolver_file.as_ref() == Some(dns)),
        }
    }
}

fn both<K: Ord + Clone, V: PartialEq + Clone>(one: &BTreeMap<K, V>, other: &BTreeMap<K, V>) -> BTreeMap<K, V> {
    one.iter().filter(|(key, value)| other.get(key) == Some(value)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

impl Backend for FakeBackend {
    type Op = NetOp;
    type Undo = Undo;
    type State = LinuxNetworkState;
    type Facts = LinuxFacts;

    fn look<'a>(&'a mut self, share: &'a Share) -> BoxFuture<'a, Result<LinuxFacts, NetError>> {
        let state = self.0.state();
        let mut facts = state.facts.clone();
        facts.interface = share.plan.interface.as_ref().and_then(|interface| {
            let index = *state.interfaces.get(&interface.name)?;
            Some(Interface { name: interface.name.clone(), index })
        });
        Box::pin(ready(Ok(facts)))
    }

    fn present<'a>(&'a mut self, state: &'a LinuxNetworkState) -> BoxFuture<'a, Result<LinuxNetworkState, NetError>> {
        Box::pin(ready(Ok(state.intersection(&self.0.state().network))))
    }

    fn inverse<'a>(&'a mut self, op: &'a NetOp, earlier: Option<&'a Undo>) -> BoxFuture<'a, Result<Undo, NetError>> {
        let undo = earlier.cloned().unwrap_or_else(|| match op.subject() {
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
        let mut state = self.0.state();
        if state.stall == Some(op.change().step) {
            return Box::pin(pending());
        }
        let made = state.execute(op);
        Box::pin(ready(made))
    }

    fn undo<'a>(&'a mut self, undo: &'a Undo) -> BoxFuture<'a, Result<(), NetError>> {
        let mut state = self.0.state();
        let subject = undo.subject();
        let done = if state.alive() {
            state.network.give_back(&subject);
            state.was_given_back |= state.network.resolver_file.is_none();
            Ok(())
        } else {
            Err(NetError::TimedOut { step: NetworkStep::Look })
        };
        Box::pin(ready(done))
    }

    fn sweep(&mut self, slot: TunnelSlot) -> BoxFuture<'_, Result<usize, NetError>> {
        let mut state = self.0.state();
        if !state.alive() {
            return Box::pin(ready(Ok(0)));
        }
        let network = &mut state.network;
        let before = network.rules.len() + network.routes.len();
        network.rules.retain(|rule| rule.table != ids::table(slot));
        network.routes.retain(|key, _| key.table != ids::table(slot));
        let swept = before - network.rules.len() - network.routes.len();
        Box::pin(ready(Ok(swept)))
    }
}
