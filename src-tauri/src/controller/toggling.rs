//! The click on the tray's icon, which ends and begins what was connected together, and the clicks in its menu.

use preferences::TrayClick;
use profiles::ProfileId;

use super::Controller;

impl Controller {
    /// The tray's icon was clicked. What is connected ends as a whole, and the next click brings the same back.
    pub(super) fn toggle(&mut self) {
        let active = self.connections.active_profiles();
        if self.settings.now.tray_click == TrayClick::OpenWindow
            || active.iter().any(|id| self.connections.is_asking(id))
        {
            return self.services.shell.focus_window();
        }
        if !active.is_empty() {
            active.iter().for_each(|id| self.disconnect(id));
            self.together = active;
            return;
        }
        let wanted = self.last_together();
        let begun = wanted.iter().filter(|id| self.connect_unseen(id)).count();
        if begun < wanted.len().max(1) {
            self.services.shell.focus_window();
        }
    }

    /// What was connected together last and is still there; else the profile that the window would connect.
    fn last_together(&self) -> Vec<ProfileId> {
        let there = |id: &&ProfileId| self.profiles.get(id).is_some();
        let together: Vec<ProfileId> = self.together.iter().filter(there).cloned().collect();
        if !together.is_empty() {
            return together;
        }
        let listed = self.connections.listed(self.profiles.listed());
        self.connections.primary(&listed).into_iter().collect()
    }

    /// One of what is connected is ended by itself: the others are together from now on.
    pub(super) fn disconnect_one(&mut self, id: &ProfileId) {
        let others: Vec<ProfileId> =
            self.connections.active_profiles().into_iter().filter(|other| other != id).collect();
        if !others.is_empty() {
            self.together = others;
        }
        self.disconnect(id);
    }

    /// A profile in the tray's menu was clicked.
    pub(super) fn toggle_profile(&mut self, id: &ProfileId) {
        if self.connections.is_asking(id) {
            self.services.shell.focus_window();
        } else if self.connections.is_active(id) {
            self.disconnect_one(id);
        } else if !self.connect_unseen(id) {
            self.services.shell.focus_window();
        }
    }

    /// Connects for somebody who may not see the window: it opens when a question comes. Whether it began.
    fn connect_unseen(&mut self, id: &ProfileId) -> bool {
        let begun = self.connect(id).is_ok();
        if begun {
            self.asking.pressed(id);
        }
        begun
    }
}
