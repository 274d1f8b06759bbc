//! Names of users, for sentences.

use std::{fs::File, io::Read};

use vpn_api::Owner;

/// The most that is read of the list of users, in bytes.
const MAX_LIST: u64 = 1 << 20;

/// The user's name where this machine's own list has it, else what the operating system numbers them by.
pub fn name(owner: &Owner) -> String {
    match owner {
        Owner::Uid(uid) => named(&list(), *uid).unwrap_or_else(|| uid.to_string()),
        Owner::Sid(sid) => sid.clone(),
    }
}

/// The user of this name or number.
#[must_use]
pub fn user(wanted: &str) -> Option<Owner> {
    if let Ok(uid) = wanted.parse() {
        return Some(Owner::Uid(uid));
    }
    list().lines().find_map(|line| fields(line).filter(|(name, _)| *name == wanted)).map(|(_, uid)| Owner::Uid(uid))
}

/// `passwd(5)`. Users that only a directory service knows are not in it.
fn list() -> String {
    let mut text = Vec::new();
    let read = File::open("/etc/passwd").and_then(|file| file.take(MAX_LIST).read_to_end(&mut text));
    read.map_or_else(|_| String::new(), |_| String::from_utf8_lossy(&text).into_owned())
}

fn named(list: &str, uid: u32) -> Option<String> {
    list.lines().filter_map(fields).find(|(_, number)| *number == uid).map(|(name, _)| vpn_api::text::plain(name))
}

fn fields(line: &str) -> Option<(&str, u32)> {
    let mut fields = line.split(':');
    let (name, uid) = (fields.next()?, fields.nth(1)?);
    Some((name, uid.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_has_a_name_where_the_list_has_it() {
        let list = "root:x:0:0:root:/root:/bin/sh\nbroken\nalice:x:1000:1000::/home/alice:\n";
        assert_eq!(named(list, 1000).as_deref(), Some("alice"));
        assert_eq!((named(list, 1001), named("", 0)), (None, None));
        assert_eq!(name(&Owner::Uid(4_000_000_000)), "4000000000");
        assert_eq!((user("4000000000"), user("no such user")), (Some(Owner::Uid(4_000_000_000)), None));
    }
}
