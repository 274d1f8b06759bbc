//! Ways to a server that are not the direct one: proxies of other people's making, blocked transports, dead ends.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::{Bench, SERVER, SERVER_V6};
use lab::{OpenVpnServer, Process, ServerOptions, Transport};

/// Where the proxies run: on the machine behind the server's, so that the way to them and the way to the server differ.
const PROXY: &str = e2e::INTERNET;

fn tcp(profile_lines: &[&str]) -> ServerOptions {
    let profile_lines = profile_lines.iter().map(|line| (*line).to_owned()).collect();
    ServerOptions { transport: Transport::Tcp, profile_lines, ..ServerOptions::default() }
}

/// The client's own packets to the server are dropped: what arrives has come through the proxy.
fn cut_the_direct_way(bench: &Bench) -> Result<()> {
    for line in [
        "nft add table inet direct",
        "nft add chain inet direct input { type filter hook input priority -1 ; }",
        "nft add rule inet direct input iifname eth0 tcp dport 1194 drop",
        "nft add rule inet direct input iifname eth0 udp dport 1194 drop",
    ] {
        bench.server.run(line)?;
    }
    Ok(())
}

fn tinyproxy(bench: &Bench, more: &str) -> Result<Process> {
    let path = bench.internet.directory().join("tinyproxy.conf");
    std::fs::write(&path, format!("Port 3128\nTimeout 600\nMaxClients 20\nLogLevel Info\n{more}"))?;
    let mut process =
        bench.internet.start("tinyproxy", bench.internet.command("tinyproxy").arg("-d").arg("-c").arg(&path))?;
    process.wait_for_output("Accepting connections", Duration::from_secs(10)).context(process.output())?;
    Ok(process)
}

fn listening(bench: &Bench, port: u16) -> Result<()> {
    lab::wait_until("the proxy listens", Duration::from_secs(10), || {
        bench.internet.run("ss -Hltn").is_ok_and(|sockets| sockets.contains(&format!(":{port} ")))
    })
}

fn carries(bench: &Bench, profile: &std::path::Path, server: &OpenVpnServer) -> Result<()> {
    bench.must_connect(profile, &[], "", server)?;
    ensure!(bench.client.pings(&server.inner_address(), 3), "{}", bench.helper.log());
    bench.disconnect()
}

#[test]
fn a_tcp_server_behind_tinyproxy_with_the_right_password_only() -> Result<()> {
    let bench = Bench::new()?;
    let before = bench.client.network()?;
    let _proxy = tinyproxy(&bench, "ConnectPort 1194\nBasicAuth alice word\n")?;
    cut_the_direct_way(&bench)?;
    let line = format!("http-proxy {PROXY} 3128");
    let with = |password: &str| format!("<http-proxy-user-pass>\nalice\n{password}\n</http-proxy-user-pass>");
    let (server, good) = bench.serve(&tcp(&[&line, &with("word")]))?;
    let text = std::fs::read_to_string(&good)?;
    carries(&bench, &good, &server)?;

    let bad = bench.write_profile("bad", &text.replace(&with("word"), &with("wrong")))?;
    let outcome = bench.connect(&bad, &[], "")?;
    assert_eq!(outcome.code, 8, "{outcome:?}");
    assert!(outcome.stderr.contains("proxy") && outcome.stderr.contains("refused this user name"), "{outcome:?}");
    bench.disconnect()?;
    let none = bench.write_profile("none", &text.replace(&with("word"), ""))?;
    let outcome = bench.connect(&none, &[], "")?;
    assert_eq!(outcome.code, 8, "{outcome:?}");
    assert!(outcome.stderr.contains("asks for a user name"), "{outcome:?}");
    bench.disconnect()?;
    let direct = bench.write_profile("direct", &text.replace(&line, "server-poll-timeout 3"))?;
    assert_ne!(bench.connect(&direct, &[], "")?.code, 0, "the direct way must be cut, or this proves nothing");
    bench.disconnect()?;
    assert!(!bench.helper.log().contains("wrong"), "no password in the log");
    bench.client.must_be_as(&before)
}

#[test]
fn a_proxy_that_does_not_allow_the_port_says_so() -> Result<()> {
    let bench = Bench::new()?;
    let _proxy = tinyproxy(&bench, "ConnectPort 443\n")?;
    let (_server, profile) = bench.serve(&tcp(&[&format!("http-proxy {PROXY} 3128")]))?;
    let outcome = bench.connect(&profile, &[], "")?;
    assert!(outcome.code != 0 && outcome.stderr.contains("does not allow"), "{outcome:?}");
    bench.disconnect()
}

#[test]
fn a_tcp_server_behind_microsocks_with_the_right_password_only() -> Result<()> {
    let bench = Bench::new()?;
    let mut command = bench.internet.command("microsocks");
    let _proxy =
        bench.internet.start("microsocks", command.args(["-i", "0.0.0.0", "-p", "1080", "-u", "bob", "-P", "word"]))?;
    listening(&bench, 1080)?;
    cut_the_direct_way(&bench)?;
    let with = |password: &str| format!("<socks-proxy-user-pass>\nbob\n{password}\n</socks-proxy-user-pass>");
    let (server, good) = bench.serve(&tcp(&[&format!("socks-proxy {PROXY} 1080"), &with("word")]))?;
    carries(&bench, &good, &server)?;
    let text = std::fs::read_to_string(&good)?;
    let bad = bench.write_profile("bad", &text.replace(&with("word"), &with("wrong")))?;
    let outcome = bench.connect(&bad, &[], "")?;
    assert!(outcome.code == 8 && outcome.stderr.contains("refused this user name"), "{outcome:?}");
    bench.disconnect()
}

#[test]
fn a_udp_server_behind_dante() -> Result<()> {
    let bench = Bench::new()?;
    let path = bench.internet.directory().join("danted.conf");
    let rules = "internal: eth0 port = 1080\nexternal: eth0\nsocksmethod: none\nclientmethod: none\nuser.privileged: root\n\
                 user.unprivileged: nobody\nlogoutput: stderr\nclient pass { from: 0/0 to: 0/0 }\n\
                 socks pass { from: 0/0 to: 0/0 }\n";
    std::fs::write(&path, rules)?;
    let proxy = bench.internet.start("danted", bench.internet.command("danted").arg("-f").arg(&path))?;
    listening(&bench, 1080).context(proxy.output())?;
    cut_the_direct_way(&bench)?;
    let profile_lines = vec![format!("socks-proxy {PROXY} 1080")];
    let (server, profile) = bench.serve(&ServerOptions { profile_lines, ..ServerOptions::default() })?;
    // A server with two addresses answers from the one that is nearer, and a relay takes answers from the one it asked.
    let text = std::fs::read_to_string(&profile)?;
    let near = text.replace(&format!("remote {SERVER} "), "remote 198.51.100.2 ");
    assert_ne!(near, text);
    let profile = bench.write_profile("near", &near)?;
    carries(&bench, &profile, &server).context(proxy.output())
}

#[test]
fn where_udp_is_blocked_the_tcp_server_follows_quickly() -> Result<()> {
    let bench = Bench::new()?;
    for line in [
        "nft add table inet walled",
        "nft add chain inet walled input { type filter hook input priority -1 ; }",
        "nft add rule inet walled input iifname eth0 udp dport 1194 drop",
    ] {
        bench.server.run(line)?;
    }
    let (server, profile) = bench.serve(&tcp(&[]))?;
    let remote = format!("remote {SERVER} 1194\n");
    let text = std::fs::read_to_string(&profile)?;
    let both = text.replace(&remote, &format!("remote {SERVER} 1194 udp\nremote {SERVER} 1194 tcp\n"));
    assert_ne!(both, text);
    let profile = bench.write_profile("both", &both)?;
    let started = Instant::now();
    carries(&bench, &profile, &server)?;
    let took = started.elapsed();
    assert!((Duration::from_secs(9)..Duration::from_secs(25)).contains(&took), "{took:?}");
    Ok(())
}

#[test]
fn an_ipv6_server_in_brackets_after_a_dead_one() -> Result<()> {
    let bench = Bench::new()?;
    let (server, profile) = bench.serve(&ServerOptions { transport: Transport::Udp6, ..ServerOptions::default() })?;
    let text = std::fs::read_to_string(&profile)?;
    let remotes = format!("remote 192.0.2.99 1194 tcp4\nremote [{SERVER_V6}] 1194 udp6\n");
    let changed = text.replace(&format!("remote {SERVER_V6} 1194\n"), &remotes);
    assert_ne!(changed, text);
    bench.client.run("ip route flush default")?;
    carries(&bench, &bench.write_profile("brackets", &changed)?, &server)
}
