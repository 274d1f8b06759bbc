use ovpn_settings::{Cipher, Compression, Digest, Dns, PullAction, PullFilter, Route};
use vpn_api::{FailureKind, Transport, tunnel::MssClamp};

use super::*;

const ENCAPSULATION: Encapsulation = Encapsulation {
    transport: Transport::Udp,
    outer_ipv6: false,
    cipher: Cipher::Aes128Gcm,
    auth: Digest::Sha1,
    compression: Compression::None,
    peer_id: true,
    epochs: false,
    fragment: None,
    relay: 0,
};

fn with_profile(profile: &Profile, options: &str) -> Result<(TunnelConfig, Vec<String>), Failure> {
    let options: Vec<String> = options.split(',').map(|option| option.trim_start().to_owned()).collect();
    let mut pushed = Pushed::read(&options, &profile.network)?;
    let remote = profile.remotes[0].clone();
    let config = tunnel_config(profile, &remote, &mut pushed, ENCAPSULATION, "TLS 1.3".into())?;
    Ok((config, pushed.left_out.notes))
}

fn configured(options: &str) -> TunnelConfig {
    with_profile(&crate::testing::profile(), options).unwrap().0
}

/// Why there is no tunnel; in any case not at once again.
fn refused(options: &str) -> FailureKind {
    let failure = with_profile(&crate::testing::profile(), options).unwrap_err();
    assert_eq!((failure.blame, failure.retry), (Blame::Server, Retry::After(SIGN_IN_AGAIN)));
    failure.kind
}

fn unusable(address: &str) -> FailureKind {
    FailureKind::AddressUnusable { address: address.into() }
}

fn notices(options: &str) -> Vec<Notice> {
    configured(options).notices.into_iter().collect()
}

fn texts<T: ToString>(list: &[T]) -> Vec<String> {
    list.iter().map(ToString::to_string).collect()
}

/// Destinations, those beside the tunnel with an exclamation mark.
fn routes(config: &TunnelConfig) -> Vec<String> {
    let text = |route: &TunnelRoute| format!("{}{}", if route.through_tunnel { "" } else { "!" }, route.destination);
    config.routes.iter().map(text).collect()
}

const SUBNET: &str = "topology subnet,ifconfig 10.8.0.2 255.255.255.0";

#[test]
fn topologies() {
    let of = |options| {
        let config = configured(options);
        (texts(&config.addresses), routes(&config))
    };
    let subnet = (vec!["10.8.0.2/24".to_owned()], Vec::<String>::new());
    assert_eq!(of(SUBNET), subnet);
    assert_eq!(of("ifconfig 10.8.0.2 255.255.255.0,topology subnet"), subnet, "in any order");
    assert_eq!(of("ifconfig 10.8.0.2 255.255.255.0"), subnet, "a netmask gives the topology away");
    let pair = (vec!["10.8.0.6/32".to_owned()], vec!["10.8.0.5/32".to_owned()]);
    assert_eq!(of("ifconfig 10.8.0.6 10.8.0.5"), pair);
    assert_eq!(of("topology net30,ifconfig 10.8.0.6 10.8.0.5"), pair);
    assert_eq!(of("topology p2p,ifconfig 10.8.0.6 10.8.0.5"), pair);
    assert_eq!(refused("topology subnet,ifconfig 10.8.0.2 10.8.0.1"), unusable("10.8.0.2 10.8.0.1"));
    assert_eq!(refused("ifconfig 10.8.0.2"), unusable("10.8.0.2"));
    assert_eq!(refused("ping 1"), FailureKind::NoAddressGiven);
}

#[test]
fn an_address_that_cannot_be_used_costs_the_session_only_where_there_is_no_other() {
    for bad in [
        "ifconfig 127.0.0.1 255.255.255.0",
        "ifconfig 169.254.7.7 255.255.0.0",
        "ifconfig 0.0.0.0 255.255.255.0",
        "ifconfig x y",
        "ifconfig 10.8.0.2",
        "ifconfig",
        "ifconfig 10.8.0.2 255.0.255.0,topology subnet",
    ] {
        let config = configured(&format!("{bad},ifconfig-ipv6 fd00::2/64 fd00::1"));
        assert_eq!(texts(&config.addresses), ["fd00::2/64"], "{bad}");
        assert_eq!(config.notices.len(), 1, "{bad}: {:?}", config.notices);
        assert!(!matches!(refused(bad), FailureKind::ServerOptionRefused { .. }), "{bad}");
    }
    let told = |address: &str| Notice::AddressNotUsed { address: address.into(), origin: Origin::Server };
    for (bad, address) in [
        ("::1/128 fd00::1", "::1/128"),
        ("ff02::1/64 fd00::1", "ff02::1/64"),
        ("fd00::2/64", "fd00::2/64"),
        ("fd00::2/0 fd00::1", "fd00::2/0"),
        ("x fd00::1", "x"),
    ] {
        let options = format!("ifconfig-ipv6 {bad}");
        let config = configured(&format!("{SUBNET},{options}"));
        assert_eq!((texts(&config.addresses), config.notices), (vec!["10.8.0.2/24".into()], [told(address)].into()));
        assert_eq!(refused(&options), unusable(address));
    }
}

#[test]
fn ipv6_inside() {
    let config = configured(&format!("{SUBNET},ifconfig-ipv6 fd00::2/64 fd00::1"));
    assert_eq!(texts(&config.addresses), ["10.8.0.2/24", "fd00::2/64"]);
    let alone = configured("ifconfig-ipv6 fd00::2/64 fd00::1");
    assert_eq!(texts(&alone.addresses), ["fd00::2/64"]);
    let options = format!("{SUBNET},ifconfig-ipv6 fd00::2/64 fd00::1,tun-mtu 1200");
    let (config, notes) = with_profile(&crate::testing::profile(), &options).unwrap();
    assert_eq!((texts(&config.addresses), config.mtu.get(), notes.len()), (vec!["10.8.0.2/24".into()], 1200, 1));
    assert_eq!(refused("ifconfig-ipv6 fd00::2/64 fd00::1,tun-mtu 1200"), unusable("fd00::2/64"));
    // Every interface has a link-local address of its own; one more does no harm.
    let link_local = configured(&format!("{SUBNET},ifconfig-ipv6 fe80::2/64 fe80::1"));
    assert_eq!(texts(&link_local.addresses), ["10.8.0.2/24", "fe80::2/64"]);
}

#[test]
fn routes_of_all_forms() {
    let config = configured(&format!(
        "{SUBNET},route 10.1.2.3,route 10.2.3.4 255.255.0.0,route 10.3.0.0 255.255.0.0 vpn_gateway 7,\
         route 10.4.0.0 255.255.0.0 net_gateway,route 10.5.0.0 255.255.0.0 10.8.0.1 default,route-metric 50,\
         route-ipv6 2001:db8::/32,route-ipv6 2001:db8:1::1 net_gateway"
    ));
    assert_eq!(
        routes(&config),
        [
            "10.1.2.3/32",
            "10.2.0.0/16",
            "10.3.0.0/16",
            "!10.4.0.0/16",
            "10.5.0.0/16",
            "2001:db8::/32",
            "!2001:db8:1::1/128"
        ]
    );
    let metrics: Vec<_> = config.routes.iter().map(|route| route.metric).collect();
    assert_eq!(metrics[..4], [Some(50), Some(50), Some(7), Some(50)]);
}

#[test]
fn a_route_by_a_gateway_outside_of_the_tunnel_is_an_exclusion() {
    let inside = |options: &str, gateway: &str| {
        let config = configured(&format!("{options},route 198.51.100.0 255.255.255.0 {gateway}"));
        let found = config.routes.iter().find(|route| route.destination.to_string() == "198.51.100.0/24");
        found.map(|route| route.through_tunnel)
    };
    let pair = "ifconfig 10.8.0.6 10.8.0.5";
    for (options, gateway, through) in [
        (SUBNET, "vpn_gateway", true),
        (SUBNET, "default", true),
        (SUBNET, "0.0.0.0", true),
        (SUBNET, "10.8.0.1", true),
        (SUBNET, "10.8.0.99", true),
        (SUBNET, "192.168.50.1", false),
        (SUBNET, "net_gateway", false),
        (SUBNET, "router.home.example", false),
        (SUBNET, "remote_host", false),
        ("topology subnet,ifconfig 10.8.0.2 255.255.255.0,route-gateway 10.9.0.1", "10.9.0.1", true),
        ("topology subnet,ifconfig 10.8.0.2 255.255.255.0,redirect-gateway def1", "192.168.50.1", false),
        (pair, "10.8.0.5", true),
        (pair, "10.8.0.6", true),
        (pair, "10.8.0.1", false),
        ("topology p2p,ifconfig 10.8.0.6 10.9.0.1", "10.9.0.1", true),
    ] {
        assert_eq!(inside(options, gateway), Some(through), "{options}, {gateway}");
        // The same line in the profile.
        let mut profile = crate::testing::profile();
        let gateway = match gateway {
            "vpn_gateway" | "default" | "0.0.0.0" => RouteGateway::Vpn,
            "net_gateway" | "router.home.example" | "remote_host" => RouteGateway::Net,
            address => RouteGateway::Address(address.parse().unwrap()),
        };
        profile.network.routes =
            [Route { destination: "198.51.100.0/24".parse().unwrap(), gateway, metric: None }].into();
        let (config, _) = with_profile(&profile, options).unwrap();
        let found = config.routes.iter().find(|route| route.destination.to_string() == "198.51.100.0/24");
        assert_eq!(found.map(|route| route.through_tunnel), Some(through), "{options}, {gateway:?}");
    }
}

#[test]
fn hostile_routes_are_left_out_and_noted() {
    for bad in [
        "route 127.0.0.0 255.0.0.0",
        "route 127.0.0.1",
        "route 224.0.0.0 240.0.0.0",
        "route 255.255.255.255",
        "route 0.0.0.0 255.0.0.0",
        "route 10.0.0.0 255.0.255.0",
        "route vpn.example.net",
        "route-ipv6 ::1/128",
        "route-ipv6 ff00::/8",
        "route-ipv6 2001:db8::/129",
    ] {
        let (config, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET},{bad}")).unwrap();
        assert_eq!((config.routes.len(), notes.len(), config.notices.len()), (0, 1, 1), "{bad}");
        let written = bad.split_once(' ').unwrap().1;
        assert!(
            matches!(config.notices.first(), Some(Notice::RouteNotUsed { route, .. }) if route == written),
            "{:?}",
            config.notices
        );
    }
    let range = |route: &str| match notices(&format!("{SUBNET},route {route}")).as_slice() {
        [Notice::RouteNotUsed { range, .. }] => *range,
        other => panic!("{other:?}"),
    };
    assert_eq!(range("127.0.0.1"), Some(SpecialRange::Loopback));
    assert_eq!(range("vpn.example.net"), None);
    // Reserved and link-local networks are the server's business.
    let usable = "route 240.0.0.0 240.0.0.0,route 169.254.169.254,route 169.254.0.0 255.255.0.0";
    let config = configured(&format!("{SUBNET},{usable}"));
    assert_eq!((config.routes.len(), config.notices.len()), (3, 0));
}

#[test]
fn everything_through_the_tunnel() {
    let all = |options: &str| {
        let config = configured(&format!("{SUBNET},{options}"));
        assert!(config.routes.is_empty(), "{options}");
        (config.redirect_ipv4, config.redirect_ipv6)
    };
    assert_eq!(all("redirect-gateway"), (true, false));
    assert_eq!(all("redirect-gateway def1 bypass-dhcp"), (true, false));
    assert_eq!(all("redirect-gateway def1 ipv6"), (true, true));
    assert_eq!(all("redirect-gateway ipv6 !ipv4"), (false, true));
    assert_eq!(all("redirect-gateway def1,redirect-gateway ipv6"), (true, true));
    assert_eq!(all("redirect-private def1"), (false, false));
    assert_eq!(all("route 0.0.0.0 0.0.0.0"), (true, false));
    assert_eq!(all("route 0.0.0.0 128.0.0.0,route 128.0.0.0 128.0.0.0"), (true, false));
    assert_eq!(all("route-ipv6 ::/0"), (false, true));
    assert_eq!(all("route-ipv6 2000::/3"), (false, true));
    let half = configured(&format!("{SUBNET},route 0.0.0.0 128.0.0.0"));
    assert_eq!((half.redirect_ipv4, routes(&half)), (false, vec!["0.0.0.0/1".into()]));
    let local = configured(&format!("{SUBNET},redirect-gateway def1 block-local,block-ipv6"));
    assert!(local.block_local && local.block_ipv6);
}

#[test]
fn dns_of_both_kinds() {
    let old = configured(&format!(
        "{SUBNET},dhcp-option DNS 10.8.0.1,dhcp-option DNS6 fd00::53,dhcp-option DOMAIN Corp.Example.,\
         dhcp-option DOMAIN-SEARCH a.example,dhcp-option domain-search b.example,dhcp-option ADAPTER_DOMAIN_SUFFIX corp.example,\
         dhcp-option DOMAIN-ROUTE intern.example,dhcp-option WINS 10.8.0.9"
    ));
    assert_eq!(texts(&old.dns.servers), ["10.8.0.1", "fd00::53"]);
    assert_eq!(old.dns.search, ["corp.example", "a.example", "b.example"]);
    assert_eq!(old.dns.domains, ["intern.example"]);

    let options = "dhcp-option DNS 10.8.0.1,dns search-domains new.example,\
         dns server 2 address 10.8.0.2,dns server 1 address 10.8.0.3 10.8.0.4:53 [fd00::1]:53,\
         dns server 1 resolve-domains only.example,dns server 0 address 10.8.0.5,dns server 0 transport DoT";
    let (new, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET},{options}")).unwrap();
    assert_eq!(texts(&new.dns.servers), ["10.8.0.3", "10.8.0.4", "fd00::1"]);
    assert_eq!(
        (new.dns.search, new.dns.domains),
        (["new.example".parse().unwrap()].into(), ["only.example".parse().unwrap()].into())
    );
    assert_eq!(notes.len(), 1, "{notes:?}");

    for bad in [
        "dhcp-option DNS 127.0.0.1",
        "dhcp-option DNS 0.0.0.0",
        "dhcp-option DNS server.example",
        "dhcp-option DOMAIN a..b",
        "dhcp-option DOMAIN x/y",
        "dns server -1 address 10.8.0.1",
        "dns server 1 address 10.8.0.1:5353",
        "dhcp-option PROXY_HTTP 10.0.0.1 8080",
    ] {
        let (config, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET},{bad}")).unwrap();
        assert!(config.dns.servers.is_empty() && config.dns.search.is_empty() && notes.len() == 1, "{bad}");
        assert_eq!(config.notices.len(), 1, "{bad}");
    }
}

#[test]
fn each_value_of_a_list_that_is_not_used_is_told_beside_those_that_are() {
    let options = "dns server 1 address 127.0.0.53 10.8.0.1 224.0.0.251 fd00::53,\
                   dns search-domains a..b corp.example x/y,dns server 1 resolve-domains only.example -- ..";
    let config = configured(&format!("{SUBNET},{options}"));
    assert_eq!(texts(&config.dns.servers), ["10.8.0.1", "fd00::53"]);
    let server = |server: &str, range| Notice::NameServerNotUsed {
        server: server.parse().unwrap(),
        range,
        origin: Origin::Server,
    };
    let domain = |domain: &str| Notice::DomainNotUsed { domain: domain.into(), origin: Origin::Server };
    let told: Vec<Notice> = config.notices.into_iter().collect();
    assert_eq!(
        told[..2],
        [server("127.0.0.53", SpecialRange::Loopback), server("224.0.0.251", SpecialRange::Multicast)]
    );
    assert_eq!(told[2..4], [domain("a..b"), domain("x/y")]);
    assert!(told.contains(&domain("..")), "{told:?}");
}

#[test]
fn one_unusable_value_beside_a_usable_one_costs_no_session_whatever_the_kind() {
    for (bad, good) in [
        ("ifconfig-ipv6 fd00::9/64", "ifconfig-ipv6 fd00::2/64 fd00::1"),
        ("ifconfig-ipv6 ::/64 fd00::1", "ifconfig-ipv6 fd00::2/64 fd00::1"),
        ("ifconfig 127.0.0.1 255.0.0.0", "ifconfig 10.8.0.9 255.255.255.0"),
        ("topology ring", "topology subnet"),
        ("route 127.0.0.0 255.0.0.0", "route 10.1.0.0 255.255.0.0"),
        ("route-ipv6 ff00::/8", "route-ipv6 fd01::/64"),
        ("route-metric x", "route-metric 7"),
        ("redirect-gateway sideways", "redirect-gateway def1"),
        ("dhcp-option DNS 127.0.0.1", "dhcp-option DNS 10.8.0.1"),
        ("dhcp-option DOMAIN a..b", "dhcp-option DOMAIN corp.example"),
        ("dhcp-option PROXY_HTTP h 1", "dhcp-option DNS 10.8.0.1"),
        ("dns server 1 address 127.0.0.1", "dns server 2 address 10.8.0.1"),
        ("dns server 1 transport pigeon", "dns server 2 address 10.8.0.1"),
        ("tun-mtu 99", "tun-mtu 1400"),
        ("tun-mtu 65536", "tun-mtu 1400"),
        ("ping x", "ping 10"),
        ("ping-restart -1", "ping-restart 60"),
        ("inactive x", "inactive 60"),
        ("session-timeout soon", "session-timeout 600"),
        ("explicit-exit-notify x", "explicit-exit-notify 1"),
        ("compress brotli", "compress stub-v2"),
        ("comp-lzo maybe", "comp-lzo no"),
        ("auth-token-user !!", "auth-token-user YQ=="),
        ("auth rot13", "auth SHA256"),
        ("shazam 1", "ping 10"),
        ("route \"10.0.0.0", "route 10.1.0.0 255.255.0.0"),
    ] {
        for both in [format!("{bad},{good}"), format!("{good},{bad}")] {
            let (config, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET},{both}")).unwrap();
            assert!(!config.notices.is_empty() && !notes.is_empty(), "{both}: {notes:?}");
            let (alone, _) = with_profile(&crate::testing::profile(), &format!("{SUBNET},{good}")).unwrap();
            assert_eq!(TunnelConfig { notices: alone.notices.clone(), ..config }, alone, "{both}");
        }
    }
}

#[test]
fn domains_without_a_name_server_are_told() {
    let told = |origin| Notice::DomainsWithoutServer { origin };
    for options in [
        "dhcp-option DOMAIN corp.example",
        "dns server 0 resolve-domains corp.example",
        "dns search-domains corp.example",
        "dhcp-option DNS 10.8.0.1,dns server 0 resolve-domains corp.example",
    ] {
        assert_eq!(notices(&format!("{SUBNET},{options}")), [told(Origin::Server)], "{options}");
    }
    assert_eq!(notices(&format!("{SUBNET},dhcp-option DOMAIN corp.example,dhcp-option DNS 10.8.0.1")), []);
    let mut profile = crate::testing::profile();
    profile.network.dns.search = ["corp.example".parse().unwrap()].into();
    assert_eq!(with_profile(&profile, SUBNET).unwrap().0.notices, [told(Origin::Profile)]);
}

#[test]
fn names_are_held_back_where_every_server_is_refused_and_everything_goes_through_the_tunnel() {
    let held_back = |options: &str| configured(&format!("{SUBNET},{options}")).dns.held_back;
    for refused in [
        "dhcp-option DNS 127.0.0.53",
        "dhcp-option DNS 224.0.0.251",
        "dhcp-option DNS 10.8.0.1:5353",
        "dhcp-option DNS6 fe80::53",
        "dns server 1 address 127.0.0.1",
        "dns server 1 address 10.8.0.1,dns server 1 transport DoT",
        "dhcp-option DNS 169.254.1.1,route 169.254.1.1 255.255.255.255 net_gateway",
    ] {
        assert!(!held_back(refused), "{refused}: the tunnel takes a part only");
        for all in ["redirect-gateway def1", "redirect-gateway !ipv4 ipv6", "route 0.0.0.0 0.0.0.0", "route-ipv6 ::/0"]
        {
            assert!(held_back(&format!("{refused},{all}")), "{refused}, {all}");
            assert!(!held_back(&format!("{refused},{all},dhcp-option DNS 10.8.0.1")) || refused.starts_with("dns"));
        }
    }
    for usable in ["ping 1", "dhcp-option DNS 10.8.0.1", "dhcp-option DNS 169.254.169.254", "dhcp-option DNS 240.0.0.1"]
    {
        assert!(!held_back(&format!("redirect-gateway def1,{usable}")), "{usable}");
    }
    let mut profile = crate::testing::profile();
    profile.network.dns.servers = ["192.0.2.53".parse().unwrap()].into();
    let options = format!("{SUBNET},redirect-gateway def1,dhcp-option DNS 127.0.0.1");
    assert!(!with_profile(&profile, &options).unwrap().0.dns.held_back, "the profile has one that can be used");
}

#[test]
fn domains_are_searched_in_openvpns_order_and_once() {
    let search = |options: &str| texts(&configured(&format!("{SUBNET},dhcp-option DNS 10.8.0.1,{options}")).dns.search);
    let (dns, domain, list) =
        ("dns search-domains new.example", "dhcp-option DOMAIN main.example", "dhcp-option DOMAIN-SEARCH more.example");
    let in_order = ["new.example", "main.example", "more.example"];
    for order in [[dns, domain, list], [list, domain, dns], [domain, list, dns], [list, dns, domain]] {
        assert_eq!(search(&order.join(",")), in_order, "{order:?}");
    }
    let twice = "dhcp-option DOMAIN a.example,dhcp-option DOMAIN A.example.,dhcp-option DOMAIN-SEARCH a.example,\
                 dns search-domains a.example a.example";
    assert_eq!(search(twice), ["a.example"]);
}

#[test]
fn link_local_name_servers_are_reached_through_the_tunnel() {
    let of = |options: &str| {
        let (config, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET},{options}")).unwrap();
        (texts(&config.dns.servers), notes.len())
    };
    let dns = "dhcp-option DNS 169.254.169.253";
    let found = (vec!["169.254.169.253".to_owned()], 0);
    for options in ["ping 1", "route 169.254.169.253", "redirect-gateway def1", "route 169.254.0.0 255.255.0.0"] {
        assert_eq!(of(&format!("{dns},{options}")), found, "{options}");
        let config = configured(&format!("{SUBNET},{dns},{options}"));
        assert!(routes(&config).contains(&"169.254.169.253/32".into()), "{options}: {:?}", routes(&config));
    }
    assert_eq!(of(&format!("{dns},route 169.254.0.0 255.255.0.0 net_gateway")), (vec![], 1));
    assert_eq!(of("dhcp-option DNS6 fe80::53"), (vec![], 1));
    let refused = notices(&format!("{SUBNET},dhcp-option DNS6 fe80::53"));
    let range = SpecialRange::LinkLocal;
    let server = "fe80::53".parse().unwrap();
    assert_eq!(refused, [Notice::NameServerNotUsed { server, range, origin: Origin::Server }]);
    assert_eq!(of("dhcp-option DNS6 fe80::53,ifconfig-ipv6 fd00::2/64 fd00::1"), (vec!["fe80::53".into()], 0));
}

#[test]
fn values_too_many_are_left_out_with_a_note() {
    let servers = (0..70).map(|n| format!(",dhcp-option DNS 10.8.1.{n}")).collect::<String>();
    let (config, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET}{servers}")).unwrap();
    assert_eq!((config.dns.servers.len(), notes.len()), (64, 1));
    let told = |what, used, left_out| Notice::TooMany { what, used, left_out };
    assert_eq!(config.notices, [told(Many::NameServers, 64, 6)]);
    let mut profile = crate::testing::profile();
    profile.network.dns.servers = ["192.0.2.53".parse().unwrap()].into();
    profile.network.dns.search = ["bücher.example".parse().unwrap()].into();
    let servers = (0..64).map(|n| format!(",dhcp-option DNS 10.8.1.{n}")).collect::<String>();
    let (config, notes) = with_profile(&profile, &format!("{SUBNET}{servers}")).unwrap();
    assert_eq!((config.dns.servers.len(), notes.len()), (64, 1), "{notes:?}");
    assert_eq!(config.dns.search, ["xn--bcher-kva.example"]);
    assert_eq!(config.notices, [told(Many::NameServers, 64, 1)]);
    let domains = (0..300).map(|n| format!(",dhcp-option DOMAIN-ROUTE d{n}.example")).collect::<String>();
    let told_of = notices(&format!("{SUBNET},dhcp-option DNS 10.8.0.1{domains}"));
    assert_eq!(told_of, [told(Many::Domains, 256, 44)]);
}

#[test]
fn the_profile_is_merged_and_may_refuse() {
    let mut profile = crate::testing::profile();
    profile.network.dns = Dns { servers: ["192.0.2.53".parse().unwrap()].into(), ..Dns::default() };
    profile.network.routes =
        [Route { destination: "192.0.2.0/24".parse().unwrap(), gateway: RouteGateway::Net, metric: None }].into();
    let options =
        format!("{SUBNET},route 10.1.0.0 255.255.0.0,redirect-gateway def1,dhcp-option DNS 10.8.0.1,peer-id 3");
    let (config, _) = with_profile(&profile, &options).unwrap();
    assert_eq!(routes(&config), ["10.1.0.0/16", "!192.0.2.0/24"]);
    assert_eq!(texts(&config.dns.servers), ["192.0.2.53", "10.8.0.1"]);
    assert!(config.redirect_ipv4);

    profile.network.route_nopull = true;
    let (config, _) = with_profile(&profile, &options).unwrap();
    assert_eq!((routes(&config), config.redirect_ipv4), (vec!["!192.0.2.0/24".into()], false));
    assert_eq!(texts(&config.dns.servers), ["192.0.2.53"]);

    let filter = |action, prefix: &str| PullFilter { action, prefix: prefix.into() };
    profile.network.route_nopull = false;
    profile.network.pull_filters = vec![
        filter(PullAction::Accept, "route 10.1."),
        filter(PullAction::Ignore, "r"),
        filter(PullAction::Reject, "x"),
    ];
    let (config, _) = with_profile(&profile, &options).unwrap();
    assert_eq!((routes(&config), config.redirect_ipv4), (vec!["10.1.0.0/16".into(), "!192.0.2.0/24".into()], false));
    let failure = with_profile(&profile, &format!("{SUBNET},xyz 1")).unwrap_err();
    assert_eq!(failure.kind, FailureKind::ServerOptionRefused { option: "xyz".into() });
}

#[test]
fn unknown_options_are_noted_without_their_values() {
    let (_, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET},shazam hunter2,verb 9")).unwrap();
    assert_eq!(notes, ["Pushed by the server and left out: shazam"]);
    let told = notices(&format!("{SUBNET},shazam hunter2,verb 9,echo x,dhcp-option PROXY_HTTP hunter2 80"));
    let not_used = |option: &str| Notice::OptionNotUsed { option: option.into(), origin: Origin::Server };
    assert_eq!(told, [not_used("shazam"), not_used("dhcp-option PROXY_HTTP")]);
    let many = (0..500).map(|n| format!(",unknown{n}")).collect::<String>();
    let (_, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET}{many}")).unwrap();
    assert!(notes.len() <= 32);
}

#[test]
fn too_many_routes_are_cut() {
    let many =
        (0..17_000u32).map(|n| format!(",route {}", std::net::Ipv4Addr::from(0x0b00_0000 + n))).collect::<String>();
    let (config, notes) = with_profile(&crate::testing::profile(), &format!("{SUBNET}{many}")).unwrap();
    assert_eq!(config.routes.len(), vpn_api::values::MAX_ROUTES);
    assert_eq!(notes.len(), 1);
    let left_out = 17_000 - config.routes.len() as u32;
    let used = config.routes.len() as u32;
    assert_eq!(config.notices, [Notice::TooMany { what: Many::Routes, used, left_out }]);
}

#[test]
fn values_for_the_data_channel() {
    let profile = crate::testing::profile();
    let read = |option: &str| Pushed::read(&[option.to_owned()], &profile.network);
    assert_eq!(read("peer-id 5").unwrap().peer_id.map(|id| id.get()), Some(5));
    assert_eq!(read("peer-id -1").unwrap().peer_id.map(|id| id.get()), Some(0xff_ffff));
    assert_eq!(
        read("ping-restart 9999999").unwrap().tunnel.silence.map(|silence| silence.after.as_secs()),
        Some(9_999_999)
    );
    assert_eq!(read("comp-lzo no").unwrap().tunnel.compression, Some(Compression::Lzo));
    assert_eq!(read("compress").unwrap().tunnel.compression, Some(Compression::Stub));
    assert_eq!(read("compress stub-v2").unwrap().tunnel.compression, Some(Compression::StubV2));
    assert_eq!(read("compress migrate").unwrap().tunnel.compression, Some(Compression::None));
    assert_eq!(read("compress brotli").unwrap().tunnel.compression, None, "the profile's stays, as in OpenVPN");
    assert!(read("key-derivation magic").is_err());
    assert!(read("protocol-flags tls-ekm warp").is_err());
    let mtu = |option: &str| read(option).unwrap().tunnel.tun_mtu.map(|mtu| mtu.get());
    assert_eq!([mtu("tun-mtu 99"), mtu("tun-mtu 65536"), mtu("tun-mtu x")], [None; 3]);
    assert_eq!(
        [mtu("tun-mtu 100"), mtu("tun-mtu 1601"), mtu("tun-mtu 9000"), mtu("tun-mtu 65535")],
        [Some(100), Some(1601), Some(9000), Some(65_535)]
    );
    let flags = read("protocol-flags cc-exit tls-ekm dyn-tls-crypt").unwrap();
    assert!(flags.cc_exit && flags.exporter_keys && flags.dynamic_tls_crypt);
    let token = read("auth-token SESS_1").unwrap();
    assert_eq!(token.auth_token.as_ref().map(|token| token.expose()), Some("SESS_1"));
    assert!(!format!("{token:?}").contains("SESS_1"));
    assert!(read("auth-token \"\"").unwrap().auth_token.is_none());
    assert_eq!(read("auth-token-user YWxpY2U=").unwrap().auth_token_user.as_deref(), Some("alice"));
}

#[test]
fn the_clamp_follows_the_pushed_mtu() {
    assert_eq!(configured(SUBNET).mss, Some(MssClamp { ipv4: 1400, ipv6: 1380 }));
    assert_eq!(configured(&format!("{SUBNET},tun-mtu 1400")).mss, None, "as OpenVPN: the default is for 1500 only");
}

mod random {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn nothing_that_is_pushed_panics(options in proptest::collection::vec(
            "(ifconfig|ifconfig-ipv6|route|route-ipv6|dns|dhcp-option|redirect-gateway|tun-mtu|ping|peer-id|compress|auth-token|topology) \
             ([0-9a-f:./ \"'\\\\-]{0,30}|server 1 address 1.1.1.1|DNS 1.1.1.1)", 0..12)) {
            let profile = crate::testing::profile();
            if let Ok(mut pushed) = Pushed::read(&options, &profile.network)
                && let Ok(config) = tunnel_config(&profile, &profile.remotes[0], &mut pushed, ENCAPSULATION, String::new())
            {
                prop_assert!(!config.addresses.is_empty());
            }
        }
    }
}
