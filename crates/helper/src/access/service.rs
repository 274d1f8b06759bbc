//! The user of the service that NetworkManager acts through, by the machine's own list of users.

use vpn_api::Owner;

use super::{SERVICE, group};

/// Whether this is that user. Where its package is not installed, nobody is.
pub(super) fn is_service(user: &Owner) -> bool {
    match user {
        Owner::Uid(uid) => named(&group::list(group::USERS), *uid),
        Owner::Sid(_) => false,
    }
}

/// By passwd(5). The first line of a name counts, as for the system.
fn named(users: &str, uid: u32) -> bool {
    let mut users = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let service = users.find(|user| user.first() == Some(&SERVICE));
    service.and_then(|user| user.get(2)?.parse().ok()) == Some(uid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_user_of_that_name_is_the_service() {
        let users =
            "root:x:0:0::/root:\nadit-nm:x:990:990::/:\nadit-nm:x:991:991::/:\nalice:x:1000:1000::/:\nshort:x\n";
        assert_eq!([0, 990, 991, 1000].map(|uid| named(users, uid)), [false, true, false, false]);
        assert!(!named("root:x:0:0::/root:\n", 0) && !named("adit-nm:x:none\n", 0) && !named("", 990));
    }
}
