//! When to look for a newer Adit: at once when it is switched on, then once a day. Off, nobody is asked and nothing is shown.

use std::time::{Duration, SystemTime};

use super::{Controller, message::Done};
use crate::{
    strings::{self, Value},
    updates::{self, Announcement, Channel, CheckError, Version},
    view::MessageView,
};

/// How long a look counts.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// What is known of a newer version.
#[derive(Debug, Default)]
pub(super) struct Updates {
    /// Where to ask. `None`: this Adit was packed without.
    channel: Option<Channel>,
    on: bool,
    /// How often it was switched on: what was begun before the last time counts no longer.
    round: u64,
    found: Option<Result<Announcement, CheckError>>,
}

impl Updates {
    pub(super) fn new(channel: Option<Channel>) -> Self {
        Self { channel, ..Self::default() }
    }

    /// What the person should know.
    pub(super) fn notice(&self) -> Option<MessageView> {
        match self.found.as_ref()? {
            Ok(Announcement { version, page }) => {
                let (version, own) = (version.to_string(), Version::own().to_string());
                let values = [("version", Value::from(version)), ("own", own.into()), ("page", page.as_str().into())];
                Some(strings::message("update-available", &values, ""))
            }
            Err(CheckError::Untrusted(why)) => Some(strings::message("update-untrusted", &[], why.to_string())),
            // There is no network for many reasons, and the next look is soon.
            Err(CheckError::Fetch(_)) => None,
        }
    }
}

impl Controller {
    /// As the person wants it. Called after each message: it does nothing where nothing has changed.
    pub(super) fn look_for_updates(&mut self, on: bool) {
        let on = on && self.updates.channel.is_some();
        if on == std::mem::replace(&mut self.updates.on, on) {
            return;
        }
        self.updates.found = None;
        self.updates.round += 1;
        if on {
            self.update_due(self.updates.round);
        }
    }

    /// It is time to look.
    pub(super) fn update_due(&self, round: u64) {
        let Some(channel) = self.updates.channel.clone().filter(|_| self.updates.on && round == self.updates.round)
        else {
            return;
        };
        let fetcher = self.services.fetcher.clone();
        self.services.spawn(async move {
            let outcome = updates::newer(&fetcher, &channel, Version::own(), SystemTime::now()).await;
            Done::LookedForUpdate { round, outcome }
        });
    }

    /// What came of it.
    pub(super) fn looked_for_update(&mut self, round: u64, outcome: Result<Option<Announcement>, CheckError>) {
        if !self.updates.on || round != self.updates.round {
            return;
        }
        match outcome {
            Err(CheckError::Fetch(error)) => tracing::info!(%error, "not known whether there is a newer version"),
            known => self.updates.found = known.transpose(),
        }
        self.services.spawn(async move {
            tokio::time::sleep(DAY).await;
            Done::UpdateDue { round }
        });
    }
}
