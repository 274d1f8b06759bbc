//! What is told of changes on a real kernel.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "../../netconf/tests/common/mod.rs"]
mod common;

use std::time::Duration;

use common::{Machine, UPLINK, full_plan, in_namespace, one_tunnel, run};
use netwatch::ChangeWatcher;
use vpn_api::{Connectivity, Offline, TunnelSlot};

#[test]
fn changes_outside_the_tunnel_are_told_and_those_inside_are_not() {
    in_namespace("changes_outside_the_tunnel_are_told_and_those_inside_are_not", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let mut watcher = ChangeWatcher::new().unwrap();
        let soon = Duration::from_secs(3);
        let silence = Duration::from_millis(500);
        assert!(tokio::time::timeout(silence, watcher.next()).await.is_err(), "nothing happens yet");

        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        network.revert().await.unwrap();
        network.apply(&full_plan()).await.unwrap();
        let told = tokio::time::timeout(silence, watcher.next()).await;
        assert!(told.is_err(), "our own changes are not told: {told:?}");

        run(&format!("ip addr add 172.16.5.2/24 dev {UPLINK}"));
        let change = tokio::time::timeout(soon, watcher.next()).await.unwrap();
        assert!(change.addresses && !change.links && !change.default_route, "{change:?}");
        run("ip route del default");
        let change = tokio::time::timeout(soon, watcher.next()).await.unwrap();
        assert!(change.default_route && !change.links && !change.addresses, "{change:?}");
        machine.far_run("ip link set far0 down");
        let change = tokio::time::timeout(soon, watcher.next()).await.unwrap();
        assert!(change.links, "a lost carrier: {change:?}");
        machine.far_run("ip link set far0 up");
        let change = tokio::time::timeout(soon, watcher.next()).await.unwrap();
        assert!(change.links, "{change:?}");
    });
}

#[test]
fn the_network_is_known_as_soon_as_it_changes() {
    in_namespace("the_network_is_known_as_soon_as_it_changes", async || {
        let machine = Machine::new();
        let mut watcher = ChangeWatcher::new().unwrap();
        watcher.look().await;
        let far = "198.51.100.1".parse().unwrap();
        assert_eq!(watcher.uplinks().towards(far), Connectivity::Up);
        let offline = Connectivity::Offline;
        let steps: [(&dyn Fn() -> String, Connectivity); 7] = [
            (&|| machine.far_run("ip link set far0 down"), offline(Offline::NoCarrier)),
            (&|| machine.far_run("ip link set far0 up"), Connectivity::Up),
            (&|| run("ip route del default"), offline(Offline::NoRoute)),
            (&|| run("ip route add default via 192.168.77.1"), Connectivity::Up),
            // The kernel takes its routes away without a word.
            (&|| run(&format!("ip link set {UPLINK} down")), offline(Offline::NoCarrier)),
            (&|| run(&format!("ip link set {UPLINK} up")), offline(Offline::NoRoute)),
            (&|| run("ip route add default via 192.168.77.1"), Connectivity::Up),
        ];
        for (number, (act, expected)) in steps.into_iter().enumerate() {
            act();
            let known = async {
                while watcher.uplinks().towards(far) != expected {
                    watcher.next().await;
                }
            };
            let known = tokio::time::timeout(Duration::from_secs(2), known).await;
            assert!(known.is_ok(), "step {number}: {:?}", watcher.uplinks());
        }
        // Its own network is reached without a default route.
        run("ip route del default");
        while watcher.uplinks().towards(far) == Connectivity::Up {
            watcher.next().await;
        }
        assert_eq!(watcher.uplinks().towards("192.168.77.1".parse().unwrap()), Connectivity::Up);
    });
}
