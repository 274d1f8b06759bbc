//! Notifications: one at a time, each replacing the one before; a click opens the window.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(not(target_os = "linux"))]
mod missing;

#[cfg(target_os = "linux")]
use linux::Shown;
#[cfg(not(target_os = "linux"))]
use missing::Shown;

use tokio::sync::mpsc;

use crate::{
    controller::Handle,
    ports::{Notice, NoticeKind},
};

/// What the notifier is told.
enum Order {
    Show(Notice),
    WithdrawQuestion,
}

/// Sends orders to the task that shows notifications.
#[derive(Clone)]
pub(super) struct Notifier(mpsc::UnboundedSender<Order>);

impl Notifier {
    /// Begins to show notifications.
    pub(super) fn start(controller: Handle) -> Self {
        let (sender, mut orders) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let mut shown: Option<(NoticeKind, Shown)> = None;
            while let Some(order) = orders.recv().await {
                match order {
                    Order::Show(notice) => {
                        let before = shown.take().map(|(_, before)| before);
                        shown = Shown::show(&notice, before, &controller).await.map(|now| (notice.kind, now));
                    }
                    Order::WithdrawQuestion => {
                        if let Some((_, question)) = shown.take_if(|(kind, _)| *kind == NoticeKind::Question) {
                            question.close().await;
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
