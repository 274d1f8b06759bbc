//! What comes back by itself: what is chosen for that, and what was connected, in a file of its own. It lasts through the end of
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
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use vpn_api::{ConnectionId, TunnelState, contract::ConnectionSnapshot};

use crate::view::RestoreChoice;

/// The file holds a few ids; a larger one is none of ours.
const MAX_FILE: u64 = 1 << 20;

/// What the file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    choice: RestoreChoice,
    /// The profiles that are chosen to come back, whether or not they were connected.
    chosen: BTreeSet<ConnectionId>,
    /// Begins with the desktop's session, also where nothing comes back.
    at_login: bool,
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
        let kept = read(&path).unwrap_or_default();
        Self { path, boot, kept, listens: false, brought_back: BTreeSet::new() }
    }

    /// What was chosen.
    pub(crate) fn choice(&self) -> RestoreChoice {
        self.kept.choice
    }

    /// The profiles that are chosen.
    pub(crate) fn chosen(&self) -> &BTreeSet<ConnectionId> {
        &self.kept.chosen
    }

    /// Whether Adit begins with the session by choice.
    pub(crate) fn is_at_login(&self) -> bool {
        self.kept.at_login
    }

    /// Chooses whether Adit begins with the session, whatever comes back.
    pub(crate) fn choose_at_login(&mut self, on: bool) {
        self.change(|kept| kept.at_login = on);
    }

    /// Whether Adit has to begin with the next session: by choice, or because something comes back.
    pub(crate) fn begins_with_session(&self) -> bool {
        self.kept.at_login || self.has_something()
    }

    fn has_something(&self) -> bool {
        match self.kept.choice {
            RestoreChoice::Nothing => false,
            RestoreChoice::WasConnected => !self.kept.connected.is_empty(),
            RestoreChoice::Chosen => !self.kept.chosen.is_empty(),
        }
    }

    /// Chooses what comes back from here on.
    pub(crate) fn choose(&mut self, choice: RestoreChoice, chosen: BTreeSet<ConnectionId>) {
        self.change(|kept| (kept.choice, kept.chosen) = (choice, chosen));
    }

    /// The helper is there and knows these connections of ours: what has to be connected. After a start of the machine that is
    /// what is chosen; later only what the helper has lost, as in an upgrade.
    pub(crate) fn helper_is_up(&mut self, known: &BTreeMap<ConnectionId, ConnectionSnapshot>) -> Vec<ConnectionId> {
        let began = self.kept.boot != self.boot;
        let (choice, boot) = (self.kept.choice, self.boot.clone());
        let connected = || self.kept.connected.iter();
        let wanted: Vec<ConnectionId> = match choice {
            RestoreChoice::Nothing => Vec::new(),
            RestoreChoice::Chosen if began => self.kept.chosen.iter().cloned().collect(),
            RestoreChoice::Chosen => connected().filter(|id| self.kept.chosen.contains(*id)).cloned().collect(),
            RestoreChoice::WasConnected => connected().cloned().collect(),
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
        let folder = self.path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = serde_json::to_vec(&self.kept).map_err(std::io::Error::from);
        let written = folder.and(written).and_then(|bytes| profiles::write_private(&self.path, &bytes));
        if let Err(error) = written {
            tracing::warn!(%error, "what comes back after a restart could not be written");
        }
    }
}

fn read(path: &Path) -> Option<Kept> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
    let read = serde_json::from_slice(&bytes);
    read.inspect_err(|error| tracing::warn!(%error, "what comes back after a restart cannot be read")).ok()
}

#[cfg(test)]
mod tests;
