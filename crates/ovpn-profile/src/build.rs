//! From everything that was said to a profile: defaults, files, and what only the whole can tell.
//!
//! [`servers`], [`trust`] with [`identity`], and [`data`] are its parts; [`files`] brings them the texts that they need.

mod data;
mod files;
mod identity;
mod servers;
mod trust;

use std::collections::BTreeMap;

use ovpn_settings::options::ResolvedDns;
use profile_api::{Rejected, SideFiles};

use self::files::Resolver;
use crate::{
    parsed::Parsed,
    profile::{Login, NetworkSettings, Profile},
    reason::Reason,
    report::{Report, Verdict},
    said::Said,
    sign_in,
};

/// Makes the profile, or says what stands in its way.
pub(crate) fn build(
    mut said: Said,
    report: &mut Report,
    files: &dyn SideFiles,
    servers: &BTreeMap<String, String>,
) -> Result<Parsed, Rejected> {
    if !(said.client || said.tls_client && said.pull) {
        report.find(None, Verdict::refused(Reason::NotAClient));
    }
    let mut resolver = Resolver { report, files };
    let remotes = servers::remotes(&mut said, &mut resolver, servers);
    let tls = trust::tls(&mut said, &mut resolver);
    let data = data::data(&said, resolver.report);
    let login = login(&mut said);
    if login.is_none() && said.cert.is_none() && said.key.is_none() && said.pkcs12.is_none() {
        report.find(None, Verdict::warning(Reason::NoSignIn));
    }
    let network = network(&mut said, report);
    let profile = tls.map(|tls| Profile {
        remotes,
        remote_random: said.remote_random,
        remote_random_hostname: said.remote_random_hostname,
        tls,
        login,
        data,
        timing: said.timing,
        network,
        peer_info: said.peer_info.into_iter().collect(),
        push_peer_info: said.push_peer_info,
    });
    if let (Some(profile), true, true) = (&profile, report.needs.is_empty(), report.refusals().is_empty())
        && let Err(invalid) = profile.validate()
    {
        report.find(None, Verdict::refused(Reason::OutOfBounds { what: invalid.to_string() }));
    }
    report.settle();
    if !report.refusals().is_empty() {
        return Err(Rejected::Refused);
    }
    match profile {
        Some(profile) if report.needs.is_empty() => {
            let (sign_in, asks) = sign_in::of(&profile);
            let name_hint = said.meta.friendly_name.or(said.meta.profile);
            Ok(Parsed { name_hint, sign_in, asks, profile, secret_files: said.secret_files })
        }
        Some(_) | None => Err(Rejected::Incomplete { needs: report.needs.clone() }),
    }
}

fn network(said: &mut Said, report: &mut Report) -> NetworkSettings {
    let tunnel = std::mem::take(&mut said.tunnel);
    // Servers that want to be asked over TLS have their warning at the line that says so.
    let ResolvedDns { dns, encrypted: _, without_address } = tunnel.dns.resolve();
    for number in without_address {
        for entry in said.resolve_domains.get(&number).into_iter().flatten() {
            report.judge(*entry, Verdict::warning(Reason::DomainsWithoutServer { number: number.into() }));
        }
    }
    NetworkSettings {
        redirect: tunnel.redirect,
        routes: tunnel.routes,
        route_metric: tunnel.route_metric,
        route_gateway: tunnel.route_gateway,
        route_nopull: said.route_nopull,
        dns,
        block_ipv6: tunnel.block_ipv6,
        pull_filters: std::mem::take(&mut said.pull_filters),
        topology: tunnel.topology,
        ifconfig: tunnel.ifconfig,
        ifconfig_ipv6: tunnel.ifconfig_ipv6,
    }
}

fn login(said: &mut Said) -> Option<Login> {
    let meta = &said.meta;
    let asked = said.login.is_some() || said.static_challenge.is_some();
    if said.federated {
        return Some(Login { federated: true, never_remember: said.auth_nocache, ..Login::default() });
    }
    if !asked || meta.autologin {
        return None;
    }
    let mut login = said.login.take().unwrap_or_default();
    if let Some(username) = &meta.username {
        login.username = Some(username.clone());
        login.username_locked = true;
    }
    login.never_remember = said.auth_nocache || meta.no_password_save;
    login.static_challenge = said.static_challenge.take();
    Some(login)
}
