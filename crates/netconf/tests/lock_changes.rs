//! What leaves the machine where only names are held back, and that nothing slips out while the lock changes.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::{
    fs::File,
    io::ErrorKind,
    net::{SocketAddr, UdpSocket},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use common::{
    ALICE, BEYOND, Machine, ROUTER, SOON, TUNNEL, UPLINK, as_user, assert_same, comes_out, echoes, enters_tunnel,
    full_plan, in_namespace, one_tunnel, run, wait_for,
};
use netconf::{
    is_lock,
    lock::{Held, Lock},
    set_lock,
};
use vpn_api::{NetworkPlan, TunnelSlot};

fn held(tunnel: bool) -> Lock {
    let servers = [SocketAddr::new(BEYOND.parse().unwrap(), 7)].into();
    let tunnels = tunnel.then(|| (TUNNEL.to_owned(), ["10.8.0.1".parse().unwrap()].into()));
    Lock { held: Some(Held { servers, tunnels: tunnels.into_iter().collect(), ..Held::default() }), ..Lock::default() }
}

/// A socket that insists on the uplink, past every route.
fn bound(to: &str, port: u16) -> UdpSocket {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::DGRAM, None).unwrap();
    socket.bind_device(Some(UPLINK.as_bytes())).unwrap();
    socket.connect(&SocketAddr::new(to.parse().unwrap(), port).into()).unwrap();
    socket.set_read_timeout(Some(SOON)).unwrap();
    socket.into()
}

/// Whether a name server's port is reached through the tunnel.
fn asks(tunnel: &mut File, server: &str) -> bool {
    let socket = UdpSocket::bind("0.0.0.0:0").unwrap();
    let _ = socket.send_to(b"a name", (server, 53));
    comes_out(tunnel, b"a name")
}

#[test]
fn names_are_held_back_and_nothing_else() {
    in_namespace("names_are_held_back_and_nothing_else", async || {
        let machine = Machine::new();
        let mut end = machine.open_tunnel();
        let before = machine.snapshot();
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        let lan = |port| ordinary(ROUTER, port).is_ok_and(|socket| socket.send(b"a name").is_ok());
        assert!(lan(53), "the control: names leave for the local network");
        network.apply(&NetworkPlan { dns: None, ..full_plan() }).await.unwrap();
        let lock = Lock { names_through: [TUNNEL.to_owned()].into(), ..Lock::default() };
        set_lock(&lock).await.unwrap();
        assert!(is_lock(&lock).await.unwrap());
        assert!(!lan(53) && bound(ROUTER, 53).send(b"a name").is_err() && bound(BEYOND, 53).send(b"a name").is_err());
        assert!(lan(54) && echoes(ROUTER, false) && echoes(BEYOND, true), "everything else leaves as before");
        assert!(
            asks(&mut end, "203.0.113.53") && enters_tunnel(&mut end, BEYOND, b"in"),
            "names through the tunnel too"
        );
        set_lock(&Lock::default()).await.unwrap();
        assert!(lan(53), "opened");
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "as it was");
    });
}

/// A datagram socket to a port, as any program makes it.
fn ordinary(to: &str, port: u16) -> std::io::Result<UdpSocket> {
    let socket = UdpSocket::bind("0.0.0.0:0")?;
    socket.connect((to, port))?;
    Ok(socket)
}

#[test]
fn nothing_slips_out_while_the_lock_changes() {
    in_namespace("nothing_slips_out_while_the_lock_changes", async || {
        let machine = Machine::new();
        let _end = machine.open_tunnel();
        let stop = Arc::new(AtomicBool::new(false));
        // Each probe names the phase it was sent in: an answer may be late.
        let phase = Arc::new(AtomicUsize::new(0));
        let sent = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)]);
        let back = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0)]);
        let prober = {
            let (stop, phase, sent, back) = (stop.clone(), phase.clone(), sent.clone(), back.clone());
            thread::spawn(move || {
                let socket = bound(BEYOND, 7);
                socket.set_nonblocking(true).unwrap();
                let mut answer = [0; 16];
                while !stop.load(Ordering::SeqCst) {
                    let now = phase.load(Ordering::SeqCst);
                    let _ = socket.send(&[u8::try_from(now).unwrap(); 8]);
                    sent[now].fetch_add(1, Ordering::SeqCst);
                    thread::sleep(Duration::from_micros(100));
                    while socket.recv(&mut answer).is_ok() {
                        back[usize::from(answer[0])].fetch_add(1, Ordering::SeqCst);
                    }
                }
            })
        };
        let count = |counters: &[AtomicUsize; 3], phase: usize| counters[phase].load(Ordering::SeqCst);
        // By count and not by time: on a busy machine the prober seldom has its turn.
        wait_for("the control: without a lock probes come back", || count(&back, 0) > 100);
        phase.store(1, Ordering::SeqCst);
        set_lock(&held(false)).await.unwrap();
        // A probe that was named before the lock may be sent after it; the one after the next is not.
        let named = count(&sent, 1);
        wait_for("probes under the lock", || count(&sent, 1) > named + 2);
        phase.store(2, Ordering::SeqCst);
        let mut changes = 0;
        while changes < 200 || count(&sent, 2) <= 1000 {
            set_lock(&held(true)).await.unwrap();
            set_lock(&held(false)).await.unwrap();
            changes += 2;
            assert!(changes < 100_000, "the prober does not work");
        }
        // What is on its way arrives.
        thread::sleep(Duration::from_millis(200));
        stop.store(true, Ordering::SeqCst);
        prober.join().unwrap();
        assert_eq!(count(&back, 2), 0);
    });
}

#[test]
fn a_lock_that_somebody_changed_is_noticed() {
    in_namespace("a_lock_that_somebody_changed_is_noticed", async || {
        let _machine = Machine::new();
        let own = ["10.8.0.6".parse().unwrap()].into();
        let lock = Lock { addresses: [(TUNNEL.to_owned(), own)].into(), ..held(true) };
        for damage in [
            "nft flush ruleset",
            "nft delete table inet adit_lock",
            "nft delete table arp adit_lock",
            "nft flush chain inet adit_lock leaving",
            "nft flush chain inet adit_lock arriving",
            "nft flush chain arp adit_lock asked",
            "nft insert rule inet adit_lock leaving accept",
            "nft 'chain inet adit_lock passing { policy accept; }'",
            "nft add table inet adit_lock '{ flags dormant; }'",
        ] {
            set_lock(&lock).await.unwrap();
            assert!(is_lock(&lock).await.unwrap(), "{damage}");
            run(damage);
            assert!(!is_lock(&lock).await.unwrap(), "{damage}");
        }
        set_lock(&lock).await.unwrap();
        let servers = [SocketAddr::new(BEYOND.parse().unwrap(), 8)].into();
        let other = Lock { held: lock.held.clone().map(|held| Held { servers, ..held }), ..lock.clone() };
        assert!(is_lock(&lock).await.unwrap() && !is_lock(&other).await.unwrap(), "as many rules, for another server");

        let refused = as_user(Some(ALICE), || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(set_lock(&Lock::default())).unwrap_err()
        });
        assert_eq!(refused.kind(), ErrorKind::PermissionDenied, "what the system says is told");
        // Before connections are tracked, and among all filters (nft(8)).
        let at = |chain: &str| run(&format!("nft list chain inet adit_lock {chain}"));
        assert!(at("arriving").contains("priority raw;") && at("leaving").contains("priority filter;"));
        set_lock(&Lock::default()).await.unwrap();
        set_lock(&Lock::default()).await.unwrap();
        assert!(is_lock(&Lock::default()).await.unwrap() && !run("nft list ruleset").contains("adit"));
    });
}
