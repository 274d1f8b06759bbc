//! Users of this machine, as its operating system names them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Windows: the account `LocalSystem`.
const LOCAL_SYSTEM: &str = "S-1-5-18";
/// Windows: the group of administrators. Whoever acts with its rights switched on is named by the group and not by the
/// account, as Windows itself names the owner of what they create; an account whose rights are filtered is named by its own
/// identifier and is an ordinary user.
const ADMINISTRATORS: &str = "S-1-5-32-544";

/// A user: whose a connection is, and who asks for something. Told by the operating system, never by the client.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Owner {
    /// A user id of Unix.
    Uid(u32),
    /// A security identifier of Windows in its text form, `S-1-5-…`.
    Sid(String),
}

impl Owner {
    /// Whether this user may do everything on this machine.
    #[must_use]
    pub fn is_administrator(&self) -> bool {
        match self {
            Self::Uid(uid) => *uid == 0,
            Self::Sid(sid) => sid == LOCAL_SYSTEM || sid == ADMINISTRATORS,
        }
    }

    /// Whether this user may act on what belongs to `owner`: the owner and the administrator may.
    #[must_use]
    pub fn may_act_for(&self, owner: &Self) -> bool {
        self == owner || self.is_administrator()
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uid(uid) => write!(f, "{uid}"),
            Self::Sid(sid) => f.write_str(sid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_and_the_administrator_may_act_and_nobody_else() {
        let sid = |text: &str| Owner::Sid(text.to_owned());
        let (anna, system) = (sid("S-1-5-21-1-2-3-1001"), sid(LOCAL_SYSTEM));
        assert!(Owner::Uid(1000).may_act_for(&Owner::Uid(1000)) && Owner::Uid(0).may_act_for(&Owner::Uid(1000)));
        assert!(!Owner::Uid(1001).may_act_for(&Owner::Uid(1000)) && !Owner::Uid(1000).may_act_for(&Owner::Uid(0)));
        assert!(anna.may_act_for(&anna) && system.may_act_for(&anna) && sid(ADMINISTRATORS).may_act_for(&anna));
        assert!(!anna.may_act_for(&system) && !sid("S-1-5-21-1-2-3-1002").may_act_for(&anna));
    }

    #[test]
    fn an_owner_crosses_the_wire_under_its_kind() {
        let text = serde_json::to_string(&Owner::Uid(1000)).unwrap();
        assert_eq!(text, r#"{"uid":1000}"#);
        assert_eq!(serde_json::from_str::<Owner>(&text).unwrap(), Owner::Uid(1000));
        assert_eq!(Owner::Uid(1000).to_string(), "1000");
    }
}
