//! From what was read to the list of profiles.

use profiles::{Body, Card, KeychainError, NewProfile, ProfileId, Sealed, SealingKey, Stored, fingerprint};
use vpn_api::ProtocolProfile;

use super::{Controller, Done, Reply, answer, keeping::unix_now, model::Listed, named};
use crate::{
    import::{self, MAX_FILES, Source},
    sentences::{self, Value},
    view::{ImportRemark, ImportResult, RemarkWeight},
};

/// One source, read.
pub(crate) struct Reading {
    file: String,
    reading: import::Reading,
}

/// What the list shows of a stored profile.
pub(super) fn listed(stored: &Stored) -> Listed {
    Listed { card: stored.card.clone(), temporary: matches!(stored.body, Body::Memory(_)) }
}

impl Controller {
    /// Reads the sources and asks for the sealing key, both beside.
    pub(super) fn import(&mut self, sources: Vec<Source>, reply: Option<Reply<Vec<ImportResult>>>) {
        if sources.len() > MAX_FILES {
            let sentence = sentences::sentence("import-too-many", &[("limit", Value::from(MAX_FILES))], "");
            if let Some(reply) = reply {
                answer(reply, Err(sentence));
            }
            return;
        }
        let vault = self.vault.clone();
        self.spawn(async move {
            let reading = tokio::task::spawn_blocking(move || {
                let read = |source: &Source| Reading { file: source.file_name(), reading: import::read(source) };
                sources.iter().map(read).collect::<Vec<Reading>>()
            });
            let readings = reading.await.unwrap_or_default();
            let useful = readings.iter().any(|reading| reading.reading.outcome.is_ok());
            let key = if useful { vault.sealing_key().await } else { Err(KeychainError::Silent) };
            Done::Read { readings, key, reply }
        });
    }

    pub(super) fn store_readings(
        &mut self,
        readings: Vec<Reading>,
        key: Result<SealingKey, KeychainError>,
        reply: Option<Reply<Vec<ImportResult>>>,
    ) {
        let results: Vec<ImportResult> =
            readings.into_iter().map(|reading| self.store_reading(reading, key.as_ref().ok())).collect();
        match reply {
            Some(reply) => answer(reply, Ok(results)),
            None => {
                self.shell.focus_window();
                self.publish();
                if self.window_ready {
                    self.shell.show_import(results);
                } else {
                    self.waiting_results.extend(results);
                }
            }
        }
    }

    fn store_reading(&mut self, reading: Reading, key: Option<&SealingKey>) -> ImportResult {
        let Reading { file, reading } = reading;
        let mut remarks = reading.remarks;
        let new = match reading.outcome {
            Ok(new) => new,
            Err(refused) => {
                return ImportResult { file, profile: None, name: None, refused: Some(refused), remarks };
            }
        };
        match self.place(new, key, &mut remarks) {
            Some((id, name)) => {
                ImportResult { file, profile: Some(id.to_string()), name: Some(name), refused: None, remarks }
            }
            None => {
                let failure = vpn_api::Failure::internal("no randomness for the profile's name");
                ImportResult { file, profile: None, name: None, refused: Some(sentences::failure(&failure)), remarks }
            }
        }
    }

    /// Puts a profile into the list: as a new one, or in place of the one that it is.
    fn place(
        &mut self,
        new: NewProfile,
        key: Option<&SealingKey>,
        remarks: &mut Vec<ImportRemark>,
    ) -> Option<(ProfileId, String)> {
        let mark = key.and_then(|key| fingerprint(&new.document, key));
        if let Some(same) = self.store.iter().find(|stored| is_same(stored, &new, mark.as_deref())) {
            let (id, name) = (same.card.id.clone(), same.card.name.clone());
            remarks.insert(0, whole(sentences::text("import-same", &named(&name))));
            return Some((id, name));
        }
        // The same name for the same servers is the same profile in a later edition: a renewed certificate, mostly.
        let earlier =
            self.store.iter().find(|stored| stored.card.name == new.name && stored.card.servers == new.servers);
        let earlier = earlier.map(|stored| stored.card.clone());
        if earlier.is_some() {
            remarks.insert(0, whole(sentences::text("import-again", &named(&new.name))));
        }
        let card = match earlier {
            Some(card) => Card { sign_in: new.sign_in, ..card },
            None => Card::new(ProfileId::random()?, self.free_name(&new.name), new.servers, new.sign_in, unix_now()),
        };
        let sealed = key.zip(mark).and_then(|(key, fingerprint)| {
            let document = Sealed::seal(&new.document, &card.id, key).ok()?;
            Some(Body::Sealed { document, fingerprint })
        });
        let body = sealed.unwrap_or(Body::Memory(new.document));
        if matches!(body, Body::Memory(_)) {
            remarks.insert(0, whole(sentences::text("import-temporary", &[])));
        }
        let (id, name) = (card.id.clone(), card.name.clone());
        if let Err(error) = self.store.put(Stored { card, body }) {
            let said = sentences::sentence("profile-not-written", &named(&name), error);
            remarks.insert(0, whole(format!("{} {}", said.title, said.advice)));
        }
        self.model.start_failures.remove(&id);
        Some((id, name))
    }

    /// The keychain is back: profiles that had to live in memory are stored after all.
    pub(super) fn seal_what_is_in_memory(&mut self, key: Option<&SealingKey>) {
        let Some(key) = key else { return };
        let in_memory = self.store.iter().filter_map(|stored| match &stored.body {
            Body::Memory(document) => Some((stored.card.clone(), document.clone())),
            Body::Sealed { .. } => None,
        });
        let in_memory: Vec<(Card, ProtocolProfile)> = in_memory.collect();
        for (card, document) in in_memory {
            let sealed = Sealed::seal(&document, &card.id, key).ok().zip(fingerprint(&document, key));
            let Some((document, fingerprint)) = sealed else { continue };
            if let Err(error) = self.store.put(Stored { card, body: Body::Sealed { document, fingerprint } }) {
                tracing::warn!(%error, "a profile could not be stored");
            }
        }
    }

    /// The name, or with a number behind it if another profile has it.
    fn free_name(&self, name: &str) -> String {
        let taken = |name: &str| self.store.iter().any(|stored| stored.card.name == name);
        if !taken(name) {
            return name.to_owned();
        }
        let numbered = (2_u32..).map(|number| format!("{name} {number}"));
        numbered.take(MAX_FILES * 20).find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
    }
}

fn is_same(stored: &Stored, new: &NewProfile, mark: Option<&str>) -> bool {
    match &stored.body {
        Body::Sealed { fingerprint, .. } => Some(fingerprint.as_str()) == mark,
        // With a key at hand the profile can be sealed, so it is placed again.
        Body::Memory(document) => mark.is_none() && *document == new.document,
    }
}

fn whole(text: String) -> ImportRemark {
    ImportRemark { line: 0, directive: String::new(), text, refused: false, weight: RemarkWeight::Warning }
}
