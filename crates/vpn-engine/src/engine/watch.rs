//! Watches the machine: changes of its network, and sleep.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;

use tokio::time::Instant;
use vpn_api::{NetworkStep, TunnelSlot, contract::LogLevel};

use super::{mailbox::Command, table::ConnectionTable};
use crate::platform::Platform;
use privileged::PrivilegedEvent;

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
                        tokio::spawn(repaired(Arc::clone(&table), slot, (what, times, by)));
                    }
                    PrivilegedEvent::Broken { slot, what } => table.tell(slot, Command::Broken(Some(what))),
                    PrivilegedEvent::Whole(slot) => table.tell(slot, Command::Broken(None)),
                }
            }
            tokio::time::sleep(AGAIN).await;
        }
    });
}

/// NetworkManager takes the routes of the loopback interface away when it is told to switch networking off, and with them those
/// of ours that IPv6 holds there (observed with 1.42 and 1.52). Nobody has to be warned of what went with the network.
const WITH_THE_NETWORK: Duration = Duration::from_millis(500);

/// Tells of what was taken away, once it is known whether the network went as well.
async fn repaired(
    table: Arc<ConnectionTable>,
    slot: TunnelSlot,
    (what, times, by): (NetworkStep, u32, Option<String>),
) {
    let then = Instant::now();
    tokio::time::sleep(WITH_THE_NETWORK).await;
    if table.machine.borrow().changed_since(then.checked_sub(WITH_THE_NETWORK).unwrap_or(then)) {
        let text = format!("{what} went with the network, and was put back");
        table.log(LogLevel::Info, None, &text);
    } else {
        table.tell(slot, Command::Repaired(what, times, by));
    }
}

pub(super) fn spawn<P: Platform>(platform: &P, table: Arc<ConnectionTable>) {
    let mut changes = platform.changes();
    let (mut wakes, mut sign_ins) = (platform.wakes(), platform.sign_ins());
    tokio::spawn(async move {
        loop {
            tokio::select! {
                Some(news) = changes.next() => table.machine.send_modify(|machine| machine.changed(news)),
                Some(sign_in) = sign_ins.next() => {
                    let said = if sign_in.is_some() { "This network wants somebody to sign in first" } else { "Nobody has to sign in to this network" };
                    table.log(LogLevel::Info, None, said);
                    table.machine.send_modify(|machine| machine.sign_in = sign_in);
                }
                Some(()) = wakes.next() => {
                    table.log(LogLevel::Info, None, "The machine woke from sleep");
                    table.machine.send_modify(|machine| machine.wakes += 1);
                }
                else => return,
            }
        }
    });
}
