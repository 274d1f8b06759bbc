//! What the helper tells.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use profiles::ProfileId;
use vpn_api::{
    ConnectionId, Failure,
    contract::{ConnectionSnapshot, Event, LogLevel, LogLine, Request, Response},
};

use super::{
    Controller,
    message::{Done, Reply, answer},
    notices,
    settings::Cause,
};
use crate::{
    ports::{Attention, HelperEvent},
    strings,
    view::LogLineView,
};

/// Log lines are pushed together, this often.
const LOG_PAUSE: Duration = Duration::from_millis(200);

/// A connection that comes back within this time is not worth telling.
const RECONNECT_GRACE: Duration = Duration::from_secs(10);

/// Most log lines that wait for the window. Older ones it can read with `read_log`.
const LOG_WAITING: usize = 2000;

impl Controller {
    pub(super) fn helper_event(&mut self, event: HelperEvent) {
        match event {
            HelperEvent::Up(connections) => {
                self.connections.helper_is_up(connections);
                self.setup.is_up();
                if self.seen {
                    self.watch_traffic();
                }
                let ours: Vec<ConnectionId> = self.connections.active().map(|ours| ours.connection.clone()).collect();
                for connection in ours {
                    self.answer_unasked(&connection.into());
                }
                self.bring_back();
            }
            HelperEvent::Down(_) if self.quitting => self.leave(),
            HelperEvent::Down(failure) => {
                self.restore.helper_ends();
                self.lock.now = None;
                if self.connections.helper_is_down(failure) {
                    self.notify(notices::helper_gone(), Cause::Unasked);
                }
                self.look_at_service();
            }
            HelperEvent::Policy(policy) => self.policy_changed(policy),
            HelperEvent::Event(Event::Connection(snapshot)) => self.connection_changed(*snapshot),
            HelperEvent::Event(Event::Traffic { connection, owner, traffic }) => {
                if let Some(view) = self.connections.measure(&connection, &owner, traffic, Instant::now())
                    && self.seen
                {
                    self.services.shell.show_traffic(&view);
                }
            }
            HelperEvent::Event(Event::Log(line)) => self.log_line(line),
            HelperEvent::Event(Event::Protection(protection)) => self.protection_changed(*protection),
            HelperEvent::Event(Event::Ways(ways)) => self.connections.ways = *ways,
            // It is told by itself, as it is for this user.
            HelperEvent::Event(Event::PolicyChanged) => {}
            HelperEvent::Event(Event::ShuttingDown) => self.restore.helper_ends(),
        }
    }

    /// Has the counters told once a second, or not any more: the helper reads them only while somebody looks.
    pub(super) fn watch_traffic(&self) {
        let asked = self.services.request(Request::WatchTraffic { on: self.seen });
        tokio::spawn(async move {
            if let Err(failure) = asked.await {
                tracing::debug!(%failure, "the counters are not told");
            }
        });
    }

    fn connection_changed(&mut self, snapshot: ConnectionSnapshot) {
        let id = ProfileId::from(snapshot.connection.clone());
        if snapshot.yours {
            self.count_last(&snapshot);
            let before = self.connections.known.get(&snapshot.connection);
            let was_up = self.connections.up.contains(&snapshot.connection);
            let attention = self.services.shell.attention();
            if let Some(mut notice) = notices::of_change(before, &snapshot, was_up, &self.name_of(&id), attention) {
                if let Some(beside) = self.beside(&snapshot) {
                    notice.body = beside;
                }
                let state = before.map(|before| &before.state);
                let cause = Cause::of(state, self.restore.is_brought_back(&snapshot.connection), &notice);
                self.notify(notice, cause);
            }
        }
        let Some(change) = self.connections.changed(snapshot) else { return };
        if change.question_gone {
            self.services.shell.withdraw_question();
        }
        if change.connected {
            self.restore.is_up(id.connection());
            self.connected(&id);
            self.learn_wants(&id);
        }
        if let Some(since) = change.broken {
            let profile = id.clone();
            self.services.spawn(async move {
                tokio::time::sleep(RECONNECT_GRACE).await;
                Done::StillReconnecting { profile, since }
            });
        }
        self.answer_unasked(&id);
        self.show_question(&id);
        if self.quitting && self.connections.active().next().is_none() {
            self.leave();
        }
    }

    pub(super) fn still_reconnecting(&mut self, id: &ProfileId, since: u64) {
        let Some(cause) = self.connections.still_broken(id, since) else { return };
        // That is told by itself, and says more.
        if self.lock.is_held() {
            return;
        }
        if self.services.shell.attention() != Attention::Focused {
            self.notify(notices::reconnecting(&self.name_of(id), cause), Cause::Unasked);
        }
    }

    fn log_line(&mut self, line: LogLine) {
        // The window reads all of it when the log is opened for the first time.
        if !self.log_read {
            return;
        }
        let names = self.log_names();
        if self.log.is_empty() {
            self.services.spawn(async {
                tokio::time::sleep(LOG_PAUSE).await;
                Done::FlushLog
            });
        }
        if self.log.len() < LOG_WAITING {
            self.log.push(log_line(line, &names));
        }
    }

    /// The window's close button. Where no tray opens it again, as in GNOME without an extension, a second start does.
    pub(super) fn close(&mut self) {
        let shell = &self.services.shell;
        let has_tray = shell.has_tray();
        if !has_tray && self.connections.active().next().is_none() {
            return self.quit(false);
        }
        shell.hide_window();
        if !has_tray {
            self.notify(notices::in_the_background(), Cause::Unasked);
        }
    }

    pub(super) fn read_log(&self, after: u64, limit: u32, reply: Reply<Vec<LogLineView>>) {
        let request = self.services.request(Request::ReadLog { after, limit: limit.min(1000) });
        let names = self.log_names();
        tokio::spawn(async move {
            let lines = match request.await {
                Ok(Response::Log { lines }) => Ok(lines.into_iter().map(|line| log_line(line, &names)).collect()),
                Ok(_) => Err(strings::failure(&Failure::internal("the helper answered something else"))),
                Err(failure) => Err(strings::failure(&failure)),
            };
            answer(reply, lines);
        });
    }

    /// Names of connections, for log lines.
    pub(super) fn log_names(&self) -> BTreeMap<ConnectionId, String> {
        let connections =
            self.connections.known.values().map(|snapshot| (snapshot.connection.clone(), snapshot.name.clone()));
        let profiles =
            self.profiles.iter().map(|stored| (stored.card.id.connection().clone(), stored.card.name.clone()));
        connections.chain(profiles).collect()
    }
}

/// A log line as the window shows it.
pub(super) fn log_line(line: LogLine, names: &BTreeMap<ConnectionId, String>) -> LogLineView {
    let level = match line.level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn",
        LogLevel::Info => "info",
        LogLevel::Debug => "debug",
    };
    LogLineView {
        number: line.number,
        unix_ms: line.unix_ms,
        level: level.to_owned(),
        profile: line.connection.map(|id| names.get(&id).cloned().unwrap_or_else(|| id.to_string())),
        text: line.text,
    }
}
