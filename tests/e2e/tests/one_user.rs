//! One user does everything that a program of theirs can to the helper's socket; another one does not notice.

use std::{
    io::{self, Read, Write},
    os::unix::net::UnixStream,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::Testbed;
use lab::ServerOptions;
use rustix::thread::{Uid, set_thread_res_uid};
use vpn_api::contract::PROTOCOL;

const ALICE: u32 = 4242;
const BOB: u32 = 4343;
const SNAPSHOT: &[u8] = br#"{"request":{"id":1,"request":"snapshot"}}"#;
const LOG: &[u8] = br#"{"request":{"id":1,"request":{"read-log":{"after":0,"limit":1000}}}}"#;
/// The largest frame that the helper reads.
const FRAME: usize = 1 << 20;
/// Bob's clients: as many as one user may have.
const CLIENTS: usize = 16;
const LONG: Duration = Duration::from_secs(8);

fn send(stream: &mut UnixStream, content: &[u8]) -> io::Result<()> {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    stream.write_all(&[&length.to_be_bytes()[..], content].concat())
}

fn receive(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let mut content = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX).min(8 << 20)];
    stream.read_exact(&mut content)?;
    Ok(content)
}

fn become_user(uid: u32) -> io::Result<()> {
    let uid = Uid::from_raw(uid);
    Ok(set_thread_res_uid(uid, uid, uid)?)
}

fn connect(socket: &Path) -> io::Result<UnixStream> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_write_timeout(Some(Duration::from_secs(10)))?;
    receive(&mut stream)?;
    let hello = format!(r#"{{"hello":{{"protocol":{PROTOCOL},"version":"0"}}}}"#);
    send(&mut stream, hello.as_bytes())?;
    Ok(stream)
}

/// Small things, a hundred thousand of them in a frame, that take the most memory when they are parsed.
fn amplifying(number: usize) -> Vec<u8> {
    let (open, fill, close) = match number % 3 {
        0 => (r#"{"request":{"id":1,"request":{"connect":{"connection":"work","options":["#, r#"{"":0},"#, r#"0]}}}}"#),
        1 => (r#"{"request":{"id":1,"request":["#, "[],", r#"0]}}"#),
        _ => (
            r#"{"request":{"id":1,"request":{"answer":{"connection":"work","prompt":1,"answer":{"#,
            r#""a":0,"#,
            r#""a":0}}}}}"#,
        ),
    };
    let count = (FRAME - open.len() - close.len()) / fill.len();
    [open, &fill.repeat(count), close].concat().into_bytes()
}

/// What one client of bob's does until it is enough; gives the bytes that the helper took from it.
fn abuse(socket: &Path, number: usize, enough: &AtomicBool, taken: &AtomicU64) -> io::Result<()> {
    become_user(BOB)?;
    let (frame, begin) = (amplifying(number), Instant::now());
    while !enough.load(Ordering::Relaxed) {
        let Ok(mut stream) = connect(socket) else { continue };
        // It may hang up at any moment, or keep us waiting: the next one tries again.
        // Each frame counts as 16 KiB at least, so that many small ones leave no room for large ones: first only these.
        match if begin.elapsed() < LONG / 2 { 3 } else { number % 4 } {
            // Asks for everything and reads nothing.
            0 => while !enough.load(Ordering::Relaxed) && send(&mut stream, LOG).is_ok() {},
            // Comes and goes.
            1 => drop(send(&mut stream, SNAPSHOT)),
            _ => {
                if send(&mut stream, &frame).is_ok() {
                    taken.fetch_add(frame.len() as u64, Ordering::Relaxed);
                    let _ = receive(&mut stream);
                }
            }
        }
    }
    Ok(())
}

/// How long each of alice's snapshots takes.
fn snapshots(socket: &Path, enough: &AtomicBool) -> io::Result<Vec<Duration>> {
    become_user(ALICE)?;
    let mut stream = connect(socket)?;
    let mut took = Vec::new();
    while !enough.load(Ordering::Relaxed) {
        let begin = Instant::now();
        send(&mut stream, SNAPSHOT)?;
        while !receive(&mut stream)?.windows(13).any(|bytes| bytes == br#""connections""#) {}
        took.push(begin.elapsed());
        thread::sleep(Duration::from_millis(20));
    }
    took.sort();
    Ok(took)
}

/// A number of /proc/PID/status.
fn status(pid: u32, name: &str) -> Result<u64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).context("a line")?;
    Ok(line.split_whitespace().next().context("a number")?.parse()?)
}

#[test]
fn one_user_at_full_abuse_keeps_no_other_waiting_and_takes_no_memory() -> Result<()> {
    let mut testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    testbed.must_connect(&profile, &[], "", &server)?;
    testbed.helper.admit_everyone()?;
    let (socket, pid) = (testbed.helper.socket().to_owned(), testbed.helper.process().id());
    let (before, threads) = (status(pid, "VmRSS")?, status(pid, "Threads")?);
    let (enough, taken) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let crowd: Vec<_> = (0..CLIENTS)
        .map(|number| {
            let (socket, enough, taken) = (socket.clone(), Arc::clone(&enough), Arc::clone(&taken));
            thread::spawn(move || abuse(&socket, number, &enough, &taken))
        })
        .collect();
    let alice = {
        let enough = Arc::clone(&enough);
        thread::spawn(move || snapshots(&socket, &enough))
    };
    thread::sleep(LONG);
    let carries = testbed.client.pings(&server.inner_address(), 2);
    let (peak, most_threads) = (status(pid, "VmHWM")?, status(pid, "Threads")?);
    enough.store(true, Ordering::Relaxed);
    let took = alice.join().ok().context("alice")??;
    for client in crowd {
        client.join().ok().context("bob")??;
    }
    let at = |percent: usize| took.get(took.len() * percent / 100).copied().unwrap_or(Duration::MAX);
    let taken = taken.load(Ordering::Relaxed) >> 20;
    writeln!(
        io::stdout(),
        "{} snapshots: half within {:?}, 95 of 100 within {:?}, all within {:?}; {taken} MiB taken, memory {before} to at most {peak} \
         KiB, threads {threads} to {most_threads}",
        took.len(),
        at(50),
        at(95),
        took.last().copied().unwrap_or_default(),
    )?;
    ensure!(carries, "the tunnel does not carry");
    ensure!(taken >= 16, "the control: {taken} MiB were taken of bob");
    ensure!(took.len() >= 50 && at(95) <= Duration::from_millis(100), "{:?}", at(95));
    // Four times what his clients can have under way.
    ensure!(peak.saturating_sub(before) < 4 * u64::try_from(CLIENTS * FRAME / 1024)?, "{before} to {peak} KiB");
    ensure!(most_threads <= threads + 4, "{threads} to {most_threads} threads");
    Ok(())
}

#[test]
fn no_server_of_a_user_makes_this_machine_answer_for_another() -> Result<()> {
    let testbed = Testbed::new()?;
    testbed.helper.admit_everyone()?;
    let folder = testbed.server.directory().join("clients");
    std::fs::create_dir_all(&folder)?;
    let server_lines = vec![format!("client-config-dir {}", folder.display())];
    let (server, profile) = testbed.serve(&ServerOptions { server_lines, ..ServerOptions::default() })?;
    std::fs::set_permissions(&profile, std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    let path = profile.display().to_string();
    let connect = || testbed.helper.ctl_as(BOB, &["connect", &path, "--wait", "--timeout", "8"]);
    let before = testbed.client.network()?;
    // This machine's, the server's and gateway's, and what is nobody's.
    for address in ["192.0.2.2", "192.0.2.1", "127.0.0.1", "224.0.0.1", "0.0.0.1", "169.254.169.254"] {
        let text =
            format!("push-remove ifconfig\npush-remove ifconfig-ipv6\npush \"ifconfig {address} 255.255.255.0\"\n");
        std::fs::write(folder.join("DEFAULT"), text)?;
        let outcome = connect()?;
        writeln!(io::stdout(), "{address}: {} {}", outcome.code, outcome.stderr.lines().last().unwrap_or_default())?;
        ensure!(outcome.code != 0, "{address}: {outcome:?}");
        let leads = testbed.client.try_run(&format!("ip addr show to {address} dev adit0"))?;
        ensure!(leads.stdout.is_empty(), "{address}: {leads:?}");
        testbed.helper.ctl(&["disconnect", "--all"])?;
        testbed.client.must_be_as(&before)?;
    }
    std::fs::remove_file(folder.join("DEFAULT"))?;
    let outcome = connect()?;
    ensure!(outcome.code == 0 && testbed.client.pings(&server.inner_address(), 1), "the control: {outcome:?}");
    Ok(())
}
