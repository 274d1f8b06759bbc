//! What may leave the machine: nftables, over netlink, in one table of our own.
//!
//! A policy is one transaction: the kernel takes the whole table or keeps the one before. Whatever no rule lets out is
//! dropped. The input of the machine is left alone.

mod message;
mod rule;

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
    io,
};

use vpn_api::FirewallPolicy;

use self::{
    message::{Batch, Chain, Nfnetlink},
    rule::{Hook, Rule},
};

/// The table's name.
pub(crate) const TABLE: &str = "adit";

/// Makes the policy the machine's, in place of the one before.
pub(crate) async fn set(policy: &FirewallPolicy) -> io::Result<()> {
    let mut batch = Batch::new();
    batch.replace_table();
    let fingerprint = fingerprint(policy);
    if let Some(rules) = rule::of(policy) {
        for hook in Hook::ALL {
            batch.add_chain(hook);
        }
        for (number, rule) in rules.iter().enumerate() {
            batch.add_rule(rule, &tag(fingerprint, number));
        }
    } else {
        batch.remove_table();
    }
    Nfnetlink::new()?.commit(batch).await
}

/// Removes our table, if it is there.
pub(crate) async fn clear() -> io::Result<()> {
    set(&FirewallPolicy::Open).await
}

/// Whether there is a table of ours.
pub(crate) async fn is_set() -> io::Result<bool> {
    Ok(!Nfnetlink::new()?.chains().await?.is_empty())
}

/// Whether the kernel has every rule of the policy, nothing else in our table, and drops what no rule lets out.
pub(crate) async fn is(policy: &FirewallPolicy) -> io::Result<bool> {
    let mut netlink = Nfnetlink::new()?;
    let chains = netlink.chains().await?;
    let Some(rules) = rule::of(policy) else { return Ok(chains.is_empty()) };
    if !netlink.is_in_force().await? {
        return Ok(false);
    }
    let wanted_chains =
        Hook::ALL.map(|hook| Chain { name: hook.chain().to_owned(), hook: Some(hook.number()), drops: true });
    if chains.into_iter().collect::<BTreeSet<_>>() != BTreeSet::from(wanted_chains) {
        return Ok(false);
    }
    let fingerprint = fingerprint(policy);
    let tagged = |(number, rule): (usize, &Rule)| (rule.hook.chain().to_owned(), tag(fingerprint, number));
    let mut wanted = rules.iter().enumerate().map(tagged).collect::<Vec<_>>();
    let mut found = netlink.rules().await?;
    // Chain by chain; within one the order counts and the numbers in the tags tell it.
    found.sort_by(|a, b| a.0.cmp(&b.0));
    wanted.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found == wanted)
}

/// Ties each rule to the policy that it was made for.
fn fingerprint(policy: &FirewallPolicy) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{policy:?}").hash(&mut hasher);
    hasher.finish()
}

fn tag(fingerprint: u64, number: usize) -> Vec<u8> {
    let mut tag = fingerprint.to_be_bytes().to_vec();
    tag.extend(u32::try_from(number).unwrap_or(u32::MAX).to_be_bytes());
    tag
}
