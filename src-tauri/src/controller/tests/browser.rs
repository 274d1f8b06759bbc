//! Signing in with the browser, whose answer comes to this machine.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use vpn_api::prompt::{BrowserListener, HandBack, ListenerMethod, ListenerPort};

use super::*;

const PAGE: &str = "https://sso.example.com/saml?x=1";

impl Bench {
    fn asks_for_browser(&self, id: &str, number: u64, url: &str) {
        let listener = BrowserListener {
            port: ListenerPort::Fixed(self.federated_port),
            path: "/".to_owned(),
            method: ListenerMethod::Post,
            hand_back: HandBack::FormField("SAMLResponse".to_owned()),
        };
        let prompt = vpn_api::Prompt::BrowserAnswer { url: url.to_owned(), listener };
        let pending = PendingPrompt { id: PromptId(number), prompt };
        self.tell(ConnectionSnapshot { prompt: Some(pending), ..examples::connection(id, examples::connecting()) });
    }

    async fn give(&self, id: &str, prompt: u64, answer: AnswerInput) -> Result<(), MessageView> {
        self.handle.ask(|reply| Message::Answer { profile: id.to_owned(), prompt, answer, reply }).await
    }

    /// What the browser gets for its form; an error where nobody listens.
    async fn post(&self, response: &str) -> std::io::Result<String> {
        let port = self.federated_port;
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        let body = format!("SAMLResponse={response}");
        let head = format!(
            "POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        Ok(answer)
    }

    /// Nobody listens, at the latest after five seconds.
    async fn is_deaf(&self) {
        for _ in 0..500 {
            if TcpStream::connect(("127.0.0.1", self.federated_port)).await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("somebody still listens");
    }

    fn opened(&self, url: &str) -> usize {
        let wanted = format!("open {url}");
        self.shell.done.lock().unwrap().iter().filter(|done| **done == wanted).count()
    }
}

#[tokio::test]
async fn what_the_browser_brings_is_the_answer() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.asks_for_browser(&id, 1, PAGE);
    let view = bench.until("asked", |view| view.prompt.is_some()).await;
    let ask = view.prompt.unwrap().ask;
    assert!(matches!(ask, crate::view::Ask::Browser { ref host, .. } if host == "sso.example.com"));
    assert!(bench.post("AAAA").await.is_err(), "nobody listens before the person opened the page");
    bench.give(&id, 1, AnswerInput::OpenBrowser).await.unwrap();
    bench.give(&id, 1, AnswerInput::OpenBrowser).await.unwrap();
    assert_eq!(bench.opened(PAGE), 2, "it may be opened again");
    assert!(bench.post("").await.unwrap().starts_with("HTTP/1.1 404"));
    assert!(bench.post("AAAA%2B%3D").await.unwrap().starts_with("HTTP/1.1 200"));
    let Request::Answer { prompt, answer, .. } =
        bench.request("the answer", |request| matches!(request, Request::Answer { .. })).await
    else {
        panic!("not an answer")
    };
    assert_eq!((prompt, answer), (PromptId(1), Answer::Challenge { response: Secret::from("AAAA+=") }));
    bench.is_deaf().await;
    assert!(bench.helper.requests.lock().unwrap().iter().all(|request| !matches!(request, Request::Answer { .. })));
}

#[tokio::test]
async fn listening_ends_with_the_question() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.asks_for_browser(&id, 1, PAGE);
    bench.give(&id, 1, AnswerInput::OpenBrowser).await.unwrap();
    assert!(bench.post("").await.is_ok());
    bench.give(&id, 1, AnswerInput::Cancel).await.unwrap();
    bench.is_deaf().await;
    bench.asks_for_browser(&id, 2, PAGE);
    bench.give(&id, 2, AnswerInput::OpenBrowser).await.unwrap();
    assert!(bench.post("").await.is_ok());
    bench.helper_says(&id, examples::connecting());
    bench.is_deaf().await;
    bench.asks_for_browser(&id, 3, PAGE);
    bench.give(&id, 3, AnswerInput::OpenBrowser).await.unwrap();
    let gone = Failure::new(FailureKind::HelperNotRunning, Blame::Machine, Retry::Never);
    bench.handle.send(Message::Helper(HelperEvent::Down(gone)));
    bench.is_deaf().await;
}

#[tokio::test]
async fn the_page_is_not_opened_where_its_answer_cannot_be_heard() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    let taken = std::net::TcpListener::bind(("127.0.0.1", bench.federated_port)).unwrap();
    bench.asks_for_browser(&id, 1, PAGE);
    let refused = bench.give(&id, 1, AnswerInput::OpenBrowser).await.unwrap_err();
    assert!(refused.title.contains(&bench.federated_port.to_string()) && !refused.advice.is_empty(), "{refused:?}");
    assert_eq!(bench.opened(PAGE), 0);
    drop(taken);
    bench.give(&id, 1, AnswerInput::OpenBrowser).await.unwrap();
    assert_eq!(bench.opened(PAGE), 1);
    // Another sign-in does not take the place of the one that waits.
    let other = bench.import("home", &profile("home.example.com", "")).await.profile.unwrap();
    bench.asks_for_browser(&other, 7, PAGE);
    assert!(bench.give(&other, 7, AnswerInput::OpenBrowser).await.is_err());
    bench.asks_for_browser(&id, 2, "http://sso.example.com/");
    assert!(bench.give(&id, 2, AnswerInput::OpenBrowser).await.is_err());
    assert_eq!(bench.opened("http://sso.example.com/"), 0);
    assert!(bench.post("").await.is_err(), "there is nothing to listen for");
}
