//! What the organisation has settled for this machine, and what follows from it for each request.
//!
//! Root makes a [`Policy`] of `/etc/adit/policy.toml` and of the profiles beside it (`aditctl policy apply`, run by the unit
//! `adit-policy.service`) and leaves it in a file that only root writes. Here that file is read, again whenever it changed, and obeyed:
//! what a client may not do is refused, whichever client it is, and the lock is set as the organisation wants it.
//!
//! Whoever owns the machine is not bound: root may let out what is held back, and use any profile. Where there is a
//! `policy.toml` and nothing that can be read was made of it, the policy is as strict as one can be.

mod files;
mod settle;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::watch;
use vpn_api::{
    Blame, Failure, FailureKind, Owner, Policy, PolicyFault, PolicyLimit, PolicyView, ProtectionRequest, Retry,
    contract::{Check, ConnectRequest, Request},
    policy::{MANAGED, ManagedProfile},
};

use self::files::Mark;
use crate::access::group;

pub(crate) use settle::keep_settled;

/// How long a policy that was written while the helper runs may take to be applied, before it counts as one that cannot be used. A
/// helper that starts does not wait: it starts after that.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the policy is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFiles {
    /// What the administrator wrote.
    pub source: PathBuf,
    /// What root made of it.
    pub applied: PathBuf,
}

impl Default for PolicyFiles {
    fn default() -> Self {
        Self { source: "/etc/adit/policy.toml".into(), applied: "/run/adit-policy/policy.json".into() }
    }
}

/// The policy, as it is now.
#[derive(Debug)]
pub(crate) struct PolicyKeeper {
    files: PolicyFiles,
    known: Mutex<Known>,
    changed: watch::Sender<()>,
    patience: Duration,
}

#[derive(Debug)]
struct Known {
    mark: Mark,
    policy: Option<Arc<Policy>>,
    /// Since when there is one that was not applied.
    unapplied: Option<Instant>,
}

impl PolicyKeeper {
    /// In these files, which need not be there.
    pub(crate) fn new(files: PolicyFiles) -> Self {
        let (mark, policy) = files::read(&files);
        if let Some(problem) = policy.as_ref().and_then(|policy| policy.problem.as_ref()) {
            tracing::warn!(?problem, "the policy cannot be used: nothing is allowed");
        }
        let known = Mutex::new(Known { mark, policy, unapplied: None });
        Self { files, known, changed: watch::Sender::new(()), patience: PATIENCE }
    }

    /// The policy. Looks whether the file changed. `None`: nothing is settled.
    pub(crate) fn now(&self) -> Option<Arc<Policy>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.mark == Mark::of(&self.files) {
            return known.policy.clone();
        }
        let (mark, policy) = files::read(&self.files);
        if is_unapplied(policy.as_deref()) && !is_unapplied(known.policy.as_deref()) {
            let since = *known.unapplied.get_or_insert_with(Instant::now);
            if since.elapsed() < self.patience {
                return known.policy.clone();
            }
        }
        let same = policy == known.policy;
        *known = Known { mark, policy: policy.clone(), unapplied: None };
        drop(known);
        if !same {
            tracing::info!(problem = ?policy.as_ref().map(|policy| &policy.problem), "the policy changed");
            self.changed.send_replace(());
        }
        policy
    }

    /// Tells that it changed.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// What this user is told of it.
    pub(crate) fn view(&self, user: &Owner) -> Option<Box<PolicyView>> {
        let policy = self.now()?;
        let root = user.is_administrator();
        let view = policy.view(|profile| root || may_use(profile, user));
        Some(Box::new(PolicyView { let_out: root || view.let_out, own_profiles: root || view.own_profiles, ..view }))
    }

    /// Whether it can be used.
    pub(crate) fn check(&self) -> Check {
        let (passed, detail) = match self.now().as_deref() {
            None => (true, "nothing is settled by an organisation".to_owned()),
            Some(Policy { problem: None, .. }) => (true, "set by the organisation".to_owned()),
            Some(Policy { problem: Some(problem), .. }) => {
                let line = problem.line.map(|line| format!(" line {line}")).unwrap_or_default();
                (false, format!("{}{line} cannot be used: see aditctl policy check", problem.file))
            }
        };
        Check { name: "policy".to_owned(), passed, detail }
    }

    /// The request of `peer`, acting as `user`, as it is to be carried out: with a profile of the organisation in its place.
    ///
    /// # Errors
    /// The organisation does not allow it.
    pub(crate) fn judge(&self, peer: &Owner, user: &Owner, request: Request) -> Result<Request, Failure> {
        let policy = self.now();
        let limit = match request {
            Request::Connect(request) => {
                return connect(policy.as_deref(), peer, user, request).map(Request::Connect).map_err(not_allowed);
            }
            Request::ConnectFor { owner, request } => {
                let judged = connect(policy.as_deref(), peer, user, request);
                return judged.map(|request| Request::ConnectFor { owner, request }).map_err(not_allowed);
            }
            Request::Protect(asked) => policy.and_then(|policy| forbidden(&policy, peer, asked)),
            Request::Snapshot
            | Request::Subscribe
            | Request::WatchTraffic { .. }
            | Request::Disconnect { .. }
            | Request::TryNow { .. }
            | Request::Prove { .. }
            | Request::Answer { .. }
            | Request::ReadLog { .. }
            | Request::LearnNetwork { .. }
            | Request::Doctor
            | Request::Policy => None,
        };
        limit.map_or(Ok(request), |limit| Err(not_allowed(limit)))
    }
}

fn is_unapplied(policy: Option<&Policy>) -> bool {
    policy.and_then(|policy| policy.problem.as_ref()).is_some_and(|problem| problem.fault == PolicyFault::NotApplied)
}

fn not_allowed(limit: PolicyLimit) -> Failure {
    Failure::new(FailureKind::NotAllowed { limit }, Blame::User, Retry::Never)
}

fn forbidden(policy: &Policy, user: &Owner, asked: ProtectionRequest) -> Option<PolicyLimit> {
    match asked {
        // Root as well: what is settled is changed in the policy.
        ProtectionRequest::Set(settings) => (policy.settle(settings) != settings).then_some(PolicyLimit::Lock),
        ProtectionRequest::LetOut => (!policy.let_out && !user.is_administrator()).then_some(PolicyLimit::LetOut),
        ProtectionRequest::OpenPortal | ProtectionRequest::ClosePortal => None,
    }
}

/// Only a peer who is root is not bound: a service that acts as root does what users ask of it.
fn connect(
    policy: Option<&Policy>,
    peer: &Owner,
    user: &Owner,
    mut request: Box<ConnectRequest>,
) -> Result<Box<ConnectRequest>, PolicyLimit> {
    if request.profile.protocol == MANAGED {
        let id = request.profile.settings.expose();
        let profiles = policy.map(|policy| policy.profiles.as_slice()).unwrap_or_default();
        let is_for = |one: &ManagedProfile| peer.is_administrator() || may_use(one, user);
        let found = profiles.iter().find(|one| one.card.id.as_str() == id && is_for(one));
        request.profile = found.ok_or(PolicyLimit::ManagedProfile)?.profile.clone();
    } else if policy.is_some_and(|policy| !policy.own_profiles) && !peer.is_administrator() {
        return Err(PolicyLimit::OwnProfile);
    }
    Ok(request)
}

fn may_use(profile: &ManagedProfile, user: &Owner) -> bool {
    let everybody = profile.users.is_empty() && profile.groups.is_empty();
    everybody || group::is_one_of(user, &profile.users, &profile.groups)
}

#[cfg(test)]
mod tests;
