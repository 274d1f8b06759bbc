//! Prints how long the tunnel is gone after each fault, Adit beside openvpn, and fails where Adit's is gone for longer than allowed.

use std::{
    io::{self, Write},
    process::ExitCode,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, anyhow};

mod asleep;
mod confined;
mod echo;
mod emulated;
mod faults;
mod installed;
mod managed;
mod pictures;
mod plugin;
mod portal;
mod site;
mod table;
mod worker;

use echo::{Asker, Seen};
use emulated::Task;
use faults::{FAULTS, Fault};
use installed::{Installed, PROCESS_FAULTS, ProcessFault};
use site::{Site, Who};
use table::{Outcome, Row};

fn main() -> Result<ExitCode> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(task) = emulated::task() {
        let done = match task {
            Task::Sleep => asleep::inside(),
            Task::Confine => confined::inside(),
        };
        return emulated::told(done).map(|()| ExitCode::SUCCESS);
    }
    if words.first().is_some_and(|word| word == "--confined") {
        return confined::run();
    }
    if let Some(("--managed", suites)) = words.split_first().map(|(word, suites)| (word.as_str(), suites)) {
        return managed_systems(suites);
    }
    if let Some(("--plugin", suites)) = words.split_first().map(|(word, suites)| (word.as_str(), suites)) {
        return systems("Adit as a VPN of NetworkManager", suites, plugin::all);
    }
    if words.first().is_some_and(|word| word == pictures::START_HELPER) {
        return pictures::start_helper();
    }
    if let Some(("--pictures", suites)) = words.split_first().map(|(word, suites)| (word.as_str(), suites)) {
        return pictures::take(suites);
    }
    let is_chosen = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let faults: Vec<&Fault> = FAULTS.iter().filter(|fault| is_chosen(fault.name)).collect();
    let process_faults: Vec<&ProcessFault> = PROCESS_FAULTS.iter().filter(|fault| is_chosen(fault.name)).collect();
    let [mut adit, mut openvpn] = side_by_side(|who| outcomes(&faults, who))?;
    // Afterwards: systems that boot take the processor from those that are measured.
    let [adit_installed, openvpn_installed] = side_by_side(|who| Ok(process_outcomes(&process_faults, who)))?;
    adit.extend(adit_installed);
    openvpn.extend(openvpn_installed);
    let names = faults.iter().map(|fault| (fault.name, fault.bound));
    let names = names.chain(process_faults.iter().map(|fault| (fault.name, fault.bound)));
    let mut rows: Vec<Row> = (names.zip(adit).zip(openvpn))
        .map(|(((name, bound), adit), openvpn)| Row { name, bound, adit, openvpn })
        .collect();
    // Only where it is asked for: a machine without a processor's help takes minutes to boot.
    if !words.is_empty() && asleep::SLEEPS.iter().any(|name| is_chosen(name)) {
        rows.extend(sleeps());
    }
    let code = table::print(&rows)?;
    if !words.is_empty() {
        return Ok(code);
    }
    let suites = ["trixie", "bookworm"].map(str::to_owned);
    let managed = managed_systems(&suites)?;
    let plugin = systems("Adit as a VPN of NetworkManager", &suites, plugin::all)?;
    Ok([code, managed, plugin].into_iter().find(|code| *code != ExitCode::SUCCESS).unwrap_or(ExitCode::SUCCESS))
}

/// What an emulated machine shows; nothing where none can be emulated.
fn sleeps() -> Vec<Row> {
    let took = if emulated::is_possible() {
        asleep::measure()
    } else {
        Err(anyhow!("not measured: needs qemu-system-x86 busybox-static kmod cpio"))
    };
    let row = |(name, at): (&'static str, usize)| {
        let mut adit = Outcome::default();
        match &took {
            Ok(took) => {
                adit.times = took
                    .get(at)
                    .map(|gap| Some(Seen { gap: *gap, lost: 1, silent: Duration::ZERO }))
                    .into_iter()
                    .collect()
            }
            Err(error) if at == 0 => adit.failed = Some(format!("{name}: {error:#}")),
            Err(_) => adit.failed = Some(format!("{name}: the same")),
        }
        tell(Who::Adit, name, &adit);
        Row { name, bound: Duration::from_secs(1), adit, openvpn: Outcome::default() }
    };
    asleep::SLEEPS.into_iter().zip(0..).map(row).collect()
}

/// What NetworkManager does, in these versions of Debian at the same time.
fn managed_systems(suites: &[String]) -> Result<ExitCode> {
    systems("NetworkManager", suites, managed::all)
}

/// What is found in these versions of Debian at the same time.
fn systems(what: &str, suites: &[String], all: fn(&str) -> Result<Vec<managed::Finding>>) -> Result<ExitCode> {
    let found = thread::scope(|scope| {
        let threads: Vec<_> = suites.iter().map(|suite| scope.spawn(move || all(suite))).collect();
        threads.into_iter().map(|thread| joined(thread.join())).collect::<Vec<_>>()
    });
    let mut code = ExitCode::SUCCESS;
    for (suite, findings) in suites.iter().zip(found) {
        if table::print_findings(what, suite, &findings?)? == ExitCode::FAILURE {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

/// Both clients at the same time: openvpn waits for its timeouts most of the time.
fn side_by_side(measure: impl Fn(Who) -> Result<Vec<Outcome>> + Sync) -> Result<[Vec<Outcome>; 2]> {
    thread::scope(|scope| {
        let [adit, openvpn] = [Who::Adit, Who::OpenVpn].map(|who| {
            let measure = &measure;
            scope.spawn(move || measure(who))
        });
        Ok([joined(adit.join())?, joined(openvpn.join())?])
    })
}

/// What happens to links, one after the other; and what takes long because it is waited for, at the same time.
fn outcomes(faults: &[&Fault], who: Who) -> Result<Vec<Outcome>> {
    thread::scope(|scope| {
        let waiting: Vec<_> = (faults.iter())
            .map(|fault| (!fault.up_for.is_zero()).then(|| scope.spawn(move || outcome(fault, who))))
            .collect();
        let one = |(fault, thread): (&&Fault, Option<thread::ScopedJoinHandle<'_, Outcome>>)| match thread {
            Some(thread) => joined(thread.join().map(Ok)),
            None => Ok(outcome(fault, who)),
        };
        faults.iter().zip(waiting).map(one).collect()
    })
}

fn joined<T>(result: thread::Result<Result<T>>) -> Result<T> {
    result.map_err(|_| anyhow!("a thread ended badly"))?
}

/// Lets one fault happen to one client as often as it should.
fn outcome(fault: &Fault, who: Who) -> Outcome {
    let mut outcome = Outcome { limit: fault.limit, ..Outcome::default() };
    if let Err(error) = repeat(fault, who, &mut outcome) {
        outcome.failed = Some(format!("{}: {error:#}", fault.name));
    }
    tell(who, fault.name, &outcome);
    outcome
}

fn repeat(fault: &Fault, who: Who, outcome: &mut Outcome) -> Result<()> {
    let mut site = Site::new(who)?;
    (fault.before)(&mut site)?;
    for _ in 0..times(who, fault.times) {
        site.wait_until_steady()?;
        thread::sleep(fault.up_for);
        let seen = site.measure(fault)?;
        outcome.times.push(seen);
        if seen.is_none() {
            break;
        }
        (fault.undo)(&mut site)?;
    }
    log(|| [site.log(), site.vpn.log()].join("\n"))
}

/// The same for what happens to processes. One system has all of it, because it takes a while to boot.
fn process_outcomes(faults: &[&ProcessFault], who: Who) -> Vec<Outcome> {
    if faults.is_empty() {
        return Vec::new();
    }
    let installed = Installed::new(who);
    let all = faults.iter().map(|fault| {
        let mut outcome = Outcome { limit: ProcessFault::LIMIT, ..Outcome::default() };
        let result = match &installed {
            Ok(installed) => repeat_in(installed, fault, who, &mut outcome),
            Err(error) => Err(anyhow!("{error:#}")),
        };
        outcome.failed = result.err().map(|error| format!("{}: {error:#}", fault.name));
        tell(who, fault.name, &outcome);
        outcome
    });
    all.collect()
}

fn repeat_in(installed: &Installed, fault: &ProcessFault, who: Who, outcome: &mut Outcome) -> Result<()> {
    let Some(line) = fault.line(who) else { return Ok(()) };
    for _ in 0..times(who, fault.times) {
        installed.wait_until_steady()?;
        outcome.times.push(installed.measure(line)?);
    }
    log(|| installed.log())
}

/// Once shows openvpn's order of magnitude, which may be a minute.
const fn times(who: Who, times: u32) -> u32 {
    match who {
        Who::Adit => times,
        Who::OpenVpn => 1,
    }
}

/// Lets something happen, watches for at least so long and until there are answers again; at most until the limit. `None`: there
/// were none.
fn watch(
    asker: &Asker,
    at_least: Duration,
    limit: Duration,
    happens: impl FnOnce() -> Result<()>,
) -> Result<Option<Seen>> {
    let since = Instant::now();
    happens()?;
    loop {
        thread::sleep(Duration::from_millis(50));
        let seen = asker.seen(since);
        if since.elapsed() > at_least && seen.silent < Duration::from_millis(100) {
            return Ok(Some(seen));
        }
        if since.elapsed() > limit.max(at_least) {
            return Ok(None);
        }
    }
}

/// Says what was seen, for who watches.
fn tell(who: Who, name: &str, outcome: &Outcome) {
    let time = |seen: &Option<Seen>| {
        seen.map_or("never".to_owned(), |seen| format!("{:.3} s ({} lost)", seen.gap.as_secs_f64(), seen.lost))
    };
    let times: Vec<String> = outcome.times.iter().map(time).collect();
    let _ = writeln!(io::stdout(), "  {:<8}{name:<42}{}", who.name(), times.join(", "));
}

/// With `RECOVERY_LOG` in the environment, what everybody said.
fn log(said: impl FnOnce() -> String) -> Result<()> {
    if std::env::var_os("RECOVERY_LOG").is_some() {
        writeln!(io::stdout(), "{}", said())?;
    }
    Ok(())
}
