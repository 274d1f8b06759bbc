//! What the keychain remembers of a profile, and what goes with a profile that is removed.

use std::time::Duration;

use profiles::{Login, ProfileId, RememberedItem, Vault};

use super::{
    Controller,
    message::{Done, RememberedChange, Reply, answer},
    parse_id, unix_now,
};
use crate::{strings, view::MessageView};

/// How long a removed profile can come back.
const UNDO: Duration = Duration::from_secs(10);

impl Controller {
    /// The tunnel is up: what was typed for it fits, and is remembered or forgotten as the person ticked.
    pub(super) fn connected(&mut self, id: &ProfileId) {
        self.asking.fits(id);
        let now = unix_now();
        let state = self.connections.connection(id).map(|connection| &connection.state);
        let took_all = matches!(state, Some(vpn_api::TunnelState::Connected(tunnel)) if tunnel.all_ipv4);
        self.change_card(id, |card| (card.last_used, card.took_all) = (Some(now), took_all));
        let Some(card) = self.profiles.card(id).cloned() else { return };
        if let Some(typed) = self.connections.typed.remove(id) {
            if typed.remember && !typed.password.is_empty() && !card.sign_in.never_remember {
                let login = Login { username: typed.username, password: typed.password };
                let group = self.profiles.arrangement().group_of(id).filter(|_| typed.group).cloned();
                if let Some(group) = group {
                    if card.remembers_login {
                        self.drop_item(id, RememberedItem::Login);
                    }
                    self.share(group, login);
                    return self.keep_passphrase(id);
                }
                self.keep(id, RememberedItem::Login, move |vault, id| async move {
                    vault.remember_login(&id, &card.name, &login).await;
                });
            } else if !typed.remember && card.remembers_login {
                self.drop_item(id, RememberedItem::Login);
            }
        }
        self.keep_passphrase(id);
    }

    fn keep_passphrase(&mut self, id: &ProfileId) {
        let name = self.name_of(id);
        if let Some(passphrase) = self.connections.typed_passphrase.remove(id) {
            self.keep(id, RememberedItem::Passphrase, move |vault, id| async move {
                vault.remember_passphrase(&id, &name, &passphrase).await;
            });
        }
    }

    fn keep<F: Future<Output = ()> + Send + 'static>(
        &self,
        id: &ProfileId,
        item: RememberedItem,
        work: impl FnOnce(Vault, ProfileId) -> F,
    ) {
        let work = work(self.services.vault.clone(), id.clone());
        let profile = id.clone();
        self.services.spawn(async move {
            work.await;
            Done::Remembered { profile, change: RememberedChange::Remembered(item) }
        });
    }

    fn drop_item(&self, id: &ProfileId, item: RememberedItem) {
        let (vault, profile) = (self.services.vault.clone(), id.clone());
        self.services.spawn(async move {
            let outcome = vault.forget_item(&profile, item).await;
            Done::Remembered { profile, change: RememberedChange::ForgotItem(item, outcome) }
        });
    }

    pub(super) fn remembered(&mut self, id: &ProfileId, change: RememberedChange) {
        match change {
            RememberedChange::Remembered(item) => self.flag(id, item, true),
            RememberedChange::ForgotItem(item, Ok(())) => self.flag(id, item, false),
            RememberedChange::ForgotItem(_, Err(error)) => {
                tracing::warn!(%error, "the keychain may still hold a sign-in")
            }
            RememberedChange::ForgotAll(outcome, reply) => {
                if outcome.is_ok() {
                    self.flag(id, RememberedItem::Login, false);
                    self.flag(id, RememberedItem::Passphrase, false);
                }
                if let Some(reply) = reply {
                    let outcome = outcome.map_err(|error| strings::message("keychain-locked", &[], error));
                    answer(reply, outcome);
                }
            }
        }
    }

    fn flag(&mut self, id: &ProfileId, item: RememberedItem, remembered: bool) {
        self.change_card(id, |card| match item {
            RememberedItem::Login => card.remembers_login = remembered,
            RememberedItem::Passphrase => card.remembers_passphrase = remembered,
        });
    }

    pub(super) fn forget(&mut self, id: &ProfileId, reply: Reply) {
        let (vault, profile) = (self.services.vault.clone(), id.clone());
        self.services.spawn(async move {
            let outcome = vault.forget(&profile).await;
            Done::Remembered { profile, change: RememberedChange::ForgotAll(outcome, Some(reply)) }
        });
    }

    pub(super) fn change_card(&mut self, id: &ProfileId, change: impl FnOnce(&mut profiles::Card)) {
        if let Err(unwritten) = self.profiles.change(id, change) {
            self.note(unwritten);
        }
    }

    /// Takes profiles out of the list. Their files and what is remembered stay for [`UNDO`].
    pub(super) fn remove(&mut self, ids: &[ProfileId]) {
        for id in ids {
            self.disconnect(id);
            self.connections.forget_attempt(id);
            self.connections.take_session(id);
            self.editor.close(id);
        }
        let removal = self.profiles.remove(ids);
        self.services.spawn(async move {
            tokio::time::sleep(UNDO).await;
            Done::UndoOver { removal }
        });
    }

    /// Puts back what was removed. What is gone for good stays away, and the others come all the same.
    ///
    /// # Errors
    /// One of them is gone for good.
    pub(super) fn undo_remove(&mut self, ids: &[String]) -> Result<(), MessageView> {
        let back = ids.iter().map(|id| parse_id(id).and_then(|id| self.profiles.undo_remove(&id)));
        back.fold(Ok(()), Result::and)
    }

    pub(super) fn undo_over(&mut self, removal: u64) {
        let (cards, groups) = self.profiles.finish_removal(removal);
        self.forget_overview(&cards.iter().map(|card| card.id.connection()).collect());
        for card in cards.into_iter().filter(|card| card.remembers_login || card.remembers_passphrase) {
            let (vault, profile) = (self.services.vault.clone(), card.id);
            self.services.spawn(async move {
                let outcome = vault.forget(&profile).await;
                Done::Remembered { profile, change: RememberedChange::ForgotAll(outcome, None) }
            });
        }
        self.forget_groups(groups);
    }
}
