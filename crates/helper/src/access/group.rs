//! Membership in a group of the machine's own list, by user and not by process: a process that was started before the user
//! became a member counts as well.

use std::{fs::File, io::Read};

use vpn_api::Owner;

use super::GROUP;

/// The most that is read of a list, in bytes.
const MAX_LIST: u64 = 1 << 20;

/// Whether this user is a member.
pub(super) fn is_member(user: &Owner) -> bool {
    match user {
        Owner::Uid(uid) => listed(&list("/etc/passwd"), &list("/etc/group"), *uid),
        Owner::Sid(_) => false,
    }
}

fn list(path: &str) -> String {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_LIST).read_to_end(&mut text));
    read.map_or_else(|_| String::new(), |_| String::from_utf8_lossy(&text).into_owned())
}

/// By passwd(5) and group(5): it is the user's own group, or names the user.
fn listed(users: &str, groups: &str, uid: u32) -> bool {
    let fields = |line: &'_ str| line.split(':').map(str::to_owned).collect::<Vec<_>>();
    let Some(group) = groups.lines().map(fields).find(|group| group.first().is_some_and(|name| name == GROUP)) else {
        return false;
    };
    let user = users.lines().map(fields).find(|user| user.get(2).and_then(|id| id.parse().ok()) == Some(uid));
    let Some(user) = user else { return false };
    let is_own = user.get(3).is_some() && user.get(3) == group.get(2);
    let is_named = || {
        group
            .get(3)
            .is_some_and(|members| members.split(',').any(|name| Some(name) == user.first().map(String::as_str)))
    };
    is_own || is_named()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_those_who_are_named_and_those_whose_own_group_it_is() {
        let users =
            "root:x:0:0::/root:\nalice:x:1000:1000::/:\nbob:x:1001:990::/:\nmallory:x:1002:1002::/:\nshort:x:1003\n";
        let groups = "root:x:0:\nadit:x:990:alice,carol\nother:x:991:mallory\n";
        let members = [0, 1000, 1001, 1002, 1003, 4242].map(|uid| listed(users, groups, uid));
        assert_eq!(members, [false, true, true, false, false, false]);
        assert!(!listed(users, "root:x:0:\n", 1000) && !listed("", "adit\n", 1000) && !listed("a:x:7", "adit:x", 7));
    }
}
