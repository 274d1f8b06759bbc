//! Notifications: one at a time, each replacing the one before; a click opens the window.

use std::sync::Arc;

use notify_rust::{Hint, Notification, NotificationHandle, NotificationResponse, Timeout, Urgency};
use tokio::{sync::mpsc, task::JoinHandle};

use crate::controller::{
    Handle, Message,
    notices::{Notice, NoticeKind},
};

/// The name under which desktops find icon and settings of the notifications.
const DESKTOP_ENTRY: &str = "app.adit.Adit";

/// What the notifier is told.
enum Order {
    Show(Notice),
    WithdrawQuestion,
}

/// The notifier's near end.
#[derive(Clone)]
pub(super) struct Notifier(mpsc::UnboundedSender<Order>);

/// The notification that is on the screen, as far as is known.
struct Shown {
    handle: Arc<NotificationHandle>,
    kind: NoticeKind,
    click: JoinHandle<()>,
}

impl Notifier {
    /// Begins to show notifications.
    pub(super) fn start(controller: Handle) -> Self {
        let (sender, mut orders) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut shown: Option<Shown> = None;
            while let Some(order) = orders.recv().await {
                match order {
                    Order::Show(notice) => {
                        let before = shown.take();
                        shown = show(&notice, before.as_ref().map(|shown| shown.handle.id()), &controller).await;
                        if let Some(before) = before {
                            before.click.abort();
                        }
                    }
                    Order::WithdrawQuestion => {
                        if let Some(question) = shown.take_if(|shown| shown.kind == NoticeKind::Question) {
                            question.click.abort();
                            question.handle.close_async().await;
                        }
                    }
                }
            }
        });
        Self(sender)
    }

    pub(super) fn show(&self, notice: Notice) {
        let _gone = self.0.send(Order::Show(notice));
    }

    pub(super) fn withdraw_question(&self) {
        let _gone = self.0.send(Order::WithdrawQuestion);
    }
}

async fn show(notice: &Notice, replaces: Option<u32>, controller: &Handle) -> Option<Shown> {
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
    if let Some(id) = replaces {
        notification.id(id);
    }
    match notification.show_async().await {
        Ok(handle) => {
            let handle = Arc::new(handle);
            let click = tokio::spawn(open_on_click(Arc::clone(&handle), controller.clone()));
            Some(Shown { handle, kind: notice.kind, click })
        }
        Err(error) => {
            tracing::info!(%error, "no notification could be shown");
            None
        }
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
