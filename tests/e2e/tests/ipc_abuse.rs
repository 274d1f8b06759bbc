//! The helper's socket is open to every user and every program of the machine: what they send, how many they are and whose
//! connection they want to end must not touch a tunnel that is up.

use std::{
    io::{Read, Write},
    os::unix::net::{UnixListener, UnixStream},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::{Helper, Outcome, Testbed, program};
use lab::{OpenVpnServer, PASSWORD, ServerOptions, SignIn, USER, wait_until};
use rustix::{
    process::{Resource, Rlimit, getrlimit, setrlimit},
    thread::set_thread_res_uid,
};
use vpn_api::contract::PROTOCOL;

/// Exit codes of `aditctl`.
const USAGE: i32 = 2;
const PROFILE: i32 = 3;
const HELPER: i32 = 4;
const NOT_PERMITTED: i32 = 5;

/// Two users of the machine who are not root.
const ALICE: u32 = 4242;
const MALLORY: u32 = 4343;

/// A testbed with a tunnel that is up.
fn connected() -> Result<(Testbed, OpenVpnServer)> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    testbed.must_connect(&profile, &[], "", &server)?;
    testbed.helper.admit_everyone()?;
    Ok((testbed, server))
}

/// The tunnel carries, and the helper answers at once.
fn unharmed(testbed: &Testbed, server: &OpenVpnServer) -> Result<()> {
    let began = Instant::now();
    ensure!(testbed.helper.state_word()? == "connected", "{}", testbed.helper.log());
    ensure!(began.elapsed() < Duration::from_secs(5), "status took {:?}", began.elapsed());
    ensure!(testbed.client.pings(&server.inner_address(), 2), "the tunnel does not carry\n{}", testbed.helper.log());
    Ok(())
}

/// One frame as the helper reads it.
fn frame(content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes()[..], content].concat()
}

/// Connects, sends this and gives everything that comes back until the helper closes.
fn talk(socket: &Path, bytes: &[u8]) -> Result<String> {
    let mut stream = UnixStream::connect(socket)?;
    stream.set_read_timeout(Some(Duration::from_secs(15)))?;
    // The helper may have closed already: that is its answer.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset => {}
        Err(error) => return Err(error).context("the helper keeps this conversation open"),
    }
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[test]
fn garbage_on_the_socket_is_answered_and_harms_nobody() -> Result<()> {
    let (mut testbed, server) = connected()?;
    let socket = testbed.helper.socket().to_owned();
    let hello = frame(format!(r#"{{"hello":{{"protocol":{PROTOCOL},"version":"0"}}}}"#).as_bytes());
    let request = |content: &[u8]| [hello.clone(), frame(content)].concat();
    let nested = format!(r#"{{"request":{{"id":1,"request":{}}}}}"#, "[".repeat(200_000));
    for (name, bytes, sentence) in [
        ("garbage", (0..=255).cycle().skip(128).take(70_000).collect::<Vec<u8>>(), "is above the limit"),
        ("four gigabytes", u32::MAX.to_be_bytes().to_vec(), "is above the limit"),
        ("text", b"GET / HTTP/1.1\r\n\r\n".to_vec(), "is above the limit"),
        ("not JSON", frame(b"connect me"), "is not a message"),
        ("no hello", frame(br#"{"request":{"id":1,"request":"snapshot"}}"#), "hello-missing"),
        ("unknown request", request(br#"{"request":{"id":1,"request":"format-disk"}}"#), "is not a message"),
        ("deep", request(nested.as_bytes()), "is not a message"),
    ] {
        let answer = talk(&socket, &bytes).context(name)?;
        ensure!(answer.contains(sentence), "{name}: {answer:?}");
    }
    // Someone who begins and does not go on is not waited for, by anybody.
    let began = Instant::now();
    let mut half = UnixStream::connect(&socket)?;
    half.write_all(&1000_u32.to_be_bytes())?;
    half.write_all(b"{\"type\":")?;
    unharmed(&testbed, &server)?;
    half.set_read_timeout(Some(Duration::from_secs(15)))?;
    let mut rest = Vec::new();
    let _ = half.read_to_end(&mut rest);
    ensure!(began.elapsed() < Duration::from_secs(12), "half a frame is waited for too long");
    ensure!(testbed.helper.process().ended()?.is_none(), "{}", testbed.helper.log());
    unharmed(&testbed, &server)
}

#[test]
fn a_thousand_idle_clients_lock_nobody_out() -> Result<()> {
    let (mut testbed, server) = connected()?;
    let socket = testbed.helper.socket().to_owned();
    let files = format!("/proc/{}/fd", testbed.helper.process().id());
    let open = || std::fs::read_dir(&files).map(Iterator::count).unwrap_or(usize::MAX);
    let before = open();
    let limits = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limits.maximum, ..limits })?;
    // The user id of a socket's owner is that of the thread that connects it.
    let crowd = std::thread::spawn(move || -> Result<Vec<UnixStream>> {
        let user = rustix::thread::Uid::from_raw(MALLORY);
        set_thread_res_uid(user, user, user)?;
        (0..1000).map(|_| Ok(UnixStream::connect(&socket)?)).collect()
    });
    let crowd = crowd.join().ok().context("the crowd")??;
    ensure!(crowd.len() == 1000);
    unharmed(&testbed, &server)?;
    let outcome = testbed.helper.ctl_as(ALICE, &["status"])?;
    ensure!(outcome.code == 0, "another user is locked out: {outcome:?}");
    wait_until("the idle clients to be sent away", Duration::from_secs(20), || open() <= before + 2)?;
    drop(crowd);
    unharmed(&testbed, &server)
}

#[test]
fn another_user_sees_the_connection_and_cannot_end_it() -> Result<()> {
    let testbed = Testbed::new()?;
    testbed.helper.admit_everyone()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    std::fs::set_permissions(&profile, std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    let path = profile.display().to_string();
    let outcome = testbed.helper.ctl_as(ALICE, &["connect", &path, "--wait", "--timeout", "20"])?;
    ensure!(outcome.code == 0, "{outcome:?}\n{}", testbed.helper.log());

    let seen = testbed.helper.ctl_as(MALLORY, &["--json", "status"])?;
    ensure!(seen.stdout.contains(r#""yours":false"#) && seen.stdout.contains("4242"), "{seen:?}");
    let refused = testbed.helper.ctl_as(MALLORY, &["disconnect", "practice"])?;
    ensure!(refused.code == NOT_PERMITTED, "{refused:?}");
    ensure!(refused.stderr.contains("belongs to user 4242 of this computer"), "{refused:?}");
    let all = testbed.helper.ctl_as(MALLORY, &["disconnect", "--all"])?;
    ensure!(all.code == 0 && all.stdout.contains("Nothing to disconnect"), "{all:?}");
    unharmed(&testbed, &server)?;

    let own = testbed.helper.ctl_as(ALICE, &["disconnect", "practice"])?;
    ensure!(own.code == 0, "{own:?}");
    testbed.helper.wait_for_state("disconnected", Duration::from_secs(10))?;
    let again = testbed.helper.ctl_as(ALICE, &["connect", &path, "--wait", "--timeout", "20"])?;
    ensure!(again.code == 0, "{again:?}");
    let root = testbed.helper.ctl(&["disconnect", "practice"])?;
    ensure!(root.code == 0, "{root:?}");
    testbed.helper.wait_for_state("disconnected", Duration::from_secs(10))
}

#[test]
fn a_second_user_does_not_take_the_network_from_the_first() -> Result<()> {
    let testbed = Testbed::new()?;
    testbed.helper.admit_everyone()?;
    // Both come with the same certificate.
    let options = ServerOptions { server_lines: vec!["duplicate-cn".to_owned()], ..ServerOptions::default() };
    let (server, profile) = testbed.serve(&options)?;
    std::fs::set_permissions(&profile, std::os::unix::fs::PermissionsExt::from_mode(0o644))?;
    let path = profile.display().to_string();
    let connect = ["connect", &path, "--id", "work", "--wait", "--timeout", "20"];
    let alice = testbed.helper.ctl_as(ALICE, &connect)?;
    ensure!(alice.code == 0, "{alice:?}\n{}", testbed.helper.log());
    let rules = testbed.client.run("ip rule")?;
    // The same id, the same server, the same networks.
    let bob = testbed.helper.ctl_as(MALLORY, &connect)?;
    ensure!(bob.code == NOT_PERMITTED && bob.stderr.contains("in use by a VPN of user 4242"), "{bob:?}");
    unharmed(&testbed, &server)?;
    ensure!(testbed.client.run("ip rule")? == rules, "nothing of bob's stays");

    let other = testbed.helper.ctl_as(MALLORY, &["disconnect", "--of", "4242"])?;
    ensure!(other.code == NOT_PERMITTED, "{other:?}");
    let root = testbed.helper.ctl(&["disconnect", "--of", "4242"])?;
    ensure!(root.code == 0, "{root:?}");
    testbed.helper.wait_for_state("disconnected", Duration::from_secs(10))?;
    let free = testbed.helper.ctl_as(MALLORY, &connect)?;
    ensure!(free.code == 0, "what is free is anybody's: {free:?}\n{}", testbed.helper.log());
    Ok(())
}

#[test]
fn another_user_cannot_read_what_is_asked_or_what_the_helper_keeps() -> Result<()> {
    let testbed = Testbed::new()?;
    testbed.helper.admit_everyone()?;
    let (_server, profile) = testbed.serve(&ServerOptions { sign_in: SignIn::Password, ..ServerOptions::default() })?;
    let begun = testbed.helper.ctl(&["connect", &profile.display().to_string()])?;
    ensure!(begun.code == 0, "{begun:?}");
    let asked =
        || testbed.helper.ctl(&["--json", "status"]).is_ok_and(|outcome| outcome.stdout.contains("credentials"));
    wait_until("the question", Duration::from_secs(15), asked)?;
    let seen = testbed.helper.ctl_as(MALLORY, &["--json", "status"])?;
    ensure!(seen.stdout.contains(r#""prompt":null"#), "{seen:?}");
    let answered = testbed.helper.ctl_as(MALLORY, &["answer", "--cancel"])?;
    ensure!(answered.code == USAGE && answered.stderr.contains("Nothing is being asked"), "{answered:?}");
    let listing = Command::new("setpriv")
        .args([&format!("--reuid={MALLORY}"), &format!("--regid={MALLORY}"), "--clear-groups", "ls"])
        .arg(testbed.helper.state())
        .output()?;
    ensure!(!listing.status.success(), "the state directory is open to all: {listing:?}");

    let right = testbed.helper.ctl_with_input(&["answer", "--username", USER, "--password-stdin"], PASSWORD)?;
    ensure!(right.code == 0, "{right:?}");
    testbed.helper.wait_for_state("connected", Duration::from_secs(15))?;
    testbed.disconnect()
}

#[test]
fn without_a_helper_it_is_said_so() -> Result<()> {
    let mut testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    let path = profile.display().to_string();
    let before = testbed.traces()?;
    testbed.helper.process().kill();
    for arguments in [&["status"][..], &["disconnect"], &["logs"], &["connect", &path, "--wait"]] {
        let outcome = testbed.helper.ctl(arguments)?;
        ensure!(outcome.code == HELPER, "{arguments:?}: {outcome:?}");
        ensure!(outcome.stderr.contains("Adit’s helper is not running."), "{arguments:?}: {outcome:?}");
    }
    let doctor = testbed.helper.ctl(&["--json", "doctor"])?;
    let found: serde_json::Value = serde_json::from_str(&doctor.stdout).with_context(|| format!("{doctor:?}"))?;
    let socket = found["checks"].as_array().and_then(|checks| checks.iter().find(|check| check["name"] == "socket"));
    ensure!(doctor.code == HELPER && found["helper"].is_null(), "{doctor:?}");
    ensure!(socket.is_some_and(|socket| socket["level"] == "problem" && socket["advice"] != ""), "{doctor:?}");
    let lint = testbed.helper.ctl(&["lint", &path])?;
    ensure!(lint.code == 0, "reading a profile needs no helper: {lint:?}");
    ensure!(before == testbed.traces()?, "a helper that is not there changed something");
    let (socket, state) = (testbed.helper.socket().to_owned(), testbed.helper.state().to_owned());
    testbed.helper = Helper::start_at(&testbed.client, &socket, &state)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    testbed.disconnect()
}

/// A helper of our own that says hello in this version and hangs up.
fn pretender(socket: &Path, protocol: u32) -> Result<std::thread::JoinHandle<std::io::Result<()>>> {
    let listener = UnixListener::bind(socket)?;
    let hello = frame(format!(r#"{{"type":"hello","protocol":{protocol},"version":"9.9.9"}}"#).as_bytes());
    Ok(std::thread::spawn(move || listener.accept()?.0.write_all(&hello)))
}

#[test]
fn a_helper_of_another_version_is_named_as_such() -> Result<()> {
    let directory = tempdir()?;
    for (protocol, sentence) in [
        (99, "Adit’s helper is newer than this program."),
        (0, "Adit’s helper is older than this program."),
        // Of our version, and gone in the middle of the conversation.
        (vpn_api::contract::PROTOCOL, "Adit’s helper is not running."),
    ] {
        let socket = directory.join(format!("aditd-{protocol}.sock"));
        let helper = pretender(&socket, protocol)?;
        let output = Command::new(program("aditctl")?).arg("--socket").arg(&socket).arg("status").output()?;
        let outcome = Outcome::from(output);
        ensure!(outcome.code == HELPER && outcome.stderr.contains(sentence), "{protocol}: {outcome:?}");
        helper.join().ok().context("the pretender")??;
    }
    std::fs::remove_dir_all(directory)?;
    Ok(())
}

fn tempdir() -> Result<std::path::PathBuf> {
    let path = std::env::temp_dir().join(format!("adit-ipc-abuse-{}", std::process::id()));
    std::fs::create_dir_all(&path)?;
    Ok(path)
}

#[test]
fn a_second_helper_on_the_same_socket_goes_away_politely() -> Result<()> {
    let (testbed, server) = connected()?;
    let mut command = testbed.client.command(program("aditd")?);
    command.arg("--socket").arg(testbed.helper.socket()).arg("--state-dir").arg(testbed.helper.state());
    let mut second = testbed.client.start("second", &mut command)?;
    let status = second.wait(Duration::from_secs(10))?;
    ensure!(!status.success(), "{status}");
    ensure!(second.output().contains("another helper already listens at"), "{}", second.output());
    ensure!(!second.output().contains("panicked"), "{}", second.output());
    unharmed(&testbed, &server)?;
    ensure!(testbed.helper.socket().exists(), "the second took the first one's socket with it");
    testbed.disconnect()
}

#[test]
fn two_tunnels_are_up_at_once_and_end_one_by_one() -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.traces()?;
    let (first, profile) = testbed.serve(&ServerOptions::default())?;
    testbed.must_connect(&profile, &["--id", "first"], "", &first)?;
    let options = ServerOptions { port: 1195, network: "10.9.0", ..ServerOptions::default() };
    let (second, profile) = testbed.serve(&options)?;
    testbed.must_connect(&profile, &["--id", "second"], "", &second)?;
    for server in [&first, &second] {
        ensure!(testbed.client.pings(&server.inner_address(), 2), "{}", testbed.helper.log());
    }
    let unclear = testbed.helper.ctl(&["disconnect"])?;
    ensure!(unclear.code == USAGE && unclear.stderr.contains("first, second"), "{unclear:?}");

    let ended = testbed.helper.ctl(&["disconnect", "first"])?;
    ensure!(ended.code == 0, "{ended:?}");
    wait_until("the first to end", Duration::from_secs(10), || !testbed.client.pings(&first.inner_address(), 1))?;
    ensure!(testbed.client.pings(&second.inner_address(), 3), "the second stays up\n{}", testbed.helper.log());
    let status = testbed.helper.status()?;
    let active = status.iter().filter(|one| one.pointer("/state/state").is_some_and(|state| state == "connected"));
    ensure!(active.count() == 1, "{status:?}");

    let ended = testbed.helper.ctl(&["disconnect"])?;
    ensure!(ended.code == 0 && ended.stdout.contains("second"), "{ended:?}");
    let undone = || testbed.traces().is_ok_and(|after| after == before);
    wait_until("everything as before", Duration::from_secs(10), undone)
        .with_context(|| format!("before:\n{before}\nafter:\n{}", testbed.traces().unwrap_or_default()))
}

#[test]
fn the_terminal_says_how_it_is_used() -> Result<()> {
    let testbed = Testbed::new()?;
    let (_server, profile) = testbed.serve(&ServerOptions::default())?;
    let path = profile.display().to_string();
    let directory = testbed.client.directory().display().to_string();
    for (arguments, code, sentence) in [
        (&[][..], USAGE, "Usage: aditctl"),
        (&["conect"], USAGE, "connect"),
        (&["lint"], USAGE, "<FILE|DIR>"),
        (&["connect", &path, "--password", "x"], USAGE, "--password-stdin"),
        (&["connect", &path, "--timeout", "5"], USAGE, "--wait"),
        (
            &["connect", &path, "--password-stdin", "--passphrase-stdin"],
            USAGE,
            "ended before --password-stdin had a line",
        ),
        (&["connect", &path, "--id", "a/b"], USAGE, "a connection id has"),
        (&["connect", "/nowhere/work.ovpn"], PROFILE, "/nowhere/work.ovpn does not exist."),
        (&["connect", &directory], PROFILE, "cannot be read"),
        (&["disconnect", "nobody"], USAGE, "There is no such connection."),
        (&["disconnect", "a", "--all"], USAGE, "cannot be used with"),
        (&["answer"], USAGE, "Nothing is being asked."),
    ] {
        let outcome = testbed.helper.ctl(arguments)?;
        ensure!(outcome.code == code && outcome.stderr.contains(sentence), "{arguments:?}: {outcome:?}");
    }
    for (arguments, word) in
        [(&["--help"][..], "Exit codes:"), (&["--version"], "aditctl "), (&["status"], "No connection.")]
    {
        let outcome = testbed.helper.ctl(arguments)?;
        ensure!(outcome.code == 0 && outcome.stdout.contains(word), "{arguments:?}: {outcome:?}");
    }
    let doctor = testbed.helper.ctl(&["--json", "doctor"])?;
    let found: serde_json::Value = serde_json::from_str(&doctor.stdout).with_context(|| format!("{doctor:?}"))?;
    ensure!(found["checks"].as_array().is_some_and(|checks| !checks.is_empty()), "{doctor:?}");
    let logs = testbed.helper.ctl(&["logs", "-n", "1"])?;
    ensure!(logs.code == 0 && logs.stdout.lines().count() <= 1, "{logs:?}");
    Ok(())
}
