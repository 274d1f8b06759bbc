//! The servers, each with its proxy and its control key.

use std::{collections::BTreeMap, time::Duration};

use profile_api::Need;
use vpn_api::{
    Proxy, ProxyKind,
    proxy::HttpProxy,
    session::{Family, Transport},
};

use super::files::Resolver;
use crate::{
    apply::servers::is_placeholder,
    material,
    profile::{Digest, KeyDirection, MAX_REMOTES, Remote, Wrap},
    reason::Reason,
    report::{Entry, Verdict},
    said::{ControlKeys, RemoteLine, Said, Scope},
};

/// Port of OpenVPN, where none is given.
const DEFAULT_PORT: u16 = 1194;
/// As in OpenVPN 2.6.
const DEFAULT_ANSWER_TIMEOUT: Duration = Duration::from_secs(120);

pub(super) fn remotes(said: &mut Said, resolver: &mut Resolver<'_>, servers: &BTreeMap<String, String>) -> Vec<Remote> {
    let mut found: Vec<(RemoteLine, Scope)> = Vec::new();
    let blocks = std::mem::take(&mut said.blocks);
    let plain = std::mem::take(&mut said.scope.remotes);
    if blocks.is_empty() {
        let shared = Scope { keys: ControlKeys::default(), ..said.scope.clone() };
        found.extend(plain.into_iter().map(|remote| (remote, shared.clone())));
    } else {
        for remote in plain {
            resolver.report.judge(remote.entry, Verdict::ignored(Reason::ReplacedByConnections));
        }
        for (line, mut scope) in blocks {
            match scope.remotes.pop() {
                Some(remote) => found.push((remote, scope)),
                None => resolver.report.find(Some(line), Verdict::refused(Reason::NoServer)),
            }
        }
    }
    if found.is_empty() {
        resolver.report.find(None, Verdict::refused(Reason::NoServer));
    }
    if found.len() > MAX_REMOTES {
        let limit = MAX_REMOTES as u64;
        resolver.report.find(None, Verdict::warning(Reason::TooManyServers { limit }));
        found.truncate(MAX_REMOTES);
    }
    leave_out_unreachable(&mut found, resolver);
    let digest = said.other_auth.as_ref().map_or(Ok(said.auth), Err);
    let shared = wrap(&said.scope.keys, digest, resolver);
    let mut remotes = Vec::with_capacity(found.len());
    for (line, scope) in found {
        let own = scope.keys.all().next().is_some();
        let wrap = if own { wrap(&scope.keys, digest, resolver) } else { shared.clone() };
        let host = host(&line, resolver, servers);
        if let (Some(wrap), Some(host)) = (wrap, host) {
            let proxy = proxy(&scope, &said.scope, resolver);
            remotes.push(Remote { proxy, ..remote(&line, &scope, wrap, host) });
        }
    }
    remotes
}

fn remote(line: &RemoteLine, scope: &Scope, wrap: Wrap, host: String) -> Remote {
    let (transport, family) = line.proto.or(scope.proto).unwrap_or((Transport::Udp, Family::Any));
    Remote {
        host,
        port: line.port.or(scope.port).unwrap_or(DEFAULT_PORT),
        transport,
        family,
        wrap,
        answer_timeout: scope.answer_timeout.unwrap_or(DEFAULT_ANSWER_TIMEOUT),
        exit_notify: scope.exit_notify.unwrap_or(0),
        mssfix: scope.mssfix.unwrap_or_default(),
        // A stream has no packets that could be too long. OpenVPN refuses both together.
        fragment: scope.fragment.filter(|_| transport == Transport::Udp),
        tun_mtu: scope.tun_mtu.unwrap_or_default(),
        max_packet_size: scope.max_packet_size.unwrap_or(1250),
        proxy: None,
        local: scope.local,
    }
}

fn host(line: &RemoteLine, resolver: &mut Resolver<'_>, servers: &BTreeMap<String, String>) -> Option<String> {
    let mut host = line.host.as_str();
    if is_placeholder(host) {
        match servers.get(host) {
            Some(answer) => host = answer,
            None => {
                let placeholder = host.chars().take(120).collect();
                let need = Need::ServerAddress { placeholder, line: line.line };
                resolver.report.judge(line.entry, Verdict::warning(need.reason().into()));
                resolver.report.needs.push(need);
                return None;
            }
        }
    }
    if ovpn_settings::is_host(host) {
        return Some(host.to_owned());
    }
    let value = host.chars().take(120).collect();
    resolver.report.judge(line.entry, Verdict::refused(Reason::BadValue { value }));
    None
}

/// HTTP proxies carry streams only: what is left are the servers that can be reached.
fn leave_out_unreachable(found: &mut Vec<(RemoteLine, Scope)>, resolver: &mut Resolver<'_>) {
    let reachable = |(line, scope): &(RemoteLine, Scope)| {
        let (transport, _) = line.proto.or(scope.proto).unwrap_or((Transport::Udp, Family::Any));
        scope.proxies.proxy.as_ref().is_none_or(|proxy| proxy.kind != ProxyKind::Http) || transport == Transport::Tcp
    };
    let any = found.iter().any(reachable);
    found.retain(|server| {
        let keep = reachable(server);
        if !keep {
            match &server.1.proxies.proxy {
                Some(proxy) if !any => {
                    resolver.report.judge(proxy.entry, Verdict::refused(Reason::HttpProxyNeedsTcp));
                }
                Some(_) | None => {
                    resolver.report.judge(server.0.entry, Verdict::warning(Reason::UdpBehindHttpProxy));
                }
            }
        }
        keep
    });
}

/// The proxy on the way to a server. User name and password may stand further down than the server.
fn proxy(scope: &Scope, global: &Scope, resolver: &mut Resolver<'_>) -> Option<Proxy> {
    let line = scope.proxies.proxy.as_ref()?;
    let (own, shared) = match line.kind {
        ProxyKind::Http => (&scope.proxies.http_login, &global.proxies.http_login),
        ProxyKind::Socks5 => (&scope.proxies.socks_login, &global.proxies.socks_login),
    };
    let source = line.login.as_ref().or(own.as_ref()).or(shared.as_ref());
    let login = source.and_then(|source| resolver.proxy_login(source));
    let http = if line.kind == ProxyKind::Http { scope.proxies.http.clone() } else { HttpProxy::default() };
    let proxy = Proxy { kind: line.kind, host: line.host.clone(), port: line.port, login, http };
    if !proxy.is_valid() {
        resolver.report.judge(line.entry, Verdict::refused(Reason::OutOfBounds { what: "proxy".to_owned() }));
    }
    Some(proxy)
}

/// `auth` is the digest of tls-auth, or the name and line of one that Adit does not have. `None`: the key is missing or refused.
fn wrap(keys: &ControlKeys, auth: Result<Digest, &(String, Entry)>, resolver: &mut Resolver<'_>) -> Option<Wrap> {
    let mut all = keys.all();
    let first = all.next();
    if let (Some(_), Some(second)) = (first, all.next()) {
        resolver.report.judge(second.entry, Verdict::refused(Reason::SeveralControlKeys));
        return None;
    }
    if let Some(source) = &keys.tls_auth {
        let auth = match auth {
            Ok(auth) => auth,
            Err((name, entry)) => {
                let digest = name.clone();
                resolver.report.judge(*entry, Verdict::refused(Reason::UnsupportedDigest { digest }));
                return None;
            }
        };
        if auth == Digest::None {
            resolver.report.judge(source.entry, Verdict::refused(Reason::TlsAuthWithoutDigest));
            return None;
        }
        let direction = keys.direction.unwrap_or(KeyDirection::Bidirectional);
        let key = resolver.material(source, material::static_key)?;
        return Some(Wrap::TlsAuth { key, direction, digest: auth });
    }
    if let Some(source) = &keys.tls_crypt {
        return resolver.material(source, material::static_key).map(|key| Wrap::TlsCrypt { key });
    }
    if let Some(source) = &keys.tls_crypt_v2 {
        let (key, wrapped) = resolver.material(source, material::tls_crypt_v2_key)?;
        return Some(Wrap::TlsCryptV2 { key, wrapped });
    }
    Some(Wrap::None)
}
