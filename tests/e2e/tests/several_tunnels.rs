//! Several tunnels at once: what is told of what goes where is what the kernel does, and a check fails where something is otherwise.

use std::{net::Ipv4Addr, path::PathBuf, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use e2e::Testbed;
use lab::{NameServer, OpenVpnServer, ServerOptions};
use vpn_api::{
    ConnectionId, Owner, Proof, Ways,
    contract::{Event, Request, Response},
    proof::{Ipv6Proof, NameServerFound},
    ways::{Lost, Way},
};
use vpn_ipc::Client;

fn runtime() -> Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?)
}

/// What the helper tells a client that has just come.
fn ways(testbed: &Testbed) -> Result<Ways> {
    runtime()?.block_on(async {
        let (client, mut events) = Client::connect(testbed.helper.socket()).await?;
        client.request(Request::Subscribe).await?;
        loop {
            let event = tokio::time::timeout(Duration::from_secs(5), events.next()).await?.context("an event")?;
            if let Event::Ways(ways) = event {
                return Ok(*ways);
            }
        }
    })
}

fn proof(testbed: &Testbed, id: &str) -> Result<Proof> {
    runtime()?.block_on(async {
        let (client, _events) = Client::connect(testbed.helper.socket()).await?;
        let request = Request::Prove { connection: ConnectionId::of_file(id), owner: Some(Owner::Uid(0)) };
        let response = client.request(request).await?;
        let Response::Proof { proof } = response else { bail!("{response:?}") };
        Ok(*proof.context("it is up")?)
    })
}

fn must_pass(testbed: &Testbed, id: &str) -> Result<Proof> {
    let found = proof(testbed, id)?;
    ensure!(found.passes(), "{id}: {found:?}\n{}", testbed.helper.log());
    ensure!(found.routes.asked > 0, "{found:?}");
    Ok(found)
}

/// `network tunnel (other: why)`, IPv4 only: all practice servers have the same network of IPv6.
fn told(ways: &Ways) -> Vec<String> {
    let line = |way: &vpn_api::ways::NetworkWay| {
        let others: Vec<_> = way
            .others
            .iter()
            .map(|other| match &other.why {
                Lost::LaterUp => format!(" ({}: later)", other.tunnel.connection),
                Lost::Wider { network } => format!(" ({}: {network})", other.tunnel.connection),
            })
            .collect();
        let held = if matches!(way.way, Way::HeldBack(_)) { "!" } else { "" };
        format!("{held}{} {}{}", way.network, way.way.tunnel().connection, others.concat())
    };
    ways.networks.iter().filter(|way| way.network.addr().is_ipv4()).map(line).collect()
}

/// Who is asked for names, in order.
fn asked(ways: &Ways) -> Vec<String> {
    let all = ways.names.iter().flat_map(|names| &names.servers);
    all.map(|server| format!("{} {}", server.address, server.tunnel.connection)).collect()
}

/// The interface by which any program's packets leave.
fn leaves_by(testbed: &Testbed, address: &str) -> Result<String> {
    let found = testbed.client.run(&format!("ip route get {address}"))?;
    Ok(found.split(" dev ").nth(1).and_then(|rest| rest.split(' ').next()).context("a device")?.to_owned())
}

struct Tunnel {
    server: OpenVpnServer,
    profile: PathBuf,
    names: NameServer,
}

/// A server with a name server inside its tunnel, and what it pushes.
fn serve(testbed: &Testbed, port: u16, network: &'static str, pushes: &[&str]) -> Result<Tunnel> {
    let dns = format!("push \"dhcp-option DNS {network}.1\"");
    let server_lines = pushes.iter().map(|push| format!("push \"{push}\"")).chain([dns]).collect();
    let (server, profile) =
        testbed.serve(&ServerOptions { port, network, server_lines, ..ServerOptions::default() })?;
    let profile_of_port = profile.with_file_name(format!("practice-{port}.ovpn"));
    std::fs::rename(&profile, &profile_of_port)?;
    let names = names(testbed, network)?;
    Ok(Tunnel { server, profile: profile_of_port, names })
}

fn names(testbed: &Testbed, network: &str) -> Result<NameServer> {
    let address = format!("{network}.1").parse()?;
    NameServer::start_at(&testbed.server, address, "corp.example", Ipv4Addr::new(192, 0, 2, 1), None)
}

#[test]
fn two_tunnels_that_want_the_same_network_are_told_as_they_are_and_the_second_takes_over() -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.client.network()?;
    ensure!(ways(&testbed)? == Ways::default(), "nothing is told without a tunnel");
    let office = serve(&testbed, 1194, "10.8.0", &["route 10.20.0.0 255.255.0.0"])?;
    testbed.must_connect(&office.profile, &["--id", "office"], "", &office.server)?;
    ensure!(told(&ways(&testbed)?) == ["10.20.0.0/16 office"], "{:?}", ways(&testbed)?);

    let pushes = ["route 10.20.0.0 255.255.0.0", "route 172.20.0.0 255.255.0.0"];
    let customer = serve(&testbed, 1195, "10.9.0", &pushes)?;
    // Both bring name servers, and this computer has one file for them.
    testbed.must_connect(&customer.profile, &["--id", "customer"], "", &customer.server)?;
    let both = ways(&testbed)?;
    ensure!(told(&both) == ["10.20.0.0/16 office (customer: later)", "172.20.0.0/16 customer"], "{both:?}");
    ensure!(both.one_list && asked(&both) == ["10.8.0.1 office", "10.9.0.1 customer"], "{both:?}");
    let listed = testbed.client.run("grep ^nameserver /etc/resolv.conf")?;
    ensure!(listed.lines().eq(["nameserver 10.8.0.1", "nameserver 10.9.0.1"]), "{listed}");
    ensure!(
        (leaves_by(&testbed, "10.20.1.1")?, leaves_by(&testbed, "172.20.1.1")?) == ("adit0".into(), "adit1".into())
    );
    must_pass(&testbed, "office")?;
    must_pass(&testbed, "customer")?;
    let count = |tunnel: &Tunnel| tunnel.names.asked().len();
    ensure!(count(&office) > 0 && count(&customer) > 0, "both name servers were asked");

    let ended = testbed.helper.ctl(&["disconnect", "office"])?;
    ensure!(ended.code == 0, "{ended:?}");
    let moved = || ways(&testbed).is_ok_and(|ways| told(&ways) == ["10.20.0.0/16 customer", "172.20.0.0/16 customer"]);
    lab::wait_until("the second to have it all", Duration::from_secs(10), moved)?;
    ensure!(leaves_by(&testbed, "10.20.1.1")? == "adit1", "the kernel says the same");
    ensure!(asked(&ways(&testbed)?) == ["10.9.0.1 customer"], "{:?}", ways(&testbed)?);
    must_pass(&testbed, "customer")?;
    testbed.disconnect()?;
    ensure!(ways(&testbed)? == Ways::default(), "nothing is left of it");
    testbed.client.must_be_as(&before)
}

#[test]
fn a_smaller_network_wins_over_all_traffic() -> Result<()> {
    let testbed = Testbed::new()?;
    let home = serve(&testbed, 1194, "10.8.0", &["redirect-gateway def1"])?;
    let office = serve(&testbed, 1195, "10.9.0", &["route 10.20.0.0 255.255.0.0"])?;
    testbed.must_connect(&home.profile, &["--id", "home"], "", &home.server)?;
    testbed.must_connect(&office.profile, &["--id", "office"], "", &office.server)?;
    let both = ways(&testbed)?;
    let lines = told(&both);
    ensure!(lines.contains(&"10.20.0.0/16 office (home: 0.0.0.0/0)".to_owned()), "{lines:?}");
    ensure!(lines.contains(&"0.0.0.0/0 home".to_owned()), "{lines:?}");
    ensure!(
        (leaves_by(&testbed, "10.20.1.1")?, leaves_by(&testbed, "203.0.113.1")?) == ("adit1".into(), "adit0".into())
    );
    must_pass(&testbed, "home")?;
    must_pass(&testbed, "office")?;
    testbed.disconnect()
}

#[test]
fn a_check_fails_where_a_name_server_or_a_route_is_taken_away_and_passes_again() -> Result<()> {
    let testbed = Testbed::new()?;
    let Tunnel { server, profile, names: answering } = serve(&testbed, 1194, "10.8.0", &["redirect-gateway def1"])?;
    testbed.must_connect(&profile, &["--id", "home"], "", &server)?;
    let good = must_pass(&testbed, "home")?;
    ensure!(matches!(good.name_servers[..], [ref one] if matches!(one.found, NameServerFound::Answers { .. })));
    ensure!(good.names_asked == Some(true) && good.round_trip_us.is_some(), "{good:?}");
    ensure!(good.round_trip_us.is_some_and(|took| took < 1_000_000), "{good:?}");
    ensure!(matches!(good.ipv6, Ipv6Proof::Carried | Ipv6Proof::HeldBack), "{good:?}");

    drop(answering);
    let silent = proof(&testbed, "home")?;
    ensure!(!silent.passes() && silent.name_servers[0].found == NameServerFound::Silent, "{silent:?}");
    let _answering = names(&testbed, "10.8.0")?;
    must_pass(&testbed, "home")?;

    // As another VPN does: its rules come before ours, and nothing of ours is gone.
    for (rule, wrong) in [
        ("-4 rule add pref 1 to 128.0.0.0/1 lookup main", "a route"),
        ("-4 rule add pref 1 to 10.8.0.1 lookup main", "a name server"),
        ("-6 rule add pref 1 lookup main", "IPv6"),
    ] {
        testbed.client.run(&format!("ip {rule}"))?;
        let found = proof(&testbed, "home")?;
        let by = Some("eth0".to_owned());
        let seen = match wrong {
            "a route" => found.routes.astray.iter().any(|astray| astray.by == by && astray.network.prefix_len() == 0),
            "a name server" => found.name_servers[0].found == NameServerFound::Beside { by: by.clone() },
            _ => found.ipv6 == Ipv6Proof::Astray { by: "eth0".to_owned() },
        };
        ensure!(seen && !found.passes(), "{wrong}: {found:?}");
        testbed.client.run(&format!("ip {}", rule.replace(" add ", " del ")))?;
        must_pass(&testbed, "home").with_context(|| format!("after {wrong}"))?;
    }
    let nobody = testbed.helper.ctl(&["disconnect", "--all"])?;
    ensure!(nobody.code == 0, "{nobody:?}");
    Ok(())
}
