//! The uplinks' name servers on a real machine whose resolver file is ours.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "../../netconf/tests/common/mod.rs"]
mod common;

use std::{fs, os::unix::fs::symlink};

use common::{Machine, full_plan, in_namespace, one_tunnel, run};
use netwatch::{AskFirst, uplink_names_with};
use vpn_api::TunnelSlot;

#[test]
fn a_tunnel_that_writes_the_resolver_file_leaves_the_uplinks_name_servers_known() {
    in_namespace("a_tunnel_that_writes_the_resolver_file_leaves_the_uplinks_name_servers_known", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let file = machine.resolver_file();
        let servers = async || -> Vec<String> {
            let names = uplink_names_with(&file, "vpn.example").await;
            names.servers.iter().map(ToString::to_string).collect()
        };
        assert_eq!(servers().await, ["192.168.77.1:53"]);
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("\nnameserver 10.8.0.1"));
        assert_eq!(servers().await, ["192.168.77.1:53"], "not the tunnel's");
        assert_eq!(uplink_names_with(&file, "vpn.example").await.order, AskFirst::Uplinks);
        assert_eq!(uplink_names_with(&file, "localhost").await.order, AskFirst::OnlySystem, "in /etc/hosts");

        fs::write(&file, "nameserver 192.168.77.9\nnameserver fe80::9%up0\n").unwrap();
        let index = run("cat /proc/net/if_inet6 | grep up0 | head -1 | awk '{print $2}'");
        let index = u32::from_str_radix(index.trim(), 16).unwrap();
        assert_eq!(servers().await, ["192.168.77.9:53".to_owned(), format!("[fe80::9%{index}]:53")], "newer than ours");
        network.revert().await.unwrap();

        // A network manager goes on with the file that the link led to.
        fs::remove_file(&file).unwrap();
        fs::write("/mnt/managed", "nameserver 192.168.77.2\n").unwrap();
        symlink("/mnt/managed", &file).unwrap();
        network.apply(&full_plan()).await.unwrap();
        assert_eq!(servers().await, ["192.168.77.2:53"]);
        fs::write("/mnt/managed", "nameserver 192.168.77.3\n").unwrap();
        assert_eq!(servers().await, ["192.168.77.3:53"]);
        network.revert().await.unwrap();
        assert_eq!(fs::read_link(&file).unwrap().to_str(), Some("/mnt/managed"));
    });
}
