//! The real helper as a process, in a network namespace of its own, and clients that misbehave at its socket.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::{
    io::{Read, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A started helper; killed, if a test fails, together with its namespace.
struct Helper {
    process: Child,
    directory: TempDir,
}

impl Drop for Helper {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Helper {
    fn start() -> Self {
        Self::start_with(&[])
    }

    fn start_with(environment: &[(&str, &str)]) -> Self {
        let directory = tempfile::tempdir().unwrap();
        // Users other than this one have to reach the socket.
        std::fs::set_permissions(directory.path(), std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let log = std::fs::File::create(directory.path().join("log")).unwrap();
        let process = command(directory.path()).envs(environment.iter().copied()).stderr(log).spawn().unwrap();
        let mut helper = Self { process, directory };
        let begin = Instant::now();
        while UnixStream::connect(helper.socket()).is_err() {
            assert!(helper.process.try_wait().unwrap().is_none(), "it ended: {}", helper.log());
            assert!(begin.elapsed() < Duration::from_secs(20), "it does not answer: {}", helper.log());
            std::thread::sleep(Duration::from_millis(20));
        }
        helper
    }

    fn socket(&self) -> PathBuf {
        self.directory.path().join("run/aditd.sock")
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.directory.path().join("log")).unwrap()
    }

    fn client(&self) -> Client {
        Client::connect(&self.socket())
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill").arg(format!("-{name}")).arg(self.process.id().to_string()).status().unwrap();
        assert!(status.success());
    }

    fn wait(&mut self, limit: Duration) -> ExitStatus {
        let begin = Instant::now();
        loop {
            if let Some(status) = self.process.try_wait().unwrap() {
                return status;
            }
            assert!(begin.elapsed() < limit, "still running: {}", self.log());
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A line of `/proc/PID/status`, for example `VmRSS`.
    fn status(&self, field: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
        line.trim_start_matches(':').split_whitespace().next().unwrap().parse().unwrap()
    }

    fn open_files(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.process.id())).unwrap().count()
    }
}

/// The helper in a new network namespace; `unshare` becomes the helper, so the process id is the helper's.
fn command(directory: &Path) -> Command {
    command_at(&directory.join("run/aditd.sock"), &directory.join("state"))
}

fn command_at(socket: &Path, state: &Path) -> Command {
    let mut command = Command::new("unshare");
    command.arg("--net");
    if !rustix::process::geteuid().is_root() {
        command.arg("--map-root-user");
    }
    command.arg(env!("CARGO_BIN_EXE_aditd"));
    command.arg("--socket").arg(socket).arg("--state-dir").arg(state);
    command.args(["--allow", "everyone", "--log", "debug"]).stdin(Stdio::null()).stdout(Stdio::null());
    command
}

/// A client with nothing between the test and the bytes.
struct Client {
    stream: UnixStream,
    next: u64,
}

impl Client {
    fn connect(socket: &Path) -> Self {
        let stream = UnixStream::connect(socket).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let mut client = Self { stream, next: 1 };
        assert_eq!(client.read().unwrap()["type"], "hello");
        client.say(&json!({ "hello": { "protocol": vpn_api::contract::PROTOCOL, "version": "test" } }));
        client
    }

    fn say(&mut self, message: &Value) {
        self.stream.write_all(&frame(message)).unwrap();
    }

    fn read(&mut self) -> Option<Value> {
        let mut length = [0; 4];
        self.stream.read_exact(&mut length).ok()?;
        let mut bytes = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap()];
        self.stream.read_exact(&mut bytes).ok()?;
        Some(serde_json::from_slice(&bytes).unwrap())
    }

    /// The result of a request; events in between are skipped.
    fn ask(&mut self, request: Value) -> Result<Value, Value> {
        let id = self.next;
        self.next += 1;
        self.say(&json!({ "request": { "id": id, "request": request } }));
        loop {
            let mut message = self.read().expect("the helper hung up");
            if message["type"] == "response" && message["id"] == id {
                let result = message["result"].take();
                return if result["Ok"].is_null() { Err(result["Err"].clone()) } else { Ok(result["Ok"].clone()) };
            }
        }
    }
}

fn frame(message: &Value) -> Vec<u8> {
    let text = message.to_string();
    [&u32::try_from(text.len()).unwrap().to_be_bytes()[..], text.as_bytes()].concat()
}

/// Everything the helper says in reply to these bytes until it closes.
fn said_to(socket: &Path, bytes: &[u8]) -> String {
    let mut stream = UnixStream::connect(socket).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    // The helper may close before it has read all of it.
    let _ = stream.write_all(bytes);
    let mut said = Vec::new();
    match stream.read_to_end(&mut said) {
        Err(error) if error.kind() != std::io::ErrorKind::ConnectionReset => panic!("not closed: {error}"),
        Ok(_) | Err(_) => String::from_utf8_lossy(&said).into_owned(),
    }
}

/// A valid profile whose server is nobody.
fn connect_request(connection: &str) -> Value {
    let mut params = rcgen::CertificateParams::default();
    params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let key = rcgen::KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap().pem();
    let text = format!("client\nremote 127.0.0.1 9 udp\nauth-user-pass\n<ca>\n{authority}</ca>\n");
    let import = ovpn_profile::parse(text.as_bytes(), &ovpn_profile::NoSideFiles);
    let profile = import.outcome.unwrap().profile.to_protocol_profile();
    json!({ "connect": {
        "connection": connection,
        "name": "Nobody",
        "profile": profile,
        "secrets": { "username": "alice", "password": "correct horse battery" },
    } })
}

#[test]
fn starts_checks_the_machine_and_ends_cleanly() {
    let mut helper = Helper::start();
    let checks = helper.client().ask(json!("doctor")).unwrap();
    let passed = |name: &str| {
        let checks = checks["checks"].as_array().unwrap();
        checks.iter().find(|check| check["name"] == name).unwrap()["passed"].as_bool().unwrap()
    };
    assert!(passed("net-admin") && passed("ipv6"), "{checks}");
    helper.signal("HUP");
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!(helper.client().ask(json!("snapshot")).unwrap()["connections"], json!([]));
    for process_field in ["environ", "mem"] {
        let metadata = std::fs::metadata(format!("/proc/{}/{process_field}", helper.process.id())).unwrap();
        assert_eq!(std::os::unix::fs::MetadataExt::uid(&metadata), 0, "not dumpable: /proc belongs to root");
    }
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", helper.process.id())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().nth(4), Some("0"), "{core}");

    helper.signal("TERM");
    assert!(helper.wait(Duration::from_secs(6)).success(), "{}", helper.log());
    assert!(!helper.socket().exists());
    assert!(!helper.log().contains("ERROR"), "{}", helper.log());
}

#[test]
fn a_second_helper_of_the_same_network_goes_away_whatever_its_state_directory() {
    let directory = tempfile::tempdir().unwrap();
    let script = "\
        \"$0\" --socket one/socket --state-dir one/state >/dev/null 2>&1 & first=$!\n\
        until grep -q @app.adit.Adit.network /proc/net/unix; do sleep 0.05; done\n\
        timeout 9 \"$0\" --socket two/socket --state-dir two/state 2>&1; echo ended with $?\n\
        timeout 2 unshare --net \"$0\" --socket three/socket --state-dir three/state 2>&1\n\
        echo ended with $?; kill $first; wait $first; echo ended with $?";
    let mut command = Command::new("unshare");
    command.arg("--net").args((!rustix::process::geteuid().is_root()).then_some("--map-root-user"));
    command.args(["timeout", "30", "sh", "-c", script, env!("CARGO_BIN_EXE_aditd")]).current_dir(directory.path());
    let said = String::from_utf8(command.output().unwrap().stdout).unwrap();
    assert!(said.contains("with another state directory, changes this machine's network\nended with 1\n"), "{said}");
    assert!(said.ends_with("ended with 124\nended with 0\n"), "others serve until they are told to end: {said}");
}

#[test]
fn a_second_helper_goes_away_and_a_killed_one_is_replaced() {
    let mut helper = Helper::start();
    let second = command(helper.directory.path()).output().unwrap();
    assert!(!second.status.success());
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(said.contains("another helper already listens at"), "{said}");
    helper.client().ask(json!("snapshot")).unwrap();

    // Another socket, the same state: refused as well, and its own socket goes.
    let other = helper.directory.path().join("other.sock");
    let third = command_at(&other, &helper.directory.path().join("state")).output().unwrap();
    assert!(!third.status.success() && !other.exists());
    let said = String::from_utf8_lossy(&third.stderr);
    assert!(said.contains("another helper uses the state directory"), "{said}");

    helper.process.kill().unwrap();
    helper.wait(Duration::from_secs(5));
    assert!(helper.socket().exists(), "a killed helper leaves its socket");
    let mut next = command(helper.directory.path()).stderr(Stdio::null()).spawn().unwrap();
    let begin = Instant::now();
    while UnixStream::connect(helper.socket()).is_err() && begin.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(20));
    }
    let answered = helper.client().ask(json!("snapshot"));
    next.kill().unwrap();
    next.wait().unwrap();
    answered.unwrap();
}

#[test]
fn tells_its_service_manager() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("notify");
    let manager = std::os::unix::net::UnixDatagram::bind(&path).unwrap();
    manager.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let mut helper = Helper::start_with(&[("NOTIFY_SOCKET", path.to_str().unwrap())]);
    let told = || {
        let mut bytes = [0; 64];
        let length = manager.recv(&mut bytes).unwrap();
        // Assignments are separated by line feeds, and the last one may have one, too (sd_notify(3)).
        String::from_utf8_lossy(&bytes[..length]).trim_end().to_owned()
    };
    assert_eq!(told(), "READY=1");
    helper.signal("INT");
    assert_eq!(told(), "STOPPING=1");
    assert!(helper.wait(Duration::from_secs(6)).success());
}

#[test]
fn garbage_is_answered_once_and_a_normal_client_is_served() {
    let helper = Helper::start();
    let hello = frame(&json!({ "hello": { "protocol": vpn_api::contract::PROTOCOL, "version": "x" } }));
    let bad_profile = json!({ "request": { "id": 1, "request": { "connect": { "connection": "../x" } } } });
    for bytes in [
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".to_vec(),
        b"\xff\xff\xff\xff".to_vec(),
        b"\x00\x00\x00\x05GARBA".to_vec(),
        [&hello[..], b"\xff\xff\xff\xff"].concat(),
        [&hello[..], b"\x00\x00\x00\x02{}"].concat(),
        [hello.clone(), frame(&bad_profile)].concat(),
        (0..=255).cycle().take(100_000).collect(),
    ] {
        let said = said_to(&helper.socket(), &bytes);
        assert_eq!(said.matches("bad-request").count(), 1, "{said}");
    }
    let said = said_to(&helper.socket(), &frame(&json!({ "hello": { "protocol": 99, "version": "x" } })));
    assert!(said.contains("helper-version") && said.contains("99"), "{said}");
    // Half a frame and then nothing: dropped in time, without a word more.
    let begin = Instant::now();
    let said = said_to(&helper.socket(), b"\x00\x00\x01\x00{\"type\":");
    assert!(!said.contains("bad-request") && begin.elapsed() < Duration::from_secs(8), "{said}");
    helper.client().ask(json!("snapshot")).unwrap();
    assert!(!helper.log().contains("panicked"), "{}", helper.log());
}

#[test]
fn a_profile_that_is_not_one_is_refused_in_words() {
    let helper = Helper::start();
    let mut client = helper.client();
    for settings in ["null", "{}", "[1, 2]", "", &"x".repeat(500_000)] {
        let mut connect_request = connect_request("bad");
        connect_request["connect"]["profile"]["settings"] = json!(settings);
        let failure = client.ask(connect_request).unwrap_err();
        assert_eq!(failure["kind"]["kind"], "profile-refused", "{failure}");
    }
    assert_eq!(client.ask(json!("snapshot")).unwrap()["connections"], json!([]));
}

#[test]
fn a_thousand_idle_connections_cost_little_and_keep_nobody_out() {
    let helper = Helper::start();
    helper.client().ask(json!("snapshot")).unwrap();
    let (memory, files) = (helper.status("VmRSS"), helper.open_files());
    let mut idle = Vec::new();
    let mut slowest = Duration::ZERO;
    for number in 0..1000 {
        idle.push(UnixStream::connect(helper.socket()).unwrap());
        if number % 100 == 50 {
            let begin = Instant::now();
            helper.client().ask(json!("snapshot")).unwrap();
            slowest = slowest.max(begin.elapsed());
        }
    }
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    // A client and the process that it is: two each.
    assert!(helper.open_files() <= files + 200, "{} files", helper.open_files());
    let grown = helper.status("VmRSS").saturating_sub(memory);
    assert!(grown <= 8 * 1024, "{grown} KiB more");
}

#[test]
fn other_users_see_a_connection_and_cannot_touch_it() {
    if !rustix::process::geteuid().is_root() {
        // Only root can take another user's id; without it there is no other user to be.
        return;
    }
    let helper = Helper::start();
    let mut owner = helper.client();
    owner.ask(connect_request("work")).unwrap();
    let socket = helper.socket();
    let stranger = std::thread::spawn(move || {
        // The kernel notes the ids of the thread that connects.
        let (user, group) = (rustix::process::Uid::from_raw(65_534), rustix::process::Gid::from_raw(65_534));
        rustix::thread::set_thread_res_gid(group, group, group).unwrap();
        rustix::thread::set_thread_res_uid(user, user, user).unwrap();
        let mut client = Client::connect(&socket);
        let seen = client.ask(json!("snapshot")).unwrap();
        let owner = json!({ "uid": 0 });
        let disconnect = json!({ "disconnect": { "connection": "work", "owner": owner } });
        let disconnect = client.ask(disconnect).unwrap_err();
        let answer = json!({
            "answer": { "connection": "work", "owner": owner, "prompt": 1, "answer": "cancel" },
        });
        let answer = client.ask(answer).unwrap_err();
        let log = client.ask(json!({ "read-log": { "after": 0, "limit": 1000 } })).unwrap();
        (seen, [disconnect, answer], log)
    });
    let (seen, refusals, log) = stranger.join().unwrap();
    let snapshot = &seen["connections"][0];
    assert_eq!(
        (&snapshot["name"], &snapshot["owner"], &snapshot["yours"]),
        (&json!(""), &json!({ "uid": 0 }), &json!(false))
    );
    assert!(!seen.to_string().contains("127.0.0.1"), "{seen}");
    for refusal in refusals {
        assert_eq!(refusal["kind"], json!({ "kind": "not-permitted", "owner": { "uid": 0 } }));
    }
    assert!(log["lines"].as_array().unwrap().iter().all(|line| line["connection"].is_null()), "{log}");

    let mine = owner.ask(json!("snapshot")).unwrap();
    assert_eq!(mine["connections"][0]["state"]["state"], "connecting");
    let log = owner.ask(json!({ "read-log": { "after": 0, "limit": 1000 } })).unwrap();
    assert!(log.to_string().contains("Contacting the server"), "{log}");
    assert!(!helper.log().contains("battery") && !log.to_string().contains("battery"), "a password was logged");
}

#[test]
fn ending_with_a_connection_under_way_takes_it_down_in_time() {
    let mut helper = Helper::start();
    let mut client = helper.client();
    client.ask(json!("subscribe")).unwrap();
    client.ask(connect_request("work")).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    helper.signal("TERM");
    let begin = Instant::now();
    let mut words = String::new();
    while let Some(message) = client.read() {
        words.push_str(&message.to_string());
    }
    assert!(words.contains("shutting-down") && words.contains(r#""state":"disconnected""#), "{words}");
    assert!(helper.wait(Duration::from_secs(6)).success(), "{}", helper.log());
    assert!(begin.elapsed() < Duration::from_secs(6));
}
