//! User name, password and the questions around them.

use vpn_api::Secret;

use super::{Applied, Line, bad};
use crate::{
    profile::{Login, StaticChallenge},
    reason::Reason,
    report::Verdict,
    said::Said,
};

pub(super) fn apply(said: &mut Said, line: &Line<'_>) -> Option<Applied> {
    Some(match line.name {
        "auth-user-pass" => {
            said.login = Some(Login::default());
            // “stdin” means that they are typed (openvpn(8), observed from a 2.6 client).
            let named = line.get(0).filter(|name| !matches!(*name, "username-only" | "stdin"));
            let file = named.map(str::to_owned);
            said.secret_files.login.clone_from(&file);
            Ok(file.map_or(Verdict::Used, |name| Verdict::replaced(Reason::PasswordFile { name })))
        }
        "askpass" => Ok(match line.get(0) {
            Some(name) => {
                said.secret_files.passphrase = Some(name.to_owned());
                Verdict::replaced(Reason::PasswordFile { name: name.to_owned() })
            }
            None => Verdict::ignored(Reason::AlwaysSo),
        }),
        "auth-federate" => {
            said.federated = true;
            Ok(Verdict::Used)
        }
        "auth-nocache" => {
            said.auth_nocache = true;
            Ok(Verdict::Used)
        }
        "static-challenge" => static_challenge(said, line),
        _ => return None,
    })
}

fn static_challenge(said: &mut Said, line: &Line<'_>) -> Applied {
    let echo = match line.need(1)? {
        "0" => false,
        "1" => true,
        other => return Err(bad(other)),
    };
    let concat = match line.get(2) {
        None | Some("scrv1") => false,
        Some("concat") => true,
        Some(other) => return Err(bad(other)),
    };
    said.static_challenge = Some(StaticChallenge { text: line.need(0)?.to_owned(), echo, concat });
    Ok(Verdict::Used)
}

/// `<auth-user-pass>`: the user name on the first line and, if it is there, the password on the second.
pub(super) fn block(said: &mut Said, content: &str) -> Applied {
    let mut lines = content.lines().map(|line| line.trim_end_matches('\r'));
    let username = lines.next().filter(|name| !name.is_empty()).ok_or(Reason::BadLoginBlock)?;
    let password = lines.next().filter(|password| !password.is_empty()).map(Secret::from);
    said.secret_files.login = None;
    said.login = Some(Login { username: Some(username.to_owned()), password, ..Login::default() });
    Ok(Verdict::Used)
}
