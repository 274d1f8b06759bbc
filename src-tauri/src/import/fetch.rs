//! Fetches the profile that a link names, and the file that tells of newer versions. The only module that names `reqwest`.
//!
//! What it promises: https with the system's authorities; at most [`MAX_REDIRECTS`] steps, each of them resolved once, judged,
//! and connected to at the judged address, so that a resolver that answers differently the next time changes nothing; no
//! proxy, no cookies, no credentials; at most a profile's size in at most [`PATIENCE`]. The address is never logged.

use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use base64::{Engine, prelude::BASE64_STANDARD};
use profile_api::{Formats, MAX_PROFILE_LEN, WebImport};
use reqwest::{
    Certificate, Client, Response, StatusCode,
    dns::{Addrs, Name, Resolve, Resolving},
    header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION},
    redirect::Policy,
};
use vpn_api::Secret;

use super::{
    address::is_public,
    profile_url::{BadProfileUrl, ProfileUrl},
};

/// Most redirects.
const MAX_REDIRECTS: usize = 5;

/// How long all of it may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longest name or token that is taken from a header.
const MAX_SESSION: usize = 4096;

/// What a link led to.
#[derive(Debug)]
pub(crate) enum Fetched {
    /// A profile.
    Profile(FetchedProfile),
    /// The server wants a sign-in in the browser, at this address.
    SignIn(ProfileUrl),
}

/// A profile that was fetched.
#[derive(Debug)]
pub(crate) struct FetchedProfile {
    /// The host that it came from, at the end of the redirects.
    pub(crate) host: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// With what the first connection signs in.
    pub(crate) session: Option<Session>,
}

/// User name and token for the first connection: whoever has just signed in to fetch a profile need not do it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Session {
    /// User name.
    pub(crate) username: String,
    /// Token, in the password's place.
    pub(crate) token: Secret,
}

/// Why nothing came.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FetchError {
    /// The link, or one that it redirects to, is not fetched.
    #[error("the link is refused: {0:?}")]
    Url(BadProfileUrl),
    /// The host has no address.
    #[error("{0} has no address")]
    NoAddress(String),
    /// The host's address is this machine's or its network's.
    #[error("{0} is in the local network")]
    Local(String),
    /// It could not be reached, or is not who it says.
    #[error("{0}")]
    Unreachable(String),
    /// The server refuses.
    #[error("HTTP status {0}")]
    Status(u16),
    /// Redirected in circles.
    #[error("too many redirects")]
    TooManyRedirects,
    /// More than a profile.
    #[error("the answer is larger than a profile")]
    TooLarge,
    /// Something else than a profile.
    #[error("the answer is no profile but {0:?}")]
    NotAProfile(String),
    /// The server hands out profiles in a way that needs a password here.
    #[error("the server has no sign-in in the browser")]
    NoBrowserSignIn,
    /// It took longer than [`PATIENCE`].
    #[error("it took too long")]
    Slow,
}

impl From<BadProfileUrl> for FetchError {
    fn from(bad: BadProfileUrl) -> Self {
        Self::Url(bad)
    }
}

/// Exceptions from the rules, for tests: there is no other way to make them.
#[derive(Debug, Clone, Default)]
struct Exceptions {
    /// Names, and where they are; such an address may be local.
    hosts: BTreeMap<String, Vec<IpAddr>>,
    /// Further authorities, in PEM.
    roots: Vec<String>,
}

/// Fetches profiles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fetcher {
    exceptions: Exceptions,
}

impl Fetcher {
    /// Fetches what the link names; of a bare host, asks how it hands out profiles.
    ///
    /// # Errors
    /// [`FetchError`].
    pub(crate) async fn fetch(&self, link: &ProfileUrl, formats: &Formats) -> Result<Fetched, FetchError> {
        let web: Vec<&WebImport> = formats.web_imports().collect();
        let all = async { if link.is_bare() { self.probe(link, &web).await } else { self.profile(link, &web).await } };
        tokio::time::timeout(PATIENCE, all).await.unwrap_or(Err(FetchError::Slow))
    }

    /// Fetches a file that is no profile, of at most so many bytes.
    ///
    /// # Errors
    /// [`FetchError`].
    pub(crate) async fn file(&self, link: &ProfileUrl, limit: usize) -> Result<Vec<u8>, FetchError> {
        let all = async {
            let (_, response) = self.follow(link, &[]).await?;
            if !response.status().is_success() {
                return Err(FetchError::Status(response.status().as_u16()));
            }
            body(response, limit).await
        };
        tokio::time::timeout(PATIENCE, all).await.unwrap_or(Err(FetchError::Slow))
    }

    async fn profile(&self, link: &ProfileUrl, web: &[&WebImport]) -> Result<Fetched, FetchError> {
        let (link, response) = self.follow(link, web).await?;
        if !response.status().is_success() {
            return Err(FetchError::Status(response.status().as_u16()));
        }
        check_type(response.headers(), link.deep(), web)?;
        let session = web.iter().find_map(|web| session(response.headers(), web));
        Ok(Fetched::Profile(FetchedProfile {
            host: link.host(),
            bytes: body(response, MAX_PROFILE_LEN).await?,
            session,
        }))
    }

    /// A server that wants the browser says so in a header, whatever else it answers.
    async fn probe(&self, link: &ProfileUrl, web: &[&WebImport]) -> Result<Fetched, FetchError> {
        for WebImport { probe, .. } in web {
            let page = link.probe(probe);
            if self.get(&page, web).await?.headers().contains_key(probe.header) {
                return Ok(Fetched::SignIn(page));
            }
        }
        Err(FetchError::NoBrowserSignIn)
    }

    async fn follow(&self, link: &ProfileUrl, web: &[&WebImport]) -> Result<(ProfileUrl, Response), FetchError> {
        let mut link = link.clone();
        for _ in 0..=MAX_REDIRECTS {
            let response = self.get(&link, web).await?;
            let status = response.status();
            let redirects = [
                StatusCode::MOVED_PERMANENTLY,
                StatusCode::FOUND,
                StatusCode::SEE_OTHER,
                StatusCode::TEMPORARY_REDIRECT,
                StatusCode::PERMANENT_REDIRECT,
            ];
            if !redirects.contains(&status) {
                return Ok((link, response));
            }
            let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
            link = link.follow(location.ok_or(FetchError::Status(status.as_u16()))?)?;
        }
        Err(FetchError::TooManyRedirects)
    }

    /// One request to one judged address.
    async fn get(&self, link: &ProfileUrl, web: &[&WebImport]) -> Result<Response, FetchError> {
        let addresses = self.resolve(link).await?;
        let mut builder = Client::builder()
            .no_proxy()
            .https_only(true)
            .redirect(Policy::none())
            .dns_resolver(Arc::new(Judged(addresses)))
            .referer(false)
            .user_agent(concat!("Adit/", env!("CARGO_PKG_VERSION")));
        let roots = self.exceptions.roots.iter().filter_map(|root| Certificate::from_pem(root.as_bytes()).ok());
        builder = builder.tls_certs_merge(roots);
        let client = builder.build().map_err(unreachable_for)?;
        // The address is what is to be fetched.
        let types: String = web.iter().map(|web| format!("{}, ", web.media_type)).collect();
        let request = client.get(link.expose().clone()).header(ACCEPT, format!("{types}text/plain;q=0.5"));
        request.send().await.map_err(unreachable_for)
    }

    async fn resolve(&self, link: &ProfileUrl) -> Result<Vec<SocketAddr>, FetchError> {
        let url = link.expose();
        let (host, port) = (url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or(443));
        if let Some(excepted) = self.exceptions.hosts.get(host) {
            return Ok(excepted.iter().map(|address| SocketAddr::new(*address, port)).collect());
        }
        // An IPv6 address stands in brackets in a URL.
        let plain = host.trim_start_matches('[').trim_end_matches(']');
        let found = tokio::net::lookup_host((plain, port)).await;
        let found: Vec<SocketAddr> = found.map(Iterator::collect).unwrap_or_default();
        if found.is_empty() {
            return Err(FetchError::NoAddress(link.host()));
        }
        // A name with a local address among public ones is how a page elsewhere reaches into the local network (DNS rebinding).
        if found.iter().all(|address| is_public(address.ip())) {
            Ok(found)
        } else {
            Err(FetchError::Local(link.host()))
        }
    }
}

/// Gives the addresses that were judged, whatever is asked.
struct Judged(Vec<SocketAddr>);

impl Resolve for Judged {
    fn resolve(&self, _name: Name) -> Resolving {
        let addresses: Addrs = Box::new(self.0.clone().into_iter());
        Box::pin(async { Ok(addresses) })
    }
}

/// Without the address, which would end up where it is shown or logged.
fn unreachable_for(error: reqwest::Error) -> FetchError {
    let error = error.without_url();
    let mut causes = vec![error.to_string()];
    let mut cause = std::error::Error::source(&error);
    while let Some(deeper) = cause {
        causes.push(deeper.to_string());
        cause = deeper.source();
    }
    FetchError::Unreachable(causes.join(": "))
}

fn check_type(headers: &HeaderMap, deep: Option<&WebImport>, web: &[&WebImport]) -> Result<(), FetchError> {
    let whole = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = whole.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let known = |web: &&WebImport| kind == web.media_type || web.other_media_types.contains(&kind.as_str());
    let fits = match deep {
        Some(web) => kind == web.media_type,
        None => kind.is_empty() || web.iter().any(known),
    };
    if fits { Ok(()) } else { Err(FetchError::NotAProfile(kind.chars().take(100).collect())) }
}

/// User name and token out of their headers.
fn session(headers: &HeaderMap, web: &WebImport) -> Option<Session> {
    let decoded = |name: &str| {
        let value = headers.get(name)?.as_bytes();
        let bytes = BASE64_STANDARD.decode(value).ok().filter(|_| value.len() <= MAX_SESSION)?;
        String::from_utf8(bytes).ok().filter(|text| !text.is_empty() && !text.chars().any(char::is_control))
    };
    let (username, token) = web.session_headers;
    Some(Session { username: decoded(username)?, token: Secret::new(decoded(token)?) })
}

async fn body(mut response: Response, limit: usize) -> Result<Vec<u8>, FetchError> {
    if response.content_length().is_some_and(|len| len > limit as u64) {
        return Err(FetchError::TooLarge);
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable_for)? {
        if bytes.len() + chunk.len() > limit {
            return Err(FetchError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

#[cfg(test)]
pub(crate) mod tests;
