//! Tells when the machine has woken from sleep, without looking for it: the kernel cancels a timer, and logind sends a signal.

use std::{io, os::fd::OwnedFd, time::Duration};

use futures_util::StreamExt;
use rustix::time::{
    ClockId, Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, clock_gettime, timerfd_create,
    timerfd_settime,
};
use tokio::io::{Interest, unix::AsyncFd};
use zbus::{Connection, MessageStream};

use super::bus::Tries;

/// `PrepareForSleep(b)` of `org.freedesktop.login1.Manager`: true before, false after (org.freedesktop.login1(5)).
const SIGNAL: &str = "type='signal',sender='org.freedesktop.login1',path='/org/freedesktop/login1',\
                      interface='org.freedesktop.login1.Manager',member='PrepareForSleep'";
/// The two clocks are not read at the same moment.
const SHORTEST_SLEEP: Duration = Duration::from_millis(250);
/// Seconds since 1970: later than any clock is set to.
const NEVER: i64 = 1 << 40;

/// Watches for the end of sleep.
#[derive(Debug)]
pub struct WakeWatcher {
    timer: Option<AsyncFd<OwnedFd>>,
    signals: Option<MessageStream>,
    tries: Tries,
    slept: SleepClock,
}

impl Default for WakeWatcher {
    fn default() -> Self {
        Self::new()
    }
}

impl WakeWatcher {
    /// Starts to watch. To be called inside the event loop.
    #[must_use]
    pub fn new() -> Self {
        let timer = cancelled_timer()
            .inspect_err(|error| tracing::warn!(%error, "the kernel does not tell when the machine wakes from sleep"));
        Self { timer: timer.ok(), signals: None, tries: Tries::default(), slept: SleepClock::new(slept()) }
    }

    /// Completes each time the machine has woken. Cancel-safe.
    pub async fn next(&mut self) {
        loop {
            let told = tokio::select! {
                () = set(self.timer.as_ref()) => None,
                asleep = signal(&mut self.signals, &mut self.tries) => asleep,
            };
            if self.slept.woke(slept(), told) {
                return;
            }
        }
    }
}

/// What tells sleep from a clock that was set.
#[derive(Debug)]
struct SleepClock {
    /// How long the machine has slept so far.
    slept: Duration,
    /// logind has said that it goes to sleep, and nothing was told since.
    asleep: bool,
}

impl SleepClock {
    fn new(slept: Duration) -> Self {
        Self { slept, asleep: false }
    }

    /// Whether it woke: `slept` is how long it has slept since it was started, `told` what logind says.
    fn woke(&mut self, slept: Duration, told: Option<bool>) -> bool {
        let longer = slept.saturating_sub(self.slept) >= SHORTEST_SLEEP;
        // A virtual machine may have no clock that counts it.
        let woke = longer || (self.asleep && told == Some(false));
        if woke {
            (self.slept, self.asleep) = (slept, false);
        }
        self.asleep |= told == Some(true);
        woke
    }
}

/// How long the machine has slept: what `CLOCK_BOOTTIME` counts and `CLOCK_MONOTONIC` does not (clock_gettime(2)).
fn slept() -> Duration {
    let read = |clock| Duration::try_from(clock_gettime(clock)).unwrap_or_default();
    let awake = read(ClockId::Monotonic);
    read(ClockId::Boottime).saturating_sub(awake)
}

/// A timer that never expires and is cancelled when the wall clock is set, as it is at the end of sleep
/// (timerfd_create(2), `TFD_TIMER_CANCEL_ON_SET`).
fn cancelled_timer() -> io::Result<AsyncFd<OwnedFd>> {
    let timer = timerfd_create(TimerfdClockId::Realtime, TimerfdFlags::CLOEXEC | TimerfdFlags::NONBLOCK)?;
    arm(&timer)?;
    // SAFETY: the descriptor is owned and stays open and the same for as long as the registration.
    Ok(unsafe { AsyncFd::register_with_interest(timer, Interest::READABLE) }?)
}

fn arm(timer: &OwnedFd) -> io::Result<()> {
    let never = Timespec { tv_sec: NEVER, tv_nsec: 0 };
    let once = Itimerspec { it_interval: Timespec { tv_sec: 0, tv_nsec: 0 }, it_value: never };
    timerfd_settime(timer, TimerfdTimerFlags::ABSTIME | TimerfdTimerFlags::CANCEL_ON_SET, &once)?;
    Ok(())
}

/// Until the wall clock was set.
async fn set(timer: Option<&AsyncFd<OwnedFd>>) {
    let Some(timer) = timer else { return std::future::pending().await };
    match timer.readable().await {
        Ok(mut ready) => {
            // `ECANCELED`. Reading and arming it again makes it wait again.
            let _ = rustix::io::read(timer.get_ref(), &mut [0; 8]);
            ready.clear_ready();
            if let Err(error) = arm(timer.get_ref()) {
                tracing::warn!(%error, "the kernel will not tell when the machine wakes from sleep");
            }
        }
        Err(_) => std::future::pending().await,
    }
}

/// What logind says next: `true` before sleep, `false` after it.
async fn signal(signals: &mut Option<MessageStream>, tries: &mut Tries) -> Option<bool> {
    loop {
        let Some(stream) = signals else {
            // Without it the kernel's word is enough.
            *signals = Some(tries.until("logind does not tell of sleep", listen).await);
            continue;
        };
        match stream.next().await {
            Some(Ok(message)) => return message.body().deserialize::<bool>().ok(),
            Some(Err(_)) => {}
            // The bus has ended, and with it whoever told.
            None => *signals = None,
        }
    }
}

async fn listen(connection: Connection) -> zbus::Result<MessageStream> {
    MessageStream::for_match_rule(SIGNAL, &connection, None).await
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_clock_that_was_set_is_no_sleep_and_sleep_is_told_once() {
        let mut clock = SleepClock::new(SECOND);
        assert!(!clock.woke(SECOND, None), "the wall clock was set");
        assert!(!clock.woke(SECOND + Duration::from_millis(1), None));
        assert!(clock.woke(3 * SECOND, None), "the kernel's word alone");
        assert!(!clock.woke(3 * SECOND, Some(false)), "logind comes later");

        assert!(!clock.woke(3 * SECOND, Some(true)));
        assert!(clock.woke(9 * SECOND, None));
        assert!(!clock.woke(9 * SECOND, Some(false)));

        assert!(!clock.woke(9 * SECOND, Some(true)));
        assert!(clock.woke(9 * SECOND, Some(false)), "a machine whose clocks stood still too");
        assert!(!clock.woke(9 * SECOND, Some(false)), "nobody said that it went to sleep");
    }

    #[tokio::test]
    async fn nothing_is_told_while_nothing_happens() {
        let mut watcher = WakeWatcher::new();
        assert!(watcher.timer.is_some(), "the kernel has such a timer");
        let told = tokio::time::timeout(Duration::from_millis(50), watcher.next()).await;
        assert!(told.is_err());
    }
}
