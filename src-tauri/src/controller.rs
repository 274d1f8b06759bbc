//! The one owner of the app's state. Everything that happens (a click, an event of the helper, an answer of the
//! keychain, a timer) arrives here as a [`Message`]; after each, the whole [`View`] is built anew and pushed if it
//! changed. Whatever takes time runs beside it and reports back with a message.
//!
//! The state is in parts, each with its own rules and tests: [`connections`], [`profile_list`], [`import_sheet`], [`editor`].
//! None of them waits or knows another but for the list of profiles. What takes time, and what several parts are for, is in
//! the files of the controller itself: [`arranging`], [`connecting`], [`events`], [`importing`], [`editing`], [`remembered`],
//! [`browser_sign_in`], [`restoring`], [`networks`], [`settings`],
//! [`setup`], [`leaving`].

mod arranging;
mod asking;
mod browser_sign_in;
mod connecting;
mod connections;
mod diagnosing;
mod editing;
mod editor;
mod events;
mod import_sheet;
mod importing;
mod leaving;
mod message;
mod networks;
pub(crate) mod notices;
mod overview;
mod policy;
mod profile_list;
mod protection;
mod remembered;
mod restoring;
mod services;
mod settings;
mod setup;
mod toggling;
mod updates;
pub(crate) mod view_builder;

use std::{
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use preferences::PreferencesFile;
use profile_api::Formats;
use profiles::{OpenError, ProfileId, Store, Vault};
use tokio::sync::mpsc;

use self::{
    browser_sign_in::BrowserSignIn,
    connections::Connections,
    editor::Editor,
    import_sheet::ImportSheet,
    message::{Done, answer},
    overview::Overview,
    profile_list::ProfileList,
    protection::Lock,
    services::Services,
    settings::Settings,
    setup::Setup,
    updates::Updates,
    view_builder::Remarks,
};
use crate::{
    history::History,
    import::Fetcher,
    ports::{HelperPort, ServicePort, Shell},
    restore::Restore,
    strings::{self, Value},
    updates::Channel,
    view::{LogLineView, MessageView, View},
};
pub(crate) use message::{ArrangeAsk, EditAsk, Handle, Message, Opening, OverviewAsk, SheetAsk};
pub(crate) use overview::overlap::Overlaps;

/// The owner.
pub(crate) struct Controller {
    services: Services,
    profiles: ProfileList,
    connections: Connections,
    /// The helper as a service of the system, while it cannot be used.
    setup: Setup,
    sheet: ImportSheet,
    editor: Editor,
    lock: Lock,
    /// What the organisation has settled, as the helper told it last.
    policy: Option<Box<vpn_api::PolicyView>>,
    /// What the person has set.
    settings: Settings,
    restore: Restore,
    overview: Overview,
    /// Whether Adit begins with the session, as the desktop was told last.
    begins_with_session: Option<bool>,
    /// The profiles that were connected together last.
    together: Vec<ProfileId>,
    /// Questions that come after a press in the tray, and passwords that were refused.
    asking: asking::Asking,
    /// The sign-in whose page is open in the browser.
    sign_in: Option<BrowserSignIn>,
    /// What is known of a newer version.
    updates: Updates,
    /// What the person should know.
    notices: Vec<MessageView>,
    /// Lines of the helper's log that the window has not got yet.
    log: Vec<LogLineView>,
    shown: Option<View>,
    /// What was wrong with the keychain when it was needed last.
    keychain: Option<profiles::KeychainError>,
    /// The window has asked for what it shows.
    window_listens: bool,
    /// The window is drawn.
    window_ready: bool,
    /// Somebody has read the log in the window.
    log_read: bool,
    /// The window can be seen.
    seen: bool,
    quitting: bool,
}

/// What a controller works with.
pub(crate) struct Dependencies {
    /// Profiles on disk.
    pub(crate) store: Store,
    /// Stored profiles that could not be read.
    pub(crate) damage: Vec<profiles::Damage>,
    /// What the person has set.
    pub(crate) preferences: PreferencesFile,
    /// What comes back by itself.
    pub(crate) restore: Restore,
    /// How much went through the tunnels.
    pub(crate) history: History,
    /// What tunnels take, and which are to be up side by side.
    pub(crate) overlaps: Overlaps,
    /// Secrets.
    pub(crate) vault: Vault,
    /// The helper.
    pub(crate) helper: Arc<dyn HelperPort>,
    /// The helper as a service of the system.
    pub(crate) service: Arc<dyn ServicePort>,
    /// The desktop.
    pub(crate) shell: Arc<dyn Shell>,
    /// What fetches profiles.
    pub(crate) fetcher: Fetcher,
    /// The formats of the profiles.
    pub(crate) formats: Formats,
    /// Where to ask for a newer version.
    pub(crate) channel: Option<Channel>,
}

impl Controller {
    /// A controller that is not running yet.
    pub(crate) fn new(dependencies: Dependencies, handle: Handle) -> Self {
        let Dependencies {
            store,
            damage,
            preferences,
            restore,
            history,
            overlaps,
            vault,
            helper,
            service,
            shell,
            fetcher,
            formats,
            channel,
        } = dependencies;
        Self {
            settings: Settings::open(preferences, &handle),
            services: Services { vault, helper, service, shell, fetcher, formats, handle },
            profiles: ProfileList::new(store, damage),
            connections: Connections::default(),
            setup: Setup::default(),
            sheet: ImportSheet::default(),
            editor: Editor::default(),
            lock: Lock::default(),
            policy: None,
            restore,
            overview: Overview::new(history, overlaps),
            begins_with_session: None,
            together: Vec::new(),
            asking: asking::Asking::default(),
            sign_in: None,
            updates: Updates::new(channel),
            notices: Vec::new(),
            log: Vec::new(),
            shown: None,
            keychain: None,
            window_listens: false,
            window_ready: false,
            log_read: false,
            seen: false,
            quitting: false,
        }
    }

    /// Handles messages until there are none to come.
    pub(crate) async fn run(mut self, mut messages: mpsc::UnboundedReceiver<Message>) {
        self.publish();
        while let Some(message) = messages.recv().await {
            self.handle_message(message);
            self.end_sign_in_if_over();
            self.end_portal_if_over();
            self.remember_wanted();
            self.look_for_updates(self.settings.now.update_check);
            self.keep_overview();
            self.publish();
        }
    }

    fn handle_message(&mut self, message: Message) {
        match message {
            Message::View(reply) => {
                let _gone = reply.send(self.build_view());
                // A window that is not seen draws nothing, so it is shown as soon as it has something to draw.
                if !std::mem::replace(&mut self.window_listens, true) {
                    self.services.shell.window_has_view();
                }
            }
            Message::Ready => self.window_is_ready(),
            Message::Seen(seen) => {
                if std::mem::replace(&mut self.seen, seen) != seen {
                    self.watch_traffic();
                    self.look_at_service();
                }
            }
            Message::Connect(profile, reply) => answer(reply, self.known(&profile).and_then(|id| self.connect(&id))),
            Message::Disconnect(profile, reply) => {
                answer(reply, parse_id(&profile).map(|id| self.disconnect_one(&id)));
            }
            Message::TryNow(profile, reply) => answer(reply, parse_id(&profile).map(|id| self.try_now(&id))),
            Message::Answer { profile, prompt, answer: given, reply } => match parse_id(&profile) {
                Ok(id) => self.answer(&id, prompt, given, reply),
                Err(sentence) => answer(reply, Err(sentence)),
            },
            Message::Import(sources, reply) => self.import(sources, reply),
            Message::Sheet(ask, reply) => self.sheet_ask(ask, reply),
            Message::ImportConfirm(choices, reply) => self.import_confirm(choices, reply),
            Message::ImportCancel => self.import_cancel(),
            Message::OpenProfile(profile, opening) => match parse_id(&profile).and_then(|id| self.own(id)) {
                Ok(id) => self.open_profile(&id, opening),
                Err(sentence) => opening.refuse(sentence),
            },
            Message::Edit(profile, ask, reply) => {
                answer(reply, parse_id(&profile).and_then(|id| self.edit_ask(&id, ask)));
            }
            Message::EditOriginal(profile, reply) => {
                answer(reply, parse_id(&profile).and_then(|id| self.editor.original(&id)));
            }
            Message::EditSave { profile, name, text, reply } => match parse_id(&profile) {
                Ok(id) => self.edit_save(&id, &name, &text, reply),
                Err(sentence) => answer(reply, Err(sentence)),
            },
            Message::Rename(profile, name, reply) => {
                let own = self.known(&profile).and_then(|id| self.own(id));
                answer(reply, own.and_then(|id| self.profiles.rename(&id, &name)));
            }
            Message::Remove(profiles, reply) => {
                let own = profiles.iter().map(|profile| self.known(profile).and_then(|id| self.own(id)));
                let own = own.collect::<Result<Vec<ProfileId>, MessageView>>();
                answer(reply, own.map(|ids| self.remove(&ids)));
            }
            Message::UndoRemove(profiles, reply) => answer(reply, self.undo_remove(&profiles)),
            Message::Arrange(ask, reply) => self.arrange(ask, reply),
            Message::Forget(profile, reply) => match self.known(&profile) {
                Ok(id) => self.forget(&id, reply),
                Err(sentence) => answer(reply, Err(sentence)),
            },
            Message::LearnNetwork(server, reply) => self.learn_network(&server, reply),
            Message::SetNetwork(profile, rule, reply) => {
                answer(reply, self.known(&profile).and_then(|id| self.set_network(&id, rule.as_ref())));
            }
            Message::Protect(request, reply) => self.protect(request, reply),
            Message::SetSetting(key, value, reply) => self.set_setting(key, &value, reply),
            Message::ResetSettings(reply) => self.reset_settings(reply),
            Message::SettingsChanged => self.settings_changed(),
            Message::Woke => self.woke(),
            Message::Diagnose(shown, reply) => self.diagnose(shown, reply),
            Message::ReadLog { after, limit, reply } => {
                self.log_read = true;
                self.read_log(after, limit, reply);
            }
            Message::StartHelper(reply) => self.start_helper(reply),
            Message::Examine(reply) => self.examine(reply),
            Message::OpenGuide(reply) => answer(reply, services::open_guide(self.services.shell.as_ref())),
            Message::Overview(ask) => self.overview_ask(ask),
            Message::Quit { confirmed } => self.quit(confirmed),
            Message::Toggle => self.toggle(),
            Message::ToggleProfile(id) => self.toggle_profile(&id),
            Message::Open => self.services.shell.focus_window(),
            Message::Close => self.close(),
            Message::Helper(event) => self.helper_event(event),
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
            Done::Remembered { profile, change } => self.remembered(&profile, change),
            Done::UndoOver { removal } => self.undo_over(removal),
            Done::Shared { group } => self.shared(&group),
            Done::ForgotGroup { group, outcome, reply } => self.forgot_group(&group, outcome, reply),
            Done::KeychainBack(key) => {
                if let Ok(key) = key {
                    self.profiles.seal_temporary(&key);
                }
            }
            Done::StillReconnecting { profile, since } => self.still_reconnecting(&profile, since),
            Done::StillHeld { since } => self.still_held(since),
            Done::Looked(service) => self.setup.looked(service),
            Done::Starting(phase) => self.setup.is_at(phase),
            Done::Started(outcome) => self.helper_started(outcome),
            Done::UpdateDue { round } => self.update_due(round),
            Done::LookedForUpdate { round, outcome } => self.looked_for_update(round, outcome),
            Done::Overview(done) => self.overview_done(done),
            Done::FlushLog => self.services.shell.show_log(std::mem::take(&mut self.log)),
            Done::QuitNow => self.leave(),
        }
    }

    /// Tells the person something, once.
    fn note(&mut self, notice: MessageView) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    fn name_of(&self, id: &ProfileId) -> String {
        let stored = self.profiles.card(id).map(|card| card.name.clone());
        let connection = || self.connections.known.get(id.connection()).map(|connection| connection.name.clone());
        stored.or_else(connection).unwrap_or_else(|| id.to_string())
    }

    fn build_view(&mut self) -> View {
        let before = std::mem::replace(&mut self.keychain, self.services.vault.trouble());
        if before.is_some() && self.keychain.is_none() && self.profiles.has_temporary() {
            let vault = self.services.vault.clone();
            self.services.spawn(async move { Done::KeychainBack(vault.sealing_key().await) });
        }
        let notices: Vec<MessageView> = self.notices.iter().cloned().chain(self.updates.notice()).collect();
        let remarks = Remarks {
            setup: Some(&self.setup),
            settings: Some(&self.settings),
            overview: self.overview_view(),
            keychain: self.keychain.as_ref(),
            damage: &self.profiles.damage,
            arrangement: Some(self.profiles.arrangement()),
            protection: self.lock.now.as_ref(),
            policy: self.policy.as_deref(),
            notices: &notices,
        };
        let mut view = view_builder::build(&self.connections, self.profiles.listed(), remarks);
        self.add_overview(&mut view);
        view
    }

    fn publish(&mut self) {
        let view = self.build_view();
        if !self.shown.as_ref().is_some_and(|shown| shown.is_as(&view)) {
            self.services.shell.show_view(&view);
            self.shown = Some(view);
        }
    }

    fn window_is_ready(&mut self) {
        self.window_ready = true;
        self.show_waiting_sheet();
    }

    /// The id, if there is such a profile or a connection of ours.
    fn known(&self, text: &str) -> Result<ProfileId, MessageView> {
        let id = parse_id(text)?;
        let known = self.profiles.get(&id).is_some() || self.connections.connection(&id).is_some();
        if known { Ok(id) } else { Err(unknown_profile()) }
    }
}

fn parse_id(text: &str) -> Result<ProfileId, MessageView> {
    ProfileId::try_from(text.to_owned()).map_err(|_| unknown_profile())
}

fn unknown_profile() -> MessageView {
    strings::message("profile-unknown", &[], "")
}

/// Why a stored profile does not open.
fn not_opened(name: &str, error: &OpenError) -> MessageView {
    let id = match error {
        OpenError::Keychain(_) => "keychain-profile",
        OpenError::Seal(_) => "profile-sealed",
    };
    strings::message(id, &named(name), error)
}

/// The value `name` of a sentence.
fn named(name: &str) -> [(&'static str, Value); 1] {
    [("name", Value::from(name.to_owned()))]
}

/// Seconds since the Unix epoch.
fn unix_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests;
