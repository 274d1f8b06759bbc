//! How a profile's servers are reached: proxies, blocks, our own end.

#![expect(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing, reason = "profiles here have to be good")]

#[cfg(test)]
mod common;

use std::collections::BTreeMap;

use common::{at, fixture, good, refusals, with};
use ovpn_profile::{Import, Profile, Reason, Verdict, parse, print::print};
use vpn_api::{LocalEnd, Proxy, ProxyKind, ProxyLogin, Transport};

fn read(lines: &str) -> Profile {
    let import = with(lines);
    import.outcome.unwrap_or_else(|rejected| panic!("{rejected}: {:#?}", import.report)).profile
}

fn proxy(lines: &str) -> Proxy {
    let profile = read(lines);
    let text = print(&profile);
    assert_eq!(good(&text).profile, profile, "what is printed reads the same: {text}");
    profile.remotes[0].proxy.clone().unwrap()
}

fn login(username: &str, password: &str) -> Option<ProxyLogin> {
    Some(ProxyLogin { username: username.into(), password: password.into() })
}

fn whole(lines: &str) -> Import {
    let ca = format!("<ca>\n{}</ca>\n", fixture("separate/ca.crt"));
    parse(
        format!("{lines}\nclient\nauth-user-pass\nremote-cert-tls server\n{ca}").as_bytes(),
        &ovpn_profile::NoSideFiles,
    )
}

#[test]
fn an_http_proxy_and_what_belongs_to_it() {
    let found = proxy(
        "proto tcp\nhttp-proxy proxy.example 3128\nhttp-proxy-option VERSION 1.0\nhttp-proxy-option AGENT \"A b\"\n\
         http-proxy-option CUSTOM-HEADER X-One 1\nhttp-proxy-option CUSTOM-HEADER \"X-Two: 2\"\n\
         <http-proxy-user-pass>\nalice\npa ss\n</http-proxy-user-pass>",
    );
    assert_eq!((found.kind, found.host.as_str(), found.port), (ProxyKind::Http, "proxy.example", 3128));
    assert_eq!(found.login, login("alice", "pa ss"));
    assert!(found.http.version_1_0 && !found.http.no_clear_password);
    assert_eq!(found.http.agent.as_deref(), Some("A b"));
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(found.http.headers, [header("X-One", "1"), header("X-Two", "2")]);
    assert!(proxy("proto tcp\nhttp-proxy proxy.example 3128 auto-nct").http.no_clear_password);
}

#[test]
fn a_socks_proxy_with_its_usual_port_and_with_a_password() {
    let found = proxy("socks-proxy [2001:db8::1]");
    assert_eq!(found, Proxy::new(ProxyKind::Socks5, "2001:db8::1".into(), 1080));
    let found = proxy("socks-proxy 192.0.2.1 9050\n<socks-proxy-user-pass>\nbob\nsecret\n</socks-proxy-user-pass>");
    assert_eq!((found.port, found.login), (9050, login("bob", "secret")));
}

#[test]
fn a_login_beside_the_profile_is_read_and_a_missing_one_is_asked_for() {
    let ca = format!("<ca>\n{}</ca>\n", fixture("separate/ca.crt"));
    let text = format!("socks-proxy 192.0.2.1 1080 proxy.txt\nclient\nremote v.example\nauth-user-pass\n{ca}");
    let files: BTreeMap<String, Vec<u8>> = [("proxy.txt".to_owned(), b"carol\r\nword\r\n".to_vec())].into();
    let import = parse(text.as_bytes(), &files);
    assert_eq!(import.outcome.unwrap().profile.remotes[0].proxy.clone().unwrap().login, login("carol", "word"));
    let import = parse(text.as_bytes(), &ovpn_profile::NoSideFiles);
    assert_eq!(at(&import, 1), Verdict::Warning { because: Reason::PasswordFile { name: "proxy.txt".into() } });
    assert_eq!(import.outcome.unwrap().profile.remotes[0].proxy.clone().unwrap().login, None);
    let one_line = [("proxy.txt".to_owned(), b"carol\n".to_vec())].into();
    let _: &BTreeMap<String, Vec<u8>> = &one_line;
    assert_eq!(refusals(&parse(text.as_bytes(), &one_line)), [(Some(1), Reason::BadProxyLogin)]);
}

#[test]
fn udp_behind_an_http_proxy_is_said_and_tcp_is_used() {
    assert_eq!(refusals(&with("http-proxy 192.0.2.1 3128")), [(Some(1), Reason::HttpProxyNeedsTcp)]);
    let import = whole("remote a.example 1194 udp\nremote a.example 443 tcp\nhttp-proxy 192.0.2.1 3128");
    assert_eq!(at(&import, 1), Verdict::Warning { because: Reason::UdpBehindHttpProxy });
    let remotes = import.outcome.unwrap().profile.remotes;
    assert_eq!(remotes.len(), 1);
    assert_eq!((remotes[0].transport, remotes[0].proxy.is_some()), (Transport::Tcp, true));
    let socks = whole("remote a.example 1194 udp\nsocks-proxy 192.0.2.1").outcome.unwrap();
    assert_eq!(socks.profile.remotes[0].transport, Transport::Udp, "SOCKS carries datagrams");
}

#[test]
fn each_block_has_its_own_proxy_and_shares_the_login_below() {
    let import = whole(
        "<connection>\nremote a.example 443 tcp\nhttp-proxy one.example 3128\n</connection>\n\
         <connection>\nremote b.example 1194 udp\nsocks-proxy two.example 1080\n</connection>\n\
         <connection>\nremote c.example 443 tcp\n</connection>\n\
         <http-proxy-user-pass>\nalice\nword\n</http-proxy-user-pass>",
    );
    let remotes = import.outcome.unwrap().profile.remotes;
    let names: Vec<_> = remotes.iter().map(|remote| remote.proxy.as_ref().map(Proxy::name)).collect();
    assert_eq!(names, [Some("one.example:3128".to_owned()), Some("two.example:1080".to_owned()), None]);
    assert_eq!(remotes[0].proxy.as_ref().unwrap().login, login("alice", "word"));
    assert_eq!(remotes[1].proxy.as_ref().unwrap().login, None, "that one is for HTTP proxies");
}

#[test]
fn one_server_has_one_kind_of_proxy() {
    let (http, socks) = ("http-proxy one.example 3128", "socks-proxy two.example 1080");
    let first = "remote a.example 443 tcp";
    for (one, other) in [(http, socks), (socks, http)] {
        let refused = refusals(&whole(&format!("{first}\n{one}\n{other}")));
        assert_eq!(refused, [(Some(3), Reason::TwoProxies)]);
        let block = format!("{one}\n<connection>\n{first}\n{other}\n</connection>");
        assert_eq!(refusals(&whole(&block)), [(Some(4), Reason::TwoProxies)], "a block inherits");
        let same = whole(&format!("{first}\n{one}\n{one}")).outcome.unwrap().profile;
        assert_eq!(same.remotes.len(), 1, "the same kind twice is a correction");
    }
}

#[test]
fn nonsense_about_proxies_is_refused() {
    for (line, reason) in [
        ("http-proxy proxy.example", Reason::MissingValue { name: "http-proxy".into() }),
        ("http-proxy proxy.example 0", Reason::BadValue { value: "0".into() }),
        ("http-proxy \"a b\" 3128", Reason::BadValue { value: "a b".into() }),
        ("http-proxy p.example 3128 auth.txt kerberos", Reason::BadValue { value: "kerberos".into() }),
        ("http-proxy p.example 3128 auth.txt ntlm", Reason::ProxyNtlm),
        ("http-proxy-option VERSION 3", Reason::BadValue { value: "3".into() }),
        ("http-proxy-option SPEED 3", Reason::BadValue { value: "SPEED".into() }),
        ("socks-proxy p.example 70000", Reason::BadValue { value: "70000".into() }),
    ] {
        assert_eq!(refusals(&with(line)), [(Some(1), reason)], "{line}");
    }
    let import = with("proto tcp\nhttp-proxy p.example 3128\nhttp-proxy-option CUSTOM-HEADER \"bad name\" x");
    assert_eq!(refusals(&import), [(Some(2), Reason::OutOfBounds { what: "proxy".into() })]);
}

#[test]
fn our_own_end_is_bound_where_the_profile_says_so() {
    let remote = |lines: &str| read(lines).remotes[0].local;
    assert_eq!(remote(""), LocalEnd::default());
    let found = remote("local 192.0.2.7\nlport 5000");
    assert_eq!(found, LocalEnd { address: Some("192.0.2.7".parse().unwrap()), port: Some(5000) });
    assert_eq!(remote("lport 0"), LocalEnd::default(), "the system chooses");
    assert_eq!(remote("port 5000"), LocalEnd::default(), "the server's port is not ours");
    let import = with("local eth0.example");
    assert_eq!(at(&import, 1), Verdict::Warning { because: Reason::NotHonoured { name: "local".into() } });
}

#[test]
fn literal_ipv6_servers_may_stand_in_brackets() {
    let import = whole("remote [2001:db8::1] 1194 udp6\nremote 2001:db8::2 443 tcp6");
    let remotes = import.outcome.unwrap().profile.remotes;
    let hosts: Vec<_> = remotes.iter().map(|remote| remote.host.as_str()).collect();
    assert_eq!(hosts, ["2001:db8::1", "2001:db8::2"]);
}

/// What other programs need to be told and Adit does anyway, or does by itself.
#[test]
fn what_is_left_out_around_sockets_is_left_out_for_a_reason() {
    for (line, reason) in [
        ("mark 7", Reason::AlwaysSo),
        ("nobind", Reason::AlwaysSo),
        ("resolv-retry infinite", Reason::AlwaysSo),
        ("bind", Reason::Tuning),
        ("multihome", Reason::Tuning),
        ("sndbuf 0", Reason::Tuning),
        ("rcvbuf 393216", Reason::Tuning),
        ("socket-flags TCP_NODELAY", Reason::Tuning),
        ("tcp-nodelay", Reason::Tuning),
        ("ip-win32 dynamic", Reason::OtherPlatform),
        ("http-proxy-retry", Reason::Obsolete),
        ("socks-proxy-retry", Reason::Obsolete),
        ("http-proxy-timeout 5", Reason::Obsolete),
    ] {
        assert_eq!(at(&with(line), 1), Verdict::Ignored { because: reason }, "{line}");
    }
}
