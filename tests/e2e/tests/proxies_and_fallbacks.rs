//! Ways to a server that are not the direct one: proxies of other people's making, blocked transports, dead ends.

use std::{
    os::unix::fs::PermissionsExt,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, ensure};
use e2e::{SERVER, SERVER_V6, Testbed};
use lab::{NameServer, OpenVpnServer, Process, ServerOptions, Transport};

/// Where the proxies run: on the machine behind the server's, so that the way to them and the way to the server differ.
const PROXY: &str = e2e::INTERNET;

fn tcp(profile_lines: &[&str]) -> ServerOptions {
    let profile_lines = profile_lines.iter().map(|line| (*line).to_owned()).collect();
    ServerOptions { transport: Transport::Tcp, profile_lines, ..ServerOptions::default() }
}

/// The client's own packets to the server are dropped: what arrives has come through the proxy.
fn cut_the_direct_way(testbed: &Testbed) -> Result<()> {
    for line in [
        "nft add table inet direct",
        "nft add chain inet direct input { type filter hook input priority -1 ; }",
        "nft add rule inet direct input iifname eth0 tcp dport 1194 drop",
        "nft add rule inet direct input iifname eth0 udp dport 1194 drop",
    ] {
        testbed.server.run(line)?;
    }
    Ok(())
}

fn tinyproxy(testbed: &Testbed, more: &str) -> Result<Process> {
    let path = testbed.internet.directory().join("tinyproxy.conf");
    std::fs::write(&path, format!("Port 3128\nTimeout 600\nMaxClients 20\nLogLevel Info\n{more}"))?;
    let mut process =
        testbed.internet.start("tinyproxy", testbed.internet.command("tinyproxy").arg("-d").arg("-c").arg(&path))?;
    process.wait_for_output("Accepting connections", Duration::from_secs(10)).context(process.output())?;
    Ok(process)
}

fn listening(testbed: &Testbed, port: u16) -> Result<()> {
    lab::wait_until("the proxy listens", Duration::from_secs(10), || {
        testbed.internet.run("ss -Hltn").is_ok_and(|sockets| sockets.contains(&format!(":{port} ")))
    })
}

fn carries(testbed: &Testbed, profile: &std::path::Path, server: &OpenVpnServer) -> Result<()> {
    testbed.must_connect(profile, &[], "", server)?;
    ensure!(testbed.client.pings(&server.inner_address(), 3), "{}", testbed.helper.log());
    testbed.disconnect()
}

#[test]
fn a_tcp_server_behind_tinyproxy_with_the_right_password_only() -> Result<()> {
    let testbed = Testbed::new()?;
    let before = testbed.client.network()?;
    let _proxy = tinyproxy(&testbed, "ConnectPort 1194\nBasicAuth alice word\n")?;
    cut_the_direct_way(&testbed)?;
    let line = format!("http-proxy {PROXY} 3128");
    let with = |password: &str| format!("<http-proxy-user-pass>\nalice\n{password}\n</http-proxy-user-pass>");
    let (server, good) = testbed.serve(&tcp(&[&line, &with("word")]))?;
    let text = std::fs::read_to_string(&good)?;
    carries(&testbed, &good, &server)?;

    let bad = testbed.write_profile("bad", &text.replace(&with("word"), &with("wrong")))?;
    let outcome = testbed.connect(&bad, &[], "")?;
    assert_eq!(outcome.code, 8, "{outcome:?}");
    assert!(outcome.stderr.contains("proxy") && outcome.stderr.contains("refused this user name"), "{outcome:?}");
    testbed.disconnect()?;
    let none = testbed.write_profile("none", &text.replace(&with("word"), ""))?;
    let outcome = testbed.connect(&none, &[], "")?;
    assert_eq!(outcome.code, 8, "{outcome:?}");
    assert!(outcome.stderr.contains("asks for a user name"), "{outcome:?}");
    testbed.disconnect()?;
    let direct = testbed.write_profile("direct", &text.replace(&line, "server-poll-timeout 3"))?;
    assert_ne!(testbed.connect(&direct, &[], "")?.code, 0, "the direct way must be cut, or this proves nothing");
    testbed.disconnect()?;
    assert!(!testbed.helper.log().contains("wrong"), "no password in the log");
    testbed.client.must_be_as(&before)
}

#[test]
fn a_proxy_that_does_not_allow_the_port_says_so() -> Result<()> {
    let testbed = Testbed::new()?;
    let _proxy = tinyproxy(&testbed, "ConnectPort 443\n")?;
    let (_server, profile) = testbed.serve(&tcp(&[&format!("http-proxy {PROXY} 3128")]))?;
    let outcome = testbed.connect(&profile, &[], "")?;
    assert!(outcome.code != 0 && outcome.stderr.contains("does not allow"), "{outcome:?}");
    testbed.disconnect()
}

#[test]
fn a_tcp_server_behind_microsocks_with_the_right_password_only() -> Result<()> {
    let testbed = Testbed::new()?;
    let mut command = testbed.internet.command("microsocks");
    let _proxy = testbed
        .internet
        .start("microsocks", command.args(["-i", "0.0.0.0", "-p", "1080", "-u", "bob", "-P", "word"]))?;
    listening(&testbed, 1080)?;
    cut_the_direct_way(&testbed)?;
    let with = |password: &str| format!("<socks-proxy-user-pass>\nbob\n{password}\n</socks-proxy-user-pass>");
    let (server, good) = testbed.serve(&tcp(&[&format!("socks-proxy {PROXY} 1080"), &with("word")]))?;
    carries(&testbed, &good, &server)?;
    let text = std::fs::read_to_string(&good)?;
    let bad = testbed.write_profile("bad", &text.replace(&with("word"), &with("wrong")))?;
    let outcome = testbed.connect(&bad, &[], "")?;
    assert!(outcome.code == 8 && outcome.stderr.contains("refused this user name"), "{outcome:?}");
    testbed.disconnect()
}

#[test]
fn a_udp_server_behind_dante() -> Result<()> {
    let testbed = Testbed::new()?;
    let path = testbed.internet.directory().join("danted.conf");
    let rules = "internal: eth0 port = 1080\nexternal: eth0\nsocksmethod: none\nclientmethod: none\nuser.privileged: root\n\
                 user.unprivileged: nobody\nlogoutput: stderr\nclient pass { from: 0/0 to: 0/0 }\n\
                 socks pass { from: 0/0 to: 0/0 }\n";
    std::fs::write(&path, rules)?;
    let proxy = testbed.internet.start("danted", testbed.internet.command("danted").arg("-f").arg(&path))?;
    listening(&testbed, 1080).context(proxy.output())?;
    cut_the_direct_way(&testbed)?;
    let profile_lines = vec![format!("socks-proxy {PROXY} 1080")];
    let (server, profile) = testbed.serve(&ServerOptions { profile_lines, ..ServerOptions::default() })?;
    // A server with two addresses answers from the one that is nearer, and a relay takes answers from the one it asked.
    let text = std::fs::read_to_string(&profile)?;
    let near = text.replace(&format!("remote {SERVER} "), "remote 198.51.100.2 ");
    assert_ne!(near, text);
    let profile = testbed.write_profile("near", &near)?;
    carries(&testbed, &profile, &server).context(proxy.output())
}

#[test]
fn where_udp_is_blocked_the_tcp_server_follows_quickly() -> Result<()> {
    let testbed = Testbed::new()?;
    for line in [
        "nft add table inet walled",
        "nft add chain inet walled input { type filter hook input priority -1 ; }",
        "nft add rule inet walled input iifname eth0 udp dport 1194 drop",
    ] {
        testbed.server.run(line)?;
    }
    let (server, profile) = testbed.serve(&tcp(&[]))?;
    let remote = format!("remote {SERVER} 1194\n");
    let text = std::fs::read_to_string(&profile)?;
    let both = text.replace(&remote, &format!("remote {SERVER} 1194 udp\nremote {SERVER} 1194 tcp\n"));
    assert_ne!(both, text);
    let profile = testbed.write_profile("both", &both)?;
    let started = Instant::now();
    carries(&testbed, &profile, &server)?;
    let took = started.elapsed();
    assert!((Duration::from_secs(9)..Duration::from_secs(25)).contains(&took), "{took:?}");
    Ok(())
}

#[test]
fn an_ipv6_server_in_brackets_after_a_dead_one() -> Result<()> {
    let testbed = Testbed::new()?;
    let (server, profile) = testbed.serve(&ServerOptions { transport: Transport::Udp6, ..ServerOptions::default() })?;
    let text = std::fs::read_to_string(&profile)?;
    let remotes = format!("remote 192.0.2.99 1194 tcp4\nremote [{SERVER_V6}] 1194 udp6\n");
    let changed = text.replace(&format!("remote {SERVER_V6} 1194\n"), &remotes);
    assert_ne!(changed, text);
    testbed.client.run("ip route flush default")?;
    carries(&testbed, &testbed.write_profile("brackets", &changed)?, &server)
}

/// Packets to `address` end at the server's machine; they are counted under the name `dead`.
fn dead_address(testbed: &Testbed, address: &str) -> Result<()> {
    for line in [
        format!("ip addr add {address}/24 dev eth0"),
        "nft add table inet grave".to_owned(),
        "nft add counter inet grave dead".to_owned(),
        "nft add chain inet grave input { type filter hook input priority -1 ; }".to_owned(),
        format!("nft add rule inet grave input ip daddr {address} counter name dead drop"),
    ] {
        testbed.server.run(&line)?;
    }
    Ok(())
}

#[test]
fn a_name_whose_first_address_is_dead_leads_to_the_second() -> Result<()> {
    let testbed = Testbed::new()?;
    // The resolver puts that address first which has more in common with the client's own.
    let dead = "192.0.2.3";
    dead_address(&testbed, dead)?;
    testbed.client.name("vpn.adit.example", &[dead, SERVER])?;
    let order = testbed.client.run("getent ahostsv4 vpn.adit.example")?;
    assert!(order.starts_with(dead) && order.contains(SERVER), "{order}");
    let profile_lines = vec!["server-poll-timeout 3".to_owned()];
    let (server, profile) = testbed.serve(&ServerOptions { profile_lines, ..ServerOptions::default() })?;
    let text = std::fs::read_to_string(&profile)?;
    let named = text.replace(&format!("remote {SERVER} "), "remote vpn.adit.example ");
    assert_ne!(named, text);
    carries(&testbed, &testbed.write_profile("named", &named)?, &server)?;
    let counted = testbed.server.run("nft list counter inet grave dead")?;
    assert!(!counted.contains("packets 0 "), "the dead address was tried first: {counted}");

    testbed.client.name("vpn.adit.example", &[dead])?;
    let unknown = testbed.write_profile("unknown", &named.replace("vpn.adit.example", "other.adit.example"))?;
    let outcome = testbed.connect(&unknown, &[], "")?;
    assert!(outcome.code != 0 && outcome.stderr.contains("other.adit.example"), "{outcome:?}");
    testbed.disconnect()
}

/// The name is taken anew for each connection, so that no cache on the way knows it.
#[test]
fn a_random_name_in_front_of_the_servers() -> Result<()> {
    let testbed = Testbed::new()?;
    testbed.server.run(&format!("ip addr add {}/24 dev eth0", NameServer::ADDRESS))?;
    let names = NameServer::start(&testbed.server, "vpn.adit.example", SERVER.parse()?)?;
    let (server, profile) = testbed.serve(&ServerOptions::default())?;
    let text = std::fs::read_to_string(&profile)?;
    let named = text.replace(&format!("remote {SERVER} "), "remote vpn.adit.example ");
    assert_ne!(named, text);
    let random = testbed.write_profile("random", &format!("{named}remote-random-hostname\n"))?;
    for _ in 0..2 {
        carries(&testbed, &random, &server)?;
    }
    let mut asked = names.asked();
    asked.sort_unstable();
    asked.dedup();
    let prefix = |name: &String| name.strip_suffix(".vpn.adit.example").map(str::to_owned);
    let prefixes: Vec<String> = asked.iter().filter_map(prefix).collect();
    let random = |prefix: &String| prefix.len() == 12 && prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(prefixes.len() == 2 && prefixes.iter().all(random), "{asked:?}");
    assert_eq!(asked.len(), 2, "the name itself is not asked for: {asked:?}");

    let plain = testbed.write_profile("plain", &named)?;
    let outcome = testbed.connect(&plain, &[], "")?;
    assert!(outcome.code != 0 && outcome.stderr.contains("vpn.adit.example"), "only names below it exist: {outcome:?}");
    testbed.disconnect()
}

#[test]
fn a_name_with_only_an_ipv6_address() -> Result<()> {
    let testbed = Testbed::new()?;
    testbed.client.name("six.adit.example", &[SERVER_V6])?;
    let (server, profile) = testbed.serve(&ServerOptions { transport: Transport::Udp6, ..ServerOptions::default() })?;
    let text = std::fs::read_to_string(&profile)?;
    let named = text
        .replace(&format!("remote {SERVER_V6} "), "remote six.adit.example ")
        .replace("proto udp6\n", "proto udp\n");
    assert!(named.contains("remote six.adit.example 1194\n") && named.contains("proto udp\n"), "{named}");
    carries(&testbed, &testbed.write_profile("six", &named)?, &server)?;
    let four = testbed.write_profile("four", &named.replace("proto udp\n", "proto udp4\n"))?;
    let outcome = testbed.connect(&four, &[], "")?;
    assert!(outcome.code != 0 && outcome.stderr.contains("six.adit.example"), "{outcome:?}");
    testbed.disconnect()
}

#[test]
fn a_proxy_that_is_slower_than_the_servers_patience_is_named() -> Result<()> {
    let testbed = Testbed::new()?;
    let proxy = tinyproxy(&testbed, "ConnectPort 1194\n")?;
    let (server, profile) = testbed.serve(&tcp(&[&format!("http-proxy {PROXY} 3128"), "server-poll-timeout 3"]))?;
    carries(&testbed, &profile, &server)?;
    // Its system takes connections; nobody answers on them.
    proxy.signal(rustix::process::Signal::STOP)?;
    let outcome = testbed.connect(&profile, &[], "")?;
    assert!(outcome.code != 0 && outcome.stderr.contains(&format!("{PROXY}:3128")), "{outcome:?}");
    proxy.signal(rustix::process::Signal::CONT)?;
    testbed.disconnect()
}

#[test]
fn a_tunnel_through_a_proxy_survives_a_new_address() -> Result<()> {
    let testbed = Testbed::new()?;
    let _proxy = tinyproxy(&testbed, "ConnectPort 1194\n")?;
    cut_the_direct_way(&testbed)?;
    let (server, profile) = testbed.serve(&tcp(&[&format!("http-proxy {PROXY} 3128")]))?;
    testbed.must_connect(&profile, &[], "", &server)?;
    assert!(testbed.client.pings(&server.inner_address(), 1));
    testbed.client.run("ip addr del 192.0.2.2/24 dev eth0")?;
    assert!(!testbed.client.pings(&server.inner_address(), 1), "without an address there is no way");
    testbed.client.run("ip addr add 192.0.2.9/24 dev eth0")?;
    testbed.plug_in()?;
    lab::wait_until("a ping from the new address", Duration::from_secs(20), || {
        testbed.client.pings(&server.inner_address(), 1)
    })
    .with_context(|| testbed.helper.log())?;
    testbed.disconnect()
}

/// Squid, which wants `alice` and `word` by digest.
fn squid(testbed: &Testbed) -> Result<Process> {
    let host = testbed.internet.directory();
    // Squid gives its rights away before it reads its users.
    std::fs::set_permissions(host, std::fs::Permissions::from_mode(0o755))?;
    let directory = host.display();
    // The MD5 sum of user, realm and password, with colons between them (RFC 2617, section 3.2.2.2).
    std::fs::write(host.join("digest"), "alice:adit:d61f27fba008d7f44491419205fe3cfb\n")?;
    let rules = format!(
        "http_port 3128\ncache deny all\ncache_log /dev/null\naccess_log none\npid_filename none\n\
         coredump_dir {directory}\ncache_effective_user nobody\ncache_effective_group nogroup\n\
         visible_hostname proxy.adit.example\npinger_enable off\nnetdb_filename none\nshutdown_lifetime 0 seconds\n\
         auth_param digest program /usr/lib/squid/digest_file_auth -c {directory}/digest\n\
         auth_param digest children 1 startup=1\nauth_param digest realm adit\n\
         acl known proxy_auth REQUIRED\nhttp_access allow CONNECT known\nhttp_access deny all\n"
    );
    let path = host.join("squid.conf");
    std::fs::write(&path, rules)?;
    // Its shared memory has names of the whole machine, and stays behind when it is killed.
    let enter = "mount -t tmpfs tmpfs /dev/shm && exec squid -N -d1 -f \"$1\"";
    let mut command = testbed.internet.command("unshare");
    let process = testbed.internet.start("squid", command.args(["--mount", "sh", "-c", enter, "sh"]).arg(&path))?;
    listening(testbed, 3128).with_context(|| process.output())?;
    Ok(process)
}

#[test]
fn a_tcp_server_behind_squid_by_digest() -> Result<()> {
    let testbed = Testbed::new()?;
    let proxy = squid(&testbed)?;
    cut_the_direct_way(&testbed)?;
    let with = |password: &str| format!("<http-proxy-user-pass>\nalice\n{password}\n</http-proxy-user-pass>");
    // With `auto-nct` no password goes over the wire, so that this is Digest or nothing.
    let line = format!("http-proxy {PROXY} 3128 auto-nct");
    let (server, good) = testbed.serve(&tcp(&[&line, &with("word")]))?;
    carries(&testbed, &good, &server).context(proxy.output())?;
    let text = std::fs::read_to_string(&good)?;
    let bad = testbed.write_profile("bad", &text.replace(&with("word"), &with("wrong")))?;
    let outcome = testbed.connect(&bad, &[], "")?;
    assert!(outcome.code == 8 && outcome.stderr.contains("refused this user name"), "{outcome:?}");
    testbed.disconnect()
}
