//! One connection as a task: takes commands and reports, steps the machine, performs its effects.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use privileged::Hold;
use tokio::sync::{mpsc, watch};
use vpn_api::{CloseReason, Traffic, TunnelSlot, TunnelState, contract::ConnectionSnapshot};

use super::{
    accepted::Accepted,
    active::{ActiveConnection, EndedBy},
    machine_state::{MachineState, SeenOfMachine},
    mailbox::{Command, Inbox},
    messages::{Setup, key_of},
    network::{self, TunnelContext},
    now,
    table::ConnectionTable,
    wanting::Wanting,
};
use crate::{machine::MachineInput, platform::Platform};

/// Reports that may wait for a connection's task, which takes each at once.
const REPORTS: usize = 32;

/// Starts a connection's task. It ends when the table forgets the connection.
pub(super) fn spawn<P: Platform>(platform: Arc<P>, table: Arc<ConnectionTable>, setup: Setup) {
    let machine = table.machine.subscribe();
    let held = setup.left.map(|want| Arc::new(Wanting::left(Arc::clone(&platform), want)));
    let (view, inbox) = (setup.view, setup.inbox);
    let mut connection = Connection { platform, table, machine, view, inbox, orders: 0, held };
    tokio::spawn(async move {
        let mut next = None;
        loop {
            let (order, slot) = match next.take() {
                Some(wanted) => wanted,
                None => match connection.inbox.next().await {
                    Some(Command::Connect(order, slot, number)) => {
                        connection.orders = number;
                        (order, slot)
                    }
                    Some(Command::Disconnect(CloseReason::User)) => {
                        connection.let_go().await;
                        continue;
                    }
                    Some(
                        Command::Disconnect(CloseReason::Restart | CloseReason::Shutdown)
                        | Command::Answer(..)
                        | Command::TryNow
                        | Command::LetOut
                        | Command::Broken(_)
                        | Command::Repaired(..),
                    ) => {
                        continue;
                    }
                    None => return,
                },
            };
            next = connection.run(*order, slot).await;
        }
    });
}

struct Connection<P: Platform> {
    platform: Arc<P>,
    table: Arc<ConnectionTable>,
    machine: watch::Receiver<MachineState>,
    view: ConnectionSnapshot,
    inbox: Inbox,
    /// Orders seen so far.
    orders: u64,
    /// The connection is down, and traffic is held back for it.
    held: Option<Arc<Wanting<P>>>,
}

type Wanted = (Box<Accepted>, TunnelSlot);

impl<P: Platform> Connection<P> {
    /// Traffic is not held back any more for a connection that is down.
    async fn let_go(&mut self) {
        if let Some(held) = self.held.take() {
            if let Err(failure) = held.end().await {
                tracing::warn!(%failure, "a connection that is not wanted any more could not be let go");
            }
            self.table.release_slot(&key_of(&self.view));
            // Its person has seen why it is down.
            self.view.state = TunnelState::Disconnected { failure: None };
            self.table.show(&self.view, self.orders);
        }
    }

    /// From one request to the end of its tunnel. Gives the request that replaces it, if there is one.
    async fn run(&mut self, mut accepted: Accepted, slot: TunnelSlot) -> Option<Wanted> {
        let (reports, mut results) = mpsc::channel(REPORTS);
        let (lan, protocol) = (accepted.request.options.lan, accepted.provider.name());
        let before = self.held.take();
        let resumed = accepted.resumed.is_some() || before.as_ref().is_some_and(|before| before.is_left());
        let context = TunnelContext { slot, lan, protocol, resumed };
        let held = before.map_or(Hold::No, |before| {
            before.give_way();
            before.hold()
        });
        let held = held.max(accepted.resumed.unwrap_or_default());
        let wanting = Arc::new(Wanting::new(Arc::clone(&self.platform), slot, &mut accepted, held));
        let shown = (Arc::clone(&self.table), key_of(&self.view));
        let (jobs, devices) =
            network::spawn(Arc::clone(&self.platform), context, Arc::clone(&wanting), shown, reports.clone());
        self.view.name.clone_from(&accepted.request.name);
        self.view.traffic = Traffic::default();
        self.view.data_path = None;
        self.machine.mark_unchanged();
        let mut active = ActiveConnection {
            platform: &self.platform,
            table: &self.table,
            view: &mut self.view,
            orders: self.orders,
            wanting: Arc::clone(&wanting),
            ended_by: EndedBy::Itself,
            off: None,
            entropy: self.platform.entropy(),
            machine_settings: accepted.machine_settings(),
            accepted,
            reports,
            jobs,
            devices,
            session: None,
            queued: None,
            carried: None,
            begun: None,
            behind_tunnels: BTreeSet::new(),
            before: Traffic::default(),
            known_fallbacks: BTreeSet::new(),
            broken: None,
            taken_away: BTreeMap::new(),
            seen: SeenOfMachine::default(),
            asking: None,
            was_up: false,
            shown_deadline: None,
        };
        let mut next = None;
        let (fresh, mut place) = (active.accepted.machine.clone(), active.place(&self.machine));
        active.begin_at(place.now(), &fresh);
        while active.goes_on() {
            let deadline = active.accepted.machine.deadline();
            let at = deadline.map_or_else(now, |deadline| deadline.at);
            tokio::select! {
                biased;
                command = self.inbox.next() => match command {
                    Some(Command::Connect(order, slot, number)) => {
                        self.orders = number;
                        active.orders = number;
                        next = Some((order, slot));
                        active.ends(EndedBy::Request, CloseReason::User);
                    }
                    Some(Command::Disconnect(reason)) => {
                        next = None;
                        let by = match reason {
                            CloseReason::User => EndedBy::Person,
                            // What the person said holds when the engine ends too.
                            CloseReason::Restart | CloseReason::Shutdown if active.ended_by == EndedBy::Person => {
                                EndedBy::Person
                            }
                            CloseReason::Restart | CloseReason::Shutdown => EndedBy::Engine,
                        };
                        active.ends(by, reason);
                    }
                    Some(Command::Answer(prompt, answer)) => active.step(MachineInput::Answer { prompt, answer }),
                    Some(Command::TryNow) => active.step(MachineInput::TryNow),
                    Some(Command::LetOut) => active.let_out(),
                    Some(Command::Broken(what)) => active.breaks(what),
                    Some(Command::Repaired(what, times, by)) => active.repaired(what, times, by),
                    None => {
                        active.ends(EndedBy::Engine, CloseReason::Shutdown);
                    }
                },
                Some(report) = results.recv() => active.report(report),
                Ok(()) = self.machine.changed() => active.machine_changed(),
                standing = place.changed() => active.stands(standing, &fresh),
                () = tokio::time::sleep_until(at.into()), if deadline.is_some() => active.step(MachineInput::Timeout),
            }
            active.settle(&fresh);
            active.ask_network();
        }
        let stays_wanted = active.stays_wanted();
        drop(active);
        if stays_wanted {
            self.table.hold_slot(&key_of(&self.view));
            self.held = Some(wanting);
        } else if let Err(failure) = wanting.end().await {
            // Its person may have said so after the connection had begun to end by itself.
            tracing::warn!(%failure, "a connection that is not wanted any more could not be let go");
        }
        self.view.data_path = None;
        if next.is_none() {
            self.table.show(&self.view, self.orders);
        }
        next
    }
}
