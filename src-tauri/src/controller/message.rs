//! Everything that can happen to the controller, and the way to tell it.

use std::path::PathBuf;

use doctor::{Phase, Service, StartError};
use preferences::{Key, SettingValue};
use profiles::{Document, GroupId, KeychainError, NewProfile, ProfileId, RememberedItem, SealingKey, Texts};
use tokio::sync::{mpsc, oneshot};
use vpn_api::{
    Failure, PromptId, ProtectionRequest, ProtocolProfile, Secret, Secrets,
    contract::{ConnectionSnapshot, Response},
};

use super::connections::StartFailure;
use crate::{
    diagnostics::Shown,
    import::{FetchError, Fetched, ImportItem, Source},
    ports::HelperEvent,
    strings,
    updates::{Announcement, CheckError},
    view::{
        AnswerInput, EditForm, EditView, FindingView, HistoryView, ImportChoice, ImportDone, ImportSheetView,
        LogLineView, MessageView, NetworkProofView, NetworkRuleView, OriginalView, OverlapChoice, View,
    },
};

/// Where the answer to a command goes.
pub(crate) type Reply<T = ()> = oneshot::Sender<Result<T, MessageView>>;

/// Everything that can happen.
pub(crate) enum Message {
    /// The window asks for what it shows.
    View(oneshot::Sender<View>),
    /// The window is drawn and listens.
    Ready,
    /// The window can be seen, or cannot.
    Seen(bool),
    /// Connect was pressed.
    Connect(String, Reply),
    /// Disconnect or Cancel was pressed.
    Disconnect(String, Reply),
    /// Try now was pressed.
    TryNow(String, Reply),
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
    EditSave { profile: String, name: String, text: String, reply: Reply<Option<MessageView>> },
    /// A profile gets a new name.
    Rename(String, String, Reply),
    /// Profiles are removed.
    Remove(Vec<String>, Reply),
    /// Removed profiles come back.
    UndoRemove(Vec<String>, Reply),
    /// Favourites or groups are changed.
    Arrange(ArrangeAsk, Reply),
    /// What is remembered of a profile is forgotten.
    Forget(String, Reply),
    /// The network that the machine is in is to be learned from this server in it.
    LearnNetwork(String, Reply<NetworkProofView>),
    /// In which network a profile is to be connected is chosen.
    SetNetwork(String, Option<NetworkRuleView>, Reply),
    /// The lock is to be changed. Only the window waits for an answer.
    Protect(ProtectionRequest, Option<Reply>),
    /// A setting of the person is chosen.
    SetSetting(Key, SettingValue, Reply),
    /// All settings of the person go back to their defaults.
    ResetSettings(Reply),
    /// Another program has changed the settings.
    SettingsChanged,
    /// The computer woke from sleep.
    Woke,
    /// What somebody who helps wants to see is to be put together.
    Diagnose(Shown, Reply<Vec<String>>),
    /// Lines of the helper's log.
    ReadLog { after: u64, limit: u32, reply: Reply<Vec<LogLineView>> },
    /// The helper is to be started, in the way that fits how it is.
    StartHelper(Reply),
    /// Everything that Adit needs of this computer is to be looked at.
    Examine(Reply<Vec<FindingView>>),
    /// Open the guide.
    OpenGuide(Reply),
    /// Something about what goes where.
    Overview(OverviewAsk),
    /// Adit is to quit.
    Quit { confirmed: bool },
    /// The tray's icon was clicked.
    #[allow(clippy::allow_attributes, dead_code, reason = "only a tray sends it, and not every system has one yet")]
    Toggle,
    /// A profile of the tray's menu was clicked.
    #[allow(clippy::allow_attributes, dead_code, reason = "only a tray sends it, and not every system has one yet")]
    ToggleProfile(ProfileId),
    /// The window is to be seen.
    Open,
    /// The window's close button.
    Close,
    /// From the connection to the helper.
    Helper(HelperEvent),
    /// Work that ran beside is done.
    Done(Done),
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

/// What the window does with favourites and groups.
pub(crate) enum ArrangeAsk {
    /// Make profiles favourites, or not any more.
    Favourite { profiles: Vec<String>, favourite: bool },
    /// Put profiles into the group of this name, or into none.
    Group { profiles: Vec<String>, name: Option<String> },
    /// Give a group another name.
    Rename { group: String, name: String },
    /// Forget the sign-in that a group shares.
    Forget { group: String },
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
    pub(super) fn refuse(self, why: MessageView) {
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

/// What changed in what is remembered of a profile.
pub(crate) enum RememberedChange {
    /// Remembered, in the keychain or in memory.
    Remembered(RememberedItem),
    /// One thing was forgotten.
    ForgotItem(RememberedItem, Result<(), KeychainError>),
    /// Everything was forgotten.
    ForgotAll(Result<(), KeychainError>, Option<Reply>),
}

/// A stored profile, ready for the helper.
pub(crate) struct Opened {
    /// The profile.
    pub(super) profile: ProtocolProfile,
    /// What is remembered of it.
    pub(super) secrets: Secrets,
    /// It takes all traffic: it says so itself, or its last tunnel did.
    pub(super) takes_all: bool,
}

/// Work that ran beside is done.
pub(crate) enum Done {
    /// A profile was opened and what is remembered of it found.
    Prepared { profile: ProfileId, press: u64, outcome: Result<Opened, StartFailure> },
    /// The helper heard of the wish to connect.
    Requested { profile: ProfileId, press: u64, outcome: Result<(), Failure> },
    /// The helper heard an answer.
    Answered { profile: ProfileId, outcome: Result<(), Failure>, reply: Option<Reply> },
    /// The browser brought what a question waits for, or did not in its time.
    Browsed { profile: ProfileId, prompt: PromptId, response: Option<Secret> },
    /// Sources were read.
    Read { drafts: Vec<ImportItem>, reply: Option<Reply<ImportSheetView>> },
    /// The key that tells whether a draft is stored already is there or not.
    SheetKey { key: Option<SealingKey>, reply: Option<Reply<ImportSheetView>> },
    /// Files that the person picked were read.
    Provided { draft: String, files: Result<Vec<(String, Vec<u8>)>, MessageView>, reply: Reply<ImportSheetView> },
    /// A link was followed.
    Fetched { draft: Option<String>, host: String, outcome: Result<Fetched, FetchError>, reply: Reply<ImportSheetView> },
    /// The sealing key for the chosen drafts is there or not.
    Confirmed {
        chosen: Vec<(ImportChoice, Option<ImportItem>)>,
        key: Result<SealingKey, KeychainError>,
        reply: Reply<Vec<ImportDone>>,
    },
    /// A stored profile was opened.
    Opened { profile: ProfileId, outcome: Result<Document, MessageView>, key: Option<SealingKey>, opening: Opening },
    /// The sealing key for an edited profile is there or not.
    Edited {
        profile: ProfileId,
        new: NewProfile,
        texts: Texts,
        key: Result<SealingKey, KeychainError>,
        reply: Reply<Option<MessageView>>,
    },
    /// Something was remembered or forgotten.
    Remembered { profile: ProfileId, change: RememberedChange },
    /// What was removed does not come back.
    UndoOver { removal: u64 },
    /// A sign-in is remembered for a group.
    Shared { group: GroupId },
    /// The sign-in that a group shared was forgotten, or could not be.
    ForgotGroup { group: GroupId, outcome: Result<(), KeychainError>, reply: Option<Reply> },
    /// The keychain works again, or still does not.
    KeychainBack(Result<SealingKey, KeychainError>),
    /// A connection has had time to come back by itself.
    StillReconnecting { profile: ProfileId, since: u64 },
    /// Traffic has been held back for a while.
    StillHeld { since: u64 },
    /// How the helper is as a service was looked at.
    Looked(Service),
    /// Starting the helper is so far.
    Starting(Phase),
    /// Starting the helper is over.
    Started(Result<(), StartError>),
    /// A day has passed since the last look for a newer version.
    UpdateDue { round: u64 },
    /// A newer version was looked for.
    LookedForUpdate { round: u64, outcome: Result<Option<Announcement>, CheckError> },
    /// Something about what goes where was done beside.
    Overview(OverviewDone),
    /// Log lines have waited long enough.
    FlushLog,
    /// Quitting has waited long enough.
    QuitNow,
}

/// The way to the controller.
#[derive(Debug, Clone)]
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
    pub(crate) async fn ask<T>(&self, message: impl FnOnce(Reply<T>) -> Message) -> Result<T, MessageView> {
        let (reply, answer) = oneshot::channel();
        self.send(message(reply));
        answer.await.unwrap_or_else(|_| Err(strings::failure(&Failure::internal("the controller is gone"))))
    }
}

/// Answers a command.
pub(super) fn answer<T>(reply: Reply<T>, result: Result<T, MessageView>) {
    let _gone = reply.send(result);
}

/// What the window asks here.
pub(crate) enum OverviewAsk {
    /// Look at a tunnel now.
    Check(String, Reply),
    /// Take a tunnel down and bring it up again.
    Reconnect(String, Reply),
    /// What is chosen about the overlap.
    Overlap(OverlapChoice, Reply),
    /// How much went through a profile's tunnels.
    History(String, Reply<HistoryView>),
    /// Forget how much went through.
    ClearHistory(Reply),
}

/// What has happened beside.
pub(crate) enum OverviewDone {
    /// A tunnel was looked at.
    Checked { profile: ProfileId, number: u64, outcome: Result<Response, Failure> },
    /// It is time to see whether a tunnel is to be looked at.
    Look,
    /// The counters, which were asked for to be counted.
    Counted(Vec<ConnectionSnapshot>),
    /// The end of a session comes near.
    SessionEnds { profile: ProfileId, at: u64 },
}
