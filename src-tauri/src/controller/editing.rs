//! What is done with a stored profile's text: it is opened, edited, saved, copied, written out.

use profiles::{Card, Document, KeychainError, NewProfile, ProfileId, SealingKey, Texts};

use super::{
    Controller,
    editor::{Edited, texts_of},
    message::{Done, EditAsk, Opening, Reply, answer},
    named, not_opened, unknown_profile,
};
use crate::{
    strings,
    view::{EditView, MessageView},
};

impl Controller {
    /// Opens a stored profile beside.
    pub(super) fn open_profile(&mut self, id: &ProfileId, opening: Opening) {
        let Some(stored) = self.profiles.get(id).cloned() else { return opening.refuse(unknown_profile()) };
        let vault = self.services.vault.clone();
        let id = id.clone();
        self.services.spawn(async move {
            let opened = vault.open_document(&stored).await;
            let key = match (&opened, &opening) {
                (Ok(_), Opening::Duplicate(_)) => vault.sealing_key().await.ok(),
                _ => None,
            };
            let outcome = opened.map_err(|error| not_opened(&stored.card.name, &error));
            Done::Opened { profile: id, outcome, key, opening }
        });
    }

    pub(super) fn opened(
        &mut self,
        id: &ProfileId,
        outcome: Result<Document, MessageView>,
        key: Option<&SealingKey>,
        opening: Opening,
    ) {
        let document = match outcome {
            Ok(document) => document,
            Err(why) => return opening.refuse(why),
        };
        match opening {
            Opening::Edit(reply) => {
                let name = self.name_of(id);
                answer(reply, self.editor.open(id, name, &document, &self.services.formats));
            }
            Opening::Export(path, reply) => match texts_of(&document, &self.services.formats) {
                Ok((_, texts)) => {
                    tokio::task::spawn_blocking(move || {
                        let written = profiles::write_private(&path, texts.current().as_bytes());
                        answer(reply, written.map_err(|error| strings::message("export-failed", &[], error)));
                    });
                }
                Err(why) => answer(reply, Err(why)),
            },
            Opening::Duplicate(reply) => answer(reply, self.duplicate(id, document, key)),
        }
    }

    fn duplicate(
        &mut self,
        id: &ProfileId,
        document: Document,
        key: Option<&SealingKey>,
    ) -> Result<String, MessageView> {
        let card = self.profiles.card(id).ok_or_else(unknown_profile)?;
        // The marks that keep a name apart in a sentence of the other direction belong to no name.
        let name = strings::text("duplicate-name", &named(&card.name)).replace(['\u{2068}', '\u{2069}'], "");
        let (servers, sign_in) = (card.servers.clone(), card.sign_in);
        let new = NewProfile { name, servers, sign_in, document: document.profile.clone() };
        let card = self.profiles.new_card(&new.name, &new)?;
        for remark in self.profiles.keep(&card, document, key) {
            self.note(remark);
        }
        Ok(card.id.to_string())
    }

    /// What the window does with the open profile.
    pub(super) fn edit_ask(&mut self, id: &ProfileId, ask: EditAsk) -> Result<EditView, MessageView> {
        let name = self.name_of(id);
        match ask {
            EditAsk::Look { text } => self.editor.look(id, name, text),
            EditAsk::Change { text, form } => self.editor.change(id, name, text, form),
            EditAsk::Restore => self.editor.restore(id, name),
        }
    }

    /// Judges the text once more and asks for the key that seals it.
    pub(super) fn edit_save(&mut self, id: &ProfileId, name: &str, text: &str, reply: Reply<Option<MessageView>>) {
        match self.editor.edited(id, name, text) {
            Ok(Edited { new, texts }) => {
                let (vault, id) = (self.services.vault.clone(), id.clone());
                self.services.spawn(async move {
                    let key = vault.sealing_key().await;
                    Done::Edited { profile: id, new, texts, key, reply }
                });
            }
            Err(why) => answer(reply, Err(why)),
        }
    }

    /// Stores what was edited.
    pub(super) fn edit_saved(
        &mut self,
        id: &ProfileId,
        new: NewProfile,
        texts: Texts,
        key: Result<SealingKey, KeychainError>,
        reply: Reply<Option<MessageView>>,
    ) {
        let Some(card) = self.profiles.card(id).cloned() else { return answer(reply, Err(unknown_profile())) };
        let card = Card { name: new.name, servers: new.servers, sign_in: new.sign_in, ..card };
        let document = Document { profile: new.document, texts: Some(texts.clone()) };
        let mut remarks = self.profiles.keep(&card, document, key.ok().as_ref());
        self.connections.start_failures.remove(id);
        self.editor.saved(id, texts);
        if remarks.is_empty() && self.connections.is_active(id) {
            remarks.push(strings::message("edit-next-time", &named(&card.name), ""));
        }
        answer(reply, Ok(remarks.into_iter().next()));
    }
}
