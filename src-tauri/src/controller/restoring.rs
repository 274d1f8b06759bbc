//! Connecting again what was connected, without being asked.

use std::collections::BTreeSet;

use profiles::ProfileId;
use vpn_api::{ConnectionId, TunnelState};

use super::{Controller, parse_id};
use crate::view::{MessageView, RestoreChoice, RestoreView};

impl Controller {
    /// The helper is there: connects what has to come back.
    pub(super) fn bring_back(&mut self) {
        for connection in self.restore.helper_is_up(&self.connections.known) {
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
        let begins = self.restore.begins_with_session();
        if self.begins_with_session.replace(begins) != Some(begins) {
            self.services.shell.begin_with_session(begins);
        }
    }

    /// Chooses what comes back.
    ///
    /// # Errors
    /// A profile is none.
    pub(super) fn choose_restore(&mut self, choice: RestoreChoice, chosen: &[String]) -> Result<(), MessageView> {
        let chosen = chosen.iter().map(|id| parse_id(id).map(|id| id.connection().clone()));
        self.restore.choose(choice, chosen.collect::<Result<_, _>>()?);
        Ok(())
    }

    pub(super) fn restore_view(&self) -> RestoreView {
        let listed = self.restore.chosen().iter().map(ToString::to_string);
        let is_stored = |id: &String| parse_id(id).is_ok_and(|id| self.profiles.get(&id).is_some());
        RestoreView {
            choice: self.restore.choice(),
            chosen: listed.filter(is_stored).collect(),
            at_login: self.restore.is_at_login(),
        }
    }
}
