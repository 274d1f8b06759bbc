//! What the person has set, setting it, and what follows from it at once.

use netwatch::WakeWatcher;
use preferences::{
    AfterSleep, Damage, Key, Language, Notifications, Preferences, PreferencesFile, SaveError, SettingValue,
};
use profiles::ProfileId;
use tokio::task::JoinHandle;
use vpn_api::TunnelState;

use super::{
    Controller,
    message::{Handle, Message, Reply, answer},
};
use crate::{
    ports::{Notice, NoticeKind},
    settings_watch,
    strings::{self, Value},
    view::MessageView,
};

/// What the person has set, as it was read or set last.
#[derive(Debug)]
pub(crate) struct Settings {
    file: PreferencesFile,
    /// What holds.
    pub(crate) now: Preferences,
    /// What was wrong with the file.
    damage: Option<Damage>,
    /// Waits for the end of sleep, while something is to be done then.
    wake: Option<JoinHandle<()>>,
    handle: Handle,
}

impl Settings {
    /// Reads the file, which need not exist, and looks for its changes.
    pub(super) fn open(file: PreferencesFile, handle: &Handle) -> Self {
        let read = file.open();
        let told = handle.clone();
        settings_watch::watch(file.path(), move || told.send(Message::SettingsChanged));
        let (now, damage) = (read.preferences, read.damage);
        let mut settings = Self { file, now, damage, wake: None, handle: handle.clone() };
        settings.follow();
        settings
    }

    fn set(&mut self, key: Key, value: &SettingValue) -> Result<(), MessageView> {
        self.now = self.file.set(key, value).map_err(|error| self.not_saved(error))?;
        self.follow();
        Ok(())
    }

    fn reset(&mut self) -> Result<(), MessageView> {
        self.now = self.file.reset().map_err(|error| self.not_saved(error.into()))?;
        self.follow();
        Ok(())
    }

    /// Reads again what another program has written. What cannot be read changes nothing.
    fn read_again(&mut self) {
        let read = self.file.read();
        if !matches!(read.damage, Some(Damage::Unreadable(_))) {
            self.now = read.preferences;
            self.follow();
        }
    }

    /// What is written is in the chosen language, and nobody waits for the end of sleep while nothing is done then.
    fn follow(&mut self) {
        strings::choose(self.now.language.as_ref().map(Language::tag));
        match (self.now.after_sleep, &self.wake) {
            (AfterSleep::Disconnect, None) => {
                let handle = self.handle.clone();
                self.wake = Some(tokio::spawn(async move {
                    let mut watcher = WakeWatcher::new();
                    loop {
                        watcher.next().await;
                        handle.send(Message::Woke);
                    }
                }));
            }
            (AfterSleep::Reconnect, Some(_)) => {
                if let Some(wake) = self.wake.take() {
                    wake.abort();
                }
            }
            (AfterSleep::Disconnect, Some(_)) | (AfterSleep::Reconnect, None) => {}
        }
    }

    fn not_saved(&self, error: SaveError) -> MessageView {
        let path = [("path", Value::from(self.file.path().display().to_string()))];
        match error {
            SaveError::Value(wrong) => strings::message("setting-wrong", &[], wrong),
            SaveError::Io(error) => strings::message("setting-not-saved", &path, error),
        }
    }

    /// What was wrong with the file when it was read first.
    pub(crate) fn notice(&self) -> Option<MessageView> {
        self.damage.as_ref().map(|damage| {
            let kept = Value::from(self.file.kept_aside().display().to_string());
            strings::message("settings-damaged", &[("kept", kept)], damage)
        })
    }
}

/// Whether a person has just asked for what is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// Yes: it is the end of what they began.
    Asked,
    /// No: it came by itself.
    Unasked,
}

impl Cause {
    /// What a change of a connection comes from: one that was on its way since a person began it is what they asked for.
    pub(super) fn of(before: Option<&TunnelState>, brought_back: bool, notice: &Notice) -> Self {
        let begun = matches!(before, Some(TunnelState::Connecting { .. })) && !brought_back;
        if begun && notice.kind == NoticeKind::News { Self::Asked } else { Self::Unasked }
    }
}

impl Controller {
    pub(super) fn set_setting(&mut self, key: Key, value: &SettingValue, reply: Reply) {
        let outcome = self.settings.set(key, value);
        answer(reply, outcome);
    }

    pub(super) fn reset_settings(&mut self, reply: Reply) {
        let outcome = self.settings.reset();
        answer(reply, outcome);
    }

    pub(super) fn settings_changed(&mut self) {
        self.settings.read_again();
    }

    /// The computer woke: what was connected is ended where that is set.
    pub(super) fn woke(&mut self) {
        if self.settings.now.after_sleep == AfterSleep::Reconnect {
            return;
        }
        let ours: Vec<ProfileId> = self.connections.active().map(|ours| ours.connection.clone().into()).collect();
        for id in ours {
            self.disconnect(&id);
        }
    }

    /// Tells by a notification, as far as the person wants that.
    pub(super) fn notify(&self, notice: Notice, cause: Cause) {
        let wanted = match self.settings.now.notifications {
            Notifications::All => true,
            Notifications::NotMine => cause == Cause::Unasked,
            Notifications::None => false,
        };
        if wanted {
            self.services.shell.notify(notice);
        }
    }
}
