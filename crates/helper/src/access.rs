//! Who may use tunnels. A tunnel changes the network of everybody on the machine, so that being able to open the socket is not enough.
//!
//! * The administrator, and the user that the helper runs as, always.
//! * Else as [`ACCESS_FILE`] says, whose one line is `allow = "session"`: who sits at the machine (polkit's action
//!   [`ACTION`]; where there is no polkit, members of the group [`GROUP`]). Or `"group"`, `"everyone"`, `"administrators"`.
//!
//! Looking is free, and so is ending a tunnel of one's own.
//!
//! The service that NetworkManager acts through ([`SERVICE`]) asks for other users, because NetworkManager has made sure that they
//! want it. Each of them is judged as if they asked themselves, polkit's action by whether they sit at the machine.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    str::FromStr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use futures_util::future::BoxFuture;
use vpn_api::{Owner, contract::Request};
use vpn_ipc::Peer;

pub(crate) mod group;
#[cfg(not(target_os = "linux"))]
mod nobody;
#[cfg(target_os = "linux")]
mod polkit;
#[cfg(not(unix))]
mod portable;
mod service;
#[cfg(target_os = "linux")]
mod sessions;
#[cfg(unix)]
mod unix;

#[cfg(not(target_os = "linux"))]
use nobody::{ask, ask_about};
#[cfg(target_os = "linux")]
use polkit::ask;
#[cfg(not(unix))]
use portable::own;
#[cfg(target_os = "linux")]
use sessions::ask_about;
#[cfg(unix)]
use unix::own;

/// The administrator's choice. It counts from the next request on.
pub const ACCESS_FILE: &str = "/etc/adit/access.conf";
/// Polkit's name for the use of tunnels.
pub const ACTION: &str = "app.adit.Adit.use-tunnels";
/// Whose members may use tunnels where there is no polkit.
pub const GROUP: &str = "adit";
/// The user of the service that NetworkManager acts through, which may ask for other users. Its package makes it.
pub const SERVICE: &str = "adit-nm";

/// How long a process that was permitted is not asked about again.
const REMEMBERED: Duration = Duration::from_secs(10);
/// Processes that are remembered.
const MAX_REMEMBERED: usize = 256;
/// The longest file that is read, in bytes.
const MAX_FILE: u64 = 4096;

/// Who may use tunnels, besides the administrator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allow {
    /// Nobody.
    Administrators,
    /// Members of [`GROUP`].
    Group,
    /// Who sits at the machine, and others as polkit has it.
    Session,
    /// All users of the machine.
    Everyone,
}

impl FromStr for Allow {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "administrators" => Ok(Self::Administrators),
            "group" => Ok(Self::Group),
            "session" => Ok(Self::Session),
            "everyone" => Ok(Self::Everyone),
            other => Err(format!("“{}” is none of administrators, group, session, everyone", other.escape_debug())),
        }
    }
}

/// What polkit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Yes.
    Permitted,
    /// No.
    Denied,
    /// There is no polkit on this machine, or it does not know [`ACTION`].
    NobodyToAsk,
}

type Ask = dyn Fn(Peer) -> BoxFuture<'static, Verdict> + Send + Sync;
type AskAbout = dyn Fn(Owner) -> BoxFuture<'static, Verdict> + Send + Sync;

/// How the helper was started.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccessOptions {
    /// Instead of what [`ACCESS_FILE`] says.
    pub allow: Option<Allow>,
    /// These users, too.
    pub uids: Vec<u32>,
}

/// Decides who may use tunnels.
pub struct Access {
    options: AccessOptions,
    file: PathBuf,
    own: Option<Owner>,
    ask: Box<Ask>,
    ask_about: Box<AskAbout>,
    is_member: fn(&Owner) -> bool,
    is_service: fn(&Owner) -> bool,
    remembered: Mutex<BTreeMap<(Owner, i32), Instant>>,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Access {
    /// On this machine.
    #[must_use]
    pub fn new(options: AccessOptions) -> Self {
        let ask: Box<Ask> = Box::new(|peer| Box::pin(ask(peer)));
        Self {
            options,
            file: ACCESS_FILE.into(),
            own: own(),
            ask,
            ask_about: Box::new(|user| Box::pin(ask_about(user))),
            is_member: group::is_member,
            is_service: service::is_service,
            remembered: Mutex::default(),
        }
    }

    /// Whether this user may make this request. It may take as long as a person needs to type a password.
    pub async fn permits(&self, peer: &Peer, request: &Request) -> bool {
        let free = match request {
            Request::Snapshot
            | Request::Subscribe
            | Request::WatchTraffic { .. }
            | Request::ReadLog { .. }
            | Request::Doctor
            | Request::Policy
            // Whose tunnel it may be is judged where it is known.
            | Request::Disconnect { .. }
            | Request::TryNow { .. }
            | Request::Prove { .. } => true,
            Request::ConnectFor { owner, .. } => return self.permits_for(owner, &peer.owner).await,
            // It answers for users who were permitted when they connected.
            Request::Answer { owner: Some(owner), .. } if self.acts_for(&peer.owner, owner) => true,
            Request::Connect(_) | Request::LearnNetwork { .. } | Request::Answer { .. } | Request::Protect(_) => false,
        };
        free || self.may_use_tunnels(peer).await
    }

    /// As whom a request is carried out: the service acts as the user that it names.
    pub fn acting(&self, peer: &Owner, request: &Request) -> Owner {
        let named = match request {
            Request::ConnectFor { owner, .. } => Some(owner),
            Request::Disconnect { owner, .. }
            | Request::TryNow { owner, .. }
            | Request::Prove { owner, .. }
            | Request::Answer { owner, .. } => owner.as_ref(),
            Request::Snapshot
            | Request::Subscribe
            | Request::WatchTraffic { .. }
            | Request::Connect(_)
            | Request::ReadLog { .. }
            | Request::LearnNetwork { .. }
            | Request::Doctor
            | Request::Policy
            | Request::Protect(_) => None,
        };
        named.filter(|owner| self.acts_for(peer, owner)).unwrap_or(peer).clone()
    }

    /// As whom a peer looks at connections: the service has to see what they ask, whosever they are.
    pub fn looking(&self, peer: &Owner) -> Owner {
        if (self.is_service)(peer) { Owner::Uid(0) } else { peer.clone() }
    }

    fn acts_for(&self, peer: &Owner, owner: &Owner) -> bool {
        peer.may_act_for(owner) || (self.is_service)(peer)
    }

    /// Whether `peer` may bring a tunnel of `owner` up.
    async fn permits_for(&self, owner: &Owner, peer: &Owner) -> bool {
        if peer.is_administrator() {
            return true;
        }
        if !(self.is_service)(peer) {
            return false;
        }
        // A connection that all users may use is the administrator's. NetworkManager lets everybody who sits at the machine switch it
        // on: that is right only where they may use tunnels of their own.
        match (self.allow(), owner.is_administrator()) {
            (Allow::Everyone, _) | (Allow::Session, true) => true,
            (Allow::Administrators, _) | (Allow::Group, true) => false,
            (Allow::Group, false) => (self.is_member)(owner),
            (Allow::Session, false) => match (self.ask_about)(owner.clone()).await {
                Verdict::Permitted => true,
                Verdict::Denied => false,
                Verdict::NobodyToAsk => (self.is_member)(owner),
            },
        }
    }

    async fn may_use_tunnels(&self, peer: &Peer) -> bool {
        let user = &peer.owner;
        let named = matches!(user, Owner::Uid(uid) if self.options.uids.contains(uid));
        if user.is_administrator() || self.own.as_ref() == Some(user) || named {
            return true;
        }
        match self.allow() {
            Allow::Everyone => true,
            Allow::Administrators => false,
            Allow::Group => (self.is_member)(user),
            Allow::Session => self.polkit_permits(peer).await,
        }
    }

    fn allow(&self) -> Allow {
        if let Some(allow) = self.options.allow {
            return allow;
        }
        read(&self.file).unwrap_or_else(|error| {
            tracing::warn!("{}: {error}; only administrators may use tunnels", self.file.display());
            Allow::Administrators
        })
    }

    async fn polkit_permits(&self, peer: &Peer) -> bool {
        let key = peer.process.as_ref().map(|process| (peer.owner.clone(), process.pid));
        let remembered = || self.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = &key
            && remembered().get(key).is_some_and(|since| since.elapsed() < REMEMBERED)
        {
            return true;
        }
        let permitted = match (self.ask)(peer.clone()).await {
            Verdict::Permitted => true,
            Verdict::Denied => false,
            Verdict::NobodyToAsk => return (self.is_member)(&peer.owner),
        };
        if let (true, Some(key)) = (permitted, key) {
            let mut remembered = remembered();
            remembered.retain(|_, since| since.elapsed() < REMEMBERED);
            if remembered.len() < MAX_REMEMBERED {
                remembered.insert(key, Instant::now());
            }
        }
        permitted
    }
}

/// What the administrator chose. A file that is not there is no choice.
fn read(path: &Path) -> Result<Allow, String> {
    let mut text = String::new();
    match File::open(path).and_then(|file| file.take(MAX_FILE).read_to_string(&mut text)) {
        Ok(_) => parse(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Allow::Session),
        Err(error) => Err(error.to_string()),
    }
}

fn parse(text: &str) -> Result<Allow, String> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let mut allow = None;
    for line in lines.filter(|line| !line.is_empty()) {
        let value = line.strip_prefix("allow").map(str::trim_start).and_then(|rest| rest.strip_prefix('='));
        let Some(value) = value.map(str::trim) else { return Err("a line is not allow = \"…\"".to_owned()) };
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        if allow.replace(value.parse()?).is_some() {
            return Err("allow is said twice".to_owned());
        }
    }
    allow.ok_or_else(|| "nothing is said".to_owned())
}

#[cfg(test)]
mod tests;
