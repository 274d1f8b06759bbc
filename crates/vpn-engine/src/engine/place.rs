//! Whether a connection is to be up in the network that the machine is in. The network is asked to prove itself each time that the
//! machine's network changed; one that does not is another one.

use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::{sync::watch, task::AbortHandle};
use vpn_api::NetworkRule;

/// A server may begin to answer a moment after the network is there: it is asked again once, this much later.
const AGAIN: Duration = Duration::from_secs(3);

/// What is known of the network that the machine is in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is being asked.
    #[default]
    Unknown,
    /// The connection may be up.
    Allowed,
    /// It is not to be up here.
    Elsewhere,
}

/// Why a connection is off, or is being taken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Off {
    /// The network is being asked which one it is.
    Asking(NetworkRule),
    /// It is not to be up here.
    Elsewhere(NetworkRule),
    /// It may be up again, once it is down.
    Returning,
}

/// Watches the network for one connection. Dropping it ends that.
pub(super) struct Place {
    standing: watch::Receiver<Standing>,
    task: Option<AbortHandle>,
}

impl Place {
    /// Every network is fine.
    pub(super) fn anywhere() -> Self {
        Self { standing: watch::channel(Standing::Allowed).1, task: None }
    }

    /// Asks with `prove` at once, and again each time that what `looks` gives for the machine is another one.
    pub(super) fn watch<T: Send + Sync + 'static>(
        rule: NetworkRule,
        (mut machine, looks): (watch::Receiver<T>, fn(&T) -> u64),
        prove: impl Fn() -> BoxFuture<'static, bool> + Send + Sync + 'static,
    ) -> Self {
        let (sender, standing) = watch::channel(Standing::Unknown);
        let task = tokio::spawn(async move {
            loop {
                let seen = looks(&machine.borrow_and_update());
                let changed = async { machine.wait_for(|machine| looks(machine) != seen).await.is_ok() };
                tokio::pin!(changed);
                let goes_on = tokio::select! {
                    () = ask(rule, &sender, &prove) => changed.await,
                    changed = &mut changed => changed,
                };
                if !goes_on {
                    return;
                }
                // Where it was off, it may be wanted by now; where it is up, it stays so until the answer.
                sender.send_if_modified(|now| std::mem::replace(now, renewed(*now)) == Standing::Elsewhere);
            }
        });
        Self { standing, task: Some(task.abort_handle()) }
    }

    /// What is known now.
    pub(super) fn now(&self) -> Standing {
        *self.standing.borrow()
    }

    /// Waits until something else is known.
    pub(super) async fn changed(&mut self) -> Standing {
        if self.standing.changed().await.is_err() {
            // Every network is fine, for ever.
            std::future::pending::<()>().await;
        }
        *self.standing.borrow_and_update()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

fn renewed(standing: Standing) -> Standing {
    match standing {
        Standing::Elsewhere | Standing::Unknown => Standing::Unknown,
        Standing::Allowed => Standing::Allowed,
    }
}

async fn ask(
    rule: NetworkRule,
    sender: &watch::Sender<Standing>,
    prove: &(impl Fn() -> BoxFuture<'static, bool> + Sync),
) {
    let judged = |proven| if rule.allows(proven) { Standing::Allowed } else { Standing::Elsewhere };
    let say = |standing| sender.send_if_modified(|now| std::mem::replace(now, standing) != standing);
    let proven = prove().await;
    say(judged(proven));
    if !proven {
        tokio::time::sleep(AGAIN).await;
        say(judged(prove().await));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    };

    use super::*;

    /// A network whose server answers, does not, or does not yet.
    struct Network {
        changes: watch::Sender<u64>,
        answers: Arc<watch::Sender<bool>>,
        asked: Arc<AtomicU32>,
    }

    impl Network {
        fn new(answers: bool) -> Self {
            let answers = Arc::new(watch::Sender::new(answers));
            Self { changes: watch::Sender::new(0), answers, asked: Arc::default() }
        }

        fn place(&self, rule: NetworkRule) -> Place {
            let (answers, asked) = (Arc::clone(&self.answers), Arc::clone(&self.asked));
            Place::watch(rule, (self.changes.subscribe(), |count| *count), move || {
                asked.fetch_add(1, Ordering::SeqCst);
                let answers = Arc::clone(&answers);
                Box::pin(async move {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    *answers.borrow()
                })
            })
        }

        fn becomes(&self, answers: bool) {
            self.answers.send_replace(answers);
            self.changes.send_modify(|count| *count += 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_off_where_the_network_proves_itself_and_on_elsewhere() {
        let network = Network::new(true);
        let (mut not_on, mut only_on) = (network.place(NetworkRule::NotOn), network.place(NetworkRule::OnlyOn));
        assert_eq!((not_on.now(), only_on.now()), (Standing::Unknown, Standing::Unknown));
        assert_eq!((not_on.changed().await, only_on.changed().await), (Standing::Elsewhere, Standing::Allowed));
        network.becomes(false);
        assert_eq!(not_on.changed().await, Standing::Unknown, "traffic is held back until it is known");
        assert_eq!((not_on.changed().await, only_on.changed().await), (Standing::Allowed, Standing::Elsewhere));
        network.becomes(true);
        assert_eq!(not_on.changed().await, Standing::Elsewhere, "what is up stays up until it is known");
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_answers_late_is_asked_again_and_then_no_more() {
        let network = Network::new(false);
        let mut place = network.place(NetworkRule::NotOn);
        assert_eq!(place.changed().await, Standing::Allowed);
        network.answers.send_replace(true);
        assert_eq!(place.changed().await, Standing::Elsewhere);
        tokio::time::sleep(Duration::from_secs(3600)).await;
        assert_eq!(network.asked.load(Ordering::SeqCst), 2);
        drop(place);
        network.becomes(false);
        tokio::time::sleep(Duration::from_secs(60)).await;
        assert_eq!(network.asked.load(Ordering::SeqCst), 2, "nobody waits for it any more");
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_rule_nothing_is_asked() {
        let mut place = Place::anywhere();
        assert_eq!(place.now(), Standing::Allowed);
        assert!(tokio::time::timeout(Duration::from_secs(60), place.changed()).await.is_err());
    }
}
