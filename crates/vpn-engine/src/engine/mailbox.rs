//! What a connection's task is told from outside. There is one place for each kind of command, so that nothing grows: a newer
//! command replaces an older one of its kind, and what ends the tunnel or lets traffic out overtakes the rest.

use std::collections::{BTreeMap, VecDeque};

use vpn_api::{Answer, CloseReason, NetworkStep, PromptId, TunnelSlot};

use super::{
    accepted::Accepted,
    waiting::{Receiver, Sender, Waiting, waiting},
};

/// What a connection's task is told from outside.
#[derive(Debug)]
pub(super) enum Command {
    /// A request, the number of its tunnel, and how many requests there were so far.
    Connect(Box<Accepted>, TunnelSlot, u64),
    Disconnect(CloseReason),
    Answer(PromptId, Answer),
    /// Try the next server now.
    TryNow,
    /// Traffic that waits for the tunnel may leave without it.
    LetOut,
    /// Something that the tunnel needs is gone and could not be put back, or everything is there again.
    Broken(Option<NetworkStep>),
    /// Something was taken away, so many times, by this program, and put back.
    Repaired(NetworkStep, u32, Option<String>),
}

/// Answers that may wait for a connection.
const ANSWERS: usize = 16;

/// Where commands are put in. The task ends when it is dropped.
#[derive(Debug)]
pub(super) struct Mailbox(Sender<Commands>);

/// Where the task takes them out.
pub(super) type Inbox = Receiver<Commands>;

/// The commands that wait.
#[derive(Debug, Default)]
pub(super) struct Commands {
    /// The newest request and its number.
    connect: Option<(Box<Accepted>, TunnelSlot, u64)>,
    /// Said after that request.
    end: Option<CloseReason>,
    try_now: bool,
    let_out: bool,
    broken: Option<Option<NetworkStep>>,
    answers: VecDeque<(PromptId, Answer)>,
    repaired: BTreeMap<NetworkStep, (u32, Option<String>)>,
}

/// Both sides.
pub(super) fn mailbox() -> (Mailbox, Inbox) {
    let (sender, receiver) = waiting();
    (Mailbox(sender), receiver)
}

impl Mailbox {
    /// Puts a command in. `false`: too many answers wait already, or the task is gone.
    #[must_use]
    pub(super) fn post(&self, command: Command) -> bool {
        self.0.put(|commands, closed| !closed && commands.put(command))
    }
}

impl Commands {
    fn put(&mut self, command: Command) -> bool {
        match command {
            Command::Connect(mut accepted, slot, number) => {
                // What an engine before this one left has to be taken over, whichever request does it.
                let before = self.connect.take().and_then(|(before, ..)| before.resumed);
                accepted.resumed = accepted.resumed.or(before);
                self.connect = Some((accepted, slot, number));
                // It ends what is there too, and the answers were for that.
                self.end = None;
                self.answers.clear();
            }
            // What the person said is not undone by the end of the engine.
            Command::Disconnect(reason) => {
                self.end = self.end.filter(|said| *said == CloseReason::User).or(Some(reason))
            }
            Command::TryNow => self.try_now = true,
            Command::LetOut => self.let_out = true,
            Command::Broken(what) => self.broken = Some(what),
            Command::Answer(..) if self.answers.len() >= ANSWERS => return false,
            Command::Answer(prompt, answer) => self.answers.push_back((prompt, answer)),
            Command::Repaired(what, times, by) => {
                self.repaired.insert(what, (times, by));
            }
        }
        true
    }
}

impl Waiting for Commands {
    type Item = Command;

    fn take(&mut self, _closed: bool) -> Option<Command> {
        if let Some((accepted, slot, number)) = self.connect.take() {
            return Some(Command::Connect(accepted, slot, number));
        }
        if let Some(reason) = self.end.take() {
            return Some(Command::Disconnect(reason));
        }
        if std::mem::take(&mut self.let_out) {
            return Some(Command::LetOut);
        }
        if std::mem::take(&mut self.try_now) {
            return Some(Command::TryNow);
        }
        if let Some(what) = self.broken.take() {
            return Some(Command::Broken(what));
        }
        if let Some((prompt, answer)) = self.answers.pop_front() {
            return Some(Command::Answer(prompt, answer));
        }
        self.repaired.pop_first().map(|(what, (times, by))| Command::Repaired(what, times, by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(number: u64) -> Command {
        Command::Answer(PromptId(number), Answer::Accepted)
    }

    #[tokio::test]
    async fn an_end_is_taken_by_a_full_mailbox_and_comes_first() {
        let (mailbox, mut inbox) = mailbox();
        let mut waiting = 0;
        while mailbox.post(answer(waiting)) {
            waiting += 1;
        }
        assert_eq!(waiting, 16);
        for times in 0..1000 {
            assert!(mailbox.post(Command::Repaired(NetworkStep::Route, times, None)));
            assert!(mailbox.post(Command::Broken(Some(NetworkStep::Rule))));
        }
        assert!(mailbox.post(Command::Broken(None)) && mailbox.post(Command::LetOut));
        assert!(mailbox.post(Command::Disconnect(CloseReason::User)));
        assert!(mailbox.post(Command::Disconnect(CloseReason::Shutdown)));
        drop(mailbox);
        let mut taken = Vec::new();
        while let Some(command) = inbox.next().await {
            taken.push(command);
        }
        assert!(matches!(
            taken.as_slice(),
            [
                Command::Disconnect(CloseReason::User),
                Command::LetOut,
                Command::Broken(None),
                Command::Answer(PromptId(0), _),
                ..,
                Command::Answer(PromptId(15), _),
                Command::Repaired(NetworkStep::Route, 999, None)
            ]
        ));
        assert_eq!(taken.len(), 3 + 16 + 1, "newer ones replace older ones");
    }

    #[tokio::test]
    async fn a_task_that_waits_is_woken_and_one_that_is_gone_takes_nothing() {
        let (mailbox, mut inbox) = mailbox();
        let waits = tokio::spawn(async move { (inbox.next().await, inbox) });
        tokio::task::yield_now().await;
        assert!(mailbox.post(Command::LetOut));
        let (command, inbox) = waits.await.unwrap();
        assert!(matches!(command, Some(Command::LetOut)));
        drop(inbox);
        assert!(!mailbox.post(Command::Disconnect(CloseReason::User)));
    }
}
