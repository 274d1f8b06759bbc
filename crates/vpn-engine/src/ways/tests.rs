use vpn_api::{ConnectionId, DnsPlan, InterfacePlan, Mtu, Owner, RouteDestination, RouteSpec};

use super::*;

fn name(of: &str) -> TunnelName {
    TunnelName { owner: Owner::Uid(1000), connection: ConnectionId::of_file(of) }
}

fn tunnel(slot: u8, of: &str, address: &str, routes: &[&str]) -> Named {
    let slot = TunnelSlot(slot);
    let mut plan = NetworkPlan::open(slot);
    let addresses = serde_json::from_value(serde_json::json!([address])).unwrap();
    plan.interface = Some(InterfacePlan { name: slot.interface(), addresses, mtu: Mtu::default() });
    plan.routes.insert_all(routes.iter().map(|route| RouteSpec {
        destination: RouteDestination::new(route.trim_start_matches('!').parse::<IpNet>().unwrap()).unwrap(),
        action: if route.starts_with('!') { RouteAction::Unreachable } else { RouteAction::Tunnel },
        metric: 50,
    }));
    (name(of), plan)
}

fn with_names(mut of: Named, servers: &[&str], domains: &[&str], all: bool) -> Named {
    let dns = |texts: &[&str]| serde_json::json!(texts);
    let plan = serde_json::json!({ "servers": dns(servers), "search": [], "domains": dns(domains), "all": all });
    of.1.dns = Some(serde_json::from_value::<DnsPlan>(plan).unwrap());
    of
}

/// `10.20.0.0/16 office (home: later)`
fn told(plans: &[Named]) -> Vec<String> {
    let of = |name: &TunnelName| name.connection.to_string();
    let line = |way: &NetworkWay| {
        let to = match &way.way {
            Way::Tunnel(tunnel) => of(tunnel),
            Way::HeldBack(tunnel) => format!("held back by {}", of(tunnel)),
        };
        let others: Vec<_> = way
            .others
            .iter()
            .map(|other| match &other.why {
                Lost::LaterUp => format!(" ({}: later)", of(&other.tunnel)),
                Lost::Wider { network } => format!(" ({}: {network})", of(&other.tunnel)),
            })
            .collect();
        format!("{} {to}{}", way.network, others.concat())
    };
    ways(plans, false).networks.iter().map(line).collect()
}

#[test]
fn one_tunnel_has_what_it_asks_for() {
    assert!(told(&[]).is_empty());
    let split = tunnel(0, "office", "10.8.0.2/24", &["10.20.0.0/16", "10.30.0.0/16"]);
    assert_eq!(told(&[split]), ["10.20.0.0/16 office", "10.30.0.0/16 office"]);
    let full = tunnel(0, "home", "10.9.0.2/24", &["0.0.0.0/0", "!::/0", "10.20.0.0/16"]);
    assert_eq!(told(&[full]), ["0.0.0.0/0 home", "::/0 held back by home"], "what is within needs no word");
    let bare = tunnel(0, "bare", "10.9.0.2/24", &[]);
    assert_eq!(told(&[bare]), ["10.9.0.0/24 bare"], "its own network, where there is nothing else");
}

#[test]
fn the_more_specific_one_wins_whoever_was_first() {
    let full = tunnel(0, "home", "10.9.0.2/24", &["0.0.0.0/0"]);
    let split = tunnel(1, "office", "10.8.0.2/24", &["10.20.0.0/16"]);
    let expected = ["10.20.0.0/16 office (home: 0.0.0.0/0)", "0.0.0.0/0 home"];
    assert_eq!(told(&[full.clone(), split.clone()]), expected);
    assert_eq!(told(&[split, full]), expected);
    let wide = tunnel(0, "a", "10.9.0.2/24", &["10.0.0.0/8"]);
    let narrow = tunnel(1, "b", "10.8.0.2/24", &["10.20.0.0/16"]);
    let between = ["10.8.0.0/24 b (a: 10.0.0.0/8)", "10.20.0.0/16 b (a: 10.0.0.0/8)", "10.0.0.0/8 a"];
    assert_eq!(told(&[wide, narrow]), between, "also the network of the tunnel itself");
}

#[test]
fn of_the_same_network_the_tunnel_that_was_up_first_has_it() {
    let office = tunnel(0, "office", "10.8.0.2/24", &["10.20.0.0/16"]);
    let customer = tunnel(1, "customer", "10.9.0.2/24", &["10.20.0.0/16", "172.16.0.0/12"]);
    let first = ["10.20.0.0/16 office (customer: later)", "172.16.0.0/12 customer"];
    assert_eq!(told(&[office.clone(), customer.clone()]), first);
    let first = ["10.20.0.0/16 customer (office: later)", "172.16.0.0/12 customer"];
    assert_eq!(told(&[customer, office]), first);
    let full = |slot, of| tunnel(slot, of, "10.9.0.2/32", &["0.0.0.0/0", "!::/0"]);
    assert_eq!(told(&[full(0, "a"), full(1, "b")]), ["0.0.0.0/0 a (b: later)", "::/0 held back by a (b: later)"],);
}

#[test]
fn too_many_networks_are_counted_and_those_that_several_want_come_first() {
    let many: Vec<String> = (0..400_u32).map(|n| format!("10.{}.{}.0/24", n / 250, n % 250)).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let plans = [tunnel(0, "a", "10.200.0.2/32", &many), tunnel(1, "b", "10.201.0.2/32", &["10.1.100.0/24"])];
    let ways = ways(&plans, false);
    assert_eq!((ways.networks.len(), ways.left_out), (MAX_WAYS, 400 - 256));
    assert_eq!(ways.networks[0].network, "10.1.100.0/24".parse::<IpNet>().unwrap());
}

fn names_told(plans: &[Named], one_list: bool) -> Vec<String> {
    let line = |way: &NameWay| {
        let servers: Vec<_> =
            way.servers.iter().map(|server| format!("{}@{}", server.address, server.tunnel.connection)).collect();
        format!("{} {}", way.domains.join(","), servers.join(","))
    };
    ways(plans, one_list).names.iter().map(line).collect()
}

#[test]
fn names_go_to_whom_their_domain_says_and_the_rest_to_the_first_that_wants_all() {
    let office = with_names(tunnel(0, "office", "10.8.0.2/24", &[]), &["10.8.0.1"], &["corp.example"], false);
    let home = with_names(tunnel(1, "home", "10.9.0.2/24", &["0.0.0.0/0"]), &["10.9.0.1"], &[], true);
    let late = with_names(tunnel(2, "late", "10.10.0.2/24", &[]), &["10.10.0.1", "10.9.0.1"], &[], true);
    let all = [office, home, late];
    assert_eq!(names_told(&all, false), ["corp.example 10.8.0.1@office", " 10.9.0.1@home"]);
    let one = " 10.9.0.1@home,10.8.0.1@office,10.10.0.1@late";
    assert_eq!(names_told(&all, true), [one], "the servers for all names first, each once");
    assert!(names_told(&[tunnel(0, "a", "10.8.0.2/24", &[])], true).is_empty());
}
