//! Questions after a press in the tray, and passwords that were refused.

use super::*;

/// A profile whose password is remembered, with its tunnel ended.
async fn remembering(bench: &Bench) -> String {
    let id = bench.imported("work").await;
    bench.connects(&id).await;
    bench.ask_for_login(&id, 1, false);
    bench.answer(&id, 1, "right", true).await.unwrap();
    bench.helper_says(&id, examples::connected());
    bench.until("remembered", |view| view.profiles[0].remembers).await;
    bench.helper_says(&id, ended());
    bench.view().await;
    bench.helper.requests.lock().unwrap().clear();
    id
}

#[tokio::test]
async fn a_question_after_a_press_in_the_tray_comes_with_the_window() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.view().await;
    bench.handle.send(Message::ToggleProfile(ProfileId::try_from(id.clone()).unwrap()));
    bench.request("connect", is_connect).await;
    bench.shell.done.lock().unwrap().clear();
    bench.helper_says(&id, examples::connecting());
    bench.view().await;
    assert!(!bench.did("focus"), "nothing is asked yet");
    bench.ask_for_login(&id, 1, false);
    bench.until("asked", |view| view.prompt.is_some()).await;
    assert!(bench.did("focus"));
    bench.shell.done.lock().unwrap().clear();
    bench.ask_for_login(&id, 2, true);
    bench.view().await;
    assert!(!bench.did("focus"), "the window came once");
}

#[tokio::test]
async fn a_remembered_password_that_was_refused_is_not_tried_again_by_itself() {
    let bench = Bench::start(FakeKeychain::default());
    let id = remembering(&bench).await;
    assert!(bench.connects(&id).await.secrets.password.is_some(), "it is used while it fits");
    bench.ask_for_login(&id, 2, true);
    bench.until("asked", |view| view.prompt.is_some()).await;
    bench.helper_says(&id, ended());
    bench.view().await;
    for press in 0..3 {
        bench.helper.requests.lock().unwrap().clear();
        let secrets = bench.connects(&id).await.secrets;
        assert_eq!((secrets.username.as_deref(), secrets.password), (Some("alice"), None), "press {press}");
        bench.ask_for_login(&id, 3 + press, false);
        bench.until("asked", |view| view.prompt.is_some()).await;
        assert!(!bench.helper.requests.lock().unwrap().iter().any(is_answer), "press {press}");
        bench.helper_says(&id, ended());
        bench.view().await;
    }
    bench.connects(&id).await;
    bench.ask_for_login(&id, 9, false);
    bench.answer(&id, 9, "new", true).await.unwrap();
    bench.helper_says(&id, examples::connected());
    bench.until("connected", |view| view.profiles[0].status.shape == Shape::On).await;
    bench.helper_says(&id, ended());
    bench.view().await;
    bench.helper.requests.lock().unwrap().clear();
    assert!(bench.connects(&id).await.secrets.password.is_some(), "another one has fitted");
}

#[tokio::test]
async fn a_question_says_by_itself_why_it_is_asked_again() {
    let bench = Bench::start(FakeKeychain::default());
    let id = bench.imported("work").await;
    bench.connects(&id).await;
    bench.ask_for_login(&id, 2, true);
    let view = bench.until("asked", |view| view.prompt.is_some()).await;
    assert!(view.prompt.is_some_and(|prompt| prompt.refused.is_some()));
    assert!(view.profiles[0].status.failure.is_none());
}
