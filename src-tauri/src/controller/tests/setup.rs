//! A helper that cannot be used: what is said, and what the button does.

use doctor::{Finding, Level, Phase, Service, Start, StartError};

use super::*;
use crate::{
    ports::Pending,
    view::{HelperStatus, HelperWay, LevelView},
};

/// A service that is as it was set, and starts or does not.
pub(super) struct FakeService {
    state: Mutex<Service>,
    refusal: Mutex<Option<StartError>>,
    /// What was asked for, and how often it was looked at.
    started: Mutex<Vec<Start>>,
    looks: Mutex<u32>,
}

impl Default for FakeService {
    fn default() -> Self {
        let state = Mutex::new(Service::Unknown);
        Self { state, refusal: Mutex::default(), started: Mutex::default(), looks: Mutex::default() }
    }
}

impl ServicePort for FakeService {
    fn look(&self) -> Pending<Service> {
        *self.looks.lock().unwrap() += 1;
        let state = self.state.lock().unwrap().clone();
        Box::pin(async { state })
    }

    fn start(&self, start: Start, told: Box<dyn Fn(Phase) + Send>) -> Pending<Result<(), StartError>> {
        self.started.lock().unwrap().push(start);
        let refusal = self.refusal.lock().unwrap().clone();
        Box::pin(async move {
            told(Phase::Asking);
            tokio::time::sleep(Duration::from_millis(50)).await;
            told(Phase::Starting);
            tokio::time::sleep(Duration::from_millis(50)).await;
            refusal.map_or(Ok(()), Err)
        })
    }

    fn examine(&self) -> Pending<Vec<Finding>> {
        let (message, values) = ("doctor-clock-not-set", Vec::new());
        let found = Finding { check: "clock", level: Level::Notice, message, values, detail: String::new() };
        Box::pin(async move { vec![found] })
    }
}

fn gone() -> Failure {
    Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never)
}

impl Bench {
    fn without_helper(state: Service) -> Self {
        let bench = Self::start(FakeKeychain::default());
        *bench.service.state.lock().unwrap() = state;
        bench.handle.send(Message::Seen(true));
        bench.handle.send(Message::Helper(HelperEvent::Down(gone())));
        bench
    }

    async fn press(&self) {
        self.handle.ask(Message::StartHelper).await.unwrap();
    }
}

fn title(view: &View) -> &str {
    view.helper.trouble.as_ref().map_or("", |trouble| trouble.title.as_str())
}

#[tokio::test]
async fn each_state_has_its_own_sentence_and_button() {
    let failing = Service::Failing { detail: "status 203".to_owned() };
    let mut titles = Vec::new();
    for (state, way, first) in [
        (Service::NotInstalled, HelperWay::Look, true),
        (Service::Off { enabled: false }, HelperWay::Enable, true),
        (Service::Off { enabled: true }, HelperWay::Start, false),
        (Service::Starting, HelperWay::Look, false),
        (Service::Running, HelperWay::StartAgain, false),
        (failing, HelperWay::StartAgain, false),
        (Service::Blocked, HelperWay::Look, false),
        (Service::Unknown, HelperWay::None, false),
    ] {
        let bench = Bench::without_helper(state.clone());
        let view = bench.until("a look", |view| view.helper.way == way && view.helper.first == first).await;
        assert_eq!(view.helper.status, HelperStatus::NotRunning, "{state:?}");
        let trouble = view.helper.trouble.clone().unwrap();
        assert!(trouble.title.ends_with('.') && trouble.advice.ends_with('.'), "{trouble:?}");
        let mut same = titles.iter();
        assert!(!same.any(|one| *one == trouble.title), "{state:?} says the same as another: {trouble:?}");
        titles.push(trouble.title);
    }
}

#[tokio::test]
async fn enabling_is_shown_as_it_goes_and_ends_with_the_helper() {
    let bench = Bench::without_helper(Service::Off { enabled: false });
    bench.until("off", |view| view.helper.way == HelperWay::Enable).await;
    bench.press().await;
    let asking = bench.until("progress", |view| view.helper.progress.is_some()).await;
    assert_eq!(asking.helper.way, HelperWay::Wait);
    assert!(asking.helper.first, "the page stays while it works");
    let phase = |words: &'static str| move |view: &View| view.helper.progress.as_deref() == Some(words);
    bench.until("starting", phase("Starting the helper…")).await;
    *bench.service.state.lock().unwrap() = Service::Running;
    bench.handle.send(Message::Helper(HelperEvent::Up(Vec::new())));
    let up = bench.until("up", |view| view.helper.status == HelperStatus::Running).await;
    assert!(up.helper.progress.is_none() && up.helper.trouble.is_none() && !up.helper.first);
    assert_eq!(*bench.service.started.lock().unwrap(), [Start::Enable]);
}

#[tokio::test]
async fn a_refusal_is_said_and_can_be_tried_again() {
    for (refusal, sentence) in [
        (StartError::Refused("no".to_owned()), "You may not start Adit’s helper on this computer."),
        (StartError::Ended("status 1".to_owned()), "Adit’s helper ended by itself."),
        (StartError::Blocked("masked".to_owned()), "An administrator has blocked Adit’s helper on this computer."),
        (StartError::System("no bus".to_owned()), "Adit’s helper could not be started."),
    ] {
        let bench = Bench::without_helper(Service::Off { enabled: false });
        *bench.service.refusal.lock().unwrap() = Some(refusal.clone());
        bench.until("off", |view| view.helper.way == HelperWay::Enable).await;
        bench.press().await;
        let view = bench.until("refused", |view| title(view) == sentence).await;
        assert_eq!((view.helper.way, view.helper.progress), (HelperWay::Enable, None), "{refusal:?}");
        bench.press().await;
        bench.until("another try", |view| view.helper.progress.is_some()).await;
        bench.until("refused again", |view| title(view) == sentence && view.helper.progress.is_none()).await;
        assert_eq!(bench.service.started.lock().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn an_older_helper_is_restarted_and_a_newer_one_is_not() {
    for (theirs, way, started) in [(1, HelperWay::Restart, 1), (99, HelperWay::Quit, 0)] {
        let bench = Bench::without_helper(Service::Running);
        let kind = FailureKind::HelperVersion { ours: 5, theirs };
        bench.handle.send(Message::Helper(HelperEvent::Down(Failure::new(kind, Blame::Machine, Retry::Never))));
        let view = bench.until("another version", |view| view.helper.status == HelperStatus::WrongVersion).await;
        assert_eq!(view.helper.way, way);
        bench.press().await;
        assert_eq!(bench.service.started.lock().unwrap().len(), started);
    }
}

#[tokio::test]
async fn a_window_that_nobody_sees_looks_once() {
    let bench = Bench::start(FakeKeychain::default());
    *bench.service.state.lock().unwrap() = Service::Off { enabled: true };
    for _ in 0..5 {
        bench.handle.send(Message::Helper(HelperEvent::Down(gone())));
        bench.until("a look", |view| view.helper.way == HelperWay::Start).await;
    }
    assert_eq!(*bench.service.looks.lock().unwrap(), 1);
    bench.handle.send(Message::Seen(true));
    bench.view().await;
    assert_eq!(*bench.service.looks.lock().unwrap(), 2);
}

#[tokio::test]
async fn what_was_found_is_told_in_sentences() {
    let bench = Bench::start(FakeKeychain::default());
    let findings = bench.handle.ask(Message::Examine).await.unwrap();
    assert_eq!((findings[0].name.as_str(), findings[0].level), ("Clock", LevelView::Notice));
    assert!(findings[0].found.title.ends_with('.') && !findings[0].found.advice.is_empty());
}
