//! Watches the machine: changes of its network, and sleep.

use std::{sync::Arc, time::Duration};

use futures_util::StreamExt;

use vpn_api::contract::LogLevel;

use super::{mailbox::Command, now, table::ConnectionTable};
use crate::platform::Platform;
use privileged::PrivilegedEvent;

/// One real change (a new Wi-Fi network) arrives as many netlink messages within a few hundred milliseconds; they are told as
/// one.
const SETTLE: Duration = Duration::from_millis(300);
/// How often the clocks are compared.
const LOOK: Duration = Duration::from_secs(2);
/// `CLOCK_MONOTONIC` stands still while the machine is suspended and the wall clock does not (clock_gettime(2)). A smaller
/// gap is the wall clock being corrected, or a busy machine.
const SLEEP: Duration = Duration::from_secs(5);

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
                    PrivilegedEvent::BegunAnew => table.network.send_modify(|count| *count += 1),
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

pub(super) fn spawn<P: Platform>(platform: Arc<P>, table: Arc<ConnectionTable>) {
    let mut changes = platform.changes();
    let mut look = tokio::time::interval(LOOK);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut clocks = (now(), platform.unix_time());
    tokio::spawn(async move {
        loop {
            tokio::select! {
                Some(()) = changes.next() => {
                    let settled = tokio::time::sleep(SETTLE);
                    tokio::pin!(settled);
                    loop {
                        tokio::select! {
                            () = &mut settled => break,
                            Some(()) = changes.next() => {}
                        }
                    }
                    table.network.send_modify(|count| *count += 1);
                }
                _ = look.tick() => {
                    let seen = (now(), platform.unix_time());
                    let awake = seen.0.saturating_duration_since(clocks.0);
                    // A wall clock that was set back or forth looks like sleep; looking at the tunnel does no harm then.
                    if seen.1.abs_diff(clocks.1).abs_diff(awake) > SLEEP {
                        table.log(LogLevel::Info, None, "The machine woke from sleep, or its clock was set");
                        table.network.send_modify(|count| *count += 1);
                    }
                    clocks = seen;
                }
            }
        }
    });
}
