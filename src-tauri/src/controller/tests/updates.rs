//! Looking for a newer version: only where it is switched on, and shown as a sentence.

use preferences::{Key, SettingValue};

use super::*;
use crate::{
    import::tests::server::{HOST, TestServer, reply},
    updates::tests::{Maker, document},
};

impl Bench {
    async fn look_for_updates(&self, on: bool) {
        let set = |reply| Message::SetSetting(Key::UpdateCheck, SettingValue::Switch(on), reply);
        self.handle.ask(set).await.unwrap();
    }

    /// What is said of versions.
    async fn said(&self) -> Vec<String> {
        let notices = self.view().await.notices;
        notices.into_iter().map(|notice| notice.title).filter(|title| title.contains("Adit")).collect()
    }
}

async fn bench_at(server: &TestServer, maker: &Maker) -> Bench {
    let channel = maker.channel(&format!("https://{HOST}:{}/release", server.port));
    let home = Arc::new(tempfile::tempdir().unwrap());
    Bench::start_of("first", home, FakeKeychain::default(), true, server.fetcher(), Some(channel))
}

#[tokio::test]
async fn nobody_is_asked_until_it_is_switched_on_and_then_one_sentence_tells() {
    let maker = Maker::new();
    let file = maker.sign(&document("9.0.0", u64::MAX / 4));
    let server = TestServer::start(move |_| reply("200 OK", "", &file)).await;
    let bench = bench_at(&server, &maker).await;
    assert_eq!(bench.said().await, Vec::<String>::new());
    assert_eq!(server.asked().len(), 0, "off is how it comes");
    bench.look_for_updates(true).await;
    bench.until("told", |view| view.notices.iter().any(|notice| notice.title.contains("9.0.0"))).await;
    assert_eq!(bench.said().await, [format!("Adit 9.0.0 is available; this is {}.", env!("CARGO_PKG_VERSION"))]);
    assert_eq!(server.asked().len(), 1);
    bench.look_for_updates(false).await;
    assert_eq!(bench.said().await, Vec::<String>::new());
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn an_answer_of_somebody_else_is_told_as_that() {
    let (maker, other) = (Maker::new(), Maker::new());
    let file = other.sign(&document("9.0.0", u64::MAX / 4));
    let server = TestServer::start(move |_| reply("200 OK", "", &file)).await;
    let bench = bench_at(&server, &maker).await;
    bench.look_for_updates(true).await;
    let told = bench.until("told", |view| !view.notices.is_empty()).await;
    assert!(told.notices[0].title.contains("did not come from its makers"), "{:?}", told.notices);
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_no_news() {
    let maker = Maker::new();
    let server = TestServer::start(|_| reply("503 Service Unavailable", "", "")).await;
    let bench = bench_at(&server, &maker).await;
    bench.look_for_updates(true).await;
    for _ in 0..500 {
        if !server.asked().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(server.asked().len(), 1, "the control: it was asked");
    assert_eq!(bench.said().await, Vec::<String>::new());
}
