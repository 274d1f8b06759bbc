//! What idle processes use, out of `/proc`.

use std::{collections::BTreeMap, fs, thread, time::Duration};

use anyhow::{Context, Result};

/// What processes have used so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Used {
    /// Times that a thread slept and was woken.
    pub wake_ups: u64,
    /// On a processor, in nanoseconds: idle processes use less in a minute than clock ticks can tell.
    pub nanoseconds: u64,
}

/// What each thread of these processes has used. One that ends takes its own with it, so that a sum could become less.
///
/// # Errors
/// A process is gone.
pub fn used(ids: &[u32]) -> Result<BTreeMap<u32, Used>> {
    let mut threads = BTreeMap::new();
    for id in ids {
        let tasks = fs::read_dir(format!("/proc/{id}/task")).with_context(|| format!("process {id}"))?;
        for task in tasks.flatten() {
            let Some(thread) = task.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
            let read = |name: &str| fs::read_to_string(task.path().join(name)).unwrap_or_default();
            let wake_ups = sleeps(&read("status")).unwrap_or_default();
            let nanoseconds = first_number(&read("schedstat")).unwrap_or_default();
            threads.insert(thread, Used { wake_ups, nanoseconds });
        }
    }
    Ok(threads)
}

/// A thread that goes to sleep by itself is woken afterwards.
fn sleeps(status: &str) -> Option<u64> {
    status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))?.trim().parse().ok()
}

fn first_number(schedstat: &str) -> Option<u64> {
    schedstat.split_whitespace().next()?.parse().ok()
}

/// Memory of a process in bytes: its own, and its share of what it has in common with others (proc(5), `smaps_rollup`).
///
/// # Errors
/// It is gone, or somebody else's.
pub fn proportional(id: u32) -> Result<u64> {
    let path = format!("/proc/{id}/smaps_rollup");
    let text = fs::read_to_string(&path).with_context(|| path.clone())?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:")).context(path)?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1024)
}

/// The same, by what is mapped: a file's name, or what the kernel calls it; the largest first.
///
/// # Errors
/// It is gone, or somebody else's.
pub fn mappings(id: u32) -> Result<Vec<(String, u64)>> {
    let path = format!("/proc/{id}/smaps");
    let text = fs::read_to_string(&path).with_context(|| path.clone())?;
    let mut all: BTreeMap<String, u64> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines() {
        if let Some(kilobytes) = line.strip_prefix("Pss:").and_then(|rest| rest.trim().strip_suffix("kB")) {
            *all.entry(name.clone()).or_default() += kilobytes.trim().parse::<u64>()? * 1024;
        } else if line.split_whitespace().next().is_some_and(|first| first.contains('-')) {
            let named = line.split_whitespace().skip(5).collect::<Vec<_>>().join(" ");
            name = if named.is_empty() { "anonymous".to_owned() } else { named };
        }
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    Ok(all)
}

/// The names of a thread's process and of the thread, as `WebKitWebProces/Compositor`.
fn name_of(thread: u32) -> String {
    let name = |id: u32| fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default().trim().to_owned();
    let status = fs::read_to_string(format!("/proc/{thread}/status")).unwrap_or_default();
    let process = status.lines().find_map(|line| line.strip_prefix("Tgid:")?.trim().parse().ok()).unwrap_or(thread);
    format!("{}/{}", name(process), name(thread))
}

/// A process and all that it started, and they.
#[must_use]
pub fn family(id: u32) -> Vec<u32> {
    let mut all = vec![id];
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        let tasks = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        for task in tasks {
            let children = fs::read_to_string(task.path().join("children")).unwrap_or_default();
            all.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
        at += 1;
    }
    all
}

/// What was used during some time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Wake-ups in a minute.
    pub wake_ups: f64,
    /// Milliseconds of processor time in an hour.
    pub milliseconds: f64,
}

impl Rate {
    /// Watches these processes for so long.
    ///
    /// # Errors
    /// One is gone.
    pub fn of(ids: &[u32], during: Duration) -> Result<Self> {
        let before = used(ids)?;
        thread::sleep(during);
        Ok(Self::between(&before, &used(ids)?, during))
    }

    /// The same, and beside it what each thread used, by the names of process and thread, the busiest first.
    ///
    /// # Errors
    /// One is gone.
    pub fn of_each(ids: &[u32], during: Duration) -> Result<(Self, Vec<(String, Self)>)> {
        let before = used(ids)?;
        thread::sleep(during);
        let after = used(ids)?;
        let mut each: BTreeMap<String, BTreeMap<u32, Used>> = BTreeMap::new();
        for (thread, used) in &after {
            each.entry(name_of(*thread)).or_default().insert(*thread, *used);
        }
        let mut each: Vec<(String, Self)> =
            each.into_iter().map(|(name, after)| (name, Self::between(&before, &after, during))).collect();
        each.sort_by(|(_, left), (_, right)| right.milliseconds.total_cmp(&left.milliseconds));
        Ok((Self::between(&before, &after, during), each))
    }

    fn between(before: &BTreeMap<u32, Used>, after: &BTreeMap<u32, Used>, during: Duration) -> Self {
        let minutes = during.as_secs_f64() / 60.0;
        let (mut wake_ups, mut nanoseconds) = (0, 0);
        for (thread, used) in after {
            let before = before.get(thread).copied().unwrap_or_default();
            wake_ups += used.wake_ups.saturating_sub(before.wake_ups);
            nanoseconds += used.nanoseconds.saturating_sub(before.nanoseconds);
        }
        Self { wake_ups: wake_ups as f64 / minutes, milliseconds: nanoseconds as f64 / 1e6 / minutes * 60.0 }
    }

    /// The share of one processor, in percent.
    #[must_use]
    pub fn percent(&self) -> f64 {
        self.milliseconds / 3_600_000.0 * 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(all: &[(u32, u64, u64)]) -> BTreeMap<u32, Used> {
        all.iter()
            .map(|(id, wake_ups, nanoseconds)| (*id, Used { wake_ups: *wake_ups, nanoseconds: *nanoseconds }))
            .collect()
    }

    #[test]
    fn a_rate_is_of_minutes_and_hours() {
        let (before, after) = (threads(&[(1, 5, 1_000_000)]), threads(&[(1, 15, 2_000_000)]));
        let rate = Rate::between(&before, &after, Duration::from_secs(30));
        assert_eq!(rate, Rate { wake_ups: 20.0, milliseconds: 120.0 });
        let busy = Rate::between(&threads(&[]), &threads(&[(1, 0, 500_000_000)]), Duration::from_secs(1));
        assert_eq!(busy.percent(), 50.0);
    }

    #[test]
    fn a_thread_that_ends_hides_nothing_of_the_others() {
        let (before, after) = (threads(&[(1, 5, 0), (2, 1000, 0)]), threads(&[(1, 15, 0), (3, 10, 0)]));
        assert_eq!(Rate::between(&before, &after, Duration::from_secs(60)).wake_ups, 20.0);
    }

    #[test]
    fn a_thread_that_sleeps_is_woken() -> Result<()> {
        let sum = |threads: BTreeMap<u32, Used>| threads.values().map(|one| one.wake_ups).sum::<u64>();
        let before = sum(used(&[std::process::id()])?);
        for _ in 0..20 {
            thread::sleep(Duration::from_millis(1));
        }
        assert!(sum(used(&[std::process::id()])?) >= before + 20);
        assert_eq!(sleeps("Name:\tx\nvoluntary_ctxt_switches:\t17\nnonvoluntary_ctxt_switches:\t3\n"), Some(17));
        assert_eq!(first_number("123 456 7"), Some(123));
        assert!(used(&[u32::MAX]).is_err());
        Ok(())
    }

    #[test]
    fn what_each_thread_uses_is_told_by_its_name() -> Result<()> {
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let busy = thread::Builder::new().name("busy".to_owned()).spawn(move || {
            let mut turns = 0_u64;
            while ended.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
                turns = std::hint::black_box(turns + 1);
            }
        })?;
        let (all, each) = Rate::of_each(&[std::process::id()], Duration::from_millis(100))?;
        drop(end);
        assert!(busy.join().is_ok());
        let of_busy = each.iter().find(|(name, _)| name.ends_with("/busy")).map(|(_, rate)| rate.milliseconds);
        assert!(of_busy.is_some_and(|of_busy| of_busy > 0.0 && of_busy <= all.milliseconds), "{each:?}");
        Ok(())
    }

    #[test]
    fn memory_grows_with_what_is_held() -> Result<()> {
        let before = proportional(std::process::id())?;
        let held = std::hint::black_box(vec![1_u8; 32 << 20]);
        assert!(proportional(std::process::id())? >= before + (24 << 20));
        assert_eq!(held.len(), 32 << 20);
        let mapped: u64 = mappings(std::process::id())?.into_iter().map(|(_, bytes)| bytes).sum();
        assert!(mapped >= 24 << 20, "{mapped}");
        assert!(proportional(u32::MAX).is_err() && mappings(u32::MAX).is_err());
        Ok(())
    }

    #[test]
    fn a_family_has_the_children() -> Result<()> {
        let mut child = std::process::Command::new("sleep").arg("10").spawn()?;
        let family = family(std::process::id());
        child.kill()?;
        child.wait()?;
        assert!(family.contains(&child.id()) && family.contains(&std::process::id()), "{family:?}");
        Ok(())
    }
}
