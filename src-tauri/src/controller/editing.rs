//! The editor: a stored profile is opened, looked at while it is changed, and saved. Its keys and passwords stay here: the
//! window gets and gives a text with marks in their place.

use std::path::PathBuf;

use ovpn_profile::{NoSideFiles, Profile, edit, mask};
use profiles::{
    Body, Card, Document, KeychainError, NewProfile, ProfileId, Sealed, SealingKey, Texts, fingerprint, plain_name,
};
use vpn_api::Transport;

use super::{Controller, Done, Reply, answer, keeping::unix_now, named};
use crate::{
    import::{compare, report, verdict},
    sentences::{self, Value},
    view::{EditForm, EditServer, EditTraffic, EditTransport, EditView, OriginalView, Sentence},
};

/// The profile that is open in the editor.
pub(super) struct Editing {
    id: ProfileId,
    texts: Texts,
}

/// For what a stored profile is opened.
pub(crate) enum Opening {
    /// To be edited.
    Edit(Reply<EditView>),
    /// To be written to a file.
    Export(PathBuf, Reply),
    /// To be copied. The key for sealing the copy is asked for along the way.
    Duplicate(Reply<String>),
}

impl Opening {
    pub(super) fn refuse(self, why: Sentence) {
        match self {
            Self::Edit(reply) => answer(reply, Err(why)),
            Self::Export(_, reply) => answer(reply, Err(why)),
            Self::Duplicate(reply) => answer(reply, Err(why)),
        }
    }
}

/// What the window does with the open profile.
pub(crate) enum EditAsk {
    /// Judge a text.
    Look { text: String },
    /// Write a form into a text.
    Change { text: String, form: EditForm },
    /// The text as it was imported.
    Restore,
}

impl Controller {
    /// Opens a stored profile beside.
    pub(super) fn open_profile(&mut self, id: &ProfileId, opening: Opening) {
        let Some(stored) = self.store.get(id).cloned() else { return opening.refuse(super::unknown_profile()) };
        let vault = self.vault.clone();
        let id = id.clone();
        self.spawn(async move {
            let opened = vault.open_document(&stored).await;
            let key = match (&opened, &opening) {
                (Ok(_), Opening::Duplicate(_)) => vault.sealing_key().await.ok(),
                _ => None,
            };
            let outcome = opened.map_err(|error| super::not_opened(&stored.card.name, &error));
            Done::Opened { profile: id, outcome, key, opening }
        });
    }

    pub(super) fn opened(
        &mut self,
        id: &ProfileId,
        outcome: Result<Document, Sentence>,
        key: Option<&SealingKey>,
        opening: Opening,
    ) {
        let document = match outcome {
            Ok(document) => document,
            Err(why) => return opening.refuse(why),
        };
        match opening {
            Opening::Edit(reply) => {
                let Some(texts) = texts_of(&document) else {
                    return answer(reply, Err(sentences::sentence("edit-no-text", &[], "")));
                };
                let text = mask::mask(texts.current()).text;
                self.editing = Some(Editing { id: id.clone(), texts });
                answer(reply, self.edit_view(id, text, None));
            }
            Opening::Export(path, reply) => {
                let Some(texts) = texts_of(&document) else {
                    return answer(reply, Err(sentences::sentence("edit-no-text", &[], "")));
                };
                tokio::task::spawn_blocking(move || {
                    let written = profiles::write_private(&path, texts.current().as_bytes());
                    answer(reply, written.map_err(|error| sentences::sentence("export-failed", &[], error)));
                });
            }
            Opening::Duplicate(reply) => answer(reply, self.duplicate(id, document, key)),
        }
    }

    fn duplicate(&mut self, id: &ProfileId, document: Document, key: Option<&SealingKey>) -> Result<String, Sentence> {
        let card = self.store.get(id).map(|stored| stored.card.clone()).ok_or_else(super::unknown_profile)?;
        let failed = || sentences::failure(&vpn_api::Failure::internal("no randomness for the profile's id"));
        let copy = ProfileId::random().ok_or_else(failed)?;
        let name = self.free_name(&sentences::text("duplicate-name", &named(&card.name)));
        let card = Card::new(copy, name, card.servers, card.sign_in, unix_now());
        let mut remarks = Vec::new();
        self.keep_profile(&card, document, key, &mut remarks);
        self.tell(remarks);
        Ok(card.id.to_string())
    }

    /// What the window does with the open profile.
    pub(super) fn edit_ask(&mut self, id: &ProfileId, ask: EditAsk) -> Result<EditView, Sentence> {
        let texts = self.texts(id)?;
        match ask {
            EditAsk::Look { text } => self.edit_view(id, text, None),
            EditAsk::Restore => {
                // The marks of the window's text stand for the secrets of one text: from here on, the original's.
                let original = texts.original().to_owned();
                let text = mask::mask(&original).text;
                self.editing = Some(Editing { id: id.clone(), texts: texts.changed(original) });
                self.edit_view(id, text, None)
            }
            EditAsk::Change { text, form } => match edit::write(&text, &form.into()) {
                Ok(changed) => self.edit_view(id, changed, None),
                Err(problem) => self.edit_view(id, text, Some(unwritten(&problem))),
            },
        }
    }

    /// How the open profile's text differs from the imported one.
    pub(super) fn edit_original(&self, id: &ProfileId) -> Result<OriginalView, Sentence> {
        let texts = self.texts(id)?;
        let changed = texts.original() != texts.current();
        Ok(OriginalView { diff: compare(texts.original(), texts.current()), changed })
    }

    fn texts(&self, id: &ProfileId) -> Result<Texts, Sentence> {
        let open = self.editing.as_ref().filter(|editing| editing.id == *id);
        open.map(|editing| editing.texts.clone()).ok_or_else(|| sentences::sentence("edit-closed", &[], ""))
    }

    fn edit_view(&self, id: &ProfileId, text: String, problem: Option<Sentence>) -> Result<EditView, Sentence> {
        let texts = self.texts(id)?;
        let (whole, problem) = match mask::unmask(&text, texts.current()) {
            Ok(whole) => (whole, problem),
            Err(broken) => (text.clone(), Some(broken_mark(broken))),
        };
        let import = ovpn_profile::parse(whole.as_bytes(), &NoSideFiles);
        let (mut findings, mut lines) = report(&import.report);
        if whole != text {
            let places = Places::of(&text, &mask::mask(texts.current()).kept);
            for line in findings.iter_mut().chain(&mut lines) {
                (line.line, line.end_line) = (places.shown(line.line), places.shown(line.end_line));
            }
        }
        Ok(EditView {
            profile: id.to_string(),
            name: self.name_of(id),
            form: edit::read(&text).into(),
            text,
            verdict: verdict(import.report.verdict),
            findings,
            lines,
            problem,
        })
    }

    /// Judges the text once more and asks for the key that seals it.
    pub(super) fn edit_save(&mut self, id: &ProfileId, name: &str, text: &str, reply: Reply<Option<Sentence>>) {
        match self.edited(id, name, text) {
            Ok((new, texts)) => {
                let (vault, id) = (self.vault.clone(), id.clone());
                self.spawn(async move {
                    let key = vault.sealing_key().await;
                    Done::Edited { profile: id, new, texts, key, reply }
                });
            }
            Err(why) => answer(reply, Err(why)),
        }
    }

    fn edited(&self, id: &ProfileId, name: &str, text: &str) -> Result<(NewProfile, Texts), Sentence> {
        let name = plain_name(name).ok_or_else(|| sentences::sentence("name-empty", &[], ""))?;
        let texts = self.texts(id)?;
        let whole = mask::unmask(text, texts.current()).map_err(broken_mark)?;
        let import = ovpn_profile::parse(whole.as_bytes(), &NoSideFiles);
        let Ok(parsed) = import.outcome else { return Err(sentences::sentence("edit-refused", &[], "")) };
        Ok((NewProfile { name, ..NewProfile::new(&parsed, "") }, texts.changed(whole)))
    }

    /// Stores what was edited.
    pub(super) fn edit_saved(
        &mut self,
        id: &ProfileId,
        new: NewProfile,
        texts: Texts,
        key: Result<SealingKey, KeychainError>,
        reply: Reply<Option<Sentence>>,
    ) {
        let Some(card) = self.store.get(id).map(|stored| stored.card.clone()) else {
            return answer(reply, Err(super::unknown_profile()));
        };
        let card = Card { name: new.name, servers: new.servers, sign_in: new.sign_in, ..card };
        let document = Document { profile: new.document, texts: Some(texts.clone()) };
        let mut remarks = Vec::new();
        self.keep_profile(&card, document, key.ok().as_ref(), &mut remarks);
        self.model.start_failures.remove(id);
        self.editing = Some(Editing { id: id.clone(), texts });
        if remarks.is_empty() && self.model.is_active(id) {
            remarks.push(sentences::sentence("edit-next-time", &named(&card.name), ""));
        }
        answer(reply, Ok(remarks.into_iter().next()));
    }

    /// A profile that is gone is not open.
    pub(super) fn close_editor(&mut self, id: &ProfileId) {
        if self.editing.as_ref().is_some_and(|editing| editing.id == *id) {
            self.editing = None;
        }
    }

    fn tell(&mut self, remarks: Vec<Sentence>) {
        for remark in remarks {
            if !self.model.notices.contains(&remark) {
                self.model.notices.push(remark);
            }
        }
    }
}

/// Where the lines of a whole text are in the masked one, in which a mark stands for several.
struct Places(Vec<u32>);

impl Places {
    /// The first line of the whole text, from 1, for each line of the masked one.
    fn of(masked: &str, kept: &[mask::Kept]) -> Self {
        let mut next = 1_u32;
        let begins = masked.lines().map(|line| {
            let stands_for = kept.iter().find(|kept| kept.mark == line.trim()).map_or(1, |kept| kept.lines);
            let begin = next;
            next = next.saturating_add(stands_for);
            begin
        });
        Self(begins.collect())
    }

    /// Line of the masked text, from 1; 0 stays what it is.
    fn shown(&self, line: u32) -> u32 {
        u32::try_from(self.0.partition_point(|begin| *begin <= line)).unwrap_or(u32::MAX)
    }
}

/// Sealed if there is a key, else in memory.
pub(super) fn body(document: Document, id: &ProfileId, key: Option<&SealingKey>) -> Body {
    let sealed = key.and_then(|key| {
        let fingerprint = fingerprint(&document.profile, key)?;
        Some(Body::Sealed { document: Sealed::seal(&document, id, key).ok()?, fingerprint })
    });
    sealed.unwrap_or(Body::Memory(document))
}

/// The text of a profile. One that was stored before texts were kept is written anew from what it means.
fn texts_of(document: &Document) -> Option<Texts> {
    document.texts.clone().or_else(|| {
        let profile = Profile::from_settings(&document.profile.settings).ok()?;
        let text = ovpn_profile::print(&profile);
        Some(Texts::new(text.clone(), text))
    })
}

fn broken_mark(broken: mask::BrokenMark) -> Sentence {
    sentences::sentence("edit-mark", &[("line", Value::from(broken.line))], "")
}

fn unwritten(problem: &edit::Problem) -> Sentence {
    let reason = sentences::reason(&problem.reason);
    if problem.value.is_empty() {
        return Sentence { advice: reason, ..sentences::sentence("edit-form-empty", &[], "") };
    }
    let value = [("value", Value::from(problem.value.clone()))];
    Sentence { advice: reason, ..sentences::sentence("edit-form", &value, "") }
}

impl From<edit::Form> for EditForm {
    fn from(form: edit::Form) -> Self {
        let (first, largest) = form.reconnect_seconds.unzip();
        let server = |server: edit::Server| EditServer {
            host: server.host,
            port: server.port,
            transport: match server.transport {
                Transport::Udp => EditTransport::Udp,
                Transport::Tcp => EditTransport::Tcp,
            },
        };
        Self {
            servers: form.servers.into_iter().map(server).collect(),
            random_order: form.random_order,
            username: form.username,
            traffic: match form.traffic {
                edit::Traffic::AsServerSays => EditTraffic::AsServerSays,
                edit::Traffic::Everything => EditTraffic::Everything,
                edit::Traffic::OnlyRoutes => EditTraffic::OnlyRoutes,
            },
            routes: form.routes,
            dns: form.dns,
            search: form.search,
            reconnect_first: first,
            reconnect_largest: largest,
        }
    }
}

impl From<EditForm> for edit::Form {
    fn from(form: EditForm) -> Self {
        let server = |server: EditServer| edit::Server {
            host: server.host,
            port: server.port,
            transport: match server.transport {
                EditTransport::Udp => Transport::Udp,
                EditTransport::Tcp => Transport::Tcp,
            },
        };
        Self {
            servers: form.servers.into_iter().map(server).collect(),
            random_order: form.random_order,
            username: form.username,
            traffic: match form.traffic {
                EditTraffic::AsServerSays => edit::Traffic::AsServerSays,
                EditTraffic::Everything => edit::Traffic::Everything,
                EditTraffic::OnlyRoutes => edit::Traffic::OnlyRoutes,
            },
            routes: form.routes,
            dns: form.dns,
            search: form.search,
            // One number stands for both.
            reconnect_seconds: form
                .reconnect_first
                .or(form.reconnect_largest)
                .map(|first| (first, form.reconnect_largest.unwrap_or(first).max(first))),
        }
    }
}
