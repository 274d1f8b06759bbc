use vpn_api::prompt::{
    BrowserListener, Challenge, Field, FieldKind, Form, FormParts, HandBack, ListenerMethod, ListenerPort,
};

use super::*;

fn challenge() -> Challenge {
    Challenge { text: "Code?".into(), echo: true }
}

fn credentials(username: Option<&str>, challenge: Option<Challenge>) -> Prompt {
    Prompt::Credentials { username: username.map(str::to_owned), username_locked: false, refused: None, challenge }
}

/// Every question, with the flags that answer it.
fn questions() -> Vec<(Prompt, &'static [&'static str])> {
    let url = || "https://login.example/x".to_owned();
    let listener = BrowserListener {
        port: ListenerPort::Any,
        path: "/".into(),
        method: ListenerMethod::Get,
        hand_back: HandBack::PathRest,
    };
    let field = |id: &str, kind| Field { id: id.into(), label: id.into(), kind, value: String::new(), required: true };
    let fields = vec![field("user", FieldKind::Text), field("pass", FieldKind::Password)];
    let form = Form::try_from(FormParts { fields, ..FormParts::default() }).unwrap();
    let proxy = Prompt::ProxyCredentials { proxy: "proxy:3128".into(), username: None, wrong: false };
    vec![
        (credentials(None, None), &["--username", "--password-stdin"]),
        (credentials(None, Some(challenge())), &["--username", "--password-stdin", "--response-stdin"]),
        (Prompt::KeyPassphrase { wrong: false }, &["--passphrase-stdin"]),
        (Prompt::Challenge(challenge()), &["--response-stdin"]),
        (Prompt::BrowserAnswer { url: url(), listener }, &["--response-stdin"]),
        (Prompt::ConfirmElsewhere { text: "Look at your phone".into() }, &[]),
        (Prompt::OpenBrowser { url: url() }, &[]),
        (Prompt::Form(form), &[]),
        (Prompt::Banner { text: "Terms".into() }, &["--accept"]),
        (proxy, &["--proxy-username", "--proxy-password-stdin"]),
    ]
}

const FLAGS: [(Slot, &str); 7] = [
    (Slot::Username, "--username"),
    (Slot::Password, "--password-stdin"),
    (Slot::Passphrase, "--passphrase-stdin"),
    (Slot::Response, "--response-stdin"),
    (Slot::ProxyUsername, "--proxy-username"),
    (Slot::ProxyPassword, "--proxy-password-stdin"),
    (Slot::Accept, "--accept"),
];

fn sentence(error: CommandError) -> String {
    let CommandError::Message { exit: Exit::Usage, sentence } = error else { panic!("{error:?}") };
    sentence
}

#[test]
fn every_question_takes_its_own_flags_and_names_them_to_whoever_uses_another() {
    for (prompt, own) in questions() {
        for (slot, flag) in FLAGS {
            let checked = check(&prompt, &[(slot.clone(), flag)]);
            if own.contains(&flag) {
                assert!(checked.is_ok(), "{prompt:?} {flag}");
                continue;
            }
            let said = sentence(checked.unwrap_err());
            assert!(said.contains(&format!("{flag} does not belong to this question.")), "{said}");
            assert!(own.iter().all(|own| said.contains(own)), "{said}");
            let others = FLAGS.iter().filter(|(_, other)| *other != flag && !own.contains(other));
            assert!(others.clone().all(|(_, other)| !said.contains(&format!("{other} "))), "{said}");
        }
    }
}

#[test]
fn what_is_given_for_one_question_is_never_the_answer_to_another() {
    for (prompt, own) in questions() {
        for (slot, flag) in FLAGS {
            let mut answers = Answers::default();
            answers.set(slot, "the secret".into());
            if own.contains(&flag) {
                continue;
            }
            assert!(choose(&prompt, &mut answers).is_err(), "{prompt:?} {flag}");
        }
        let mut all = Answers::default();
        for (slot, _) in FLAGS {
            all.set(slot.clone(), if slot == Slot::Accept { "yes" } else { "x" }.into());
        }
        if !own.is_empty() {
            assert!(choose(&prompt, &mut all).unwrap().fits(&prompt), "{prompt:?}");
        }
    }
}

#[test]
fn what_is_missing_is_named() {
    let mut answers = Answers::default();
    answers.set(Slot::Username, "alice".into());
    answers.set(Slot::Password, "secret".into());
    let said = sentence(choose(&credentials(None, Some(challenge())), &mut answers).unwrap_err());
    assert!(said.contains("--response-stdin") && !said.contains("--password-stdin"), "{said}");
    // Nothing was used up.
    answers.set(Slot::Response, "123456".into());
    let answer = choose(&credentials(None, Some(challenge())), &mut answers).unwrap();
    let expected =
        Answer::Credentials { username: "alice".into(), password: "secret".into(), challenge: Some("123456".into()) };
    assert_eq!(answer, expected);
    // A name that the question has already need not be given.
    let mut answers = Answers::default();
    answers.set(Slot::Password, "".into());
    let expected = Answer::Credentials { username: "bob".into(), password: "".into(), challenge: None };
    assert_eq!(choose(&credentials(Some("bob"), None), &mut answers).unwrap(), expected);
}

#[test]
fn a_form_is_filled_by_label_or_id() {
    let (_, (form, _)) = (0, questions().remove(7));
    let mut answers = Answers::parse("field.USER=alice\nfield.pass=x\npassword=vpn\n").unwrap();
    assert!(choose(&form, &mut answers).unwrap().fits(&form));
    let said = sentence(choose(&form, &mut answers).unwrap_err());
    assert!(said.contains("field.user=…, field.pass=…"), "each value is used once: {said}");
}
