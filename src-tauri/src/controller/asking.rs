//! What becomes of a question: one that follows a press in the tray comes with the window, and a remembered password that was
//! refused is not tried again by itself. Servers lock an account after a few wrong ones.

use std::collections::BTreeSet;

use profiles::ProfileId;
use vpn_api::Prompt;

use super::Controller;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Asking {
    /// Connected by a press outside the window, and not up yet.
    pressed: BTreeSet<ProfileId>,
    /// What is remembered of these was refused, and nothing else has fitted since.
    refused: BTreeSet<ProfileId>,
}

impl Asking {
    /// Connect was pressed in the tray or in a notification.
    pub(super) fn pressed(&mut self, id: &ProfileId) {
        self.pressed.insert(id.clone());
    }

    /// The tunnel is up: what was answered fits.
    pub(super) fn fits(&mut self, id: &ProfileId) {
        self.pressed.remove(id);
        self.refused.remove(id);
    }

    /// Whether what is remembered would be refused once more.
    pub(super) fn is_refused(&self, id: &ProfileId) -> bool {
        self.refused.contains(id)
    }
}

impl Controller {
    /// A connection is another than it was: opens the window for its question if it is waited for.
    pub(super) fn show_question(&mut self, id: &ProfileId) {
        let prompt = self.connections.connection(id).and_then(|connection| connection.prompt.as_ref());
        if let Some(Prompt::Credentials { refused: Some(_), .. }) = prompt.map(|pending| &pending.prompt) {
            self.asking.refused.insert(id.clone());
        }
        if self.connections.is_asking(id) {
            if self.asking.pressed.remove(id) {
                self.services.shell.focus_window();
            }
        } else if !self.connections.is_active(id) {
            self.asking.pressed.remove(id);
        }
    }
}
