//! PUSH_UPDATE.

use vpn_api::{Retry, TunnelRoute};

use super::*;

fn route_texts(config: &TunnelConfig) -> Vec<String> {
    config.routes.iter().map(|route: &TunnelRoute| route.destination.to_string()).collect()
}

#[test]
fn routes_dns_and_addresses_are_replaced_while_the_tunnel_runs() {
    let mut world =
        Setting::new().pushed("route 10.1.0.0 255.255.0.0,dhcp-option DNS 10.8.0.1,ping 10,ping-restart 60");
    traffic(&mut world);
    say(&mut world, "PUSH_UPDATE,route 10.2.0.0 255.255.0.0,route 10.3.0.0 255.255.0.0");
    say(&mut world, "PUSH_UPDATE,dhcp-option DNS 10.8.0.53,dhcp-option DOMAIN corp.example");
    say(&mut world, "PUSH_UPDATE,ifconfig 10.8.0.77 255.255.255.0,ifconfig-ipv6 fd00::77/64 fd00::1,tun-mtu 1400");
    let configs = configs(&world);
    assert_eq!(configs.len(), 4);
    assert_eq!(route_texts(&configs[0]), ["10.1.0.0/16"]);
    assert_eq!(route_texts(&configs[1]), ["10.2.0.0/16", "10.3.0.0/16"]);
    assert_eq!(configs[1].dns, configs[0].dns, "what the update does not name stays");
    assert_eq!(configs[2].dns.servers, ["10.8.0.53".parse::<vpn_api::NameServer>().unwrap()]);
    assert_eq!(configs[2].dns.search, ["corp.example"]);
    let addresses: Vec<String> = configs[3].addresses.iter().map(ToString::to_string).collect();
    assert_eq!(
        (addresses.as_slice(), configs[3].mtu.get()),
        (&["10.8.0.77/24".to_owned(), "fd00::77/64".into()][..], 1400)
    );
    assert_eq!(route_texts(&configs[3]), ["10.2.0.0/16", "10.3.0.0/16"]);
    assert_eq!(world.closed(), None);
    traffic(&mut world);
}

#[test]
fn an_update_in_pieces_is_made_as_a_whole() {
    let mut world = Setting::new().pushed("route 10.1.0.0 255.255.0.0");
    say(&mut world, "PUSH_UPDATE,route 10.2.0.0 255.255.0.0,push-continuation 2");
    say(&mut world, "PUSH_UPDATE,route 10.3.0.0 255.255.0.0,redirect-gateway def1,push-continuation 2");
    assert_eq!(configs(&world).len(), 1, "half an update is none");
    say(&mut world, "PUSH_UPDATE,route 10.4.0.0 255.255.0.0,push-continuation 1");
    let configs = configs(&world);
    assert_eq!(configs.len(), 2);
    assert_eq!(route_texts(&configs[1]), ["10.2.0.0/16", "10.3.0.0/16", "10.4.0.0/16"]);
    assert!(configs[1].redirect_ipv4);
}

#[test]
fn removals_and_optional_items() {
    let mut world =
        Setting::new().pushed("route 10.1.0.0 255.255.0.0,redirect-gateway def1,dns server 1 address 10.8.0.1");
    say(
        &mut world,
        "PUSH_UPDATE,-redirect-gateway,-dns,?shazam 1,-?nonsense,?cipher AES-128-GCM,route 10.9.0.0 255.255.0.0",
    );
    let configs = configs(&world);
    assert_eq!(configs.len(), 2, "{:?}", world.events);
    assert!(configs[0].redirect_ipv4 && !configs[1].redirect_ipv4);
    assert!(configs[1].dns.servers.is_empty());
    assert_eq!(route_texts(&configs[1]), ["10.9.0.0/16"]);
    assert_eq!(notes(&world).iter().filter(|note| note.contains("left out")).count(), 3, "{:?}", notes(&world));
    traffic(&mut world);
}

#[test]
fn an_update_that_changes_nothing_sets_nothing_up() {
    let mut world = Setting::new().pushed("route 10.1.0.0 255.255.0.0");
    say(&mut world, "PUSH_UPDATE,route 10.1.0.0 255.255.0.0");
    say(&mut world, "PUSH_UPDATE");
    assert_eq!((configs(&world).len(), world.closed()), (1, None));
}

/// Nothing of an update that cannot be followed is used: the session starts over, and the server pushes everything anew.
#[test]
fn what_cannot_be_followed_starts_the_session_over() {
    let refused = |option: &str| FailureKind::ServerOptionRefused { option: option.into() };
    for (update, kind) in [
        ("route 10.9.0.0 255.255.0.0,cipher AES-128-GCM", refused("cipher")),
        ("route 10.9.0.0 255.255.0.0,shazam", refused("shazam")),
        ("route 10.9.0.0 255.255.0.0,-peer-id", refused("peer-id")),
        (
            "route 10.9.0.0 255.255.0.0,ifconfig 127.0.0.1 255.0.0.0",
            FailureKind::AddressUnusable { address: "127.0.0.1".into() },
        ),
        ("-ifconfig", FailureKind::NoAddressGiven),
    ] {
        let mut world = Setting::new().pushed("route 10.1.0.0 255.255.0.0");
        say(&mut world, &format!("PUSH_UPDATE,{update}"));
        let failure = world.closed().unwrap_or_else(|| panic!("{update}: {:?}", world.events));
        assert_eq!((&failure.kind, &failure.retry), (&kind, &Retry::After(S(1))), "{update}");
        assert_eq!(configs(&world).len(), 1, "{update}");
    }
}

#[test]
fn what_of_an_update_is_not_used_is_told_and_costs_nothing() {
    let mut world = Setting::new().pushed("route 10.1.0.0 255.255.0.0,redirect-gateway def1");
    say(
        &mut world,
        "PUSH_UPDATE,dhcp-option DNS 127.0.0.53,route 10.9.0.0 255.255.0.0,route 127.0.0.1,ifconfig-ipv6 x y",
    );
    let config = configs(&world).pop().unwrap();
    assert_eq!((route_texts(&config), config.notices.len()), (vec!["10.9.0.0/16".to_owned()], 3), "{config:?}");
    assert!(config.dns.held_back && world.closed().is_none());
    say(&mut world, "PUSH_UPDATE,dhcp-option DNS 10.8.0.1,-ifconfig-ipv6,route 10.9.0.0 255.255.0.0");
    let config = configs(&world).pop().unwrap();
    assert_eq!((config.notices.len(), config.dns.held_back), (0, false), "what is not wanted any more is not told");
}

#[test]
fn the_mtu_of_a_running_tunnel_may_grow() {
    let mut world = Setting::new().pushed("route 10.1.0.0 255.255.0.0");
    say(&mut world, "PUSH_UPDATE,tun-mtu 9000");
    assert_eq!(configs(&world).last().map(|config| config.mtu.get()), Some(9000));
    assert_eq!(world.closed(), None);
    traffic(&mut world);
}

#[test]
fn keepalive_may_change() {
    let mut world = Setting::new().pushed("ping 10,ping-restart 60");
    say(&mut world, "PUSH_UPDATE,keepalive 5 15");
    assert_eq!(configs(&world).last().unwrap().keepalive, Some(S(5)));
    world.cut = true;
    assert_eq!(world.failure(S(100)).kind, FailureKind::KeepaliveTimeout { seconds: 15 });
}

#[test]
fn the_profile_may_refuse_changes_too() {
    let mut setting = Setting::new();
    setting.profile.network.route_nopull = true;
    let mut world = setting.pushed("route 10.1.0.0 255.255.0.0");
    say(&mut world, "PUSH_UPDATE,route 10.9.0.0 255.255.0.0,redirect-gateway def1");
    assert_eq!(configs(&world).len(), 1, "routes are not pulled, so nothing changes");
    assert!(configs(&world)[0].routes.is_empty());
}

#[test]
fn an_update_before_there_is_a_tunnel_is_ignored() {
    let judge = |_: Option<&str>, _: Option<&str>| Some("PUSH_UPDATE,ifconfig 10.66.0.1 255.255.255.0".to_owned());
    let mut world = Setting::new().world(Script { judge, ..pushing("") });
    world.start();
    world.run_for(S(2));
    let now = world.now;
    world.server.act(now, sim::Act::Push);
    assert!(world.run_until(S(20), |world| world.config().is_some()), "{:?}", world.events);
    assert_eq!(world.config().unwrap().addresses, ["10.8.0.2/24".parse().unwrap()]);
}

#[test]
fn the_server_is_told_that_updates_are_understood() {
    let world = Setting::new().pushed("");
    let info = world.server.seen.iter().find_map(|seen| match seen {
        Seen::Login { peer_info, .. } => Some(peer_info.clone()),
        _ => None,
    });
    let bits = info.unwrap().lines().find_map(|line| line.strip_prefix("IV_PROTO=")?.parse::<u32>().ok()).unwrap();
    assert_eq!(bits & proto::PUSH_UPDATE, 1 << 12);
}
