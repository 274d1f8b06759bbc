//! The same engine against a real kernel, in namespaces of its own: nothing of anybody else changes meanwhile, and nothing of ours
//! is left.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "../../../crates/netconf/tests/common/mod.rs"]
mod common;

use std::{path::Path, sync::Arc, time::Duration};

use common::{Machine, assert_same, in_namespace, run};
use fuzz::broker::{
    engine::Engine,
    requests::{Step, steps},
};
use netd::{broker::Broker, store::Taken};
use privileged::{Local, Privileged, server};
use tokio::{net::UnixListener, task::JoinHandle};
use vpn_api::{Owner, ProtectionRequest, ProtectionSettings};

/// Engines, each with requests of its own.
const ENGINES: usize = 8;
/// Requests of each, at most.
const REQUESTS: usize = 40;

/// A machine of its own down to `/etc`, with rules, routes and a firewall of somebody else.
fn machine() -> Machine {
    let machine = Machine::new();
    run("cp -a /etc /mnt/etc; mount --bind /mnt/etc /etc; mount -t tmpfs none /run; rm -f /etc/resolv.conf");
    run("echo nameserver 192.168.77.1 >/etc/resolv.conf");
    run("ip rule add pref 5199 to 198.51.100.0/24 table 77; ip route add 198.51.100.0/24 via 192.168.77.1 table 77");
    run("nft 'add table inet theirs; add chain inet theirs output { type filter hook output priority 0; }'");
    run("ip tuntap add adit mode tun; ip link set adit addrgenmode none up; ip addr add 192.0.2.99/24 dev adit");
    machine
}

/// What is not ours: everything but the interfaces `adit0`, `adit1` …, their tables and rules, the lock, and the resolver file.
fn theirs() -> String {
    run("for family in 4 6; do
             ip -o -$family addr | grep -vE ' adit[0-9]+ '; ip -$family rule | grep -vE 'lookup 113436[0-9]{2}';
             ip -$family route show table all | grep -vE 'dev adit[0-9]+|table 113436[0-9]{2}';
         done
         ip -o link | grep -vE ' adit[0-9]+: '; nft list table inet theirs; nft list tables | grep -v adit
         find /etc /run -path /etc/resolv.conf -o -type f -exec sha256sum {} + | sort; true")
}

async fn start(machine: &Machine, socket: &Path) -> (Arc<Broker>, JoinHandle<()>) {
    privileged::recover(&machine.state_dir()).await.unwrap();
    let local: Arc<dyn Privileged> = Arc::new(Local::start(&machine.state_dir()));
    let broker = Arc::new(Broker::new(local, Taken::default()).await);
    let _ = std::fs::remove_file(socket);
    let listener = UnixListener::bind(socket).unwrap();
    let serving: Arc<dyn Privileged> = Arc::<Broker>::clone(&broker);
    (broker, tokio::spawn(server::serve(listener, serving, vec![0])))
}

/// As if it were killed, and its tasks with it.
async fn end(broker: Arc<Broker>, serving: JoinHandle<()>) {
    serving.abort();
    let _ = serving.await;
    let gone = Arc::downgrade(&broker);
    drop(broker);
    while gone.strong_count() > 0 {
        tokio::task::yield_now().await;
    }
    tokio::time::sleep(Duration::from_millis(10)).await;
}

#[test]
fn a_hostile_engine_changes_nothing_of_anybody_else() {
    in_namespace("a_hostile_engine_changes_nothing_of_anybody_else", async || {
        let machine = machine();
        let socket = Path::new("/mnt/broker.sock");
        let (before, others) = (machine.snapshot(), theirs());
        let mut random = sim::Pseudo::new(29);
        let mut below = move |limit: usize| random.draw() as usize % limit;
        let mut made = 0;
        for _ in 0..ENGINES {
            let (mut broker, mut serving) = start(&machine, socket).await;
            let mut engine = Engine::connect(socket).await;
            let lines =
                (0..REQUESTS).map(|_| (0..48).map(|_| below(256) as u8).filter(|byte| *byte != b'\n').collect());
            let bytes = lines.collect::<Vec<Vec<u8>>>().join(&b'\n');
            for (number, step) in steps(&bytes).iter().enumerate() {
                engine.take(step).await;
                if matches!(step, Step::Restart) {
                    end(broker, serving).await;
                    (broker, serving) = start(&machine, socket).await;
                    engine = Engine::connect(socket).await;
                }
                if number % 8 == 7 {
                    engine.look().await;
                    assert_same(&theirs(), &others, "something of somebody else changed");
                    made += usize::from(run("ip rule").contains("lookup 113436"));
                }
            }
            engine.settle().await;
            broker.undo_all().await;
            // What was chosen stays by design.
            let chosen = ProtectionRequest::Set(ProtectionSettings::default());
            broker.protect(Owner::Uid(0), chosen).await.unwrap();
            end(broker, serving).await;
            std::fs::remove_file(machine.state_dir().join("protection.json")).unwrap();
            assert_eq!(machine.state_files(), Vec::<String>::new());
            assert_same(&theirs(), &others, "something of somebody else changed");
            assert_same(&machine.snapshot(), &before, "something is left");
        }
        assert!(made > 0, "the control: tunnels were up when it was looked");
    });
}
