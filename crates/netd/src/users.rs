//! Users by name.

use std::fs;

/// The number of a user of this machine, given by name or number. Read from the file and not by the system's name services,
/// which may ask the network; packages make the users of services there (sysusers.d(5)).
pub(crate) fn number(user: &str) -> Result<u32, String> {
    if let Ok(number) = user.parse() {
        return Ok(number);
    }
    let users = fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    find(&users, user).ok_or_else(|| "there is no such user".to_owned())
}

fn find(users: &str, name: &str) -> Option<u32> {
    let mut lines = users.lines().map(|line| line.split(':'));
    lines.find_map(|mut fields| (fields.next()? == name).then(|| fields.nth(1)?.parse().ok())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_are_found_by_their_whole_name() {
        let users = "root:x:0:0:root:/root:/bin/sh\nbroken\naditd:x:997:996::/:/usr/sbin/nologin\n";
        assert_eq!((find(users, "aditd"), find(users, "root")), (Some(997), Some(0)));
        assert_eq!((find(users, "adit"), find(users, "broken"), find(users, "")), (None, None, None));
        assert_eq!((number("7"), number("root")), (Ok(7), Ok(0)));
    }
}
