//! Who signs in, with what, and what one session leaves for the next.

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use ovpn_settings::{FEDERATED_PORT, Login, Profile, StaticChallenge};
use vpn_api::{
    Blame, Failure, FailureKind, Prompt, Retry, Secret, Secrets,
    prompt::{BrowserListener, Challenge, HandBack, ListenerMethod, ListenerPort, Refusal},
};

use crate::message::{AuthFailed, DynamicChallenge, is_safe_url};

/// What a session leaves for the next one of the same connection.
#[derive(Clone, Default)]
pub struct Carried {
    /// A token in place of the password, for the server that gave it.
    pub(super) token: Option<(String, Token)>,
    /// A question that the next session answers, and the server that asked.
    pub(super) challenge: Option<(String, DynamicChallenge)>,
}

/// Given by the server after a sign-in; replaces the password.
#[derive(Clone)]
pub(super) struct Token {
    pub(super) username: String,
    pub(super) token: Secret,
}

/// User name and password as they go into the key message.
#[derive(Clone)]
pub(super) struct SignIn {
    pub(super) username: String,
    pub(super) password: Secret,
    /// The password is a token that the server gave.
    pub(super) is_token: bool,
    /// The password holds an answer that is good for one sign-in. Servers lock accounts that repeat it.
    pub(super) one_time: bool,
}

/// What to sign in with. `None`: the profile has no user and password.
///
/// # Errors
/// Something has to be asked first.
pub(super) fn sign_in(
    profile: &Profile,
    secrets: &Secrets,
    carried: &mut Carried,
    host: &str,
) -> Result<Option<SignIn>, Failure> {
    // A question is answered once, by the very next session; one that wants no answer with nothing (docs/protocol/openvpn.md §9).
    let question = carried.challenge.take().filter(|(asked_by, _)| asked_by == host);
    // A server may give a token to somebody who signed in with a certificate alone.
    let token = || carried.token.as_ref().filter(|(given_by, _)| given_by == host).map(|(_, token)| token.clone());
    let with_token = |Token { username, token }| SignIn { username, password: token, is_token: true, one_time: false };
    let Some(login) = &profile.login else { return Ok(token().map(with_token)) };
    let nothing = Secret::default();
    let answered = question.and_then(|(_, question)| {
        let answer = secrets.challenge_response.as_ref().filter(|_| question.wants_answer);
        answer.or(Some(&nothing).filter(|_| !question.wants_answer)).map(|answer| (question, answer))
    });
    if let Some((question, answer)) = answered {
        let answer = if login.federated { form_encoded(answer) } else { Secret::new(clean(answer.expose())) };
        let password = Secret::new(format!("CRV1::{}::{}", question.state, answer.expose()));
        return Ok(Some(SignIn { username: question.username, password, is_token: false, one_time: true }));
    }
    if let Some(token) = token() {
        return Ok(Some(with_token(token)));
    }
    if login.federated {
        return Ok(Some(federated()));
    }
    let answer = secrets.challenge_response.as_ref();
    let (Some(username), Some(password)) = (username(login, secrets), password(login, secrets)) else {
        return Err(credentials_needed(login, secrets));
    };
    let password = clean(password.expose());
    let password = match (&login.static_challenge, answer.map(|answer| clean(answer.expose()))) {
        (None, _) => password,
        (Some(challenge), None) => return Err(answer_needed(challenge)),
        (Some(challenge), Some(answer)) if challenge.concat => password + &answer,
        (Some(_), Some(answer)) => {
            format!("SCRV1:{}:{}", BASE64_STANDARD.encode(password), BASE64_STANDARD.encode(answer))
        }
    };
    let one_time = login.static_challenge.is_some();
    Ok(Some(SignIn { username: clean(username), password: Secret::new(password), is_token: false, one_time }))
}

/// Asks a server for the page on which the browser signs in (AWS Client VPN): no name, and where the answer is awaited.
fn federated() -> SignIn {
    let password = Secret::new(format!("ACS::{FEDERATED_PORT}"));
    SignIn { username: "N/A".into(), password, is_token: false, one_time: false }
}

/// As in the body of a form, which is how AWS wants the browser's answer.
fn form_encoded(text: &Secret) -> Secret {
    let text = text.expose();
    let mut encoded = String::with_capacity(text.len().saturating_mul(3));
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            other => encoded.extend(['%', hex(other >> 4), hex(other & 15)]),
        }
    }
    Secret::new(encoded)
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase()
}

fn username<'a>(login: &'a Login, secrets: &'a Secrets) -> Option<&'a str> {
    let from_profile = login.username.as_deref();
    let given = secrets.username.as_deref();
    let chosen = if login.username_locked { from_profile.or(given) } else { given.or(from_profile) };
    chosen.filter(|name| !name.is_empty())
}

/// The password. An empty one that was typed is one, unless the profile has another.
fn password<'a>(login: &'a Login, secrets: &'a Secrets) -> Option<&'a Secret> {
    let typed = secrets.password.as_ref();
    let from_profile = login.password.as_ref().filter(|password| !password.is_empty());
    typed.filter(|password| !password.is_empty()).or(from_profile).or(typed)
}

/// Without the control characters, line ends among them, that OpenVPN takes out of what was typed (`CC_PRINT` in its
/// `get_user_pass`): they come from pasting.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii_control()).collect()
}

fn prompt(login: &Login, username: Option<&str>, refused: Option<Refusal>) -> Prompt {
    Prompt::Credentials {
        username: username.map(str::to_owned),
        username_locked: login.username_locked,
        refused,
        challenge: login
            .static_challenge
            .as_ref()
            .map(|challenge| Challenge { text: challenge.text.clone(), echo: challenge.echo }),
    }
}

/// Where the last page of a federated sign-in sends its form (SAML 2.0 bindings §3.5.4; docs/protocol/openvpn.md §8).
pub(crate) fn federated_listener() -> BrowserListener {
    BrowserListener {
        port: ListenerPort::Fixed(FEDERATED_PORT),
        path: "/".to_owned(),
        method: ListenerMethod::Post,
        hand_back: HandBack::FormField("SAMLResponse".to_owned()),
    }
}

fn credentials_needed(login: &Login, secrets: &Secrets) -> Failure {
    let prompt = prompt(login, username(login, secrets), None);
    Failure::new(FailureKind::CredentialsNeeded, Blame::User, Retry::AskUser(prompt))
}

/// Name and password are known: only the answer to the question that every sign-in has.
fn question(challenge: &StaticChallenge) -> Prompt {
    Prompt::Challenge(Challenge { text: challenge.text.clone(), echo: challenge.echo })
}

fn answer_needed(challenge: &StaticChallenge) -> Failure {
    Failure::new(FailureKind::ChallengeNeeded, Blame::User, Retry::AskUser(question(challenge)))
}

/// What follows from a refused sign-in. Changes what is carried on: a refused token is not used again, a question is kept for
/// the next session.
pub(super) fn refused(
    failed: AuthFailed,
    profile: &Profile,
    used: Option<&SignIn>,
    have_password: bool,
    carried: &mut Carried,
    host: &str,
) -> Failure {
    let used_token = used.is_some_and(|used| used.is_token);
    let reason = match failed {
        AuthFailed::Challenge(question) => {
            carried.token = None;
            if !question.wants_answer {
                let text = question.challenge.text.clone();
                carried.challenge = Some((host.to_owned(), question));
                let kind = FailureKind::ConfirmElsewhere { text };
                return Failure::new(kind, Blame::Server, Retry::After(Duration::ZERO));
            }
            let url = &question.challenge.text;
            let ask = match &profile.login {
                Some(login) if login.federated && !is_safe_url(url) => {
                    return Failure::new(FailureKind::SignInPageRefused, Blame::Server, Retry::Never);
                }
                Some(login) if login.federated => {
                    Prompt::BrowserAnswer { url: url.clone(), listener: federated_listener() }
                }
                Some(_) | None => Prompt::Challenge(question.challenge.clone()),
            };
            let ask = Retry::AskUser(ask);
            carried.challenge = Some((host.to_owned(), question));
            return Failure::new(FailureKind::ChallengeNeeded, Blame::User, ask);
        }
        AuthFailed::Temporary { backoff, place, reason } => {
            let retry = Retry::Directed { after: backoff.unwrap_or_default(), place };
            return Failure::new(FailureKind::SignInPostponed { message: reason }, Blame::Server, retry);
        }
        AuthFailed::Refused { reason } | AuthFailed::SessionExpired { reason } => reason,
    };
    if used_token {
        carried.token = None;
    }
    if reason.as_ref().is_some_and(|text| text.contains("cipher negotiation failed")) {
        let offered = profile.data.ciphers.iter().map(|cipher| cipher.name()).collect::<Vec<_>>().join(":");
        return Failure::new(FailureKind::CipherNotShared { offered }, Blame::Server, Retry::NextServer)
            .with_detail(reason.unwrap_or_default());
    }
    if used_token {
        return token_refused(profile, used, have_password, reason);
    }
    let Some(login) = &profile.login else {
        return Failure::new(FailureKind::NotLetIn { reason }, Blame::Server, Retry::Never);
    };
    if login.federated {
        // What the browser brought fits once, so a new try begins with the person.
        return Failure::new(FailureKind::BrowserSignInRefused { reason }, Blame::Server, Retry::Never);
    }
    let kind = FailureKind::CredentialsRefused { reason: reason.clone() };
    let ask = prompt(login, used.map(|used| used.username.as_str()), Some(Refusal { reason }));
    Failure::new(kind, Blame::User, Retry::AskUser(ask))
}

/// A token that ran out, or that the server forgot when it started anew, says nothing about what the person typed: the next
/// session signs in with that, at once, or with the certificate or the browser. Where something has to be typed, it is asked
/// without a reproach.
fn token_refused(profile: &Profile, used: Option<&SignIn>, have_password: bool, reason: Option<String>) -> Failure {
    let again = Retry::After(Duration::ZERO);
    let retry = match profile.login.as_ref().filter(|login| !login.federated) {
        None => again,
        Some(login) if !have_password => Retry::AskUser(prompt(login, used.map(|used| used.username.as_str()), None)),
        Some(Login { static_challenge: Some(challenge), .. }) => Retry::AskUser(question(challenge)),
        Some(_) => again,
    };
    Failure::new(FailureKind::SessionTokenRefused, Blame::Server, retry).with_detail(reason.unwrap_or_default())
}

/// The server wants a new sign-in, and the answer that opened this session is used up.
pub(super) fn code_used(profile: &Profile, used: &SignIn, have_password: bool) -> Failure {
    let static_challenge = profile.login.as_ref().filter(|login| login.static_challenge.is_some());
    let failure = |kind, retry| {
        Failure::new(kind, Blame::Server, retry)
            .with_detail("the server renews the keys, gave no token, and wants a new code for it")
    };
    match static_challenge {
        Some(Login { static_challenge: Some(challenge), .. }) if have_password => {
            failure(FailureKind::ChallengeNeeded, Retry::AskUser(question(challenge)))
        }
        Some(login) => {
            let ask = Retry::AskUser(prompt(login, Some(&used.username), None));
            failure(FailureKind::CredentialsNeeded, ask)
        }
        // The question comes from the server: it is asked again when the password is there again.
        None => failure(FailureKind::ChallengeNeeded, Retry::After(Duration::ZERO)),
    }
}

#[cfg(test)]
mod tests {
    use ovpn_settings::StaticChallenge;
    use vpn_api::Place;

    use super::*;

    const HOST: &str = "vpn.example.net";

    fn profile() -> Profile {
        Profile { login: Some(Login::default()), ..crate::testing::profile() }
    }

    fn secrets() -> Secrets {
        Secrets { username: Some("alice".into()), password: Some("pw\r\n".into()), ..Secrets::default() }
    }

    fn token(host: &str) -> Carried {
        let token = Token { username: "alice".into(), token: "SESS_ID_1".into() };
        Carried { token: Some((host.into(), token)), challenge: None }
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        let failure = sign_in(&profile(), &Secrets::default(), &mut Carried::default(), HOST).err().unwrap();
        assert_eq!(failure.kind, FailureKind::CredentialsNeeded);
        let only_name = Secrets { password: None, ..secrets() };
        let failure = sign_in(&profile(), &only_name, &mut Carried::default(), HOST).err().unwrap();
        let Retry::AskUser(Prompt::Credentials { username, refused: None, .. }) = failure.retry else {
            panic!("{failure:?}")
        };
        assert_eq!(username.as_deref(), Some("alice"));
        let without = crate::testing::profile();
        assert!(sign_in(&without, &Secrets::default(), &mut Carried::default(), HOST).unwrap().is_none());
    }

    #[test]
    fn a_locked_name_wins() {
        let mut profile = profile();
        profile.login = Some(Login { username: Some("bob".into()), username_locked: true, ..Login::default() });
        let used = sign_in(&profile, &secrets(), &mut Carried::default(), HOST).unwrap().unwrap();
        assert_eq!((used.username.as_str(), used.password.expose()), ("bob", "pw"));
    }

    #[test]
    fn tokens_go_to_the_server_that_gave_them() {
        let used = sign_in(&profile(), &secrets(), &mut token(HOST), HOST).unwrap().unwrap();
        assert!(used.is_token && used.password.expose() == "SESS_ID_1");
        let used = sign_in(&profile(), &secrets(), &mut token("other.example"), HOST).unwrap().unwrap();
        assert!(!used.is_token && used.password.expose() == "pw");
    }

    #[test]
    fn a_refused_token_falls_back_to_the_password_once() {
        let mut carried = token(HOST);
        let used = sign_in(&profile(), &secrets(), &mut carried, HOST).unwrap();
        let failed = || AuthFailed::Refused { reason: None };
        let failure = refused(failed(), &profile(), used.as_ref(), true, &mut carried, HOST);
        assert_eq!((failure.kind, failure.retry), (FailureKind::SessionTokenRefused, Retry::After(Duration::ZERO)));
        let used = sign_in(&profile(), &secrets(), &mut carried, HOST).unwrap();
        assert!(!used.as_ref().unwrap().is_token);
        let failure = refused(failed(), &profile(), used.as_ref(), true, &mut carried, HOST);
        assert!(matches!(failure.retry, Retry::AskUser(Prompt::Credentials { refused: Some(_), .. })));
    }

    #[test]
    fn a_server_that_is_busy_takes_nothing_away() {
        let mut carried = token(HOST);
        let used = sign_in(&profile(), &secrets(), &mut carried, HOST).unwrap();
        for (backoff, place) in [(0, Place::NextAddress), (9, Place::Same), (9, Place::NextServer)] {
            let after = Duration::from_secs(backoff);
            let failed = AuthFailed::Temporary { backoff: Some(after), place, reason: None };
            let failure = refused(failed, &profile(), used.as_ref(), true, &mut carried, HOST);
            assert_eq!(failure.kind, FailureKind::SignInPostponed { message: None });
            assert_eq!(failure.retry, Retry::Directed { after, place });
        }
        assert!(carried.token.is_some());
    }

    #[test]
    fn a_question_is_answered_by_the_next_session_only() {
        let question = DynamicChallenge {
            state: "s1".into(),
            username: "alice".into(),
            challenge: Challenge { text: "Code".into(), echo: true },
            wants_answer: true,
        };
        let mut carried = Carried::default();
        let failure = refused(AuthFailed::Challenge(question), &profile(), None, true, &mut carried, HOST);
        assert!(matches!(failure.retry, Retry::AskUser(Prompt::Challenge(_))));
        let answered = Secrets { challenge_response: Some("123".into()), ..secrets() };
        let used = sign_in(&profile(), &answered, &mut carried, HOST).unwrap().unwrap();
        assert_eq!(used.password.expose(), "CRV1::s1::123");
        let used = sign_in(&profile(), &answered, &mut carried, HOST).unwrap().unwrap();
        assert_eq!(used.password.expose(), "pw");
    }

    #[test]
    fn a_browser_signs_in_where_the_server_says_and_what_it_brings_fits_once() {
        let profile =
            Profile { login: Some(Login { federated: true, ..Login::default() }), ..crate::testing::profile() };
        let mut carried = Carried::default();
        let first = |carried: &mut Carried| {
            let used = sign_in(&profile, &Secrets::default(), carried, HOST).unwrap().unwrap();
            assert_eq!((used.username.as_str(), used.password.expose()), ("N/A", "ACS::35001"));
            used
        };
        let used = first(&mut carried);
        let question = |text: &str| {
            AuthFailed::Challenge(DynamicChallenge {
                state: "instance-1/2/3".into(),
                username: "N/A".into(),
                challenge: Challenge { text: text.into(), echo: false },
                wants_answer: true,
            })
        };
        for unsafe_page in ["http://sso.example/", "https://127.0.0.1/", "What is it?"] {
            let failure = refused(question(unsafe_page), &profile, Some(&used), false, &mut carried, HOST);
            assert_eq!((failure.kind, failure.retry), (FailureKind::SignInPageRefused, Retry::Never));
            assert!(carried.challenge.is_none());
        }
        let url = "https://sso.example/saml?x=1".to_owned();
        let failure = refused(question(&url), &profile, Some(&used), false, &mut carried, HOST);
        assert_eq!(failure.retry, Retry::AskUser(Prompt::BrowserAnswer { url, listener: federated_listener() }));
        let answered = Secrets { challenge_response: Some("PHN+/w==".into()), ..Secrets::default() };
        let used = sign_in(&profile, &answered, &mut carried, HOST).unwrap().unwrap();
        assert_eq!(used.password.expose(), "CRV1::instance-1/2/3::PHN%2B%2Fw%3D%3D");
        assert!(used.one_time);
        // Not even with the same answer is the state sent again.
        let again = sign_in(&profile, &answered, &mut carried, HOST).unwrap().unwrap();
        assert_eq!(again.password.expose(), "ACS::35001");
        let no = || AuthFailed::Refused { reason: Some("no".into()) };
        let failure = refused(no(), &profile, Some(&used), false, &mut carried, HOST);
        let kind = FailureKind::BrowserSignInRefused { reason: Some("no".into()) };
        assert_eq!((failure.kind, failure.retry), (kind, Retry::Never));
        let mut carried = token(HOST);
        let used = sign_in(&profile, &Secrets::default(), &mut carried, HOST).unwrap();
        let failure = refused(no(), &profile, used.as_ref(), false, &mut carried, HOST);
        assert_eq!(failure.retry, Retry::After(Duration::ZERO));
        first(&mut carried);
    }

    #[test]
    fn static_challenges_are_asked_and_sent_in_both_forms() {
        let mut profile = profile();
        let challenge = |concat| StaticChallenge { text: "Code".into(), echo: false, concat };
        profile.login = Some(Login { static_challenge: Some(challenge(false)), ..Login::default() });
        let failure = sign_in(&profile, &Secrets::default(), &mut Carried::default(), HOST).err().unwrap();
        assert!(matches!(failure.retry, Retry::AskUser(Prompt::Credentials { challenge: Some(_), .. })));
        let asked = Retry::AskUser(Prompt::Challenge(Challenge { text: "Code".into(), echo: false }));
        let failure = sign_in(&profile, &secrets(), &mut Carried::default(), HOST).err().unwrap();
        assert_eq!((failure.kind, failure.retry), (FailureKind::ChallengeNeeded, asked.clone()), "the rest is known");
        let used = SignIn { username: "alice".into(), password: "x".into(), is_token: true, one_time: false };
        let failed = || AuthFailed::SessionExpired { reason: None };
        let failure = refused(failed(), &profile, Some(&used), true, &mut Carried::default(), HOST);
        assert_eq!((failure.kind, failure.retry), (FailureKind::SessionTokenRefused, asked.clone()));
        let failure = code_used(&profile, &used, true);
        assert_eq!(failure.retry, asked);
        let everything = refused(failed(), &profile, Some(&used), false, &mut Carried::default(), HOST);
        let Retry::AskUser(Prompt::Credentials { username, refused: None, challenge: Some(_), .. }) = everything.retry
        else {
            panic!("{everything:?}")
        };
        assert_eq!(username.as_deref(), Some("alice"));
        let answered = Secrets { challenge_response: Some("123".into()), ..secrets() };
        let used = sign_in(&profile, &answered, &mut Carried::default(), HOST).unwrap().unwrap();
        assert_eq!(used.password.expose(), "SCRV1:cHc=:MTIz");
        profile.login = Some(Login { static_challenge: Some(challenge(true)), ..Login::default() });
        let used = sign_in(&profile, &answered, &mut Carried::default(), HOST).unwrap().unwrap();
        assert_eq!(used.password.expose(), "pw123");
    }

    #[test]
    fn a_server_without_a_common_cipher_is_not_a_wrong_password() {
        let failed =
            AuthFailed::Refused { reason: Some("Data channel cipher negotiation failed (no shared cipher)".into()) };
        let failure = refused(failed, &profile(), None, true, &mut Carried::default(), HOST);
        assert!(matches!(failure.kind, FailureKind::CipherNotShared { .. }));
    }

    #[test]
    fn an_empty_password_is_sent() {
        let empty = Secrets { password: Some(Secret::default()), ..secrets() };
        let used = sign_in(&profile(), &empty, &mut Carried::default(), HOST).unwrap().unwrap();
        assert_eq!((used.username.as_str(), used.password.expose()), ("alice", ""));
        let mut with_password = profile();
        with_password.login = Some(Login { password: Some("kept".into()), ..Login::default() });
        let used = sign_in(&with_password, &empty, &mut Carried::default(), HOST).unwrap().unwrap();
        assert_eq!(used.password.expose(), "kept", "the profile's stands in for it");
        with_password.login = Some(Login { password: Some(Secret::default()), ..Login::default() });
        let none = Secrets { password: None, ..secrets() };
        assert!(sign_in(&with_password, &none, &mut Carried::default(), HOST).is_err(), "nothing was typed");
        let challenge = StaticChallenge { text: "Code".into(), echo: false, concat: true };
        with_password.login = Some(Login { static_challenge: Some(challenge), ..Login::default() });
        let answered = Secrets { challenge_response: Some("123".into()), ..empty };
        let used = sign_in(&with_password, &answered, &mut Carried::default(), HOST).unwrap().unwrap();
        assert_eq!(used.password.expose(), "123");
    }

    #[test]
    fn control_characters_that_were_typed_are_taken_out() {
        let typed = Secrets {
            username: Some("\tali\u{1b}ce\u{7f}\r\n".into()),
            password: Some("p\0w\u{1}ä ".into()),
            ..Secrets::default()
        };
        let used = sign_in(&profile(), &typed, &mut Carried::default(), HOST).unwrap().unwrap();
        assert_eq!((used.username.as_str(), used.password.expose()), ("alice", "pwä "));
        let mut profile = profile();
        let challenge = StaticChallenge { text: "Code".into(), echo: false, concat: false };
        profile.login = Some(Login { static_challenge: Some(challenge), ..Login::default() });
        let answered = Secrets { challenge_response: Some("12\t3\n".into()), ..secrets() };
        let used = sign_in(&profile, &answered, &mut Carried::default(), HOST).unwrap().unwrap();
        assert_eq!(used.password.expose(), "SCRV1:cHc=:MTIz");
    }

    #[test]
    fn a_question_that_wants_no_answer_gets_an_empty_one() {
        let question = DynamicChallenge {
            state: "s1".into(),
            username: "alice".into(),
            challenge: Challenge { text: "Confirm on your phone".into(), echo: false },
            wants_answer: false,
        };
        let mut carried = Carried::default();
        let failure = refused(AuthFailed::Challenge(question), &profile(), None, true, &mut carried, HOST);
        let told = FailureKind::ConfirmElsewhere { text: "Confirm on your phone".into() };
        assert_eq!((failure.kind, failure.retry), (told, Retry::After(Duration::ZERO)));
        let stale = Secrets { challenge_response: Some("from before".into()), ..secrets() };
        let used = sign_in(&profile(), &stale, &mut carried, HOST).unwrap().unwrap();
        assert_eq!((used.password.expose(), used.one_time), ("CRV1::s1::", true));
    }
}
