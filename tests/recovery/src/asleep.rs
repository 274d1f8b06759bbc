//! A computer that sleeps: suspended to memory and woken by its clock, in a machine that is emulated, because no other has a
//! sleep of its own.
//!
//! [`measure`] starts the machine; [`inside`] is what this program does in it.

use std::{
    fs,
    io::{self, Write},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, ensure};

use crate::emulated::{self, PATIENCE, Task, World, line};

/// How long it sleeps, in seconds.
const SLEEP: u64 = 10;
/// What is printed for each sleep begins with it.
const RESULT: &str = "slept:";

/// The sleeps, by their names in the table. One: an emulated machine wakes at once from a second one.
pub(crate) const SLEEPS: [&str; 1] = ["computer sleeps for 10 s"];

/// Starts the machine, lets it sleep, and gives how long it took each time from waking, when the network is there at once, to the first answer.
///
/// # Errors
/// The machine does not start, or something in it fails; the message has what it said.
pub(crate) fn measure() -> Result<Vec<Duration>> {
    let all = emulated::start(Task::Sleep)?;
    let took: Vec<Duration> = (all.iter())
        .filter_map(|line| line.strip_prefix(RESULT)?.trim().parse().ok())
        .map(Duration::from_millis)
        .collect();
    ensure!(took.len() == SLEEPS.len(), "the emulated machine said:\n{}", all.join("\n"));
    Ok(took)
}

/// Installs Adit, connects, sleeps, and prints how long it took to be back.
///
/// # Errors
/// Something does not work.
pub(crate) fn inside() -> Result<()> {
    let took = sleep(&World::new()?)?;
    Ok(writeln!(io::stdout(), "{RESULT} {}", took.as_millis())?)
}

/// Gives how long it took from waking to the first answer.
fn sleep(world: &World) -> Result<Duration> {
    world.asker.wait_until_steady(PATIENCE)?;
    thread::sleep(Duration::from_secs(2));
    let (begin, awake) = (Instant::now(), boot_time()?);
    fs::write("/sys/class/rtc/rtc0/wakealarm", "0")?;
    // An emulated machine takes some seconds to fall asleep.
    fs::write("/sys/class/rtc/rtc0/wakealarm", format!("+{}", SLEEP + 5))?;
    line("systemctl suspend")?;
    let fine = Duration::from_millis(2);
    // The clock of `Instant` stands still meanwhile. NetworkManager leaves such an uplink up, so that the network is there at once.
    let since = loop {
        let now = Instant::now();
        let asleep = (boot_time()? - awake).saturating_sub(now - begin);
        if asleep > Duration::from_secs(1) {
            writeln!(io::stdout(), "slept for {asleep:?}")?;
            break now;
        }
        ensure!(now - begin < PATIENCE, "it does not sleep");
        thread::sleep(fine);
    };
    loop {
        if let Some(at) = world.asker.answered(since) {
            return Ok(at - since);
        }
        ensure!(since.elapsed() < PATIENCE, "no answer within {PATIENCE:?}: {}", line("aditctl status")?);
        thread::sleep(fine);
    }
}

/// Since the start of the machine, sleep included.
fn boot_time() -> Result<Duration> {
    let uptime = fs::read_to_string("/proc/uptime")?;
    Ok(Duration::from_secs_f64(uptime.split(' ').next().unwrap_or_default().parse()?))
}
