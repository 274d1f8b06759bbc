//! The helper against a server that does what no packaged one does: the scripted one, as a program on the server's machine.

use std::{
    io::Write,
    path::PathBuf,
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::{SERVER, Testbed, program};
use lab::{Process, wait_until};

/// What its tunnels lead to; it answers pings to any address.
const INNER: &str = "10.8.0.1";
const REPLY: &str = "topology subnet,ifconfig 10.8.0.2 255.255.255.0,route-gateway 10.8.0.1,ping 10,ping-restart 60,\
                     peer-id {peer-id},cipher {cipher}";

struct Scripted {
    process: Process,
    orders: PathBuf,
    profile: PathBuf,
}

impl Scripted {
    fn start(testbed: &Testbed, transport: &str, push: &str, more: &[&str]) -> Result<Self> {
        let directory = testbed.server.directory();
        let (orders, profile) = (directory.join("orders"), directory.join("scripted.ovpn"));
        std::fs::write(&orders, "")?;
        let mut command = testbed.server.command(program("sim-server")?);
        command.args([transport, &format!("{SERVER}:1194")]).arg(&profile);
        command.arg(format!("reply=PUSH_REPLY,{REPLY},{push}")).arg(format!("orders={}", orders.display())).args(more);
        let mut process = testbed.server.start("scripted", &mut command)?;
        process.wait_for_output("ready", Duration::from_secs(10))?;
        Ok(Self { process, orders, profile })
    }

    fn order(&self, line: &str) -> Result<()> {
        let mut file = std::fs::OpenOptions::new().append(true).open(&self.orders)?;
        Ok(writeln!(file, "{line}")?)
    }

    /// How many sign-ins it saw.
    fn sign_ins(&self) -> usize {
        self.process.output().lines().filter(|line| line.starts_with("login ")).count()
    }

    fn connect(&self, testbed: &Testbed, more: &[&str], input: &str) -> Result<()> {
        let outcome = testbed.connect(&self.profile, more, input)?;
        ensure!(outcome.code == 0, "{outcome:?}\n{}", self.all(testbed));
        self.carries(testbed)
    }

    fn carries(&self, testbed: &Testbed) -> Result<()> {
        ensure!(testbed.client.pings(INNER, 3), "no ping comes back\n{}", self.all(testbed));
        Ok(())
    }

    fn all(&self, testbed: &Testbed) -> String {
        format!("helper:\n{}\nserver:\n{}", testbed.helper.log(), self.process.output())
    }
}

#[test]
fn packets_of_the_epoch_format_go_both_ways_and_through_renegotiations() -> Result<()> {
    for (transport, cipher) in [("udp", "AES-256-GCM"), ("tcp", "CHACHA20-POLY1305")] {
        let testbed = Testbed::new()?;
        let before = testbed.traces()?;
        let cipher = format!("cipher={cipher}");
        let more = ["epochs=yes", "wrap=tls-crypt", &cipher];
        let server = Scripted::start(&testbed, transport, "protocol-flags cc-exit tls-ekm aead-epoch", &more)?;
        server.connect(&testbed, &[], "")?;
        server.order("renegotiate")?;
        wait_until("new keys", Duration::from_secs(15), || server.sign_ins() == 2)
            .with_context(|| server.all(&testbed))?;
        server.order("promote")?;
        server.carries(&testbed)?;
        testbed.disconnect()?;
        ensure!(before == testbed.traces()?, "something is left");
    }
    Ok(())
}

#[test]
fn a_push_update_moves_routes_of_the_running_tunnel() -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.traces()?;
    let push = "protocol-flags cc-exit tls-ekm,route 10.77.0.0 255.255.0.0";
    let server = Scripted::start(&testbed, "udp", push, &["wrap=tls-crypt-v2"])?;
    server.connect(&testbed, &[], "")?;
    let routes = || testbed.client.run("ip -4 route show table all").unwrap_or_default();
    ensure!(routes().contains("10.77.0.0/16 dev adit0") && !routes().contains("10.78.0.0/16"), "{}", routes());

    server.order("say PUSH_UPDATE,route 10.78.0.0 255.255.0.0")?;
    let moved = || routes().contains("10.78.0.0/16 dev adit0") && !routes().contains("10.77.0.0/16");
    wait_until("the route moves", Duration::from_secs(10), moved)
        .with_context(|| format!("{}\n{}", routes(), server.all(&testbed)))?;
    server.order("say PUSH_UPDATE,dhcp-option DNS 10.78.0.53")?;
    let asked = || testbed.client.run("cat /etc/resolv.conf").is_ok_and(|file| file.contains("10.78.0.53"));
    wait_until("the resolver changes", Duration::from_secs(10), asked).with_context(|| server.all(&testbed))?;
    ensure!(moved(), "what an update does not name stays: {}", routes());
    server.carries(&testbed)?;
    ensure!(server.sign_ins() == 1, "nobody signs in again for it\n{}", server.all(&testbed));

    testbed.disconnect()?;
    ensure!(before == testbed.traces()?, "something is left");
    Ok(())
}

#[test]
fn a_token_past_its_time_gives_way_to_the_password() -> Result<()> {
    let testbed = Testbed::new()?;
    let push = "protocol-flags cc-exit tls-ekm,auth-token {token}";
    let server = Scripted::start(&testbed, "udp", push, &["wrap=tls-auth", "token=6"])?;
    server.connect(&testbed, &["--username", "alice", "--password-stdin"], "secret")?;
    server.order("renegotiate")?;
    wait_until("the token", Duration::from_secs(5), || server.sign_ins() == 2).with_context(|| server.all(&testbed))?;
    // The scripted server counts whole seconds.
    std::thread::sleep(Duration::from_secs(8));
    server.order("renegotiate")?;
    wait_until("the password again", Duration::from_secs(20), || server.sign_ins() >= 4)
        .with_context(|| server.all(&testbed))?;
    testbed.helper.wait_for_state("connected", Duration::from_secs(15))?;
    server.carries(&testbed)?;
    let said = server.process.output();
    let sent: Vec<&str> = said.lines().filter_map(|line| line.split("Some(\"alice\") ").nth(1)).collect();
    let [first, second, third, fourth] = sent.as_slice() else { panic!("{sent:?}") };
    ensure!((*first, *fourth) == ("Some(\"secret\")", "Some(\"secret\")"), "{sent:?}");
    ensure!(second == third && second.contains("SESS_ID"), "{sent:?}");
    Ok(())
}

#[test]
fn a_restart_is_followed_and_a_halt_ends_it_with_the_servers_text() -> Result<()> {
    let testbed = Testbed::new()?;
    let server = Scripted::start(&testbed, "udp", "protocol-flags cc-exit tls-ekm", &[])?;
    server.connect(&testbed, &[], "")?;
    server.order("say RESTART,[N]a moment")?;
    wait_until("the way back", Duration::from_secs(20), || server.sign_ins() == 2)
        .with_context(|| server.all(&testbed))?;
    testbed.helper.wait_for_state("connected", Duration::from_secs(15))?;
    server.carries(&testbed)?;
    server.order("say HALT,closed for today")?;
    testbed.helper.wait_for_state("disconnected", Duration::from_secs(10))?;
    let status = serde_json::to_string(&testbed.helper.status()?)?;
    ensure!(status.contains("closed for today"), "{status}");
    ensure!(server.sign_ins() == 2, "it stays down");
    Ok(())
}

/// Row 5 of the audit: a server that changes its tunnel faster than the machine's network can be changed.
#[test]
fn a_flood_of_updates_does_not_delay_the_end() -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.traces()?;
    let push = "protocol-flags cc-exit tls-ekm,redirect-gateway def1,dhcp-option DNS 10.8.0.1";
    let server = Scripted::start(&testbed, "tcp", push, &["wrap=tls-crypt-v2"])?;
    server.connect(&testbed, &[], "")?;
    let (said, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let rules = || testbed.client.run("ip rule").unwrap_or_default();
    ensure!(rules().contains("11343616"), "{}", rules());
    let changes = || testbed.helper.log().matches("changing the network").count();
    std::thread::scope(|scope| {
        let flood = scope.spawn(|| -> Result<()> {
            while ended.load(Ordering::SeqCst) == 0 {
                let number = said.fetch_add(1, Ordering::SeqCst);
                let routes: String =
                    (0..20).map(|net| format!(",route 10.{}.{net}.0 255.255.255.0", 20 + number % 200)).collect();
                server.order(&format!("say PUSH_UPDATE{routes}"))?;
                std::thread::sleep(Duration::from_millis(2));
            }
            Ok(())
        });
        std::thread::sleep(Duration::from_secs(4));
        let (begun, seen) = (said.load(Ordering::SeqCst), changes());
        let begin = Instant::now();
        let outcome = testbed.disconnect();
        let took = begin.elapsed();
        let (rules, more) = (rules(), said.load(Ordering::SeqCst) - begun);
        ended.store(1, Ordering::SeqCst);
        let flooded = flood.join().map_err(|_| anyhow::anyhow!("the flood broke off"))?;
        println!("{begun} updates said, {seen} changes made; {more} more updates while it ended, in {took:?}");
        outcome.and(flooded)?;
        ensure!(begun > 500 && more > 10 && seen > 10, "no flood: {begun} {seen} {more}");
        ensure!(took < Duration::from_secs(1), "{took:?}\n{}", server.all(&testbed));
        ensure!(!rules.contains("11343616"), "{rules}");
        Ok(())
    })?;
    std::thread::sleep(Duration::from_secs(1));
    ensure!(before == testbed.traces()?, "something is left");
    Ok(())
}
