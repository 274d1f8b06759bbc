//! Packets of a tunnel: how many, which were dropped and why, and how they are moved.

use vpn_api::{DataPathReport, Drops, Fallback, KernelOffload, LinkPath, Traffic};

use crate::{Value, text};

/// Causes that one line names; the others are in its sum.
const CAUSES: usize = 3;

/// Packets in both directions, and how many were handled at a time: `1234 received, 567 sent`, `12 at a time`.
#[must_use]
pub fn packets(traffic: &Traffic) -> Vec<String> {
    let (received, sent) = (traffic.packets_received, traffic.packets_sent);
    let batches = traffic.batches_received.saturating_add(traffic.batches_sent);
    let both = text("traffic-packets", &[("received", Value::from(received)), ("sent", Value::from(sent))]);
    let each = match received.saturating_add(sent).checked_div(batches) {
        Some(each @ 2..) => Some(text("traffic-packets-each", &[("each", Value::from(each))])),
        // Nobody wants to know that packets which came one by one were handled so.
        Some(_) | None => None,
    };
    [both].into_iter().chain(each).collect()
}

/// What was dropped and why, the most frequent cause first: `40 repeated or too late`, `3 badly built`.
#[must_use]
pub fn drops(drops: &Drops) -> Vec<String> {
    let mut occurred: Vec<_> = drops.occurred().collect();
    occurred.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    occurred
        .iter()
        .map(|(cause, count)| {
            let what = text(&format!("drop-{}", cause.word()), &[]);
            text("drop", &[("count", Value::from(*count)), ("what", Value::from(what))])
        })
        .collect()
}

/// The same in one line: `43 packets: 40 repeated or too late, 3 badly built`. `None`: nothing was.
#[must_use]
pub fn dropped(dropped: &Drops) -> Option<String> {
    let mut causes = drops(dropped);
    causes.truncate(CAUSES);
    let pair = |before: String, next: String| text("list-pair", &[("before", before.into()), ("next", next.into())]);
    let causes = causes.into_iter().reduce(pair)?;
    Some(text("drops", &[("count", Value::from(dropped.sum())), ("causes", Value::from(causes))]))
}

/// How packets go to the server: `UDP, in large batches`.
#[must_use]
pub fn data_path(report: &DataPathReport) -> String {
    let id = match report.send {
        LinkPath::Single => "path-single",
        LinkPath::Messages => "path-batches",
        LinkPath::Segments => "path-segments",
        LinkPath::Stream => "path-stream",
    };
    text(id, &[("transport", Value::from(report.transport.to_string()))])
}

/// Why a faster way of moving packets is not used.
#[must_use]
pub fn fallback(fallback: &Fallback) -> String {
    text(&format!("fallback-{}", fallback.reason.word()), &[])
}

/// Whether the kernel has a data channel of its own. `None`: not known.
#[must_use]
pub fn kernel_offload(found: &KernelOffload) -> Option<String> {
    match found {
        KernelOffload::Unknown => None,
        KernelOffload::Absent => Some(text("kernel-offload-absent", &[])),
        KernelOffload::NotLoaded { module } => {
            Some(text("kernel-offload-not-loaded", &[("module", Value::from(module.as_str()))]))
        }
        KernelOffload::Present { family } => {
            Some(text("kernel-offload-present", &[("family", Value::from(family.as_str()))]))
        }
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::{DropCause, FallbackReason};

    use super::*;

    #[test]
    fn every_cause_and_every_fallback_has_a_message() {
        for cause in DropCause::ALL {
            let mut one = Drops::default();
            one.add(cause, 1);
            let line = dropped(&one).unwrap();
            assert!(line.starts_with("1 packet: 1 ") && !line.contains(&format!("drop-{}", cause.word())), "{line}");
        }
        for reason in FallbackReason::ALL {
            let text = fallback(&Fallback { reason, detail: String::new(), since: 0 });
            assert!(text.ends_with('.'), "{text}");
        }
        let found = [
            KernelOffload::Absent,
            KernelOffload::NotLoaded { module: "ovpn".to_owned() },
            KernelOffload::Present { family: "ovpn-dco-v2".to_owned() },
        ];
        for found in found {
            assert!(kernel_offload(&found).unwrap().starts_with("This system’s kernel"));
        }
    }

    #[test]
    fn the_most_frequent_causes_come_first() {
        let mut some = Drops::default();
        assert_eq!((dropped(&some), drops(&some)), (None, Vec::new()));
        for (cause, count) in
            [(DropCause::Malformed, 1), (DropCause::NoKey, 2), (DropCause::Replayed, 40), (DropCause::Stale, 3)]
        {
            some.add(cause, count);
        }
        let expected =
            "46 packets: 40 repeated or too late, 3 waiting from before a reconnect, 2 under a key that nobody has";
        assert_eq!(dropped(&some).unwrap(), expected);
        assert_eq!(drops(&some).last().unwrap(), "1 badly built");
    }

    #[test]
    fn packets_are_counted_with_the_size_of_batches() {
        let mut traffic = Traffic { packets_received: 1, packets_sent: 3, ..Traffic::default() };
        assert_eq!(packets(&traffic), ["1 received, 3 sent"]);
        (traffic.packets_received, traffic.batches_received, traffic.batches_sent) = (61, 4, 1);
        assert_eq!(packets(&traffic), ["61 received, 3 sent", "12 at a time"]);
    }
}
