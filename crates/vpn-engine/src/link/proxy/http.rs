//! `CONNECT` through an HTTP proxy (RFC 9110, section 9.3.6, and RFC 9112), signing in with Basic (RFC 7617) or Digest
//! (RFC 7616). The only module that uses `httparse` and `http_auth`.

use http_auth::{PasswordClient, PasswordParams, parser::ChallengeParser};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use vpn_api::{ProxyProblem, Via, proxy::authority};

use super::{Sockets, Trouble};

/// Longest head of an answer in bytes. Real ones have a few hundred.
const MAX_HEAD: usize = 16 * 1024;
/// Most headers of an answer.
const MAX_HEADERS: usize = 64;
/// Longest text of a proxy that people see.
const MAX_SHOWN: usize = 80;
/// Requests for one way at most: without credentials, with them, and once more when a nonce was too old.
const MAX_REQUESTS: usize = 3;

/// What a proxy answered.
#[derive(Debug)]
enum Answer {
    /// The way is open; what the server said already.
    Open(Vec<u8>),
    /// Who are you? The values of `Proxy-Authenticate`.
    Challenge(Vec<String>),
}

/// Opens a way to the server. Each request has a connection of its own: after a refusal many proxies close, and the rest of
/// their answer need not be read.
pub(super) async fn connect(sockets: &Sockets, via: &Via) -> Result<(TcpStream, Vec<u8>), Trouble> {
    let mut authorization = None;
    for _ in 0..MAX_REQUESTS {
        let mut stream = sockets.dial().await?;
        stream.write_all(request(via, authorization.as_deref()).as_bytes()).await?;
        match answer(&mut stream, via).await? {
            Answer::Open(early) => return Ok((stream, early)),
            Answer::Challenge(challenges) => {
                authorization = Some(sign_in(&challenges, via, authorization.is_some())?);
            }
        }
    }
    Err(ProxyProblem::CredentialsRefused.into())
}

fn request(via: &Via, authorization: Option<&str>) -> zeroize::Zeroizing<String> {
    let target = authority(&via.host, via.port);
    let http = &via.proxy.http;
    let version = if http.version_1_0 { "1.0" } else { "1.1" };
    let mut text = format!("CONNECT {target} HTTP/{version}\r\n");
    let mut header = |name: &str, value: &str| {
        for part in [name, ": ", value, "\r\n"] {
            text.push_str(part);
        }
    };
    if !http.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        header("Host", &target);
    }
    if let Some(agent) = &http.agent {
        header("User-Agent", agent);
    }
    for (name, value) in &http.headers {
        header(name, value);
    }
    if let Some(authorization) = authorization {
        header("Proxy-Authorization", authorization);
    }
    text.push_str("\r\n");
    text.into()
}

/// Reads one answer.
async fn answer(stream: &mut TcpStream, via: &Via) -> Result<Answer, Trouble> {
    let mut received = Vec::with_capacity(1024);
    loop {
        let before = received.len();
        let room = MAX_HEAD.saturating_sub(before) as u64;
        (&mut *stream).take(room).read_buf(&mut received).await?;
        if received.len() == before {
            // Closed, or more than any head.
            return Err(ProxyProblem::NotAProxy.into());
        }
        while let Some((head, code, verdict)) = parse(&received, via)? {
            received.drain(..head);
            match verdict {
                // Something before the answer itself (RFC 9110, section 15.2).
                _ if (100..200).contains(&code) => {}
                Answer::Open(_) => return Ok(Answer::Open(received)),
                challenge @ Answer::Challenge(_) => return Ok(challenge),
            }
        }
    }
}

/// Takes the head of an answer apart: its length, its code and what it means. `None`: it is not whole yet.
fn parse(received: &[u8], via: &Via) -> Result<Option<(usize, u16, Answer)>, ProxyProblem> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let head = match response.parse(received).map_err(|_| ProxyProblem::NotAProxy)? {
        httparse::Status::Complete(head) => head,
        httparse::Status::Partial => return Ok(None),
    };
    let code = response.code.ok_or(ProxyProblem::NotAProxy)?;
    let answer = match code {
        100..=299 => Answer::Open(Vec::new()),
        // What tinyproxy says to a wrong password.
        401 => Answer::Challenge(Vec::new()),
        407 => {
            let asked = response.headers.iter().filter(|header| header.name.eq_ignore_ascii_case("proxy-authenticate"));
            Answer::Challenge(
                asked.filter_map(|header| std::str::from_utf8(header.value).ok()).map(str::to_owned).collect(),
            )
        }
        403 | 405 => return Err(ProxyProblem::NotAllowed { port: via.port }),
        // What proxies say when they do not find or reach the server; tinyproxy says 500.
        500 | 502..=504 => return Err(ProxyProblem::ServerNotReached { host: via.host.clone() }),
        _ => {
            let words = response.reason.unwrap_or_default();
            return Err(ProxyProblem::Refused { answer: shown(&format!("{code} {words}")) });
        }
    };
    Ok(Some((head, code, answer)))
}

/// What of a stranger's text may be shown.
fn shown(text: &str) -> String {
    let plain = text.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
    plain.take(MAX_SHOWN).collect::<String>().trim().to_owned()
}

/// Answers a challenge. `again`: credentials were sent already.
fn sign_in(challenges: &[String], via: &Via, again: bool) -> Result<String, ProxyProblem> {
    if again && challenges.is_empty() {
        return Err(ProxyProblem::CredentialsRefused);
    }
    let usable = usable(challenges, via.proxy.http.no_clear_password);
    let Some(mut client) = usable else {
        return Err(ProxyProblem::SignInNotSupported { offered: schemes(challenges) });
    };
    let login = via.proxy.login.as_ref().ok_or(ProxyProblem::CredentialsNeeded)?;
    // A nonce that was too old says nothing about the password (RFC 7616, section 3.3).
    let stale = matches!(&client, PasswordClient::Digest(digest) if digest.stale());
    if again && !stale {
        return Err(ProxyProblem::CredentialsRefused);
    }
    client
        .respond(&PasswordParams {
            username: &login.username,
            password: login.password.expose(),
            uri: &authority(&via.host, via.port),
            method: "CONNECT",
            body: Some(&[]),
        })
        .map_err(|_| ProxyProblem::SignInNotSupported { offered: schemes(challenges) })
}

/// The best of the ways to sign in that are offered: Digest before Basic, in the order of the proxy.
fn usable(challenges: &[String], no_clear_password: bool) -> Option<PasswordClient> {
    let mut builder = PasswordClient::builder();
    for challenge in challenges {
        // A list may hold what cannot be parsed, like the tokens of Negotiate, after what can.
        for challenge in ChallengeParser::new(challenge).map_while(Result::ok) {
            if !(no_clear_password && challenge.scheme.eq_ignore_ascii_case("basic")) {
                builder = builder.challenge(&challenge);
            }
        }
    }
    builder.build().ok()
}

/// The names of what is offered.
fn schemes(challenges: &[String]) -> String {
    let names: Vec<&str> = challenges.iter().filter_map(|challenge| challenge.split([' ', ',']).next()).collect();
    shown(&names.join(", "))
}

#[cfg(test)]
mod tests {
    use vpn_api::{Proxy, ProxyKind, ProxyLogin, Secret};

    use super::*;

    fn via() -> Via {
        let mut proxy = Proxy::new(ProxyKind::Http, "proxy.example".to_owned(), 3128);
        proxy.login = Some(ProxyLogin { username: "alice".to_owned(), password: Secret::from("pa:ss") });
        Via { proxy, host: "vpn.example".to_owned(), port: 443 }
    }

    fn offered(values: &[&str]) -> Vec<String> {
        values.iter().map(|value| (*value).to_owned()).collect()
    }

    #[test]
    fn a_request_names_the_server_and_what_the_profile_adds() {
        let mut via = via();
        assert_eq!(*request(&via, None), "CONNECT vpn.example:443 HTTP/1.1\r\nHost: vpn.example:443\r\n\r\n");
        via.host = "2001:db8::1".to_owned();
        via.proxy.http.version_1_0 = true;
        via.proxy.http.agent = Some("Adit".to_owned());
        via.proxy.http.headers =
            vec![("Host".to_owned(), "front.example".to_owned()), ("X-A".to_owned(), "b c".to_owned())];
        assert_eq!(
            *request(&via, Some("Basic eA==")),
            "CONNECT [2001:db8::1]:443 HTTP/1.0\r\nUser-Agent: Adit\r\nHost: front.example\r\nX-A: b c\r\n\
             Proxy-Authorization: Basic eA==\r\n\r\n"
        );
    }

    /// The example of RFC 7617, section 2, with another password: a colon may be in it.
    #[test]
    fn basic_is_the_base64_of_both() {
        let answer = sign_in(&offered(&["Basic realm=\"x\""]), &via(), false).unwrap();
        assert_eq!(answer, "Basic YWxpY2U6cGE6c3M=");
    }

    #[test]
    fn digest_goes_before_basic_and_an_algorithm_that_is_unknown_is_passed_over() {
        let digest = |algorithm: &str| format!("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm={algorithm}");
        for (values, expected) in [
            (vec!["Basic realm=\"x\"".to_owned(), digest("MD5")], "MD5"),
            (vec![digest("SHA-256"), digest("MD5")], "SHA-256"),
            (vec![digest("SHA-999"), digest("MD5")], "MD5"),
            (vec![format!("Basic realm=\"x\", {}", digest("SHA-256"))], "SHA-256"),
            (vec!["Negotiate".to_owned(), "NTLM".to_owned(), digest("MD5")], "MD5"),
        ] {
            let answer = sign_in(&values, &via(), false).unwrap();
            assert!(answer.starts_with("Digest ") && answer.contains(&format!("algorithm={expected}")), "{answer}");
            assert!(answer.contains("uri=\"vpn.example:443\"") && answer.contains("qop=auth"), "{answer}");
            assert!(!answer.contains("pa:ss"));
        }
    }

    #[test]
    fn what_cannot_be_answered_is_named() {
        let refused = |values: &[&str], via: &Via| sign_in(&offered(values), via, false).unwrap_err();
        let not_supported = |offered: &str| ProxyProblem::SignInNotSupported { offered: offered.to_owned() };
        assert_eq!(refused(&["NTLM"], &via()), not_supported("NTLM"));
        assert_eq!(refused(&["Negotiate", "NTLM TlRMTVNTUAAC"], &via()), not_supported("Negotiate, NTLM"));
        assert_eq!(refused(&[], &via()), not_supported(""));
        let mut shy = via();
        shy.proxy.http.no_clear_password = true;
        assert_eq!(refused(&["Basic realm=\"x\""], &shy), not_supported("Basic"));
        shy.proxy.login = None;
        assert_eq!(refused(&["Digest realm=\"r\", nonce=\"n\""], &shy), ProxyProblem::CredentialsNeeded);
    }

    #[test]
    fn only_an_old_nonce_is_a_reason_to_send_the_password_again() {
        let old = offered(&["Digest realm=\"r\", nonce=\"n\", qop=\"auth\", stale=TRUE"]);
        let wrong = offered(&["Digest realm=\"r\", nonce=\"n\", qop=\"auth\""]);
        assert!(sign_in(&old, &via(), true).is_ok());
        assert_eq!(sign_in(&wrong, &via(), true), Err(ProxyProblem::CredentialsRefused));
        assert_eq!(sign_in(&[], &via(), true), Err(ProxyProblem::CredentialsRefused), "without a word more");
    }

    #[test]
    fn answers_mean_what_their_codes_say() {
        let said = |text: &str| parse(text.as_bytes(), &via()).map(|whole| whole.map(|(head, ..)| head));
        assert_eq!(said("HTTP/1.1 200 OK\r\n\r\nrest"), Ok(Some(19)));
        assert_eq!(said("HTTP/1.0 200 Connection established\r\nA: b\r\n"), Ok(None));
        assert_eq!(said("HTTP/1.1 403 Filtered\r\n\r\n"), Err(ProxyProblem::NotAllowed { port: 443 }));
        let unreached = ProxyProblem::ServerNotReached { host: "vpn.example".to_owned() };
        for code in [500, 502, 503, 504] {
            assert_eq!(said(&format!("HTTP/1.1 {code} x\r\n\r\n")), Err(unreached.clone()));
        }
        let told = said("HTTP/1.1 451 No \u{1b}[31mway\r\n\r\n");
        assert!(matches!(told, Err(ProxyProblem::NotAProxy)), "{told:?}");
        let told = said("HTTP/1.1 451 No way\r\n\r\n");
        assert_eq!(told, Err(ProxyProblem::Refused { answer: "451 No way".to_owned() }));
        for garbage in ["SSH-2.0-OpenSSH_9\r\n", "\u{5}\u{0}\u{0}", "HTTP/9.1 200 OK\r\n\r\n"] {
            assert_eq!(said(garbage), Err(ProxyProblem::NotAProxy), "{garbage:?}");
        }
        let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "a: b\r\n".repeat(65));
        assert_eq!(said(&many), Err(ProxyProblem::NotAProxy));
    }
}
