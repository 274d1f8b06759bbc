//! The two processes of Adit killed at random moments, in a system where nothing but systemd brings them back: whether
//! packets leave beside the tunnel, how long it takes until the tunnel carries packets again, and what is left over.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};

use crate::{
    boxes::System,
    machine::takes_all,
    markers::Kind,
    measurement::Counts,
    probe::{Answer, Probe},
    states::{all, beside_local},
    table::Table,
};

/// The tunnel is back after at most this, 99 times of 100.
const BACK: Duration = Duration::from_secs(2);
/// Whatever takes longer is shown with what the two said meanwhile.
const SLOW: Duration = Duration::from_millis(1500);
/// Waiting for it to come back ends here.
const GONE: Duration = Duration::from_secs(15);
/// No answer for this long: the tunnel is interrupted.
const GAP: Duration = Duration::from_millis(200);
/// It is back for good when it was for this long.
const STEADY: Duration = Duration::from_millis(400);
/// A request that was sent this soon after a kill may have been answered by what was killed.
const GRACE: Duration = Duration::from_millis(10);
/// Kills between two looks at what they left.
const ROUND: u32 = 50;
/// As many times as this it may stay away until it is not worth going on.
const ENOUGH: usize = 5;
/// The address of the server in the tunnel.
const INNER: &str = "10.8.0.1";

/// What is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Victim {
    Engine,
    Broker,
    Both,
}

impl Victim {
    const fn units(self) -> &'static [&'static str] {
        match self {
            Self::Engine => &["aditd"],
            Self::Broker => &["adit-netd"],
            Self::Both => &["adit-netd", "aditd"],
        }
    }
}

/// The generator `SplitMix64`: the same seed gives the same moments.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let one = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let two = (one ^ (one >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (two ^ (two >> 31)) % limit
    }

    fn millis(&mut self, limit: u64) -> Duration {
        Duration::from_millis(self.below(limit))
    }
}

/// How the tunnel comes back after a kill.
struct Recovery {
    killed: Instant,
    /// Since when it carries packets without a gap.
    back: Option<Instant>,
    last: Instant,
    /// When nothing came back, since the kill.
    gaps: Vec<(Duration, Duration)>,
}

impl Recovery {
    const fn new(killed: Instant) -> Self {
        Self { killed, back: None, last: killed, gaps: Vec::new() }
    }

    fn note(&mut self, answer: Answer) {
        if answer.sent < self.killed + GRACE {
            return;
        }
        if self.back.is_none() || answer.received.duration_since(self.last) > GAP {
            self.back = Some(answer.received);
            self.gaps.push((self.last - self.killed, answer.received - self.killed));
        }
        self.last = answer.received;
    }

    fn is_steady(&self) -> bool {
        self.back.is_some_and(|back| back.elapsed() >= STEADY) && self.last.elapsed() < GAP
    }
}

/// How long it took after which kill.
struct Back {
    victim: Victim,
    again: bool,
    took: Duration,
}

struct Kills<'a> {
    system: &'a System,
    probe: Probe,
    random: Random,
    done: u32,
    /// The last kill, what it was, and whether it came before the one before was got over.
    recovery: Option<(Recovery, Victim, bool)>,
    backs: Vec<Back>,
    complaints: Vec<String>,
}

/// Kills that many times and prints what came of it.
///
/// # Errors
/// The system does not start, or the first connection does not come up.
pub(crate) fn run(count: u32, seed: u64, suite: &str) -> Result<ExitCode> {
    let command = format!("make kills KILLS={count} SEED={seed} SUITE={suite}");
    writeln!(io::stdout(), "{command}")?;
    // A server that takes a minute to notice that somebody is gone: coming back does not wait for it.
    let options = lab::ServerOptions { keepalive: (10, 60), ..takes_all() };
    measured(&System::start(suite, &options)?, count, seed, suite)
}

fn measured(system: &System, count: u32, seed: u64, suite: &str) -> Result<ExitCode> {
    let files = system.run("find /var/lib/adit -type f")?;
    system.connect()?;
    thread::sleep(Duration::from_secs(1));
    let probe = system.probe(INNER)?;
    let random = Random(seed);
    let (backs, complaints) = (Vec::new(), Vec::new());
    let mut kills = Kills { system, probe, random, done: 0, recovery: None, backs, complaints };
    let before = kills.lasting()?;
    let mut counts = Counts::new();
    while kills.done < count && kills.complaints.len() < ENOUGH {
        let upto = count.min(kills.done + ROUND);
        let measurement = system.begin()?;
        let result = kills.until(upto);
        let round = system.end(measurement)?;
        result?;
        thread::sleep(Duration::from_secs(1));
        let lasting = kills.lasting()?;
        kills.complaints.extend(grown(&before, &lasting));
        kills.say(&round)?;
        for (kind, count) in round {
            let all = counts.entry(kind).or_default();
            all.tried += count.tried;
            all.seen += count.seen;
        }
    }
    writeln!(io::stdout(), "before: {before:?}\nafter:  {:?}", kills.lasting()?)?;
    let mut table = Table::begin(&format!("in Debian {suite}"))?;
    table.row("no VPN (control)", all, Ok(system.control.clone()))?;
    table.row(&format!("{} kills", kills.done), beside_local, Ok(counts))?;
    drop(kills.probe);
    table.row("disconnected by the person", all, system.disconnected())?;
    for complaint in &kills.complaints {
        table.complain("kills", complaint);
    }
    let now = system.run("find /var/lib/adit -type f")?;
    let left: Vec<&str> = now.lines().filter(|file| !files.lines().any(|line| line == *file)).collect();
    for (name, left) in [("afterwards", system.residue()?), ("files afterwards", left.join(" "))] {
        if !left.is_empty() {
            table.complain(name, &left);
        }
    }
    if let Some(late) = report(&kills.backs)? {
        table.complain("back", &late);
    }
    table.end()
}

impl Kills<'_> {
    fn until(&mut self, count: u32) -> Result<()> {
        while self.done < count {
            // Before the one before was got over, or after.
            let again = self.recovery.is_some() && self.random.below(3) == 0;
            let pause = if again { self.random.millis(600) } else { self.random.millis(1000) };
            if !again {
                self.got_over()?;
            }
            self.pause(pause);
            let victim = match self.random.below(3) {
                0 => Victim::Engine,
                1 => Victim::Broker,
                _ => Victim::Both,
            };
            if !again {
                self.take_down();
            }
            self.kill(victim)?;
            self.recovery = Some((Recovery::new(Instant::now()), victim, again));
            self.done += 1;
        }
        self.got_over()?;
        self.take_down();
        Ok(())
    }

    /// Waits until the tunnel carries packets and both processes are there.
    fn got_over(&mut self) -> Result<()> {
        let Some((recovery, victim, _)) = &mut self.recovery else { return Ok(()) };
        while !(recovery.is_steady() && ["aditd", "adit-netd"].iter().all(|unit| !pids(self.system, unit).is_empty())) {
            if let Some(answer) = self.probe.next(Instant::now() + Duration::from_millis(20)) {
                recovery.note(answer);
            }
            if recovery.killed.elapsed() > GONE {
                let status = self.system.run("aditctl status").unwrap_or_else(|error| format!("{error:#}"));
                let status = status.trim().replace('\n', "; ");
                self.complaints.push(format!("kill {} ({victim:?}): away for {GONE:?}: {status}", self.done));
                writeln!(io::stdout(), "kill {}: {:?}\n{}", self.done, recovery.gaps, said(self.system, recovery))?;
                self.recovery = None;
                self.system
                    .run("aditctl disconnect")
                    .map(drop)
                    .or_else(|_| self.system.run("systemctl status aditd").map(drop))?;
                return self.system.connect();
            }
        }
        Ok(())
    }

    fn pause(&mut self, pause: Duration) {
        let end = Instant::now() + pause;
        while Instant::now() < end {
            if let (Some(answer), Some((recovery, ..))) = (self.probe.next(end), &mut self.recovery) {
                recovery.note(answer);
            }
        }
    }

    /// Takes down how long it took to get over the last kill.
    fn take_down(&mut self) {
        let Some((recovery, victim, again)) = self.recovery.take() else { return };
        let took = recovery.back.unwrap_or_else(Instant::now).duration_since(recovery.killed);
        if took > SLOW {
            let said = said(self.system, &recovery);
            let _ = writeln!(
                io::stdout(),
                "kill {} ({victim:?}, again: {again}): nothing for {:?}\n{said}",
                self.done,
                recovery.gaps
            );
        }
        self.backs.push(Back { victim, again, took });
    }

    /// Kills whatever runs of it at this moment; where nothing does, what runs next.
    fn kill(&self, victim: Victim) -> Result<()> {
        let end = Instant::now() + GONE;
        while victim.units().iter().all(|unit| pids(self.system, unit).is_empty()) {
            ensure!(Instant::now() < end, "nothing of {victim:?} runs");
            thread::sleep(Duration::from_millis(2));
        }
        // Also its last undo, where that runs at this moment.
        for pid in victim.units().iter().flat_map(|unit| pids(self.system, unit)) {
            // It may have ended by itself meanwhile.
            let _ = kill_process(pid, Signal::KILL);
        }
        Ok(())
    }

    /// What must not grow.
    fn lasting(&self) -> Result<BTreeMap<String, u64>> {
        let mut all = BTreeMap::new();
        for line in [
            "ip -br addr",
            "ip -4 rule",
            "ip -6 rule",
            "ip -4 route show table all",
            "ip -6 route show table all",
            "nft list tables",
            "nft list ruleset",
            "resolvectl dns",
            "resolvectl domain",
            "find /var/lib/adit /run/adit /run/adit-netd",
            "systemctl is-active aditd adit-netd adit-netd.socket",
        ] {
            all.insert(line.to_owned(), u64::try_from(self.system.run(line)?.lines().count())?);
        }
        let stored = self.system.run("systemctl show --value -p NFileDescriptorStore adit-netd")?;
        all.insert("descriptors kept by systemd".to_owned(), stored.trim().parse()?);
        for unit in ["aditd", "adit-netd"] {
            let [pid] = pids(self.system, unit)[..] else { bail!("{unit}: not one process") };
            let process = PathBuf::from(format!("/proc/{}", pid.as_raw_nonzero()));
            let status = fs::read_to_string(process.join("status"))?;
            // Of its own: how much of the program's text is in memory follows from what it did last.
            let memory = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).context("memory")?;
            let memory: u64 = memory.trim().trim_end_matches(" kB").parse()?;
            all.insert(format!("{unit}: MiB"), memory.div_ceil(1024));
            let open = fs::read_dir(process.join("fd"))?.count();
            all.insert(format!("{unit}: descriptors"), u64::try_from(open)?);
        }
        Ok(all)
    }

    fn say(&self, counts: &Counts) -> Result<()> {
        let seen: Vec<String> = counts
            .iter()
            .filter(|(kind, count)| count.seen > 0 && !matches!(kind, Kind::Lan | Kind::Multicast | Kind::Multicast6))
            .map(|(kind, count)| format!("{} {}", count.seen, kind.name()))
            .collect();
        let wrong = self.complaints.len();
        // Others who wait for the processor make recoveries longer.
        let load = fs::read_to_string("/proc/loadavg")?;
        let load = load.split(' ').next().unwrap_or_default();
        writeln!(io::stdout(), "{} kills, left: [{}], complaints: {wrong}, load: {load}", self.done, seen.join(", "))?;
        Ok(())
    }
}

fn grown(before: &BTreeMap<String, u64>, after: &BTreeMap<String, u64>) -> Vec<String> {
    let differs = |(what, now): (&String, &u64)| {
        let was = before.get(what).copied().unwrap_or_default();
        // A process that just started has not read everything yet, or has a question open.
        let slack = if what.ends_with("MiB") || what.ends_with(": descriptors") { 3 } else { 0 };
        let same = if slack == 0 { *now == was } else { *now <= was + slack };
        (!same).then(|| format!("{what}: {was}, now {now}"))
    };
    after.iter().filter_map(differs).collect()
}

/// Prints how long it took, by what was killed; gives what was too slow.
fn report(backs: &[Back]) -> Result<Option<String>> {
    let mut out = io::stdout().lock();
    writeln!(out, "{:<28}{:>7}{:>9}{:>9}{:>9}  ms until the tunnel is back", "killed", "times", "p50", "p99", "max")?;
    let mut late = None;
    for again in [false, true] {
        for victim in [Victim::Engine, Victim::Broker, Victim::Both] {
            let name = format!("{victim:?}{}", if again { ", during recovery" } else { "" });
            line(&mut out, &name, backs.iter().filter(|back| back.victim == victim && back.again == again))?;
        }
    }
    if line(&mut out, "all", backs.iter())?.is_some_and(|p99| p99 > BACK) {
        late = Some(format!("later than {BACK:?} more often than once in 100 times"));
    }
    for limit in [50, 100, 250, 500, 750, 1000, 1500, 2000, 3000, 15000] {
        let within = backs.iter().filter(|back| back.took <= Duration::from_millis(limit)).count();
        writeln!(out, "  within {limit:>5} ms {within:>6}")?;
    }
    Ok(late)
}

fn line<'a>(out: &mut impl Write, name: &str, backs: impl Iterator<Item = &'a Back>) -> Result<Option<Duration>> {
    let mut took: Vec<Duration> = backs.map(|back| back.took).collect();
    took.sort();
    let at = |percent: usize| took.get((took.len() * percent).div_ceil(100).saturating_sub(1)).copied();
    let text = |percent| at(percent).map_or_else(|| "-".to_owned(), |took| took.as_millis().to_string());
    writeln!(out, "{name:<28}{:>7}{:>9}{:>9}{:>9}", took.len(), text(50), text(99), text(100))?;
    Ok(at(99))
}

/// What the two said since a kill.
fn said(system: &System, recovery: &Recovery) -> String {
    let since = format!("--since=-{}s", recovery.killed.elapsed().as_secs() + 1);
    let journal = "journalctl --no-pager --output=short-precise --unit=aditd --unit=adit-netd";
    system.run(&format!("{journal} {since}")).unwrap_or_else(|error| format!("{error:#}"))
}

fn group(system: &System, unit: &str) -> PathBuf {
    system.group(&format!("{unit}.service"))
}

/// The processes of a unit, as this machine numbers them.
fn pids(system: &System, unit: &str) -> Vec<Pid> {
    let text = fs::read_to_string(group(system, unit).join("cgroup.procs")).unwrap_or_default();
    text.lines().filter_map(|line| Pid::from_raw(line.parse().ok()?)).collect()
}
