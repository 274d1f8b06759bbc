//! Watches the machine: changes of its network, and sleep.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;

use vpn_api::contract::LogLevel;

use super::{mailbox::Command, table::ConnectionTable};
use crate::platform::{MachineNews, Platform, Uplinks};
use privileged::PrivilegedEvent;

/// What the connections know of the machine.
#[derive(Debug, Default)]
pub(super) struct MachineState {
    /// Where packets can go without a tunnel of ours.
    pub(super) uplinks: Uplinks,
    /// Changes of its network so far.
    pub(super) changes: u64,
    /// How often it has woken from sleep.
    pub(super) wakes: u64,
}

impl MachineState {
    fn changed(&mut self, news: MachineNews) {
        self.uplinks = news.uplinks;
        self.changes += u64::from(news.change.any());
    }
}

/// How long after the privileged side's last event it is asked for more, where it ended.
const AGAIN: Duration = Duration::from_secs(1);

/// Passes on what the privileged side tells without being asked.
pub(super) fn follow<P: Platform>(platform: Arc<P>, table: Arc<ConnectionTable>) {
    tokio::spawn(async move {
        loop {
            let mut events = platform.events();
            table.show_protection(platform.protection().await);
            while let Some(event) = events.recv().await {
                match event {
                    PrivilegedEvent::Protection(protection) => table.show_protection(*protection),
                    // Each tunnel's interface and plan are said again, as after any change of the network.
                    PrivilegedEvent::BegunAnew => table.machine.send_modify(|machine| machine.changes += 1),
                    PrivilegedEvent::Repaired { slot, what, times, by } => {
                        table.tell(slot, Command::Repaired(what, times, by));
                    }
                    PrivilegedEvent::Broken { slot, what } => table.tell(slot, Command::Broken(Some(what))),
                    PrivilegedEvent::Whole(slot) => table.tell(slot, Command::Broken(None)),
                }
            }
            tokio::time::sleep(AGAIN).await;
        }
    });
}

pub(super) fn spawn<P: Platform>(platform: &P, table: Arc<ConnectionTable>) {
    let mut changes = platform.changes();
    let mut wakes = platform.wakes();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                Some(news) = changes.next() => table.machine.send_modify(|machine| machine.changed(news)),
                Some(()) = wakes.next() => {
                    table.log(LogLevel::Info, None, "The machine woke from sleep");
                    table.machine.send_modify(|machine| machine.wakes += 1);
                }
                else => return,
            }
        }
    });
}
