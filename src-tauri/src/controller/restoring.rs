//! Connecting again what was connected, without being asked.

use std::collections::BTreeSet;

use profiles::ProfileId;
use vpn_api::{ConnectionId, TunnelState};

use super::Controller;

impl Controller {
    /// The helper is there: connects what has to come back.
    pub(super) fn bring_back(&mut self) {
        for connection in self.restore.helper_is_up(&self.settings.now, &self.connections.known) {
            let id = ProfileId::from(connection);
            // They were up side by side.
            self.overview.overlaps.pass(&id);
            if self.profiles.get(&id).is_some()
                && let Err(failure) = self.connect(&id)
            {
                tracing::warn!(profile = %id, cause = failure.title, "a connection was not brought back");
            }
        }
    }

    /// Keeps in mind what is wanted, and that Adit begins with the session while something has to come back.
    pub(super) fn remember_wanted(&mut self) {
        let is_wanted = |state: &TunnelState| match state {
            TunnelState::Connecting { .. }
            | TunnelState::Connected(_)
            | TunnelState::Reconnecting { .. }
            | TunnelState::Blocked { .. } => true,
            TunnelState::Disconnected { .. } | TunnelState::Disconnecting => false,
        };
        let known = self.connections.known.values().filter(|one| is_wanted(&one.state)).map(|one| &one.connection);
        let starting = self.connections.starting.keys().map(ProfileId::connection);
        let is_listed = |id: &&ConnectionId| self.profiles.get(&ProfileId::from((*id).clone())).is_some();
        let wanted: BTreeSet<ConnectionId> = known.chain(starting).filter(is_listed).cloned().collect();
        self.restore.are_wanted(wanted);
        let begins = self.restore.begins_with_session(&self.settings.now);
        if self.begins_with_session.replace(begins) != Some(begins) {
            self.services.shell.begin_with_session(begins);
        }
    }
}
