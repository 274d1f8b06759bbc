//! What comes onto the import sheet and leaves it: the work that takes time, and what the controller does when it is done.

use std::path::PathBuf;

use profiles::{Card, KeychainError, ProfileId, SealingKey};

use super::{
    Controller,
    import_sheet::over,
    message::{Done, Reply, SheetAsk, answer},
    named,
};
use crate::{
    import::{
        self, FetchError, Fetched, ImportItem, MAX_ITEMS, ProfileUrl, Ready, Source, Waiting, bad_url, not_fetched,
        not_provided, too_many,
    },
    strings::{self, Value},
    view::{ImportChoice, ImportDone, ImportSheetView, MessageView, Place},
};

/// Where the sheet goes once something is done.
type SheetReply = Option<Reply<ImportSheetView>>;

impl Controller {
    /// Reads the sources beside.
    pub(super) fn import(&mut self, sources: Vec<Source>, reply: SheetReply) {
        if let Some(why) = self.import_refused() {
            return self.sheet_refuses(why, reply);
        }
        if sources.len() > MAX_ITEMS {
            return self.sheet_refuses(too_many(), reply);
        }
        let formats = self.services.formats.clone();
        self.services.spawn(async move {
            let reading = tokio::task::spawn_blocking(move || import::read(sources, &formats));
            Done::Read { drafts: reading.await.unwrap_or_default(), reply }
        });
    }

    /// What the window does with the sheet.
    pub(super) fn sheet_ask(&mut self, ask: SheetAsk, reply: Reply<ImportSheetView>) {
        let changed = match ask {
            SheetAsk::Show => Ok(()),
            SheetAsk::Fix { draft, fix, on } => self.sheet.fix(&draft, &fix, on),
            SheetAsk::Answer { draft, placeholder, address } => self.sheet.answer(&draft, &placeholder, &address),
            SheetAsk::Drop { draft } => self.sheet.drop(&draft),
            SheetAsk::Provide { draft, files } => return self.provide(draft, files, reply),
            SheetAsk::Fetch { draft } => return self.fetch_draft(draft, reply),
            SheetAsk::Url { url } => match self.import_refused() {
                Some(why) => Err(why),
                None => return self.fetch_url(&url, reply),
            },
        };
        answer(reply, changed.map(|()| self.sheet.view(&self.profiles)));
    }

    /// What was read goes onto the sheet. If it may be stored already, the key that tells is asked for first.
    pub(super) fn read(&mut self, drafts: Vec<ImportItem>, reply: SheetReply) {
        if !self.sheet.has_room(drafts.len()) {
            return self.sheet_refuses(too_many(), reply);
        }
        let nothing = drafts.iter().map(ImportItem::why_unreadable).collect::<Option<Vec<_>>>();
        if let Some(why) = nothing.and_then(|all| all.first().map(|first| (*first).clone()))
            && reply.is_some()
        {
            return self.sheet_refuses(why, reply);
        }
        self.sheet.add(drafts);
        if !self.sheet.wants_key(&self.profiles) {
            return self.show_sheet(reply);
        }
        let vault = self.services.vault.clone();
        self.services.spawn(async move { Done::SheetKey { key: vault.sealing_key().await.ok(), reply } });
    }

    pub(super) fn sheet_key(&mut self, key: Option<SealingKey>, reply: SheetReply) {
        self.sheet.set_key(key);
        self.show_sheet(reply);
    }

    fn sheet_refuses(&mut self, why: MessageView, reply: SheetReply) {
        match reply {
            Some(reply) => answer(reply, Err(why)),
            None => {
                self.sheet.add_refusal(why);
                self.show_sheet(None);
            }
        }
    }

    /// Answers the window, or opens it for what began elsewhere.
    fn show_sheet(&mut self, reply: SheetReply) {
        match reply {
            Some(reply) => answer(reply, Ok(self.sheet.view(&self.profiles))),
            None => {
                self.services.shell.focus_window();
                self.publish();
                if self.window_ready {
                    self.services.shell.show_sheet(self.sheet.view(&self.profiles));
                }
            }
        }
    }

    /// The window has just begun to listen: what is on the sheet is new to it.
    pub(super) fn show_waiting_sheet(&mut self) {
        if !self.sheet.is_empty() {
            self.services.shell.show_sheet(self.sheet.view(&self.profiles));
        }
    }

    fn provide(&mut self, draft: String, files: Vec<PathBuf>, reply: Reply<ImportSheetView>) {
        self.services.spawn(async move {
            let reading = tokio::task::spawn_blocking(move || {
                let read = |path: PathBuf| {
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    profiles::read_side_file(&path).map(|bytes| (name, bytes)).map_err(|error| not_provided(&error))
                };
                files.into_iter().take(MAX_ITEMS).map(read).collect()
            });
            Done::Provided { draft, files: reading.await.unwrap_or(Ok(Vec::new())), reply }
        });
    }

    pub(super) fn provided(
        &mut self,
        draft: &str,
        files: Result<Vec<(String, Vec<u8>)>, MessageView>,
        reply: Reply<ImportSheetView>,
    ) {
        let taken = files.and_then(|files| self.sheet.provide(draft, files));
        answer(reply, taken.map(|()| self.sheet.view(&self.profiles)));
    }

    fn fetch_draft(&mut self, id: String, reply: Reply<ImportSheetView>) {
        match self.sheet.waiting(&id) {
            Ok((link, Waiting::Fetch)) => self.fetch(link, Some(id), reply),
            Ok((page, Waiting::Browser)) => {
                // The person has seen the host and pressed the button.
                let opened = self.services.shell.open_url(page.for_browser());
                let outcome = opened.map_err(|error| strings::message("browser-not-opened", &[], error));
                answer(reply, outcome.map(|()| self.sheet.view(&self.profiles)));
            }
            Err(sentence) => answer(reply, Err(sentence)),
        }
    }

    /// What the person typed is fetched at once; what only came wrapped for the desktop waits for their word.
    fn fetch_url(&mut self, url: &str, reply: Reply<ImportSheetView>) {
        match ProfileUrl::parse(url, &self.services.formats) {
            Ok(link) if link.is_deep() => self.read(vec![ImportItem::link(link)], Some(reply)),
            Ok(link) => self.fetch(link, None, reply),
            Err(bad) => answer(reply, Err(bad_url(bad))),
        }
    }

    fn fetch(&mut self, link: ProfileUrl, draft: Option<String>, reply: Reply<ImportSheetView>) {
        let (fetcher, formats) = (self.services.fetcher.clone(), self.services.formats.clone());
        self.services.spawn(async move {
            let outcome = fetcher.fetch(&link, &formats).await;
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
            Ok(Fetched::Profile(profile)) => ImportItem::fetched(host, profile, &self.services.formats),
            Ok(Fetched::SignIn(page)) => ImportItem::page(page),
            Err(error) => {
                if let Some(draft) = id.and_then(|id| self.sheet.find(id).ok()) {
                    draft.not_fetched(&error);
                    return answer(reply, Ok(self.sheet.view(&self.profiles)));
                }
                return answer(reply, Err(not_fetched(host, &error)));
            }
        };
        let Some(id) = id else { return self.read(vec![new], Some(reply)) };
        self.sheet.replace(id, new);
        self.read(Vec::new(), Some(reply));
    }

    /// Closes the sheet; nothing on it is kept.
    pub(super) fn import_cancel(&mut self) {
        self.sheet.close(Vec::new());
    }

    /// Stores what the person chose, and closes the sheet.
    pub(super) fn import_confirm(&mut self, choices: Vec<ImportChoice>, reply: Reply<Vec<ImportDone>>) {
        let chosen = self.sheet.close(choices);
        let stores = chosen.iter().any(|(choice, _)| choice.place != Place::Skip);
        let vault = self.services.vault.clone();
        self.services.spawn(async move {
            let key = if stores { vault.sealing_key().await } else { Err(KeychainError::Silent) };
            Done::Confirmed { chosen, key, reply }
        });
    }

    pub(super) fn confirmed(
        &mut self,
        chosen: Vec<(ImportChoice, Option<ImportItem>)>,
        key: Result<SealingKey, KeychainError>,
        reply: Reply<Vec<ImportDone>>,
    ) {
        let key = key.ok();
        let mut done: Vec<ImportDone> =
            chosen.into_iter().map(|(choice, draft)| self.place(choice, draft.as_ref(), key.as_ref())).collect();
        self.count_temporary(&mut done);
        self.group_by_provider(&done);
        answer(reply, Ok(done));
    }

    /// What is in a group already stays there.
    fn group_by_provider(&mut self, done: &[ImportDone]) {
        let ids = done.iter().filter_map(|one| ProfileId::try_from(one.profile.clone()?).ok());
        let loose = ids.filter(|id| self.profiles.arrangement().group_of(id).is_none());
        let cards: Vec<Card> = loose.filter_map(|id| self.profiles.card(&id).cloned()).collect();
        let groups = import::provider::groups(&cards);
        let put = self.profiles.arrange(|list| {
            groups.iter().for_each(|(name, profiles)| {
                list.put_into(name, profiles);
            });
        });
        if let Err(unwritten) = put {
            self.note(unwritten);
        }
    }

    /// The window shows what is remarked in one message: profiles that are kept in memory only are counted in it, not named one by one.
    fn count_temporary(&self, done: &mut [ImportDone]) {
        let in_memory = |one: &&mut ImportDone| one.profile.as_deref().is_some_and(|id| self.profiles.is_temporary(id));
        let mut temporary: Vec<&mut ImportDone> = done.iter_mut().filter(in_memory).collect();
        let count = temporary.len();
        if count < 2 {
            return;
        }
        for one in &mut temporary {
            let alone = strings::message("import-temporary", &named(&one.name), "");
            one.remarks.retain(|remark| *remark != alone);
        }
        if let Some(first) = temporary.first_mut() {
            let all = strings::message("import-temporary-many", &[("count", Value::from(count))], "");
            first.remarks.insert(0, all);
        }
    }

    fn place(&mut self, choice: ImportChoice, draft: Option<&ImportItem>, key: Option<&SealingKey>) -> ImportDone {
        let ImportChoice { draft: id, name, place } = choice;
        let mut done = ImportDone { draft: id, profile: None, name, refused: None, remarks: Vec::new() };
        if place == Place::Skip {
            return done;
        }
        let ready = draft.ok_or_else(over).and_then(ImportItem::ready);
        match ready.and_then(|ready| self.place_ready(ready, &done.name, place, key)) {
            Ok((card, remarks)) => {
                done.profile = Some(card.id.to_string());
                done.name = card.name;
                done.remarks = remarks;
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
    ) -> Result<(Card, Vec<MessageView>), MessageView> {
        let existing = match place {
            Place::Replace => self.profiles.existing_card(&ready.new, key),
            Place::New | Place::Skip => None,
        };
        let Ready { new, texts, session } = ready;
        let name = profiles::plain_name(name).unwrap_or_else(|| new.name.clone());
        let card = match existing {
            Some(card) => {
                let name = if card.name == name { name } else { self.profiles.free_name(&name) };
                Card { name, servers: new.servers, sign_in: new.sign_in, ..card }
            }
            None => self.profiles.new_card(&name, &new)?,
        };
        let document = profiles::Document { profile: new.document, texts };
        let remarks = self.profiles.keep(&card, document, key);
        self.connections.start_failures.remove(&card.id);
        if let Some(session) = session {
            self.connections.keep_session(&card.id, session);
        }
        Ok((card, remarks))
    }
}
