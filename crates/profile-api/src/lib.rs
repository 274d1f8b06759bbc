//! Profiles without a protocol: what the window, the terminal and the profile store need to know of a profile, whichever
//! protocol it is for.
//!
//! ```text
//!  bytes ─ Formats::recognise ─► ProfileFormat ─ read ─► Import ── Report, Summary, and a Parsed profile or what it needs
//!                                     │
//!                                     └─ fixes · form ◄─► text · secret lines (mask, unmask, compare) · standalone · print
//! ```
//!
//! Each protocol implements [`ProfileFormat`] in a crate of its own, and each program makes one [`Formats`] of the
//! implementations it wants. Everything else in a program goes through these two, so that a further protocol changes one
//! line of it.
//!
//! Sentences are not here. A [`Reason`] is the id of a message in the Fluent files and its arguments; inside of its own
//! crate a protocol has an enum instead (made with [`reasons!`]), so that no id is misspelled and none is forgotten.
//!
//! Nothing here opens a file, contacts a host or knows the time: callers bring [`SideFiles`], clock and networks.

mod apple;
mod certificate;
mod diff;
mod fix;
mod form;
mod format;
mod formats;
mod import;
mod mask;
mod need;
mod reason;
mod report;
mod secret_lines;
mod side_files;
mod sign_in;
mod summary;
mod web;

pub use apple::{AppleProfile, AppleValue, AppleVpn};
pub use certificate::{CertificateInfo, CertificateRole, EXPIRES_SOON_DAYS};
pub use diff::{DiffKind, DiffLine};
pub use fix::{Fix, FixId};
pub use form::{Field, Form, FormError, Server, Traffic};
pub use format::{Extension, ProfileFormat};
pub use formats::Formats;
pub use import::{Answers, Import, MAX_PROFILE_LEN, Parsed, Rejected, SecretFiles, Source};
pub use mask::{BrokenMark, Masked, MaskedSecret};
pub use need::Need;
pub use reason::{CommonReason, MapTexts, Reason};
pub use report::{Entry, FileVerdict, Finding, LineReport, Report, Verdict};
pub use secret_lines::SecretLines;
pub use side_files::{MAX_SIDE_FILE_LEN, NoSideFiles, SideFileError, SideFiles, relative_parts};
pub use sign_in::{Asks, SignIn};
pub use summary::{Summary, TunnelTraffic, overlaps};
pub use web::{WebImport, WebProbe};
