//! What a killed helper leaves behind, and that the next one takes it away.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod common;

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use common::{BEYOND, Machine, assert_same, echoes, enters_tunnel, full_plan, in_namespace, one_tunnel, options, run};
use netconf::{
    Recovered,
    lock::{Held, Lock},
};
use vpn_api::{NetworkStep, TunnelSlot};

const VICTIM: &str = "ADIT_TEST_VICTIM";

/// Not a test by itself: the process that is killed. Applies one plan and another, over and over.
#[test]
fn victim() {
    let Some(dir) = std::env::var_os(VICTIM) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut network = one_tunnel(&options(Path::new(&dir)), TunnelSlot(0));
        let mut other = full_plan();
        other.lan = false;
        let first = other.routes.first().cloned();
        other.routes.retain(|route| Some(route) != first.as_ref());
        other.dns.as_mut().unwrap().servers = ["10.8.0.2".parse().unwrap()].into();
        other.interface.as_mut().unwrap().mtu = vpn_api::Mtu::new(1300).unwrap();
        for round in 0..10_000 {
            network.apply(&full_plan()).await.unwrap();
            if round == 0 {
                eprintln!("applied");
            }
            network.apply(&other).await.unwrap();
            if round % 3 == 0 {
                network.revert().await.unwrap();
            }
        }
    });
}

fn start_victim(machine: &Machine) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["victim", "--exact", "--nocapture"])
        .env(VICTIM, machine.dir.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn kill(mut victim: Child) {
    victim.kill().unwrap();
    victim.wait().unwrap();
}

/// Kills a helper that has applied the plan and stays idle.
async fn apply_and_die(machine: &Machine) {
    let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
    network.apply(&full_plan()).await.unwrap();
    // Neither reverts nor runs any destructor, like a process that is killed.
    std::mem::forget(network);
}

fn assert_clean(recovered: &Recovered) {
    assert!(recovered.failures.is_empty(), "{recovered:?}");
}

#[test]
fn a_helper_killed_at_any_moment_leaves_nothing_that_the_next_does_not_remove() {
    in_namespace("a_helper_killed_at_any_moment_leaves_nothing_that_the_next_does_not_remove", async || {
        let machine = Machine::new();
        let mut tunnel = machine.open_tunnel();
        run("echo 1 >/proc/sys/net/ipv4/conf/all/rp_filter");
        let before = machine.snapshot();
        let mut found_something = 0;
        for round in 0_u64..60 {
            let mut victim = start_victim(&machine);
            let mut said = BufReader::new(victim.stderr.take().unwrap());
            let mut line = String::new();
            while !line.contains("applied") {
                line.clear();
                assert_ne!(said.read_line(&mut line).unwrap(), 0, "the victim died by itself");
            }
            thread::sleep(Duration::from_micros(round * 977 % 20_000));
            kill(victim);
            let recovered = machine.options().recover().await.unwrap();
            assert_clean(&recovered);
            found_something += usize::from(recovered.undone > 0);
            assert_eq!(recovered.damaged, 0);
            assert_eq!(recovered.swept, 0, "the journal named everything");
            assert_eq!(machine.state_files(), [""; 0], "a write that was cut off leaves nothing");
            if round % 6 == 0 {
                assert_same(&machine.snapshot(), &before, &format!("round {round}"));
            }
        }
        assert!(found_something > 20, "most kills must hit something: {found_something}");
        assert_same(&machine.snapshot(), &before, "at the end");
        assert!(echoes(BEYOND, false));
        assert!(!enters_tunnel(&mut tunnel, BEYOND, b"nothing"));
    });
}

#[test]
fn files_that_a_killed_helper_was_writing_are_removed() {
    in_namespace("files_that_a_killed_helper_was_writing_are_removed", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        for cut_off in ["network-0.json.next", "network-3.json.next", "resolver-file-before.json.next"] {
            fs::write(machine.state_dir().join(cut_off), b"{").unwrap();
        }
        // The backup is written before the journal that needs it.
        fs::write(machine.state_dir().join("resolver-file-before.json"), b"{").unwrap();
        fs::write(machine.state_dir().join("settings.json"), b"{}").unwrap();
        assert_clean(&machine.options().recover().await.unwrap());
        assert_eq!(machine.state_files(), ["settings.json"], "what others keep there stays");
        assert_same(&machine.snapshot(), &before, "nothing else was changed");
    });
}

#[test]
fn a_dead_helpers_tunnel_is_removed_with_and_without_its_interface() {
    in_namespace("a_dead_helpers_tunnel_is_removed_with_and_without_its_interface", async || {
        let machine = Machine::new();
        let tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        apply_and_die(&machine).await;
        assert!(!echoes(BEYOND, false));
        let recovered = machine.options().recover().await.unwrap();
        assert_clean(&recovered);
        assert!(recovered.undone > 5);
        assert_same(&machine.snapshot(), &before, "with its interface");
        assert_clean(&machine.options().recover().await.unwrap());

        apply_and_die(&machine).await;
        drop(tunnel);
        run("ip link del adit0");
        let without = machine.options().recover().await.unwrap();
        assert_clean(&without);
        assert!(!run("ip rule; ip -6 rule; ip route show table all; ip -6 route show table all").contains("11343616"));
        assert!(fs::read_to_string(machine.resolver_file()).unwrap().contains("192.168.77.1"));
        assert!(echoes(BEYOND, false));
    });
}

#[test]
fn a_tunnel_that_is_wanted_stays_as_it_was_until_the_next_process_says_it_again() {
    in_namespace("a_tunnel_that_is_wanted_stays_as_it_was_until_the_next_process_says_it_again", async || {
        let machine = Machine::new();
        let tunnel = machine.open_tunnel();
        let routing = "ip -4 route show table all; ip -6 route show table all; ip rule; ip -6 rule; ip addr";
        let before = machine.snapshot();
        let resolver_file = fs::read(machine.resolver_file()).unwrap();
        apply_and_die(&machine).await;
        let applied = machine.snapshot();
        let up = run(routing);

        let recovered = machine.options().keep([TunnelSlot(0)]).recover().await.unwrap();
        assert_clean(&recovered);
        assert_eq!((recovered.undone, recovered.swept), (1, 0), "the resolver file, which is everybody's");
        assert_same(&run(routing), &up, "the tunnel is kept");
        assert_eq!(fs::read(machine.resolver_file()).unwrap(), resolver_file);
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&full_plan()).await.unwrap();
        assert_same(&machine.snapshot(), &applied, "said again");
        std::mem::forget(network);

        // Another plan: what it does not have any more goes.
        let mut other = full_plan();
        let gone = other.routes.first().cloned();
        other.routes.retain(|route| Some(route) != gone.as_ref());
        let addresses = &mut other.interface.as_mut().unwrap().addresses;
        let gone = addresses.last().copied();
        addresses.retain(|address| Some(*address) != gone);
        assert_clean(&machine.options().keep([TunnelSlot(0)]).recover().await.unwrap());
        let mut network = one_tunnel(&machine.options(), TunnelSlot(0));
        network.apply(&other).await.unwrap();
        let then = machine.snapshot();
        network.revert().await.unwrap();
        assert_same(&machine.snapshot(), &before, "undone");
        network.apply(&other).await.unwrap();
        assert_same(&then, &machine.snapshot(), "as if there had been no other plan");
        std::mem::forget(network);

        drop(tunnel);
        run("ip link del adit0");
        let without = machine.options().keep([TunnelSlot(0)]).recover().await.unwrap();
        assert_clean(&without);
        assert!(without.undone > 3 && machine.state_files().is_empty(), "{without:?}");
        assert!(!run("ip rule; ip -6 rule; ip route show table all; ip -6 route show table all").contains("11343616"));
        assert!(echoes(BEYOND, false));
    });
}

#[test]
fn a_damaged_journal_still_leads_to_a_clean_machine() {
    in_namespace("a_damaged_journal_still_leads_to_a_clean_machine", async || {
        let machine = Machine::new();
        let tunnel = machine.open_tunnel();
        drop(tunnel);
        let resolver_file = fs::read(machine.resolver_file()).unwrap();
        let routing = "ip -4 route show table all; ip -6 route show table all; ip rule; ip -6 rule";
        let damages: [fn(Vec<u8>) -> Vec<u8>; 5] = [
            |_| Vec::new(),
            |whole| whole[..whole.len() / 2].to_vec(),
            |_| b"\0\0\0\0".to_vec(),
            |whole| String::from_utf8(whole).unwrap().replace("\"version\":1", "\"version\":99").into_bytes(),
            |_| vec![b'['; 9 << 20],
        ];
        for (number, damage) in damages.into_iter().enumerate() {
            run("ip tuntap del adit0 mode tun; ip tuntap add adit0 mode tun; ip link set adit0 addrgenmode none");
            let before = run(routing);
            apply_and_die(&machine).await;
            run("ip tuntap del adit0 mode tun");
            let journal = machine.state_dir().join("network-0.json");
            fs::write(&journal, damage(fs::read(&journal).unwrap())).unwrap();
            let ours = "ip rule | grep 11343616; ip -6 rule | grep 11343616; ip route show table 11343616; ip -6 route show table 11343616";
            let ours = run(ours).lines().count();
            let recovered = machine.options().recover().await.unwrap();
            assert_clean(&recovered);
            assert_eq!(recovered.damaged, 1, "damage {number}");
            assert!(ours > 5);
            assert_eq!(recovered.swept, ours + 1, "with the resolver file");
            assert_same(&run(routing), &before, "routes and rules");
            assert_eq!(fs::read(machine.resolver_file()).unwrap(), resolver_file, "damage {number}");
            assert_eq!(machine.state_files(), [""; 0]);
        }

        // No journal at all, and other people's rules and tables, which stay.
        run("ip tuntap add adit0 mode tun");
        run(
            "ip rule add priority 5199 lookup 77; ip rule add priority 5201 lookup 78; ip route add 192.0.2.0/24 dev up0 table 77",
        );
        let before = run(routing);
        apply_and_die(&machine).await;
        fs::remove_file(machine.state_dir().join("network-0.json")).unwrap();
        run("ip link del adit0");
        assert!(machine.options().recover().await.unwrap().swept > 5);
        assert_same(&run(routing), &before, "other people's rules stay");
    });
}

#[test]
fn files_that_are_lost_or_cannot_be_written_do_not_keep_the_network_dead() {
    in_namespace("files_that_are_lost_or_cannot_be_written_do_not_keep_the_network_dead", async || {
        let machine = Machine::new();
        let routing = "ip -4 route show table all; ip -6 route show table all; ip rule; ip -6 rule";
        let file = |name: &str| machine.state_dir().join(name);
        run("mount -t tmpfs none /run");
        let faults: [(&str, &dyn Fn(), bool); 4] = [
            ("no backup", &|| fs::remove_file(file("resolver-file-before.json")).unwrap(), true),
            ("a torn backup", &|| fs::write(file("resolver-file-before.json"), b"{\"regu").unwrap(), true),
            ("a journal that is none", &|| fs::create_dir(file("network-7.json")).unwrap(), false),
            (
                "a file system that turned read-only",
                &|| {
                    let state = machine.state_dir();
                    run(&format!("mount --bind {0} {0}; mount -o remount,bind,ro {0}", state.display()));
                },
                false,
            ),
        ];
        for (fault, make, damaged) in faults {
            run("ip tuntap del adit0 mode tun; ip tuntap add adit0 mode tun; ip link set adit0 addrgenmode none");
            let before = run(routing);
            apply_and_die(&machine).await;
            assert!(!echoes(BEYOND, false), "{fault}: the network is dead");
            run("ip tuntap del adit0 mode tun");
            if damaged {
                fs::write(file("network-0.json"), b"[").unwrap();
            }
            make();
            let recovered = machine.options().recover().await.unwrap();
            assert_same(&run(routing), &before, fault);
            assert!(echoes(BEYOND, false), "{fault}");
            assert!(!recovered.failures.is_empty(), "{fault}: it is told");
            if damaged {
                // Nothing says what the file was. The next start finds a network manager that does.
                fs::create_dir_all("/run/NetworkManager").unwrap();
                fs::write("/run/NetworkManager/resolv.conf", "nameserver 192.168.77.53\n").unwrap();
                assert_clean(&machine.options().recover().await.unwrap());
                fs::remove_dir_all("/run/NetworkManager").unwrap();
                let text = fs::read_to_string(machine.resolver_file()).unwrap();
                assert_eq!(text, "nameserver 192.168.77.53\n", "{fault}");
                assert_eq!(machine.state_files(), [""; 0]);
            } else {
                assert!(fs::read_to_string(machine.resolver_file()).unwrap().contains("192.168.77."));
                let _ = fs::remove_dir(file("network-7.json"));
            }
        }
    });
}

#[test]
fn the_second_backup_stays_while_the_resolver_file_cannot_be_put_back() {
    in_namespace("the_second_backup_stays_while_the_resolver_file_cannot_be_put_back", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let before = machine.snapshot();
        apply_and_die(&machine).await;
        let file = machine.resolver_file().display().to_string();
        run(&format!("mount --bind {file} {file}; mount -o remount,bind,ro {file}"));
        let recovered = machine.options().recover().await.unwrap();
        assert!(matches!(&recovered.failures[..], [failure] if failure.step() == NetworkStep::Dns), "{recovered:?}");
        assert_eq!(machine.state_files(), ["network-0.json", "resolver-file-before.json"]);
        // Where the journal is damaged then, the backup still says what the file was.
        fs::write(machine.state_dir().join("network-0.json"), b"[").unwrap();
        run(&format!("umount {file}"));
        assert_clean(&machine.options().recover().await.unwrap());
        assert_same(&machine.snapshot(), &before, "as it was");
        assert_eq!(machine.state_files(), [""; 0]);
    });
}

#[test]
fn after_a_restart_of_the_machine_only_files_are_put_back() {
    in_namespace("after_a_restart_of_the_machine_only_files_are_put_back", async || {
        let machine = Machine::new();
        let _tunnel = machine.open_tunnel();
        let resolver_file = fs::read(machine.resolver_file()).unwrap();
        apply_and_die(&machine).await;
        let journal = machine.state_dir().join("network-0.json");
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap();
        let text = fs::read_to_string(&journal).unwrap();
        assert!(text.contains(boot.trim()));
        fs::write(&journal, text.replace(boot.trim(), "another-boot")).unwrap();
        let recovered = machine.options().recover().await.unwrap();
        assert_clean(&recovered);
        assert_eq!(recovered.undone, 1);
        assert_eq!(fs::read(machine.resolver_file()).unwrap(), resolver_file);
        assert!(run("ip addr show adit0").contains("10.8.0.6"), "an interface of the new boot is not touched");
    });
}

#[test]
fn a_machine_is_opened_without_its_helper() {
    in_namespace("a_machine_is_opened_without_its_helper", async || {
        let machine = Machine::new();
        run("cp -a /etc /mnt/etc; mount --bind /mnt/etc /etc; mount -t tmpfs none /run; rm -f /etc/resolv.conf");
        fs::write("/etc/resolv.conf", "nameserver 192.168.77.1\n").unwrap();
        let state_dir = machine.state_dir();
        fs::write(state_dir.join("protection.json"), "{}").unwrap();
        let before = machine.snapshot();

        let mut network = netconf::system(&state_dir);
        network.apply(TunnelSlot(0), &full_plan()).await.unwrap();
        std::mem::forget(network);
        let lock = Lock { held: Some(Held::default()), ..Lock::default() };
        netconf::set_lock(&lock).await.unwrap();
        fs::write(state_dir.join(netconf::INTENT), "[]").unwrap();
        assert!(!echoes(BEYOND, false), "the control: it is held back");

        netconf::set_lock(&Lock::default()).await.unwrap();
        fs::remove_file(state_dir.join(netconf::INTENT)).unwrap();
        let recovered = netconf::recover(&state_dir, []).await.unwrap();
        assert!(recovered.undone > 0 && recovered.failures.is_empty(), "{recovered:?}");
        assert!(echoes(BEYOND, false) && netconf::is_lock(&Lock::default()).await.unwrap());
        assert_same(&machine.snapshot(), &before, "something is left");
        assert_eq!(machine.state_files(), ["protection.json"], "what was chosen stays");
        assert_eq!(fs::read_to_string("/etc/resolv.conf").unwrap(), "nameserver 192.168.77.1\n");
    });
}
