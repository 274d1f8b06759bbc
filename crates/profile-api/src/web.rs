//! How servers of a protocol hand out profiles on the web.

/// What a link to a profile looks like, and what its server answers. Links themselves are https, in every protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebImport {
    /// The scheme under which a web page hands a link to the desktop, in lower case, as `openvpn://`.
    pub scheme: &'static str,
    /// What stands before the https address in such a link: the scheme, and more, in lower case.
    pub prefix: &'static str,
    /// Type of a profile, the only one that such a link may lead to.
    pub media_type: &'static str,
    /// What servers send a profile as otherwise, where the person gave the address.
    pub other_media_types: &'static [&'static str],
    /// How a server of which only the address is known is asked for a profile.
    pub probe: WebProbe,
    /// Headers with user name and token for the first connection, both in base64: whoever has just signed in to fetch a
    /// profile need not do it again.
    pub session_headers: (&'static str, &'static str),
}

/// How a server tells that it hands out profiles after a sign-in in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebProbe {
    /// Path that is asked, and that the browser opens then.
    pub path: &'static str,
    /// Query: what the server is told about Adit.
    pub query: &'static str,
    /// The header of an answer that wants the browser, whatever else it says; in lower case.
    pub header: &'static str,
}
