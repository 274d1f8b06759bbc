//! How the person has arranged the list: favourites, and groups of profiles. One small file for all of them beside the profiles'
//! own, so that what is done to a thousand profiles at once is one write and touches no key.

use std::collections::{BTreeMap, BTreeSet};

use aws_lc_rs::rand;
use serde::{Deserialize, Serialize};
use vpn_api::{ConnectionId, state::InvalidConnectionId};

use super::ProfileId;

/// Most groups that are kept. More than this nobody can find their way in.
pub const MAX_GROUPS: usize = 1_000;

/// Names a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroupId(ConnectionId);

impl GroupId {
    /// A new one. `None` if the system gives no randomness.
    #[must_use]
    pub fn random() -> Option<Self> {
        let mut bytes = [0; 8];
        rand::fill(&mut bytes).ok()?;
        Self::try_from(format!("g-{}", hex::encode(bytes))).ok()
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl TryFrom<String> for GroupId {
    type Error = InvalidConnectionId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        ConnectionId::try_from(text).map(Self)
    }
}

impl std::fmt::Display for GroupId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// One group. A profile is in one at most.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Name for people. No two groups have the same.
    pub name: String,
    /// Its profiles.
    #[serde(default)]
    pub members: BTreeSet<ProfileId>,
    /// A user name and a password are remembered that all of them sign in with.
    #[serde(default)]
    pub remembers_login: bool,
}

/// Favourites and groups. What it says of profiles that are not there is harmless: they may come back.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arrangement {
    #[serde(default)]
    favourites: BTreeSet<ProfileId>,
    #[serde(default)]
    groups: BTreeMap<GroupId, Group>,
}

impl Arrangement {
    /// Whether a profile is a favourite.
    #[must_use]
    pub fn is_favourite(&self, profile: &ProfileId) -> bool {
        self.favourites.contains(profile)
    }

    /// Makes profiles favourites, or not any more.
    pub fn set_favourite<'a>(&mut self, profiles: impl IntoIterator<Item = &'a ProfileId>, favourite: bool) {
        for profile in profiles {
            if favourite {
                self.favourites.insert(profile.clone());
            } else {
                self.favourites.remove(profile);
            }
        }
    }

    /// All groups, by id.
    pub fn groups(&self) -> impl Iterator<Item = (&GroupId, &Group)> {
        self.groups.iter()
    }

    /// One group.
    #[must_use]
    pub fn group(&self, id: &GroupId) -> Option<&Group> {
        self.groups.get(id)
    }

    /// The group that a profile is in.
    #[must_use]
    pub fn group_of(&self, profile: &ProfileId) -> Option<&GroupId> {
        self.groups.iter().find(|(_, group)| group.members.contains(profile)).map(|(id, _)| id)
    }

    /// The group of each profile that is in one. For many profiles it is quicker than asking for each.
    #[must_use]
    pub fn membership(&self) -> BTreeMap<&ProfileId, &GroupId> {
        self.groups.iter().flat_map(|(id, group)| group.members.iter().map(move |member| (member, id))).collect()
    }

    /// The group whose sign-in a profile shares, if one is remembered.
    #[must_use]
    pub fn login_group(&self, profile: &ProfileId) -> Option<&GroupId> {
        self.groups.iter().find(|(_, group)| group.remembers_login && group.members.contains(profile)).map(|(id, _)| id)
    }

    /// Puts profiles into the group of this name, which is made if there is none. Gives its id; `None` when there are
    /// [`MAX_GROUPS`] already, or no randomness for another.
    pub fn put_into<'a>(
        &mut self,
        name: &str,
        profiles: impl IntoIterator<Item = &'a ProfileId> + Clone,
    ) -> Option<GroupId> {
        let known = self.groups.iter().find(|(_, group)| group.name == name).map(|(id, _)| id.clone());
        let id = match known {
            Some(id) => id,
            None if self.groups.len() >= MAX_GROUPS => return None,
            None => GroupId::random()?,
        };
        let joining: BTreeSet<ProfileId> = profiles.into_iter().cloned().collect();
        self.groups.iter_mut().filter(|(other, _)| **other != id).for_each(|(_, group)| leave(group, &joining));
        let group = self.groups.entry(id.clone()).or_default();
        name.clone_into(&mut group.name);
        group.members.extend(joining);
        Some(id)
    }

    /// Takes profiles out of their groups.
    pub fn take_out<'a>(&mut self, profiles: impl IntoIterator<Item = &'a ProfileId>) {
        let leaving: BTreeSet<ProfileId> = profiles.into_iter().cloned().collect();
        self.groups.values_mut().for_each(|group| leave(group, &leaving));
    }

    /// Gives a group another name. Whether that could be: another group may have it, or there is no such group.
    pub fn rename_group(&mut self, id: &GroupId, name: &str) -> bool {
        if self.groups.iter().any(|(other, group)| other != id && group.name == name) {
            return false;
        }
        let Some(group) = self.groups.get_mut(id) else { return false };
        name.clone_into(&mut group.name);
        true
    }

    /// Says whether a sign-in is remembered for a group.
    pub fn set_remembers_login(&mut self, id: &GroupId, remembers: bool) {
        if let Some(group) = self.groups.get_mut(id) {
            group.remembers_login = remembers;
        }
    }

    /// Takes away the groups that no profile is in. Gives those whose sign-in is to be forgotten with them.
    pub fn drop_empty_groups(&mut self) -> Vec<GroupId> {
        let mut to_forget = Vec::new();
        self.groups.retain(|id, group| {
            if group.members.is_empty() && group.remembers_login {
                to_forget.push(id.clone());
            }
            !group.members.is_empty()
        });
        to_forget
    }

    /// Forgets what it says of profiles that do not come back.
    pub fn forget<'a>(&mut self, profiles: impl IntoIterator<Item = &'a ProfileId> + Clone) {
        self.set_favourite(profiles.clone(), false);
        self.take_out(profiles);
    }
}

fn leave(group: &mut Group, leaving: &BTreeSet<ProfileId>) {
    group.members.retain(|member| !leaving.contains(member));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<const N: usize>(names: [&str; N]) -> [ProfileId; N] {
        names.map(ProfileId::for_tests)
    }

    #[test]
    fn a_profile_is_in_one_group_at_most() {
        let [a, b] = ids(["a", "b"]);
        let mut list = Arrangement::default();
        let berlin = list.put_into("Berlin", [&a, &b]).unwrap();
        let paris = list.put_into("Paris", [&b]).unwrap();
        assert_eq!((list.group_of(&a), list.group_of(&b)), (Some(&berlin), Some(&paris)));
        assert_eq!(list.put_into("Berlin", [&b]), Some(berlin.clone()), "the name finds the group");
        assert_eq!(list.membership().len(), 2);
        list.take_out([&a]);
        assert_eq!(list.group_of(&a), None);
        assert!(!list.rename_group(&paris, "Berlin") && list.rename_group(&paris, "Lyon"));
    }

    #[test]
    fn a_group_without_profiles_goes_and_says_whether_a_sign_in_goes_with_it() {
        let [a, b] = ids(["a", "b"]);
        let mut list = Arrangement::default();
        let berlin = list.put_into("Berlin", [&a]).unwrap();
        list.put_into("Paris", [&b]).unwrap();
        list.set_remembers_login(&berlin, true);
        assert_eq!(list.login_group(&a), Some(&berlin));
        assert_eq!(list.login_group(&b), None);
        assert_eq!(list.drop_empty_groups(), []);
        list.take_out([&a]);
        assert_eq!(list.drop_empty_groups(), [berlin]);
        assert_eq!(list.groups().count(), 1);
    }

    #[test]
    fn what_does_not_come_back_leaves_nothing() {
        let [a] = ids(["a"]);
        let mut list = Arrangement::default();
        list.set_favourite([&a], true);
        list.put_into("Berlin", [&a]).unwrap();
        assert!(list.is_favourite(&a));
        list.forget([&a]);
        list.drop_empty_groups();
        assert_eq!(list, Arrangement::default());
    }

    #[test]
    fn groups_are_bounded() {
        let mut list = Arrangement::default();
        for number in 0..MAX_GROUPS {
            assert!(list.put_into(&number.to_string(), []).is_some());
        }
        assert_eq!(list.put_into("one more", []), None);
        assert!(list.put_into("7", []).is_some());
    }
}
