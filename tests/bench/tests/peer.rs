//! The peer carries a real client's packets, and renews keys while it does.

use std::time::Duration;

use anyhow::{Context, Result};
use bench::peer::{INNER, INNER_CLIENT};
use lab::{Adit, Host, cable, program};
use serde_json::Value;

#[test]
fn a_client_comes_through_over_udp_and_renews_its_keys() -> Result<()> {
    let report = carry("udp", &["--renegotiate-every", "200"])?;
    assert!(number(&report, "/clients/0/renegotiations") >= 3, "{report}");
    Ok(())
}

#[test]
fn a_client_comes_through_over_tcp_with_another_cipher() -> Result<()> {
    let report = carry("tcp", &["--cipher", "CHACHA20-POLY1305", "--no-offload"])?;
    assert_eq!(number(&report, "/clients/0/renegotiations"), 0, "{report}");
    Ok(())
}

/// Pings and moves a few megabytes both ways; gives the peer's counters.
fn carry(transport: &str, more: &[&str]) -> Result<Value> {
    let (client, server) = (Host::new()?, Host::new()?);
    cable(&client, "eth0", &["192.0.2.2/24"], &server, "eth0", &["192.0.2.1/24"])?;
    let profile = client.directory().join("peer.ovpn");
    let mut command = server.command(program("bench-peer")?);
    command.arg("192.0.2.1:1194").arg(&profile).args(["--transport", transport]).args(more);
    let mut peer = server.start("peer", &mut command)?;
    peer.wait_for_output("ready", Duration::from_secs(10))?;
    let adit = Adit::start(&client)?;
    adit.connect(&profile)?;
    assert!(client.pings(INNER.0, 3) && client.pings(INNER.1, 1), "{}", adit.log());
    assert!(server.pings(INNER_CLIENT.0, 1));
    let mut listening = server.start("iperf3", server.command("iperf3").args(["-s", "-1", "--forceflush"]))?;
    listening.wait_for_output("listening", Duration::from_secs(5))?;
    let load = client.run(&format!("iperf3 -J -c {} -n 8M --bidir", INNER.0))?;
    let load: Value = serde_json::from_str(&load)?;
    assert!(number(&load, "/end/sum_received/bytes") > 1_000_000, "{load}");
    // Time for renegotiations, whatever the speed.
    std::thread::sleep(Duration::from_secs(1));
    adit.disconnect()?;
    peer.stop();
    let output = peer.output();
    let last = output.lines().last().context("the peer says nothing")?;
    let report: Value = serde_json::from_str(last).with_context(|| output.clone())?;
    assert!(number(&report, "/clients/0/traffic/received") > 1_000_000, "{report}");
    assert!(number(&report, "/clients/0/traffic/sent") > 1_000_000, "{report}");
    Ok(report)
}

fn number(value: &Value, at: &str) -> u64 {
    value.pointer(at).and_then(Value::as_u64).unwrap_or_default()
}
