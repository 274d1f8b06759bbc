//! The tray: what it shows is a plain value made from the [`View`]; a leaf per system shows it.

#[cfg(target_os = "linux")]
mod linux;
mod menu;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
pub(crate) use linux::Tray;
#[cfg(not(target_os = "linux"))]
pub(crate) use missing::Tray;

use profiles::ProfileId;

use crate::{
    strings::{self, Value},
    view::{Action, HelperStatus, ProfileView, ProtectionKind, Shape, View},
};

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    /// The arch in one of its shapes.
    Arch(Shape),
    /// The arch with a padlock: traffic is held back, and nobody is bringing a tunnel up.
    Held,
}

/// What the tray shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrayView {
    /// Which picture.
    pub(crate) picture: Picture,
    /// Traffic is held back and can be let out.
    pub(crate) held: bool,
    /// First line of the tooltip, and of the menu.
    pub(crate) headline: String,
    /// The rest of the tooltip.
    pub(crate) sentence: String,
    /// The profiles that are near at hand, in parts: connected, favourites, used last.
    pub(crate) near: Vec<Vec<TrayProfile>>,
    /// The others, in menus of their own with a title.
    pub(crate) more: Vec<(String, Vec<TrayProfile>)>,
    /// How many the menu does not have.
    pub(crate) left_out: usize,
}

/// One profile in the menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrayProfile {
    /// Which.
    pub(crate) id: ProfileId,
    /// Its name and state.
    pub(crate) label: String,
    /// Whether a tunnel, or the way to one, exists.
    pub(crate) ticked: bool,
    /// Whether a click does something.
    pub(crate) enabled: bool,
}

impl TrayView {
    /// From what the window shows.
    pub(crate) fn of(view: &View) -> Self {
        let shapes = || view.profiles.iter().map(|profile| profile.status.shape);
        // The most telling shape wins: whoever looks at the tray wants to know whether something needs them.
        let protection = view.protection.as_ref();
        let state = protection.map(|protection| protection.state);
        let held = state == Some(ProtectionKind::Held);
        let shape = if view.helper.trouble.is_some()
            || view.prompt.is_some()
            || state == Some(ProtectionKind::Failed)
            || shapes().any(|shape| shape == Shape::Trouble)
        {
            Shape::Trouble
        } else {
            let of = |wanted: Shape| shapes().any(|shape| shape == wanted).then_some(wanted);
            of(Shape::Working).or_else(|| of(Shape::On)).unwrap_or(Shape::Off)
        };
        let waits = protection.filter(|protection| held && !protection.trying && view.prompt.is_none());
        let picture = if waits.is_some() { Picture::Held } else { Picture::Arch(shape) };
        let primary = view.profiles.iter().find(|profile| Some(&profile.id) == view.primary.as_ref());
        let active: Vec<&str> = view.profiles.iter().filter(is_ticked).map(|profile| profile.name.as_str()).collect();
        let told = waits.map(|waits| (waits.message.title.clone(), waits.message.advice.clone()));
        let (headline, sentence) = told.unwrap_or_else(|| match (&view.helper.trouble, primary) {
            (Some(trouble), _) if view.helper.status != HelperStatus::Running => {
                (trouble.title.clone(), trouble.advice.clone())
            }
            (_, Some(_)) if active.len() > 1 => {
                (strings::text("tray-several", &[("count", Value::from(active.len()))]), active.join(", "))
            }
            (_, Some(primary)) => {
                let failure = primary.status.failure.as_ref().map(|failure| failure.title.clone());
                let sentence = failure.unwrap_or_else(|| primary.status.sentence.clone());
                (name_and_state(&primary.name, &primary.status.label), sentence)
            }
            (_, None) => (strings::text("tray-none", &[]), String::new()),
        });
        let menu::Menu { near, more, left_out } = menu::of(view);
        Self { picture, held, headline, sentence, near, more, left_out }
    }
}

/// Whether a tunnel, or the way to one, exists.
fn is_ticked(profile: &&ProfileView) -> bool {
    matches!(profile.status.action, Action::Cancel | Action::Disconnect)
        || (profile.status.action == Action::Wait && profile.status.shape == Shape::Working)
}

fn name_and_state(name: &str, state: &str) -> String {
    strings::text("tray-profile", &[("name", Value::from(name.to_owned())), ("state", Value::from(state.to_owned()))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::controller::view_builder::tests as examples;

    #[test]
    fn the_most_telling_shape_wins() {
        let off = examples::view(vec![("a", None), ("b", None)]);
        assert_eq!(TrayView::of(&off).picture, Picture::Arch(Shape::Off));
        let on = examples::view(vec![("a", Some(examples::connected())), ("b", None)]);
        let tray = TrayView::of(&on);
        assert_eq!(tray.picture, Picture::Arch(Shape::On));
        assert_eq!(tray.headline, "a: Connected");
        let shown: Vec<&TrayProfile> = tray.near.iter().flatten().collect();
        assert_eq!(shown.iter().map(|profile| profile.ticked).collect::<Vec<_>>(), [true, false]);
        assert_eq!(shown[1].label, "b");
        let both = examples::view(vec![("a", Some(examples::connected())), ("b", Some(examples::connected()))]);
        let tray = TrayView::of(&both);
        assert_eq!((tray.headline.as_str(), tray.sentence.as_str()), ("2 connections", "a, b"));
        let working = examples::view(vec![("a", Some(examples::connected())), ("b", Some(examples::connecting()))]);
        assert_eq!(TrayView::of(&working).picture, Picture::Arch(Shape::Working));
        let failed = vpn_api::TunnelState::Disconnected { failure: Some(examples::failure()) };
        let trouble = examples::view(vec![("a", Some(examples::connected())), ("b", Some(failed))]);
        assert_eq!(TrayView::of(&trouble).picture, Picture::Arch(Shape::Trouble));
    }

    #[test]
    fn held_traffic_has_a_picture_and_an_order_of_its_own_unless_a_tunnel_is_on_its_way() {
        let mut view = examples::view(vec![("a", None)]);
        view.protection = Some(examples::held(false));
        let tray = TrayView::of(&view);
        assert_eq!((tray.picture, tray.held), (Picture::Held, true));
        assert!(tray.headline.starts_with("Traffic is held back"), "{}", tray.headline);
        let mut view = examples::view(vec![("a", Some(examples::connecting()))]);
        view.protection = Some(examples::held(true));
        let tray = TrayView::of(&view);
        assert_eq!((tray.picture, tray.held), (Picture::Arch(Shape::Working), true));
        assert!(!TrayView::of(&examples::view(vec![("a", None)])).held);
    }

    #[test]
    fn an_empty_list_says_so() {
        let tray = TrayView::of(&examples::view(Vec::new()));
        assert_eq!((tray.picture, tray.headline.as_str()), (Picture::Arch(Shape::Off), "No profiles yet"));
    }
}
