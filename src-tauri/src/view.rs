//! What the window shows: one [`View`], pushed whole on each change, and the small values beside it. The TypeScript types
//! are generated from here (`cargo test -p adit` writes ui/src/generated). Sentences arrive ready made from `words`, so
//! that the window, the tray and the notifications say the same.

mod edit;
mod import;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

pub(crate) use edit::*;
pub(crate) use import::*;

/// Everything the window shows, except traffic and log lines, which flow beside it. Event `view`; command `view`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct View {
    /// The helper service.
    pub(crate) helper: HelperView,
    /// Where secrets are kept.
    pub(crate) keychain: KeychainView,
    /// Profiles, by name.
    pub(crate) profiles: Vec<ProfileView>,
    /// The profile that the card shows and the tray toggles: the active one, else the last used, else the first.
    pub(crate) primary: Option<String>,
    /// What the person is being asked; one at a time.
    pub(crate) prompt: Option<PromptView>,
    /// Connections of other users of this machine: seen, not touched.
    pub(crate) others: Vec<OtherConnection>,
    /// Version of the app.
    pub(crate) version: String,
    /// What the person should know beside all that: a stored profile that could not be read, for example.
    pub(crate) notices: Vec<Sentence>,
}

/// The helper service.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HelperView {
    /// How it is.
    pub(crate) status: HelperStatus,
    /// What is wrong and the way out; absent when it runs.
    pub(crate) trouble: Option<Sentence>,
}

/// How the helper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum HelperStatus {
    /// Being looked for.
    Searching,
    /// Running and of our version.
    Running,
    /// Not there.
    NotRunning,
    /// There, of another version.
    WrongVersion,
}

/// Where secrets are kept.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeychainView {
    /// Whether the desktop's keychain works; if not, secrets live in memory until Adit quits.
    pub(crate) available: bool,
    /// Says so, when it does not.
    pub(crate) notice: Option<Sentence>,
}

/// What happened and what to do: two sentences, and technical detail one click away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sentence {
    /// What happened.
    pub(crate) title: String,
    /// What to do. May be empty.
    pub(crate) advice: String,
    /// Technical detail. May be empty.
    pub(crate) detail: String,
}

/// One profile.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
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
    #[ts(type = "number | null")]
    pub(crate) last_used: Option<u64>,
    /// Whether something is remembered in the keychain that can be forgotten.
    pub(crate) remembers: bool,
    /// Kept in memory only, because there is no keychain to seal it with: gone when Adit quits.
    pub(crate) temporary: bool,
    /// What is the case.
    pub(crate) status: Status,
}

/// What is the case for one profile, in words ready to be shown.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status {
    /// Which picture.
    pub(crate) shape: Shape,
    /// One word or two: `Connected`, `Connecting`, `Disconnected`.
    pub(crate) word: String,
    /// One sentence under it: `All traffic goes through Work.`
    pub(crate) sentence: String,
    /// What the one button does.
    pub(crate) action: Action,
    /// The steps while connecting.
    pub(crate) steps: Vec<Step>,
    /// Why the last attempt failed, or why we are reconnecting.
    pub(crate) failure: Option<Sentence>,
    /// Facts of a tunnel that is up.
    pub(crate) details: Option<Details>,
}

/// The four shapes of the arch, in tray and window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Shape {
    /// No tunnel.
    Off,
    /// On the way.
    Working,
    /// Up.
    On,
    /// Needs the person.
    Trouble,
}

/// What the one button does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Step {
    /// `Resolving`, `Contacting`, `Securing`, `Authenticating`, `Configuring` in the person's language.
    pub(crate) name: String,
    /// How far.
    pub(crate) progress: Progress,
}

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
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
    /// Up since, Unix seconds.
    #[ts(type = "number")]
    pub(crate) since: u64,
}

/// Traffic of one profile, once a second. Event `traffic`.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TrafficView {
    /// Which profile.
    pub(crate) profile: String,
    /// Bytes received since connected.
    #[ts(type = "number")]
    pub(crate) received: u64,
    /// Bytes sent since connected.
    #[ts(type = "number")]
    pub(crate) sent: u64,
    /// Bytes a second received, over the last second.
    #[ts(type = "number")]
    pub(crate) receive_rate: u64,
    /// Bytes a second sent.
    #[ts(type = "number")]
    pub(crate) send_rate: u64,
    /// `1234 received, 567 sent`, and `12 at a time`.
    pub(crate) packets: Vec<String>,
    /// What was dropped and why: `2 repeated or too late`, `1 badly built`.
    pub(crate) dropped: Vec<String>,
}

/// What the person is asked.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PromptView {
    /// Which profile asks.
    pub(crate) profile: String,
    /// Its name.
    pub(crate) profile_name: String,
    /// The server that asks.
    pub(crate) server: String,
    /// Number to answer with; a new one for each question.
    #[ts(type = "number")]
    pub(crate) id: u64,
    /// What is asked.
    pub(crate) ask: Ask,
    /// Why it is asked again: the server's refusal in words.
    pub(crate) refused: Option<Sentence>,
    /// Whether "remember" is offered.
    pub(crate) can_remember: bool,
    /// Whether "remember" is ticked to begin with (something is remembered already).
    pub(crate) remember: bool,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(crate) enum Ask {
    /// User name and password. `password` is what the person typed last, when the server refused it; a remembered
    /// password never comes here: `password_known` says that there is one, which an empty answer uses.
    Credentials {
        username: String,
        username_locked: bool,
        password: String,
        password_known: bool,
        challenge: Option<AskChallenge>,
    },
    /// Passphrase of the private key.
    Passphrase,
    /// One more answer.
    Challenge(AskChallenge),
    /// Sign in with the browser.
    Browser { host: String, url: String },
}

/// A question in the server's words.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskChallenge {
    /// The question.
    pub(crate) text: String,
    /// Whether what is typed may be shown.
    pub(crate) echo: bool,
}

/// The answer, argument of the command `answer`.
#[derive(Clone, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(crate) enum AnswerInput {
    /// To credentials.
    Credentials { username: String, password: String, challenge: Option<String>, remember: bool },
    /// To a passphrase.
    Passphrase { passphrase: String, remember: bool },
    /// To a challenge.
    Challenge { response: String },
    /// Open the browser.
    OpenBrowser,
    /// The person does not want to.
    Cancel,
}

/// A connection of another user.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OtherConnection {
    /// Its name.
    pub(crate) name: String,
    /// Whose.
    pub(crate) owner: String,
    /// `Connected`.
    pub(crate) word: String,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LogLineView {
    /// Grows by one.
    #[ts(type = "number")]
    pub(crate) number: u64,
    /// Milliseconds since the Unix epoch.
    #[ts(type = "number")]
    pub(crate) unix_ms: u64,
    /// `error`, `warn`, `info`, `debug`.
    pub(crate) level: String,
    /// The profile's name, if it belongs to one.
    pub(crate) profile: Option<String>,
    /// The text.
    pub(crate) text: String,
}

/// Something is dragged over the window, or no longer. Event `drag`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DragView {
    /// Whether letting go here would import.
    pub(crate) over: bool,
}

/// Quitting would end tunnels; the window asks, once. Event `ask-quit`; the answer is the command `quit`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AskQuitView {
    /// Names of the profiles whose tunnels would end, at least one.
    pub(crate) profiles: Vec<String>,
}

/// What Adit is made of. Result of the command `about`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartView {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// Its licence, as an SPDX expression.
    pub(crate) licence: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the types that the UI compiles against, and holds that the committed ones are these.
    #[test]
    fn typescript_types_are_written() {
        let directory = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/generated");
        let config = ts_rs::Config::new().with_out_dir(&directory).with_large_int("number");
        View::export_all(&config).unwrap();
        TrafficView::export_all(&config).unwrap();
        AnswerInput::export_all(&config).unwrap();
        ImportSheetView::export_all(&config).unwrap();
        ImportChoice::export_all(&config).unwrap();
        ImportDone::export_all(&config).unwrap();
        EditView::export_all(&config).unwrap();
        OriginalView::export_all(&config).unwrap();
        LogLineView::export_all(&config).unwrap();
        DragView::export_all(&config).unwrap();
        AskQuitView::export_all(&config).unwrap();
        AboutView::export_all(&config).unwrap();
        assert!(directory.join("Status.ts").is_file());
    }
}
