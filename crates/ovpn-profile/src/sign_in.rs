//! How one signs in with a profile, and what has to be typed for it.

use profile_api::{Asks, SignIn};

use crate::{outline::Outline, profile::Profile};

/// Of a profile that was read whole.
pub(crate) fn of(profile: &Profile) -> (SignIn, Asks) {
    let identity = profile.tls.identity.as_ref();
    let browser = profile.login.as_ref().is_some_and(|login| login.federated);
    let login = profile.login.as_ref().filter(|login| !login.federated);
    let sign_in = SignIn {
        certificate: identity.is_some(),
        password: login.is_some(),
        browser,
        never_remember: profile.login.as_ref().is_some_and(|login| login.never_remember),
    };
    let asks = Asks {
        username: login.is_some_and(|login| login.username.is_none()),
        password: login.is_some_and(|login| login.password.is_none()),
        key_passphrase: identity.is_some_and(|identity| identity.encrypted),
        challenge: login.is_some_and(|login| login.static_challenge.is_some()),
    };
    (sign_in, asks)
}

/// From the directives alone, for a text that gives no profile.
pub(crate) fn guess(outline: &Outline<'_>) -> (SignIn, Asks) {
    let browser = outline.has("auth-federate");
    let password = !browser && (outline.has("auth-user-pass") || outline.has("static-challenge"));
    let block = outline.global().rfind(|item| item.is_block() && item.name == "auth-user-pass");
    let mut lines = block.map(|block| outline.content(block).lines().filter(|line| !line.trim().is_empty()));
    let mut given = || lines.as_mut().and_then(Iterator::next).is_some();
    let (username_given, password_given) = (given(), given());
    let sign_in = SignIn {
        certificate: outline.has("cert") || outline.has("pkcs12"),
        password,
        browser,
        never_remember: outline.has("auth-nocache"),
    };
    let asks = Asks {
        username: password && !username_given,
        password: password && !password_given,
        key_passphrase: false,
        challenge: !browser && outline.has("static-challenge"),
    };
    (sign_in, asks)
}
