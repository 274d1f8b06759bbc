//! Notifications of the desktop (`org.freedesktop.Notifications`) through `notify-rust`.

use std::sync::Arc;

use notify_rust::{Hint, Notification, NotificationHandle, NotificationResponse, Timeout, Urgency};
use tokio::task::JoinHandle;

use crate::{
    controller::{Handle, Message},
    ports::{Notice, NoticeKind},
};

/// The name under which desktops find icon and settings of the notifications.
const DESKTOP_ENTRY: &str = "app.adit.Adit";

/// The notification that is on the screen, as far as is known.
pub(super) struct Shown {
    handle: Arc<NotificationHandle>,
    click: JoinHandle<()>,
}

impl Shown {
    /// Shows a notification in the place of the one before. `None` if the desktop shows none.
    pub(super) async fn show(notice: &Notice, before: Option<Self>, controller: &Handle) -> Option<Self> {
        let mut notification = Notification::new();
        notification
            .appname("Adit")
            .summary(&notice.title)
            .body(&escape(&notice.body))
            .icon(DESKTOP_ENTRY)
            .hint(Hint::DesktopEntry(DESKTOP_ENTRY.to_owned()))
            .hint(Hint::Category("network".to_owned()))
            .action("default", "Adit")
            .urgency(Urgency::Normal)
            .timeout(if notice.kind == NoticeKind::News { Timeout::Default } else { Timeout::Never });
        if let Some(before) = &before {
            notification.id(before.handle.id());
        }
        let shown = notification.show_async().await;
        if let Some(before) = before {
            before.click.abort();
        }
        match shown {
            Ok(handle) => {
                let handle = Arc::new(handle);
                let click = tokio::spawn(open_on_click(Arc::clone(&handle), controller.clone()));
                Some(Self { handle, click })
            }
            Err(error) => {
                tracing::info!(%error, "no notification could be shown");
                None
            }
        }
    }

    /// Takes it back.
    pub(super) async fn close(self) {
        self.click.abort();
        self.handle.close_async().await;
    }
}

async fn open_on_click(handle: Arc<NotificationHandle>, controller: Handle) {
    let clicked = handle.wait_for_action_async(|response: &NotificationResponse| {
        if matches!(response, NotificationResponse::Default) {
            controller.send(Message::Open);
        }
    });
    clicked.await;
}

/// The body of a notification may be read as markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_bring_markup() {
        assert_eq!(escape("<a href='x'>A & B</a>"), "&lt;a href='x'&gt;A &amp; B&lt;/a&gt;");
    }
}
