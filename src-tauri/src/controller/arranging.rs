//! Favourites and groups, and the sign-in that a group shares.

use profiles::{GroupId, KeychainError, Login, ProfileId, plain_name};

use super::{
    Controller,
    message::{ArrangeAsk, Done, Reply, answer},
    parse_id, unknown_profile,
};
use crate::{
    strings::{self, Value},
    view::MessageView,
};

impl Controller {
    /// What the window does with favourites and groups.
    pub(super) fn arrange(&mut self, ask: ArrangeAsk, reply: Reply) {
        let arranged = match ask {
            ArrangeAsk::Favourite { profiles, favourite } => self.listed_ids(&profiles).and_then(|ids| {
                self.profiles.arrange(|list| list.set_favourite(&ids, favourite)).map(|(_, gone)| gone)
            }),
            ArrangeAsk::Group { profiles, name } => {
                self.listed_ids(&profiles).and_then(|ids| self.put_into_group(&ids, name.as_deref()))
            }
            ArrangeAsk::Rename { group, name } => self.rename_group(&group, &name).map(|()| Vec::new()),
            ArrangeAsk::Forget { group } => match self.group(&group) {
                Ok(group) => return self.forget_group(group, Some(reply)),
                Err(sentence) => Err(sentence),
            },
        };
        answer(reply, arranged.map(|gone| self.forget_groups(gone)));
    }

    fn listed_ids(&self, profiles: &[String]) -> Result<Vec<ProfileId>, MessageView> {
        let listed = |id: &ProfileId| self.profiles.get(id).is_some();
        profiles.iter().map(|id| parse_id(id).ok().filter(listed).ok_or_else(unknown_profile)).collect()
    }

    fn put_into_group(&mut self, ids: &[ProfileId], name: Option<&str>) -> Result<Vec<GroupId>, MessageView> {
        let Some(name) = name else {
            return self.profiles.arrange(|list| list.take_out(ids)).map(|(_, gone)| gone);
        };
        let name = plain_name(name).ok_or_else(|| strings::message("name-empty", &[], ""))?;
        let (group, gone) = self.profiles.arrange(|list| list.put_into(&name, ids))?;
        group.map(|_| gone).ok_or_else(|| strings::message("groups-too-many", &[], ""))
    }

    fn rename_group(&mut self, group: &str, name: &str) -> Result<(), MessageView> {
        let group = self.group(group)?;
        let name = plain_name(name).ok_or_else(|| strings::message("name-empty", &[], ""))?;
        let (renamed, _) = self.profiles.arrange(|list| list.rename_group(&group, &name))?;
        let taken = || strings::message("group-name-taken", &[("name", Value::from(name.clone()))], "");
        if renamed { Ok(()) } else { Err(taken()) }
    }

    fn group(&self, text: &str) -> Result<GroupId, MessageView> {
        let id = GroupId::try_from(text.to_owned()).ok();
        let known = id.filter(|id| self.profiles.arrangement().group(id).is_some());
        known.ok_or_else(|| strings::message("group-unknown", &[], ""))
    }

    /// Remembers what a server took for all profiles of a group.
    pub(super) fn share(&mut self, group: GroupId, login: Login) {
        let name = self.profiles.arrangement().group(&group).map(|known| known.name.clone()).unwrap_or_default();
        let vault = self.services.vault.clone();
        self.services.spawn(async move {
            vault.remember_group_login(&group, &name, &login).await;
            Done::Shared { group }
        });
    }

    pub(super) fn shared(&mut self, group: &GroupId) {
        if let Err(unwritten) = self.profiles.arrange(|list| list.set_remembers_login(group, true)) {
            self.note(unwritten);
        }
    }

    /// Forgets what groups shared that went with their last profile.
    pub(super) fn forget_groups(&self, groups: Vec<GroupId>) {
        for group in groups {
            self.forget_group(group, None);
        }
    }

    fn forget_group(&self, group: GroupId, reply: Option<Reply>) {
        let vault = self.services.vault.clone();
        self.services.spawn(async move {
            let outcome = vault.forget_group_login(&group).await;
            Done::ForgotGroup { group, outcome, reply }
        });
    }

    pub(super) fn forgot_group(&mut self, group: &GroupId, outcome: Result<(), KeychainError>, reply: Option<Reply>) {
        let outcome = outcome.map_err(|error| strings::message("keychain-locked", &[], error));
        let known = self.profiles.arrangement().group(group).is_some();
        let written = match &outcome {
            Ok(()) if known => self.profiles.arrange(|list| list.set_remembers_login(group, false)).map(|_| ()),
            Ok(()) | Err(_) => Ok(()),
        };
        match reply {
            Some(reply) => answer(reply, outcome.and(written)),
            None => {
                for unheard in [outcome.err(), written.err()].into_iter().flatten() {
                    tracing::warn!(title = %unheard.title, "the sign-in of a group may still be kept");
                }
            }
        }
    }
}
