//! The import sheet: what was read and is not stored yet, one draft for each profile that was found.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

use super::MessageView;

/// The open sheet. Event `import-sheet` for imports that begin outside of the window; result of most import commands.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type, Event)]
#[serde(rename_all = "camelCase")]
#[tauri_specta(event_name = "import-sheet")]
pub(crate) struct ImportSheetView {
    /// Without drafts there is no sheet.
    pub(crate) drafts: Vec<ImportDraft>,
}

/// One profile that was found, or one thing that is none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportDraft {
    /// Names it in the commands.
    pub(crate) id: String,
    /// The file's name without its folder, or the host of a link.
    pub(crate) file: String,
    /// What the profile will be called unless the user changes it.
    pub(crate) name: String,
    /// What becomes of it.
    pub(crate) verdict: DraftVerdict,
    /// Ready, needs something, or cannot be used, and the way out.
    pub(crate) headline: MessageView,
    /// `vpn.example.com:1194 UDP`, in order.
    pub(crate) servers: Vec<String>,
    /// How one signs in: a finished sentence. Empty if nothing could be read.
    pub(crate) sign_in: String,
    /// What goes through the tunnel: a finished sentence. Empty if nothing could be read.
    pub(crate) traffic: String,
    /// Which DNS servers answer: a finished sentence. Empty if nothing could be read.
    pub(crate) dns: String,
    /// About the whole file.
    pub(crate) findings: Vec<ReportLine>,
    /// Every line, in order.
    pub(crate) lines: Vec<ReportLine>,
    /// How many lines and findings have which verdict.
    pub(crate) counts: ReportCounts,
    /// Changes that can be ticked.
    pub(crate) fixes: Vec<FixView>,
    /// What the user has to give first.
    pub(crate) needs: Vec<NeedView>,
    /// The stored profile that this one is, or is a later edition of.
    pub(crate) existing: Option<ExistingView>,
}

/// What becomes of a draft.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DraftVerdict {
    /// Ready.
    Importable,
    /// Ready, or ready once something is given; there is something to know about it.
    ImportableWithWarnings,
    /// Not usable as it stands.
    #[default]
    Reject,
}

/// What became of one line, or of the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportLine {
    /// Line number from 1; 0 for the whole file.
    pub(crate) line: u32,
    /// Last line of a block.
    pub(crate) end_line: u32,
    /// The directive. Empty for a finding.
    pub(crate) directive: String,
    /// The line as written, secrets hidden. Empty for a finding.
    pub(crate) text: String,
    /// What became of it.
    pub(crate) verdict: LineVerdict,
    /// Why. Empty for a line that is simply used.
    pub(crate) explanation: String,
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LineVerdict {
    /// It does what it says.
    Used,
    /// Something safe does its job.
    Replaced,
    /// Left out, and harmless.
    Ignored,
    /// Worth knowing.
    Warning,
    /// The profile cannot be used because of it.
    Refused,
}

/// How many lines and findings have which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportCounts {
    /// Used.
    pub(crate) used: u32,
    /// Replaced by something safe.
    pub(crate) replaced: u32,
    /// Ignored.
    pub(crate) ignored: u32,
    /// Worth knowing.
    pub(crate) warning: u32,
    /// Refused.
    pub(crate) refused: u32,
}

/// One change that can be ticked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct FixView {
    /// Names it in the command `import_fix`.
    pub(crate) id: String,
    /// What it does.
    pub(crate) title: String,
    /// Why it helps.
    pub(crate) why: String,
    /// Whether it is ticked.
    pub(crate) applied: bool,
    /// What it changes in the text.
    pub(crate) diff: Vec<DiffLine>,
}

/// One line of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DiffLine {
    /// On which side it stands.
    pub(crate) kind: DiffKind,
    /// Line number before; absent for an added line.
    pub(crate) old: Option<u32>,
    /// Line number after; absent for a removed line.
    pub(crate) new: Option<u32>,
    /// The line, secrets hidden.
    pub(crate) text: String,
}

/// On which side a line of a comparison stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DiffKind {
    /// On both.
    Same,
    /// Before only.
    Removed,
    /// After only.
    Added,
}

/// What the user has to give before a draft can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NeedView {
    /// What it is.
    pub(crate) kind: NeedKind,
    /// The file's name, the placeholder, or the host; argument of the command that answers it.
    pub(crate) id: String,
    /// Line in the file; 0 when there is none.
    pub(crate) line: u32,
    /// What is missing.
    pub(crate) explanation: String,
}

/// What a draft needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum NeedKind {
    /// A file that the profile names: `import_provide`.
    File,
    /// The server's address: `import_answer`.
    Address,
    /// The user's word that the profile may be fetched from this host: `import_fetch`.
    Fetch,
    /// A sign-in in the browser, which then hands the profile to Adit by a link: `import_fetch` opens it.
    Browser,
}

/// A stored profile that a draft is, or is a later edition of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExistingView {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Nothing differs: skipping is offered.
    pub(crate) same: bool,
}

/// What the user decided about one draft. Argument of `import_confirm`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportChoice {
    /// Which draft.
    pub(crate) draft: String,
    /// What the profile is to be called.
    pub(crate) name: String,
    /// Where it goes.
    pub(crate) place: Place,
}

/// Where a draft goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Place {
    /// Into the list, beside whatever is there.
    New,
    /// In place of the draft's existing profile.
    Replace,
    /// Nowhere.
    Skip,
}

/// What came of one draft. Result of `import_confirm`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportDone {
    /// Which draft.
    pub(crate) draft: String,
    /// The profile in the list; absent if it was skipped or refused.
    pub(crate) profile: Option<String>,
    /// What it is called.
    pub(crate) name: String,
    /// Why it could not be taken.
    pub(crate) refused: Option<MessageView>,
    /// What the user should know: that it is kept in memory only, for example.
    pub(crate) remarks: Vec<MessageView>,
}
