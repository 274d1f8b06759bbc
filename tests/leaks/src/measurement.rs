//! One measurement: markers sent on one side and counted on the other.

use std::{
    collections::BTreeMap,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::markers::Kind;

/// What was sent and what was seen of one kind.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count {
    /// Tried to send.
    pub(crate) tried: u32,
    /// Seen on the wire.
    pub(crate) seen: u32,
}

/// What was counted of each kind.
pub(crate) type Counts = BTreeMap<Kind, Count>;

/// Markers under way.
pub(crate) struct Measurement {
    listener: Child,
    senders: Vec<Child>,
}

impl Measurement {
    /// Begins to send and to count. Each command runs this program at one place.
    pub(crate) fn begin<const N: usize>(listener: Command, senders: [(Command, [&str; 2]); N]) -> Result<Self> {
        let listener = probe(listener, &["listen"])?;
        thread::sleep(Duration::from_millis(200));
        let senders =
            senders.into_iter().map(|(command, [kinds, interface])| probe(command, &["send", kinds, interface]));
        Ok(Self { listener, senders: senders.collect::<Result<_>>()? })
    }

    /// Ends, and gives what was counted.
    pub(crate) fn end(mut self) -> Result<Counts> {
        let mut counts = Counts::new();
        for sender in self.senders {
            for (kind, number) in finish(sender)? {
                counts.entry(kind).or_default().tried = number;
            }
        }
        // What is still on its way.
        thread::sleep(Duration::from_millis(100));
        drop(self.listener.stdin.take());
        for (kind, number) in finish(self.listener)? {
            counts.entry(kind).or_default().seen = number;
        }
        Ok(counts)
    }
}

fn probe(mut command: Command, arguments: &[&str]) -> Result<Child> {
    command.arg("--probe").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.spawn().context("start a probe")
}

fn finish(mut probe: Child) -> Result<Vec<(Kind, u32)>> {
    drop(probe.stdin.take());
    let output = probe.wait_with_output()?;
    ensure!(output.status.success(), "a probe failed: {}", output.status);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines = text.lines().filter_map(|line| {
        let (name, number) = line.split_once(' ')?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.name() == name)?;
        Some((kind, number.split(' ').next()?.parse().ok()?))
    });
    Ok(lines.collect())
}
