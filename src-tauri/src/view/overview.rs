//! What goes where, whether it really does, what two tunnels both want, and how much went through.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What the page of the tunnels shows beside their states.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OverviewView {
    /// What goes where.
    pub(crate) ways: WaysView,
    /// What was found when tunnels were looked at, for each that is up and was.
    pub(crate) checked: Vec<CheckedView>,
    /// A profile that wants what another tunnel has, and the choice.
    pub(crate) overlap: Option<OverlapView>,
}

/// What goes where. Empty without a tunnel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WaysView {
    /// Networks, and everything else last.
    pub(crate) networks: Vec<WayRow>,
    /// `12 more networks`, where there are too many.
    pub(crate) more: Option<String>,
    /// Names, and every other name last.
    pub(crate) names: Vec<WayRow>,
}

/// One thing that goes somewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WayRow {
    /// `10.20.0.0/16`, `*.corp.example`, `Everything else`.
    pub(crate) what: String,
    /// `Office`, `10.8.0.1 through Office`, `directly`.
    pub(crate) way: String,
    /// Whether that is a tunnel.
    pub(crate) kind: WayKind,
    /// The profile whose tunnel it is, if it is one of the list.
    pub(crate) profile: Option<String>,
    /// Why it goes there though another tunnel wants it too: `Customer wants it too; Office was connected first.`
    pub(crate) why: Vec<String>,
}

/// Where something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum WayKind {
    /// Into a tunnel.
    Tunnel,
    /// Nowhere.
    Held,
    /// As if there were no tunnel.
    Direct,
}

/// What was found when a tunnel was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckedView {
    /// Which profile.
    pub(crate) profile: String,
    /// Grows with each look.
    pub(crate) number: u64,
    /// How long ago that was when this is sent, in milliseconds.
    pub(crate) ago_ms: u64,
    /// It is looked at again at this moment.
    pub(crate) running: bool,
    /// Nothing is wrong.
    pub(crate) passes: bool,
    /// What was looked at.
    pub(crate) rows: Vec<CheckRow>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CheckRow {
    /// `Routes as planned`.
    pub(crate) text: String,
    /// `24 ms`. May be empty.
    pub(crate) value: String,
    /// How it is.
    pub(crate) state: CheckState,
    /// What may be done about it. May be empty.
    pub(crate) advice: String,
}

/// How one thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CheckState {
    /// As it should be.
    Good,
    /// Otherwise.
    Bad,
    /// A fact that is neither.
    Fact,
}

/// A profile that wants networks which another tunnel has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OverlapView {
    /// The profile that is to be connected.
    pub(crate) profile: String,
    /// `Customer and Office want the same networks`.
    pub(crate) title: String,
    /// What goes where if both are connected, a line each.
    pub(crate) lines: Vec<String>,
    /// `Connect both`.
    pub(crate) both: String,
    /// `Disconnect Office first`.
    pub(crate) instead: String,
}

/// What is chosen about an overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OverlapChoice {
    /// Connect it beside the others. It is not asked again for these.
    Both,
    /// Disconnect the others first.
    Instead,
    /// Do not connect it.
    Cancel,
}

/// How much went through.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryView {
    /// It is kept. If not, everything here is empty.
    pub(crate) kept: bool,
    /// The last 60 minutes of the profile, the newest last.
    pub(crate) hour: Vec<MovedView>,
    /// Today since midnight, by quarters of an hour, the newest last.
    pub(crate) today: Vec<MovedView>,
    /// This month of the calendar, for each profile, the one with the most first.
    pub(crate) month: Vec<MonthView>,
}

/// Bytes in both directions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MovedView {
    /// Received.
    pub(crate) received: u64,
    /// Sent.
    pub(crate) sent: u64,
}

/// How much one profile moved in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MonthView {
    /// Which.
    pub(crate) profile: String,
    /// Its name.
    pub(crate) name: String,
    /// How much.
    pub(crate) moved: MovedView,
}
