//! Systems whose notifications Adit does not know yet: what they would say is in the log and in the window.

use crate::{controller::Handle, ports::Notice};

/// A notification on the screen; there is none.
pub(super) enum Shown {}

impl Shown {
    /// Shows nothing.
    pub(super) async fn show(notice: &Notice, _before: Option<Self>, _controller: &Handle) -> Option<Self> {
        tracing::info!(title = notice.title, "no notifications on this system yet");
        None
    }

    /// Takes it back.
    pub(super) async fn close(self) {
        match self {}
    }
}
