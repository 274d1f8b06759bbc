//! What comes back by itself: what was connected, in a file of its own, and what is chosen for that among the settings. It lasts through the end of
//! the session, of the helper and of the machine; what comes back is connected once each time.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(crate) use linux::boot;
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::boot;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use preferences::{AtStart, Preferences};
use profiles::ProfileId;
use serde::{Deserialize, Serialize};
use vpn_api::{ConnectionId, TunnelState, contract::ConnectionSnapshot};

use crate::kept_file;

/// The file holds a few ids; a larger one is none of ours.
const MAX_FILE: u64 = 1 << 20;

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// What was wanted last.
    connected: BTreeSet<ConnectionId>,
    /// The start of the machine in which something was last brought back.
    boot: Option<String>,
}

/// What comes back by itself.
#[derive(Debug)]
pub(crate) struct Restore {
    path: PathBuf,
    boot: Option<String>,
    kept: Kept,
    /// What the helper says is what is wanted: it is there, and what had to come back was asked for.
    listens: bool,
    /// Brought back and not connected since: a helper that ends because of it is not asked again.
    brought_back: BTreeSet<ConnectionId>,
}

impl Restore {
    /// Reads the file, which need not exist. `boot` names this start of the machine, where the system has a name for it.
    pub(crate) fn open(path: PathBuf, boot: Option<String>) -> Self {
        let kept = kept_file::read(&path, MAX_FILE).unwrap_or_default();
        Self { path, boot, kept, listens: false, brought_back: BTreeSet::new() }
    }

    /// Whether Adit has to begin with the next session: by choice, or because something comes back.
    pub(crate) fn begins_with_session(&self, set: &Preferences) -> bool {
        set.at_login || self.has_something(set)
    }

    fn has_something(&self, set: &Preferences) -> bool {
        match set.at_start {
            AtStart::Nothing => false,
            AtStart::WasConnected => !self.kept.connected.is_empty(),
            AtStart::Chosen => !set.at_start_profiles.is_empty(),
        }
    }

    /// The helper is there and knows these connections of ours: what has to be connected. After a start of the machine that is
    /// what is chosen; later only what the helper has lost, as in an upgrade.
    pub(crate) fn helper_is_up(
        &mut self,
        set: &Preferences,
        known: &BTreeMap<ConnectionId, ConnectionSnapshot>,
    ) -> Vec<ConnectionId> {
        let began = self.kept.boot != self.boot;
        let boot = self.boot.clone();
        let chosen: BTreeSet<&ConnectionId> = set.at_start_profiles.iter().map(ProfileId::connection).collect();
        let connected = || self.kept.connected.iter();
        let wanted: Vec<ConnectionId> = match set.at_start {
            AtStart::Nothing => Vec::new(),
            AtStart::Chosen if began => chosen.into_iter().cloned().collect(),
            AtStart::Chosen => connected().filter(|id| chosen.contains(*id)).cloned().collect(),
            AtStart::WasConnected => connected().cloned().collect(),
        };
        let is_lost = |id: &ConnectionId| match known.get(id).map(|one| &one.state) {
            None | Some(TunnelState::Disconnected { failure: Some(_) }) => true,
            Some(TunnelState::Disconnected { failure: None } | TunnelState::Disconnecting) => began,
            Some(
                TunnelState::Connecting { .. }
                | TunnelState::Connected(_)
                | TunnelState::Reconnecting { .. }
                | TunnelState::Blocked { .. },
            ) => false,
        };
        let lost = wanted.into_iter().filter(|id| is_lost(id) && !self.brought_back.contains(id));
        let lost: Vec<ConnectionId> = lost.collect();
        self.brought_back.extend(lost.iter().cloned());
        self.change(|kept| kept.boot = boot);
        self.listens = true;
        lost
    }

    /// The helper ends or is gone: what it says of connections until it is back is not what is wanted.
    pub(crate) fn helper_ends(&mut self) {
        self.listens = false;
    }

    /// This one is up: it may be brought back again.
    pub(crate) fn is_up(&mut self, id: &ConnectionId) {
        self.brought_back.remove(id);
    }

    /// Whether this one was brought back and has not been up since.
    pub(crate) fn is_brought_back(&self, id: &ConnectionId) -> bool {
        self.brought_back.contains(id)
    }

    /// These connections are wanted.
    pub(crate) fn are_wanted(&mut self, wanted: BTreeSet<ConnectionId>) {
        if self.listens {
            self.change(|kept| kept.connected = wanted);
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Kept)) {
        let before = self.kept.clone();
        change(&mut self.kept);
        // Whoever never connected and chose nothing gets no file.
        let is_new = Kept { boot: self.kept.boot.clone(), ..Kept::default() } == self.kept && !self.path.exists();
        if before == self.kept || is_new {
            return;
        }
        if let Err(error) = kept_file::write(&self.path, &self.kept) {
            tracing::warn!(%error, "what comes back after a restart could not be written");
        }
    }
}

#[cfg(test)]
mod tests;
