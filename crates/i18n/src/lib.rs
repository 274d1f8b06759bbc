//! Texts for the user, from the Fluent files in `ui/locales`. The window, the tray, the notifications and the terminal take
//! theirs from here, so that the same thing has the same name everywhere.
//!
//! * [`failure`]: what happened and what to do, for a [`vpn_api::Failure`].
//! * [`notice`]: what a tunnel that is up does without, for a [`vpn_api::Notice`].
//! * [`prompt`] and [`phase`]: a question of the server, and the step that a connection is at.
//! * [`protection`], [`exception`], [`taken_away`] and [`lock`]: whether traffic is held back, for a [`vpn_api::Protection`].
//! * [`policy`], [`policy_problem`], [`no_own_profiles`]: what the organisation has settled, for a [`vpn_api::PolicyView`].
//! * [`waiting`] and [`next_try`]: what a connection waits for.
//! * [`remark`]: why a line of a profile is not used.
//! * [`bytes`], [`date`], [`time_of_day`], [`clock`], [`session_end`]: numbers and moments as people write them.
//! * [`packets`], [`drops`], [`dropped`], [`data_path`], [`fallback`], [`kernel_offload`]: counters of a tunnel, and how its packets
//!   are moved.
//! * [`user_name`] and [`user`]: users of this machine by their names.
//! * [`languages`], [`choose`], [`chosen`]: the language of all of these. A message that it does not have is in English.
//! * [`text`], [`attribute`] and [`message`]: anything by its id.

mod bundle;
mod failure;
mod notice;
mod policy;
mod prompt;
mod protection;
mod traffic;
mod units;
mod user;
mod waiting;

pub use bundle::{Value, attribute, choose, chosen, date, languages, text};
pub use failure::failure;
pub use notice::notice;
pub use policy::{no_own_profiles, policy, policy_fault, policy_problem};
pub use prompt::{phase, prompt};
pub use protection::{Waited, exception, lock, protection, taken_away};
pub use traffic::{data_path, dropped, drops, fallback, kernel_offload, packets};
pub use units::{bytes, clock, instant, local_day, session_end, time_of_day};
pub use user::{name as user_name, user};
pub use waiting::{next_try, waiting};

/// What happened and what to do, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What happened.
    pub title: String,
    /// What to do. Empty if there is nothing to do.
    pub advice: String,
}

impl std::fmt::Display for Message {
    /// Both in one line.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.title)?;
        if self.advice.is_empty() { Ok(()) } else { write!(f, " {}", self.advice) }
    }
}

/// The message about a line of a profile: `id` and `values` are those of an `ovpn_profile::Reason`. The advice is its remedy.
#[must_use]
pub fn remark(id: &str, values: &[(&str, String)]) -> Message {
    let values: Vec<_> = values.iter().map(|(name, value)| (*name, number_or_text(value))).collect();
    message(id, &values)
}

/// Messages choose their words by numbers, which have no type in a reason.
fn number_or_text(value: &str) -> Value {
    match value.parse::<i64>() {
        // What is exact as a floating-point number, and written as that would be.
        Ok(number) if number.unsigned_abs() < 1 << 53 && number.to_string() == value => Value::from(number),
        Ok(_) | Err(_) => Value::from(value),
    }
}

/// A message and its attribute `.advice`.
#[must_use]
pub fn message(id: &str, values: &[(&str, Value)]) -> Message {
    Message { title: text(id, values), advice: attribute(id, "advice", values) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_comes_with_its_advice() {
        let tap = ovpn_profile::Reason::TapDevice;
        let message = remark(tap.id(), &tap.args());
        assert_eq!(message.to_string(), format!("{} {}", message.title, message.advice));
        assert!(message.advice.starts_with("Ask whoever runs the server"));
        let dates =
            |id, days: &str| remark(id, &[("not_after", "1772500000".to_owned()), ("days", days.to_owned())]).title;
        assert_eq!(dates("lint-certificate-expired", "3"), "The certificate expired 3 days ago, on 3 March 2026.");
        assert_eq!(dates("lint-certificate-expired", "1"), "The certificate expired yesterday, on 3 March 2026.");
        assert_eq!(dates("lint-certificate-expiring", "0"), "The certificate expires on 3 March 2026, today.");
        assert_eq!(dates("lint-certificate-expiring", "9"), "The certificate expires on 3 March 2026, in 9 days.");
        let log = ovpn_profile::Reason::OwnLog;
        assert_eq!(remark(log.id(), &log.args()).to_string(), "Adit has its own log.");
    }
}
