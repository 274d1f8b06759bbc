//! The editor: a stored profile is opened, looked at while it is changed, and saved. Its keys and passwords stay here: the
//! window gets and gives a text with marks in their place.

use std::{path::PathBuf, sync::Arc};

use profile_api::{
    Answers, BrokenMark, Form, FormError, Import, MaskedSecret, NoSideFiles, ProfileFormat, Server, Source, Traffic,
};
use profiles::{
    Body, Card, Document, KeychainError, NewProfile, ProfileId, Sealed, SealingKey, Texts, fingerprint, plain_name,
};
use vpn_api::Transport;

use super::{Controller, Done, Reply, answer, keeping::unix_now, named};
use crate::{
    import::{diff_view, report, verdict},
    sentences::{self, Value},
    view::{EditForm, EditServer, EditTraffic, EditTransport, EditView, OriginalView, Sentence},
};

/// The profile that is open in the editor.
#[derive(Clone)]
pub(super) struct Editing {
    id: ProfileId,
    format: Arc<dyn ProfileFormat>,
    texts: Texts,
}

impl Editing {
    fn read(&self, text: &str) -> Import {
        self.format.read(Source { bytes: text.as_bytes(), files: &NoSideFiles, answers: &Answers::default() })
    }
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
                let Some(open) = self.editing_of(id, &document) else {
                    return answer(reply, Err(sentences::sentence("edit-no-text", &[], "")));
                };
                let text = open.format.mask(open.texts.current()).text;
                self.editing = Some(open);
                answer(reply, self.edit_view(id, text, None));
            }
            Opening::Export(path, reply) => {
                let Some(Editing { texts, .. }) = self.editing_of(id, &document) else {
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
        let open = self.open_editor(id)?;
        match ask {
            EditAsk::Look { text } => self.edit_view(id, text, None),
            EditAsk::Restore => {
                // The marks of the window's text stand for the secrets of one text: from here on, the original's.
                let original = open.texts.original().to_owned();
                let text = open.format.mask(&original).text;
                let texts = open.texts.changed(original);
                self.editing = Some(Editing { texts, ..open.clone() });
                self.edit_view(id, text, None)
            }
            EditAsk::Change { text, form } => match open.format.write_form(&text, &form.into()) {
                Ok(changed) => self.edit_view(id, changed, None),
                Err(problem) => self.edit_view(id, text, Some(unwritten(&problem))),
            },
        }
    }

    /// How the open profile's text differs from the imported one.
    pub(super) fn edit_original(&self, id: &ProfileId) -> Result<OriginalView, Sentence> {
        let Editing { format, texts, .. } = self.open_editor(id)?;
        let (original, current) = (texts.original(), texts.current());
        Ok(OriginalView { diff: diff_view(format.as_ref(), original, current), changed: original != current })
    }

    fn open_editor(&self, id: &ProfileId) -> Result<&Editing, Sentence> {
        let open = self.editing.as_ref().filter(|editing| editing.id == *id);
        open.ok_or_else(|| sentences::sentence("edit-closed", &[], ""))
    }

    /// The editor of a stored profile. A profile that was stored before texts were kept is written anew from what it means.
    fn editing_of(&self, id: &ProfileId, document: &Document) -> Option<Editing> {
        let format = self.formats.of(&document.profile.protocol)?;
        let texts = document.texts.clone().or_else(|| {
            let text = format.print(&document.profile)?;
            Some(Texts::new(text.clone(), text))
        })?;
        Some(Editing { id: id.clone(), format: Arc::clone(format), texts })
    }

    fn edit_view(&self, id: &ProfileId, text: String, problem: Option<Sentence>) -> Result<EditView, Sentence> {
        let open = self.open_editor(id)?;
        let current = open.texts.current();
        let (whole, problem) = match open.format.unmask(&text, current) {
            Ok(whole) => (whole, problem),
            Err(broken) => (text.clone(), Some(broken_mark(broken))),
        };
        let import = open.read(&whole);
        let (mut findings, mut lines) = report(&import, &[]);
        if whole != text {
            let masked = MaskedLines::of(&text, &open.format.mask(current).kept);
            for line in findings.iter_mut().chain(&mut lines) {
                (line.line, line.end_line) = (masked.shown(line.line), masked.shown(line.end_line));
            }
        }
        Ok(EditView {
            profile: id.to_string(),
            name: self.name_of(id),
            form: open.format.form(&text).into(),
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
        let open = self.open_editor(id)?;
        let whole = open.format.unmask(text, open.texts.current()).map_err(broken_mark)?;
        let Ok(parsed) = open.read(&whole).outcome else { return Err(sentences::sentence("edit-refused", &[], "")) };
        Ok((NewProfile { name, ..NewProfile::new(&parsed, "") }, open.texts.changed(whole)))
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
        // What is open may be another profile by now.
        if let Some(open) = self.editing.as_mut().filter(|open| open.id == *id) {
            open.texts = texts;
        }
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
struct MaskedLines(Vec<u32>);

impl MaskedLines {
    /// The first line of the whole text, from 1, for each line of the masked one.
    fn of(masked: &str, kept: &[MaskedSecret]) -> Self {
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

fn broken_mark(broken: BrokenMark) -> Sentence {
    sentences::sentence("edit-mark", &[("line", Value::from(broken.line))], "")
}

fn unwritten(problem: &FormError) -> Sentence {
    let reason = sentences::reason(&problem.reason);
    if problem.value.is_empty() {
        return Sentence { advice: reason, ..sentences::sentence("edit-form-empty", &[], "") };
    }
    let value = [("value", Value::from(problem.value.clone()))];
    Sentence { advice: reason, ..sentences::sentence("edit-form", &value, "") }
}

impl From<Form> for EditForm {
    fn from(form: Form) -> Self {
        let (first, largest) = form.reconnect_seconds.unzip();
        let server = |server: Server| EditServer {
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
                Traffic::AsServerSays => EditTraffic::AsServerSays,
                Traffic::Everything => EditTraffic::Everything,
                Traffic::OnlyRoutes => EditTraffic::OnlyRoutes,
            },
            routes: form.routes,
            dns: form.dns,
            search: form.search,
            reconnect_first: first,
            reconnect_largest: largest,
        }
    }
}

impl From<EditForm> for Form {
    fn from(form: EditForm) -> Self {
        let server = |server: EditServer| Server {
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
                EditTraffic::AsServerSays => Traffic::AsServerSays,
                EditTraffic::Everything => Traffic::Everything,
                EditTraffic::OnlyRoutes => Traffic::OnlyRoutes,
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
