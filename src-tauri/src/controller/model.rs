//! What the controller knows. A plain value: [`super::view_builder`] turns it into what is shown.

use std::collections::{BTreeMap, BTreeSet};

use profiles::{Card, Damage, KeychainError, ProfileId};
use vpn_api::contract::ConnectionSnapshot;
use vpn_api::{ConnectionId, Failure, PromptId, Secret, TunnelState};

use crate::view::Sentence;

/// One profile of the list, without what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    /// What is known of it.
    pub(crate) card: Card,
    /// In memory only.
    pub(crate) temporary: bool,
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
}

/// Why a press on Connect did not reach the helper, or was refused by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StartFailure {
    /// The helper said so, or is not there.
    Helper(Failure),
    /// The profile could not be opened.
    Here(Sentence),
}

/// Everything but the profiles.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// The helper.
    pub(crate) helper: Helper,
    /// What was wrong with the keychain when it was needed last.
    pub(crate) keychain: Option<KeychainError>,
    /// What the helper says.
    pub(crate) connections: BTreeMap<ConnectionId, ConnectionSnapshot>,
    /// Connections of ours that had a tunnel since they were begun.
    pub(crate) up: BTreeSet<ConnectionId>,
    /// The profile of the last press on Connect, whatever came of it.
    pub(crate) tried: Option<ProfileId>,
    /// Connect was pressed and the helper has not heard of it yet. The number tells a press from an earlier one.
    pub(crate) starting: BTreeMap<ProfileId, u64>,
    /// Presses that were cancelled while the helper was being told.
    pub(crate) cancelled: BTreeSet<u64>,
    /// The last press did not lead to a connection.
    pub(crate) start_failures: BTreeMap<ProfileId, StartFailure>,
    /// What was typed last.
    pub(crate) typed: BTreeMap<ProfileId, Typed>,
    /// A passphrase that is remembered once it fits.
    pub(crate) typed_passphrase: BTreeMap<ProfileId, Secret>,
    /// Prompts that Adit answered itself or the person answered: not asked again.
    pub(crate) answered: BTreeMap<ProfileId, PromptId>,
    /// Stored profiles that could not be read.
    pub(crate) damage: Vec<Damage>,
    /// Other things that the person should know.
    pub(crate) notices: Vec<Sentence>,
}

impl Model {
    /// This profile's connection, if it is ours.
    pub(crate) fn connection(&self, id: &ProfileId) -> Option<&ConnectionSnapshot> {
        self.connections.get(id.connection()).filter(|connection| connection.yours)
    }

    /// Whether a tunnel, or the way to one, exists for this profile.
    pub(crate) fn is_active(&self, id: &ProfileId) -> bool {
        self.starting.contains_key(id) || self.connection(id).is_some_and(|connection| connection.state.is_active())
    }

    /// Our connections that are up, on the way or held back.
    pub(crate) fn active(&self) -> impl Iterator<Item = &ConnectionSnapshot> {
        self.connections.values().filter(|connection| connection.yours && connection.state.is_active())
    }

    /// The profile that the card shows and the tray toggles: the active one, else the last tried, so that a failure stays in
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
                profiles.push(Listed { card: visitor(connection), temporary: true });
            }
        }
        profiles.sort_by_key(|listed| (listed.card.name.to_lowercase(), listed.card.id.clone()));
        profiles
    }
}

/// A connection that was made elsewhere, as a row of the list.
fn visitor(connection: &ConnectionSnapshot) -> Card {
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
    }
}
