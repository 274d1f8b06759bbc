//! The networks that the machine is in, on a real kernel.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use common::{Machine, ROUTER, in_namespace, run};

#[test]
fn only_attached_private_networks_of_other_interfaces_are_told() {
    in_namespace("only_attached_private_networks_of_other_interfaces_are_told", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        run("ip link set adit0 up; ip tuntap add box0 mode tap; ip link set box0 up");
        for other in [
            "ip route add 10.1.0.0/16 dev adit0".to_owned(),
            format!("ip route add 10.2.0.0/16 via {ROUTER}"),
            "ip route add 198.51.100.0/24 dev box0".to_owned(),
            "ip route add unreachable 10.3.0.0/16".to_owned(),
            "ip route add 10.4.0.0/16 dev box0 table 999".to_owned(),
        ] {
            run(&other);
        }
        let told = || async { netconf::private_networks().await.iter().map(ToString::to_string).collect::<Vec<_>>() };
        let link_local = "fe80::/64".to_owned();
        let ipv4 = |networks: Vec<String>| networks.into_iter().filter(|net| *net != link_local).collect::<Vec<_>>();
        assert_eq!(ipv4(told().await), ["192.168.77.0/24"]);
        run("ip route add 172.17.0.0/16 dev box0");
        assert_eq!(ipv4(told().await), ["172.17.0.0/16", "192.168.77.0/24"]);
    });
}
