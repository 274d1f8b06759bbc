//! The way to a server through a proxy.

use std::{collections::BTreeMap, fmt, net::IpAddr};

use serde::{Deserialize, Serialize};

use crate::{bounded, secret::Secret, transport::Transport};

/// Longest user name or password for a proxy in bytes: RFC 1929 has one byte for the length.
pub const MAX_LOGIN: usize = 255;
/// Proxies of one connection whose logins may be given.
pub const MAX_LOGINS: usize = 64;
/// Most additional headers of a request to a proxy.
pub const MAX_HEADERS: usize = 16;
/// Longest name or value of a header in bytes.
pub const MAX_HEADER: usize = 1024;

/// A proxy, and how to sign in there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proxy {
    /// What it speaks.
    pub kind: ProxyKind,
    /// Name or literal address, without brackets.
    pub host: String,
    /// Port.
    pub port: u16,
    /// User name and password, if they are known.
    #[serde(default)]
    pub login: Option<ProxyLogin>,
    /// How to talk to an HTTP proxy.
    #[serde(default)]
    pub http: HttpProxy,
}

/// What a proxy speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProxyKind {
    /// HTTP with `CONNECT` (RFC 9110, section 9.3.6): carries streams.
    Http,
    /// SOCKS 5 (RFC 1928): carries streams and datagrams.
    Socks5,
}

/// User name and password for a proxy.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxyLogin {
    /// User name.
    pub username: String,
    /// Password.
    pub password: Secret,
}

impl fmt::Debug for ProxyLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyLogin(hidden)")
    }
}

/// How to talk to an HTTP proxy.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HttpProxy {
    /// Say HTTP/1.0 instead of HTTP/1.1.
    pub version_1_0: bool,
    /// `User-Agent`; none unless set.
    pub agent: Option<String>,
    /// Additional headers, in their order. A `Host` replaces the usual one.
    #[serde(deserialize_with = "bounded::list::<MAX_HEADERS, _, _>")]
    pub headers: Vec<(String, String)>,
    /// Only schemes that do not show the password to the network: no Basic.
    pub no_clear_password: bool,
}

impl fmt::Debug for HttpProxy {
    /// Headers by their names: one of them may sign in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { version_1_0, agent, headers, no_clear_password } = self;
        let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("HttpProxy")
            .field("version_1_0", version_1_0)
            .field("agent", agent)
            .field("headers", &names)
            .field("no_clear_password", no_clear_password)
            .finish()
    }
}

impl Proxy {
    /// A proxy without any settings.
    #[must_use]
    pub fn new(kind: ProxyKind, host: String, port: u16) -> Self {
        Self { kind, host, port, login: None, http: HttpProxy::default() }
    }

    /// How people, and [`crate::Secrets`], call it: `host:port`, an IPv6 address in brackets.
    #[must_use]
    pub fn name(&self) -> String {
        authority(&self.host, self.port)
    }

    /// Whether it can carry this transport.
    #[must_use]
    pub fn carries(&self, transport: Transport) -> bool {
        match (self.kind, transport) {
            (ProxyKind::Http, Transport::Udp) => false,
            (ProxyKind::Http, Transport::Tcp) | (ProxyKind::Socks5, _) => true,
        }
    }

    /// How many bytes of the proxy's own stand before each datagram to `host` (RFC 1928, section 7).
    #[must_use]
    pub fn datagram_overhead(&self, host: &str) -> u16 {
        let address = match (self.kind, host.parse::<IpAddr>()) {
            (ProxyKind::Http, _) => return 0,
            (ProxyKind::Socks5, Ok(IpAddr::V4(_))) => 4,
            (ProxyKind::Socks5, Ok(IpAddr::V6(_))) => 16,
            (ProxyKind::Socks5, Err(_)) => 1 + u16::try_from(host.len().min(255)).unwrap_or(255),
        };
        // Reserved, fragment number, kind of address; the port.
        4 + address + 2
    }

    /// Whether every value is within its bounds, and nothing in it can break out of the line it is written on.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        let plain = |text: &str| text.len() <= MAX_HEADER && !text.chars().any(char::is_control);
        let token = |text: &str| {
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            (1..=MAX_HEADER).contains(&text.len()) && text.bytes().all(allowed)
        };
        let short = |text: &str| text.len() <= MAX_LOGIN;
        let login = |login: &ProxyLogin| short(&login.username) && short(login.password.expose());
        is_host(&self.host)
            && self.port != 0
            && self.login.as_ref().is_none_or(login)
            && self.http.agent.as_deref().is_none_or(plain)
            && self.http.headers.len() <= MAX_HEADERS
            && self.http.headers.iter().all(|(name, value)| token(name) && plain(value))
    }
}

/// `host:port`, an IPv6 address in brackets.
#[must_use]
pub fn authority(host: &str, port: u16) -> String {
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

fn is_host(host: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '%');
    (1..=255).contains(&host.len()) && host.chars().all(allowed) && !host.starts_with(['-', '.'])
}

/// Through which proxy a link goes, and to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Via {
    /// The proxy.
    pub proxy: Proxy,
    /// Name or literal address of the server; the proxy looks the name up.
    pub host: String,
    /// Port of the server.
    pub port: u16,
}

/// Our own end of a link.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LocalEnd {
    /// The address that packets leave from.
    pub address: Option<IpAddr>,
    /// The port that packets leave from, if it is free.
    pub port: Option<u16>,
}

/// What a person typed for the proxies of a connection, by [`Proxy::name`].
pub type ProxyLogins = BTreeMap<String, ProxyLogin>;

/// Why a proxy did not let us through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum ProxyProblem {
    /// No connection to the proxy itself.
    NotReachable,
    /// The proxy took the connection and did not answer in time.
    NoAnswer,
    /// What answers there is no proxy of this kind.
    NotAProxy,
    /// It wants user name and password.
    CredentialsNeeded,
    /// It refused user name or password.
    CredentialsRefused,
    /// It offers only ways to sign in that Adit does not have, by name: NTLM, Negotiate.
    SignInNotSupported {
        /// The names.
        offered: String,
    },
    /// It does not allow connections to this server or port.
    NotAllowed {
        /// The server's port.
        port: u16,
    },
    /// It could not reach the server itself.
    ServerNotReached {
        /// The server.
        host: String,
    },
    /// It does not carry datagrams.
    NoDatagrams,
    /// It said no in another way.
    Refused {
        /// In its own words.
        answer: String,
    },
}

impl ProxyProblem {
    /// A stable id, as JSON and the ids of sentences have it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::NotReachable => "not-reachable",
            Self::NoAnswer => "no-answer",
            Self::NotAProxy => "not-a-proxy",
            Self::CredentialsNeeded => "credentials-needed",
            Self::CredentialsRefused => "credentials-refused",
            Self::SignInNotSupported { .. } => "sign-in-not-supported",
            Self::NotAllowed { .. } => "not-allowed",
            Self::ServerNotReached { .. } => "server-not-reached",
            Self::NoDatagrams => "no-datagrams",
            Self::Refused { .. } => "refused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_proxy_can_break_its_line() {
        let valid = Proxy::new(ProxyKind::Http, "2001:db8::1".to_owned(), 3128);
        assert!(valid.is_valid());
        assert_eq!(valid.name(), "[2001:db8::1]:3128");
        let with = |http: HttpProxy| Proxy { http, ..valid.clone() };
        let header = |name: &str, value: &str| {
            with(HttpProxy { headers: vec![(name.to_owned(), value.to_owned())], ..HttpProxy::default() })
        };
        assert!(header("X-Tenant", "7 seas").is_valid());
        assert!(!header("X-Tenant", "7\r\nHost: evil").is_valid());
        assert!(!header("X Tenant", "7").is_valid());
        assert!(!with(HttpProxy { agent: Some("a\nb".to_owned()), ..HttpProxy::default() }).is_valid());
        let long = ProxyLogin { username: "u".repeat(256), password: Secret::from("p") };
        assert!(!Proxy { login: Some(long), ..valid.clone() }.is_valid());
        assert!(!Proxy { host: "a b".to_owned(), ..valid.clone() }.is_valid());
        assert!(!Proxy { port: 0, ..valid }.is_valid());
    }
}
