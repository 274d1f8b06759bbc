//! What a process uses, and what an interface has moved, out of `/proc`.

use std::time::Duration;

use anyhow::{Context, Result};

/// Processor time that these processes have used, user and system, all their threads.
///
/// # Errors
/// One is gone.
pub(super) fn processor_time(ids: &[u32]) -> Result<Duration> {
    ids.iter().map(|id| processor_time_of(*id)).sum()
}

fn processor_time_of(id: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).with_context(|| format!("process {id}"))?;
    ticks(&stat).map(|ticks| Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND)).context("/proc/PID/stat")
}

/// `USER_HZ`, which is the same on every architecture of Linux that Adit runs on (proc(5)).
const TICKS_PER_SECOND: u64 = 100;

/// The 14th and 15th field. The second is a name that may hold anything, in parentheses.
fn ticks(stat: &str) -> Option<u64> {
    let (_, behind_name) = stat.rsplit_once(')')?;
    let mut fields = behind_name.split_whitespace().skip(11);
    let mut next = || fields.next()?.parse::<u64>().ok();
    Some(next()? + next()?)
}

/// Resident memory of these processes together, in bytes; what they share counts for each.
///
/// # Errors
/// One is gone.
pub(super) fn resident(ids: &[u32]) -> Result<u64> {
    ids.iter().map(|id| resident_of(*id)).sum()
}

fn resident_of(id: u32) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).with_context(|| format!("process {id}"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
    Ok(kilobytes * 1024)
}

/// Bytes that an interface has received and sent. `ids`: processes in its namespace.
///
/// # Errors
/// There is no such interface.
pub(super) fn moved(ids: &[u32], interface: &str) -> Result<(u64, u64)> {
    let id = ids.first().context("a process")?;
    let table = std::fs::read_to_string(format!("/proc/{id}/net/dev")).with_context(|| format!("process {id}"))?;
    bytes(&table, interface).with_context(|| format!("no interface {interface}"))
}

/// The first field of a line is received bytes, the ninth sent ones.
fn bytes(table: &str, interface: &str) -> Option<(u64, u64)> {
    let counters = table.lines().find_map(|line| line.trim().strip_prefix(interface)?.strip_prefix(':'))?;
    let mut fields = counters.split_whitespace();
    let received = fields.next()?.parse().ok()?;
    Some((received, fields.nth(7)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processor_time_is_user_and_system_whatever_the_name() {
        let stat = "42 (a) b) (c) S 1 42 42 0 -1 4194560 900 0 0 0 120 34 0 0 20 0 3 0 99 1 2";
        assert_eq!(ticks(stat), Some(154));
        assert_eq!(ticks("nothing"), None);
        assert!(processor_time(&[std::process::id()]).is_ok());
        assert!(processor_time(&[std::process::id(), u32::MAX]).is_err());
    }

    #[test]
    fn an_interfaces_bytes_are_found_by_its_whole_name() {
        let table = "Inter-|   Receive  |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes\n\
                     tun10: 7 1 0 0 0 0 0 0 8 1 0 0 0 0 0 0\n  tun1: 1000 9 0 0 0 0 0 0 2000 8 0 0 0 0 0 0\n";
        assert_eq!(bytes(table, "tun1"), Some((1000, 2000)));
        assert_eq!(bytes(table, "tun10"), Some((7, 8)));
        assert_eq!(bytes(table, "tun"), None);
    }

    #[test]
    fn a_process_has_memory() -> Result<()> {
        let own = std::process::id();
        assert!(resident(&[own])? > 100_000);
        assert!(resident(&[own, own])? > 200_000, "together");
        Ok(())
    }
}
