//! What needs the rights and the machine's own network: interfaces, marks, and what happens before anything else at a start; on a
//! real kernel.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

#[path = "../../netconf/tests/common/mod.rs"]
mod common;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use common::{ALICE, Machine, as_user, in_namespace, run};
use netconf::{is_lock, linux::BYPASS_MARK, set_lock};
use privileged::{InterfaceError, Local, Privileged, SocketError};
use socket2::{Domain, Socket, Type};
use vpn_api::{
    Owner, TunnelSlot,
    protection::{Lock, ProtectionRequest, ProtectionSettings},
};

#[test]
fn an_interface_is_made_once_and_a_refusal_says_why() {
    in_namespace("an_interface_is_made_once_and_a_refusal_says_why", async || {
        let machine = Machine::new();
        let local = Arc::new(Local::start(&machine.state_dir()));
        let slot = TunnelSlot(5);
        let (grant, interface) = local.create_interface(slot).unwrap();
        assert_eq!((grant.name.as_str(), grant.features.header, grant.refused_offload), ("adit5", true, None));
        let busy = local.create_interface(slot).unwrap_err();
        assert!(matches!(&busy, InterfaceError::Busy(name) if name == "adit5"), "{busy:?}");
        drop(interface);
        let of_alice = local.clone();
        let refused = as_user(Some(ALICE), move || of_alice.create_interface(slot).unwrap_err());
        assert!(matches!(refused, InterfaceError::NotPermitted), "{refused}");
    });
}

#[test]
fn a_socket_is_led_past_the_tunnels_by_whoever_may() {
    in_namespace("a_socket_is_led_past_the_tunnels_by_whoever_may", async || {
        let machine = Machine::new();
        let local = Arc::new(Local::start(&machine.state_dir()));
        let remote: SocketAddr = "192.0.2.1:1194".parse().unwrap();
        let socket = || Socket::new(Domain::IPV4, Type::DGRAM, None).unwrap();
        let led = socket();
        local.lead_past_tunnels(&led, remote).unwrap();
        assert_eq!(led.mark().unwrap(), BYPASS_MARK);
        let of_alice = local.clone();
        let refused = as_user(Some(ALICE), move || of_alice.lead_past_tunnels(&socket(), remote).unwrap_err());
        assert!(matches!(refused, SocketError::NotPermitted), "{refused}");
    });
}

async fn ends(tasks: impl Fn() -> usize, at: usize) {
    for _ in 0..500 {
        if tasks() <= at {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} tasks, not {at}", tasks());
}

#[test]
fn a_start_holds_back_what_is_to_be_and_takes_back_what_is_left() {
    in_namespace("a_start_holds_back_what_is_to_be_and_takes_back_what_is_left", async || {
        let machine = Machine::new();
        let state_dir = machine.state_dir();
        let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
        let before = tasks();
        for lock in [Lock::Always, Lock::Off] {
            let local = Local::start(&state_dir);
            let settings = ProtectionSettings { lock, ..ProtectionSettings::default() };
            local.protect(Owner::Uid(0), ProtectionRequest::Set(settings)).await.unwrap();
            assert!(tasks() > before, "the control");
            drop(local);
            ends(tasks, before).await;

            let holds = lock == Lock::Always;
            set_lock(&netconf::lock::Lock::default()).await.unwrap();
            assert_eq!(privileged::block(&state_dir).await.unwrap(), holds);
            assert_eq!(run("nft list tables").contains("adit_lock"), holds);
            set_lock(&netconf::lock::Lock::default()).await.unwrap();
            run("ip rule add priority 5200 lookup 11343616");
            let recovered = privileged::recover(&state_dir).await.unwrap();
            assert_eq!((recovered.swept, recovered.failures.as_slice()), (1, &[][..]));
            assert!(!run("ip rule").contains("5200"));
            assert_eq!(is_lock(&netconf::lock::Lock::default()).await.unwrap(), !holds);
        }
    });
}
