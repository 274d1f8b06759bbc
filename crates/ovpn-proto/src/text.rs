//! Text of the other side on its way to a person or a log.
//!
//! Whoever writes it may be hostile: nothing in it may move a terminal's cursor, turn the direction of writing around, hide
//! letters, or fill a screen.

use vpn_api::{
    Failure, FailureKind, Prompt, Retry,
    session::{Challenge, Refusal},
};

/// Longest text that is shown, in characters: a long sentence, not a page.
pub const MAX_SHOWN: usize = 1024;

/// What can be shown of a text: without control characters and without those that reorder or hide others, and not endless.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut shown: String = text.chars().filter(|c| !is_hidden(*c)).take(MAX_SHOWN).collect();
    shown.truncate(shown.trim_end().len());
    shown
}

/// Whether a character changes how others are shown instead of being shown itself (Unicode categories Cc, Cf, Zl and Zp,
/// without the joiners that some scripts are written with).
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

fn plain_if_any(text: Option<String>) -> Option<String> {
    text.map(|text| plain(&text)).filter(|text| !text.is_empty())
}

/// A failure whose texts can be shown.
#[must_use]
pub fn plain_failure(failure: Failure) -> Failure {
    use FailureKind as Kind;
    let kind = match failure.kind {
        Kind::ServerNameMismatch { expected, found } => {
            Kind::ServerNameMismatch { expected: plain(&expected), found: plain(&found) }
        }
        Kind::ServerCertificateRejected { reason } => Kind::ServerCertificateRejected { reason: plain(&reason) },
        Kind::ServerPurposeUnknown { name } => Kind::ServerPurposeUnknown { name: plain(&name) },
        Kind::ServerCertificateWeak { weakness } => Kind::ServerCertificateWeak { weakness: plain(&weakness) },
        Kind::CredentialsRefused { reason } => Kind::CredentialsRefused { reason: plain_if_any(reason) },
        Kind::NotLetIn { reason } => Kind::NotLetIn { reason: plain_if_any(reason) },
        Kind::BrowserSignInRefused { reason } => Kind::BrowserSignInRefused { reason: plain_if_any(reason) },
        Kind::SignInPostponed { message } => Kind::SignInPostponed { message: plain_if_any(message) },
        Kind::CipherNotShared { offered } => Kind::CipherNotShared { offered: plain(&offered) },
        Kind::CipherTooOld { cipher } => Kind::CipherTooOld { cipher: plain(&cipher) },
        Kind::ServerOptionRefused { option } => Kind::ServerOptionRefused { option: plain(&option) },
        Kind::ServerHalted { message } => Kind::ServerHalted { message: plain_if_any(message) },
        Kind::ServerRestarting { message } => Kind::ServerRestarting { message: plain_if_any(message) },
        // Numbers, our own words, and what the profile says.
        other @ (Kind::NameNotResolved { .. }
        | Kind::NoAnswer { .. }
        | Kind::ConnectionRefused { .. }
        | Kind::ConnectionLost
        | Kind::KeepaliveTimeout { .. }
        | Kind::NoNetwork
        | Kind::HandshakeTimeout
        | Kind::SignInUnfinished
        | Kind::ControlKeyMismatch
        | Kind::UnknownAuthority
        | Kind::ServerCertificateExpired { .. }
        | Kind::ServerCertificateNotYetValid { .. }
        | Kind::NotAServerCertificate
        | Kind::ServerCertificateRevoked
        | Kind::RevocationListExpired { .. }
        | Kind::ServerCertificateNotPinned
        | Kind::ClockWrong { .. }
        | Kind::ClientCertificateExpired { .. }
        | Kind::ClientCertificateRefused
        | Kind::ClientKeyTooShort { .. }
        | Kind::TlsNotCompatible
        | Kind::ServerTlsTooOld
        | Kind::ServerSilentAtHello
        | Kind::ServerSilentAfterCertificate
        | Kind::TlsFailed
        | Kind::CredentialsNeeded
        | Kind::PassphraseNeeded
        | Kind::PassphraseWrong
        | Kind::ChallengeNeeded
        | Kind::SignInPageRefused
        | Kind::ServerCompresses
        | Kind::TunnelIdle { .. }
        | Kind::SessionTimeOver { .. }
        | Kind::ProfileRefused { .. }
        | Kind::TunnelDevice
        | Kind::NetworkSetup { .. }
        | Kind::NotPermitted { .. }
        | Kind::UnknownConnection
        | Kind::HelperNotRunning
        | Kind::HelperVersion { .. }
        | Kind::BadRequest { .. }
        | Kind::Proxy { .. }
        | Kind::Cancelled
        | Kind::Internal) => other,
    };
    let retry = match failure.retry {
        Retry::AskUser(prompt) => Retry::AskUser(plain_prompt(prompt)),
        other @ (Retry::Never | Retry::NextServer | Retry::After(_) | Retry::Directed { .. }) => other,
    };
    Failure { kind, blame: failure.blame, retry, detail: plain(&failure.detail) }
}

/// A question whose texts can be shown. An address to open was checked when it came.
#[must_use]
pub fn plain_prompt(prompt: Prompt) -> Prompt {
    match prompt {
        Prompt::Credentials { username, username_locked, refused, challenge } => Prompt::Credentials {
            username: username.map(|name| plain(&name)),
            username_locked,
            refused: refused.map(|refusal| Refusal { reason: plain_if_any(refusal.reason) }),
            challenge: challenge.map(plain_challenge),
        },
        Prompt::Challenge(challenge) => Prompt::Challenge(plain_challenge(challenge)),
        other @ (Prompt::KeyPassphrase { .. }
        | Prompt::OpenBrowser { .. }
        | Prompt::BrowserAnswer { .. }
        | Prompt::ProxyCredentials { .. }) => other,
    }
}

fn plain_challenge(challenge: Challenge) -> Challenge {
    Challenge { text: plain(&challenge.text), echo: challenge.echo }
}

#[cfg(test)]
mod tests {
    use vpn_api::Blame;

    use super::*;

    #[test]
    fn what_moves_hides_or_turns_letters_around_is_left_out() {
        assert_eq!(plain("a\u{1b}[2Jb\r\n\u{7}"), "a[2Jb");
        assert_eq!(plain("good\u{202e}gnp.exe\u{2066}x\u{200f}"), "goodgnp.exex");
        assert_eq!(plain("Grüße, 你好, नमस्ते, می‌خواهم"), "Grüße, 你好, नमस्ते, می‌خواهم");
        assert_eq!(plain(&"ä".repeat(5000)).chars().count(), MAX_SHOWN);
    }

    #[test]
    fn failures_and_questions_are_cleaned_all_over() {
        let bad = || "x\u{202e}y\u{1b}".to_owned();
        let refusal = Refusal { reason: Some(bad()) };
        let challenge = Challenge { text: bad(), echo: true };
        let prompt = Prompt::Credentials {
            username: Some(bad()),
            username_locked: false,
            refused: Some(refusal),
            challenge: Some(challenge),
        };
        for kind in [
            FailureKind::ServerHalted { message: Some(bad()) },
            FailureKind::ServerRestarting { message: Some(bad()) },
            FailureKind::CredentialsRefused { reason: Some(bad()) },
            FailureKind::NotLetIn { reason: Some(bad()) },
            FailureKind::BrowserSignInRefused { reason: Some(bad()) },
            FailureKind::SignInPostponed { message: Some(bad()) },
            FailureKind::ServerNameMismatch { expected: bad(), found: bad() },
            FailureKind::ServerCertificateRejected { reason: bad() },
            FailureKind::ServerOptionRefused { option: bad() },
            FailureKind::CipherNotShared { offered: bad() },
            FailureKind::CipherTooOld { cipher: bad() },
        ] {
            let failure = Failure::new(kind, Blame::Server, Retry::AskUser(prompt.clone())).with_detail(bad());
            let text = format!("{:?}", plain_failure(failure));
            assert!(!text.contains("\\u") && text.contains("xy"), "{text}");
        }
    }
}
