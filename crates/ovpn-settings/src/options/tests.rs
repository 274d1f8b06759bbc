use super::*;

fn words(line: &str) -> (String, Vec<String>) {
    let (words, _) = crate::lexer::split_words(line, 0).unwrap();
    let mut words = words.into_iter().map(|word| word.text);
    (words.next().unwrap(), words.collect())
}

fn reading(line: &str, origin: Origin) -> Reading {
    let (name, values) = words(line);
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    read(&name, &values, origin).unwrap_or_else(|| panic!("{line} is no option"))
}

/// What it says, for people who compare.
fn says(line: &str) -> String {
    let [profile, push] = [Origin::Profile, Origin::Push].map(|origin| reading(line, origin));
    assert_eq!(profile, push, "{line} has two meanings");
    match (profile.option, profile.remark) {
        (Some(option), None) => format!("{option:?}"),
        (Some(option), Some(remark)) => format!("{option:?}, but {remark}"),
        (None, Some(remark)) => format!("nothing: {remark}"),
        (None, None) => "nothing".to_owned(),
    }
}

/// Lines that profile and push read differently when each had a grammar of its own. What is right is what OpenVPN 2.6.14 does
/// with the line; docs/OPTIONS.md has what it was before.
const ONCE_DIFFERENT: &[(&str, &str)] = &[
    ("ifconfig-ipv6 fd00::2 fd00::1", "IfconfigIpv6(TunnelAddress(fd00::2/64))"),
    ("ifconfig-ipv6 fd00::2/64", "nothing: a value is missing"),
    ("ifconfig 127.0.0.1 255.0.0.0", "nothing: “127.0.0.1” is a loopback address"),
    ("ifconfig-ipv6 ff02::1/64 fd00::1", "nothing: “ff02::1/64” is a multicast address"),
    ("route remote_host 255.255.255.255 net_gateway", "nothing: the server is never reached through its own tunnel"),
    (
        "route 10.0.0.0 255.0.0.0 remote_host",
        "Route(Route { destination: RouteDestination(10.0.0.0/8), gateway: Net, metric: None })",
    ),
    (
        "route 10.0.0.0 255.0.0.0 router.example 7",
        "Route(Route { destination: RouteDestination(10.0.0.0/8), gateway: Net, metric: Some(7) })",
    ),
    (
        "route 10.0.0.0 255.0.0.0 192.168.50.1",
        "Route(Route { destination: RouteDestination(10.0.0.0/8), gateway: Address(192.168.50.1), metric: None })",
    ),
    (
        "route-ipv6 2001:db8::/32 fe80::1",
        "Route(Route { destination: RouteDestination(2001:db8::/32), gateway: Vpn, metric: None })",
    ),
    (
        "route-ipv6 2001:db8::/32 net_gateway",
        "Route(Route { destination: RouteDestination(2001:db8::/32), gateway: Net, metric: None })",
    ),
    ("route-gateway 10.8.0.1", "RouteGateway(Some(10.8.0.1))"),
    ("route-gateway dhcp", "RouteGateway(None)"),
    ("route-gateway gw.example", "nothing: “gw.example” makes no sense"),
    ("route-gateway x/y", "nothing: “x/y” makes no sense"),
    (
        "route 10.0.0.0 255.0.0.0 0.0.0.0",
        "Route(Route { destination: RouteDestination(10.0.0.0/8), gateway: Vpn, metric: None })",
    ),
    ("route 127.0.0.0 255.0.0.0", "nothing: “127.0.0.0/8” is a loopback address"),
    ("route 10.0.0.0 255.0.255.0", "nothing: “255.0.255.0” makes no sense"),
    ("route a..b", "nothing: “a..b” makes no sense"),
    ("route 10.0.0.0 255.0.0.0 vpn_gateway x", "nothing: “x” makes no sense"),
    ("route 10.0.0.0 255.0.0.0 vpn_gateway 5 y", "nothing: it has more values than it takes"),
    ("route vpn.example", "nothing: a route to a name, “vpn.example”"),
    (
        "redirect-gateway autolocal",
        "Redirect(RedirectFlags { whole: true, not_ipv4: false, ipv6: false, local: false, block_local: false })",
    ),
    ("dhcp-option DNS 9.9.9.9:53", "Dns(Servers([NameServer(9.9.9.9)]))"),
    ("dhcp-option dns 9.9.9.9", "Dns(Servers([NameServer(9.9.9.9)]))"),
    ("dhcp-option DNS6 9.9.9.9", "Dns(Servers([NameServer(9.9.9.9)]))"),
    ("dhcp-option DNS 127.0.0.53", "nothing: “127.0.0.53” is a loopback address"),
    ("dhcp-option DNS host.example", "nothing: “host.example” makes no sense"),
    (
        "dhcp-option DOMAIN bücher.example",
        "Dns(Names(Names { search: [\"xn--bcher-kva.example\"], domains: [], all: false }))",
    ),
    ("dhcp-option DOMAIN Corp.Example.", "Dns(Names(Names { search: [\"corp.example\"], domains: [], all: false }))"),
    ("dhcp-option DOMAIN -x", "Dns(Names(Names { search: [\"-x\"], domains: [], all: false }))"),
    ("dhcp-option DOMAIN x/y", "nothing: “x/y” makes no sense"),
    ("dhcp-option DOMAIN-SEARCH a b", "Dns(SearchList(Names { search: [\"a\", \"b\"], domains: [], all: false }))"),
    ("dhcp-option DOMAIN-ROUTE .", "Dns(Names(Names { search: [], domains: [], all: true }))"),
    ("dns server 1 address 1.1.1.1:5353", "nothing: “1.1.1.1:5353” makes no sense"),
    ("dns server 1 transport DoT", "Dns(Encrypted(1, true))"),
    ("dns server 1 transport dot", "nothing: “dot” makes no sense"),
    ("dns server 1 dnssec optional", "Dns(NoEffect(1))"),
    ("dns server 1 dnssec yes", "Dns(NoEffect(1)), but “dnssec yes” makes no sense"),
    ("dns search-domains x/y a", "Dns(SearchDomains([\"a\"])), but “x/y” makes no sense"),
    ("ping-restart 9999999", "Silence(Silence { after: 9999999s, then: Restart })"),
    ("session-timeout 0", "SessionTimeout(0ns)"),
    ("explicit-exit-notify x", "nothing: “x” makes no sense"),
    ("explicit-exit-notify 300", "ExitNotify(10)"),
    ("comp-lzo foo", "nothing: “foo” makes no sense"),
    ("compress snappy", "Compression(Stub)"),
    ("auth sha2-256", "Auth(Sha256)"),
    ("auth rsa-sha2-512", "Auth(Sha512)"),
];

#[test]
fn lines_that_were_read_in_two_ways() {
    for (line, right) in ONCE_DIFFERENT {
        assert_eq!(says(line), *right, "{line}");
    }
}

#[test]
fn words_about_names_in_all_forms() {
    let names = |search: &[&str], domains: &[&str], all: bool| {
        let list = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        Some(TunnelOption::Dns(DnsOption::Names(Names { search: list(search), domains: list(domains), all })))
    };
    for (line, right, remark) in [
        ("dhcp-option DOMAIN-ROUTE .", names(&[], &[], true), false),
        ("dhcp-option DOMAIN-ROUTE ~.", names(&[], &[], true), false),
        ("dhcp-option DOMAIN ~.", names(&[], &[], true), false),
        ("dhcp-option DOMAIN *.corp.example", names(&["corp.example"], &[], false), false),
        ("dhcp-option DOMAIN-ROUTE *.corp.example", names(&[], &["corp.example"], false), false),
        (
            "dhcp-option DOMAIN-ROUTE corp.example,lan.example",
            names(&[], &["corp.example", "lan.example"], false),
            false,
        ),
        ("dhcp-option DOMAIN \"a b\"", names(&["a", "b"], &[], false), false),
        ("dhcp-option DOMAIN ~corp", names(&[], &["corp"], false), false),
        ("dhcp-option DOMAIN .corp", names(&["corp"], &[], false), false),
        ("dhcp-option DOMAIN a,x/y", names(&["a"], &[], false), true),
        ("dhcp-option DOMAIN x/y", None, true),
        ("dhcp-option DOMAIN \"\"", None, true),
        ("dhcp-option DOMAIN", None, true),
        ("dhcp-option DNS", None, true),
        ("dhcp-option PROXY_HTTP proxy.example 3128", None, true),
        ("dhcp-option PROXY_BYPASS a b c", None, true),
        ("dhcp-option SHAZAM", None, true),
    ] {
        for origin in [Origin::Profile, Origin::Push] {
            let found = reading(line, origin);
            assert_eq!((&found.option, found.remark.is_some()), (&right, remark), "{line}: {:?}", found.remark);
            // A word about names never costs a profile.
            assert!(!matches!(found.remark, Some(Remark::BadValue(_) | Remark::MissingValue | Remark::ExtraValues)));
        }
    }
}

#[test]
fn where_the_place_matters() {
    let both = |line: &str| [Origin::Profile, Origin::Push].map(|origin| reading(line, origin).option.is_some());
    // Negative numbers are the profile's own.
    assert_eq!(both("dns server -1 address 1.1.1.1"), [true, false]);
    for line in ["dns server 128 address 1.1.1.1", "tun-mtu 99", "tun-mtu 65536", "tun-mtu x"] {
        assert_eq!(both(line), [false, false], "{line}");
    }
    for line in ["tun-mtu 1400 1500", "tun-mtu 65535"] {
        assert_eq!(both(line), [true, true], "{line}");
    }
    assert!(read("peer-id", &["3"], Origin::Profile).is_none() && read("remote", &["a"], Origin::Push).is_none());
}

#[test]
fn every_option_that_may_stand_in_both_places_is_read() {
    for row in table::OPTIONS.iter().filter(|row| row.stands == Stands::Both) {
        for origin in [Origin::Profile, Origin::Push] {
            assert!(read(row.name, &vec!["1"; row.least], origin).is_some(), "{}", row.name);
        }
    }
}

#[test]
fn lines_add_up() {
    let collect = |lines: &[&str]| {
        let mut options = TunnelOptions::default();
        for line in lines {
            assert_eq!(options.take(reading(line, Origin::Push).option.unwrap()), None);
        }
        options
    };
    let redirect = |lines: &[&str]| collect(lines).redirect.map(|redirect| (redirect.ipv4, redirect.ipv6));
    assert_eq!(redirect(&["redirect-gateway def1", "redirect-gateway ipv6"]), Some((true, true)));
    assert_eq!(redirect(&["redirect-gateway ipv6 !ipv4"]), Some((false, true)));
    assert_eq!(redirect(&["redirect-gateway", "redirect-private !ipv4"]), Some((false, false)));
    assert_eq!(redirect(&["redirect-private ipv6"]), Some((false, false)));

    let dns =
        collect(&["dhcp-option DNS 10.8.0.1", "dhcp-option DOMAIN old.example", "dns search-domains new.example"]);
    let ResolvedDns { dns: old, encrypted, .. } = dns.dns.resolve();
    assert_eq!((old.servers.len(), encrypted), (1, vec![]));
    assert_eq!(old.search, ["new.example", "old.example"], "as observed from OpenVPN 2.6.14");
    let dns = collect(&[
        "dhcp-option DNS 10.8.0.1",
        "dhcp-option DOMAIN old.example",
        "dns server 2 address 10.8.0.2",
        "dns server 1 address 10.8.0.3",
        "dns server 1 resolve-domains only.example",
        "dns server 0 address 10.8.0.4",
        "dns server 0 transport DoH",
        "dns server 7 resolve-domains nobody.example",
    ]);
    let ResolvedDns { dns: new, encrypted, without_address } = dns.dns.resolve();
    assert_eq!((new.servers[0].to_string(), new.search.len(), encrypted), ("10.8.0.3".to_owned(), 1, vec![0]));
    assert_eq!(new.domains, ["only.example"]);
    assert_eq!(without_address, [7]);
}

#[test]
fn one_too_many_is_left_out() {
    let mut options = TunnelOptions::default();
    for n in 0..64 {
        let option = reading(&format!("dhcp-option DNS 10.8.0.{n}"), Origin::Profile).option.unwrap();
        assert_eq!(options.take(option), None);
    }
    let more = |line: &str| options.clone().take(reading(line, Origin::Profile).option.unwrap());
    assert_eq!(more("dhcp-option DNS 10.8.0.1"), None, "it is there already");
    assert_eq!(more("dhcp-option DNS 10.8.1.1"), Some(Remark::Full { limit: 64 }));
}
