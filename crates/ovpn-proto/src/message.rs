//! What a server says over the control channel once keys are exchanged: text, one message up to each NUL.
//!
//! Source: docs/protocol/openvpn.md §11 and §13.

mod url;

pub(crate) use url::is_safe as is_safe_url;

use std::time::Duration;

use base64::{Engine, prelude::BASE64_STANDARD};
use vpn_api::{Place, prompt::Challenge};
use zeroize::Zeroizing;

/// Longest message, in bytes. OpenVPN 2.x sends up to 1 KiB at a time, Access Server up to 64 KiB.
pub const MAX_MESSAGE: usize = 64 * 1024;

/// One message of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerMessage {
    /// Options, comma separated, without the leading `PUSH_REPLY`.
    PushReply(String),
    /// Changes to the options of a running tunnel, comma separated.
    PushUpdate(String),
    /// User name and password, or the token in their place, were refused.
    AuthFailed(AuthFailed),
    /// The server waits for somebody else to decide; keep asking, for this long at most.
    AuthPending { timeout: Option<Duration> },
    /// Something the person has to do for the sign-in to go on.
    Info(Info),
    /// Connect again: at the next address if the server says so, and with the token kept only if it says so.
    Restart { text: Option<String>, keep_token: bool, elsewhere: bool },
    /// Stop, and do not connect again.
    Halt { text: Option<String> },
    /// The server leaves.
    Exit,
    /// Something that Adit does not act upon. The text is its first word.
    Other(String),
}

/// Why a sign-in failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthFailed {
    /// Refused.
    Refused { reason: Option<String> },
    /// The token's session is over: sign in anew.
    SessionExpired { reason: Option<String> },
    /// Not at the moment.
    Temporary { backoff: Option<Duration>, place: Place, reason: Option<String> },
    /// One more question; the next session answers it.
    Challenge(DynamicChallenge),
}

/// A dynamic challenge: the answer goes into the next session's password as `CRV1::state::answer`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DynamicChallenge {
    /// Opaque to us; sent back.
    pub state: String,
    /// User name for the next session.
    pub username: String,
    /// What the person is asked.
    pub challenge: Challenge,
    /// An answer is wanted (flag R). Otherwise the next session sends an empty one.
    pub wants_answer: bool,
}

/// Something the person has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Info {
    /// Open this `https` address.
    OpenUrl(String),
    /// Answer this question; the answer goes back as `CR_RESPONSE`.
    Question(Challenge),
    /// Something to read, as "confirm on your phone": nothing is sent back (`CR_TEXT` without the flag R).
    Notice(String),
    /// An address that Adit does not open: not `https`, or with a name and password in it.
    RefusedUrl,
    /// A kind that Adit does not know.
    Unknown,
}

impl ServerMessage {
    /// Reads one message, without its NUL.
    ///
    /// `None`: it holds control characters, and must be ignored as a whole, as OpenVPN 2.6.11 and later do. Bytes that are no
    /// UTF-8 are replaced: OpenVPN takes any byte above 127, and old servers write in whatever their system uses.
    #[must_use]
    pub fn parse(message: &[u8]) -> Option<Self> {
        let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
        let kept = message.len() - message.iter().rev().take_while(|byte| is_end(byte)).count();
        let message = message.get(..kept)?;
        if message.iter().any(u8::is_ascii_control) {
            return None;
        }
        let text = Zeroizing::new(String::from_utf8_lossy(message).into_owned());
        let (word, rest) = split(&text);
        let words = || rest.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(match word {
            "PUSH_UPDATE" => Self::PushUpdate(rest.unwrap_or_default().to_owned()),
            "PUSH_REPLY" => Self::PushReply(rest.unwrap_or_default().to_owned()),
            "AUTH_FAILED" => Self::AuthFailed(AuthFailed::parse(rest.unwrap_or_default())),
            "AUTH_PENDING" => Self::AuthPending { timeout: rest.and_then(pending_timeout) },
            "INFO" | "INFO_PRE" => Self::Info(Info::parse(rest.unwrap_or_default())),
            "RESTART" => {
                let (flags, text) = bracketed(rest.unwrap_or_default());
                Self::Restart { text: non_empty(text), keep_token: flags.contains('P'), elsewhere: flags.contains('N') }
            }
            "HALT" => Self::Halt { text: words() },
            "EXIT" => Self::Exit,
            other => Self::Other(other.chars().take(32).collect()),
        })
    }
}

impl AuthFailed {
    fn parse(text: &str) -> Self {
        if let Some(rest) = text.strip_prefix("CRV1:") {
            if let Some(challenge) = DynamicChallenge::parse(rest) {
                return Self::Challenge(challenge);
            }
        } else if let Some(rest) = text.strip_prefix("SESSION") {
            if rest.is_empty() || rest.starts_with(':') {
                return Self::SessionExpired { reason: non_empty(rest.trim_start_matches(':')) };
            }
        } else if let Some(rest) = text.strip_prefix("TEMP")
            && (rest.is_empty() || rest.starts_with(['[', ':']))
        {
            let (flags, rest) = bracketed(rest);
            let mut backoff = None;
            let mut place = Place::NextAddress;
            for flag in flags.split(',').map(str::trim) {
                match flag.split_once(' ') {
                    // A day is longer than any server means and keeps a wrong value from ending the connection for good.
                    Some(("backoff", n)) => {
                        backoff = n.trim().parse().ok().map(|n: u64| Duration::from_secs(n.min(86_400)));
                    }
                    Some(("advance", how)) => {
                        place = match how.trim() {
                            "no" => Place::Same,
                            "remote" => Place::NextServer,
                            _ => Place::NextAddress,
                        }
                    }
                    Some(_) | None => {}
                }
            }
            return Self::Temporary { backoff, place, reason: non_empty(rest.trim_start_matches(':')) };
        }
        Self::Refused { reason: non_empty(text) }
    }
}

impl DynamicChallenge {
    /// `flags:state:base64 user:text`, where the text may hold colons. AWS writes the user name as `b'Ti9B'` (observed).
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, ':');
        let flags = parts.next()?;
        let state = parts.next()?.to_owned();
        let username = parts.next()?;
        let username = username.strip_prefix("b'").and_then(|name| name.strip_suffix('\'')).unwrap_or(username);
        let username = String::from_utf8(BASE64_STANDARD.decode(username).ok()?).ok()?;
        let text = parts.next()?.to_owned();
        let (echo, wants_answer) = (has_flag(flags, "E"), has_flag(flags, "R"));
        Some(Self { state, username, challenge: Challenge { text, echo }, wants_answer })
    }
}

impl Info {
    fn parse(text: &str) -> Self {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        let url = match kind {
            "OPEN_URL" => rest,
            "WEB_AUTH" => rest.split_once(':').map_or("", |(_flags, url)| url),
            "CR_TEXT" => {
                let (flags, text) = rest.split_once(':').unwrap_or(("", rest));
                let text = text.to_owned();
                if !has_flag(flags, "R") {
                    return Self::Notice(text);
                }
                return Self::Question(Challenge { text, echo: has_flag(flags, "E") });
            }
            _ => return Self::Unknown,
        };
        if is_safe_url(url) { Self::OpenUrl(url.to_owned()) } else { Self::RefusedUrl }
    }
}

/// The word that a message begins with, and what follows its comma. OpenVPN looks for the word alone, so that a server which
/// writes `AUTH_FAILED: text` is understood too.
fn split(text: &str) -> (&str, Option<&str>) {
    let end = text.find(|c: char| !(c.is_ascii_uppercase() || c == '_')).unwrap_or(text.len());
    let (word, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    match rest.chars().next() {
        None => (word, None),
        Some(',') => (word, rest.get(1..)),
        Some(':' | ' ') => (word, Some(rest.trim_start_matches([':', ' ']))),
        Some(_) => (text, None),
    }
}

fn has_flag(flags: &str, wanted: &str) -> bool {
    flags.split(',').any(|flag| flag.trim() == wanted)
}

fn non_empty(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() { None } else { Some(text.to_owned()) }
}

/// `[flags]rest`, or all of it without flags. OpenVPN 3 puts a colon behind the bracket.
fn bracketed(text: &str) -> (&str, &str) {
    match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((flags, rest)) => (flags, rest.trim_start_matches(':')),
        None => ("", text),
    }
}

fn pending_timeout(text: &str) -> Option<Duration> {
    let seconds = text.split(',').find_map(|item| item.trim().strip_prefix("timeout "))?;
    seconds.trim().parse().ok().map(Duration::from_secs)
}

/// Cuts the records of the control channel into messages. A message ends at a NUL and may lie in several records.
#[derive(Default)]
pub struct MessageReader {
    begun: Zeroizing<Vec<u8>>,
}

/// The server sent a message of more than [`MAX_MESSAGE`] bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the server sent a message of more than {MAX_MESSAGE} bytes")]
pub struct MessageTooLong;

impl MessageReader {
    /// Takes one record and gives the messages that it completes. They may hold tokens.
    ///
    /// # Errors
    /// [`MessageTooLong`]
    pub fn take(&mut self, record: &[u8]) -> Result<Vec<Zeroizing<Vec<u8>>>, MessageTooLong> {
        let mut messages = Vec::new();
        let mut pieces = record.split(|&byte| byte == 0).peekable();
        while let Some(piece) = pieces.next() {
            if self.begun.len() + piece.len() > MAX_MESSAGE {
                return Err(MessageTooLong);
            }
            self.begun.extend_from_slice(piece);
            if pieces.peek().is_some() {
                let message = std::mem::take(&mut self.begun);
                if !message.is_empty() {
                    messages.push(message);
                }
            }
        }
        Ok(messages)
    }
}

#[cfg(test)]
#[expect(clippy::wildcard_enum_match_arm, reason = "a test looks for one kind among all")]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;

    fn parse(text: &str) -> ServerMessage {
        ServerMessage::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn push_replies() {
        assert_eq!(parse("PUSH_REPLY,a,b 1"), ServerMessage::PushReply("a,b 1".into()));
        assert_eq!(parse("PUSH_REPLY"), ServerMessage::PushReply(String::new()));
        assert_eq!(parse("PUSH_REPLY,a\r\n"), ServerMessage::PushReply("a".into()));
    }

    #[test]
    fn failed_sign_ins() {
        let failed = |text: &str| match parse(text) {
            ServerMessage::AuthFailed(failed) => failed,
            other => panic!("{other:?}"),
        };
        assert_eq!(failed("AUTH_FAILED"), AuthFailed::Refused { reason: None });
        assert_eq!(failed("AUTH_FAILED,wrong, sorry"), AuthFailed::Refused { reason: Some("wrong, sorry".into()) });
        assert_eq!(failed("AUTH_FAILED,TEMPERATURE"), AuthFailed::Refused { reason: Some("TEMPERATURE".into()) });
        assert_eq!(
            failed("AUTH_FAILED,SESSION: Token expired"),
            AuthFailed::SessionExpired { reason: Some("Token expired".into()) }
        );
        assert_eq!(
            failed("AUTH_FAILED,TEMP[backoff 42,advance no]:come back"),
            AuthFailed::Temporary {
                backoff: Some(Duration::from_secs(42)),
                place: Place::Same,
                reason: Some("come back".into())
            }
        );
        for (how, place) in [("no", Place::Same), ("addr", Place::NextAddress), ("remote", Place::NextServer)] {
            let AuthFailed::Temporary { place: read, .. } = failed(&format!("AUTH_FAILED,TEMP[advance {how}]")) else {
                panic!("{how}")
            };
            assert_eq!(read, place);
        }
        assert_eq!(
            failed("AUTH_FAILED,TEMP"),
            AuthFailed::Temporary { backoff: None, place: Place::NextAddress, reason: None }
        );
        assert_eq!(
            failed("AUTH_FAILED,CRV1:R,E:state1:YWxpY2U=:Code: now"),
            AuthFailed::Challenge(DynamicChallenge {
                state: "state1".into(),
                username: "alice".into(),
                challenge: Challenge { text: "Code: now".into(), echo: true },
                wants_answer: true,
            })
        );
        let AuthFailed::Challenge(challenge) = failed("AUTH_FAILED,CRV1:R:i-1/2/3:b'Ti9B':https://sso.example/?a=b:c")
        else {
            panic!("the user name as AWS writes it")
        };
        assert_eq!((challenge.username.as_str(), challenge.state.as_str()), ("N/A", "i-1/2/3"));
        assert_eq!(challenge.challenge.text, "https://sso.example/?a=b:c");
        let broken = "CRV1:R,E:state1:***:Code";
        assert_eq!(failed(&format!("AUTH_FAILED,{broken}")), AuthFailed::Refused { reason: Some(broken.into()) });
    }

    #[test]
    fn only_plain_https_is_opened() {
        let info = |text: &str| match parse(text) {
            ServerMessage::Info(info) => info,
            other => panic!("{other:?}"),
        };
        let good = "https://login.example.net:8443/a?b=c:d";
        assert_eq!(info(&format!("INFO_PRE,OPEN_URL:{good}")), Info::OpenUrl(good.into()));
        assert_eq!(info(&format!("INFO_PRE,WEB_AUTH:hidden,external:{good}")), Info::OpenUrl(good.into()));
        for bad in ["http://a.example", "https://user:pw@a.example/", "https://a.example/ x"] {
            assert_eq!(info(&format!("INFO_PRE,OPEN_URL:{bad}")), Info::RefusedUrl, "{bad}");
        }
        assert_eq!(
            info("INFO_PRE,CR_TEXT:R,E:Which: one?"),
            Info::Question(Challenge { text: "Which: one?".into(), echo: true })
        );
        assert_eq!(info("INFO_PRE,SMOKE_SIGNAL:x"), Info::Unknown);
    }

    #[test]
    fn the_rest() {
        assert_eq!(
            parse("RESTART,[P,N]maintenance"),
            ServerMessage::Restart { text: Some("maintenance".into()), keep_token: true, elsewhere: true }
        );
        assert_eq!(parse("RESTART"), ServerMessage::Restart { text: None, keep_token: false, elsewhere: false });
        assert_eq!(parse("HALT,go away"), ServerMessage::Halt { text: Some("go away".into()) });
        assert_eq!(parse("EXIT"), ServerMessage::Exit);
        assert_eq!(
            parse("AUTH_PENDING,timeout 90"),
            ServerMessage::AuthPending { timeout: Some(Duration::from_secs(90)) }
        );
        for (text, seconds) in [
            ("timeout 90,x", Some(90)),
            ("x,timeout  5", Some(5)),
            ("timeout", None),
            ("timeout -1", None),
            ("x", None),
        ] {
            let timeout = seconds.map(Duration::from_secs);
            assert_eq!(parse(&format!("AUTH_PENDING,{text}")), ServerMessage::AuthPending { timeout }, "{text}");
        }
        assert_eq!(parse("AUTH_PENDING"), ServerMessage::AuthPending { timeout: None });
        assert_eq!(parse("PUSH_UPDATE,-route,?x"), ServerMessage::PushUpdate("-route,?x".into()));
        assert_eq!(parse("ACC,x"), ServerMessage::Other("ACC".into()));
        assert_eq!(ServerMessage::parse(b"HALT,\x1b[2J"), None);
        assert_eq!(ServerMessage::parse(b"HALT,\x7f"), None);
    }

    #[test]
    fn bytes_that_are_no_utf_8_are_replaced() {
        let refused = |reason: &str| ServerMessage::AuthFailed(AuthFailed::Refused { reason: Some(reason.into()) });
        assert_eq!(
            ServerMessage::parse(b"AUTH_FAILED,Kennwort ung\xfcltig"),
            Some(refused("Kennwort ung\u{fffd}ltig"))
        );
        let pushed = ServerMessage::PushReply("echo \u{fffd}\u{fffd},ping 1".into());
        assert_eq!(ServerMessage::parse(b"PUSH_REPLY,echo \xfc\xff,ping 1"), Some(pushed));
        assert_eq!(ServerMessage::parse(b"HALT,\xff"), Some(ServerMessage::Halt { text: Some("\u{fffd}".into()) }));
    }

    #[test]
    fn a_word_counts_whatever_stands_behind_it() {
        let refused =
            |reason: Option<&str>| ServerMessage::AuthFailed(AuthFailed::Refused { reason: reason.map(str::to_owned) });
        for (text, reason) in [
            ("AUTH_FAILED: wrong password", Some("wrong password")),
            ("AUTH_FAILED:wrong password", Some("wrong password")),
            ("AUTH_FAILED wrong password", Some("wrong password")),
            ("AUTH_FAILED, wrong password", Some("wrong password")),
            ("AUTH_FAILED,", None),
            ("AUTH_FAILED:", None),
            ("AUTH_FAILED\r\n", None),
        ] {
            assert_eq!(parse(text), refused(reason), "{text}");
        }
        assert_eq!(
            parse("AUTH_FAILED: SESSION: gone"),
            ServerMessage::AuthFailed(AuthFailed::SessionExpired { reason: Some("gone".into()) })
        );
        assert_eq!(parse("AUTH_FAILEDx"), ServerMessage::Other("AUTH_FAILEDx".into()));
    }

    #[test]
    fn each_set_of_flags_of_a_question() {
        for (flags, wanted, echo) in [
            ("R,E", true, true),
            ("E,R", true, true),
            ("R", true, false),
            ("E", false, true),
            ("", false, false),
            ("X,R", true, false),
        ] {
            let info = Info::parse(&format!("CR_TEXT:{flags}:Confirm: now"));
            let text = "Confirm: now".to_owned();
            let question = Info::Question(Challenge { text: text.clone(), echo });
            assert_eq!(info, if wanted { question } else { Info::Notice(text.clone()) }, "{flags}");
            let dynamic = DynamicChallenge::parse(&format!("{flags}:s1:YWxpY2U=:{text}")).unwrap();
            assert_eq!((dynamic.wants_answer, dynamic.challenge), (wanted, Challenge { text, echo }), "{flags}");
        }
    }

    #[test]
    fn messages_cross_records_and_share_them() {
        let mut reader = MessageReader::default();
        assert!(reader.take(b"PUSH_").unwrap().is_empty());
        let got: Vec<_> = reader.take(b"REPLY,a\0EXIT\0\0HA").unwrap().iter().map(|m| m.to_vec()).collect();
        assert_eq!(got, [b"PUSH_REPLY,a".to_vec(), b"EXIT".to_vec()]);
        assert_eq!(reader.take(b"LT\0").unwrap().first().map(|m| m.to_vec()), Some(b"HALT".to_vec()));
    }

    #[test]
    fn an_endless_message_is_refused() {
        let mut reader = MessageReader::default();
        assert!(reader.take(&[b'a'; MAX_MESSAGE]).unwrap().is_empty());
        assert_eq!(reader.take(b"a").unwrap_err(), MessageTooLong);
    }

    proptest! {
        #[test]
        fn any_cut_gives_the_same_messages(text in "[a-c\0]{0,60}", cut in 0usize..60) {
            let bytes = text.as_bytes();
            let (head, tail) = bytes.split_at(cut.min(bytes.len()));
            let whole = MessageReader::default().take(bytes).unwrap();
            let mut reader = MessageReader::default();
            let mut pieces = reader.take(head).unwrap();
            pieces.extend(reader.take(tail).unwrap());
            prop_assert_eq!(whole, pieces);
        }

        #[test]
        fn random_messages_never_panic(bytes in vec(any::<u8>(), 0..200), kind in 0usize..6) {
            let prefix = ["", "AUTH_FAILED,", "AUTH_FAILED,CRV1:", "AUTH_FAILED,TEMP[", "INFO_PRE,", "RESTART,["][kind];
            let mut message = prefix.as_bytes().to_vec();
            message.extend(bytes);
            let _ = ServerMessage::parse(&message);
        }
    }
}
