//! The log that people read: the last lines, in memory.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use vpn_api::{
    contract::{LogLevel, LogLine},
    text::plain,
};

use super::messages::Key;

/// Lines kept. A busy hour has some hundred.
const CAPACITY: usize = 10_000;

#[derive(Debug, Default)]
pub(super) struct Journal {
    lines: Mutex<Lines>,
}

#[derive(Debug, Default)]
struct Lines {
    last: u64,
    kept: VecDeque<LogLine>,
}

impl Journal {
    pub(super) fn write(&self, level: LogLevel, of: Option<Key>, text: &str) -> LogLine {
        let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.last += 1;
        let (owner, connection) = of.unzip();
        let line = LogLine {
            number: lines.last,
            unix_ms: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            level,
            connection,
            owner,
            text: plain(text.trim_start()),
        };
        if lines.kept.len() >= CAPACITY {
            lines.kept.pop_front();
        }
        lines.kept.push_back(line.clone());
        line
    }

    pub(super) fn read(&self, after: u64, limit: usize, keep: impl Fn(&LogLine) -> bool) -> Vec<LogLine> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let first = lines.kept.partition_point(|line| line.number <= after);
        lines.kept.range(first..).filter(|line| keep(line)).take(limit).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::text::MAX_SHOWN;

    use super::*;

    #[test]
    fn keeps_the_last_lines_and_counts_on() {
        let journal = Journal::default();
        for line in 0..CAPACITY + 5 {
            journal.write(LogLevel::Info, None, &line.to_string());
        }
        let all = journal.read(0, usize::MAX, |_| true);
        assert_eq!((all.len(), all[0].number), (CAPACITY, 6));
        let some = journal.read(10_000, 3, |line| line.number % 2 == 0);
        assert_eq!(some.iter().map(|line| line.number).collect::<Vec<_>>(), [10_002, 10_004]);
        assert_eq!(journal.read(u64::MAX, 3, |_| true), []);
    }

    #[test]
    fn lines_are_plain_and_bounded() {
        let journal = Journal::default();
        let written = |text: &str| journal.write(LogLevel::Info, None, text).text;
        assert_eq!(written("a\u{1b}[2J\nb\u{202e} "), "a[2J b");
        assert_eq!(written(&"ä".repeat(5000)).chars().count(), MAX_SHOWN);
    }
}
