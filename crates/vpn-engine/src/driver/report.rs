//! Tells how packets are moved, whenever that changes.

use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::watch;
use vpn_api::{DataPathReport, Fallback, FallbackReason, FramePath, InterfacePath, KernelOffload, Transport};

use crate::{
    link::{Link, Manner},
    tun::TunFeatures,
};

/// What the report was made from. As long as it stays, so does the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    /// How often the interface or its configuration was set.
    pub(super) configured: u64,
    /// How often links came and went.
    pub(super) links: u64,
    /// How often the link that carries data found something it cannot do.
    pub(super) fallbacks: u64,
}

/// What a report is made from.
pub(super) struct Parts<'a> {
    pub(super) transport: Transport,
    pub(super) link: &'a Link,
    pub(super) interface: TunFeatures,
    /// Why the interface does not do better.
    pub(super) interface_fallback: Option<(FallbackReason, String)>,
    /// Why packets are not sealed in one pass.
    pub(super) frames: Vec<FallbackReason>,
}

/// Tells whoever watches.
pub(super) struct Reporter {
    sender: watch::Sender<Option<DataPathReport>>,
    key: Option<Key>,
}

impl Reporter {
    pub(super) fn new(sender: watch::Sender<Option<DataPathReport>>) -> Self {
        Self { sender, key: None }
    }

    /// Whether the report is that of `key`. To be asked once per turn.
    pub(super) fn is_up_to_date(&self, key: Key) -> bool {
        self.key == Some(key)
    }

    /// Tells the report made from `parts`.
    pub(super) fn tell(&mut self, key: Key, parts: Parts<'_>) {
        self.key = Some(key);
        self.sender.send_if_modified(|shown| {
            let before = shown.as_ref().map_or(&[][..], |report| &report.fallbacks);
            let next = Some(make(parts, before, unix_seconds()));
            let changed = *shown != next;
            *shown = next;
            changed
        });
    }
}

/// A fallback that was there before keeps its time.
fn make(parts: Parts<'_>, before: &[Fallback], now: u64) -> DataPathReport {
    let Parts { transport, link, interface, interface_fallback, frames } = parts;
    let in_place = frames.is_empty();
    let Manner { send, receive } = link.manner();
    let fallbacks = interface_fallback
        .into_iter()
        .chain(link.fallbacks().found().iter().cloned())
        .chain(frames.into_iter().map(|reason| (reason, String::new())))
        .map(|(reason, detail)| {
            let known = before.iter().find(|fallback| fallback.reason == reason);
            Fallback { reason, detail, since: known.map_or(now, |known| known.since) }
        })
        .collect();
    DataPathReport {
        transport,
        interface: match interface {
            TunFeatures { header: false, udp: _ } => InterfacePath::Single,
            TunFeatures { header: true, udp: false } => InterfacePath::Tcp,
            TunFeatures { header: true, udp: true } => InterfacePath::TcpUdp,
        },
        send,
        receive,
        frames: if in_place { FramePath::InPlace } else { FramePath::Plain },
        kernel_offload: KernelOffload::Unknown,
        fallbacks,
    }
}

fn unix_seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}
