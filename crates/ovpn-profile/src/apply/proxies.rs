//! Proxies on the way to a server.

use vpn_api::{ProxyKind, proxy::MAX_HEADERS};

use super::{Applied, Line, bad, servers};
use crate::{
    reason::Reason,
    report::Verdict,
    said::{ProxyLine, Scope},
};

/// Port of SOCKS (RFC 1928), where none is given.
const SOCKS_PORT: u16 = 1080;

pub(super) fn apply(scope: &mut Scope, line: &Line<'_>) -> Option<Applied> {
    Some(match line.name {
        "http-proxy" => http(scope, line),
        "socks-proxy" => socks(scope, line),
        "http-proxy-option" => option(scope, line),
        "http-proxy-user-pass" => line.need(0).map(|name| {
            scope.proxies.http_login = Some(line.file(name));
            Verdict::Used
        }),
        "socks-proxy-user-pass" => line.need(0).map(|name| {
            scope.proxies.socks_login = Some(line.file(name));
            Verdict::Used
        }),
        _ => return None,
    })
}

/// `http-proxy host port [file|auto|auto-nct] [method]`.
fn http(scope: &mut Scope, line: &Line<'_>) -> Applied {
    let mut proxy = proxy(scope, line, ProxyKind::Http, servers::port(line.need(1)?)?)?;
    for word in [line.get(2), line.get(3)].into_iter().flatten() {
        match word {
            "ntlm" | "ntlm2" => return Err(Reason::ProxyNtlm),
            "none" | "basic" | "digest" | "auto" | "stdin" | "[inline]" => {}
            "auto-nct" => scope.proxies.http.no_clear_password = true,
            file if line.get(2) == Some(file) => proxy.login = Some(line.file(file)),
            other => return Err(bad(other)),
        }
    }
    scope.proxies.proxy = Some(proxy);
    Ok(Verdict::Used)
}

/// `socks-proxy host [port] [file]`.
fn socks(scope: &mut Scope, line: &Line<'_>) -> Applied {
    let port = line.get(1).map(servers::port).transpose()?.unwrap_or(SOCKS_PORT);
    let mut proxy = proxy(scope, line, ProxyKind::Socks5, port)?;
    proxy.login = line.get(2).filter(|file| !matches!(*file, "stdin" | "[inline]")).map(|file| line.file(file));
    scope.proxies.proxy = Some(proxy);
    Ok(Verdict::Used)
}

/// One server has one proxy: OpenVPN 2.6 refuses a profile that names one of each kind, also where a `<connection>` block adds
/// to what stands before it.
fn proxy(scope: &Scope, line: &Line<'_>, kind: ProxyKind, port: u16) -> Result<ProxyLine, Reason> {
    if scope.proxies.proxy.as_ref().is_some_and(|other| other.kind != kind) {
        return Err(Reason::TwoProxies);
    }
    let host = line.need(0)?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    if !ovpn_settings::is_host(host) {
        return Err(bad(host));
    }
    Ok(ProxyLine { entry: line.entry, kind, host: host.to_owned(), port, login: None })
}

/// `http-proxy-option VERSION 1.1`, `AGENT name`, `CUSTOM-HEADER name [content]`.
fn option(scope: &mut Scope, line: &Line<'_>) -> Applied {
    let http = &mut scope.proxies.http;
    let value = || line.need(1);
    match line.need(0)?.to_ascii_uppercase().as_str() {
        "VERSION" => match value()? {
            "1.0" => http.version_1_0 = true,
            "1.1" => http.version_1_0 = false,
            other => return Err(bad(other)),
        },
        "AGENT" => http.agent = Some(value()?.to_owned()),
        "CUSTOM-HEADER" => {
            let name = value()?;
            let header = match (line.get(2), name.split_once(':')) {
                (Some(content), _) => (name, content),
                (None, Some((name, content))) => (name, content.trim()),
                (None, None) => (name, ""),
            };
            if http.headers.len() >= MAX_HEADERS {
                return Err(Reason::OutOfBounds { what: "number of proxy headers".to_owned() });
            }
            http.headers.push((header.0.to_owned(), header.1.to_owned()));
        }
        other => return Err(bad(other)),
    }
    Ok(Verdict::Used)
}
