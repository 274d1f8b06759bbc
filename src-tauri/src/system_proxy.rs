//! What the person's desktop says about proxies: the environment, else GNOME's settings. Read here, with the person's rights;
//! the helper is given the result and never looks itself.

use std::{process::Stdio, time::Duration};

use vpn_api::{
    Proxy, ProxyKind, ProxyLogin, SystemProxies,
    proxy::{MAX_EXCEPTIONS, MAX_SYSTEM_PROXIES},
};

/// How long the settings may take. Connecting does not wait longer for a proxy that is probably not needed.
const SETTINGS_TIME: Duration = Duration::from_secs(2);
/// More than the settings of any desktop.
const MAX_SETTINGS: usize = 64 * 1024;

/// The proxies of this session; none where nothing is set or nothing can be read.
pub(crate) async fn read() -> SystemProxies {
    let said = from_environment(|name| std::env::var(name).ok());
    if !said.proxies.is_empty() {
        return said;
    }
    let settings = tokio::task::spawn_blocking(|| {
        let mut command = std::process::Command::new("gsettings");
        command.args(["list-recursively", "org.gnome.system.proxy"]).stdin(Stdio::null()).stderr(Stdio::null());
        command.output()
    });
    match tokio::time::timeout(SETTINGS_TIME, settings).await {
        Ok(Ok(Ok(output))) if output.status.success() && output.stdout.len() <= MAX_SETTINGS => {
            from_settings(&String::from_utf8_lossy(&output.stdout))
        }
        Ok(_) | Err(_) => SystemProxies::default(),
    }
}

/// `https_proxy`, `all_proxy` and `no_proxy`, in small letters or capitals.
fn from_environment(variable: impl Fn(&str) -> Option<String>) -> SystemProxies {
    let either = |name: &str| {
        let found = variable(name).or_else(|| variable(&name.to_ascii_uppercase()));
        found.filter(|value| !value.trim().is_empty())
    };
    let mut said = SystemProxies::default();
    for name in ["https_proxy", "all_proxy"] {
        said.proxies.extend(either(name).and_then(|text| proxy(&text)).filter(|found| !said.proxies.contains(found)));
    }
    said.except = exceptions(either("no_proxy").unwrap_or_default().split(','));
    bounded(said)
}

/// A proxy as environments name it: `http://user:password@host:port`, `socks5h://host`, `host:port`.
fn proxy(text: &str) -> Option<Proxy> {
    let text = text.trim();
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = url::Url::parse(&whole).ok()?;
    let (kind, usual) = match url.scheme() {
        "http" => (ProxyKind::Http, 80),
        "socks" | "socks5" | "socks5h" => (ProxyKind::Socks5, 1080),
        // A proxy behind TLS is another thing, and SOCKS 4 has no passwords.
        _ => return None,
    };
    let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
    let mut found = Proxy::new(kind, host, url.port().unwrap_or(usual));
    if !url.username().is_empty() {
        let username = decoded(url.username());
        let password = decoded(url.password().unwrap_or_default()).as_str().into();
        found.login = Some(ProxyLogin { username, password });
    }
    Some(found)
}

/// Percent-encoding (RFC 3986, section 2.1).
fn decoded(text: &str) -> String {
    url::form_urlencoded::parse(text.replace('+', "%2B").as_bytes()).map(|(name, _)| name.into_owned()).collect()
}

/// Lines of `gsettings list-recursively org.gnome.system.proxy`: schema, key, value. Only proxies that are named are used:
/// with `auto` a script decides, and Adit runs no scripts.
fn from_settings(text: &str) -> SystemProxies {
    let value = |schema: &str, key: &str| {
        let begin = format!("{schema} {key} ");
        text.lines().find_map(|line| line.strip_prefix(&begin)).map(str::trim)
    };
    let unquoted = |schema: &str, key: &str| value(schema, key).map(|text| text.trim_matches('\'').to_owned());
    let mut said = SystemProxies::default();
    if unquoted("org.gnome.system.proxy", "mode").as_deref() != Some("manual") {
        return said;
    }
    for (part, kind) in [("https", ProxyKind::Http), ("socks", ProxyKind::Socks5)] {
        let schema = format!("org.gnome.system.proxy.{part}");
        let host = unquoted(&schema, "host").filter(|host| !host.is_empty());
        let port = value(&schema, "port").and_then(|port| port.parse().ok()).filter(|port| *port != 0);
        if let (Some(host), Some(port)) = (host, port) {
            said.proxies.push(Proxy::new(kind, host, port));
        }
    }
    let ignored = value("org.gnome.system.proxy", "ignore-hosts").unwrap_or_default();
    said.except = exceptions(ignored.trim_matches(['[', ']']).split(',').map(|entry| entry.trim().trim_matches('\'')));
    bounded(said)
}

fn exceptions<'a>(entries: impl Iterator<Item = &'a str>) -> Vec<String> {
    let kept = entries.map(str::trim).filter(|entry| (1..=255).contains(&entry.len()));
    kept.take(MAX_EXCEPTIONS).map(str::to_owned).collect()
}

/// What the helper would refuse is left out: a desktop's nonsense must not stand in the way of a direct connection.
fn bounded(mut said: SystemProxies) -> SystemProxies {
    said.proxies.retain(Proxy::is_valid);
    said.proxies.truncate(MAX_SYSTEM_PROXIES);
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_names_proxies_and_exceptions() {
        let said = from_environment(|name| {
            let value = match name {
                "HTTPS_PROXY" => "http://al%40ice:p%3Ass+x@proxy.example:3128/",
                "all_proxy" => "socks5h://[2001:db8::1]",
                "no_proxy" => "localhost, .corp.example,10.0.0.0/8",
                _ => return None,
            };
            Some(value.to_owned())
        });
        let names: Vec<_> = said.proxies.iter().map(|proxy| (proxy.kind, proxy.name())).collect();
        let expected =
            [(ProxyKind::Http, "proxy.example:3128".to_owned()), (ProxyKind::Socks5, "[2001:db8::1]:1080".to_owned())];
        assert_eq!(names, expected);
        let login = said.proxies[0].login.clone().unwrap();
        assert_eq!((login.username.as_str(), login.password.expose()), ("al@ice", "p:ss+x"));
        assert_eq!(said.except, ["localhost", ".corp.example", "10.0.0.0/8"]);
        assert_eq!(from_environment(|_| None), SystemProxies::default());
    }

    #[test]
    fn what_is_no_usable_proxy_is_left_out() {
        for text in ["https://secure.example:443", "socks4://old.example", "", "http://", "ftp://a.example", "a b:3"] {
            let said = from_environment(|name| (name == "https_proxy").then(|| text.to_owned()));
            assert_eq!(said.proxies, [], "{text}");
        }
        let plain = from_environment(|name| (name == "https_proxy").then(|| "proxy.example:8080".to_owned()));
        assert_eq!(plain.proxies[0].name(), "proxy.example:8080");
    }

    #[test]
    fn gnomes_settings_count_when_they_are_manual() {
        let settings = |mode: &str| {
            format!(
                "org.gnome.system.proxy mode '{mode}'\norg.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8']\n\
                 org.gnome.system.proxy.https host 'proxy.example'\norg.gnome.system.proxy.https port 3128\n\
                 org.gnome.system.proxy.socks host ''\norg.gnome.system.proxy.socks port 0\n"
            )
        };
        let said = from_settings(&settings("manual"));
        assert_eq!(said.proxies, [Proxy::new(ProxyKind::Http, "proxy.example".to_owned(), 3128)]);
        assert_eq!(said.except, ["localhost", "127.0.0.0/8"]);
        assert_eq!(from_settings(&settings("none")), SystemProxies::default());
        assert_eq!(from_settings(&settings("auto")), SystemProxies::default());
    }
}
