//! The helper against a server that does what no packaged one does: the scripted one, as a program on the server's machine.

use std::{io::Write, path::PathBuf, time::Duration};

use anyhow::{Context, Result, ensure};
use e2e::{Bench, SERVER, program};
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
    fn start(bench: &Bench, transport: &str, push: &str, more: &[&str]) -> Result<Self> {
        let directory = bench.server.directory();
        let (orders, profile) = (directory.join("orders"), directory.join("scripted.ovpn"));
        std::fs::write(&orders, "")?;
        let mut command = bench.server.command(program("sim-server")?);
        command.args([transport, &format!("{SERVER}:1194")]).arg(&profile);
        command.arg(format!("reply=PUSH_REPLY,{REPLY},{push}")).arg(format!("orders={}", orders.display())).args(more);
        let mut process = bench.server.start("scripted", &mut command)?;
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

    fn connect(&self, bench: &Bench, more: &[&str], input: &str) -> Result<()> {
        let outcome = bench.connect(&self.profile, more, input)?;
        ensure!(outcome.code == 0, "{outcome:?}\n{}", self.all(bench));
        self.carries(bench)
    }

    fn carries(&self, bench: &Bench) -> Result<()> {
        ensure!(bench.client.pings(INNER, 3), "no ping comes back\n{}", self.all(bench));
        Ok(())
    }

    fn all(&self, bench: &Bench) -> String {
        format!("helper:\n{}\nserver:\n{}", bench.helper.log(), self.process.output())
    }
}

#[test]
fn packets_of_the_epoch_format_go_both_ways_and_through_renegotiations() -> Result<()> {
    for (transport, cipher) in [("udp", "AES-256-GCM"), ("tcp", "CHACHA20-POLY1305")] {
        let bench = Bench::new()?;
        let before = bench.traces()?;
        let cipher = format!("cipher={cipher}");
        let more = ["epochs=yes", "wrap=tls-crypt", &cipher];
        let server = Scripted::start(&bench, transport, "protocol-flags cc-exit tls-ekm aead-epoch", &more)?;
        server.connect(&bench, &[], "")?;
        server.order("renegotiate")?;
        wait_until("new keys", Duration::from_secs(15), || server.sign_ins() == 2)
            .with_context(|| server.all(&bench))?;
        server.order("promote")?;
        server.carries(&bench)?;
        bench.disconnect()?;
        ensure!(before == bench.traces()?, "something is left");
    }
    Ok(())
}

#[test]
fn a_push_update_moves_routes_of_the_running_tunnel() -> Result<()> {
    let bench = Bench::new()?;
    let before = bench.traces()?;
    let push = "protocol-flags cc-exit tls-ekm,route 10.77.0.0 255.255.0.0";
    let server = Scripted::start(&bench, "udp", push, &["wrap=tls-crypt-v2"])?;
    server.connect(&bench, &[], "")?;
    let routes = || bench.client.run("ip -4 route show table all").unwrap_or_default();
    ensure!(routes().contains("10.77.0.0/16 dev adit0") && !routes().contains("10.78.0.0/16"), "{}", routes());

    server.order("say PUSH_UPDATE,route 10.78.0.0 255.255.0.0")?;
    let moved = || routes().contains("10.78.0.0/16 dev adit0") && !routes().contains("10.77.0.0/16");
    wait_until("the route moves", Duration::from_secs(10), moved)
        .with_context(|| format!("{}\n{}", routes(), server.all(&bench)))?;
    server.order("say PUSH_UPDATE,dhcp-option DNS 10.78.0.53")?;
    let asked = || bench.client.run("cat /etc/resolv.conf").is_ok_and(|file| file.contains("10.78.0.53"));
    wait_until("the resolver changes", Duration::from_secs(10), asked).with_context(|| server.all(&bench))?;
    ensure!(moved(), "what an update does not name stays: {}", routes());
    server.carries(&bench)?;
    ensure!(server.sign_ins() == 1, "nobody signs in again for it\n{}", server.all(&bench));

    bench.disconnect()?;
    ensure!(before == bench.traces()?, "something is left");
    Ok(())
}

#[test]
fn a_token_past_its_time_gives_way_to_the_password() -> Result<()> {
    let bench = Bench::new()?;
    let push = "protocol-flags cc-exit tls-ekm,auth-token {token}";
    let server = Scripted::start(&bench, "udp", push, &["wrap=tls-auth", "token=6"])?;
    server.connect(&bench, &["--username", "alice", "--password-stdin"], "secret")?;
    server.order("renegotiate")?;
    wait_until("the token", Duration::from_secs(5), || server.sign_ins() == 2).with_context(|| server.all(&bench))?;
    // The scripted server counts whole seconds.
    std::thread::sleep(Duration::from_secs(8));
    server.order("renegotiate")?;
    wait_until("the password again", Duration::from_secs(20), || server.sign_ins() >= 4)
        .with_context(|| server.all(&bench))?;
    bench.helper.wait_for_state("connected", Duration::from_secs(15))?;
    server.carries(&bench)?;
    let said = server.process.output();
    let sent: Vec<&str> = said.lines().filter_map(|line| line.split("Some(\"alice\") ").nth(1)).collect();
    let [first, second, third, fourth] = sent.as_slice() else { panic!("{sent:?}") };
    ensure!((*first, *fourth) == ("Some(\"secret\")", "Some(\"secret\")"), "{sent:?}");
    ensure!(second == third && second.contains("SESS_ID"), "{sent:?}");
    Ok(())
}

#[test]
fn a_restart_is_followed_and_a_halt_ends_it_in_the_servers_words() -> Result<()> {
    let bench = Bench::new()?;
    let server = Scripted::start(&bench, "udp", "protocol-flags cc-exit tls-ekm", &[])?;
    server.connect(&bench, &[], "")?;
    server.order("say RESTART,[N]a moment")?;
    wait_until("the way back", Duration::from_secs(20), || server.sign_ins() == 2)
        .with_context(|| server.all(&bench))?;
    bench.helper.wait_for_state("connected", Duration::from_secs(15))?;
    server.carries(&bench)?;
    server.order("say HALT,closed for today")?;
    bench.helper.wait_for_state("disconnected", Duration::from_secs(10))?;
    let status = serde_json::to_string(&bench.helper.status()?)?;
    ensure!(status.contains("closed for today"), "{status}");
    ensure!(server.sign_ins() == 2, "it stays down");
    Ok(())
}
