//! How a connection stands in Adit, and what NetworkManager is told of it. What both show agrees by this rule: active there, as long
//! as it is wanted here; connecting there, as long as it is not up here.

use std::collections::BTreeMap;

use vpn_api::{
    Blame, ConnectionId, Failure, FailureKind, Owner, TunnelState,
    contract::{ConnectionSnapshot, PendingPrompt},
};

/// A connection among those of all users.
pub type Key = (Owner, ConnectionId);

/// All connections as the helper has them.
#[derive(Debug, Clone, Default)]
pub struct View {
    /// Whether the helper tells of changes at present. If not, this is how it was before.
    pub reachable: bool,
    /// All that it knows.
    pub connections: BTreeMap<Key, ConnectionSnapshot>,
}

/// How one connection stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Nobody knows: the helper is not there, or does not know the connection.
    Unknown,
    /// Down, or on the way there. A failure tells why, if the person did not end it.
    Down(Option<Failure>),
    /// Wanted and not up. Something may be asked.
    OnTheWay(Option<PendingPrompt>),
    /// Up, on this interface.
    Up(String),
}

impl View {
    /// How this connection stands.
    #[must_use]
    pub fn standing(&self, key: &Key) -> Standing {
        let Some(connection) = self.connections.get(key).filter(|_| self.reachable) else { return Standing::Unknown };
        match &connection.state {
            TunnelState::Disconnected { failure } => Standing::Down(failure.clone()),
            TunnelState::Disconnecting => Standing::Down(None),
            TunnelState::Connected(details) => Standing::Up(details.interface.clone()),
            TunnelState::Connecting { .. } | TunnelState::Reconnecting { .. } | TunnelState::Blocked { .. } => {
                Standing::OnTheWay(connection.prompt.clone())
            }
        }
    }

    /// Whether it is wanted.
    #[must_use]
    pub fn is_wanted(&self, key: &Key) -> bool {
        matches!(self.standing(key), Standing::OnTheWay(_) | Standing::Up(_))
    }
}

/// `NMVpnServiceState`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum ServiceState {
    /// On the way. After [`Self::Started`], NetworkManager shows that the connection is being brought back.
    Starting = 3,
    /// Up.
    Started = 4,
    /// Down.
    Stopped = 6,
}

/// `NMVpnPluginFailure`: all that NetworkManager takes of a reason. Its words are in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum PluginFailure {
    /// User name, password or another answer were wrong or missing.
    LoginFailed = 0,
    /// Anything else.
    ConnectFailed = 1,
}

impl From<&Failure> for PluginFailure {
    fn from(failure: &Failure) -> Self {
        match (&failure.kind, failure.blame) {
            (FailureKind::CredentialsRefused { .. } | FailureKind::NotLetIn { .. }, _) | (_, Blame::User) => {
                Self::LoginFailed
            }
            (_, Blame::Profile | Blame::Server | Blame::Network | Blame::Machine | Blame::Us) => Self::ConnectFailed,
        }
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::{Phase, Retry, Traffic};

    use super::*;

    fn view(state: TunnelState, reachable: bool) -> (View, Key) {
        let key = (Owner::Uid(1000), ConnectionId::try_from("work".to_owned()).unwrap());
        let connection = ConnectionSnapshot {
            connection: key.1.clone(),
            name: "Work".to_owned(),
            owner: key.0.clone(),
            yours: false,
            state,
            prompt: None,
            traffic: Traffic::default(),
            data_path: None,
        };
        (View { reachable, connections: BTreeMap::from([(key.clone(), connection)]) }, key)
    }

    fn connecting() -> TunnelState {
        TunnelState::Connecting { phase: Phase::Resolving, server: None, attempt: 1, last_failure: None, waiting: None }
    }

    #[test]
    fn what_is_held_back_for_a_connection_is_still_wanted() {
        let failure = Failure::internal("x");
        for (state, wanted) in [
            (connecting(), true),
            (TunnelState::Blocked { failure: failure.clone() }, true),
            (TunnelState::Disconnecting, false),
            (TunnelState::Disconnected { failure: None }, false),
            (TunnelState::Disconnected { failure: Some(failure) }, false),
        ] {
            let (view, key) = view(state, true);
            assert_eq!(view.is_wanted(&key), wanted, "{view:?}");
        }
    }

    #[test]
    fn nothing_is_known_without_the_helper_or_of_another_users_connection() {
        let (without, key) = view(connecting(), false);
        assert_eq!(without.standing(&key), Standing::Unknown);
        let (view, (_, id)) = view(connecting(), true);
        assert_eq!(view.standing(&(Owner::Uid(1001), id)), Standing::Unknown);
    }

    #[test]
    fn a_wrong_password_is_told_as_one() {
        let refused = FailureKind::CredentialsRefused { reason: None };
        let refused = Failure::new(refused, Blame::Server, Retry::Never);
        assert_eq!(PluginFailure::from(&refused), PluginFailure::LoginFailed);
        assert_eq!(PluginFailure::from(&Failure::internal("x")), PluginFailure::ConnectFailed);
    }
}
