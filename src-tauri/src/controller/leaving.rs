//! Quitting: tunnels end with Adit, after a question.

use std::time::Duration;

use vpn_api::{ConnectionId, contract::Request};

use super::{Controller, message::Done};

/// How long quitting waits for the tunnels to be taken down.
const QUIT_PATIENCE: Duration = Duration::from_secs(8);

impl Controller {
    pub(super) fn quit(&mut self, confirmed: bool) {
        let names: Vec<String> =
            self.connections.active().map(|connection| self.name_of(&connection.connection.clone().into())).collect();
        if names.is_empty() {
            self.leave();
        } else if confirmed || !self.window_listens {
            self.quitting = true;
            let ours: Vec<ConnectionId> =
                self.connections.active().map(|connection| connection.connection.clone()).collect();
            for connection in ours {
                let request = self.services.request(Request::Disconnect { connection, owner: None });
                tokio::spawn(request);
            }
            self.services.spawn(async {
                tokio::time::sleep(QUIT_PATIENCE).await;
                Done::QuitNow
            });
        } else {
            self.services.shell.focus_window();
            self.services.shell.ask_quit(names);
        }
    }

    pub(super) fn leave(&mut self) {
        self.count();
        for removal in self.profiles.removals() {
            self.undo_over(removal);
        }
        self.services.shell.leave();
    }
}
