//! What is remembered, renamed, removed.

use std::time::{SystemTime, UNIX_EPOCH};

use profiles::{Item, KeychainError, Login, ProfileId, Vault, plain_name};

use super::{Controller, Done, Removed, Reply, UNDO, answer, named};
use crate::{sentences, view::Sentence};

/// What came of remembering or forgetting.
pub(crate) enum Kept {
    /// Remembered, in the keychain or in memory.
    Remembered(Item),
    /// One thing was forgotten.
    ForgotItem(Item, Result<(), KeychainError>),
    /// Everything was forgotten.
    ForgotAll(Result<(), KeychainError>, Option<Reply>),
}

impl Controller {
    /// The tunnel is up: what was typed for it fits, and is remembered or forgotten as the person ticked.
    pub(super) fn connected(&mut self, id: &ProfileId) {
        let now = unix_now();
        self.change_card(id, |card| card.last_used = Some(now));
        let Some(card) = self.store.get(id).map(|stored| stored.card.clone()) else { return };
        if let Some(typed) = self.model.typed.remove(id) {
            if typed.remember && !typed.password.is_empty() && !card.sign_in.never_remember {
                let login = Login { username: typed.username, password: typed.password };
                self.keep(id, Item::Login, move |vault, id| async move {
                    vault.remember_login(&id, &card.name, &login).await;
                });
            } else if !typed.remember && card.remembers_login {
                self.drop_item(id, Item::Login);
            }
        }
        let name = self.name_of(id);
        if let Some(passphrase) = self.model.typed_passphrase.remove(id) {
            self.keep(id, Item::Passphrase, move |vault, id| async move {
                vault.remember_passphrase(&id, &name, &passphrase).await;
            });
        }
    }

    fn keep<F: Future<Output = ()> + Send + 'static>(
        &self,
        id: &ProfileId,
        item: Item,
        work: impl FnOnce(Vault, ProfileId) -> F,
    ) {
        let work = work(self.vault.clone(), id.clone());
        let profile = id.clone();
        self.spawn(async move {
            work.await;
            Done::Kept { profile, kept: Kept::Remembered(item) }
        });
    }

    fn drop_item(&self, id: &ProfileId, item: Item) {
        let (vault, profile) = (self.vault.clone(), id.clone());
        self.spawn(async move {
            let outcome = vault.forget_item(&profile, item).await;
            Done::Kept { profile, kept: Kept::ForgotItem(item, outcome) }
        });
    }

    pub(super) fn kept(&mut self, id: &ProfileId, kept: Kept) {
        match kept {
            Kept::Remembered(item) => self.flag(id, item, true),
            Kept::ForgotItem(item, Ok(())) => self.flag(id, item, false),
            Kept::ForgotItem(_, Err(error)) => tracing::warn!(%error, "the keychain may still hold a sign-in"),
            Kept::ForgotAll(outcome, reply) => {
                if outcome.is_ok() {
                    self.flag(id, Item::Login, false);
                    self.flag(id, Item::Passphrase, false);
                }
                if let Some(reply) = reply {
                    let outcome = outcome.map_err(|error| sentences::sentence("keychain-locked", &[], error));
                    answer(reply, outcome);
                }
            }
        }
    }

    fn flag(&mut self, id: &ProfileId, item: Item, remembered: bool) {
        self.change_card(id, |card| match item {
            Item::Login => card.remembers_login = remembered,
            Item::Passphrase => card.remembers_passphrase = remembered,
        });
    }

    pub(super) fn forget(&mut self, id: &ProfileId, reply: Reply) {
        let (vault, profile) = (self.vault.clone(), id.clone());
        self.spawn(async move {
            let outcome = vault.forget(&profile).await;
            Done::Kept { profile, kept: Kept::ForgotAll(outcome, Some(reply)) }
        });
    }

    pub(super) fn rename(&mut self, id: &ProfileId, name: &str) -> Result<(), Sentence> {
        let name = plain_name(name).ok_or_else(|| sentences::sentence("name-empty", &[], ""))?;
        if self.store.get(id).is_none() {
            return Err(super::unknown_profile());
        }
        let written = self.store.change(id, |card| card.name.clone_from(&name));
        written.map_err(|error| sentences::sentence("profile-not-written", &named(&name), error))
    }

    fn change_card(&mut self, id: &ProfileId, change: impl FnOnce(&mut profiles::Card)) {
        if let Err(error) = self.store.change(id, change) {
            let sentence = sentences::sentence("profile-not-written", &named(&self.name_of(id)), error);
            if !self.model.notices.contains(&sentence) {
                self.model.notices.push(sentence);
            }
        }
    }

    /// Takes a profile out of the list. Its file and what is remembered stay for [`UNDO`].
    pub(super) fn remove(&mut self, id: &ProfileId) {
        self.disconnect(id);
        self.forget_attempt(id);
        self.close_editor(id);
        self.sessions.remove(id);
        let Some(stored) = self.store.take(id) else { return };
        let removal = self.next_number();
        self.removed.insert(id.clone(), Removed { stored, removal });
        let profile = id.clone();
        self.spawn(async move {
            tokio::time::sleep(UNDO).await;
            Done::UndoOver { profile, removal }
        });
    }

    pub(super) fn undo_remove(&mut self, id: &ProfileId) -> Result<(), Sentence> {
        let removed = self.removed.remove(id).ok_or_else(super::unknown_profile)?;
        self.store.put_back(removed.stored);
        Ok(())
    }

    pub(super) fn undo_over(&mut self, id: &ProfileId, removal: u64) {
        if self.removed.get(id).is_none_or(|removed| removed.removal != removal) {
            return;
        }
        let Some(removed) = self.removed.remove(id) else { return };
        if let Err(error) = self.store.delete_file(id) {
            tracing::warn!(%error, "a removed profile could not be deleted");
        }
        let card = removed.stored.card;
        if card.remembers_login || card.remembers_passphrase {
            let (vault, profile) = (self.vault.clone(), id.clone());
            self.spawn(async move {
                let outcome = vault.forget(&profile).await;
                Done::Kept { profile, kept: Kept::ForgotAll(outcome, None) }
            });
        }
    }
}

/// Seconds since the Unix epoch.
pub(super) fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
