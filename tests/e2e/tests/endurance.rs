//! A tunnel that is used while its keys change, its cable is pulled, and its server restarts.

use std::time::Duration;

use anyhow::{Context, Result};
use e2e::{INTERNET, Testbed};
use lab::{Host, OpenVpnServer, ServerOptions, Transport, wait_until};

/// Pings for a while and gives how many went out and came back.
fn ping_for(client: &Host, address: &str, seconds: u32) -> Result<(u32, u32)> {
    let output = client.try_run(&format!("ping -n -q -i 0.02 -s 1000 -w {seconds} {address}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let summary = text.lines().find(|line| line.contains("packets transmitted")).with_context(|| text.clone())?;
    let mut numbers = summary.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok());
    Ok((numbers.next().context("sent")?, numbers.next().context("received")?))
}

fn sixty_seconds_of_traffic(options: &ServerOptions) -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(options)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    let before = key_exchanges(&server);
    let (sent, received) = ping_for(&testbed.client, &server.inner_address(), 60)?;
    let renegotiations = key_exchanges(&server) - before;
    assert!(renegotiations >= 5, "only {renegotiations} renegotiations\n{}", server.log());
    assert!(sent > 1000, "only {sent} packets went out");
    // The last one may still be under way when the time is over.
    assert!(received + 1 >= sent, "{} of {sent} packets lost\n{}", sent - received, testbed.helper.log());
    testbed.disconnect()
}

/// Completed key exchanges, as the server logs them.
fn key_exchanges(server: &OpenVpnServer) -> usize {
    server.log().matches("Control Channel: TLS").count()
}

#[test]
fn no_packet_is_lost_while_the_server_renegotiates() -> Result<()> {
    sixty_seconds_of_traffic(&ServerOptions { renegotiate: 8, ..ServerOptions::default() })
}

#[test]
fn no_packet_is_lost_while_the_client_renegotiates() -> Result<()> {
    let profile_lines = vec!["reneg-sec 8".to_owned()];
    sixty_seconds_of_traffic(&ServerOptions { transport: Transport::Tcp, profile_lines, ..ServerOptions::default() })
}

#[test]
fn a_cable_pulled_for_three_seconds_and_a_restarted_server_are_survived() -> Result<()> {
    let testbed = Testbed::new()?;
    let options = ServerOptions {
        server_lines: vec!["push \"redirect-gateway def1\"".to_owned()],
        keepalive: (1, 8),
        ..ServerOptions::default()
    };
    let (mut server, profile) = testbed.serve(&options)?;
    testbed.must_connect(&profile, &[], "", &server)?;
    assert!(testbed.client.pings(&server.inner_address(), 2));

    testbed.client.run("ip link set eth0 down")?;
    assert!(!testbed.client.pings(INTERNET, 1), "with the cable pulled nothing gets out");
    std::thread::sleep(Duration::from_secs(3));
    testbed.client.run("ip link set eth0 up")?;
    testbed.client.run("ip -6 addr replace 2001:db8::2/64 dev eth0 nodad")?;
    testbed.plug_in()?;
    wait_until("traffic after the flap", Duration::from_secs(20), || testbed.client.pings(&server.inner_address(), 1))
        .with_context(|| testbed.helper.log())?;
    assert_eq!(testbed.helper.state_word()?, "connected");

    server.restart(&testbed.server)?;
    wait_until("traffic after the restart", Duration::from_secs(60), || {
        testbed.client.pings(&server.inner_address(), 1)
    })
    .with_context(|| testbed.helper.log())?;
    testbed.helper.wait_for_state("connected", Duration::from_secs(10))?;
    testbed.disconnect()
}
