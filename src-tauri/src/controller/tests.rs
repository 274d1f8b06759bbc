//! The controller with a fake helper, a fake desktop and a keychain in memory.

use std::{
    sync::{Mutex, atomic::Ordering},
    time::Duration,
};

use ovpn_profile::OpenVpn;
use profiles::testing::FakeKeychain;
use tokio::sync::oneshot;
use vpn_api::contract::{ConnectRequest, ConnectionSnapshot, Event, PendingPrompt, Request, Response};
use vpn_api::{
    Answer, Blame, ConnectionId, DropCause, Failure, FailureKind, Owner, PromptId, Retry, Secret, Traffic, TunnelState,
};

use super::{view_builder::tests as examples, *};
use crate::{
    import::{Source, tests::profile},
    ports::{Attention, HelperEvent, Notice, NoticeKind, PendingResponse},
    view::{
        Action, AnswerInput, EditView, ImportChoice, ImportDone, ImportDraft, ImportSheetView, OriginalView, Place,
        Shape, TrafficView,
    },
};

mod asking;
mod browser;
mod editor;
mod networks;
mod overview;
mod protection;
mod restore;
mod secrets;
mod settings;
mod setup;
mod sheet;
mod updates;

#[derive(Default)]
struct FakeHelper {
    requests: Mutex<Vec<Request>>,
    refusal: Mutex<Option<Failure>>,
    slow: Mutex<Duration>,
    /// What is found when a tunnel is looked at.
    proof: Mutex<vpn_api::Proof>,
}

impl HelperPort for FakeHelper {
    fn request(&self, request: Request) -> PendingResponse {
        let answer = if matches!(request, Request::Prove { .. }) {
            Response::Proof { proof: Some(Box::new(self.proof.lock().unwrap().clone())) }
        } else {
            Response::Done
        };
        self.requests.lock().unwrap().push(request);
        let refusal = self.refusal.lock().unwrap().clone();
        let slow = *self.slow.lock().unwrap();
        Box::pin(async move {
            tokio::time::sleep(slow).await;
            refusal.map_or(Ok(answer), Err)
        })
    }

    fn retry_now(&self) {}
}

struct FakeShell {
    views: Mutex<Vec<View>>,
    notices: Mutex<Vec<Notice>>,
    traffic: Mutex<Vec<TrafficView>>,
    sheets: Mutex<Vec<ImportSheetView>>,
    done: Mutex<Vec<String>>,
    attention: Mutex<Attention>,
    tray: bool,
}

impl FakeShell {
    fn note(&self, what: &str) {
        self.done.lock().unwrap().push(what.to_owned());
    }
}

impl Shell for FakeShell {
    fn show_view(&self, view: &View) {
        self.views.lock().unwrap().push(view.clone());
    }
    fn show_traffic(&self, traffic: &TrafficView) {
        self.traffic.lock().unwrap().push(traffic.clone());
    }
    fn show_log(&self, lines: Vec<LogLineView>) {
        self.note(&format!("log {}", lines.len()));
    }
    fn show_sheet(&self, sheet: ImportSheetView) {
        self.sheets.lock().unwrap().push(sheet);
    }
    fn ask_quit(&self, profiles: Vec<String>) {
        self.note(&format!("ask-quit {}", profiles.join(",")));
    }
    fn notify(&self, notice: Notice) {
        self.notices.lock().unwrap().push(notice);
    }
    fn withdraw_question(&self) {
        self.note("withdraw");
    }
    fn window_has_view(&self) {}
    fn focus_window(&self) {
        self.note("focus");
    }
    fn hide_window(&self) {
        self.note("hide");
    }
    fn attention(&self) -> Attention {
        *self.attention.lock().unwrap()
    }
    fn has_tray(&self) -> bool {
        self.tray
    }
    fn open_url(&self, url: &str) -> std::io::Result<()> {
        self.note(&format!("open {url}"));
        Ok(())
    }
    fn begin_with_session(&self, on: bool) {
        self.note(&format!("begin {on}"));
    }
    fn leave(&self) {
        self.note("leave");
    }
}

struct Bench {
    handle: Handle,
    helper: Arc<FakeHelper>,
    service: Arc<setup::FakeService>,
    shell: Arc<FakeShell>,
    keychain: FakeKeychain,
    home: Arc<tempfile::TempDir>,
    federated_port: u16,
}

impl Bench {
    fn start(keychain: FakeKeychain) -> Self {
        Self::start_in(Arc::new(tempfile::tempdir().unwrap()), keychain, true)
    }

    fn start_with(fetcher: Fetcher) -> Self {
        Self::start_whole(Arc::new(tempfile::tempdir().unwrap()), FakeKeychain::default(), true, fetcher)
    }

    fn start_in(home: Arc<tempfile::TempDir>, keychain: FakeKeychain, tray: bool) -> Self {
        Self::start_whole(home, keychain, tray, Fetcher::default())
    }

    fn start_whole(home: Arc<tempfile::TempDir>, keychain: FakeKeychain, tray: bool, fetcher: Fetcher) -> Self {
        Self::start_at("first", home, keychain, tray, fetcher)
    }

    fn start_at(
        boot: &str,
        home: Arc<tempfile::TempDir>,
        keychain: FakeKeychain,
        tray: bool,
        fetcher: Fetcher,
    ) -> Self {
        Self::start_of(boot, home, keychain, tray, fetcher, None)
    }

    fn start_of(
        boot: &str,
        home: Arc<tempfile::TempDir>,
        keychain: FakeKeychain,
        tray: bool,
        fetcher: Fetcher,
        channel: Option<Channel>,
    ) -> Self {
        let (handle, messages) = Handle::channel();
        let helper = Arc::<FakeHelper>::default();
        let service = Arc::<setup::FakeService>::default();
        let shell = Arc::new(FakeShell {
            views: Mutex::default(),
            notices: Mutex::default(),
            traffic: Mutex::default(),
            sheets: Mutex::default(),
            done: Mutex::default(),
            attention: Mutex::new(Attention::Hidden),
            tray,
        });
        let (store, damage) = Store::open(home.path());
        let vault = Vault::new(keychain.clone());
        let federated_port = free_port();
        let dependencies = Dependencies {
            store,
            damage,
            preferences: PreferencesFile::at(home.path().join("kept/settings.json")),
            history: History::open(home.path().join("kept/traffic.json"), strings::local_day),
            overlaps: Overlaps::open(home.path().join("kept/overlaps.json")),
            restore: Restore::open(home.path().join("kept/restore.json"), Some(boot.to_owned())),
            vault,
            helper: helper.clone(),
            service: service.clone(),
            shell: shell.clone(),
            fetcher,
            formats: Formats::new(OpenVpn),
            channel,
        };
        tokio::spawn(Controller::new(dependencies, handle.clone()).run(messages));
        handle.send(Message::Helper(HelperEvent::Up(Vec::new())));
        Self { handle, helper, service, shell, keychain, home, federated_port }
    }

    /// How many profiles are on disk.
    fn stored(&self) -> usize {
        let entries = std::fs::read_dir(self.home.path()).unwrap();
        entries.filter(|entry| entry.as_ref().unwrap().file_type().unwrap().is_file()).count()
    }

    async fn view(&self) -> View {
        let (reply, answer) = oneshot::channel();
        self.handle.send(Message::View(reply));
        answer.await.unwrap()
    }

    /// Waits until the view is as expected, for at most five seconds.
    async fn until(&self, what: &str, holds: impl Fn(&View) -> bool) -> View {
        for _ in 0..500 {
            let view = self.view().await;
            if holds(&view) {
                return view;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("never {what}: {:#?}", self.view().await);
    }

    async fn request(&self, what: &str, fits: impl Fn(&Request) -> bool) -> Request {
        for _ in 0..500 {
            let found = {
                let mut requests = self.helper.requests.lock().unwrap();
                requests.iter().position(&fits).map(|place| requests.remove(place))
            };
            if let Some(request) = found {
                return request;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the helper never heard {what}");
    }

    /// Puts a text on the sheet.
    async fn put_on(&self, name: &str, text: &str) -> ImportSheetView {
        let source = Source::Text { name: format!("{name}.ovpn"), text: text.to_owned() };
        self.handle.ask(|reply| Message::Import(vec![source], Some(reply))).await.unwrap()
    }

    async fn sheet(&self, ask: SheetAsk) -> Result<ImportSheetView, MessageView> {
        self.handle.ask(|reply| Message::Sheet(ask, reply)).await
    }

    async fn confirm(&self, choices: Vec<ImportChoice>) -> Vec<ImportDone> {
        self.handle.ask(|reply| Message::ImportConfirm(choices, reply)).await.unwrap()
    }

    /// Puts a text on the sheet and takes it as the sheet offers it.
    async fn import(&self, name: &str, text: &str) -> ImportDone {
        let draft = self.put_on(name, text).await.drafts.pop().unwrap();
        self.confirm(vec![choice(&draft, offered(&draft))]).await.remove(0)
    }

    async fn imported(&self, name: &str) -> String {
        self.import(name, &profile("vpn.example.com", "")).await.profile.unwrap()
    }

    async fn edit(&self, id: &str, ask: EditAsk) -> Result<EditView, MessageView> {
        self.handle.ask(|reply| Message::Edit(id.to_owned(), ask, reply)).await
    }

    async fn edit_open(&self, id: &str) -> Result<EditView, MessageView> {
        self.handle.ask(|reply| Message::OpenProfile(id.to_owned(), Opening::Edit(reply))).await
    }

    async fn edit_save(&self, id: &str, name: &str, text: &str) -> Result<Option<MessageView>, MessageView> {
        let (profile, name, text) = (id.to_owned(), name.to_owned(), text.to_owned());
        self.handle.ask(|reply| Message::EditSave { profile, name, text, reply }).await
    }

    fn helper_says(&self, id: &str, state: TunnelState) {
        self.tell(examples::connection(id, state));
    }

    fn tell(&self, snapshot: ConnectionSnapshot) {
        self.handle.send(Message::Helper(HelperEvent::Event(Event::Connection(Box::new(snapshot)))));
    }

    fn ask_for_login(&self, id: &str, prompt: u64, refused: bool) {
        let pending = PendingPrompt { id: PromptId(prompt), prompt: examples::credentials(refused) };
        self.tell(ConnectionSnapshot { prompt: Some(pending), ..examples::connection(id, examples::connecting()) });
    }

    async fn connect(&self, id: &str) -> Result<(), MessageView> {
        self.handle.ask(|reply| Message::Connect(id.to_owned(), reply)).await
    }

    /// Connects, and gives what the helper was asked. It is asked a while after the press was taken: the profile is opened and
    /// the desktop's proxies are read first.
    async fn connects(&self, id: &str) -> ConnectRequest {
        self.connect(id).await.unwrap();
        let Request::Connect(connect) = self.request("connect", is_connect).await else { unreachable!() };
        *connect
    }

    async fn answer(&self, id: &str, prompt: u64, password: &str, remember: bool) -> Result<(), MessageView> {
        let answer = AnswerInput::Credentials {
            username: "alice".to_owned(),
            password: password.to_owned(),
            challenge: None,
            remember,
            group: false,
        };
        self.handle.ask(|reply| Message::Answer { profile: id.to_owned(), prompt, answer, reply }).await
    }

    fn did(&self, what: &str) -> bool {
        self.shell.done.lock().unwrap().iter().any(|done| done == what)
    }
}

/// A port of the loopback address that nobody has.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What the sheet offers for a draft.
fn offered(draft: &ImportDraft) -> Place {
    match &draft.existing {
        Some(existing) if existing.same => Place::Skip,
        Some(_) => Place::Replace,
        None => Place::New,
    }
}

fn choice(draft: &ImportDraft, place: Place) -> ImportChoice {
    ImportChoice { draft: draft.id.clone(), name: draft.name.clone(), place }
}

fn is_connect(request: &Request) -> bool {
    matches!(request, Request::Connect(_))
}

fn is_answer(request: &Request) -> bool {
    matches!(request, Request::Answer { .. })
}

fn ended() -> TunnelState {
    TunnelState::Disconnected { failure: None }
}

#[tokio::test]
async fn from_a_file_to_a_tunnel_and_back() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    let view = bench.view().await;
    assert_eq!((view.profiles[0].name.as_str(), view.profiles[0].status.action), ("work", Action::Connect));
    assert!(!view.profiles[0].temporary);

    bench.connect(&id).await.unwrap();
    assert_eq!(bench.view().await.profiles[0].status.action, Action::Cancel);
    let Request::Connect(connect) = bench.request("connect", is_connect).await else { unreachable!() };
    assert_eq!(connect.connection.as_str(), id);
    assert!(ovpn_profile::Profile::from_settings(&connect.profile.settings).is_ok());
    bench.helper_says(&id, examples::connecting());
    bench.helper_says(&id, examples::connected());
    let view = bench.until("connected", |view| view.profiles[0].status.shape == Shape::On).await;
    assert!(view.profiles[0].last_used.is_some());
    assert_eq!(bench.shell.notices.lock().unwrap()[0].title, "Connected to work");

    bench.handle.ask(|reply| Message::Disconnect(id.clone(), reply)).await.unwrap();
    bench.request("disconnect", |request| matches!(request, Request::Disconnect { .. })).await;
    bench.helper_says(&id, ended());
    bench.until("disconnected", |view| view.profiles[0].status.shape == Shape::Off).await;
    assert_eq!(bench.shell.notices.lock().unwrap().len(), 1, "nothing is told that was asked for");
}

#[tokio::test]
async fn a_profile_that_failed_stays_in_sight() {
    let bench = Bench::start(FakeKeychain::default());
    let first = bench.imported("a first").await;
    let second = bench.imported("b second").await;
    assert_eq!(bench.view().await.primary, Some(first));
    bench.connects(&second).await;
    bench.helper_says(&second, examples::connecting());
    bench.helper_says(&second, TunnelState::Disconnected { failure: Some(examples::failure()) });
    let of_second =
        |view: &View| view.profiles.iter().any(|profile| profile.id == second && profile.status.failure.is_some());
    let view = bench.until("failed", of_second).await;
    assert_eq!(view.primary, Some(second));
}

#[tokio::test]
async fn a_password_is_kept_once_it_fits_and_used_unasked_then() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.connects(&id).await;
    bench.ask_for_login(&id, 1, false);
    let view = bench.until("asked", |view| view.prompt.is_some()).await;
    assert_eq!(view.prompt.unwrap().id, 1);
    assert_eq!(bench.shell.notices.lock().unwrap()[0].kind, NoticeKind::Question);

    bench.answer(&id, 1, "wrong", true).await.unwrap();
    assert_eq!(bench.view().await.prompt, None);
    bench.ask_for_login(&id, 2, true);
    bench.until("asked again", |view| view.prompt.as_ref().is_some_and(|prompt| prompt.refused.is_some())).await;
    assert!(!bench.keychain.items().contains_key(&format!("{id}/login")), "a wrong one is not kept");
    assert!(bench.answer(&id, 1, "late", true).await.is_err(), "an old question is over");

    bench.answer(&id, 2, "right", true).await.unwrap();
    bench.helper_says(&id, examples::connected());
    bench.until("remembered", |view| view.profiles[0].remembers).await;
    bench.helper_says(&id, ended());
    bench.until("off", |view| view.profiles[0].status.shape == Shape::Off).await;

    bench.helper.requests.lock().unwrap().clear();
    let connect = bench.connects(&id).await;
    assert_eq!(connect.secrets.password, Some(Secret::from("right")));
    assert_eq!(connect.secrets.username.as_deref(), Some("alice"));

    bench.handle.ask(|reply| Message::Forget(id.clone(), reply)).await.unwrap();
    assert!(!bench.view().await.profiles[0].remembers);
    assert!(!bench.keychain.items().contains_key(&format!("{id}/login")));
}

#[tokio::test]
async fn what_is_remembered_answers_a_later_question() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.connects(&id).await;
    bench.ask_for_login(&id, 1, false);
    bench.answer(&id, 1, "right", true).await.unwrap();
    bench.helper_says(&id, examples::connected());
    bench.until("remembered", |view| view.profiles[0].remembers).await;
    bench.helper.requests.lock().unwrap().clear();

    bench.ask_for_login(&id, 5, false);
    let Request::Answer { prompt, answer, .. } = bench.request("an answer", is_answer).await else { unreachable!() };
    let expected =
        Answer::Credentials { username: "alice".to_owned(), password: Secret::from("right"), challenge: None };
    assert_eq!((prompt, answer), (PromptId(5), expected));
    assert_eq!(bench.view().await.prompt, None);

    bench.ask_for_login(&id, 6, true);
    bench.until("asked, as it was refused", |view| view.prompt.is_some()).await;
}

#[tokio::test]
async fn unticking_remember_forgets() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    for (prompt, remember) in [(1, true), (2, false)] {
        bench.connects(&id).await;
        bench.ask_for_login(&id, prompt, true);
        bench.until("asked", |view| view.prompt.is_some()).await;
        bench.answer(&id, prompt, "right", remember).await.unwrap();
        bench.helper_says(&id, examples::connected());
        bench.until("kept as ticked", |view| view.profiles[0].remembers == remember).await;
        bench.helper_says(&id, ended());
    }
    assert!(!bench.keychain.items().contains_key(&format!("{id}/login")));
}

#[tokio::test]
async fn cancelling_wins_over_what_is_under_way() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.connect(&id).await.unwrap();
    bench.handle.ask(|reply| Message::Disconnect(id.clone(), reply)).await.unwrap();
    assert_eq!(bench.view().await.profiles[0].status.action, Action::Connect);
    tokio::time::sleep(Duration::from_millis(100)).await;
    let requests = bench.helper.requests.lock().unwrap();
    let connect = requests.iter().rposition(is_connect);
    let disconnect = requests.iter().rposition(|request| matches!(request, Request::Disconnect { .. }));
    assert!(connect < disconnect, "a connection is left behind: {connect:?} {disconnect:?}");
}

#[tokio::test]
async fn an_event_before_the_answer_is_no_cancellation() {
    for cancel in [false, true] {
        let bench = Bench::start(FakeKeychain::default());
        let id = bench.imported("work").await;
        *bench.helper.slow.lock().unwrap() = Duration::from_millis(100);
        bench.connects(&id).await;
        if cancel {
            bench.handle.ask(|reply| Message::Disconnect(id.clone(), reply)).await.unwrap();
        }
        bench.helper_says(&id, examples::connecting());
        tokio::time::sleep(Duration::from_millis(300)).await;
        let requests = bench.helper.requests.lock().unwrap();
        assert_eq!(requests.iter().any(|request| matches!(request, Request::Disconnect { .. })), cancel);
    }
}

#[tokio::test]
async fn what_the_helper_refuses_is_told() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    let refusal =
        Failure::new(FailureKind::BadRequest { problem: vpn_api::RequestProblem::Busy }, Blame::Us, Retry::Never);
    *bench.helper.refusal.lock().unwrap() = Some(refusal);
    bench.connect(&id).await.unwrap();
    let view = bench.until("refused", |view| view.profiles[0].status.shape == Shape::Trouble).await;
    assert_eq!(view.profiles[0].status.action, Action::TryAgain);
    assert!(view.profiles[0].status.failure.is_some());
}

#[tokio::test]
async fn without_the_helper_connect_says_so() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    let gone = Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never);
    bench.helper_says(&id, examples::connected());
    bench.handle.send(Message::Helper(HelperEvent::Down(gone)));
    assert!(bench.connect(&id).await.is_err());
    let view = bench.view().await;
    assert!(view.helper.trouble.is_some());
    assert_eq!(view.profiles[0].status.shape, Shape::Off, "nothing is shown as up that nobody knows of");
    let told = bench.shell.notices.lock().unwrap().last().unwrap().title.clone();
    assert_eq!(told, "Adit’s helper stopped");

    let up = vec![examples::connection(&id, examples::connected())];
    bench.handle.send(Message::Helper(HelperEvent::Up(up)));
    bench.until("found again", |view| view.profiles[0].status.shape == Shape::On).await;
}

#[tokio::test]
async fn profiles_outlive_adit_only_if_they_can_be_sealed() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let keychain = FakeKeychain::default();
    let bench = Bench::start_in(home.clone(), keychain.clone(), true);
    bench.imported("work").await;
    let again = Bench::start_in(home.clone(), keychain.clone(), true);
    assert_eq!(again.view().await.profiles.len(), 1);

    let lost = FakeKeychain::default();
    let bench = Bench::start_in(home.clone(), lost, true);
    let id = bench.view().await.profiles[0].id.clone();
    bench.connect(&id).await.unwrap();
    let view = bench.until("told", |view| view.profiles[0].status.failure.is_some()).await;
    assert!(view.profiles[0].status.failure.as_ref().unwrap().title.contains("does not open"));

    let bench = Bench::start(FakeKeychain::missing());
    let result = bench.import("home", &profile("home.example.net", "")).await;
    assert!(result.remarks[0].title.contains("memory"), "{:?}", result.remarks);
    let view = bench.view().await;
    assert!(view.profiles[0].temporary && !view.keychain.available);
    assert_eq!(bench.stored(), 0, "nothing is written unsealed");
    bench.connects(&result.profile.unwrap()).await;

    // The keychain is there at the next need, and the profile is stored for good.
    bench.keychain.missing.store(false, Ordering::SeqCst);
    bench.import("other", &profile("other.example.net", "")).await;
    bench.until("stored", |view| view.profiles.iter().all(|profile| !profile.temporary)).await;
    let again = Bench::start_in(bench.home.clone(), bench.keychain.clone(), true);
    assert_eq!(again.view().await.profiles.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_told_if_it_does_not_come_back_soon() {
    for (back_after, told) in [(5, false), (15, true)] {
        let bench = Bench::start(FakeKeychain::default());
        bench.helper_says("shell", examples::connected());
        let reconnecting = TunnelState::Reconnecting {
            phase: vpn_api::Phase::Contacting,
            server: None,
            attempt: 1,
            cause: examples::failure(),
            waiting: None,
        };
        bench.helper_says("shell", reconnecting);
        tokio::time::sleep(Duration::from_secs(back_after)).await;
        bench.helper_says("shell", examples::connected());
        tokio::time::sleep(Duration::from_secs(20)).await;
        let notices = bench.shell.notices.lock().unwrap();
        let broken = notices.iter().any(|notice| notice.title == "shell lost its connection");
        assert_eq!(broken, told, "{notices:?}");
    }
}

#[tokio::test]
async fn removed_profiles_come_back() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.handle.ask(|reply| Message::Rename(id.clone(), " Office ".to_owned(), reply)).await.unwrap();
    assert!(bench.handle.ask(|reply| Message::Rename(id.clone(), " ".to_owned(), reply)).await.is_err());
    bench.handle.ask(|reply| Message::Remove(vec![id.clone()], reply)).await.unwrap();
    assert!(bench.view().await.profiles.is_empty());
    bench.handle.ask(|reply| Message::UndoRemove(vec![id.clone()], reply)).await.unwrap();
    assert_eq!(bench.view().await.profiles[0].name, "Office");
    assert!(bench.handle.ask(|reply| Message::UndoRemove(vec![id.clone()], reply)).await.is_err());

    bench.handle.ask(|reply| Message::Remove(vec![id.clone()], reply)).await.unwrap();
    bench.handle.send(Message::Quit { confirmed: false });
    bench.view().await;
    assert!(bench.did("leave"));
    assert_eq!(bench.stored(), 0, "quitting does not bring it back");
}

#[tokio::test]
async fn quitting_asks_once_and_takes_the_tunnels_down() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.view().await;
    bench.helper_says(&id, examples::connected());
    bench.handle.send(Message::Quit { confirmed: false });
    bench.view().await;
    assert!(bench.did("ask-quit work") && bench.did("focus") && !bench.did("leave"));
    bench.handle.send(Message::Quit { confirmed: true });
    bench.request("disconnect", |request| matches!(request, Request::Disconnect { .. })).await;
    assert!(!bench.did("leave"), "not before the tunnel is down");
    bench.helper_says(&id, ended());
    bench.view().await;
    assert!(bench.did("leave"));
}

#[tokio::test]
async fn a_left_click_toggles_and_opens_the_window_when_needed() {
    let bench = Bench::start(FakeKeychain::default());
    bench.handle.send(Message::Toggle);
    bench.view().await;
    assert!(bench.did("focus"), "no profile");
    bench.shell.done.lock().unwrap().clear();

    let id = bench.imported("work").await;
    bench.handle.send(Message::Toggle);
    bench.request("connect", is_connect).await;
    bench.ask_for_login(&id, 1, false);
    bench.until("asked", |view| view.prompt.is_some()).await;
    assert!(bench.did("focus"), "the question of a click comes with the window");
    bench.shell.done.lock().unwrap().clear();
    bench.handle.send(Message::Toggle);
    bench.view().await;
    assert!(bench.did("focus"), "a click on a question shows it");

    bench.answer(&id, 1, "right", false).await.unwrap();
    bench.helper_says(&id, examples::connected());
    bench.handle.send(Message::Toggle);
    bench.request("disconnect", |request| matches!(request, Request::Disconnect { .. })).await;
}

#[tokio::test]
async fn a_left_click_ends_and_begins_what_was_connected_together() {
    let bench = Bench::start(FakeKeychain::default());
    let (work, home) = (bench.imported("work").await, bench.imported("home").await);
    let third = bench.imported("third").await;
    for id in [&work, &home] {
        bench.handle.ask(|reply| Message::Connect((*id).clone(), reply)).await.unwrap();
        bench.request("connect", is_connect).await;
        bench.helper_says(id, examples::connected());
    }
    let active = |view: &View| -> Vec<String> {
        let up = view.profiles.iter().filter(|profile| profile.status.action != Action::Connect);
        up.map(|profile| profile.id.clone()).collect()
    };
    bench.until("both up", |view| active(view).len() == 2).await;
    bench.handle.send(Message::Toggle);
    for id in [&work, &home] {
        bench.request("disconnect", |request| matches!(request, Request::Disconnect { .. })).await;
        bench.helper_says(id, vpn_api::TunnelState::Disconnected { failure: None });
    }
    bench.until("both down", |view| active(view).is_empty()).await;
    bench.handle.send(Message::Toggle);
    bench.until("both again", |view| active(view).len() == 2).await;
    let again = active(&bench.view().await);
    assert!(again.contains(&work) && again.contains(&home) && !again.contains(&third), "{again:?}");
}

#[tokio::test]
async fn closing_the_window_leaves_the_tray_or_quits_without_one() {
    let bench = Bench::start(FakeKeychain::default());
    bench.handle.send(Message::Close);
    bench.view().await;
    assert!(bench.did("hide") && !bench.did("leave"));
    let bench = Bench::start_in(Arc::new(tempfile::tempdir().unwrap()), FakeKeychain::default(), false);
    bench.handle.send(Message::Close);
    bench.view().await;
    assert!(bench.did("leave") && !bench.did("hide"));
}

#[tokio::test]
async fn closing_the_window_without_a_tray_keeps_tunnels_and_says_how_to_come_back() {
    let bench = Bench::start_in(Arc::new(tempfile::tempdir().unwrap()), FakeKeychain::default(), false);
    let id = bench.imported("work").await;
    bench.helper_says(&id, examples::connected());
    bench.until("up", |view| view.profiles[0].status.shape == Shape::On).await;
    bench.handle.send(Message::Close);
    bench.view().await;
    assert!(bench.did("hide") && !bench.did("leave"));
    let told = bench.shell.notices.lock().unwrap().last().map(|notice| notice.title.clone());
    assert_eq!(told.as_deref(), Some("Adit goes on in the background"));
    bench.handle.send(Message::Open);
    bench.view().await;
    assert!(bench.did("focus"), "a second start shows it");
}

fn watches(request: &Request) -> Option<bool> {
    if let Request::WatchTraffic { on } = request { Some(*on) } else { None }
}

#[tokio::test]
async fn traffic_has_a_rate_and_is_told_to_a_window_that_is_seen() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.helper_says(&id, examples::connected());
    let connection = ConnectionId::try_from(id.clone()).unwrap();
    for (received, seen) in [(500, false), (1000, true), (51_000, true)] {
        bench.handle.send(Message::Seen(seen));
        let mut traffic = Traffic { received, ..Traffic::default() };
        traffic.count_drop(DropCause::Replayed, received / 50_000);
        let (connection, owner) = (connection.clone(), Owner::Uid(1000));
        bench.handle.send(Message::Helper(HelperEvent::Event(Event::Traffic { connection, owner, traffic })));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bench.view().await;
    let asked: Vec<bool> = bench.helper.requests.lock().unwrap().iter().filter_map(watches).collect();
    assert_eq!(asked, [true], "asked for when the window comes to be seen, once");
    let told = bench.shell.traffic.lock().unwrap();
    assert_eq!((told.len(), told[0].received), (2, 1000), "a window that nobody sees is told nothing");
    assert!((10_000..=1_000_000).contains(&told[1].receive_rate), "{}", told[1].receive_rate);
    assert!(told[0].dropped.is_empty());
    assert_eq!(told[0].packets, ["0 received, 0 sent"]);
    assert_eq!(told[1].dropped, ["1 repeated or too late"]);
}

#[tokio::test]
async fn only_secure_links_are_opened() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    for (prompt, url, opens) in [
        (1, "https://login.example.com/x", true),
        (2, "http://login.example.com/x", false),
        (3, "file:///etc/passwd", false),
    ] {
        let pending =
            PendingPrompt { id: PromptId(prompt), prompt: vpn_api::Prompt::OpenBrowser { url: url.to_owned() } };
        bench.tell(ConnectionSnapshot { prompt: Some(pending), ..examples::connection(&id, examples::connecting()) });
        let answer = AnswerInput::OpenBrowser;
        let outcome = bench.handle.ask(|reply| Message::Answer { profile: id.clone(), prompt, answer, reply }).await;
        assert_eq!((outcome.is_ok(), bench.did(&format!("open {url}"))), (opens, opens), "{url}");
    }
}

#[tokio::test]
async fn nonsense_ids_are_refused() {
    let bench = Bench::start(FakeKeychain::default());
    for id in ["", "../../etc/passwd", "p-0000", &"x".repeat(1000)] {
        assert!(bench.connect(id).await.is_err(), "{id}");
        assert!(bench.handle.ask(|reply| Message::Remove(vec![id.to_owned()], reply)).await.is_err(), "{id}");
    }
}
