//! [`Backend`] for Linux.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    net::IpAddr,
    sync::PoisonError,
    time::Duration,
};

use futures_util::future::BoxFuture;
use vpn_api::{DnsPlan, NetworkStep, TunnelSlot};

use super::{
    Options, addresses,
    dns::resolver_file,
    ids,
    links::{self, LOOSE},
    netlink::Netlink,
    network_manager,
    op::{Address, Family, FileState, Interface, NetOp, RouteKey, Rule, Undo},
    routes, rules,
    state::{LinuxFacts, LinuxNetworkState},
};
use crate::{
    backend::{Backend, Operation, Undoing},
    error::NetError,
    files,
    journal::{self, Journal, Loaded},
    machine_plan::Share,
};

/// How long a service may take to forget the interface's name servers. It forgets them anyway with the interface.
const UNDO_TIME: Duration = Duration::from_secs(1);

/// Changes this machine's network for one tunnel.
#[derive(Debug)]
pub struct LinuxBackend {
    slot: TunnelSlot,
    options: Options,
    netlink: Option<Netlink>,
}

impl LinuxBackend {
    pub(super) fn new(slot: TunnelSlot, options: Options) -> Self {
        Self { slot, options, netlink: None }
    }

    /// Opened at the first use, when there is an event loop.
    fn netlink(&mut self) -> Result<&mut Netlink, NetError> {
        match self.netlink {
            Some(ref mut netlink) => Ok(netlink),
            None => Ok(self.netlink.insert(Netlink::new().map_err(NetError::system(NetworkStep::Look))?)),
        }
    }

    /// What other tunnels' journals say, skipping those that cannot be read.
    fn of_others<T>(&self, pick: impl Fn(TunnelSlot, &Undo) -> Option<T>) -> Vec<T> {
        let slots = journal::slots(&self.options.state_dir).unwrap_or_default();
        let mut picked = Vec::new();
        for slot in slots.into_iter().filter(|slot| *slot != self.slot) {
            if let Ok(Loaded::Intact(journal)) = Journal::load(&self.options.state_dir, slot) {
                picked.extend(journal.entries().iter().filter_map(|undo| pick(slot, undo)));
            }
        }
        picked
    }

    /// Interfaces that other tunnels loosened, with what they were.
    fn loosened_by_others(&self) -> Vec<(Interface, u32)> {
        self.of_others(|_, undo| {
            let Undo::ReversePath { interface, was } = undo else { return None };
            Some((interface.clone(), *was))
        })
    }

    async fn facts(&mut self, share: &Share) -> Result<LinuxFacts, NetError> {
        let plan = &share.plan;
        let loosened = self.loosened_by_others();
        let netlink = self.netlink()?;
        let links = links::links(netlink).await.map_err(NetError::system(NetworkStep::Look))?;
        let elsewhere = |table: u32| !ids::is_table_of_ours(table);
        let routes = routes::routes(netlink, elsewhere).await.map_err(NetError::system(NetworkStep::Look))?;
        let addresses = addresses::addresses(netlink).await.map_err(NetError::system(NetworkStep::Look))?;

        let name = plan.interface.as_ref().map(|interface| interface.name.as_str());
        let own = links.iter().find(|link| Some(link.interface.name.as_str()) == name);
        let mut facts = LinuxFacts {
            interface: own.map(|link| link.interface.clone()),
            ipv6: links.iter().any(links::Link::proves_ipv6),
            ..LinuxFacts::default()
        };
        facts.interface_ipv6 = facts.ipv6 && own.is_some_and(links::Link::carries_ipv6);

        let everywhere = links::path_filter_everywhere();
        for link in links.iter().filter(|link| !is_ours(&link.interface.name)) {
            let through = |route: &&routes::Route| route.is_unicast() && route.through.contains(&link.interface.index);
            let mut has_ipv4 = false;
            let own = addresses.iter().filter(|(index, _)| *index == link.interface.index).map(|(_, net)| net.addr());
            facts.taken.extend(own.chain(routes.iter().filter(through).filter_map(|route| route.gateway)));
            for route in routes.iter().filter(through) {
                has_ipv4 |= Family::of(&route.key.destination) == Family::V4;
                if route.key.table == ids::TABLE_MAIN && !route.has_gateway {
                    facts.local_networks.insert(route.key.destination);
                }
            }
            if has_ipv4 {
                facts.uplinks.insert(link.interface.clone());
                let by_another = loosened.iter().any(|(interface, _)| *interface == link.interface);
                if by_another || links::is_strict(link.path_filter, everywhere) {
                    facts.strict.insert(link.interface.clone());
                }
            }
        }
        // Every link has its own.
        facts.taken.retain(|address| !matches!(address, IpAddr::V6(address) if address.is_unicast_link_local()));
        if plan.dns.is_some() {
            facts.resolved = self.options.resolved.is_running().await;
            let file = resolver_file::effective(&self.options.resolver_file);
            facts.resolver_file_is_stub = resolver_file::is_stub(&file);
        }
        Ok(facts)
    }

    async fn what_is_so(&mut self, state: &LinuxNetworkState) -> Result<LinuxNetworkState, NetError> {
        if *state == LinuxNetworkState::default() {
            return Ok(LinuxNetworkState::default());
        }
        let slot = self.slot;
        let netlink = self.netlink()?;
        let read = NetError::system(NetworkStep::ReadBack);
        let links = links::links(netlink).await.map_err(read)?;
        let addresses = addresses::addresses(netlink).await.map_err(read)?;
        let routes = routes::routes(netlink, |table| table == ids::table(slot)).await.map_err(read)?;
        let rules = rules::rules(netlink).await.map_err(read)?;

        let link = |interface: &Interface| links.iter().find(|link| link.interface == *interface);
        let mut so = LinuxNetworkState::default();
        let up = |interface: &Interface, mtu: u16| {
            link(interface).is_some_and(|link| link.up && link.promote && link.mtu == u32::from(mtu))
        };
        so.links = state.links.clone();
        so.links.retain(|interface, mtu| up(interface, *mtu));
        let has = |address: &Address| {
            link(&address.interface).is_some() && addresses.contains(&(address.interface.index, address.net))
        };
        so.addresses = state.addresses.iter().filter(|address| has(address)).cloned().collect();
        let found = routes.iter().map(|route| (route.key, route.target())).collect::<BTreeMap<_, _>>();
        let leads = |key: &RouteKey, target| found.get(key) == Some(&Some(target));
        so.routes = state.routes.iter().map(|(key, to)| (*key, *to)).filter(|(key, to)| leads(key, *to)).collect();
        so.rules = state.rules.iter().filter(|rule| rules.contains(&(**rule, true))).copied().collect();
        let loose = |interface: &Interface| link(interface).is_some_and(|link| link.path_filter == LOOSE);
        so.loose = state.loose.iter().filter(|interface| loose(interface)).cloned().collect();
        for (interface, dns) in &state.link_dns {
            let has = self.options.resolved.has(interface, dns).await;
            let has = has.inspect_err(|error| tracing::debug!(%error, "cannot ask for the name servers"));
            if has.unwrap_or(false) {
                so.link_dns.insert(interface.clone(), dns.clone());
            }
        }
        so.resolver_file = state.resolver_file.clone().filter(|dns| self.resolver_file_says(dns));
        Ok(so)
    }

    fn resolver_file_says(&self, dns: &DnsPlan) -> bool {
        let written = self.options.written.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((written_for, content)) = &*written else { return false };
        let now = resolver_file::read(&self.options.resolver_file);
        let same = matches!(now, Ok(FileState::Regular { bytes, .. }) if bytes == content.as_bytes());
        written_for == dns && same
    }

    fn remember_written(&self, written: Option<(DnsPlan, String)>) {
        *self.options.written.lock().unwrap_or_else(PoisonError::into_inner) = written;
    }

    async fn inverse_of(&mut self, op: &NetOp, earlier: Option<&Undo>) -> Result<Undo, NetError> {
        let failed = |error: io::Error| NetError::Change { change: op.change(), cause: error.into() };
        if let NetOp::SetResolverFile { dns } = op {
            return self.inverse_of_resolver_file(dns, earlier).map_err(failed);
        }
        if let Some(earlier) = earlier {
            return Ok(earlier.clone());
        }
        match op {
            NetOp::SetLink { interface, .. } => {
                let link = links::find(self.netlink()?, interface).await.map_err(failed)?;
                let link = link.ok_or_else(|| NetError::NoInterface { name: interface.name.clone() })?;
                Ok(Undo::Link { interface: interface.clone(), mtu: link.mtu, up: link.up, promote: link.promote })
            }
            NetOp::AddAddress(address) => {
                let all = addresses::addresses(self.netlink()?).await.map_err(failed)?;
                let there = all.contains(&(address.interface.index, address.net));
                Ok(if there { Undo::Keep(address.clone()) } else { Undo::Address(address.clone()) })
            }
            NetOp::SetRoute { key, .. } => Ok(Undo::Route(*key)),
            NetOp::AddRule(rule) => Ok(Undo::Rule(*rule)),
            NetOp::LoosenReversePath { interface } => {
                let others = self.loosened_by_others();
                let link = links::find(self.netlink()?, interface).await.map_err(failed)?;
                let link = link.ok_or_else(|| NetError::NoInterface { name: interface.name.clone() })?;
                let by_another = others.into_iter().find(|(other, _)| other == interface).map(|(_, was)| was);
                let was = by_another.unwrap_or(link.path_filter);
                Ok(Undo::ReversePath { interface: interface.clone(), was })
            }
            NetOp::SetLinkDns { interface, .. } => Ok(Undo::LinkDns(interface.clone())),
            NetOp::SetResolverFile { .. } | NetOp::GiveBack(_) => Err(NetError::unjournalled(op.change())),
        }
    }

    fn inverse_of_resolver_file(&self, dns: &DnsPlan, earlier: Option<&Undo>) -> io::Result<Undo> {
        let path = &self.options.resolver_file;
        let holder =
            self.of_others(|slot, undo| matches!(undo, Undo::ResolverFile { .. }).then_some(slot)).into_iter().next();
        if let Some(holder) = holder {
            return Err(io::Error::other(format!("another tunnel ({}) holds {}", holder.interface(), path.display())));
        }
        let now = resolver_file::read(path)?;
        let (before, mut ours) = match earlier {
            // Somebody replaced our file: that is what the machine would have without us.
            Some(Undo::ResolverFile { before, ours }) if resolver_file::is_one_of(&now, before, ours) => {
                (before.clone(), ours.clone())
            }
            Some(_) | None => (now, Vec::new()),
        };
        let other_servers = match &before {
            FileState::Regular { bytes, .. } => bytes.clone(),
            FileState::Symlink { target } => resolver_file::effective(&resolver_file::target(path, target)),
            FileState::Missing => Vec::new(),
        };
        let link = if let FileState::Symlink { target } = &before { Some(target.as_slice()) } else { None };
        ours.push(resolver_file::render(dns, &other_servers, link, &self.slot.interface()));
        let copy = serde_json::to_vec(&before).map_err(io::Error::other)?;
        files::replace_file(&self.second_backup(), &copy, true)?;
        Ok(Undo::ResolverFile { before, ours })
    }

    /// A copy of what the resolver file was, for the day when the journal is damaged.
    fn second_backup(&self) -> std::path::PathBuf {
        self.options.state_dir.join("resolver-file-before.json")
    }

    fn forget_second_backup(&self) -> io::Result<()> {
        files::remove_file(&files::unfinished(&self.second_backup()))?;
        files::remove_file(&self.second_backup())
    }

    /// Removes what a helper that died while writing left in the state directory. To be called when the journals have been
    /// undone: the second backup stays while one of them still has to put the resolver file back.
    pub(super) fn sweep_state_dir(&self) -> Result<(), NetError> {
        journal::remove_unfinished(&self.options.state_dir)?;
        let mut needed = false;
        for slot in journal::slots(&self.options.state_dir)? {
            needed |= match Journal::<Undo>::load(&self.options.state_dir, slot)? {
                Loaded::Intact(journal) => journal.entries().iter().any(Undoing::outlives_boot),
                Loaded::Missing => false,
                Loaded::Damaged => true,
            };
        }
        if needed { Ok(()) } else { self.forget_second_backup().map_err(NetError::system(NetworkStep::Dns)) }
    }

    /// Puts the resolver file back from the second backup, if the file says that it is ours, or makes it what the machine's
    /// network manager would.
    pub(super) fn sweep_resolver_file(&self) -> Result<usize, NetError> {
        let path = &self.options.resolver_file;
        let ours = match resolver_file::read(path) {
            Ok(FileState::Regular { bytes, .. }) => bytes.starts_with(resolver_file::MARK.as_bytes()),
            Ok(FileState::Missing | FileState::Symlink { .. }) | Err(_) => false,
        };
        let mut swept = 0;
        if ours {
            let copy = fs::read(self.second_backup());
            let before = copy.and_then(|copy| serde_json::from_slice(&copy).map_err(io::Error::other));
            let before = before.or_else(|error| resolver_file::of_the_manager().ok_or(error));
            let put = before.and_then(|before| resolver_file::put(path, &before));
            put.map_err(NetError::system(NetworkStep::Dns))?;
            swept = 1;
        }
        if let Err(error) = self.forget_second_backup() {
            tracing::warn!(%error, "the copy of the resolver file could not be removed");
        }
        Ok(swept)
    }

    async fn make(&mut self, op: &NetOp, undo: &Undo) -> Result<(), NetError> {
        let failed = |error: io::Error| NetError::Change { change: op.change(), cause: error.into() };
        match op {
            NetOp::SetLink { interface, mtu } => {
                links::set(self.netlink()?, interface, true, u32::from(*mtu), true).await.map_err(failed)
            }
            NetOp::AddAddress(address) => {
                // At the first one, and whenever one was taken away, which is what NetworkManager does.
                network_manager::leave_alone(&self.options.resolved, &address.interface.name);
                addresses::add(self.netlink()?, address).await.map_err(failed)
            }
            NetOp::SetRoute { key, target, .. } => routes::set(self.netlink()?, key, target).await.map_err(failed),
            NetOp::AddRule(rule) => rules::add(self.netlink()?, rule).await.map_err(failed),
            NetOp::LoosenReversePath { interface } => {
                links::set_path_filter(self.netlink()?, interface, LOOSE).await.map_err(failed)
            }
            NetOp::SetLinkDns { interface, dns } => {
                self.options.resolved.set(interface, dns).await.map_err(NetError::system(NetworkStep::Dns))
            }
            NetOp::SetResolverFile { dns } => {
                let Undo::ResolverFile { before, ours } = undo else {
                    return Err(NetError::unjournalled(op.change()));
                };
                let content = ours.last().cloned().unwrap_or_default();
                resolver_file::write(&self.options.resolver_file, before, &content).map_err(failed)?;
                self.remember_written(Some((dns.clone(), content)));
                Ok(())
            }
            NetOp::GiveBack(_) => self.take_back(undo).await,
        }
    }

    async fn take_back(&mut self, undo: &Undo) -> Result<(), NetError> {
        let failed = NetError::system(undo.subject().step());
        match undo {
            Undo::Keep(_) => Ok(()),
            Undo::Link { interface, mtu, up, promote } => {
                links::restore(self.netlink()?, interface, *up, *mtu, *promote).await.map_err(failed)
            }
            Undo::Address(address) => {
                let netlink = self.netlink()?;
                // Another interface may have the number of the one that is gone.
                match links::find(netlink, &address.interface).await.map_err(failed)? {
                    Some(_) => addresses::remove(netlink, address).await.map_err(failed),
                    None => Ok(()),
                }
            }
            Undo::Route(key) => routes::remove(self.netlink()?, key).await.map_err(failed),
            Undo::Rule(rule) => rules::remove(self.netlink()?, rule).await.map_err(failed),
            Undo::ReversePath { interface, was } => {
                if self.loosened_by_others().iter().any(|(other, _)| other == interface) {
                    return Ok(());
                }
                links::restore_path_filter(self.netlink()?, interface, *was).await.map_err(failed)
            }
            Undo::LinkDns(interface) => {
                // With the interface its name servers went; with the service, everything did.
                let there = links::find(self.netlink()?, interface).await.map_err(failed)?.is_some();
                let resolved = &self.options.resolved;
                let reverted =
                    async { if resolved.is_running().await { resolved.revert(interface).await } else { Ok(()) } };
                let reverted =
                    async { if there { tokio::time::timeout(UNDO_TIME, reverted).await } else { Ok(Ok(())) } };
                reverted.await.unwrap_or_else(|late| Err(late.into())).map_err(failed)
            }
            Undo::ResolverFile { before, ours } => {
                let path = &self.options.resolver_file;
                if !resolver_file::restore(path, before, ours).map_err(failed)? {
                    tracing::info!("somebody else wrote the resolver file meanwhile; it stays");
                }
                self.remember_written(None);
                self.forget_second_backup().map_err(NetError::system(NetworkStep::Dns))
            }
        }
    }

    /// Whether the interface that a journal is about is still there.
    pub(super) async fn has_interface_of(&mut self, journal: &Journal<Undo>) -> Result<bool, NetError> {
        let interface =
            |undo: &Undo| if let Undo::Link { interface, .. } = undo { Some(interface.clone()) } else { None };
        let Some(interface) = journal.entries().iter().find_map(interface) else { return Ok(false) };
        let found = links::find(self.netlink()?, &interface).await.map_err(NetError::system(NetworkStep::Look))?;
        Ok(found.is_some())
    }

    /// Removes the rules and routes of these tables.
    pub(super) async fn sweep_kernel(
        &mut self,
        is_meant: impl Fn(u32) -> bool + Copy + Send,
    ) -> Result<usize, NetError> {
        let netlink = self.netlink()?;
        let rules: BTreeSet<Rule> = rules::rules(netlink)
            .await
            .map_err(NetError::system(NetworkStep::Rule))?
            .into_iter()
            .map(|(rule, _)| rule)
            .filter(|rule| is_meant(rule.table))
            .collect();
        let routes = routes::routes(netlink, is_meant).await.map_err(NetError::system(NetworkStep::Route))?;
        for rule in &rules {
            rules::remove(netlink, rule).await.map_err(NetError::system(NetworkStep::Rule))?;
        }
        for route in &routes {
            routes::remove(netlink, &route.key).await.map_err(NetError::system(NetworkStep::Route))?;
        }
        Ok(rules.len() + routes.len())
    }
}

/// Whether an interface is a tunnel of ours.
#[must_use]
pub fn is_ours(name: &str) -> bool {
    (u8::MIN..=u8::MAX).any(|number| TunnelSlot(number).interface() == name)
}

impl Backend for LinuxBackend {
    type Op = NetOp;
    type Undo = Undo;
    type State = LinuxNetworkState;
    type Facts = LinuxFacts;

    fn look<'a>(&'a mut self, share: &'a Share) -> BoxFuture<'a, Result<LinuxFacts, NetError>> {
        Box::pin(self.facts(share))
    }

    fn present<'a>(&'a mut self, state: &'a LinuxNetworkState) -> BoxFuture<'a, Result<LinuxNetworkState, NetError>> {
        Box::pin(self.what_is_so(state))
    }

    fn inverse<'a>(&'a mut self, op: &'a NetOp, earlier: Option<&'a Undo>) -> BoxFuture<'a, Result<Undo, NetError>> {
        Box::pin(self.inverse_of(op, earlier))
    }

    fn execute<'a>(&'a mut self, op: &'a NetOp, undo: &'a Undo) -> BoxFuture<'a, Result<(), NetError>> {
        Box::pin(self.make(op, undo))
    }

    fn undo<'a>(&'a mut self, undo: &'a Undo) -> BoxFuture<'a, Result<(), NetError>> {
        Box::pin(self.take_back(undo))
    }

    fn sweep(&mut self, slot: TunnelSlot) -> BoxFuture<'_, Result<usize, NetError>> {
        Box::pin(self.sweep_kernel(move |table| table == ids::table(slot)))
    }
}
