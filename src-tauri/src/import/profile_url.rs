//! Links to profiles: `https://…`, and such an address behind a prefix, as a web page gives it to the desktop (what the
//! prefix is, each format says). A link is a secret: it often carries a token that is as good as the profile.

use profile_api::{Formats, WebImport, WebProbe};
use url::{Host, Url};

use super::address::is_public;

/// Longest link in bytes.
pub(crate) const MAX_URL_LEN: usize = 4096;

const SECURE: &str = "https://";

/// An address that may be fetched, as far as the text tells.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct ProfileUrl {
    url: Url,
    /// It came wrapped for the desktop, so whoever made it is not the person; by which format's rules.
    deep: Option<&'static WebImport>,
}

/// Why a text is not fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadProfileUrl {
    /// Longer than [`MAX_URL_LEN`].
    TooLong,
    /// Another scheme than https.
    NotSecure,
    /// No address, or one that does not read the same to everybody.
    Malformed,
    /// A user name or password stands in it.
    Credentials,
    /// It leads to this machine or its network.
    Local,
}

/// Whether a text that was pasted is meant as a link. It may still be a bad one.
pub(crate) fn is_profile_url(text: &str, formats: &Formats) -> bool {
    let text = text.trim();
    let begins = |what: &str| text.get(..what.len()).is_some_and(|head| head.eq_ignore_ascii_case(what));
    let schemes = formats.web_imports().map(|web| web.scheme).chain(["https://", "http://"]);
    !text.contains(['\n', ' ']) && schemes.into_iter().any(begins)
}

impl ProfileUrl {
    /// Reads a link.
    ///
    /// # Errors
    /// [`BadProfileUrl`].
    pub(crate) fn parse(text: &str, formats: &Formats) -> Result<Self, BadProfileUrl> {
        let text = text.trim();
        if text.len() > MAX_URL_LEN {
            return Err(BadProfileUrl::TooLong);
        }
        let wrapped = formats.web_imports().find_map(|web| Some((web, after(text, web.prefix)?)));
        let url = secure(wrapped.map_or(text, |(_, inner)| inner))?;
        Ok(Self { url, deep: wrapped.map(|(web, _)| web) })
    }

    /// Where a redirect leads.
    ///
    /// # Errors
    /// [`BadProfileUrl`]: the same rules hold for each step.
    pub(super) fn follow(&self, location: &str) -> Result<Self, BadProfileUrl> {
        if location.len() > MAX_URL_LEN || has_hidden(location) {
            return Err(BadProfileUrl::Malformed);
        }
        let url = self.url.join(location).map_err(|_| BadProfileUrl::Malformed)?;
        let url = secure(url.as_str())?;
        Ok(Self { url, deep: self.deep })
    }

    /// Whether the desktop brought it, so that the person has to agree before anything is fetched.
    pub(crate) fn is_deep(&self) -> bool {
        self.deep.is_some()
    }

    /// The format whose prefix stood before the address.
    pub(super) fn deep(&self) -> Option<&'static WebImport> {
        self.deep
    }

    /// The host, in ASCII, with its port if that is not the usual one.
    pub(crate) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }

    /// Names a server and nothing on it: how it hands out profiles has to be asked.
    pub(super) fn is_bare(&self) -> bool {
        self.url.path() == "/" && self.url.query().is_none()
    }

    /// Where this server tells how it hands out profiles, and where it asks for the sign-in then.
    pub(super) fn probe(&self, probe: &WebProbe) -> Self {
        let mut url = self.url.clone();
        url.set_path(probe.path);
        url.set_query(Some(probe.query));
        Self { url, deep: self.deep }
    }

    /// The address, for the browser.
    pub(crate) fn for_browser(&self) -> &str {
        self.url.as_str()
    }

    /// The address. Name the reason where you call this.
    pub(super) fn expose(&self) -> &Url {
        &self.url
    }
}

impl std::fmt::Debug for ProfileUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ProfileUrl({}, hidden)", self.host())
    }
}

fn after<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn secure(text: &str) -> Result<Url, BadProfileUrl> {
    if has_hidden(text) {
        return Err(BadProfileUrl::Malformed);
    }
    // What a browser would mend ("https:host", "https:\\host") is told apart from what is meant by it nowhere.
    let rest = after(text, SECURE).ok_or(BadProfileUrl::NotSecure)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() || authority.contains('\\') || authority.contains('%') {
        return Err(BadProfileUrl::Malformed);
    }
    if authority.contains('@') {
        return Err(BadProfileUrl::Credentials);
    }
    let mut url = Url::parse(text).map_err(|_| BadProfileUrl::Malformed)?;
    url.set_fragment(None);
    match url.host() {
        Some(Host::Ipv4(address)) if !is_public(address.into()) => return Err(BadProfileUrl::Local),
        Some(Host::Ipv6(address)) if !is_public(address.into()) => return Err(BadProfileUrl::Local),
        Some(Host::Domain(name)) if is_local_name(name) => return Err(BadProfileUrl::Local),
        Some(_) => {}
        None => return Err(BadProfileUrl::Malformed),
    }
    if url.port() == Some(0) { Err(BadProfileUrl::Malformed) } else { Ok(url) }
}

/// Names that mean this machine or its network, whatever a resolver says (RFC 6761, 6762, 8375).
fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let under = |domain: &str| name.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    ["localhost", "local", "home.arpa", "internal"].into_iter().any(under)
}

/// Control characters, written out or as `%0d`, and characters that are not seen or turn the text around them.
fn has_hidden(text: &str) -> bool {
    // Joiners are shown nowhere in an address.
    let odd = |c: char| c.is_whitespace() || vpn_api::text::is_hidden(c) || matches!(c, '\u{200c}' | '\u{200d}');
    let mut escapes = text.match_indices('%').filter_map(|(at, _)| text.get(at + 1..at + 3));
    text.chars().any(odd)
        || escapes.any(|digits| u8::from_str_radix(digits, 16).is_ok_and(|byte| byte < 0x20 || byte == 0x7f))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    impl ProfileUrl {
        /// To where a test listens, past the rule that refuses it.
        pub(crate) fn for_tests(text: &str) -> Self {
            Self { url: Url::parse(text).unwrap(), deep: None }
        }

        /// As OpenVPN's format has it.
        pub(crate) fn read(text: &str) -> Result<Self, BadProfileUrl> {
            Self::parse(text, &Formats::new(ovpn_profile::OpenVpn))
        }
    }

    const FETCHED: [&str; 3] = [
        "openvpn://import-profile/https://vpn.example.com/p?token=CANARY",
        "OPENVPN://import-profile/https://vpn.example.com:8443/a/b.ovpn#part",
        "openvpn://import-profile/https://m\u{fc}nchen.example/x",
    ];

    #[test]
    fn of_forty_deep_links_three_are_fetched() {
        let long = format!("openvpn://import-profile/https://vpn.example.com/{}", "a".repeat(MAX_URL_LEN));
        let refused = [
            "openvpn://import-profile/http://vpn.example.com/p",
            "openvpn://import-profile/ftp://vpn.example.com/p",
            "openvpn://import-profile/file:///etc/passwd",
            "openvpn://import-profile/javascript:alert(1)",
            "openvpn://import-profile/data:text/plain,client",
            "openvpn://import-profile/smb://host/share",
            "openvpn://import-profile/https:evil.example",
            "openvpn://import-profile/https:/evil.example/p",
            "openvpn://import-profile/https:\\\\evil.example/p",
            "openvpn://import-profile/https:///evil.example/p",
            "openvpn://import-profile/https://",
            "openvpn://import-profile/",
            "openvpn://import-profile",
            "openvpn://import-profile/openvpn://import-profile/https://vpn.example.com/p",
            "openvpn://import-profile.evil.example/https://vpn.example.com/p",
            "openvpn://import-profile@evil/https://vpn.example.com/p",
            "openvpn://connect/https://vpn.example.com/p",
            "openvpn:import-profile/https://vpn.example.com/p",
            "openvpn://import-profile/https%3A%2F%2Fvpn.example.com/p",
            "openvpn://import-profile/https://user:pass@vpn.example.com/p",
            "openvpn://import-profile/https://vpn.example.com@evil.example/p",
            "openvpn://import-profile/https://localhost/p",
            "openvpn://import-profile/https://router.local/p",
            "openvpn://import-profile/https://127.0.0.1/p",
            "openvpn://import-profile/https://127.1/p",
            "openvpn://import-profile/https://0x7f000001/p",
            "openvpn://import-profile/https://2130706433/p",
            "openvpn://import-profile/https://192.168.1.1/p",
            "openvpn://import-profile/https://169.254.169.254/latest/meta-data",
            "openvpn://import-profile/https://[::1]/p",
            "openvpn://import-profile/https://[::ffff:10.0.0.1]/p",
            "openvpn://import-profile/https://vpn.example.com:0/p",
            "openvpn://import-profile/https://vpn.example.com:99999/p",
            "openvpn://import-profile/https://vpn.example.com/%0d%0aHost:x",
            "openvpn://import-profile/https://vpn.example.com/a b",
            "openvpn://import-profile/https://vpn.example.com/\u{202e}txt",
            long.as_str(),
        ];
        assert_eq!(refused.len() + FETCHED.len(), 40);
        for link in refused {
            assert!(ProfileUrl::read(link).is_err(), "{link:?}");
        }
        for link in FETCHED {
            assert!(ProfileUrl::read(link).is_ok_and(|link| link.is_deep()), "{link:?}");
        }
        assert!(ProfileUrl::read("https://vpn.example.com/p").is_ok_and(|link| !link.is_deep()));
    }

    #[test]
    fn the_host_is_shown_and_the_rest_is_not() {
        let [plain, port, foreign] = FETCHED.map(|link| ProfileUrl::read(link).unwrap());
        assert_eq!(plain.host(), "vpn.example.com");
        assert_eq!(port.host(), "vpn.example.com:8443");
        assert_eq!(foreign.host(), "xn--mnchen-3ya.example");
        assert!(!format!("{plain:?}").contains("CANARY"));
    }

    #[test]
    fn redirects_obey_the_same_rules() {
        let link = ProfileUrl::read("https://vpn.example.com/a/b").unwrap();
        assert_eq!(link.follow("../c").unwrap().expose().as_str(), "https://vpn.example.com/c");
        assert_eq!(link.follow("//other.example.com/").unwrap().host(), "other.example.com");
        assert_eq!(link.follow("http://vpn.example.com/a"), Err(BadProfileUrl::NotSecure));
        assert_eq!(link.follow("https://10.0.0.1/a"), Err(BadProfileUrl::Local));
        assert_eq!(link.follow("https://a@b/"), Err(BadProfileUrl::Credentials));
    }

    #[test]
    fn links_are_told_from_profiles() {
        let is_profile_url = |text: &str| super::is_profile_url(text, &Formats::new(ovpn_profile::OpenVpn));
        assert!(is_profile_url(" https://vpn.example.com/x\n"));
        assert!(is_profile_url("openvpn://import-profile/x"));
        assert!(is_profile_url("http://vpn.example.com/"), "to be refused as one");
        assert!(!is_profile_url("client\nremote vpn.example.com\n"));
        assert!(!is_profile_url("https://vpn.example.com is our server\nclient"));
    }
}
