//! `aditctl policy`: what the organisation has settled for this machine. Root writes `/etc/adit/policy.toml` and puts its profiles
//! beside it; `apply` judges both and leaves typed values for the helper, which reads neither.
//!
//! * [`document`]: the file, as it is written. * [`compile`]: from the file and the profiles to a policy. * [`trust`]: whose files
//!   they are.

mod compile;
mod document;
#[cfg(not(unix))]
#[path = "policy/other.rs"]
mod trust;
#[cfg(unix)]
mod trust;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use profile_api::Formats;
use vpn_api::{
    Policy, PolicyView,
    contract::{Request, Response},
};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    output::Output,
};

/// What `aditctl policy --help` adds.
pub(crate) const POLICY_HELP: &str = "\
The file is described in /usr/share/doc/adit/administrators.md, and by the schema /usr/share/adit/policy.schema.json. A policy that
cannot be used allows nothing: traffic is held back, and no profile can be connected, until it is corrected or removed.";

/// What the organisation has settled.
#[derive(Debug, Args)]
pub(crate) struct PolicyArguments {
    #[command(subcommand)]
    what: Option<What>,
    /// The policy.
    #[arg(long, global = true, value_name = "PATH", default_value = "/etc/adit/policy.toml")]
    policy: PathBuf,
    /// The folder of its profiles.
    #[arg(long, global = true, value_name = "PATH", default_value = "/etc/adit/profiles")]
    profiles: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show what is settled for the user who asks. The same without a word.
    Show,
    /// Judge the policy and its profiles, and change nothing.
    Check,
    /// Put the policy into effect. For root; the unit adit-policy.service does it whenever the file changed.
    Apply {
        /// The file that the helper reads.
        #[arg(long, value_name = "PATH", default_value = "/run/adit-policy/policy.json")]
        to: PathBuf,
    },
}

/// Does what is asked.
pub(crate) async fn run(
    socket: &Path,
    arguments: PolicyArguments,
    formats: &Formats,
    output: Output,
) -> Result<Exit, CommandError> {
    let PolicyArguments { what, policy, profiles } = arguments;
    match what {
        None | Some(What::Show) => show(socket, output).await,
        Some(What::Check) => {
            let judged = compile::compile(&policy, &profiles, formats);
            let exit = report(judged.as_ref(), output);
            if exit == Exit::Done && !output.json {
                output.line(&judged.map_or_else(|| i18n::text("policy-none", &[]), |policy| found(&policy)));
            }
            Ok(exit)
        }
        Some(What::Apply { to }) => {
            let judged = compile::compile(&policy, &profiles, formats);
            trust::put(&to, judged.as_ref()).map_err(|error| {
                let sentence = format!("{} could not be written ({error}). Is this run as root?", to.display());
                CommandError::message(Exit::Machine, sentence)
            })?;
            // A helper that is there looks at once, and one that is not looks when it starts.
            if let Ok((client, _events)) = Client::connect(socket).await {
                let _ = client.request(Request::Policy).await;
            }
            Ok(report(judged.as_ref(), output))
        }
    }
}

fn found(policy: &Policy) -> String {
    format!("The policy can be used. Profiles: {}.", policy.profiles.len())
}

fn report(policy: Option<&Policy>, output: Output) -> Exit {
    let Some(problem) = policy.and_then(|policy| policy.problem.as_ref()) else { return Exit::Done };
    output.complain(&i18n::policy_problem(problem).to_string());
    Exit::Machine
}

/// What is settled for whoever asks. `None`: nothing.
pub(crate) async fn ask(client: &Client) -> Result<Option<PolicyView>, CommandError> {
    match client.request(Request::Policy).await? {
        Response::Policy { policy } => Ok(policy.map(|policy| *policy)),
        Response::Done
        | Response::Snapshot { .. }
        | Response::Log { .. }
        | Response::Network { .. }
        | Response::Proof { .. }
        | Response::Checks { .. } => {
            Err(CommandError::message(Exit::Other, "The helper answered something else than what was asked."))
        }
    }
}

async fn show(socket: &Path, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let policy = ask(&client).await?;
    if output.json {
        output.value(&policy)?;
    } else {
        lines(policy.as_ref()).iter().for_each(|line| output.line(line));
    }
    Ok(match policy.and_then(|policy| policy.problem) {
        None => Exit::Done,
        Some(_) => Exit::Machine,
    })
}

fn lines(policy: Option<&PolicyView>) -> Vec<String> {
    let Some(policy) = policy else { return vec![i18n::text("policy-none", &[])] };
    let (whole, by) = i18n::policy(policy);
    let settled = |text: String| format!("{text} {by}");
    let lock = policy.lock.map(|lock| settled(i18n::lock(lock).title));
    let lan =
        policy.lan.map(|lan| settled(i18n::text(if lan { "protection-lan-yes" } else { "protection-lan-no" }, &[])));
    let let_out = (!policy.let_out).then(|| i18n::text("failure-not-allowed-let-out", &[]));
    let own = (!policy.own_profiles).then(|| i18n::no_own_profiles(policy));
    let rules = [Some(whole.to_string()), lock, lan, let_out, own].into_iter().flatten();
    rules.chain(policy.profiles.iter().map(|card| format!("{}  {}", card.id, card.name))).collect()
}

/// What is settled of the lock, for `aditctl lock`.
pub(crate) fn of_lock(policy: &PolicyView) -> Option<String> {
    (policy.lock.is_some() || policy.lan.is_some() || !policy.let_out).then(|| i18n::policy(policy).1)
}

#[cfg(test)]
mod tests {
    use vpn_api::{Lock, PolicyFault, PolicyProblem};

    use super::*;

    #[test]
    fn what_is_shown_names_who_has_settled_it() {
        let problem =
            PolicyProblem { file: "/etc/adit/policy.toml".to_owned(), line: Some(4), fault: PolicyFault::Owner };
        let strict = Policy::strictest(problem).view(|_| true);
        let said = lines(Some(&strict)).join("\n");
        assert!(
            said.starts_with("The policy of your organisation cannot be used") && said.contains("line 4"),
            "{said}"
        );
        let policy = PolicyView {
            organisation: Some("Example Ltd".to_owned()),
            lock: Some(Lock::WhileWanted),
            lan: None,
            let_out: true,
            problem: None,
            ..strict
        };
        let said = lines(Some(&policy));
        assert!(said[0].contains("Example Ltd") && said[1].ends_with("Set by Example Ltd."), "{said:?}");
        assert_eq!(said.len(), 3, "{said:?}");
        assert_eq!(lines(None), ["Nothing is settled by an organisation."]);
        assert_eq!(of_lock(&policy).as_deref(), Some("Set by Example Ltd."));
        assert_eq!(of_lock(&PolicyView { lock: None, ..policy }), None);
    }
}
