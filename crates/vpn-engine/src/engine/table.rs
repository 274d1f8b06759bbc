//! All connections of the engine: their owners, snapshots and tunnel numbers, and the subscribers to their events.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use ipnet::IpNet;
use privileged::{Want, Way};
use tokio::sync::{broadcast, watch};
use vpn_api::{
    Blame, CloseReason, ConnectionId, Failure, FailureKind, NetworkPlan, Owner, Phase, Protection, RequestProblem,
    Retry, Traffic, TunnelSlot, TunnelState, Ways,
    contract::{ConnectionSnapshot, Event, LogLevel},
    plan::MAX_TUNNELS,
};

use super::{
    accepted::Accepted,
    journal::Journal,
    live::Live,
    machine_state::MachineState,
    mailbox::{Command, Mailbox, mailbox},
    messages::{Key, Setup},
    now,
    planned::Planned,
    refused,
};
use crate::{driver::Measure, registry::Registry};

/// Tunnels of one user at one time, so that no user takes all of them.
const MAX_TUNNELS_OF_USER: usize = 8;
/// Tunnels that are kept free for users who have none yet, so that two users do not take all of them from a third.
const KEPT_FOR_FIRST: u8 = 4;
/// Tunnels that are kept free for administrators.
const KEPT_FOR_ADMINISTRATORS: u8 = 2;
/// Connections that are remembered, most of them down.
const MAX_CONNECTIONS: usize = 64;
/// Events that a slow listener may be behind.
const EVENTS: usize = 1024;

#[derive(Debug)]
pub(super) struct ConnectionTable {
    pub(super) registry: Registry,
    pub(super) journal: Journal,
    connections: Mutex<Connections>,
    events: broadcast::Sender<Event>,
    /// The machine as it was seen last.
    pub(super) machine: watch::Sender<MachineState>,
    /// Grows with each connection that goes down.
    downs: watch::Sender<u64>,
    /// How many look at counters.
    pub(super) watchers: watch::Sender<usize>,
    planned: Mutex<Planned>,
}

/// A tunnel that is up, beside the others.
pub(super) struct Provable {
    pub(super) slot: TunnelSlot,
    pub(super) plans: Vec<NetworkPlan>,
    pub(super) measure: Option<Measure>,
}

#[derive(Debug, Default)]
struct Connections {
    known: BTreeMap<Key, Entry>,
    closing: bool,
    protection: Protection,
}

#[derive(Debug)]
struct Entry {
    view: ConnectionSnapshot,
    /// When the view's state was so.
    at: Instant,
    commands: Mailbox,
    slot: Option<TunnelSlot>,
    /// The number of its last tunnel, while traffic is held back for it.
    held: Option<TunnelSlot>,
    /// Orders given to its task so far.
    orders: u64,
    /// The tunnel that its own frames go through, if they do not go past all of them.
    through: Option<TunnelSlot>,
    /// Where its counters are read, while a session runs.
    live: Option<Live>,
}

impl Entry {
    /// The connection with its counters, and what is left of a wait, as they are now.
    fn snapshot(&self) -> ConnectionSnapshot {
        let mut view = self.view.clone();
        view.state = view.state.later(now().saturating_duration_since(self.at));
        if let Some(live) = &self.live {
            view.traffic = live.read();
        }
        view
    }
}

impl ConnectionTable {
    pub(super) fn new(registry: Registry) -> Self {
        Self {
            registry,
            journal: Journal::default(),
            connections: Mutex::default(),
            events: broadcast::Sender::new(EVENTS),
            machine: watch::Sender::default(),
            downs: watch::Sender::new(0),
            watchers: watch::Sender::new(0),
            planned: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Connections> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Records a connection, and gives what its task needs if it has none yet.
    pub(super) fn enter(&self, accepted: Accepted) -> Result<Option<Setup>, Failure> {
        self.enter_at(accepted, None)
    }

    /// The same, for the tunnel that an engine before this one had for it. It is refused where that is another one's now.
    pub(super) fn enter_at(&self, accepted: Accepted, at: Option<TunnelSlot>) -> Result<Option<Setup>, Failure> {
        let mut connections = self.lock();
        if connections.closing {
            return Err(refused(RequestProblem::Ending));
        }
        let key = (accepted.owner.clone(), accepted.request.connection.clone());
        let slot = match connections.known.get(&key).and_then(|entry| entry.slot.or(entry.held)) {
            Some(slot) => slot,
            None => match at {
                Some(slot) if slot.0 < MAX_TUNNELS && !connections.uses(slot) => slot,
                Some(_) => return Err(refused(RequestProblem::TooManyTunnels)),
                None => connections.free_slot(&key.0)?,
            },
        };
        if let Some(entry) = connections.known.get_mut(&key) {
            let name = accepted.request.name.clone();
            if !entry.commands.post(Command::Connect(Box::new(accepted), slot, entry.orders + 1)) {
                return Err(refused(RequestProblem::Busy));
            }
            (entry.slot, entry.held) = (Some(slot), None);
            entry.orders += 1;
            // A client that asks right after this must not see what was the case before.
            if entry.view.state.is_active() {
                entry.view.state = TunnelState::Disconnecting;
            } else {
                (entry.view.name, entry.view.state) = (name, first_state());
            }
            return Ok(None);
        }
        connections.make_room()?;
        let (commands, inbox) = mailbox();
        let view = new_view(&key, accepted.request.name.clone(), first_state());
        let orders = 1;
        // Nobody else has it yet, so there is room.
        let _ = commands.post(Command::Connect(Box::new(accepted), slot, orders));
        connections.known.insert(
            key,
            Entry {
                view: view.clone(),
                at: now(),
                commands,
                slot: Some(slot),
                held: None,
                orders,
                through: None,
                live: None,
            },
        );
        Ok(Some(Setup { view, inbox, left: None }))
    }

    /// Records a connection that an engine before this one left, and that is not brought back for this reason. It is down,
    /// traffic is held back for it as before, and its person says what is to become of it. `None`: it is another one by now.
    pub(super) fn enter_left(&self, want: Want, failure: Failure) -> Option<Setup> {
        let mut connections = self.lock();
        let key = (want.owner.clone(), want.connection.clone());
        let is_free = want.slot.0 < MAX_TUNNELS && !connections.uses(want.slot);
        if connections.closing || !is_free || connections.known.contains_key(&key) || connections.make_room().is_err() {
            return None;
        }
        let state = TunnelState::Disconnected { failure: Some(failure) };
        let view = new_view(&key, want.connection.as_str().to_owned(), state);
        let (commands, inbox) = mailbox();
        let held = Some(want.slot);
        let entry =
            Entry { view: view.clone(), at: now(), commands, slot: None, held, orders: 0, through: None, live: None };
        connections.known.insert(key, entry);
        let _ = self.events.send(Event::Connection(Box::new(view.clone())));
        Some(Setup { view, inbox, left: Some(want) })
    }

    pub(super) fn command(&self, caller: &Owner, key: &Key, command: Command) -> Result<(), Failure> {
        permit(caller, &key.0)?;
        let connections = self.lock();
        let unknown = || Failure::new(FailureKind::UnknownConnection, Blame::User, Retry::Never);
        let entry = connections.known.get(key).ok_or_else(unknown)?;
        if let Command::Answer(prompt, answer) = &command
            && entry.view.prompt.as_ref().is_some_and(|asked| asked.id == *prompt && !answer.fits(&asked.prompt))
        {
            return Err(refused(RequestProblem::AnswerOfOtherKind));
        }
        if entry.commands.post(command) { Ok(()) } else { Err(refused(RequestProblem::Busy)) }
    }

    /// Shows a connection as it is. One that is down gives its tunnel number back, unless there is an order that its
    /// task has not seen yet; `orders` is how many it has seen.
    pub(super) fn show(&self, view: &ConnectionSnapshot, orders: u64) {
        let down = !view.state.is_active();
        let mut view = view.clone();
        let mut connections = self.lock();
        if let Some(entry) = connections.known.get_mut(&(view.owner.clone(), view.connection.clone())) {
            (entry.view, entry.at) = (view.clone(), now());
            view.traffic = entry.snapshot().traffic;
            if down && entry.orders == orders {
                entry.slot = None;
            }
        }
        // Sent under the lock, so that a new subscriber's snapshot and its events have no gap and no repetition.
        let _ = self.events.send(Event::Connection(Box::new(view)));
        drop(connections);
        if down {
            self.downs.send_modify(|count| *count += 1);
        }
    }

    /// The connection goes down and keeps its tunnel's number: traffic is held back for it.
    pub(super) fn hold_slot(&self, key: &Key) {
        if let Some(entry) = self.lock().known.get_mut(key) {
            entry.held = entry.slot;
        }
    }

    /// Nothing is held back any more for a connection that is down.
    pub(super) fn release_slot(&self, key: &Key) {
        if let Some(entry) = self.lock().known.get_mut(key) {
            entry.held = None;
        }
    }

    /// The lock changed.
    pub(super) fn show_protection(&self, protection: Protection) {
        let mut connections = self.lock();
        if connections.protection != protection {
            connections.protection.clone_from(&protection);
            let _ = self.events.send(Event::Protection(Box::new(protection)));
        }
    }

    /// Tells the connections of this user that are wanted and not up that their traffic does not wait for them any more.
    pub(super) fn let_out(&self, caller: &Owner) {
        let connections = self.lock();
        let waiting = connections.known.values().filter(|entry| {
            let view = &entry.view;
            caller.may_act_for(&view.owner)
                && view.state.is_active()
                && !matches!(view.state, TunnelState::Connected(_))
        });
        for entry in waiting {
            let _ = entry.commands.post(Command::LetOut);
        }
    }

    /// Tells the connection whose tunnel this is.
    pub(super) fn tell(&self, slot: TunnelSlot, command: Command) {
        let connections = self.lock();
        if let Some(entry) = connections.known.values().find(|entry| entry.slot == Some(slot)) {
            let _ = entry.commands.post(command);
        }
    }

    /// The lock as it was told last.
    pub(super) fn protection(&self) -> Protection {
        self.lock().protection.clone()
    }

    /// Its counters are read there from here on.
    pub(super) fn counts(&self, key: &Key, live: Option<Live>) {
        if let Some(entry) = self.lock().known.get_mut(key) {
            entry.live = live;
        }
    }

    /// As [`Planned::set`].
    pub(super) fn planned(&self, key: &Key, plan: Option<&NetworkPlan>, one_list: impl FnOnce() -> bool) {
        let mut planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(ways) = planned.set(key, plan, one_list) {
            // Sent under the lock, so that the newest is told last.
            let _ = self.events.send(Event::Ways(Box::new(ways)));
        }
    }

    /// What goes where.
    pub(super) fn ways(&self) -> Ways {
        self.planned.lock().unwrap_or_else(PoisonError::into_inner).ways.clone()
    }

    /// What is looked at to see whether a tunnel does what it should. None: it is not up.
    pub(super) fn provable(&self, caller: &Owner, key: &Key) -> Result<Option<Provable>, Failure> {
        permit(caller, &key.0)?;
        let (slot, measure) = {
            let connections = self.lock();
            let unknown = || Failure::new(FailureKind::UnknownConnection, Blame::User, Retry::Never);
            let entry = connections.known.get(key).ok_or_else(unknown)?;
            let up = matches!(entry.view.state, TunnelState::Connected(_));
            let Some(slot) = entry.slot.filter(|_| up) else { return Ok(None) };
            (slot, entry.live.as_ref().map(|live| Arc::clone(&live.measure)))
        };
        let planned = self.planned.lock().unwrap_or_else(PoisonError::into_inner);
        let plans = planned.plans.iter().map(|(_, plan)| plan.clone()).collect();
        Ok(Some(Provable { slot, plans, measure }))
    }

    /// Tells the counters of all connections that are up.
    pub(super) fn tell_traffic(&self) {
        for (key, entry) in &self.lock().known {
            if let (Some(live), TunnelState::Connected(_)) = (&entry.live, &entry.view.state) {
                let (owner, connection) = key.clone();
                let _ = self.events.send(Event::Traffic { connection, owner, traffic: live.read() });
            }
        }
    }

    pub(super) fn snapshots(&self) -> Vec<ConnectionSnapshot> {
        self.lock().known.values().map(Entry::snapshot).collect()
    }

    pub(super) fn subscribe(&self) -> (Vec<ConnectionSnapshot>, broadcast::Receiver<Event>) {
        let connections = self.lock();
        (connections.known.values().map(Entry::snapshot).collect(), self.events.subscribe())
    }

    pub(super) fn log(&self, level: LogLevel, of: Option<Key>, text: &str) {
        let line = self.journal.write(level, of, text);
        let connection = line.connection.as_ref().map(ConnectionId::as_str);
        match level {
            LogLevel::Error => tracing::error!(connection, "{}", line.text),
            LogLevel::Warn => tracing::warn!(connection, "{}", line.text),
            LogLevel::Info => tracing::info!(connection, "{}", line.text),
            LogLevel::Debug => tracing::debug!(connection, "{}", line.text),
        }
        let _ = self.events.send(Event::Log(line));
    }

    /// Notes which way the frames of a connection go.
    pub(super) fn goes(&self, key: &Key, way: Way) {
        if let Some(entry) = self.lock().known.get_mut(key) {
            entry.through = match way {
                Way::Through(tunnel) => Some(tunnel),
                Way::Routed | Way::PastTunnels => None,
            };
        }
    }

    /// The tunnel of another connection of the same owner that is up and leads to this address by a network of its own, other
    /// than half of all addresses or more; the most specific one. None that is itself reached through this connection.
    pub(super) fn tunnel_to(&self, key: &Key, address: IpAddr) -> Option<TunnelSlot> {
        let connections = self.lock();
        let own = connections.known.get(key)?;
        let others = connections.known.iter().filter(|(other, _)| *other != key && other.0 == key.0);
        let leading = others.filter_map(|(_, entry)| {
            let TunnelState::Connected(details) = &entry.view.state else { return None };
            let networks = details.networks.iter().filter(|network| network.prefix_len() > 1);
            let longest = networks.filter(|network| network.contains(&address)).map(IpNet::prefix_len).max()?;
            Some((longest, entry.slot?))
        });
        let leading = leading.filter(|(_, slot)| !connections.goes_through(*slot, own.slot));
        leading.max_by_key(|(longest, _)| *longest).map(|(_, slot)| slot)
    }

    /// Ends all connections and waits until none is up.
    pub(super) async fn shut_down(self: &Arc<Self>) {
        let mut downs = self.downs.subscribe();
        let _ = self.events.send(Event::ShuttingDown);
        {
            let mut connections = self.lock();
            connections.closing = true;
            for entry in connections.known.values().filter(|entry| entry.slot.is_some()) {
                let _ = entry.commands.post(Command::Disconnect(CloseReason::Shutdown));
            }
        }
        while self.lock().known.values().any(|entry| entry.slot.is_some()) {
            if downs.changed().await.is_err() {
                return;
            }
        }
    }
}

impl Connections {
    fn uses(&self, slot: TunnelSlot) -> bool {
        self.known.values().any(|entry| entry.slot == Some(slot) || entry.held == Some(slot))
    }

    fn free_slot(&self, owner: &Owner) -> Result<TunnelSlot, Failure> {
        let active = || self.known.values().filter(|entry| entry.slot.is_some());
        if !owner.is_administrator()
            && active().filter(|entry| entry.view.owner == *owner).count() >= MAX_TUNNELS_OF_USER
        {
            return Err(refused(RequestProblem::TooManyTunnelsOfUser));
        }
        let used: BTreeSet<TunnelSlot> =
            self.known.values().flat_map(|entry| [entry.slot, entry.held]).flatten().collect();
        // Of those for which only traffic is held back, one of the same user gives way.
        let own = self.known.values().find(|entry| entry.held.is_some() && entry.view.owner == *owner);
        let has_one = active().any(|entry| entry.view.owner == *owner);
        let kept = match (owner.is_administrator(), has_one) {
            (true, _) => 0,
            (false, false) => KEPT_FOR_ADMINISTRATORS,
            (false, true) => KEPT_FOR_ADMINISTRATORS + KEPT_FOR_FIRST,
        };
        let is_left = used.len() < usize::from(MAX_TUNNELS - kept);
        (0..MAX_TUNNELS)
            .map(TunnelSlot)
            .find(|slot| is_left && !used.contains(slot))
            .or_else(|| own.and_then(|entry| entry.held))
            .ok_or_else(|| refused(RequestProblem::TooManyTunnels))
    }

    /// Whether the frames of this tunnel go through the other one, directly or through further ones.
    fn goes_through(&self, tunnel: TunnelSlot, other: Option<TunnelSlot>) -> bool {
        let mut at = Some(tunnel);
        for _ in 0..=MAX_TUNNELS {
            if at == other {
                return true;
            }
            let entry = self.known.values().find(|entry| at.is_some() && entry.slot == at);
            at = entry.and_then(|entry| entry.through);
            if at.is_none() {
                return false;
            }
        }
        true
    }

    /// Forgets a connection that is down, if there are too many.
    fn make_room(&mut self) -> Result<(), Failure> {
        if self.known.len() < MAX_CONNECTIONS {
            return Ok(());
        }
        let down = self.known.iter().find(|(_, entry)| entry.slot.or(entry.held).is_none()).map(|(key, _)| key.clone());
        match down {
            Some(key) => {
                // Its task ends with its last command sender.
                self.known.remove(&key);
                Ok(())
            }
            None => Err(refused(RequestProblem::TooManyConnections)),
        }
    }
}

fn new_view(key: &Key, name: String, state: TunnelState) -> ConnectionSnapshot {
    ConnectionSnapshot {
        connection: key.1.clone(),
        name,
        owner: key.0.clone(),
        yours: true,
        state,
        prompt: None,
        traffic: Traffic::default(),
        data_path: None,
    }
}

fn first_state() -> TunnelState {
    TunnelState::Connecting { phase: Phase::Resolving, server: None, attempt: 1, last_failure: None, waiting: None }
}

fn permit(caller: &Owner, owner: &Owner) -> Result<(), Failure> {
    if caller.may_act_for(owner) {
        Ok(())
    } else {
        Err(Failure::new(FailureKind::NotPermitted { owner: Some(owner.clone()) }, Blame::User, Retry::Never))
    }
}
