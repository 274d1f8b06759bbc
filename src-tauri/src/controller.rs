//! The one owner of the app's state. Everything that happens (a click, an event of the helper, an answer of the
//! keychain, a timer) arrives here as a [`Message`]; after each, the whole [`View`] is built anew and pushed if it
//! changed. Whatever takes time runs beside it and reports back with a message.

mod browsing;
mod connecting;
mod editing;
mod events;
mod importing;
mod keeping;
pub(crate) mod model;
pub(crate) mod notices;
pub(crate) mod view_builder;

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use profile_api::Formats;
use profiles::{
    Body, Document, KeychainError, NewProfile, OpenError, ProfileId, SealingKey, Store, Stored, Texts, Vault,
};
use tokio::sync::{mpsc, oneshot};
use vpn_api::contract::{Request, Response};
use vpn_api::{ConnectionId, Failure, FailureKind, PromptId, ProtocolProfile, Secret, Secrets, Traffic};

use crate::{
    import::{Draft, FetchError, Fetched, Fetcher, Session, Source},
    link::{HelperPort, LinkEvent},
    sentences::{self, Value},
    shell::Shell,
    view::{
        AnswerInput, EditView, ImportChoice, ImportDone, ImportSheetView, LogLineView, OriginalView, Sentence, View,
    },
};
pub(crate) use editing::{EditAsk, Opening};
pub(crate) use importing::SheetAsk;
use model::{Helper, Listed, Model, StartFailure};

/// How long a removed profile can come back.
const UNDO: Duration = Duration::from_secs(10);

/// How long quitting waits for the tunnels to be taken down.
const QUIT_PATIENCE: Duration = Duration::from_secs(8);

/// Where the answer to a command goes.
pub(crate) type Reply<T = ()> = oneshot::Sender<Result<T, Sentence>>;

/// Everything that can happen.
pub(crate) enum Message {
    /// The window asks for what it shows.
    View(oneshot::Sender<View>),
    /// The window is drawn and listens.
    Ready,
    /// Connect was pressed.
    Connect(String, Reply),
    /// Disconnect or Cancel was pressed.
    Disconnect(String, Reply),
    /// A prompt was answered.
    Answer { profile: String, prompt: u64, answer: AnswerInput, reply: Reply },
    /// Something is to be put on the import sheet. Without a reply the window is told by an event.
    Import(Vec<Source>, Option<Reply<ImportSheetView>>),
    /// Something is done with the sheet.
    Sheet(SheetAsk, Reply<ImportSheetView>),
    /// The person has chosen what becomes of the sheet.
    ImportConfirm(Vec<ImportChoice>, Reply<Vec<ImportDone>>),
    /// The sheet is closed.
    ImportCancel,
    /// A stored profile is to be opened.
    OpenProfile(String, Opening),
    /// Something is done with the profile in the editor.
    Edit(String, EditAsk, Reply<EditView>),
    /// How the profile in the editor differs from what was imported.
    EditOriginal(String, Reply<OriginalView>),
    /// The profile in the editor is to be saved.
    EditSave { profile: String, name: String, text: String, reply: Reply<Option<Sentence>> },
    /// A profile gets a new name.
    Rename(String, String, Reply),
    /// A profile is removed.
    Remove(String, Reply),
    /// A removed profile comes back.
    UndoRemove(String, Reply),
    /// What is remembered of a profile is forgotten.
    Forget(String, Reply),
    /// Lines of the helper's log.
    ReadLog { after: u64, limit: u32, reply: Reply<Vec<LogLineView>> },
    /// Adit is to quit.
    Quit { confirmed: bool },
    /// The tray's icon was clicked.
    Toggle,
    /// A profile of the tray's menu was clicked.
    ToggleProfile(ProfileId),
    /// The window is to be seen.
    Open,
    /// The window's close button.
    Close,
    /// From the link to the helper.
    Link(LinkEvent),
    /// Work that ran beside is done.
    Done(Done),
}

/// Work that ran beside is done.
pub(crate) enum Done {
    /// A profile was opened and what is remembered of it found.
    Prepared { profile: ProfileId, press: u64, outcome: Result<(ProtocolProfile, Secrets), StartFailure> },
    /// The helper heard of the wish to connect.
    Requested { profile: ProfileId, press: u64, outcome: Result<(), Failure> },
    /// The helper heard an answer.
    Answered { profile: ProfileId, outcome: Result<(), Failure>, reply: Option<Reply> },
    /// The browser brought what a question waits for, or did not in its time.
    Browsed { profile: ProfileId, prompt: PromptId, response: Option<Secret> },
    /// Sources were read.
    Read { drafts: Vec<Draft>, reply: Option<Reply<ImportSheetView>> },
    /// The key that tells whether a draft is stored already is there or not.
    SheetKey { key: Option<SealingKey>, reply: Option<Reply<ImportSheetView>> },
    /// Files that the person picked were read.
    Provided { draft: String, files: Result<Vec<(String, Vec<u8>)>, Sentence>, reply: Reply<ImportSheetView> },
    /// A link was followed.
    Fetched { draft: Option<String>, host: String, outcome: Result<Fetched, FetchError>, reply: Reply<ImportSheetView> },
    /// The sealing key for the chosen drafts is there or not.
    Confirmed {
        chosen: Vec<(ImportChoice, Option<Draft>)>,
        key: Result<SealingKey, KeychainError>,
        reply: Reply<Vec<ImportDone>>,
    },
    /// A stored profile was opened.
    Opened { profile: ProfileId, outcome: Result<Document, Sentence>, key: Option<SealingKey>, opening: Opening },
    /// The sealing key for an edited profile is there or not.
    Edited {
        profile: ProfileId,
        new: NewProfile,
        texts: Texts,
        key: Result<SealingKey, KeychainError>,
        reply: Reply<Option<Sentence>>,
    },
    /// Something was remembered or forgotten.
    Kept { profile: ProfileId, kept: keeping::Kept },
    /// A removed profile does not come back.
    UndoOver { profile: ProfileId, removal: u64 },
    /// The keychain works again, or still does not.
    KeychainBack(Result<SealingKey, KeychainError>),
    /// A connection has had time to come back by itself.
    StillReconnecting { profile: ProfileId, since: u64 },
    /// Log lines have waited long enough.
    FlushLog,
    /// Quitting has waited long enough.
    QuitNow,
}

/// The way to the controller.
#[derive(Clone)]
pub(crate) struct Handle(mpsc::UnboundedSender<Message>);

impl Handle {
    /// A handle, and the other end for [`Controller::run`].
    pub(crate) fn channel() -> (Self, mpsc::UnboundedReceiver<Message>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), receiver)
    }

    /// Sends a message. After the controller has ended it goes nowhere.
    pub(crate) fn send(&self, message: Message) {
        let _gone = self.0.send(message);
    }

    /// Sends a message that is answered.
    pub(crate) async fn ask<T>(&self, message: impl FnOnce(Reply<T>) -> Message) -> Result<T, Sentence> {
        let (reply, answer) = oneshot::channel();
        self.send(message(reply));
        answer.await.unwrap_or_else(|_| Err(sentences::failure(&Failure::internal("the controller is gone"))))
    }
}

/// A removed profile that can still come back.
struct Removed {
    stored: Stored,
    removal: u64,
}

/// The owner.
pub(crate) struct Controller {
    model: Model,
    store: Store,
    vault: Vault,
    helper: Arc<dyn HelperPort>,
    shell: Arc<dyn Shell>,
    handle: Handle,
    shown: Option<View>,
    removed: BTreeMap<ProfileId, Removed>,
    measured: BTreeMap<ConnectionId, (Traffic, Instant)>,
    reconnecting: BTreeMap<ProfileId, u64>,
    log: Vec<LogLineView>,
    /// The import sheet.
    sheet: importing::Sheet,
    /// The profile in the editor.
    editing: Option<editing::Editing>,
    /// With what the first connection of a profile signs in that was fetched from its server.
    sessions: BTreeMap<ProfileId, Session>,
    fetcher: Fetcher,
    formats: Formats,
    /// The sign-in whose page is open in the browser.
    browsing: Option<browsing::Browsing>,
    /// The window has asked for what it shows.
    window_listens: bool,
    /// The window is drawn.
    window_ready: bool,
    quitting: bool,
    /// Grows with each press, removal and such; tells a late report from a current one.
    counter: u64,
}

/// What a controller works with.
pub(crate) struct Dependencies {
    /// Profiles on disk.
    pub(crate) store: Store,
    /// Stored profiles that could not be read.
    pub(crate) damage: Vec<profiles::Damage>,
    /// Secrets.
    pub(crate) vault: Vault,
    /// The helper.
    pub(crate) helper: Arc<dyn HelperPort>,
    /// The desktop.
    pub(crate) shell: Arc<dyn Shell>,
    /// What follows links.
    pub(crate) fetcher: Fetcher,
    /// The formats of the profiles that it reads.
    pub(crate) formats: Formats,
}

impl Controller {
    /// A controller that is not running yet.
    pub(crate) fn new(dependencies: Dependencies, handle: Handle) -> Self {
        Self {
            model: Model { damage: dependencies.damage, ..Model::default() },
            store: dependencies.store,
            vault: dependencies.vault,
            helper: dependencies.helper,
            shell: dependencies.shell,
            handle,
            shown: None,
            removed: BTreeMap::new(),
            measured: BTreeMap::new(),
            reconnecting: BTreeMap::new(),
            log: Vec::new(),
            sheet: importing::Sheet::default(),
            editing: None,
            sessions: BTreeMap::new(),
            fetcher: dependencies.fetcher,
            formats: dependencies.formats,
            browsing: None,
            window_listens: false,
            window_ready: false,
            quitting: false,
            counter: 0,
        }
    }

    /// Handles messages until there are none to come.
    pub(crate) async fn run(mut self, mut messages: mpsc::UnboundedReceiver<Message>) {
        self.publish();
        while let Some(message) = messages.recv().await {
            self.handle_message(message);
            self.end_browsing_if_over();
            self.publish();
        }
    }

    fn handle_message(&mut self, message: Message) {
        match message {
            Message::View(reply) => {
                let _gone = reply.send(self.build_view());
                // A window that is not seen draws nothing, so it is shown as soon as it has something to draw.
                if !std::mem::replace(&mut self.window_listens, true) {
                    self.shell.window_has_view();
                }
            }
            Message::Ready => self.window_is_ready(),
            Message::Connect(profile, reply) => answer(reply, self.known(&profile).and_then(|id| self.connect(&id))),
            Message::Disconnect(profile, reply) => {
                answer(reply, parse_id(&profile).map(|id| self.disconnect(&id)));
            }
            Message::Answer { profile, prompt, answer: given, reply } => match parse_id(&profile) {
                Ok(id) => self.answer(&id, prompt, given, reply),
                Err(sentence) => answer(reply, Err(sentence)),
            },
            Message::Import(sources, reply) => self.import(sources, reply),
            Message::Sheet(ask, reply) => self.sheet_ask(ask, reply),
            Message::ImportConfirm(choices, reply) => self.import_confirm(choices, reply),
            Message::ImportCancel => self.import_cancel(),
            Message::OpenProfile(profile, opening) => match parse_id(&profile) {
                Ok(id) => self.open_profile(&id, opening),
                Err(sentence) => opening.refuse(sentence),
            },
            Message::Edit(profile, ask, reply) => {
                answer(reply, parse_id(&profile).and_then(|id| self.edit_ask(&id, ask)));
            }
            Message::EditOriginal(profile, reply) => {
                answer(reply, parse_id(&profile).and_then(|id| self.edit_original(&id)));
            }
            Message::EditSave { profile, name, text, reply } => match parse_id(&profile) {
                Ok(id) => self.edit_save(&id, &name, &text, reply),
                Err(sentence) => answer(reply, Err(sentence)),
            },
            Message::Rename(profile, name, reply) => {
                answer(reply, self.known(&profile).and_then(|id| self.rename(&id, &name)));
            }
            Message::Remove(profile, reply) => answer(reply, self.known(&profile).map(|id| self.remove(&id))),
            Message::UndoRemove(profile, reply) => {
                answer(reply, parse_id(&profile).and_then(|id| self.undo_remove(&id)));
            }
            Message::Forget(profile, reply) => match self.known(&profile) {
                Ok(id) => self.forget(&id, reply),
                Err(sentence) => answer(reply, Err(sentence)),
            },
            Message::ReadLog { after, limit, reply } => self.read_log(after, limit, reply),
            Message::Quit { confirmed } => self.quit(confirmed),
            Message::Toggle => self.toggle(),
            Message::ToggleProfile(id) => self.toggle_profile(&id),
            Message::Open => self.shell.focus_window(),
            Message::Close => {
                if self.shell.has_tray() {
                    self.shell.hide_window();
                } else {
                    self.quit(false);
                }
            }
            Message::Link(event) => self.link_event(event),
            Message::Done(done) => self.done(done),
        }
    }

    fn done(&mut self, done: Done) {
        match done {
            Done::Prepared { profile, press, outcome } => self.prepared(&profile, press, outcome),
            Done::Requested { profile, press, outcome } => self.requested(&profile, press, outcome),
            Done::Answered { profile, outcome, reply } => self.answered(&profile, outcome, reply),
            Done::Browsed { profile, prompt, response } => self.browsed(&profile, prompt, response),
            Done::Read { drafts, reply } => self.read(drafts, reply),
            Done::SheetKey { key, reply } => self.sheet_key(key, reply),
            Done::Provided { draft, files, reply } => self.provided(&draft, files, reply),
            Done::Fetched { draft, host, outcome, reply } => self.fetched(draft.as_deref(), &host, outcome, reply),
            Done::Confirmed { chosen, key, reply } => self.confirmed(chosen, key, reply),
            Done::Opened { profile, outcome, key, opening } => self.opened(&profile, outcome, key.as_ref(), opening),
            Done::Edited { profile, new, texts, key, reply } => self.edit_saved(&profile, new, texts, key, reply),
            Done::Kept { profile, kept } => self.kept(&profile, kept),
            Done::UndoOver { profile, removal } => self.undo_over(&profile, removal),
            Done::KeychainBack(key) => self.seal_what_is_in_memory(key.ok().as_ref()),
            Done::StillReconnecting { profile, since } => self.still_reconnecting(&profile, since),
            Done::FlushLog => self.shell.show_log(std::mem::take(&mut self.log)),
            Done::QuitNow => self.leave(),
        }
    }

    /// Runs `work` beside and handles what it reports. The keychain's trouble is looked up along the way.
    fn spawn(&self, work: impl Future<Output = Done> + Send + 'static) {
        let handle = self.handle.clone();
        tokio::spawn(async move { handle.send(Message::Done(work.await)) });
    }

    fn request(&self, request: Request) -> impl Future<Output = Result<Response, Failure>> + Send + 'static {
        self.helper.request(request)
    }

    fn next_number(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    fn profiles(&self) -> Vec<Listed> {
        self.store.iter().map(importing::listed).collect()
    }

    fn name_of(&self, id: &ProfileId) -> String {
        let stored = self.store.get(id).map(|stored| stored.card.name.clone());
        let connection = || self.model.connections.get(id.connection()).map(|connection| connection.name.clone());
        stored.or_else(connection).unwrap_or_else(|| id.to_string())
    }

    fn build_view(&mut self) -> View {
        let before = std::mem::replace(&mut self.model.keychain, self.vault.trouble());
        if before.is_some() && self.model.keychain.is_none() && self.profiles().iter().any(|listed| listed.temporary) {
            let vault = self.vault.clone();
            self.spawn(async move { Done::KeychainBack(vault.sealing_key().await) });
        }
        view_builder::build(&self.model, self.profiles())
    }

    fn publish(&mut self) {
        let view = self.build_view();
        if self.shown.as_ref() != Some(&view) {
            self.shell.show_view(&view);
            self.shown = Some(view);
        }
    }

    fn window_is_ready(&mut self) {
        self.window_ready = true;
        self.show_waiting_sheet();
    }

    /// The id, if there is such a profile or a connection of ours.
    fn known(&self, text: &str) -> Result<ProfileId, Sentence> {
        let id = parse_id(text)?;
        let known = self.store.get(&id).is_some() || self.model.connection(&id).is_some();
        if known { Ok(id) } else { Err(unknown_profile()) }
    }

    fn toggle(&mut self) {
        let listed = self.model.listed(self.profiles());
        match self.model.primary(&listed) {
            Some(id) => self.toggle_profile(&id),
            None => self.shell.focus_window(),
        }
    }

    fn toggle_profile(&mut self, id: &ProfileId) {
        if view_builder::is_asking(&self.model, id) {
            self.shell.focus_window();
        } else if self.model.is_active(id) {
            self.disconnect(id);
        } else if self.connect(id).is_err() {
            self.shell.focus_window();
        }
    }

    fn read_log(&self, after: u64, limit: u32, reply: Reply<Vec<LogLineView>>) {
        let request = self.request(Request::ReadLog { after, limit: limit.min(1000) });
        let names = self.log_names();
        tokio::spawn(async move {
            let lines = match request.await {
                Ok(Response::Log { lines }) => {
                    Ok(lines.into_iter().map(|line| events::log_line(line, &names)).collect())
                }
                Ok(_) => Err(sentences::failure(&Failure::internal("the helper answered something else"))),
                Err(failure) => Err(sentences::failure(&failure)),
            };
            answer(reply, lines);
        });
    }

    fn quit(&mut self, confirmed: bool) {
        let names: Vec<String> =
            self.model.active().map(|connection| self.name_of(&connection.connection.clone().into())).collect();
        if names.is_empty() {
            self.leave();
        } else if confirmed || !self.window_listens {
            self.quitting = true;
            let ours: Vec<ConnectionId> = self.model.active().map(|connection| connection.connection.clone()).collect();
            for connection in ours {
                let request = self.request(Request::Disconnect { connection });
                tokio::spawn(request);
            }
            self.spawn(async {
                tokio::time::sleep(QUIT_PATIENCE).await;
                Done::QuitNow
            });
        } else {
            self.shell.focus_window();
            self.shell.ask_quit(names);
        }
    }

    fn leave(&mut self) {
        let removed: Vec<(ProfileId, u64)> =
            self.removed.iter().map(|(id, removed)| (id.clone(), removed.removal)).collect();
        for (id, removal) in removed {
            self.undo_over(&id, removal);
        }
        self.shell.leave();
    }
}

fn answer<T>(reply: Reply<T>, result: Result<T, Sentence>) {
    let _gone = reply.send(result);
}

fn parse_id(text: &str) -> Result<ProfileId, Sentence> {
    ProfileId::try_from(text.to_owned()).map_err(|_| unknown_profile())
}

fn unknown_profile() -> Sentence {
    sentences::sentence("profile-unknown", &[], "")
}

/// Whether what this profile holds can be told only with the key.
fn is_sealed(stored: &Stored) -> bool {
    matches!(stored.body, Body::Sealed { .. })
}

/// Why a stored profile does not open.
fn not_opened(name: &str, error: &OpenError) -> Sentence {
    let id = match error {
        OpenError::Keychain(_) => "keychain-profile",
        OpenError::Seal(_) => "profile-sealed",
    };
    sentences::sentence(id, &named(name), error)
}

/// The value `name` of a sentence.
fn named(name: &str) -> [(&'static str, Value); 1] {
    [("name", Value::from(name.to_owned()))]
}

/// Whether a failure only says that the helper is not there.
fn is_absent(failure: &Failure) -> bool {
    matches!(failure.kind, FailureKind::HelperNotRunning | FailureKind::HelperVersion { .. })
}

/// Why nothing can be asked of the helper.
fn helper_trouble(helper: &Helper) -> Option<Failure> {
    match helper {
        Helper::Running => None,
        Helper::Failed(failure) => Some(failure.clone()),
        Helper::Searching => {
            Some(Failure::new(FailureKind::HelperNotRunning, vpn_api::Blame::Machine, vpn_api::Retry::Never))
        }
    }
}

#[cfg(test)]
mod tests;
