//! The connections of this person: what the helper says of them, and what was pressed and typed for them. A plain value that
//! waits for nothing: [`super::view_builder`] turns it into what is shown, and the controller does what it returns.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};

use profiles::{Card, GroupId, ProfileId};
use vpn_api::contract::ConnectionSnapshot;
use vpn_api::{ConnectionId, Failure, FailureKind, Owner, PromptId, Secret, Traffic, TunnelState, Waiting, Ways};

use crate::{
    import::Session,
    strings,
    view::{MessageView, TrafficView},
};

/// One profile of the list, without what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// What is known of it.
    pub(crate) card: Card,
    /// In memory only.
    pub(crate) temporary: bool,
    /// A profile of the organisation.
    pub(crate) managed: bool,
    /// The person wants it near at hand.
    pub(crate) favourite: bool,
    /// The group that it is in.
    pub(crate) group: Option<GroupId>,
}

impl Listed {
    /// Sealed or managed elsewhere: nothing is known of it but its card.
    pub(crate) fn plain(card: Card) -> Self {
        Self { card, temporary: false, managed: false, favourite: false, group: None }
    }
}

/// How the helper is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Helper {
    /// Being looked for.
    #[default]
    Searching,
    /// Running; all connections are known.
    Running,
    /// Cannot be used.
    Failed(Failure),
}

/// What the person typed last, kept while the server may refuse it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    /// User name.
    pub(crate) username: String,
    /// Password. Empty when the remembered one was used.
    pub(crate) password: Secret,
    /// What becomes of it once the server took it.
    pub(crate) remember: bool,
    /// It is for all profiles of the group.
    pub(crate) group: bool,
}

/// Why a press on Connect did not reach the helper, or was refused by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StartFailure {
    /// The helper said so, or is not there.
    Helper(Failure),
    /// The profile could not be opened.
    Here(MessageView),
}

/// The connections, and what belongs to them.
#[derive(Debug, Default)]
pub(crate) struct Connections {
    /// The helper.
    pub(crate) helper: Helper,
    /// What the helper says of ours.
    pub(crate) known: BTreeMap<ConnectionId, ConnectionSnapshot>,
    /// When each of them was told.
    told: BTreeMap<ConnectionId, Instant>,
    /// What it says of those of other users, whose ids may be the same as ours.
    pub(crate) others: BTreeMap<(Owner, ConnectionId), ConnectionSnapshot>,
    /// What goes where.
    pub(crate) ways: Ways,
    /// Connections of ours that had a tunnel since they were begun.
    pub(crate) up: BTreeSet<ConnectionId>,
    /// The profile of the last press on Connect, whatever came of it.
    pub(crate) tried: Option<ProfileId>,
    /// Connect was pressed and the helper has not heard of it yet. The number tells a press from an earlier one.
    pub(crate) starting: BTreeMap<ProfileId, u64>,
    /// Presses that were cancelled while the helper was being told.
    cancelled: BTreeSet<u64>,
    /// The last press did not lead to a connection.
    pub(crate) start_failures: BTreeMap<ProfileId, StartFailure>,
    /// What was typed last.
    pub(crate) typed: BTreeMap<ProfileId, Typed>,
    /// A passphrase that is remembered once it fits.
    pub(crate) typed_passphrase: BTreeMap<ProfileId, Secret>,
    /// Prompts that Adit answered itself or the person answered: not asked again.
    pub(crate) answered: BTreeMap<ProfileId, PromptId>,
    /// With what the first connection of a profile signs in that was fetched from its server.
    sessions: BTreeMap<ProfileId, Session>,
    /// Counters of each connection, and when they came.
    measured: BTreeMap<ConnectionId, (Traffic, Instant)>,
    /// Connections that broke, by the number of the break.
    reconnecting: BTreeMap<ProfileId, u64>,
    /// Grows with each press and each break; tells a late report from a current one.
    counter: u64,
}

/// What a change of a connection of ours means beyond the connection itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    /// The question is gone.
    pub(crate) question_gone: bool,
    /// The tunnel has just come up.
    pub(crate) connected: bool,
    /// The tunnel has just broken: the number of the break.
    pub(crate) broken: Option<u64>,
}

/// What the helper has to be told after a press reached it, or did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AfterPress {
    /// Nothing.
    Nothing,
    /// The person has cancelled meanwhile: the connection has to end.
    Disconnect,
}

impl Connections {
    /// This profile's connection, if it is ours.
    pub(crate) fn connection(&self, id: &ProfileId) -> Option<&ConnectionSnapshot> {
        self.known.get(id.connection())
    }

    /// How long ago its state was told.
    pub(crate) fn age(&self, id: &ProfileId) -> Duration {
        self.told.get(id.connection()).map(Instant::elapsed).unwrap_or_default()
    }

    /// Whether a tunnel, or the way to one, exists for this profile.
    pub(crate) fn is_active(&self, id: &ProfileId) -> bool {
        self.starting.contains_key(id) || self.connection(id).is_some_and(|connection| connection.state.is_active())
    }

    /// Our connections that are up, on the way or held back.
    pub(crate) fn active(&self) -> impl Iterator<Item = &ConnectionSnapshot> {
        self.known.values().filter(|connection| connection.state.is_active())
    }

    /// The profiles with a tunnel, or with the way to one.
    pub(crate) fn active_profiles(&self) -> Vec<ProfileId> {
        let begun = self.starting.keys().cloned();
        let known = self.active().map(|connection| ProfileId::from(connection.connection.clone()));
        begun.chain(known).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The profile that the card shows, and that the tray toggles while nothing was connected yet: the active one, else the last tried, so that a failure stays in
    /// sight, else the last used, else the first by name.
    pub(crate) fn primary(&self, profiles: &[Listed]) -> Option<ProfileId> {
        let newest = |left: &&Listed, right: &&Listed| {
            let key = |listed: &Listed| {
                (listed.card.last_used.unwrap_or(0), std::cmp::Reverse(listed.card.name.to_lowercase()))
            };
            key(left).cmp(&key(right))
        };
        let active = profiles.iter().filter(|listed| self.is_active(&listed.card.id)).max_by(newest);
        let tried = || profiles.iter().find(|listed| Some(&listed.card.id) == self.tried.as_ref());
        active.or_else(tried).or_else(|| profiles.iter().max_by(newest)).map(|listed| listed.card.id.clone())
    }

    /// The profiles of the list, and our connections that belong to none of them (made in the terminal).
    pub(crate) fn listed(&self, mut profiles: Vec<Listed>) -> Vec<Listed> {
        for connection in self.active() {
            if !profiles.iter().any(|listed| *listed.card.id.connection() == connection.connection) {
                profiles.push(Listed { temporary: true, ..Listed::plain(made_elsewhere(connection)) });
            }
        }
        profiles.sort_by_key(|listed| (listed.card.name.to_lowercase(), listed.card.id.clone()));
        profiles
    }

    /// Whether this profile waits for an answer of the person.
    pub(crate) fn is_asking(&self, id: &ProfileId) -> bool {
        let pending = self.connection(id).and_then(|connection| connection.prompt.as_ref());
        pending.is_some_and(|pending| self.answered.get(id) != Some(&pending.id))
    }

    /// The network wants somebody to sign in first: the page where that is done, if it is known.
    pub(crate) fn network_sign_in(&self) -> Option<Option<&str>> {
        self.known.values().find_map(|connection| match connection.state.waiting()? {
            Waiting::NetworkSignIn { page } => Some(page.as_deref()),
            Waiting::NextTry { .. } | Waiting::Network(_) | Waiting::OtherNetwork(_) => None,
        })
    }

    /// Why nothing can be asked of the helper.
    pub(crate) fn helper_trouble(&self) -> Option<Failure> {
        match &self.helper {
            Helper::Running => None,
            Helper::Failed(failure) => Some(failure.clone()),
            Helper::Searching => {
                Some(Failure::new(FailureKind::HelperNotRunning, vpn_api::Blame::Machine, vpn_api::Retry::Never))
            }
        }
    }

    fn next_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }
}

/// What a person does.
impl Connections {
    /// Connect was pressed. The number tells this press from others.
    pub(crate) fn press(&mut self, id: &ProfileId) -> u64 {
        let press = self.next_number();
        self.starting.insert(id.clone(), press);
        self.tried = Some(id.clone());
        self.forget_attempt(id);
        press
    }

    /// Whether the profile of a press was opened for nothing, as the press was cancelled meanwhile.
    pub(crate) fn opened_in_vain(&mut self, id: &ProfileId, press: u64) -> bool {
        let in_vain = self.starting.get(id) != Some(&press);
        if in_vain {
            self.cancelled.remove(&press);
        }
        in_vain
    }

    /// A press leads nowhere.
    pub(crate) fn not_started(&mut self, id: &ProfileId, failure: StartFailure) {
        self.starting.remove(id);
        self.start_failures.insert(id.clone(), failure);
    }

    /// The helper heard of a press, or did not.
    pub(crate) fn requested(&mut self, id: &ProfileId, press: u64, outcome: Result<(), Failure>) -> AfterPress {
        let wanted = self.starting.get(id) == Some(&press);
        let cancelled = self.cancelled.remove(&press);
        match outcome {
            Ok(()) if wanted => {
                // The helper's event may still be on its way; the row stays "connecting" until it is here.
                if self.connection(id).is_some_and(|connection| connection.state.is_active()) {
                    self.starting.remove(id);
                }
            }
            Ok(()) if cancelled => return AfterPress::Disconnect,
            // The event came before the answer.
            Ok(()) => {}
            Err(failure) if wanted => {
                self.starting.remove(id);
                // That the helper is not there is shown for all profiles at once.
                if !matches!(failure.kind, FailureKind::HelperNotRunning | FailureKind::HelperVersion { .. }) {
                    self.start_failures.insert(id.clone(), StartFailure::Helper(failure));
                }
            }
            Err(_) => {}
        }
        AfterPress::Nothing
    }

    /// Disconnect or Cancel was pressed. Whether the helper has to be told.
    pub(crate) fn cancel(&mut self, id: &ProfileId) -> bool {
        // The helper may have heard of a press whose connection it has not told yet.
        let pressed = self.starting.remove(id);
        self.cancelled.extend(pressed);
        pressed.is_some() || self.connection(id).is_some()
    }

    /// Keeps with what the first connection of a fetched profile signs in.
    pub(crate) fn keep_session(&mut self, id: &ProfileId, session: Session) {
        self.sessions.insert(id.clone(), session);
    }

    /// With what the first connection signs in; it is good for one.
    pub(crate) fn take_session(&mut self, id: &ProfileId) -> Option<Session> {
        self.sessions.remove(id)
    }

    /// Forgets what belongs to one attempt only.
    pub(crate) fn forget_attempt(&mut self, id: &ProfileId) {
        self.start_failures.remove(id);
        self.typed.remove(id);
        self.typed_passphrase.remove(id);
        self.answered.remove(id);
    }
}

/// What the helper tells.
impl Connections {
    /// The helper is there. What happened while it could not be heard is shown, not told.
    pub(crate) fn helper_is_up(&mut self, connections: Vec<ConnectionSnapshot>) {
        self.helper = Helper::Running;
        self.measured.clear();
        let (ours, others): (Vec<_>, Vec<_>) = connections.into_iter().partition(|snapshot| snapshot.yours);
        let now = Instant::now();
        self.told = ours.iter().map(|snapshot| (snapshot.connection.clone(), now)).collect();
        self.known = ours.into_iter().map(|snapshot| (snapshot.connection.clone(), snapshot)).collect();
        self.others = others.into_iter().map(|snapshot| (key(&snapshot), snapshot)).collect();
        let tunnels = self.active().filter(|ours| had_tunnel(&ours.state)).map(|ours| ours.connection.clone());
        self.up = tunnels.collect();
    }

    /// The helper is gone. Whether it took tunnels or the way to them with it.
    pub(crate) fn helper_is_down(&mut self, failure: Failure) -> bool {
        let lost = self.helper == Helper::Running && self.active().next().is_some();
        self.helper = Helper::Failed(failure);
        self.known.clear();
        self.told.clear();
        self.others.clear();
        self.ways = Ways::default();
        self.up.clear();
        self.starting.clear();
        self.answered.clear();
        self.measured.clear();
        self.reconnecting.clear();
        lost
    }

    /// A connection is another than it was. `None`: it belongs to somebody else.
    pub(crate) fn changed(&mut self, snapshot: ConnectionSnapshot) -> Option<Change> {
        if !snapshot.yours {
            self.others.insert(key(&snapshot), snapshot);
            return None;
        }
        let id = ProfileId::from(snapshot.connection.clone());
        let before = self.known.get(&snapshot.connection);
        let was_connected = before.is_some_and(|before| matches!(before.state, TunnelState::Connected(_)));
        let was_asking = before.is_some_and(|before| before.prompt.is_some());
        let is_connected = matches!(snapshot.state, TunnelState::Connected(_));
        let is_reconnecting = matches!(snapshot.state, TunnelState::Reconnecting { .. });
        let (is_active, is_asking) = (snapshot.state.is_active(), snapshot.prompt.is_some());
        self.told.insert(snapshot.connection.clone(), Instant::now());
        self.known.insert(snapshot.connection.clone(), snapshot);
        if is_connected {
            self.up.insert(id.connection().clone());
        } else if !is_active {
            self.up.remove(id.connection());
        }
        if is_active {
            self.starting.remove(&id);
            self.start_failures.remove(&id);
        } else {
            self.measured.remove(id.connection());
            self.typed.remove(&id);
            self.typed_passphrase.remove(&id);
            self.answered.remove(&id);
        }
        let mut broken = None;
        if !is_reconnecting {
            self.reconnecting.remove(&id);
        } else if was_connected {
            let number = self.next_number();
            self.reconnecting.insert(id.clone(), number);
            broken = Some(number);
        }
        Some(Change { question_gone: was_asking && !is_asking, connected: is_connected && !was_connected, broken })
    }

    /// Why a connection broke, if it is not back from the break of this number.
    pub(crate) fn still_broken(&self, id: &ProfileId, number: u64) -> Option<&Failure> {
        match self.connection(id).map(|connection| &connection.state) {
            Some(TunnelState::Reconnecting { cause, .. }) if self.reconnecting.get(id) == Some(&number) => Some(cause),
            Some(_) | None => None,
        }
    }

    /// New counters, at `now`. `None`: the connection belongs to somebody else.
    pub(crate) fn measure(
        &mut self,
        connection: &ConnectionId,
        owner: &Owner,
        traffic: Traffic,
        now: Instant,
    ) -> Option<TrafficView> {
        let snapshot = self.known.get_mut(connection).filter(|ours| ours.owner == *owner)?;
        snapshot.traffic = traffic;
        let last = self.measured.insert(connection.clone(), (traffic, now));
        let rate = |new: u64, old: u64, since: Instant| {
            let millis = u64::try_from(now.duration_since(since).as_millis()).unwrap_or(u64::MAX).max(1);
            new.saturating_sub(old).saturating_mul(1000) / millis
        };
        let (receive_rate, send_rate) = last.map_or((0, 0), |(old, since)| {
            (rate(traffic.received, old.received, since), rate(traffic.sent, old.sent, since))
        });
        Some(TrafficView {
            profile: connection.to_string(),
            received: traffic.received,
            sent: traffic.sent,
            receive_rate,
            send_rate,
            packets: strings::packets(&traffic),
            dropped: strings::drops(&traffic.drops),
        })
    }
}

fn key(snapshot: &ConnectionSnapshot) -> (Owner, ConnectionId) {
    (snapshot.owner.clone(), snapshot.connection.clone())
}

/// Whether this follows upon a tunnel.
fn had_tunnel(state: &TunnelState) -> bool {
    matches!(state, TunnelState::Connected(_) | TunnelState::Reconnecting { .. } | TunnelState::Blocked { .. })
}

/// A connection that was made elsewhere, as a row of the list.
fn made_elsewhere(connection: &ConnectionSnapshot) -> Card {
    let server = match &connection.state {
        TunnelState::Connected(details) => Some(&details.server),
        TunnelState::Connecting { server, .. } | TunnelState::Reconnecting { server, .. } => server.as_ref(),
        TunnelState::Disconnected { .. } | TunnelState::Disconnecting | TunnelState::Blocked { .. } => None,
    };
    Card {
        id: ProfileId::from(connection.connection.clone()),
        name: if connection.name.is_empty() { connection.connection.to_string() } else { connection.name.clone() },
        servers: server.map(|server| server.host.clone()).into_iter().collect(),
        sign_in: profile_api::SignIn::default(),
        added: 0,
        last_used: None,
        remembers_login: false,
        remembers_passphrase: false,
        took_all: false,
        network: None,
    }
}

#[cfg(test)]
mod tests;
