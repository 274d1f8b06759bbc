//! Answers that are given in advance, so that nobody has to sit at the terminal: by [`crate::arguments`], by a document
//! ([`document`]), or by a file that the profile names.
//!
//! Each value answers one kind of question and no other: a password that was sent as a one-time code stands in the server's log.

mod document;
mod prompt;

use std::collections::{BTreeMap, VecDeque};

use vpn_api::{Secret, Secrets};

pub(crate) use document::DocumentError;
pub(crate) use prompt::{Missing, slots};

/// What a value answers. The text is its name in a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Slot {
    Username,
    Password,
    Passphrase,
    Response,
    ProxyUsername,
    ProxyPassword,
    /// A text that the server wants accepted.
    Accept,
    /// A field of a server's form, by its id or label.
    Field(String),
}

impl Slot {
    /// The slot of this name in a document.
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "username" => Self::Username,
            "password" => Self::Password,
            "passphrase" => Self::Passphrase,
            "response" => Self::Response,
            "proxy-username" => Self::ProxyUsername,
            "proxy-password" => Self::ProxyPassword,
            "accept" => Self::Accept,
            _ => Self::Field(name.strip_prefix("field.").filter(|field| !field.is_empty())?.to_owned()),
        })
    }

    /// Whether the same value may answer again. A secret is used once: servers lock accounts that repeat a wrong one.
    fn lasts(&self) -> bool {
        match self {
            Self::Username | Self::ProxyUsername | Self::Accept => true,
            Self::Password | Self::Passphrase | Self::Response | Self::ProxyPassword | Self::Field(_) => false,
        }
    }
}

/// Answers that are given in advance. Several values of one slot are used one after the other.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    values: BTreeMap<Slot, VecDeque<Secret>>,
    /// Slots whose first value went along with the request to connect, and may have been refused since.
    sent: Vec<Slot>,
}

impl Answers {
    /// Adds a value behind those that the slot has.
    pub(crate) fn add(&mut self, slot: Slot, value: Secret) {
        self.values.entry(slot).or_default().push_back(value);
    }

    /// Puts a value in place of all that the slot has.
    pub(crate) fn set(&mut self, slot: Slot, value: Secret) {
        self.values.insert(slot, VecDeque::from([value]));
    }

    /// Whether a slot has a value left.
    pub(crate) fn has(&self, slot: &Slot) -> bool {
        self.values.get(slot).is_some_and(|values| !values.is_empty())
    }

    /// The next value of a slot, without using it up.
    pub(crate) fn peek(&self, slot: &Slot) -> Option<&Secret> {
        self.values.get(slot)?.front()
    }

    /// Slots that have a value left.
    pub(crate) fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.values.iter().filter(|(_, values)| !values.is_empty()).map(|(slot, _)| slot)
    }

    /// Takes what is known from elsewhere where nothing is given. A password goes with its own user name only.
    pub(crate) fn complete(&mut self, known: Secrets) {
        let given = self.peek(&Slot::Username).map(|name| name.expose().to_owned());
        let same_user = given.is_none() || given == known.username;
        let username = known.username.map(Secret::new);
        for (slot, value) in [
            (Slot::Username, username),
            (Slot::Password, known.password.filter(|_| same_user)),
            (Slot::Passphrase, known.key_passphrase),
        ] {
            if let Some(value) = value.filter(|_| !self.has(&slot)) {
                self.add(slot, value);
            }
        }
    }

    /// What goes along with the request to connect. The answer to a challenge is among it if nobody `waits` for the question.
    pub(crate) fn secrets(&mut self, waits: bool) -> Secrets {
        let sent = |slot: Slot| self.peek(&slot).cloned();
        let secrets = Secrets {
            username: sent(Slot::Username).map(|name| name.expose().to_owned()),
            password: sent(Slot::Password),
            key_passphrase: sent(Slot::Passphrase),
            challenge_response: sent(Slot::Response).filter(|_| !waits),
            ..Secrets::default()
        };
        self.sent = [Slot::Password, Slot::Passphrase].into_iter().filter(|slot| self.has(slot)).collect();
        secrets
    }

    /// The first value of a slot was refused, if it went along with the request.
    fn refused(&mut self, slot: &Slot) {
        if let Some(place) = self.sent.iter().position(|sent| sent == slot) {
            self.sent.remove(place);
            self.values.get_mut(slot).map(VecDeque::pop_front);
        }
    }

    /// The next value of a slot, used up unless it lasts.
    fn take(&mut self, slot: &Slot) -> Option<Secret> {
        self.sent.retain(|sent| sent != slot);
        let values = self.values.get_mut(slot)?;
        if slot.lasts() && values.len() == 1 { values.front().cloned() } else { values.pop_front() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(username: &str) -> Secrets {
        Secrets {
            username: Some(username.to_owned()),
            password: Some(Secret::from("hers")),
            key_passphrase: Some(Secret::from("open")),
            ..Secrets::default()
        }
    }

    fn completed(given: &[(Slot, &str)]) -> Secrets {
        let mut answers = Answers::default();
        for (slot, value) in given {
            answers.add(slot.clone(), Secret::from(*value));
        }
        answers.complete(known("alice"));
        answers.secrets(true)
    }

    #[test]
    fn what_is_given_goes_before_what_is_remembered() {
        assert_eq!(completed(&[]), known("alice"));
        let other = completed(&[(Slot::Username, "bob")]);
        assert_eq!((other.username.as_deref(), other.password), (Some("bob"), None), "not bob with alice's password");
        assert_eq!(other.key_passphrase, Some(Secret::from("open")));
        assert_eq!(completed(&[(Slot::Username, "alice")]).password, Some(Secret::from("hers")));
        let new = completed(&[(Slot::Password, "new")]);
        assert_eq!((new.username.as_deref(), new.password), (Some("alice"), Some(Secret::from("new"))));
        assert_eq!(completed(&[(Slot::Password, "")]).password, Some(Secret::from("")), "an empty password is one");
    }

    #[test]
    fn a_challenge_is_answered_in_advance_only_where_nobody_waits_for_it() {
        let mut answers = Answers::default();
        answers.add(Slot::Response, Secret::from("123456"));
        assert_eq!(answers.secrets(true).challenge_response, None);
        assert_eq!(answers.secrets(false).challenge_response, Some(Secret::from("123456")));
    }
}
