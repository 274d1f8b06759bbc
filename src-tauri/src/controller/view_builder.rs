//! From what the controller knows to what the window shows. Pure: the same values give the same [`View`].

mod chain;
mod details;
pub(super) mod form;
pub(super) mod protection;
mod status;

pub(crate) use details::summary;

use std::collections::BTreeMap;

use preferences::Preferences;
use profiles::{Arrangement, Card, Damage, DamageCause, Group, GroupId, KeychainError, ProfileId};
use vpn_api::{
    PolicyView, Prompt, Protection, ProtectionState, ProxyProblem, contract::ConnectionSnapshot, prompt::Challenge,
};

use super::{
    connections::{Connections, Helper, Listed},
    settings::Settings,
    setup::Setup,
};
use crate::{
    strings::{self, Value},
    view::{
        Ask, AskChallenge, GroupView, HelperStatus, HelperView, HelperWay, KeychainView, MessageView, OtherConnection,
        OverviewView, ProfileView, PromptGroup, PromptView, SettledView, View,
    },
};

/// What the person should know beside the state of the connections.
#[derive(Debug, Clone, Default)]
pub(crate) struct Remarks<'a> {
    /// What was wrong with the keychain when it was needed last.
    pub(crate) keychain: Option<&'a KeychainError>,
    /// Stored profiles that could not be read.
    pub(crate) damage: &'a [Damage],
    /// Favourites and groups.
    pub(crate) arrangement: Option<&'a Arrangement>,
    /// The lock.
    pub(crate) protection: Option<&'a Protection>,
    /// What the organisation has settled.
    pub(crate) policy: Option<&'a PolicyView>,
    /// The helper as a service of the system.
    pub(crate) setup: Option<&'a Setup>,
    /// What the person has set; none: defaults.
    pub(crate) settings: Option<&'a Settings>,
    /// What goes where.
    pub(crate) overview: OverviewView,
    /// Anything else.
    pub(crate) notices: &'a [MessageView],
}

/// Builds the whole view.
pub(crate) fn build(connections: &Connections, profiles: Vec<Listed>, remarks: Remarks<'_>) -> View {
    let listed = connections.listed(profiles);
    let primary = connections.primary(&listed);
    let name = |id: &ProfileId| {
        let card = listed.iter().map(|listed| &listed.card).find(|card| card.id == *id);
        card.map_or_else(|| id.to_string(), |card| card.name.clone())
    };
    let held = remarks.protection.is_some_and(|protection| matches!(protection.state, ProtectionState::Held { .. }));
    View {
        protection: remarks.protection.map(|protection| protection::build(protection, connections, &name)),
        helper: helper(&connections.helper, remarks.setup),
        keychain: keychain(remarks.keychain),
        prompt: prompt(connections, &listed, primary.as_ref(), remarks.arrangement)
            .map(|prompt| offering(prompt, remarks.settings)),
        profiles: listed.iter().map(|listed| profile(connections, listed, held)).collect(),
        groups: remarks.arrangement.map(|arrangement| groups(arrangement, &listed)).unwrap_or_default(),
        primary: primary.map(|id| id.to_string()),
        others: connections.others.values().map(other).collect(),
        language: strings::language(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        notices: notices(&remarks),
        settings: remarks.settings.map_or_else(|| (&Preferences::default()).into(), |settings| (&settings.now).into()),
        network_sign_in: connections.network_sign_in().map(|_| strings::message("network-sign-in", &[], "")),
        policy: remarks.policy.map(policy),
        overview: remarks.overview,
    }
}

fn policy(policy: &PolicyView) -> SettledView {
    let (message, setting) = strings::policy(policy);
    SettledView {
        message,
        setting,
        unusable: policy.problem.is_some(),
        lock: policy.lock.is_some(),
        lan: policy.lan.is_some(),
        let_out: policy.let_out,
        no_own_profiles: (!policy.own_profiles).then(|| strings::no_own_profiles(policy)),
    }
}

fn helper(helper: &Helper, setup: Option<&Setup>) -> HelperView {
    let plain = |status| HelperView { status, trouble: None, way: HelperWay::None, first: false, progress: None };
    match helper {
        Helper::Searching => plain(HelperStatus::Searching),
        Helper::Running => plain(HelperStatus::Running),
        Helper::Failed(failure) => setup.map_or_else(|| Setup::default().view(failure), |setup| setup.view(failure)),
    }
}

fn keychain(trouble: Option<&KeychainError>) -> KeychainView {
    let notice = trouble.map(|trouble| match trouble {
        KeychainError::Missing(_) | KeychainError::Silent => strings::message("keychain-missing", &[], trouble),
        KeychainError::Locked(_) => strings::message("keychain-locked", &[], trouble),
    });
    KeychainView { available: notice.is_none(), notice }
}

fn notices(remarks: &Remarks<'_>) -> Vec<MessageView> {
    let mut notices = remarks.notices.to_vec();
    notices.extend(remarks.settings.and_then(Settings::notice));
    let (arrangement, profiles): (Vec<&Damage>, Vec<&Damage>) =
        remarks.damage.iter().partition(|damage| matches!(damage.cause, DamageCause::Arrangement(_)));
    let told = [("profile-damaged", profiles), ("arrangement-damaged", arrangement)];
    for (id, damage) in told.into_iter().filter(|(_, damage)| !damage.is_empty()) {
        let lines: Vec<String> =
            damage.iter().map(|damage| format!("{}: {}", damage.path.display(), damage.cause)).collect();
        notices.push(strings::message(id, &[("count", Value::from(damage.len()))], lines.join("\n")));
    }
    notices
}

/// The groups that have a profile in the list, by name.
fn groups(arrangement: &Arrangement, listed: &[Listed]) -> Vec<GroupView> {
    let mut counts: BTreeMap<&GroupId, u32> = BTreeMap::new();
    for id in listed.iter().filter_map(|listed| listed.group.as_ref()) {
        *counts.entry(id).or_default() += 1;
    }
    let shown = counts.into_iter().filter_map(|(id, count)| {
        let group = arrangement.group(id)?;
        Some(GroupView { id: id.to_string(), name: group.name.clone(), count, remembers: group.remembers_login })
    });
    let mut groups: Vec<GroupView> = shown.collect();
    groups.sort_by_key(|group| group.name.to_lowercase());
    groups
}

fn profile(connections: &Connections, listed: &Listed, held: bool) -> ProfileView {
    let card = &listed.card;
    ProfileView {
        id: card.id.to_string(),
        name: card.name.clone(),
        servers: servers(card),
        sign_in: sign_in(card),
        last_used: card.last_used,
        added: card.added,
        favourite: listed.favourite,
        group: listed.group.as_ref().map(ToString::to_string),
        remembers: card.remembers_login || card.remembers_passphrase,
        temporary: listed.temporary,
        managed: listed.managed,
        network: card.network.map(Into::into),
        status: status::build(connections, card, held),
    }
}

fn servers(card: &Card) -> String {
    let mut hosts: Vec<&String> = card.servers.iter().collect();
    hosts.sort();
    hosts.dedup();
    match hosts.as_slice() {
        [] => String::new(),
        [host] => (*host).clone(),
        several => strings::text("servers-many", &[("count", Value::from(several.len()))]),
    }
}

fn sign_in(card: &Card) -> String {
    let id = match (card.sign_in.certificate, card.sign_in.password) {
        (true, _) if card.sign_in.browser => "sign-in-certificate-browser",
        (false, _) if card.sign_in.browser => "sign-in-browser",
        (true, true) => "sign-in-both",
        (true, false) => "sign-in-certificate",
        (false, true) => "sign-in-password",
        (false, false) => "sign-in-none",
    };
    strings::text(id, &[])
}

fn other(connection: &ConnectionSnapshot) -> OtherConnection {
    OtherConnection {
        // Only administrators are told the names that others gave.
        name: if connection.name.is_empty() { strings::text("other-connection", &[]) } else { connection.name.clone() },
        owner: strings::text("other-user", &[("uid", Value::from(i18n::user_name(&connection.owner)))]),
        label: strings::text(status::label_id(&connection.state), &[]),
    }
}

/// The question of the primary profile, else the first.
fn prompt(
    connections: &Connections,
    listed: &[Listed],
    primary: Option<&ProfileId>,
    arrangement: Option<&Arrangement>,
) -> Option<PromptView> {
    let known = |listed: &Listed| arrangement?.group(listed.group.as_ref()?);
    let mut asking = listed
        .iter()
        .filter_map(|listed| asked(connections, listed, known(listed)).map(|view| (&listed.card.id, view)));
    let first = asking.next()?;
    if Some(first.0) == primary {
        return Some(first.1);
    }
    Some(asking.find(|(id, _)| Some(*id) == primary).unwrap_or(first).1)
}

fn asked(connections: &Connections, listed: &Listed, group: Option<&Group>) -> Option<PromptView> {
    let card = &listed.card;
    if !connections.is_asking(&card.id) {
        return None;
    }
    let connection = connections.connection(&card.id)?;
    let pending = connection.prompt.as_ref()?;
    let typed = connections.typed.get(&card.id);
    let mut refused = None;
    let (mut can_remember, mut remember, mut shares) = (false, false, false);
    let known = card.remembers_login || group.is_some_and(|group| group.remembers_login);
    let mut asker = None;
    let ask = match &pending.prompt {
        Prompt::Credentials { username, username_locked, refused: refusal, challenge: second } => {
            if let Some(refusal) = refusal {
                let kind = vpn_api::FailureKind::CredentialsRefused { reason: refusal.reason.clone() };
                let failure = vpn_api::Failure::new(kind, vpn_api::Blame::User, vpn_api::Retry::Never);
                refused = Some(strings::failure(&failure));
            }
            can_remember = !card.sign_in.never_remember;
            remember = can_remember && typed.map_or(known, |typed| typed.remember);
            shares = can_remember;
            let kept = typed.filter(|_| refusal.is_some());
            Ask::Credentials {
                username: match kept {
                    Some(typed) if !username_locked => typed.username.clone(),
                    Some(_) | None => username.clone().unwrap_or_default(),
                },
                username_locked: *username_locked,
                password: kept.map(|typed| typed.password.expose().to_owned()).unwrap_or_default(),
                password_known: refusal.is_none() && known,
                challenge: second.as_ref().map(challenge),
            }
        }
        Prompt::KeyPassphrase { wrong } => {
            if *wrong {
                let kind = vpn_api::FailureKind::PassphraseWrong;
                let failure = vpn_api::Failure::new(kind, vpn_api::Blame::User, vpn_api::Retry::Never);
                refused = Some(strings::failure(&failure));
            }
            can_remember = true;
            remember = card.remembers_passphrase || connections.typed_passphrase.contains_key(&card.id);
            Ask::Passphrase
        }
        Prompt::Challenge(question) => Ask::Challenge(challenge(question)),
        Prompt::ConfirmElsewhere { text } => Ask::Confirm { text: text.clone() },
        Prompt::Form(form) => {
            refused = form.refused.as_ref().map(|_| strings::prompt(&pending.prompt));
            form::ask(form)
        }
        Prompt::Banner { text } => Ask::Banner { text: text.clone() },
        Prompt::OpenBrowser { url } | Prompt::BrowserAnswer { url, .. } => {
            Ask::Browser { host: host_of(url), url: url.clone() }
        }
        Prompt::ProxyCredentials { proxy, username, wrong } => {
            let problem = if *wrong { ProxyProblem::CredentialsRefused } else { ProxyProblem::CredentialsNeeded };
            let kind = vpn_api::FailureKind::Proxy { proxy: proxy.clone(), problem };
            let failure = vpn_api::Failure::new(kind, vpn_api::Blame::User, vpn_api::Retry::Never);
            refused = Some(strings::failure(&failure));
            asker = Some(proxy.clone());
            Ask::Credentials {
                username: username.clone().unwrap_or_default(),
                username_locked: false,
                password: String::new(),
                password_known: false,
                challenge: None,
            }
        }
    };
    Some(PromptView {
        profile: card.id.to_string(),
        profile_name: card.name.clone(),
        server: asker.unwrap_or_else(|| {
            status::server(&connection.state).map(|server| server.host.clone()).unwrap_or_else(|| servers(card))
        }),
        id: pending.id.0,
        ask,
        refused,
        can_remember,
        remember,
        group: group.filter(|group| shares && group.members.len() > 1).map(|group| PromptGroup {
            name: group.name.clone(),
            count: u32::try_from(group.members.len()).unwrap_or(u32::MAX),
            shared: typed.map_or(group.remembers_login && !card.remembers_login, |typed| typed.group),
        }),
    })
}

/// The question, which does not offer to remember anything where the person does not want that.
fn offering(prompt: PromptView, settings: Option<&Settings>) -> PromptView {
    let offers = settings.is_none_or(|settings| settings.now.remember);
    PromptView { can_remember: prompt.can_remember && offers, remember: prompt.remember && offers, ..prompt }
}

fn challenge(challenge: &Challenge) -> AskChallenge {
    AskChallenge { text: challenge.text.clone(), echo: challenge.echo }
}

/// The host of an address as a browser reads it; empty when there is none.
fn host_of(url: &str) -> String {
    tauri::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod tests;
