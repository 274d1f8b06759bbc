//! Counters that are read when somebody wants to know, and once a second only while somebody looks.

use std::{sync::Arc, time::Duration};

use super::table::ConnectionTable;

/// How often the counters are told while somebody looks.
const EVERY: Duration = Duration::from_secs(1);

/// Somebody looks at counters, for as long as this lives.
#[derive(Debug)]
pub struct TrafficWatch(Arc<ConnectionTable>);

impl TrafficWatch {
    pub(super) fn begin(table: &Arc<ConnectionTable>) -> Self {
        table.watchers.send_modify(|count| *count += 1);
        Self(Arc::clone(table))
    }
}

impl Drop for TrafficWatch {
    fn drop(&mut self) {
        self.0.watchers.send_modify(|count| *count -= 1);
    }
}

/// Tells the counters of what is connected, as long as somebody looks.
pub(super) fn spawn(table: Arc<ConnectionTable>) {
    let mut watchers = table.watchers.subscribe();
    tokio::spawn(async move {
        while watchers.wait_for(|count| *count > 0).await.is_ok() {
            table.tell_traffic();
            // Ends early when nobody looks any more.
            let _ = tokio::time::timeout(EVERY, watchers.wait_for(|count| *count == 0)).await;
        }
    });
}
