//! Files that import each other in a cycle.

use std::collections::{BTreeMap, BTreeSet};

use crate::{checkout::Crate, imports::imports};

/// The groups of files of a crate in which each file imports every other, directly or by way of others. A file and the modules
/// below it count as one.
#[must_use]
pub fn cycles(of: &Crate) -> Vec<Vec<String>> {
    components(&imports(&of.modules))
}

/// Strongly connected components with more than one member.
fn components(edges: &BTreeMap<String, BTreeSet<String>>) -> Vec<Vec<String>> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        edges.keys().map(|from| (from, reachable(edges, from))).collect();
    let both = |a: &String, b: &String| {
        reached.get(a).is_some_and(|there| there.contains(b)) && reached.get(b).is_some_and(|back| back.contains(a))
    };
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for from in edges.keys() {
        let members: Vec<_> = edges.keys().filter(|to| *to == from || both(from, to)).cloned().collect();
        if members.len() > 1 && taken.insert(members.clone()) {
            found.push(members);
        }
    }
    found
}

fn reachable<'a>(edges: &'a BTreeMap<String, BTreeSet<String>>, from: &'a String) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        open.extend(edges.get(next).into_iter().flatten().filter(|to| reached.insert(*to)));
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cycle_is_found_and_a_tree_is_not() {
        let edges = |pairs: &[(&str, &str)]| {
            let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (from, to) in pairs {
                edges.entry((*from).to_owned()).or_default().insert((*to).to_owned());
            }
            edges
        };
        assert_eq!(components(&edges(&[("a", "b"), ("b", "c"), ("a", "c")])), Vec::<Vec<String>>::new());
        assert_eq!(components(&edges(&[("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")])), [["a", "b", "c"]]);
    }
}
