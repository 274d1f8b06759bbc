//! Plans on a real kernel: who goes where, and that nothing stays behind.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::print_stdout, reason = "tests")]

mod common;

use std::{fs, time::Duration};

use common::{
    BEYOND, Machine, ROUTER, TUNNEL, UPLINK, address, assert_same, echoes, enters_tunnel, full_plan, in_namespace,
    one_tunnel, route, run, socket, wait_for,
};
use netconf::{BadPlan, NetError};
use vpn_api::{InterfacePlan, Mtu, NetworkPlan, NetworkStep, RouteAction, TunnelSlot};

#[test]
fn a_full_tunnel_takes_everything_but_the_marked_and_the_local() {
    in_namespace("a_full_tunnel_takes_everything_but_the_marked_and_the_local", async || {
        let machine = Machine::new();
        let mut tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        assert!(echoes(BEYOND, false), "the control: without a tunnel the way is open");

        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();

        assert!(enters_tunnel(&mut tunnel, BEYOND, b"to the tunnel"), "unmarked goes into the tunnel");
        assert!(!echoes(BEYOND, false), "unmarked does not go past it");
        assert!(echoes(BEYOND, true), "marked goes past it");
        assert!(echoes(ROUTER, false), "the local network stays reachable");
        assert!(!enters_tunnel(&mut tunnel, "198.51.100.1", b"outside"), "an exception stays outside");
        let error = socket("2001:db8:99::1", false).unwrap_err();
        assert!(
            [libc::ENETUNREACH, libc::EHOSTUNREACH].contains(&error.raw_os_error().unwrap()),
            "IPv6 fails at once: {error}"
        );
        assert!(socket("2001:db8:99::1", true).is_ok(), "marked IPv6 goes past");

        let address = run("ip -j addr show adit0");
        assert!(address.contains("\"local\":\"10.8.0.6\"") && address.contains("\"mtu\":1400"), "{address}");
        assert!(address.contains("noprefixroute"), "{address}");
        assert!(!run("ip -4 route show table main").contains(TUNNEL), "nothing of ours in main");
        let file = fs::read_to_string(machine.resolver_file()).unwrap();
        let asked: Vec<&str> = file.lines().filter(|line| line.starts_with("nameserver")).collect();
        assert_eq!(asked, ["nameserver 10.8.0.1"], "{file}");

        network.verify().await.unwrap();
        network.apply(&full_plan()).await.unwrap();
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
        assert_eq!(machine.state_files(), [""; 0], "no journal stays");
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "reverting twice is reverting once");
        assert!(echoes(BEYOND, false));
    });
}

#[test]
fn a_route_by_its_gateway_alone_leads_to_the_uplink() {
    in_namespace("a_route_by_its_gateway_alone_leads_to_the_uplink", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        // Without the exception for the local network, which comes a moment later than the network itself.
        network.apply(&NetworkPlan { lan: false, ..full_plan() }).await.unwrap();
        let by_gateway = || {
            run("ip route flush root 0.0.0.0/0 table main scope global");
            run(&format!("ip route add default via {ROUTER}"));
            run("ip -4 route show default table main")
        };
        let added = by_gateway();
        assert!(added.contains(&format!("dev {UPLINK}")), "{added}");
        // The control: this is what captured it.
        let table = netconf::linux::ids::table(TunnelSlot(0));
        run(&format!("ip route replace default dev {TUNNEL} table {table} metric 50 scope link"));
        let captured = by_gateway();
        assert!(captured.contains(&format!("dev {TUNNEL}")), "{captured}");
    });
}

#[test]
fn routes_that_the_link_adds_do_not_outrank_the_tunnel() {
    in_namespace("routes_that_the_link_adds_do_not_outrank_the_tunnel", async || {
        let machine = Machine::new();
        let mut tunnel = machine.open_tunnel();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        for claimed in ["0.0.0.0/1", "203.0.113.0/24", "203.0.113.9/32"] {
            run(&format!("ip route add {claimed} via {ROUTER} dev {UPLINK}"));
        }
        assert!(enters_tunnel(&mut tunnel, BEYOND, b"by DHCP option 121"));
        // A public network that the link claims as its own is not a local network.
        run(&format!("ip addr add 203.0.113.2/24 dev {UPLINK}"));
        network.apply(&full_plan()).await.unwrap();
        assert!(enters_tunnel(&mut tunnel, BEYOND, b"by a claimed network"));
        // A private network that covers the tunnel's name server does not draw it out.
        run(&format!("ip addr add 10.8.0.200/25 dev {UPLINK}; ip addr add 10.9.0.2/8 dev {UPLINK}"));
        network.apply(&full_plan()).await.unwrap();
        assert!(enters_tunnel(&mut tunnel, "10.8.0.1", b"a question"));
        // A link flap takes nothing away from the tunnel.
        run(&format!("ip addr del 203.0.113.2/24 dev {UPLINK}"));
        run(&format!("ip link set {UPLINK} down; ip link set {UPLINK} up"));
        run(&format!("ip route replace default via {ROUTER} dev {UPLINK}"));
        assert!(enters_tunnel(&mut tunnel, BEYOND, b"after a flap"));
        wait_for("the way of the marked after a flap", || echoes(BEYOND, true));
    });
}

#[test]
fn strict_path_filters_are_loosened_and_restored() {
    in_namespace("strict_path_filters_are_loosened_and_restored", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        run("echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter");
        // Whatever has no IPv4 gets no answers, and keeps its filter.
        run("ip tuntap add six0 mode tap; ip link set six0 up; ip -6 addr add fd00:6::2/64 dev six0 nodad");
        run("echo 1 >/proc/sys/net/ipv4/conf/six0/rp_filter");
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        assert!(echoes(BEYOND, true), "answers to marked sockets arrive");
        assert_eq!(run("cat /proc/sys/net/ipv4/conf/six0/rp_filter"), "1\n");

        // The control: with a strict filter they do not.
        run(&format!("echo 1 >/proc/sys/net/ipv4/conf/{UPLINK}/rp_filter"));
        assert!(!echoes(BEYOND, true), "the kernel filters as assumed");
        let error = network.verify().await.unwrap_err();
        assert_eq!(error.step(), NetworkStep::ReadBack);
        network.apply(&full_plan()).await.unwrap();
        assert!(echoes(BEYOND, true), "applying again repairs it");

        // A second tunnel needs it too: the last one restores it.
        run("ip tuntap add adit1 mode tun");
        let mut second = full_plan();
        second.slot = TunnelSlot(1);
        second.dns = None;
        second.interface = Some(InterfacePlan {
            name: "adit1".into(),
            addresses: [address("10.9.0.2/24")].into(),
            mtu: Mtu::default(),
        });
        let mut other = one_tunnel(&machine.options(), TunnelSlot(1));
        other.apply(&second).await.unwrap();
        network.revert().await.unwrap();
        assert!(echoes(BEYOND, true), "the other tunnel still needs it");
        other.revert().await.unwrap();
        run("ip link del adit1");
        assert_same(&machine.snapshot(), &before, "as it was");

        network.apply(&full_plan()).await.unwrap();
        run(&format!("echo 1 >/proc/sys/net/ipv4/conf/{UPLINK}/rp_filter"));
        network.revert().await.unwrap();
        let filter = run(&format!("cat /proc/sys/net/ipv4/conf/{UPLINK}/rp_filter"));
        assert_eq!(filter, "1\n", "what somebody else set meanwhile stays");
    });
}

#[test]
fn new_local_networks_are_let_through_on_the_next_apply() {
    in_namespace("new_local_networks_are_let_through_on_the_next_apply", async || {
        let machine = Machine::new();
        let mut tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        run(&format!("ip addr add 172.16.5.2/24 dev {UPLINK}"));
        // Private, and not the machine's own networks: beyond a gateway, and not for everybody.
        run(&format!("ip route add 172.16.6.0/24 via {ROUTER}; ip route add 172.16.7.0/24 dev {UPLINK} table 77"));
        assert!(enters_tunnel(&mut tunnel, "172.16.5.1", b"not known yet"));
        network.apply(&full_plan()).await.unwrap();
        assert!(!enters_tunnel(&mut tunnel, "172.16.5.1", b"local now"));
        assert!(
            enters_tunnel(&mut tunnel, "172.16.6.1", b"beyond") && enters_tunnel(&mut tunnel, "172.16.7.1", b"aside")
        );
        run("ip route del 172.16.6.0/24; ip route flush table 77");
        run(&format!("ip addr del 172.16.5.2/24 dev {UPLINK}"));
        network.apply(&full_plan()).await.unwrap();
        assert!(enters_tunnel(&mut tunnel, "172.16.5.1", b"gone again"));

        let mut closed = full_plan();
        closed.lan = false;
        network.apply(&closed).await.unwrap();
        assert!(enters_tunnel(&mut tunnel, ROUTER, b"no local network"));
        assert!(!echoes(ROUTER, false));
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}

#[test]
fn a_plan_changes_into_another_and_back() {
    in_namespace("a_plan_changes_into_another_and_back", async || {
        let machine = Machine::new();
        let mut tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        let full = machine.snapshot();

        let mut split = full_plan();
        split.routes = [
            route("203.0.113.0/24", RouteAction::Tunnel),
            route("198.51.100.0/24", RouteAction::Unreachable),
            route("2001:db8:5::/48", RouteAction::Tunnel),
        ]
        .into();
        let interface = split.interface.as_mut().unwrap();
        interface.addresses = [address("10.8.0.7/24"), address("fd00:8::7/64")].into();
        interface.mtu = Mtu::new(1300).unwrap();
        split.dns.as_mut().unwrap().servers = ["10.8.0.2".parse().unwrap()].into();
        split.dns.as_mut().unwrap().all = false;
        network.apply(&split).await.unwrap();
        assert!(enters_tunnel(&mut tunnel, BEYOND, b"split"));
        assert!(enters_tunnel(&mut tunnel, "2001:db8:5::1", b"split six"));
        assert!(socket("198.51.100.1", false).is_err());
        let six = run("ip -6 -o addr show adit0 | grep fd00:8::7; ip -6 route show table main");
        assert!(six.contains("noprefixroute") && six.contains("nodad") && !six.contains("fd00:8::/64"), "{six}");
        let file = fs::read_to_string(machine.resolver_file()).unwrap();
        assert!(file.contains("10.8.0.2") && file.contains("192.168.77.1") && !file.contains("10.8.0.1\n"), "{file}");

        network.apply(&full_plan()).await.unwrap();
        assert_same(&machine.snapshot(), &full, "as it was");
        network.apply(&NetworkPlan::open(TunnelSlot(0))).await.unwrap();
        assert_same(&machine.snapshot(), &before, "the open plan is no plan");
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}

#[test]
fn a_failed_apply_leaves_no_trace() {
    in_namespace("a_failed_apply_leaves_no_trace", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        let mut plan = full_plan();
        plan.interface.as_mut().unwrap().addresses = [address("10.8.0.6/24"), address("fd00:8::7/64")].into();
        plan.dns.as_mut().unwrap().servers = ["10.8.0.2".parse().unwrap()].into();
        // The last step of all is the one that fails.
        let folder = machine.resolver_file().parent().unwrap().display().to_string();
        let writable = |how: &str| run(&format!("mount -o remount,bind,{how} {folder}"));
        run(&format!("mount --bind {folder} {folder}"));
        writable("ro");
        let error = network.apply(&plan).await.unwrap_err();
        assert_eq!(error.step(), NetworkStep::Dns, "{error}");
        assert!(matches!(&error, NetError::Change { cause, .. } if cause.code.is_some()), "{error}");
        assert_same(&machine.snapshot(), &before, "as it was");

        writable("rw");
        network.apply(&full_plan()).await.unwrap();
        let full = machine.snapshot();
        writable("ro");
        network.apply(&plan).await.unwrap_err();
        assert_same(&machine.snapshot(), &full, "what was applied before stays");
        writable("rw");

        let mut elsewhere = full_plan();
        elsewhere.interface.as_mut().unwrap().name = "adit9".into();
        assert!(matches!(network.apply(&elsewhere).await, Err(NetError::NoInterface { .. })));
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}

#[test]
fn what_somebody_else_removed_is_noticed_and_repaired() {
    in_namespace("what_somebody_else_removed_is_noticed_and_repaired", async || {
        let machine = Machine::new();
        let mut tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        let full = machine.snapshot();
        for damage in [
            "ip rule del priority 5200",
            "ip -6 rule del priority 5200",
            "ip route flush table 11343616",
            "ip link set adit0 mtu 1500",
            "ip link set adit0 down",
            "ip addr flush dev adit0",
        ] {
            run(damage);
            assert!(matches!(network.verify().await, Err(NetError::ReadBackMismatch { .. })), "{damage}");
            network.apply(&full_plan()).await.unwrap();
            assert_same(&machine.snapshot(), &full, damage);
        }
        fs::write(machine.resolver_file(), "nameserver 192.168.77.1\n").unwrap();
        let Err(NetError::ReadBackMismatch { missing }) = network.verify().await else { panic!("it is not noticed") };
        assert!(missing.iter().any(|change| change.step == NetworkStep::Dns));
        network.apply(&full_plan()).await.unwrap();
        fs::write(machine.resolver_file(), "nameserver 192.168.77.1\nsearch home.example\n").unwrap();
        network.apply(&full_plan()).await.unwrap();
        // The interface is born again with another number.
        drop(tunnel);
        run("ip link del adit0; ip tuntap add adit0 mode tun; ip link set adit0 addrgenmode none");
        tunnel = machine.open_tunnel();
        network.apply(&full_plan()).await.unwrap();
        assert!(enters_tunnel(&mut tunnel, BEYOND, b"reborn"));
        network.revert().await.unwrap();
        // The number is another one in the kernel's own words.
        let without_numbers = |text: &str| text.lines().filter(|line| !line.contains("ifindex")).collect::<String>();
        assert_same(&without_numbers(&machine.snapshot()), &without_numbers(&before), "as it was");
        assert!(!run("ip rule; ip -6 rule; ip route show table all").contains("5200"));
    });
}

#[test]
fn a_machine_without_ipv6_is_no_obstacle_and_no_leak() {
    in_namespace("a_machine_without_ipv6_is_no_obstacle_and_no_leak", async || {
        let machine = Machine::new();
        let mut tunnel = machine.open_tunnel();
        run("echo 1 >/proc/sys/net/ipv6/conf/adit0/disable_ipv6");
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        let mut plan = full_plan();
        plan.interface.as_mut().unwrap().addresses.insert(address("fd00:8::6/64")).unwrap();
        plan.routes.retain(|other| *other != route("::/0", RouteAction::Unreachable));
        plan.routes.insert(route("::/0", RouteAction::Tunnel)).unwrap();
        network.apply(&plan).await.unwrap();
        assert!(enters_tunnel(&mut tunnel, BEYOND, b"four"));
        assert!(socket("2001:db8:99::1", false).is_err(), "IPv6 that cannot enter the tunnel goes nowhere");
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");

        run("for f in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 >$f; done");
        let before = machine.snapshot();
        let mut four = full_plan();
        four.routes.retain(|other| *other != route("::/0", RouteAction::Unreachable));
        for plan in [&four, &full_plan(), &plan] {
            network.apply(plan).await.unwrap();
            assert!(enters_tunnel(&mut tunnel, BEYOND, b"only four"));
        }
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}

#[test]
fn a_tunnel_does_not_get_an_address_of_this_machine_or_of_its_gateways() {
    in_namespace("a_tunnel_does_not_get_an_address_of_this_machine_or_of_its_gateways", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        run("ip addr add 10.66.0.1/32 dev lo; ip tuntap add box0 mode tap; ip link set box0 up addrgenmode none");
        run("ip -6 addr add fe80::77/64 dev box0 nodad");
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        let with = |own: &str| {
            let interface = InterfacePlan { addresses: [address(own)].into(), ..full_plan().interface.unwrap() };
            NetworkPlan { interface: Some(interface), ..full_plan() }
        };
        for taken in ["192.168.77.2/24", "192.168.77.1/32", "2001:db8:77::2/64", "2001:db8:77::1/128", "10.66.0.1/32"] {
            let taken = with(taken);
            let own = taken.interface.as_ref().unwrap().addresses.first().unwrap().net().addr();
            assert_eq!(network.apply(&taken).await, Err(NetError::BadPlan(BadPlan::TakenAddress(own))));
        }
        assert_same(&machine.snapshot(), &before, "nothing was changed");
        network.apply(&with("fe80::77/64")).await.unwrap();
        network.apply(&with("192.168.77.3/32")).await.unwrap();
    });
}

#[test]
fn the_largest_plan_is_a_matter_of_seconds() {
    in_namespace("the_largest_plan_is_a_matter_of_seconds", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        let mut plan = full_plan();
        for number in 0..4000_u32 {
            let address = std::net::Ipv4Addr::from(0x6440_0000 + number * 4);
            plan.routes.insert(route(&format!("{address}/30"), RouteAction::Tunnel)).unwrap();
        }
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        let start = std::time::Instant::now();
        network.apply(&plan).await.unwrap();
        let applied = start.elapsed();
        network.apply(&full_plan()).await.unwrap();
        network.apply(&plan).await.unwrap();
        network.revert().await.unwrap();
        println!("4000 routes: applied in {applied:?}, everything in {:?}", start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(20));
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}
