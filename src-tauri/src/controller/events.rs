//! What the helper tells.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use profiles::ProfileId;
use vpn_api::contract::{ConnectionSnapshot, Event, LogLevel, LogLine};
use vpn_api::{ConnectionId, Traffic, TunnelState};

use super::{
    Controller, Done,
    model::Helper,
    notices::{self, Attention},
};
use crate::{
    link::LinkEvent,
    sentences,
    view::{LogLineView, TrafficView},
};

/// Log lines are pushed together, this often.
const LOG_PAUSE: Duration = Duration::from_millis(200);

/// A connection that comes back within this time is not worth telling.
const RECONNECT_GRACE: Duration = Duration::from_secs(10);

/// Most log lines that wait for the window. Older ones it can read with `read_log`.
const LOG_WAITING: usize = 2000;

impl Controller {
    pub(super) fn link_event(&mut self, event: LinkEvent) {
        match event {
            LinkEvent::Up(connections) => {
                self.model.helper = Helper::Running;
                self.measured.clear();
                // What happened while the helper could not be heard is shown, not told.
                self.model.connections =
                    connections.into_iter().map(|snapshot| (snapshot.connection.clone(), snapshot)).collect();
                self.model.up = self
                    .model
                    .active()
                    .filter(|ours| had_tunnel(&ours.state))
                    .map(|ours| ours.connection.clone())
                    .collect();
                let ours: Vec<ConnectionId> = self.model.active().map(|snapshot| snapshot.connection.clone()).collect();
                for connection in ours {
                    self.answer_unasked(&connection.into());
                }
            }
            LinkEvent::Down(failure) => {
                if self.quitting {
                    return self.leave();
                }
                if self.model.helper == Helper::Running && self.model.active().next().is_some() {
                    self.shell.notify(notices::helper_gone());
                }
                self.model.helper = Helper::Failed(failure);
                self.model.connections.clear();
                self.model.up.clear();
                self.model.starting.clear();
                self.model.answered.clear();
                self.measured.clear();
                self.reconnecting.clear();
            }
            LinkEvent::Event(Event::Connection(snapshot)) => self.connection_changed(*snapshot),
            LinkEvent::Event(Event::Traffic { connection, traffic }) => self.traffic(&connection, traffic),
            LinkEvent::Event(Event::Log(line)) => self.log_line(line),
            LinkEvent::Event(Event::ShuttingDown) => {}
        }
    }

    fn connection_changed(&mut self, snapshot: ConnectionSnapshot) {
        let id = ProfileId::from(snapshot.connection.clone());
        let before = self.model.connections.get(&snapshot.connection).cloned();
        if snapshot.yours {
            let was_up = self.model.up.contains(&snapshot.connection);
            let attention = self.shell.attention();
            let notice = notices::of_change(before.as_ref(), &snapshot, was_up, &self.name_of(&id), attention);
            if let Some(notice) = notice {
                self.shell.notify(notice);
            }
        }
        let was_connected = before.as_ref().is_some_and(|before| matches!(before.state, TunnelState::Connected(_)));
        let is_connected = matches!(snapshot.state, TunnelState::Connected(_));
        let is_reconnecting = matches!(snapshot.state, TunnelState::Reconnecting { .. });
        let is_active = snapshot.state.is_active();
        let (yours, was_asking) = (snapshot.yours, before.is_some_and(|before| before.prompt.is_some()));
        let is_asking = snapshot.prompt.is_some();
        self.model.connections.insert(snapshot.connection.clone(), snapshot);
        if !yours {
            return;
        }
        if was_asking && !is_asking {
            self.shell.withdraw_question();
        }
        if is_connected {
            self.model.up.insert(id.connection().clone());
        } else if !is_active {
            self.model.up.remove(id.connection());
        }
        if is_active {
            self.model.starting.remove(&id);
            self.model.start_failures.remove(&id);
        } else {
            self.measured.remove(id.connection());
            self.model.typed.remove(&id);
            self.model.typed_passphrase.remove(&id);
            self.model.answered.remove(&id);
        }
        if is_connected && !was_connected {
            self.connected(&id);
        }
        if !is_reconnecting {
            self.reconnecting.remove(&id);
        } else if was_connected {
            self.wait_for_reconnection(&id);
        }
        self.answer_unasked(&id);
        if self.quitting && self.model.active().next().is_none() {
            self.leave();
        }
    }

    fn wait_for_reconnection(&mut self, id: &ProfileId) {
        let since = self.next_number();
        self.reconnecting.insert(id.clone(), since);
        let profile = id.clone();
        self.spawn(async move {
            tokio::time::sleep(RECONNECT_GRACE).await;
            Done::StillReconnecting { profile, since }
        });
    }

    pub(super) fn still_reconnecting(&mut self, id: &ProfileId, since: u64) {
        let cause = match self.model.connection(id).map(|connection| &connection.state) {
            Some(TunnelState::Reconnecting { cause, .. }) if self.reconnecting.get(id) == Some(&since) => cause,
            Some(_) | None => return,
        };
        if self.shell.attention() != Attention::Focused {
            self.shell.notify(notices::reconnecting(&self.name_of(id), cause));
        }
    }

    fn traffic(&mut self, connection: &ConnectionId, traffic: Traffic) {
        let now = Instant::now();
        let last = self.measured.insert(connection.clone(), (traffic, now));
        if let Some(snapshot) = self.model.connections.get_mut(connection) {
            snapshot.traffic = traffic;
            if !snapshot.yours {
                return;
            }
        }
        let rate = |new: u64, old: u64, since: Instant| {
            let millis = u64::try_from(now.duration_since(since).as_millis()).unwrap_or(u64::MAX).max(1);
            new.saturating_sub(old).saturating_mul(1000) / millis
        };
        let (receive_rate, send_rate) = last.map_or((0, 0), |(old, since)| {
            (rate(traffic.received, old.received, since), rate(traffic.sent, old.sent, since))
        });
        self.shell.show_traffic(&TrafficView {
            profile: connection.to_string(),
            received: traffic.received,
            sent: traffic.sent,
            receive_rate,
            send_rate,
            packets: sentences::packets(&traffic),
            dropped: sentences::drops(&traffic.drops),
        });
    }

    fn log_line(&mut self, line: LogLine) {
        let names = self.log_names();
        if self.log.is_empty() {
            self.spawn(async {
                tokio::time::sleep(LOG_PAUSE).await;
                Done::FlushLog
            });
        }
        if self.log.len() < LOG_WAITING {
            self.log.push(log_line(line, &names));
        }
    }

    /// Names of connections, for log lines.
    pub(super) fn log_names(&self) -> BTreeMap<ConnectionId, String> {
        let connections =
            self.model.connections.values().map(|snapshot| (snapshot.connection.clone(), snapshot.name.clone()));
        let profiles = self.store.iter().map(|stored| (stored.card.id.connection().clone(), stored.card.name.clone()));
        connections.chain(profiles).collect()
    }
}

/// Whether this follows upon a tunnel.
fn had_tunnel(state: &TunnelState) -> bool {
    matches!(state, TunnelState::Connected(_) | TunnelState::Reconnecting { .. } | TunnelState::Blocked { .. })
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
