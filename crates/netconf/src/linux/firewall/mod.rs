//! What may leave the machine: nftables, over netlink, in tables of our own.
//!
//! A lock is one transaction: the kernel takes all of it or keeps what was before. Whatever no rule lets out is dropped.

mod lock;
mod message;
mod rule;

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
    io,
};

pub(super) use self::message::{listen, maker};
use self::{
    message::{ARP, Batch, Chain, INET, Nfnetlink, Table},
    rule::{Hook, Rule},
};
use crate::lock::Lock;

const LOCK: Table = Table(INET, "adit_lock");
const LOCK_ARP: Table = Table(ARP, "adit_lock");

/// Makes the lock the machine's, in place of the one before.
///
/// # Errors
/// What the kernel said: everything is as it was.
pub async fn set_lock(lock: &Lock) -> io::Result<()> {
    let made = async {
        let (mut netlink, mut batch) = (Nfnetlink::new()?, Batch::new());
        for (table, hooks, rules) in tables(lock) {
            // To remove something the kernel waits until nobody looks at it any more: 10 to 15 ms (measured on Linux 6.18). A first
            // tunnel need not wait for that.
            if netlink.is_in_force(table).await?.is_some() {
                batch.remove_table(table);
            }
            put(&mut batch, table, &hooks, &rules, fingerprint(lock));
        }
        if batch.is_empty() { Ok(()) } else { netlink.commit(batch).await }
    };
    made.await.map_err(|error| match error.raw_os_error() {
        // A kernel without nftables has no such netlink protocol.
        Some(code) if code == rustix::io::Errno::PROTONOSUPPORT.raw_os_error() => io::ErrorKind::Unsupported.into(),
        Some(_) | None => error,
    })
}

/// Whether the kernel has every rule of the lock and nothing else in its tables.
///
/// # Errors
/// The kernel does not say.
pub async fn is_lock(lock: &Lock) -> io::Result<bool> {
    let mut netlink = Nfnetlink::new()?;
    for (table, hooks, rules) in tables(lock) {
        if !has(&mut netlink, table, &hooks, &rules, fingerprint(lock)).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A table, its chains and its rules. One without rules is not there.
type Wanted = (Table, Vec<Hook>, Vec<Rule>);

fn tables(lock: &Lock) -> [Wanted; 2] {
    let (arp, rest): (Vec<_>, Vec<_>) = lock::rules(lock).into_iter().partition(|rule| rule.hook == Hook::ArpArrive);
    let mut hooks = vec![Hook::Arrive, Hook::Within];
    if lock.held.is_some() || !lock.names_through.is_empty() {
        hooks.extend(Hook::LEAVING);
    }
    [(LOCK, hooks, rest), (LOCK_ARP, vec![Hook::ArpArrive], arp)]
}

fn put(batch: &mut Batch, table: Table, hooks: &[Hook], rules: &[Rule], fingerprint: u64) {
    if rules.is_empty() {
        return;
    }
    batch.add_table(table);
    for hook in hooks {
        batch.add_chain(table, *hook);
    }
    for (number, rule) in rules.iter().enumerate() {
        batch.add_rule(table, rule, &tag(fingerprint, number));
    }
}

async fn has(
    netlink: &mut Nfnetlink,
    table: Table,
    hooks: &[Hook],
    rules: &[Rule],
    fingerprint: u64,
) -> io::Result<bool> {
    let chains = netlink.chains(table).await?;
    if rules.is_empty() {
        return Ok(chains.is_empty());
    }
    if netlink.is_in_force(table).await? != Some(true) {
        return Ok(false);
    }
    let chain = |hook: &Hook| Chain { name: hook.chain().to_owned(), hook: Some(hook.number()), drops: hook.drops() };
    if chains.into_iter().collect::<BTreeSet<_>>() != hooks.iter().map(chain).collect() {
        return Ok(false);
    }
    let tagged = |(number, rule): (usize, &Rule)| (rule.hook.chain().to_owned(), tag(fingerprint, number));
    let mut wanted = rules.iter().enumerate().map(tagged).collect::<Vec<_>>();
    let mut found = netlink.rules(table).await?;
    // Chain by chain; within one the order counts and the numbers in the tags tell it.
    found.sort_by(|a, b| a.0.cmp(&b.0));
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found == wanted)
}

/// Ties each rule to the lock that it was made for.
fn fingerprint(lock: &Lock) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{lock:?}").hash(&mut hasher);
    hasher.finish()
}

fn tag(fingerprint: u64, number: usize) -> Vec<u8> {
    let mut tag = fingerprint.to_be_bytes().to_vec();
    tag.extend(u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
    tag
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lock::Held;

    fn held(port: u16) -> Lock {
        let servers = [([192, 0, 2, 1], port).into()].into();
        Lock { held: Some(Held { servers, ..Held::default() }), ..Lock::default() }
    }

    #[test]
    fn a_rule_is_tied_to_its_lock_and_to_its_place() {
        assert!(Lock::default().is_open() && !held(1194).is_open());
        assert_eq!(fingerprint(&held(1194)), fingerprint(&held(1194)));
        assert_ne!(fingerprint(&held(1194)), fingerprint(&held(443)));
        assert_eq!(tag(0x0102_0304_0506_0708, 0x0a0b), [1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0x0a, 0x0b]);
    }

    #[test]
    fn what_leaves_is_judged_where_anything_of_it_is_held_back() {
        let hooks = |lock: &Lock| tables(lock)[0].1.clone();
        let names = Lock { names_through: ["adit0".to_owned()].into(), ..Lock::default() };
        let addresses = [("adit0".to_owned(), [[10, 8, 0, 6].into()].into())].into();
        assert_eq!(hooks(&Lock { addresses, ..Lock::default() }), [Hook::Arrive, Hook::Within], "nothing of it");
        for lock in [names, held(1194)] {
            assert_eq!(hooks(&lock), [Hook::Arrive, Hook::Within, Hook::Forward, Hook::Output], "{lock:?}");
        }
    }

    /// In the network that the next test makes.
    #[test]
    #[ignore = "started by the test after it"]
    fn fails_behind_its_first_change() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let rule = Rule { hook: Hook::Output, conditions: Vec::new(), accept: true };
            for last in [false, true] {
                let mut batch = Batch::new();
                batch.add_table(LOCK);
                batch.add_rule(LOCK_ARP, &rule, &[]);
                if !last {
                    batch.add_table(LOCK);
                }
                let mut netlink = Nfnetlink::new().unwrap();
                assert_eq!(netlink.commit(batch).await.unwrap_err().kind(), io::ErrorKind::NotFound, "no such table");
                assert_eq!(netlink.is_in_force(LOCK).await.unwrap(), None, "all of it or nothing");
            }
        });
    }

    #[test]
    fn a_transaction_fails_as_a_whole_wherever_it_fails() {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        let mut command = std::process::Command::new("unshare");
        command.arg("--net").arg(std::env::current_exe().unwrap());
        let own = "linux::firewall::tests::fails_behind_its_first_change";
        let done = command.args(["--exact", "--ignored", own]).output().unwrap();
        assert!(done.status.success() && String::from_utf8_lossy(&done.stdout).contains("1 passed"), "{done:?}");
    }
}
