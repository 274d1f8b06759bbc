//! The proxies of the user's session: from the environment, else from the desktop's settings. Read here, with the user's rights;
//! the helper is given the result and never looks itself.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod other;

use std::time::Duration;

#[cfg(target_os = "linux")]
use linux::settings;
#[cfg(not(target_os = "linux"))]
use other::settings;
use vpn_api::{
    Proxy, ProxyKind, ProxyLogin, SystemProxies,
    system_proxies::{MAX_EXCEPTIONS, MAX_SYSTEM_PROXIES},
};

/// How long the settings may take. Connecting does not wait longer for a proxy that is probably not needed.
const SETTINGS_TIME: Duration = Duration::from_secs(2);

/// What the settings of a desktop say.
#[derive(Debug, Clone, Default)]
struct Settings {
    /// Proxies are named. Otherwise there is none, or a script decides, and Adit runs no scripts.
    manual: bool,
    /// For TLS, through HTTP's `CONNECT`.
    https: Endpoint,
    /// SOCKS.
    socks: Endpoint,
    /// Hosts and networks that need no proxy.
    except: Vec<String>,
}

/// One proxy of the settings; an empty host or a port of 0 means that there is none.
#[derive(Debug, Clone, Default)]
struct Endpoint {
    host: String,
    port: i32,
}

/// The proxies of this session; none where nothing is set or nothing can be read.
pub(crate) async fn read() -> SystemProxies {
    let proxies = from_environment(|name| std::env::var(name).ok());
    if !proxies.proxies.is_empty() {
        return proxies;
    }
    // Settings may be behind a bus or on a slow disk.
    match tokio::time::timeout(SETTINGS_TIME, tokio::task::spawn_blocking(settings)).await {
        Ok(Ok(settings)) => from_settings(&settings),
        Ok(Err(_)) | Err(_) => SystemProxies::default(),
    }
}

/// `https_proxy`, `all_proxy` and `no_proxy`, in small letters or capitals.
fn from_environment(variable: impl Fn(&str) -> Option<String>) -> SystemProxies {
    let either = |name: &str| {
        let found = variable(name).or_else(|| variable(&name.to_ascii_uppercase()));
        found.filter(|value| !value.trim().is_empty())
    };
    let mut found = SystemProxies::default();
    for name in ["https_proxy", "all_proxy"] {
        found.proxies.extend(either(name).and_then(|text| proxy(&text)).filter(|one| !found.proxies.contains(one)));
    }
    found.except = exceptions(either("no_proxy").unwrap_or_default().split(','));
    bounded(found)
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

fn from_settings(settings: &Settings) -> SystemProxies {
    let mut found = SystemProxies::default();
    if !settings.manual {
        return found;
    }
    for (endpoint, kind) in [(&settings.https, ProxyKind::Http), (&settings.socks, ProxyKind::Socks5)] {
        let port = u16::try_from(endpoint.port).ok().filter(|port| *port != 0);
        if let (false, Some(port)) = (endpoint.host.is_empty(), port) {
            found.proxies.push(Proxy::new(kind, endpoint.host.clone(), port));
        }
    }
    found.except = exceptions(settings.except.iter().map(String::as_str));
    bounded(found)
}

fn exceptions<'a>(entries: impl Iterator<Item = &'a str>) -> Vec<String> {
    let kept = entries.map(str::trim).filter(|entry| (1..=255).contains(&entry.len()));
    kept.take(MAX_EXCEPTIONS).map(str::to_owned).collect()
}

/// What the helper would refuse is left out: a desktop's nonsense must not stand in the way of a direct connection.
fn bounded(mut found: SystemProxies) -> SystemProxies {
    found.proxies.retain(Proxy::is_valid);
    found.proxies.truncate(MAX_SYSTEM_PROXIES);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_names_proxies_and_exceptions() {
        let found = from_environment(|name| {
            let value = match name {
                "HTTPS_PROXY" => "http://al%40ice:p%3Ass+x@proxy.example:3128/",
                "all_proxy" => "socks5h://[2001:db8::1]",
                "no_proxy" => "localhost, .corp.example,10.0.0.0/8",
                _ => return None,
            };
            Some(value.to_owned())
        });
        let names: Vec<_> = found.proxies.iter().map(|proxy| (proxy.kind, proxy.name())).collect();
        let expected =
            [(ProxyKind::Http, "proxy.example:3128".to_owned()), (ProxyKind::Socks5, "[2001:db8::1]:1080".to_owned())];
        assert_eq!(names, expected);
        let login = found.proxies[0].login.clone().unwrap();
        assert_eq!((login.username.as_str(), login.password.expose()), ("al@ice", "p:ss+x"));
        assert_eq!(found.except, ["localhost", ".corp.example", "10.0.0.0/8"]);
        assert_eq!(from_environment(|_| None), SystemProxies::default());
    }

    #[test]
    fn what_is_no_usable_proxy_is_left_out() {
        for text in ["https://secure.example:443", "socks4://old.example", "", "http://", "ftp://a.example", "a b:3"] {
            let found = from_environment(|name| (name == "https_proxy").then(|| text.to_owned()));
            assert_eq!(found.proxies, [], "{text}");
        }
        let plain = from_environment(|name| (name == "https_proxy").then(|| "proxy.example:8080".to_owned()));
        assert_eq!(plain.proxies[0].name(), "proxy.example:8080");
    }

    #[test]
    fn settings_count_when_they_are_manual() {
        let settings = |manual: bool, port: i32| Settings {
            manual,
            https: Endpoint { host: "proxy.example".to_owned(), port },
            socks: Endpoint::default(),
            except: vec!["localhost".to_owned(), "127.0.0.0/8".to_owned(), String::new()],
        };
        let found = from_settings(&settings(true, 3128));
        assert_eq!(found.proxies, [Proxy::new(ProxyKind::Http, "proxy.example".to_owned(), 3128)]);
        assert_eq!(found.except, ["localhost", "127.0.0.0/8"]);
        assert_eq!(from_settings(&settings(false, 3128)), SystemProxies::default());
        for port in [0, -1, 65_536] {
            assert_eq!(from_settings(&settings(true, port)).proxies, [], "{port}");
        }
    }

    /// Whatever this machine has: no schema, or one that says something.
    #[tokio::test]
    async fn reading_the_settings_of_this_machine_ends() {
        let found = read().await;
        assert!(found.proxies.iter().all(Proxy::is_valid));
    }
}
