//! `adit-netd` as a process in a network of its own: what it tells a service manager, what it takes from one, and how it ends.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "tests")]

use std::{
    os::unix::{
        fs::FileTypeExt,
        net::{UnixDatagram, UnixListener, UnixStream},
    },
    path::PathBuf,
    process::{Child, Command, ExitStatus, Output, Stdio},
    time::{Duration, Instant},
};

use rustix::process::{Pid, Signal, kill_process};

const NETD: &str = env!("CARGO_BIN_EXE_adit-netd");
/// What takes longer does not come.
const LIMIT: Duration = Duration::from_secs(20);

fn is_root(test: &str) -> bool {
    let root = rustix::process::geteuid().is_root();
    if !root {
        eprintln!("skipped: needs root: {test}");
    }
    root
}

struct Broker {
    directory: tempfile::TempDir,
    manager: UnixDatagram,
    process: Child,
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Broker {
    /// Starts one in a network of its own, with a service manager that listens. `given`: the socket that the manager gives.
    fn start(watchdog: Option<Duration>, given: Option<UnixListener>) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let manager = UnixDatagram::bind(directory.path().join("notify")).unwrap();
        manager.set_read_timeout(Some(LIMIT)).unwrap();
        let mut command = Command::new("unshare");
        command.args(["--net", "sh", "-c"]);
        // The socket comes as standard input; a service manager passes it as the first descriptor behind the standard ones.
        command.arg(if given.is_some() {
            "LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=engine exec \"$@\" 3<&0 </dev/null"
        } else {
            "exec \"$@\""
        });
        command.args(["sh", NETD, "--log=error", "--socket"]);
        command.arg(directory.path().join("own.sock")).arg("--state-dir").arg(directory.path().join("state"));
        command.env("NOTIFY_SOCKET", directory.path().join("notify"));
        if let Some(limit) = watchdog {
            command.env("WATCHDOG_USEC", limit.as_micros().to_string());
        }
        command.stdin(given.map_or_else(Stdio::null, |socket| Stdio::from(std::os::fd::OwnedFd::from(socket))));
        let process = command.spawn().unwrap();
        Self { directory, manager, process }
    }

    fn own_socket(&self) -> PathBuf {
        self.directory.path().join("own.sock")
    }

    /// The next that the service manager is told.
    fn told(&self) -> String {
        let mut text = [0; 256];
        let length = self.manager.recv(&mut text).unwrap_or_else(|error| panic!("nothing is told: {error}"));
        String::from_utf8_lossy(text.get(..length).unwrap()).trim().to_owned()
    }

    fn end(mut self, signal: Signal) -> (ExitStatus, String) {
        kill_process(Pid::from_child(&self.process), signal).unwrap();
        let told = self.told();
        (self.process.wait().unwrap(), told)
    }
}

#[test]
fn it_says_that_it_is_ready_serves_and_ends_by_a_signal() {
    if !is_root("it_says_that_it_is_ready_serves_and_ends_by_a_signal") {
        return;
    }
    for signal in [Signal::TERM, Signal::INT, Signal::QUIT, Signal::USR1] {
        let mut broker = Broker::start(None, None);
        assert_eq!(broker.told(), "READY=1");
        assert!(broker.own_socket().symlink_metadata().unwrap().file_type().is_socket());
        UnixStream::connect(broker.own_socket()).unwrap();
        kill_process(Pid::from_child(&broker.process), Signal::HUP).unwrap();
        std::thread::sleep(Duration::from_millis(50));
        assert!(broker.process.try_wait().unwrap().is_none(), "a terminal that went away ends nothing");
        let (status, told) = broker.end(signal);
        assert!(status.success() && told == "STOPPING=1", "{signal:?}: {status} {told}");
    }
}

#[test]
fn it_shows_life_within_the_time_that_the_manager_waits() {
    if !is_root("it_shows_life_within_the_time_that_the_manager_waits") {
        return;
    }
    let limit = Duration::from_secs(3);
    let broker = Broker::start(Some(limit), None);
    assert_eq!([broker.told(), broker.told()], ["READY=1", "WATCHDOG=1"]);
    let first = Instant::now();
    assert_eq!(broker.told(), "WATCHDOG=1");
    assert!(first.elapsed() < limit, "{:?}", first.elapsed());
    assert!(broker.end(Signal::TERM).0.success());
}

#[test]
fn it_serves_on_the_socket_that_the_manager_gives() {
    if !is_root("it_serves_on_the_socket_that_the_manager_gives") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("given.sock");
    let given = UnixListener::bind(&path).unwrap();
    let broker = Broker::start(None, Some(given));
    assert_eq!(broker.told(), "READY=1");
    assert!(!broker.own_socket().exists(), "it makes none of its own");
    UnixStream::connect(&path).unwrap();
}

fn ask(arguments: &[&str]) -> Output {
    Command::new(NETD).args(arguments).stdin(Stdio::null()).output().unwrap()
}

#[test]
fn what_cannot_be_done_is_told_by_the_exit_code() {
    let version = ask(&["--version"]);
    assert!(version.status.success());
    assert_eq!(String::from_utf8(version.stdout).unwrap(), format!("adit-netd {}\n", env!("CARGO_PKG_VERSION")));
    assert!(ask(&["--help"]).stdout.starts_with(b"The broker of Adit"));
    assert_eq!(ask(&["--sokcet=x"]).status.code(), Some(2));
    let file = tempfile::NamedTempFile::new().unwrap();
    assert_eq!(ask(&["--undo", "--state-dir", file.path().to_str().unwrap()]).status.code(), Some(1));
}

#[test]
fn what_an_earlier_process_left_is_taken_back() {
    if !is_root("what_an_earlier_process_left_is_taken_back") {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let script = "ip link set lo up; ip rule add priority 5200 not fwmark 0xad17 lookup 11343616; ip rule; echo; \
                  \"$0\" --undo --log=error --state-dir \"$1\"; ip rule";
    let mut command = Command::new("unshare");
    command.args(["--net", "sh", "-c", script, NETD]).arg(directory.path().join("state"));
    let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let (before, after) = said.split_once("\n\n").unwrap();
    assert!(before.contains("11343616") && after.contains("main") && !after.contains("11343616"), "{said}");
}
