//! Counting what goes through the tunnels.

use std::time::Duration;

use profiles::ProfileId;
use vpn_api::{
    TunnelState,
    contract::{ConnectionSnapshot, Request, Response},
};

use crate::{
    controller::{
        Controller,
        message::{Done, OverviewDone},
        unix_now,
    },
    history::Moved,
    view::{HistoryView, MonthView, MovedView},
};

/// How often is counted while a tunnel is up, whether or not somebody looks: one small request to the helper.
const EVERY: Duration = Duration::from_secs(60);

impl Controller {
    /// Counts again in a while, as long as a tunnel is up.
    pub(super) fn plan_count(&mut self) {
        let up = self.connections.active().any(|snapshot| matches!(snapshot.state, TunnelState::Connected(_)));
        if up && self.keeps_history() && !std::mem::replace(&mut self.overview.count_is_due, true) {
            let helper = self.services.helper.clone();
            self.services.spawn(async move {
                tokio::time::sleep(EVERY).await;
                let connections = match helper.request(Request::Snapshot).await {
                    Ok(Response::Snapshot { connections, protection: _ }) => connections,
                    Ok(_) | Err(_) => Vec::new(),
                };
                Done::Overview(OverviewDone::Counted(connections))
            });
        }
    }

    pub(super) fn counted(&mut self, connections: Vec<ConnectionSnapshot>) {
        self.overview.count_is_due = false;
        for fresh in connections.into_iter().filter(|fresh| fresh.yours) {
            if let Some(known) = self.connections.known.get_mut(&fresh.connection) {
                known.traffic = fresh.traffic;
            }
        }
        self.count();
    }

    /// Takes the last counters of a connection of ours that is about to be another than it was.
    pub(in crate::controller) fn count_last(&mut self, after: &ConnectionSnapshot) {
        if !self.keeps_history() {
            return;
        }
        let before = self.connections.known.get(&after.connection).map(|before| &before.state);
        if let Some(TunnelState::Connected(details)) = before
            && !matches!(after.state, TunnelState::Connected(_))
        {
            self.overview.history.count(&after.connection, details.since, &after.traffic, unix_now());
        }
        if !after.state.is_active() {
            self.overview.history.ended(&after.connection);
            self.overview.history.save();
        }
    }

    /// Takes the counters as they are known.
    pub(in crate::controller) fn count(&mut self) {
        if !self.keeps_history() {
            return;
        }
        let now = unix_now();
        for snapshot in self.connections.known.values() {
            if let TunnelState::Connected(details) = &snapshot.state {
                self.overview.history.count(&snapshot.connection, details.since, &snapshot.traffic, now);
            }
        }
        self.overview.history.save();
    }

    pub(super) fn history_view(&mut self, id: &ProfileId) -> HistoryView {
        if !self.keeps_history() {
            return HistoryView { kept: false, hour: Vec::new(), today: Vec::new(), month: Vec::new() };
        }
        self.count();
        let now = unix_now();
        let moved = |moved: Moved| MovedView { received: moved.received, sent: moved.sent };
        let shown = self.overview.history.shown(id.connection(), now);
        let named = self.overview.history.month(now).into_iter().filter_map(|(connection, sum)| {
            let id = ProfileId::from(connection);
            let known = self.profiles.get(&id).is_some() || self.connections.connection(&id).is_some();
            known.then(|| MonthView { profile: id.to_string(), name: self.name_of(&id), moved: moved(sum) })
        });
        let mut month: Vec<MonthView> = named.collect();
        month.sort_by_key(|row| std::cmp::Reverse(row.moved.received.saturating_add(row.moved.sent)));
        HistoryView {
            kept: true,
            hour: shown.hour.into_iter().map(moved).collect(),
            today: shown.today.into_iter().map(moved).collect(),
            month,
        }
    }
}
