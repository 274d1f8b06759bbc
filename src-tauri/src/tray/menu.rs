//! Which profiles the tray's menu has, and where: few are all in it; of many the connected ones, favourites and those used last, with
//! the rest in menus of their own.

use std::collections::{BTreeMap, BTreeSet};

use profiles::ProfileId;

use super::{TrayProfile, is_ticked, name_and_state};
use crate::view::{ProfileView, Shape, View};

/// So many profiles fit into one menu.
const FEW: usize = 20;

/// Most favourites in the first menu.
const FAVOURITES: usize = 15;

/// How many of those used last are in the first menu.
const RECENT: usize = 5;

/// Longest menu of the others.
const LONGEST: usize = 25;

/// Most profiles in all of them: a panel asks for the whole menu each time it changes.
const MOST: usize = 300;

/// The profiles of the menu.
pub(super) struct Menu {
    /// In parts.
    pub(super) near: Vec<Vec<TrayProfile>>,
    /// In menus of their own.
    pub(super) more: Vec<(String, Vec<TrayProfile>)>,
    /// How many are in none.
    pub(super) left_out: usize,
}

/// From what the window shows.
pub(super) fn of(view: &View) -> Menu {
    let few = view.profiles.len() <= FEW;
    let mut placed = BTreeSet::new();
    let mut part = |chosen: Vec<&ProfileView>| -> Vec<TrayProfile> {
        let fresh = chosen.into_iter().filter(|profile| placed.insert(profile.id.clone()));
        fresh.filter_map(item).collect()
    };
    let connected = part(view.profiles.iter().filter(is_ticked).collect());
    let favourites = view.profiles.iter().filter(|profile| profile.favourite);
    let favourites = part(favourites.take(if few { FEW } else { FAVOURITES }).collect());
    let others = if few { part(view.profiles.iter().collect()) } else { part(recent(view)) };
    let near = [connected, favourites, others].into_iter().filter(|part| !part.is_empty()).collect();
    if few {
        return Menu { near, more: Vec::new(), left_out: 0 };
    }
    let mut members: BTreeMap<Option<&str>, Vec<&ProfileView>> = BTreeMap::new();
    for profile in &view.profiles {
        members.entry(profile.group.as_deref()).or_default().push(profile);
    }
    let named = view.groups.iter().map(|group| (Some(group.name.as_str()), Some(group.id.as_str())));
    let titles = named.chain([(None, None)]);
    let grouped: Vec<_> = titles.filter_map(|(title, id)| Some((title, members.remove(&id)?))).collect();
    let chunks =
        grouped.iter().flat_map(|(group, all)| all.chunks(LONGEST).map(move |chunk| (*group, all.len(), chunk)));
    let (mut more, mut listed) = (Vec::new(), 0);
    for (group, whole, chunk) in chunks {
        if listed + chunk.len() > MOST {
            break;
        }
        listed += chunk.len();
        let title = match group {
            Some(name) if whole <= LONGEST => name.to_owned(),
            Some(name) => format!("{name}: {}", from_to(chunk)),
            None => from_to(chunk),
        };
        more.push((title, chunk.iter().copied().filter_map(item).collect()));
    }
    Menu { near, more, left_out: view.profiles.len().saturating_sub(listed) }
}

fn recent(view: &View) -> Vec<&ProfileView> {
    let mut used: Vec<&ProfileView> = view.profiles.iter().filter(|profile| profile.last_used.is_some()).collect();
    used.sort_by_key(|profile| std::cmp::Reverse(profile.last_used));
    used.truncate(RECENT);
    used
}

fn from_to(chunk: &[&ProfileView]) -> String {
    let name = |profile: Option<&&ProfileView>| profile.map(|profile| profile.name.clone()).unwrap_or_default();
    let (first, last) = (name(chunk.first()), name(chunk.last()));
    if first == last { first } else { format!("{first} – {last}") }
}

fn item(profile: &ProfileView) -> Option<TrayProfile> {
    let id = ProfileId::try_from(profile.id.clone()).ok()?;
    let label = if profile.status.shape == Shape::Off {
        profile.name.clone()
    } else {
        name_and_state(&profile.name, &profile.status.label)
    };
    let enabled = profile.status.action != crate::view::Action::Wait;
    Some(TrayProfile { id, label, ticked: is_ticked(&profile), enabled })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{controller::view_builder::tests as examples, view::GroupView};

    fn many(count: usize) -> View {
        let names: Vec<String> = (0..count).map(|number| format!("p{number:04}")).collect();
        examples::view(names.iter().map(|name| (name.as_str(), None)).collect())
    }

    fn names(part: &[TrayProfile]) -> Vec<&str> {
        part.iter().map(|profile| profile.label.as_str()).collect()
    }

    #[test]
    fn few_profiles_are_all_in_one_menu() {
        let menu = of(&many(FEW));
        assert_eq!((menu.near.len(), menu.near[0].len(), menu.more.len(), menu.left_out), (1, FEW, 0, 0));
    }

    #[test]
    fn of_many_those_that_are_wanted_are_near_and_each_is_somewhere() {
        let mut view = many(60);
        view.profiles[40].favourite = true;
        view.profiles[7].last_used = Some(9);
        view.profiles[9].last_used = Some(10);
        view.profiles[40].last_used = Some(11);
        view.groups =
            vec![GroupView { id: "g-1".to_owned(), name: "Provider".to_owned(), count: 30, remembers: false }];
        view.profiles.iter_mut().take(30).for_each(|profile| profile.group = Some("g-1".to_owned()));
        let menu = of(&view);
        assert_eq!(
            menu.near.iter().map(|part| names(part)).collect::<Vec<_>>(),
            [vec!["p0040"], vec!["p0009", "p0007"]]
        );
        let titles: Vec<&str> = menu.more.iter().map(|(title, _)| title.as_str()).collect();
        let expected = ["Provider: p0000 – p0024", "Provider: p0025 – p0029", "p0030 – p0054", "p0055 – p0059"];
        assert_eq!(titles, expected);
        assert_eq!((menu.more.iter().map(|(_, part)| part.len()).sum::<usize>(), menu.left_out), (60, 0));
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let menu = of(&many(1000));
        assert_eq!((menu.more.len(), menu.left_out), (MOST / LONGEST, 1000 - MOST));
        assert!(menu.near.is_empty());
    }
}
