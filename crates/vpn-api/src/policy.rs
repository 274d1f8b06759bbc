//! What the organisation has settled for this machine: its profiles, and what users may not change.
//!
//! ```text
//!  /etc/adit/policy.toml, profiles ── aditctl policy apply (root) ──► Policy, in a file that root owns ──► helper
//!                                                                                         PolicyView ◄──┘ ──► clients
//! ```
//!
//! The text of a profile does not come here: root makes typed profiles of it, and the helper reads those. A client names one
//! by its id ([`MANAGED`]) and never sees it.

use serde::{Deserialize, Serialize};

use crate::{
    bounded,
    profile::{ProtocolId, ProtocolProfile},
    protection::{Lock, ProtectionSettings},
    secret::Secret,
    state::ConnectionId,
};

/// In place of a protocol: the settings are the id of a profile of the organisation, which the helper puts in its place.
pub const MANAGED: ProtocolId = ProtocolId::from_static("managed");

/// The most profiles of one policy.
pub const MAX_PROFILES: usize = 64;
/// The most users, and the most groups, that one profile names.
pub const MAX_NAMES: usize = 256;
/// The longest text in a policy, in bytes.
pub const MAX_TEXT: usize = 512;

/// A profile of the organisation, as a client names it.
#[must_use]
pub fn managed(id: &ConnectionId) -> ProtocolProfile {
    ProtocolProfile { protocol: MANAGED, settings: Secret::from(id.as_str()) }
}

/// What is settled, as it was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Who has settled it, for people.
    #[serde(default, deserialize_with = "bounded::optional_text::<MAX_TEXT, _>")]
    pub organisation: Option<String>,
    /// The lock that is set, if users may not choose.
    #[serde(default)]
    pub lock: Option<Lock>,
    /// Whether the local network can be reached, if users may not choose.
    #[serde(default)]
    pub lan: Option<bool>,
    /// Users may let out what is held back.
    pub let_out: bool,
    /// Users may use profiles of their own.
    pub own_profiles: bool,
    /// Profiles of the organisation.
    #[serde(default, deserialize_with = "bounded::list::<MAX_PROFILES, _, _>")]
    pub profiles: Vec<ManagedProfile>,
    /// Why the policy cannot be used. All else is then as strict as it can be.
    #[serde(default)]
    pub problem: Option<PolicyProblem>,
}

/// A profile of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedProfile {
    /// What users are shown of it.
    pub card: ManagedCard,
    /// Names of users who may use it. With no groups either: everybody may.
    #[serde(default, deserialize_with = "bounded::list::<MAX_NAMES, _, _>")]
    pub users: Vec<String>,
    /// Names of groups whose members may use it.
    #[serde(default, deserialize_with = "bounded::list::<MAX_NAMES, _, _>")]
    pub groups: Vec<String>,
    /// The profile, with its keys.
    pub profile: ProtocolProfile,
}

/// What users are shown of a profile of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManagedCard {
    /// Its id, and that of its connection.
    pub id: ConnectionId,
    /// Its name.
    #[serde(deserialize_with = "bounded::text::<MAX_TEXT, _>")]
    pub name: String,
    /// Its servers' names, in order.
    #[serde(deserialize_with = "bounded::list::<256, _, _>")]
    pub servers: Vec<String>,
    /// One signs in with a certificate.
    pub certificate: bool,
    /// One signs in with user name and password.
    pub password: bool,
    /// One signs in with the browser.
    pub browser: bool,
    /// The password must not be remembered.
    pub never_remember: bool,
    /// It says that all traffic goes through its tunnel.
    pub takes_all: bool,
}

/// Why a policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyProblem {
    /// The file.
    #[serde(deserialize_with = "bounded::text::<MAX_TEXT, _>")]
    pub file: String,
    /// The line in it, where one is to blame.
    #[serde(default)]
    pub line: Option<u32>,
    /// What is wrong.
    pub fault: PolicyFault,
}

/// What is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum PolicyFault {
    /// It cannot be read, for this reason.
    Unreadable { why: String },
    /// It does not belong to root.
    Owner,
    /// Users other than root may write it, or the folder that it is in.
    Writable,
    /// It is a symbolic link, or no regular file.
    NotAFile,
    /// It is larger than this many bytes.
    TooLarge { limit: u64 },
    /// It is not TOML, or a key is missing, twice there, unknown or of another type.
    Syntax { detail: String },
    /// A key has a value that it cannot have.
    Value { key: String, value: String, allowed: String },
    /// The same id twice among profiles.
    Twice { id: String },
    /// A profile cannot be used: the first reason.
    Profile { why: String },
    /// The policy was not applied, or what was applied cannot be read.
    NotApplied,
}

impl Policy {
    /// As strict as a policy can be, because the real one cannot be used.
    #[must_use]
    pub fn strictest(problem: PolicyProblem) -> Self {
        Self {
            organisation: None,
            lock: Some(Lock::Always),
            lan: Some(false),
            let_out: false,
            own_profiles: false,
            profiles: Vec::new(),
            problem: Some(problem),
        }
    }

    /// The settings of the lock, with what is settled in place of what was chosen.
    #[must_use]
    pub fn settle(&self, chosen: ProtectionSettings) -> ProtectionSettings {
        ProtectionSettings {
            lock: self.lock.unwrap_or(chosen.lock),
            lan: self.lan.unwrap_or(chosen.lan),
            // Who cannot say what is settled does not say that requests may be made.
            sign_in_check: chosen.sign_in_check && self.problem.is_none(),
        }
    }

    /// What a user is told, who may use profiles that `may_use` says.
    #[must_use]
    pub fn view(&self, may_use: impl Fn(&ManagedProfile) -> bool) -> PolicyView {
        PolicyView {
            organisation: self.organisation.clone(),
            lock: self.lock,
            lan: self.lan,
            let_out: self.let_out,
            own_profiles: self.own_profiles,
            profiles: self.profiles.iter().filter(|one| may_use(one)).map(|one| one.card.clone()).collect(),
            problem: self.problem.clone(),
        }
    }
}

/// What a user is told of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyView {
    /// Who has settled it.
    pub organisation: Option<String>,
    /// The lock that is set, if users may not choose.
    pub lock: Option<Lock>,
    /// Whether the local network can be reached, if users may not choose.
    pub lan: Option<bool>,
    /// This user may let out what is held back.
    pub let_out: bool,
    /// This user may use profiles of their own.
    pub own_profiles: bool,
    /// Profiles of the organisation that this user may use.
    pub profiles: Vec<ManagedCard>,
    /// Why the policy cannot be used.
    pub problem: Option<PolicyProblem>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem() -> PolicyProblem {
        PolicyProblem { file: "/etc/adit/policy.toml".to_owned(), line: Some(3), fault: PolicyFault::Owner }
    }

    #[test]
    fn a_policy_that_cannot_be_used_leaves_nothing_open() {
        let strict = Policy::strictest(problem());
        let open = ProtectionSettings { lock: Lock::Off, ..ProtectionSettings::default() };
        assert_eq!(strict.settle(open), ProtectionSettings { lock: Lock::Always, lan: false, sign_in_check: false });
        assert!(!strict.let_out && !strict.own_profiles && strict.profiles.is_empty());
        let text = serde_json::to_string(&strict).unwrap();
        assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), strict);
    }

    #[test]
    fn what_is_not_settled_stays_as_it_was_chosen() {
        let policy = Policy { lock: None, lan: Some(true), ..Policy::strictest(problem()) };
        let chosen = ProtectionSettings { lock: Lock::Off, lan: false, ..ProtectionSettings::default() };
        assert_eq!(
            policy.settle(chosen),
            ProtectionSettings { lan: true, sign_in_check: policy.problem.is_none(), ..chosen }
        );
    }

    #[test]
    fn a_field_that_is_not_said_is_not_guessed() {
        assert!(serde_json::from_str::<Policy>(r#"{"let_out":true}"#).is_err());
        assert!(serde_json::from_str::<Policy>(r#"{"own_profiles":true,"let_out":true,"lcok":"off"}"#).is_err());
        assert!(serde_json::from_str::<Policy>(r#"{"own_profiles":true,"let_out":true}"#).is_ok());
    }
}
