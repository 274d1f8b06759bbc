//! Reads `.ovpn` profiles into typed, valid values.
//!
//! ```text
//!  bytes ─ input ─► text ─ lexer ─► items ─ apply (by directive) ─► said ── build (files, defaults) ─► Profile
//!                                              └────────────► Report: one verdict per line ◄────────┘
//! ```
//!
//! [`OpenVpn`] is all of it as a [`profile_api::ProfileFormat`], the only thing that programs name. Beside reading it offers
//! a summary for the import sheet, [`fix`] (what can be put right), [`edit`] (the form), the lines that hold secrets,
//! [`inline`](inline()) (a text that stands alone) and [`print`](print()).
//!
//! [`parse`] never runs, opens or contacts anything: files beside the profile come through [`profile_api::SideFiles`], and
//! programs that a profile names are never started. Bad input is an answer, not a panic.

mod apple;
mod apply;
mod build;
pub mod directive;
pub mod edit;
pub mod fix;
mod format;
mod inline;
pub mod input;
mod joined;
mod key_pair;
pub mod lexer;
pub mod material;
mod outline;
mod parsed;
pub mod print;
mod read;
pub mod reason;
pub mod report;
mod said;
mod secrets;
mod sign_in;
pub mod summary;

pub use format::OpenVpn;
pub use inline::inline;
pub use ovpn_settings::{self as profile, InvalidDocument, InvalidProfile, MAX_REMOTES, PROTOCOL, Profile};
pub use parsed::Parsed;
pub use print::print;
pub use profile_api::{NoSideFiles, Rejected, SideFiles};
pub use read::{Import, parse, parse_with};
pub use reason::Reason;
pub use report::{Finding, LineReport, Report, Verdict};
