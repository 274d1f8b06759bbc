//! Membership in a group of the machine's own list, by user and not by process: a process that was started before the user
//! became a member counts as well.

use std::{fs::File, io::Read};

use vpn_api::Owner;

use super::GROUP;

/// The most that is read of a list, in bytes.
const MAX_LIST: u64 = 1 << 20;
/// The system's list of users, passwd(5).
pub(super) const USERS: &str = "/etc/passwd";
const GROUPS: &str = "/etc/group";

/// Whether this user is a member.
pub(super) fn is_member(user: &Owner) -> bool {
    is_one_of(user, &[], &[GROUP.to_owned()])
}

/// What is in one of the system's lists.
pub(super) fn list(path: &str) -> String {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_LIST).read_to_end(&mut text));
    read.map_or_else(|_| String::new(), |_| String::from_utf8_lossy(&text).into_owned())
}

/// Whether this user has one of these names, or is a member of one of these groups.
pub(crate) fn is_one_of(user: &Owner, names: &[String], of: &[String]) -> bool {
    match user {
        Owner::Uid(uid) => is_named(&list(USERS), &list(GROUPS), *uid, names, of),
        Owner::Sid(_) => false,
    }
}

/// By passwd(5) and group(5): a group is the user's own, or names the user.
fn is_named(users: &str, groups: &str, uid: u32, names: &[String], of: &[String]) -> bool {
    let fields = |line: &'_ str| line.split(':').map(str::to_owned).collect::<Vec<_>>();
    let user = users.lines().map(fields).find(|user| user.get(2).and_then(|id| id.parse().ok()) == Some(uid));
    let Some(user) = user else { return false };
    let Some(name) = user.first() else { return false };
    let is_member = |group: Vec<String>| {
        let is_own = user.get(3).is_some() && user.get(3) == group.get(2);
        is_own || group.get(3).is_some_and(|members| members.split(',').any(|member| member == name))
    };
    let mut wanted = groups.lines().map(fields).filter(|group| group.first().is_some_and(|one| of.contains(one)));
    names.contains(name) || wanted.any(is_member)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_those_who_are_named_and_those_whose_own_group_it_is() {
        let users =
            "root:x:0:0::/root:\nalice:x:1000:1000::/:\nbob:x:1001:990::/:\nmallory:x:1002:1002::/:\nshort:x:1003\n";
        let groups = "root:x:0:\nadit:x:990:alice,carol\nother:x:991:mallory\n";
        let listed = |users: &str, groups: &str, uid| is_named(users, groups, uid, &[], &[GROUP.to_owned()]);
        let members = [0, 1000, 1001, 1002, 1003, 4242].map(|uid| listed(users, groups, uid));
        assert_eq!(members, [false, true, true, false, false, false]);
        let (names, of) = (["mallory".to_owned()], ["other".to_owned(), "adit".to_owned()]);
        let named = [1000, 1001, 1002, 1003].map(|uid| is_named(users, groups, uid, &names, &[]));
        assert_eq!(named, [false, false, true, false]);
        let members = [1000, 1001, 1002, 1003].map(|uid| is_named(users, groups, uid, &[], &of));
        assert_eq!(members, [true, true, true, false]);
        assert!(!listed(users, "root:x:0:\n", 1000) && !listed("", "adit\n", 1000) && !listed("a:x:7", "adit:x", 7));
    }
}
