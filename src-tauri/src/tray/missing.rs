//! Systems whose tray Adit does not know yet: the window stays in the task bar, and closing it asks before it ends.

use super::TrayView;
use crate::{controller::Handle, view::View};

/// A tray that nobody sees.
pub(crate) struct Tray;

impl Tray {
    /// There is nothing to look for.
    pub(crate) fn start(_controller: Handle) -> Self {
        tracing::info!("no tray on this system yet");
        Self
    }

    /// What would be shown is in the log, for whoever builds this.
    pub(crate) fn show(&self, view: &View) {
        tracing::debug!(tray = ?TrayView::of(view), "not shown");
    }

    /// Never.
    pub(crate) fn is_seen(&self) -> bool {
        false
    }
}
