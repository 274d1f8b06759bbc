//! The import sheet: drafts come, are changed, and leave for the list of profiles or for nowhere. Until the person has
//! confirmed, everything about them lives in memory only.

use std::path::PathBuf;

use profiles::{Card, KeychainError, NewProfile, ProfileId, SealingKey, Stored, fingerprint};

use super::{Controller, Done, Reply, answer, editing::body, keeping::unix_now, model::Listed, named};
use crate::{
    import::{
        self, Draft, FetchError, Fetched, Link, MAX_DRAFTS, Ready, Source, Taken, Waiting, bad_link, not_fetched,
        not_provided, too_many,
    },
    sentences,
    view::{ExistingView, ImportChoice, ImportDone, ImportDraft, ImportSheetView, Place, Sentence},
};

/// The open sheet.
#[derive(Default)]
pub(super) struct Sheet {
    drafts: Vec<Draft>,
    /// Made drafts, ever.
    counter: u64,
    /// With what stored profiles were sealed: tells whether a draft is one of them.
    key: Option<SealingKey>,
}

/// What the window does with the sheet.
pub(crate) enum SheetAsk {
    /// Look at it.
    Show,
    /// Tick or untick a fix.
    Fix { draft: String, fix: String, on: bool },
    /// Give files that a draft names.
    Provide { draft: String, files: Vec<PathBuf> },
    /// Say what a placeholder stands for.
    Answer { draft: String, placeholder: String, address: String },
    /// Take one draft off.
    Drop { draft: String },
    /// Follow the link that waits.
    Fetch { draft: String },
    /// Fetch what the person typed or pasted.
    Url { url: String },
}

/// What the list shows of a stored profile.
pub(super) fn listed(stored: &Stored) -> Listed {
    Listed { card: stored.card.clone(), temporary: !super::is_sealed(stored) }
}

/// Where the sheet goes once something is done.
type SheetReply = Option<Reply<ImportSheetView>>;

impl Sheet {
    fn find(&mut self, id: &str) -> Result<&mut Draft, Sentence> {
        self.drafts.iter_mut().find(|draft| draft.id == id).ok_or_else(over)
    }

    fn add(&mut self, drafts: Vec<Draft>) {
        for mut draft in drafts {
            if self.drafts.iter().any(|there| there.is_twin(&draft)) {
                continue;
            }
            self.counter += 1;
            draft.id = format!("d{}", self.counter);
            self.drafts.push(draft);
        }
    }
}

fn over() -> Sentence {
    sentences::sentence("import-over", &[], "")
}

impl Controller {
    /// Reads the sources beside.
    pub(super) fn import(&mut self, sources: Vec<Source>, reply: SheetReply) {
        if sources.len() > MAX_DRAFTS {
            return self.sheet_refuses(too_many(), reply);
        }
        let formats = self.formats.clone();
        self.spawn(async move {
            let drafts = tokio::task::spawn_blocking(move || import::read(sources, &formats)).await.unwrap_or_default();
            Done::Read { drafts, reply }
        });
    }

    /// What the window does with the sheet.
    pub(super) fn sheet_ask(&mut self, ask: SheetAsk, reply: Reply<ImportSheetView>) {
        let changed = match ask {
            SheetAsk::Show => Ok(()),
            SheetAsk::Fix { draft, fix, on } => self.sheet.find(&draft).map(|draft| draft.fix(&fix, on)),
            SheetAsk::Answer { draft, placeholder, address } => {
                self.sheet.find(&draft).map(|draft| draft.answer(&placeholder, &address))
            }
            SheetAsk::Drop { draft } => self.sheet.find(&draft).map(|_| ()).map(|()| {
                self.sheet.drafts.retain(|kept| kept.id != draft);
            }),
            SheetAsk::Provide { draft, files } => return self.provide(draft, files, reply),
            SheetAsk::Fetch { draft } => return self.fetch_draft(draft, reply),
            SheetAsk::Url { url } => return self.fetch_url(&url, reply),
        };
        answer(reply, changed.map(|()| self.sheet_view()));
    }

    /// What was read goes onto the sheet. If it may be stored already, the key that tells is asked for first.
    pub(super) fn read(&mut self, drafts: Vec<Draft>, reply: SheetReply) {
        if self.sheet.drafts.len() + drafts.len() > MAX_DRAFTS {
            return self.sheet_refuses(too_many(), reply);
        }
        let nothing = drafts.iter().map(Draft::why_unreadable).collect::<Option<Vec<_>>>();
        if let Some(why) = nothing.and_then(|all| all.first().map(|first| (*first).clone()))
            && reply.is_some()
        {
            return self.sheet_refuses(why, reply);
        }
        self.sheet.add(drafts);
        let may_be_stored = self.sheet.key.is_none()
            && self.sheet.drafts.iter().filter_map(Draft::profile).any(|new| {
                self.store.iter().any(|stored| stored.card.servers == new.servers && super::is_sealed(stored))
            });
        if !may_be_stored {
            return self.show_sheet(reply);
        }
        let vault = self.vault.clone();
        self.spawn(async move { Done::SheetKey { key: vault.sealing_key().await.ok(), reply } });
    }

    pub(super) fn sheet_key(&mut self, key: Option<SealingKey>, reply: SheetReply) {
        self.sheet.key = key;
        self.show_sheet(reply);
    }

    fn sheet_refuses(&mut self, why: Sentence, reply: SheetReply) {
        match reply {
            Some(reply) => answer(reply, Err(why)),
            None => {
                // Whoever goes on and on opening links is told once.
                if self.sheet.drafts.len() <= MAX_DRAFTS {
                    self.sheet.add(vec![Draft::unreadable("", why)]);
                }
                self.show_sheet(None);
            }
        }
    }

    /// Answers the window, or opens it for what began elsewhere.
    fn show_sheet(&mut self, reply: SheetReply) {
        match reply {
            Some(reply) => answer(reply, Ok(self.sheet_view())),
            None => {
                self.shell.focus_window();
                self.publish();
                if self.window_ready {
                    self.shell.show_sheet(self.sheet_view());
                }
            }
        }
    }

    /// The window has just begun to listen: what is on the sheet is new to it.
    pub(super) fn show_waiting_sheet(&mut self) {
        if !self.sheet.drafts.is_empty() {
            self.shell.show_sheet(self.sheet_view());
        }
    }

    pub(super) fn sheet_view(&self) -> ImportSheetView {
        let draft = |draft: &Draft| {
            let existing = draft.profile().and_then(|new| self.existing(new, self.sheet.key.as_ref()));
            ImportDraft { existing, ..draft.described() }
        };
        ImportSheetView { drafts: self.sheet.drafts.iter().map(draft).collect() }
    }

    /// The stored profile that this one is; else the one of the same name for the same servers, of which it is a later
    /// edition: a renewed certificate, mostly.
    fn existing(&self, new: &NewProfile, key: Option<&SealingKey>) -> Option<ExistingView> {
        let mark = key.and_then(|key| fingerprint(&new.document, key));
        let same = self.store.iter().find(|stored| match &stored.body {
            profiles::Body::Sealed { fingerprint, .. } => Some(fingerprint) == mark.as_ref(),
            profiles::Body::Memory(document) => document.profile == new.document,
        });
        let earlier =
            || self.store.iter().find(|stored| stored.card.name == new.name && stored.card.servers == new.servers);
        let (found, same) = same.map(|found| (found, true)).or_else(|| earlier().map(|found| (found, false)))?;
        Some(ExistingView { id: found.card.id.to_string(), name: found.card.name.clone(), same })
    }

    fn provide(&mut self, draft: String, files: Vec<PathBuf>, reply: Reply<ImportSheetView>) {
        self.spawn(async move {
            let reading = tokio::task::spawn_blocking(move || {
                let read = |path: PathBuf| {
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    profiles::read_side_file(&path).map(|bytes| (name, bytes)).map_err(|error| not_provided(&error))
                };
                files.into_iter().take(MAX_DRAFTS).map(read).collect()
            });
            Done::Provided { draft, files: reading.await.unwrap_or(Ok(Vec::new())), reply }
        });
    }

    pub(super) fn provided(
        &mut self,
        draft: &str,
        files: Result<Vec<(String, Vec<u8>)>, Sentence>,
        reply: Reply<ImportSheetView>,
    ) {
        let taken = files.and_then(|files| self.sheet.find(draft).map(|draft| draft.provide(files)));
        let outcome = match taken {
            Ok(Taken::Some) => Ok(self.sheet_view()),
            Ok(Taken::None) => Err(sentences::sentence("import-skipped-file", &[], "")),
            Err(over) => Err(over),
        };
        answer(reply, outcome);
    }

    fn fetch_draft(&mut self, id: String, reply: Reply<ImportSheetView>) {
        let waiting = self
            .sheet
            .find(&id)
            .and_then(|draft| draft.waiting().map(|(link, waiting)| (link.clone(), waiting)).ok_or_else(over));
        match waiting {
            Ok((link, Waiting::Fetch)) => self.fetch(link, Some(id), reply),
            Ok((page, Waiting::Browser)) => {
                // The person has seen the host and pressed the button.
                let opened = self.shell.open_url(page.for_browser());
                let outcome = opened.map_err(|error| sentences::sentence("browser-not-opened", &[], error));
                answer(reply, outcome.map(|()| self.sheet_view()));
            }
            Err(sentence) => answer(reply, Err(sentence)),
        }
    }

    /// What the person typed is fetched at once; what only came wrapped for the desktop waits for their word.
    fn fetch_url(&mut self, url: &str, reply: Reply<ImportSheetView>) {
        match Link::parse(url) {
            Ok(link) if link.is_deep() => self.read(vec![Draft::link(link)], Some(reply)),
            Ok(link) => self.fetch(link, None, reply),
            Err(bad) => answer(reply, Err(bad_link(bad))),
        }
    }

    fn fetch(&mut self, link: Link, draft: Option<String>, reply: Reply<ImportSheetView>) {
        let fetcher = self.fetcher.clone();
        self.spawn(async move {
            let outcome = fetcher.fetch(&link).await;
            let host = link.host();
            Done::Fetched { draft, host, outcome, reply }
        });
    }

    pub(super) fn fetched(
        &mut self,
        id: Option<&str>,
        host: &str,
        outcome: Result<Fetched, FetchError>,
        reply: Reply<ImportSheetView>,
    ) {
        let new = match outcome {
            Ok(Fetched::Profile(profile)) => Draft::fetched(host, profile, &self.formats),
            Ok(Fetched::SignIn(page)) => Draft::page(page),
            Err(error) => {
                if let Some(draft) = id.and_then(|id| self.sheet.find(id).ok()) {
                    draft.not_fetched(&error);
                    return answer(reply, Ok(self.sheet_view()));
                }
                return answer(reply, Err(not_fetched(host, &error)));
            }
        };
        let Some(id) = id else { return self.read(vec![new], Some(reply)) };
        // A draft that was taken off meanwhile stays off.
        if let Ok(draft) = self.sheet.find(id) {
            *draft = new.called(id);
        }
        self.read(Vec::new(), Some(reply));
    }

    /// Closes the sheet; nothing on it is kept.
    pub(super) fn import_cancel(&mut self) {
        self.sheet.drafts.clear();
        self.sheet.key = None;
    }

    /// Stores what the person chose, and closes the sheet.
    pub(super) fn import_confirm(&mut self, choices: Vec<ImportChoice>, reply: Reply<Vec<ImportDone>>) {
        let mut drafts = std::mem::take(&mut self.sheet.drafts);
        self.sheet.key = None;
        let chosen: Vec<(ImportChoice, Option<Draft>)> = choices
            .into_iter()
            .take(MAX_DRAFTS)
            .map(|choice| {
                let place = drafts.iter().position(|draft| draft.id == choice.draft);
                let draft = place.map(|place| drafts.swap_remove(place));
                (choice, draft)
            })
            .collect();
        let stores = chosen.iter().any(|(choice, _)| choice.place != Place::Skip);
        let vault = self.vault.clone();
        self.spawn(async move {
            let key = if stores { vault.sealing_key().await } else { Err(KeychainError::Silent) };
            Done::Confirmed { chosen, key, reply }
        });
    }

    pub(super) fn confirmed(
        &mut self,
        chosen: Vec<(ImportChoice, Option<Draft>)>,
        key: Result<SealingKey, KeychainError>,
        reply: Reply<Vec<ImportDone>>,
    ) {
        let key = key.ok();
        let done = chosen.into_iter().map(|(choice, draft)| self.place(choice, draft.as_ref(), key.as_ref())).collect();
        answer(reply, Ok(done));
    }

    fn place(&mut self, choice: ImportChoice, draft: Option<&Draft>, key: Option<&SealingKey>) -> ImportDone {
        let ImportChoice { draft: id, name, place } = choice;
        let mut done = ImportDone { draft: id, profile: None, name, refused: None, remarks: Vec::new() };
        if place == Place::Skip {
            return done;
        }
        let ready = draft.ok_or_else(over).and_then(Draft::ready);
        match ready.and_then(|ready| self.place_ready(ready, &done.name, place, key, &mut done.remarks)) {
            Ok(card) => {
                done.profile = Some(card.id.to_string());
                done.name = card.name;
            }
            Err(refused) => done.refused = Some(refused),
        }
        done
    }

    fn place_ready(
        &mut self,
        ready: Ready,
        name: &str,
        place: Place,
        key: Option<&SealingKey>,
        remarks: &mut Vec<Sentence>,
    ) -> Result<Card, Sentence> {
        let existing = match place {
            Place::Replace => self.existing_card(&ready.new, key),
            Place::New | Place::Skip => None,
        };
        let Ready { new, texts, session } = ready;
        let name = profiles::plain_name(name).unwrap_or_else(|| new.name.clone());
        let card = match existing {
            Some(card) => {
                let name = if card.name == name { name } else { self.free_name(&name) };
                Card { name, servers: new.servers, sign_in: new.sign_in, ..card }
            }
            None => {
                let id = ProfileId::random().ok_or_else(|| {
                    sentences::failure(&vpn_api::Failure::internal("no randomness for the profile's id"))
                })?;
                Card::new(id, self.free_name(&name), new.servers, new.sign_in, unix_now())
            }
        };
        let document = profiles::Document { profile: new.document, texts };
        self.keep_profile(&card, document, key, remarks);
        self.model.start_failures.remove(&card.id);
        if let Some(session) = session {
            self.sessions.insert(card.id.clone(), session);
        }
        Ok(card)
    }

    fn existing_card(&self, new: &NewProfile, key: Option<&SealingKey>) -> Option<Card> {
        let id = ProfileId::try_from(self.existing(new, key)?.id).ok()?;
        self.store.get(&id).map(|stored| stored.card.clone())
    }

    /// Puts a profile into the list, sealed if there is a key. What did not go as the person would expect is a remark.
    pub(super) fn keep_profile(
        &mut self,
        card: &Card,
        document: profiles::Document,
        key: Option<&SealingKey>,
        remarks: &mut Vec<Sentence>,
    ) {
        let body = body(document, &card.id, key);
        if matches!(body, profiles::Body::Memory(_)) {
            remarks.push(sentences::sentence("import-temporary", &named(&card.name), ""));
        }
        if let Err(error) = self.store.put(Stored { card: card.clone(), body }) {
            remarks.push(sentences::sentence("profile-not-written", &named(&card.name), error));
        }
    }

    /// The keychain is back: profiles that had to live in memory are stored after all.
    pub(super) fn seal_what_is_in_memory(&mut self, key: Option<&SealingKey>) {
        let Some(key) = key else { return };
        let in_memory = self.store.iter().filter_map(|stored| match &stored.body {
            profiles::Body::Memory(document) => Some((stored.card.clone(), document.clone())),
            profiles::Body::Sealed { .. } => None,
        });
        for (card, document) in in_memory.collect::<Vec<_>>() {
            let body = body(document, &card.id, Some(key));
            if let Err(error) = self.store.put(Stored { card, body }) {
                tracing::warn!(%error, "a profile could not be stored");
            }
        }
    }

    /// The name, or with a number behind it if another profile has it.
    pub(super) fn free_name(&self, name: &str) -> String {
        let taken = |name: &str| self.store.iter().any(|stored| stored.card.name == name);
        if !taken(name) {
            return name.to_owned();
        }
        let numbered = (2_u32..).map(|number| format!("{name} {number}"));
        numbered.take(MAX_DRAFTS * 20).find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
    }
}
