//! What the window shows: one [`View`], pushed whole on each change, and the small values beside it. The TypeScript types
//! are generated from here ([`crate::bindings`]). Sentences arrive finished from `i18n`, so
//! that the window, the tray and the notifications say the same.

mod chain;
mod edit;
mod form;
mod groups;
mod helper;
mod import;
mod language;
mod network;
mod overview;
mod prompt;
mod protection;
mod settings;
mod settled;

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

pub(crate) use chain::*;
pub(crate) use edit::*;
pub(crate) use form::*;
pub(crate) use groups::*;
pub(crate) use helper::*;
pub(crate) use import::*;
pub(crate) use language::*;
pub(crate) use network::*;
pub(crate) use overview::*;
pub(crate) use prompt::*;
pub(crate) use protection::*;
pub(crate) use settings::*;
pub(crate) use settled::*;

/// Everything the window shows, except traffic and log lines, which flow beside it. Event `view`; command `view`.
#[derive(Debug, Clone, PartialEq, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
#[tauri_specta(event_name = "view")]
pub(crate) struct View {
    /// The helper service.
    pub(crate) helper: HelperView,
    /// Where secrets are kept.
    pub(crate) keychain: KeychainView,
    /// The lock; absent while the helper is not reached.
    pub(crate) protection: Option<ProtectionView>,
    /// What the organisation has settled; absent: nothing.
    pub(crate) policy: Option<SettledView>,
    /// The network wants somebody to sign in first, and connections wait for that.
    pub(crate) network_sign_in: Option<MessageView>,
    /// What the person has set.
    pub(crate) settings: SettingsView,
    /// Profiles, by name.
    pub(crate) profiles: Vec<ProfileView>,
    /// Groups that have a profile, by name.
    pub(crate) groups: Vec<GroupView>,
    /// The profile that the card shows: the active one, else the one that was tried or used last, else the first.
    pub(crate) primary: Option<String>,
    /// What the user is being asked; one at a time.
    pub(crate) prompt: Option<PromptView>,
    /// Connections of other users of this machine: seen, not touched.
    pub(crate) others: Vec<OtherConnection>,
    /// The language of all that is said.
    pub(crate) language: LanguageView,
    /// What goes where, whether it really does, and what two tunnels both want.
    pub(crate) overview: OverviewView,
    /// Version of the app.
    pub(crate) version: String,
    /// What the user should know beside all that: a stored profile that could not be read, for example.
    pub(crate) notices: Vec<MessageView>,
}

/// Where secrets are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeychainView {
    /// Whether the desktop's keychain works; if not, secrets live in memory until Adit quits.
    pub(crate) available: bool,
    /// Says so, when it does not.
    pub(crate) notice: Option<MessageView>,
}

/// What happened and what to do: two sentences, and technical detail one click away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageView {
    /// What happened.
    pub(crate) title: String,
    /// What to do. May be empty.
    pub(crate) advice: String,
    /// Technical detail. May be empty.
    pub(crate) detail: String,
}

/// One profile.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ProfileView {
    /// Stable id.
    pub(crate) id: String,
    /// Name for people.
    pub(crate) name: String,
    /// `vpn.example.com`, or `3 servers`.
    pub(crate) servers: String,
    /// How one signs in: `Certificate`, `Password`, `Certificate and password`.
    pub(crate) sign_in: String,
    /// Last connected, Unix seconds.
    pub(crate) last_used: Option<u64>,
    /// When it was imported, Unix seconds; 0: nobody knows.
    pub(crate) added: u64,
    /// The person wants it near at hand.
    pub(crate) favourite: bool,
    /// The group that it is in.
    pub(crate) group: Option<String>,
    /// Whether something is remembered in the keychain that can be forgotten.
    pub(crate) remembers: bool,
    /// Kept in memory only, because there is no keychain to seal it with: gone when Adit quits.
    pub(crate) temporary: bool,
    /// A profile of the organisation, which a person does not change.
    pub(crate) managed: bool,
    /// In which network it is to be connected; absent: in all.
    pub(crate) network: Option<NetworkRuleView>,
    /// What is the case.
    pub(crate) status: Status,
}

impl View {
    /// Whether it differs from the other in nothing but the time that has passed, which whoever has the other counts too.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        let timeless = |view: &Self| {
            let mut view = view.clone();
            view.overview.checked.iter_mut().for_each(|checked| checked.ago_ms = 0);
            for status in view.profiles.iter_mut().map(|profile| &mut profile.status) {
                status.details.iter_mut().for_each(|details| details.up_ms = 0);
                status.wait.iter_mut().for_each(|wait| wait.left_ms = wait.left_ms.map(|_| 0));
            }
            view
        };
        self == other || timeless(self) == timeless(other)
    }
}

/// The state of one profile, as finished text.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    /// Which picture.
    pub(crate) shape: Shape,
    /// The name of the state: `Connected`, `Connecting`, `Disconnected`.
    pub(crate) label: String,
    /// One sentence under it: `All traffic goes through Work.`
    pub(crate) sentence: String,
    /// What the one button does.
    pub(crate) action: Action,
    /// The steps while connecting.
    pub(crate) steps: Vec<Step>,
    /// Why the last attempt failed, or why we are reconnecting.
    pub(crate) failure: Option<MessageView>,
    /// Facts of a tunnel that is up.
    pub(crate) details: Option<Details>,
    /// What is tried next, while nothing is and a person may want it now.
    pub(crate) wait: Option<WaitView>,
    /// Where the way to a tunnel ends, link by link; empty while nothing is broken.
    pub(crate) chain: Vec<LinkView>,
}

/// The next try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct WaitView {
    /// `vpn.example.com over TCP (third try)`.
    pub(crate) plan: String,
    /// How long until then, in milliseconds, from when this is sent. None: it waits for something else than time.
    pub(crate) left_ms: Option<u64>,
}

/// The four shapes of the arch, in tray and window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Shape {
    /// No tunnel.
    Off,
    /// On the way.
    Working,
    /// Up.
    On,
    /// Needs the user.
    Trouble,
}

/// What the one button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Action {
    /// Connect.
    Connect,
    /// Stop trying.
    Cancel,
    /// Disconnect.
    Disconnect,
    /// Try again after a failure.
    TryAgain,
    /// Nothing can be done at this moment.
    Wait,
}

/// One step on the way.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Step {
    /// `Looking up`, `Contacting`, `Checking`, `Signing in`, `Setting up` in the user's language.
    pub(crate) name: String,
    /// How far.
    pub(crate) progress: Progress,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Progress {
    /// Behind us.
    Done,
    /// Under way.
    Active,
    /// Ahead.
    Ahead,
}

/// Facts of a tunnel that is up.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Details {
    /// `vpn.example.com (203.0.113.5), UDP 1194`.
    pub(crate) server: String,
    /// Our addresses in the tunnel.
    pub(crate) addresses: Vec<String>,
    /// `OpenVPN`.
    pub(crate) protocol: String,
    /// `AES-256-GCM`.
    pub(crate) cipher: String,
    /// `TLS 1.3, …`.
    pub(crate) tls: String,
    /// DNS servers.
    pub(crate) dns: Vec<String>,
    /// Networks through the tunnel, `All traffic` for everything.
    pub(crate) networks: Vec<String>,
    /// Interface.
    pub(crate) interface: String,
    /// MTU in bytes.
    pub(crate) mtu: u16,
    /// How packets are moved, and why not better: `UDP, in large batches`. Empty while nobody knows.
    pub(crate) path: Vec<String>,
    /// What the tunnel does without so that names or traffic may not get where the user expects: shown unasked.
    pub(crate) cautions: Vec<MessageView>,
    /// What else it does without or does differently.
    pub(crate) remarks: Vec<MessageView>,
    /// What the server wants everybody to read, in lines.
    pub(crate) banner: Option<String>,
    /// `The server ends this session at 18:00.`
    pub(crate) session_end: Option<String>,
    /// Address of the script that names the proxies inside the tunnel.
    pub(crate) pac_url: Option<String>,
    /// How long it has been up when this is sent, in milliseconds: the wall clock may be set meanwhile.
    pub(crate) up_ms: u64,
}

/// Traffic of one profile, once a second. Event `traffic`.
#[derive(Debug, Clone, PartialEq, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
#[tauri_specta(event_name = "traffic")]
pub(crate) struct TrafficView {
    /// Which profile.
    pub(crate) profile: String,
    /// Bytes received since connected.
    pub(crate) received: u64,
    /// Bytes sent since connected.
    pub(crate) sent: u64,
    /// Bytes a second received, over the last second.
    pub(crate) receive_rate: u64,
    /// Bytes a second sent.
    pub(crate) send_rate: u64,
    /// `1234 received, 567 sent`, and `12 at a time`.
    pub(crate) packets: Vec<String>,
    /// What was dropped and why: `2 repeated or too late`, `1 badly built`.
    pub(crate) dropped: Vec<String>,
}

/// A connection of another user.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OtherConnection {
    /// Its name.
    pub(crate) name: String,
    /// Whose.
    pub(crate) owner: String,
    /// `Connected`.
    pub(crate) label: String,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogLineView {
    /// Grows by one.
    pub(crate) number: u64,
    /// Milliseconds since the Unix epoch.
    pub(crate) unix_ms: u64,
    /// `error`, `warn`, `info`, `debug`.
    pub(crate) level: String,
    /// The profile's name, if it belongs to one.
    pub(crate) profile: Option<String>,
    /// The text.
    pub(crate) text: String,
}

/// Lines that were logged since the last event. Event `log`.
#[derive(Debug, Clone, PartialEq, Serialize, Type, Event)]
#[tauri_specta(event_name = "log")]
pub(crate) struct LogLines(pub(crate) Vec<LogLineView>);

/// Something is dragged over the window, or no longer. Event `drag`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
#[tauri_specta(event_name = "drag")]
pub(crate) struct DragView {
    /// Whether letting go here would import.
    pub(crate) over: bool,
}

/// Quitting would end tunnels; the window asks, once. Event `ask-quit`; the answer is the command `quit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
#[tauri_specta(event_name = "ask-quit")]
pub(crate) struct AskQuitView {
    /// Names of the profiles whose tunnels would end, at least one.
    pub(crate) profiles: Vec<String>,
}

/// What Adit is made of. Result of the command `about`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AboutView {
    /// Version of the app.
    pub(crate) version: String,
    /// Version of the contract with the helper.
    pub(crate) contract: u32,
    /// Adit's own licence, as an SPDX expression.
    pub(crate) licence: String,
    /// What is inside, by name.
    pub(crate) parts: Vec<PartView>,
}

/// One library inside Adit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartView {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// Its licence, as an SPDX expression.
    pub(crate) licence: String,
}
