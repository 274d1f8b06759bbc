//! What is told of changes on a real kernel.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "../../netconf/tests/common/mod.rs"]
mod common;

use std::time::Duration;

use common::{Machine, UPLINK, full_plan, in_namespace, run};
use netconf::NetworkConfigurator;
use netwatch::ChangeWatcher;
use vpn_api::TunnelSlot;

#[test]
fn changes_outside_the_tunnel_are_told_and_those_inside_are_not() {
    in_namespace("changes_outside_the_tunnel_are_told_and_those_inside_are_not", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let mut watcher = ChangeWatcher::new().unwrap();
        let soon = Duration::from_secs(3);
        let silence = Duration::from_millis(500);
        assert!(tokio::time::timeout(silence, watcher.next()).await.is_err(), "nothing happens yet");

        let mut network = machine.options().configurator(TunnelSlot(0)).unwrap();
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
