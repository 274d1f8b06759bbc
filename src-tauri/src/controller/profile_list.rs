//! The person's profiles as the app keeps them: the stored list, and what was removed and can still come back.

use std::collections::{BTreeMap, BTreeSet};

use profile_api::SignIn;
use profiles::{
    Arrangement, Body, Card, Damage, Document, GroupId, NewProfile, ProfileId, Sealed, SealingKey, Store, Stored,
    fingerprint, plain_name,
};
use vpn_api::{Failure, ManagedCard};

use super::{connections::Listed, named, unix_now, unknown_profile};
use crate::{
    strings,
    view::{ExistingView, MessageView},
};

/// Most numbers that are tried to make a name its own.
const MOST_NUMBERS: usize = 10_000;

/// The profiles.
pub(super) struct ProfileList {
    store: Store,
    removed: BTreeMap<ProfileId, Removed>,
    /// Profiles of the organisation that the person may use. None: nobody has said so yet, and the last ones are shown.
    offered: Option<BTreeSet<ProfileId>>,
    /// Grows with each removal; tells a late report from a current one.
    removals: u64,
    /// Stored profiles that could not be read.
    pub(super) damage: Vec<Damage>,
}

/// A removed profile that can still come back.
struct Removed {
    stored: Stored,
    removal: u64,
}

impl ProfileList {
    /// A list, and what could not be read of it.
    pub(super) fn new(store: Store, damage: Vec<Damage>) -> Self {
        Self { store, removed: BTreeMap::new(), offered: None, removals: 0, damage }
    }

    /// One profile.
    pub(super) fn get(&self, id: &ProfileId) -> Option<&Stored> {
        self.store.get(id).filter(|stored| self.is_there(stored))
    }

    /// Whether it is a profile of the organisation.
    pub(super) fn is_managed(&self, id: &ProfileId) -> bool {
        self.store.get(id).is_some_and(is_managed)
    }

    /// Whether the person has it: what an organisation offered once and does not any more is not there.
    fn is_there(&self, stored: &Stored) -> bool {
        !is_managed(stored) || self.offered.as_ref().is_none_or(|offered| offered.contains(&stored.card.id))
    }

    /// Takes what the organisation offers into the list. What is known of a profile besides, such as when it was last used, stays
    /// from one time to the next.
    pub(super) fn offer(&mut self, cards: &[ManagedCard]) {
        let mut offered = BTreeSet::new();
        for ManagedCard { id, name, servers, certificate, password, browser, never_remember, takes_all } in cards {
            let id = ProfileId::from(id.clone());
            let (certificate, password, browser) = (*certificate, *password, *browser);
            let sign_in = SignIn { certificate, password, browser, never_remember: *never_remember };
            let known = match self.store.get(&id) {
                None => Card::new(id.clone(), name.clone(), Vec::new(), sign_in, unix_now()),
                Some(stored) if is_managed(stored) => stored.card.clone(),
                // A profile of the person's own has the name; the organisation's can be connected in the terminal.
                Some(_) => continue,
            };
            offered.insert(id);
            let (name, servers, took_all) = (name.clone(), servers.clone(), known.took_all || *takes_all);
            let card = Card { name, servers, sign_in, took_all, ..known };
            if self.card(&card.id) != Some(&card)
                && let Err(error) = self.store.put(Stored { card, body: Body::Managed })
            {
                tracing::warn!(%error, "what is known of a profile of the organisation could not be written");
            }
        }
        self.offered = Some(offered);
    }

    /// What is known of one profile.
    pub(super) fn card(&self, id: &ProfileId) -> Option<&Card> {
        self.store.get(id).map(|stored| &stored.card)
    }

    /// Whether a user name and a password are remembered for it: its own, or those of its group.
    pub(super) fn remembers_login(&self, id: &ProfileId) -> bool {
        self.card(id).is_some_and(|card| card.remembers_login) || self.arrangement().login_group(id).is_some()
    }

    /// Favourites and groups.
    pub(super) fn arrangement(&self) -> &Arrangement {
        self.store.arrangement()
    }

    /// Changes favourites and groups. Gives the groups that went with it whose sign-in is to be forgotten.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn arrange<T>(
        &mut self,
        change: impl FnOnce(&mut Arrangement) -> T,
    ) -> Result<(T, Vec<GroupId>), MessageView> {
        self.store.arrange(change).map_err(|error| strings::message("arrangement-not-written", &[], error))
    }

    /// All of them, by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Stored> {
        self.store.iter()
    }

    /// All of them, as rows of the list.
    pub(super) fn listed(&self) -> Vec<Listed> {
        let arrangement = self.store.arrangement();
        let groups = arrangement.membership();
        let listed = |stored: &Stored| Listed {
            favourite: arrangement.is_favourite(&stored.card.id),
            group: groups.get(&stored.card.id).map(|group| (*group).clone()),
            card: stored.card.clone(),
            temporary: is_temporary(stored),
            managed: is_managed(stored),
        };
        self.store.iter().filter(|stored| self.is_there(stored)).map(listed).collect()
    }

    /// Whether a profile is kept in memory only.
    pub(super) fn has_temporary(&self) -> bool {
        self.store.iter().any(is_temporary)
    }

    /// Whether the profile of this id is kept in memory only.
    pub(super) fn is_temporary(&self, id: &str) -> bool {
        self.store.iter().any(|stored| stored.card.id.as_str() == id && is_temporary(stored))
    }

    /// Whether a profile may be one that is stored already, so that the sealing key has to tell.
    pub(super) fn may_hold(&self, new: &NewProfile) -> bool {
        self.store.iter().any(|stored| stored.card.servers == new.servers && is_sealed(stored))
    }

    /// The stored profile that this one is; else the one of the same name for the same servers, of which it is a later
    /// edition: a renewed certificate, mostly.
    pub(super) fn existing(&self, new: &NewProfile, key: Option<&SealingKey>) -> Option<ExistingView> {
        let mark = key.and_then(|key| fingerprint(&new.document, key));
        let same = self.store.iter().find(|stored| match &stored.body {
            Body::Sealed { fingerprint, .. } => Some(fingerprint) == mark.as_ref(),
            Body::Memory(document) => document.profile == new.document,
            Body::Managed => false,
        });
        let earlier = || {
            self.store.iter().find(|stored| {
                !is_managed(stored) && stored.card.name == new.name && stored.card.servers == new.servers
            })
        };
        let (found, same) = same.map(|found| (found, true)).or_else(|| earlier().map(|found| (found, false)))?;
        Some(ExistingView { id: found.card.id.to_string(), name: found.card.name.clone(), same })
    }

    /// The card of the profile that [`Self::existing`] finds.
    pub(super) fn existing_card(&self, new: &NewProfile, key: Option<&SealingKey>) -> Option<Card> {
        let id = ProfileId::try_from(self.existing(new, key)?.id).ok()?;
        self.card(&id).cloned()
    }

    /// A card for a profile that was not in the list, under a name that no other has.
    ///
    /// # Errors
    /// The system gives no randomness for its id.
    pub(super) fn new_card(&self, name: &str, new: &NewProfile) -> Result<Card, MessageView> {
        let id = ProfileId::random()
            .ok_or_else(|| strings::failure(&Failure::internal("no randomness for the profile's id")))?;
        Ok(Card::new(id, self.free_name(name), new.servers.clone(), new.sign_in, unix_now()))
    }

    /// The name, or with a number behind it if another profile has it.
    pub(super) fn free_name(&self, name: &str) -> String {
        let taken = |name: &str| self.store.iter().any(|stored| stored.card.name == name);
        if !taken(name) {
            return name.to_owned();
        }
        let numbered = (2_u32..).map(|number| format!("{name} {number}"));
        numbered.take(MOST_NUMBERS).find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
    }

    /// Puts a profile into the list, sealed if there is a key. Gives what did not go as the person would expect.
    pub(super) fn keep(&mut self, card: &Card, document: Document, key: Option<&SealingKey>) -> Vec<MessageView> {
        let mut remarks = Vec::new();
        let body = body(document, &card.id, key);
        if matches!(body, Body::Memory(_)) {
            remarks.push(strings::message("import-temporary", &named(&card.name), ""));
        }
        if let Err(error) = self.store.put(Stored { card: card.clone(), body }) {
            remarks.push(strings::message("profile-not-written", &named(&card.name), error));
        }
        remarks
    }

    /// The keychain is back: profiles that had to live in memory are stored after all.
    pub(super) fn seal_temporary(&mut self, key: &SealingKey) {
        let in_memory = self.store.iter().filter_map(|stored| match &stored.body {
            Body::Memory(document) => Some((stored.card.clone(), document.clone())),
            Body::Sealed { .. } | Body::Managed => None,
        });
        for (card, document) in in_memory.collect::<Vec<_>>() {
            let body = body(document, &card.id, Some(key));
            if let Err(error) = self.store.put(Stored { card, body }) {
                tracing::warn!(%error, "a profile could not be stored");
            }
        }
    }

    /// Gives a profile another name.
    ///
    /// # Errors
    /// The name is empty, there is no such profile, or it cannot be written.
    pub(super) fn rename(&mut self, id: &ProfileId, name: &str) -> Result<(), MessageView> {
        let name = plain_name(name).ok_or_else(|| strings::message("name-empty", &[], ""))?;
        if self.store.get(id).is_none() {
            return Err(unknown_profile());
        }
        self.change(id, |card| card.name.clone_from(&name))
    }

    /// Changes what is known of a profile, if it is there.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn change(&mut self, id: &ProfileId, change: impl FnOnce(&mut Card)) -> Result<(), MessageView> {
        let written = self.store.change(id, change);
        written.map_err(|error| {
            let name = self.card(id).map(|card| card.name.clone()).unwrap_or_default();
            strings::message("profile-not-written", &named(&name), error)
        })
    }

    /// Takes profiles out of the list; their files stay. The number tells this removal from others.
    pub(super) fn remove(&mut self, ids: &[ProfileId]) -> u64 {
        self.removals += 1;
        for id in ids {
            if let Some(stored) = self.store.take(id) {
                self.removed.insert(id.clone(), Removed { stored, removal: self.removals });
            }
        }
        self.removals
    }

    /// Puts a removed profile back.
    ///
    /// # Errors
    /// It is gone for good.
    pub(super) fn undo_remove(&mut self, id: &ProfileId) -> Result<(), MessageView> {
        let removed = self.removed.remove(id).ok_or_else(unknown_profile)?;
        self.store.put_back(removed.stored);
        Ok(())
    }

    /// Deletes what a removal took for good, but for what came back since. Gives what was known of it, and the groups that went with
    /// it whose sign-in is to be forgotten.
    pub(super) fn finish_removal(&mut self, removal: u64) -> (Vec<Card>, Vec<GroupId>) {
        let (over, kept): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut self.removed).into_iter().partition(|(_, removed)| removed.removal == removal);
        self.removed = kept;
        let cards: Vec<Card> = over.into_values().map(|removed| removed.stored.card).collect();
        for card in &cards {
            if let Err(error) = self.store.delete_file(&card.id) {
                tracing::warn!(%error, "a removed profile could not be deleted");
            }
        }
        let forgotten = self.store.arrange(|list| list.forget(cards.iter().map(|card| &card.id)));
        let groups = forgotten.map(|(_, groups)| groups).unwrap_or_else(|error| {
            tracing::warn!(%error, "what was arranged of a removed profile could not be forgotten");
            Vec::new()
        });
        (cards, groups)
    }

    /// Removals that can still be undone.
    pub(super) fn removals(&self) -> BTreeSet<u64> {
        self.removed.values().map(|removed| removed.removal).collect()
    }
}

/// Whether what this profile holds can be told only with the key.
fn is_sealed(stored: &Stored) -> bool {
    matches!(stored.body, Body::Sealed { .. })
}

/// Whether it is kept in memory only.
fn is_temporary(stored: &Stored) -> bool {
    matches!(stored.body, Body::Memory(_))
}

/// Whether it is a profile of the organisation.
fn is_managed(stored: &Stored) -> bool {
    matches!(stored.body, Body::Managed)
}

/// Sealed if there is a key, else in memory.
fn body(document: Document, id: &ProfileId, key: Option<&SealingKey>) -> Body {
    let sealed = key.and_then(|key| {
        let fingerprint = fingerprint(&document.profile, key)?;
        Some(Body::Sealed { document: Sealed::seal(&document, id, key).ok()?, fingerprint })
    });
    sealed.unwrap_or(Body::Memory(document))
}
