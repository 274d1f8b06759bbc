use vpn_api::{
    Owner,
    ways::{NameServerOf, NameWay, OtherTunnel},
};

use super::*;
use crate::controller::view_builder::tests::{connected as up, connection};

fn tunnel(id: &str) -> TunnelName {
    TunnelName { owner: Owner::Uid(1000), connection: ConnectionId::of_file(id) }
}

/// `10.0.0.0/8 office customer:later home:0.0.0.0/0`; a `!` in front: held back.
fn way(text: &str) -> NetworkWay {
    let mut words = text.trim_start_matches('!').split(' ');
    let network = words.next().unwrap().parse().unwrap();
    let owner = tunnel(words.next().unwrap());
    let other = |word: &str| {
        let (of, why) = word.split_once(':').unwrap();
        let why = if why == "later" { Lost::LaterUp } else { Lost::Wider { network: why.parse().unwrap() } };
        OtherTunnel { tunnel: tunnel(of), why }
    };
    let way = if text.starts_with('!') { Way::HeldBack(owner) } else { Way::Tunnel(owner) };
    NetworkWay { network, way, others: words.map(other).collect() }
}

fn ways(networks: &[&str]) -> Ways {
    Ways { networks: networks.iter().map(|text| way(text)).collect(), ..Ways::default() }
}

fn known(ways: Ways) -> Connections {
    let mut connections = Connections::default();
    connections.helper_is_up(["home", "office", "customer"].map(|id| connection(id, up())).to_vec());
    connections.ways = ways;
    connections
}

/// `what > way; why`
fn told(ways: Ways) -> Vec<String> {
    let view = build(&known(ways), &|id| id.to_string());
    let line = |row: &WayRow| {
        let why: Vec<String> = row.why.iter().map(|why| format!("; {why}")).collect();
        format!("{} > {}{}", row.what, row.way, why.concat())
    };
    view.networks.iter().chain(&view.names).map(line).collect()
}

#[test]
fn networks_come_in_their_order_and_everything_else_last_with_who_wins_and_why() {
    assert!(told(Ways::default()).is_empty());
    let split = ways(&["10.20.0.0/16 office customer:later", "172.16.0.0/12 customer"]);
    assert_eq!(
        told(split),
        [
            "10.20.0.0/16 > office; customer wants it too. office was connected first.",
            "172.16.0.0/12 > customer",
            "Everything else > directly",
        ]
    );
    let full = ways(&["10.20.0.0/16 office home:0.0.0.0/0", "0.0.0.0/0 home", "!::/0 home"]);
    assert_eq!(told(full), ["10.20.0.0/16 > office", "Everything else > home", "Other IPv6 > held back"]);
    assert_eq!(told(ways(&["0.0.0.0/0 home", "::/0 home"])), ["Everything > home"]);
    let wider = told(ways(&["10.20.0.0/16 office customer:10.0.0.0/8"]));
    assert_eq!(
        wider[0],
        "10.20.0.0/16 > office; customer wants 10.0.0.0/8, which includes it. The smaller network wins."
    );
    let stranger = told(ways(&["0.0.0.0/0 stranger home:later"]));
    assert!(stranger[0].starts_with("Everything > a tunnel of another user; home wants it too."), "{stranger:?}");
}

#[test]
fn names_say_whom_they_are_asked_of() {
    let server = |address: &str, of: &str| NameServerOf { address: address.parse().unwrap(), tunnel: tunnel(of) };
    let mut split = ways(&["10.20.0.0/16 office"]);
    split.names = vec![NameWay {
        domains: vec!["corp.example".to_owned()],
        servers: vec![server("10.20.0.1", "office"), server("10.20.0.2", "office")],
    }];
    let lines = told(split);
    assert_eq!(
        lines[2..],
        ["*.corp.example > 10.20.0.1, 10.20.0.2 through office", "Other names > as without a tunnel"]
    );
    let mut one = ways(&["0.0.0.0/0 home"]);
    one.one_list = true;
    one.names =
        vec![NameWay { domains: Vec::new(), servers: vec![server("10.9.0.1", "home"), server("10.8.0.1", "office")] }];
    let expected = "All names > 10.9.0.1 (home), 10.8.0.1 (office); This computer asks these servers one after the other for every name.";
    assert_eq!(told(one).last().map(String::as_str), Some(expected));
}

#[test]
fn each_tunnel_says_what_goes_through_it_beside_the_others() {
    let say = |ways: &Ways, id: &str, all: bool| {
        let vpn_api::TunnelState::Connected(mut details) = up() else { panic!() };
        details.all_ipv4 = all;
        let other = |name: &TunnelName| name.connection.to_string();
        sentence(ways, &ConnectionId::of_file(id), &details, (id, &other))
    };
    let alone = ways(&["0.0.0.0/0 home"]);
    assert_eq!(say(&alone, "home", true), None);
    let beside = ways(&["10.20.0.0/16 office home:0.0.0.0/0", "0.0.0.0/0 home"]);
    let text = "All traffic goes through home, except 10.20.0.0/16, which goes through office.";
    assert_eq!(say(&beside, "home", true).as_deref(), Some(text));
    assert_eq!(say(&beside, "office", false), None);
    let more = ways(&["10.20.0.0/16 office home:0.0.0.0/0", "10.30.0.0/16 office home:0.0.0.0/0", "0.0.0.0/0 home"]);
    let text = "All traffic goes through home, except 2 networks, which go through other tunnels.";
    assert_eq!(say(&more, "home", true).as_deref(), Some(text));
    let two = ways(&["0.0.0.0/0 home office:later"]);
    let text = "Nothing goes through office: home was connected first and takes all traffic.";
    assert_eq!(say(&two, "office", true).as_deref(), Some(text));
    let two = ways(&["10.20.0.0/16 office home:0.0.0.0/0", "0.0.0.0/0 home office:later"]);
    let text = "One network goes through office. Everything else goes through home, which was connected first.";
    assert_eq!(say(&two, "office", true).as_deref(), Some(text));
    let same = ways(&["10.20.0.0/16 office customer:later"]);
    let text = "Nothing goes through customer: office has its networks.";
    assert_eq!(say(&same, "customer", false).as_deref(), Some(text));
    let some = ways(&["10.20.0.0/16 office customer:later", "172.16.0.0/12 customer"]);
    let text = "One network goes through customer; one more goes through office.";
    assert_eq!(say(&some, "customer", false).as_deref(), Some(text));
    assert_eq!(say(&some, "office", false), None);
}
