//! What the organisation has settled, and why its policy cannot be used.

use vpn_api::{PolicyFault, PolicyLimit, PolicyProblem, PolicyView};

use crate::{Message, Value, message, text};

/// The message of what the organisation does not allow.
pub(crate) fn limit(limit: PolicyLimit) -> &'static str {
    match limit {
        PolicyLimit::Lock => "failure-not-allowed-lock",
        PolicyLimit::LetOut => "failure-not-allowed-let-out",
        PolicyLimit::OwnProfile => "failure-not-allowed-own-profile",
        PolicyLimit::ManagedProfile => "failure-not-allowed-managed-profile",
    }
}

/// Why a policy cannot be used, with the line and the way out.
#[must_use]
pub fn policy_problem(problem: &PolicyProblem) -> Message {
    let what = policy_fault(&problem.fault);
    let file = problem.file.as_str();
    match problem.line {
        None => message("policy-problem", &[("what", format!("{file}: {what}").into()), ("file", file.into())]),
        Some(line) => {
            // A line's number has no thousands to set apart.
            let line = Value::from(line.to_string());
            message("policy-problem-line", &[("what", what.into()), ("file", file.into()), ("line", line)])
        }
    }
}

/// What is wrong with a policy, in one sentence.
#[must_use]
pub fn policy_fault(fault: &PolicyFault) -> String {
    let (id, values): (_, Vec<(&str, Value)>) = match fault {
        PolicyFault::Unreadable { why } => ("policy-fault-unreadable", vec![("why", why.as_str().into())]),
        PolicyFault::Owner => ("policy-fault-owner", vec![]),
        PolicyFault::Writable => ("policy-fault-writable", vec![]),
        PolicyFault::NotAFile => ("policy-fault-not-a-file", vec![]),
        PolicyFault::TooLarge { limit } => ("policy-fault-too-large", vec![("limit", (*limit).into())]),
        PolicyFault::Syntax { detail } => ("policy-fault-syntax", vec![("detail", detail.as_str().into())]),
        PolicyFault::Value { key, value, allowed } => (
            "policy-fault-value",
            vec![("key", key.as_str().into()), ("value", value.as_str().into()), ("allowed", allowed.as_str().into())],
        ),
        PolicyFault::Twice { id } => ("policy-fault-twice", vec![("id", id.as_str().into())]),
        PolicyFault::Profile { why } => ("policy-fault-profile", vec![("why", why.as_str().into())]),
        PolicyFault::NotApplied => ("policy-fault-not-applied", vec![]),
    };
    text(id, &values)
}

/// That something is settled: what the window and the terminal say beside it. The first sentence is about the machine, the
/// second about one setting.
#[must_use]
pub fn policy(policy: &PolicyView) -> (Message, String) {
    let by: Vec<(&str, Value)> =
        policy.organisation.iter().map(|name| ("organisation", name.as_str().into())).collect();
    let (set, setting) =
        if by.is_empty() { ("policy-set", "policy-setting") } else { ("policy-set-by", "policy-setting-by") };
    let whole = policy.problem.as_ref().map_or_else(|| message(set, &by), policy_problem);
    (whole, text(setting, &by))
}

/// That users may not use profiles of their own.
#[must_use]
pub fn no_own_profiles(policy: &PolicyView) -> String {
    let organisation = policy.organisation.as_deref().unwrap_or("none");
    text("policy-own-profiles", &[("organisation", organisation.into())])
}

#[cfg(test)]
mod tests {
    use vpn_api::Policy;

    use super::*;

    fn problem(line: Option<u32>, fault: PolicyFault) -> PolicyProblem {
        PolicyProblem { file: "/etc/adit/policy.toml".to_owned(), line, fault }
    }

    #[test]
    fn a_problem_names_file_line_value_and_way_out() {
        let key = || "lock.mode".to_owned();
        let fault =
            PolicyFault::Value { key: key(), value: "allways".to_owned(), allowed: "off, wanted, always".to_owned() };
        let said = policy_problem(&problem(Some(1204), fault)).to_string();
        for part in ["line 1204 of /etc/adit/policy.toml", "lock.mode", "“allways”", "always", "aditctl policy apply"]
        {
            assert!(said.contains(part), "{said}");
        }
        let said = policy_problem(&problem(None, PolicyFault::Owner)).to_string();
        assert!(said.contains("/etc/adit/policy.toml: It does not belong to root."), "{said}");
    }

    #[test]
    fn each_fault_has_a_sentence() {
        let text = || "this".to_owned();
        for fault in [
            PolicyFault::Unreadable { why: text() },
            PolicyFault::Owner,
            PolicyFault::Writable,
            PolicyFault::NotAFile,
            PolicyFault::TooLarge { limit: 65536 },
            PolicyFault::Syntax { detail: text() },
            PolicyFault::Value { key: text(), value: text(), allowed: text() },
            PolicyFault::Twice { id: text() },
            PolicyFault::Profile { why: text() },
            PolicyFault::NotApplied,
        ] {
            let said = policy_fault(&fault);
            assert!(!said.contains("policy-fault") && !said.contains('{'), "{fault:?}: {said}");
        }
    }

    #[test]
    fn an_organisation_is_named_where_it_has_said_its_name() {
        let view = |organisation: Option<&str>| PolicyView {
            organisation: organisation.map(str::to_owned),
            problem: None,
            ..Policy::strictest(problem(None, PolicyFault::Owner)).view(|_| true)
        };
        assert_eq!(policy(&view(None)).1, "Set by your organisation.");
        assert_eq!(policy(&view(Some("Example Ltd"))).1, "Set by Example Ltd.");
        assert!(no_own_profiles(&view(None)).contains("your organisation does not"));
        assert!(no_own_profiles(&view(Some("Example Ltd"))).contains("Example Ltd does not"));
    }
}
