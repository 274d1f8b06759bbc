//! Signing in at a real 2.6 server that asks for more than a password. A script behind the server plays the part of an
//! authenticator: it sees what the client sent and writes down what it wants.

use std::{os::unix::fs::PermissionsExt, path::PathBuf, time::Duration};

use anyhow::{Context, Result};
use e2e::Testbed;
use lab::{OpenVpnServer, ServerOptions, wait_until};
use serde_json::Value;
use vpn_api::contract::Request;
use vpn_api::{Answer, Prompt, PromptId, Secret};
use vpn_ipc::Client;

/// The authenticator's beginning: what was sent, into a file that the test reads.
const SEEN: &str = "#!/bin/sh\nuser=$(sed -n 1p \"$1\"); password=$(sed -n 2p \"$1\")\n\
                    printf '%s %s\\n' \"$user\" \"$password\" >> \"$0.seen\"\n";

struct Desk {
    testbed: Testbed,
    server: OpenVpnServer,
    profile: PathBuf,
    script: PathBuf,
}

impl Desk {
    fn new(script: &str, server_lines: &[&str], profile_lines: &[&str]) -> Result<Self> {
        let testbed = Testbed::new()?;
        let path = testbed.server.directory().join("authenticator");
        std::fs::write(&path, format!("{SEEN}{script}"))?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
        let mut lines = vec![
            "script-security 2".to_owned(),
            format!("auth-user-pass-verify {} via-file", path.display()),
            format!("tmp-dir {}", testbed.server.directory().display()),
        ];
        lines.extend(server_lines.iter().map(|line| (*line).to_owned()));
        let mut profile_lines: Vec<String> = profile_lines.iter().map(|line| (*line).to_owned()).collect();
        profile_lines.push("auth-user-pass".to_owned());
        let options = ServerOptions { server_lines: lines, profile_lines, ..ServerOptions::default() };
        let (server, profile) = testbed.serve(&options)?;
        Ok(Self { testbed, server, profile, script: path })
    }

    /// Lines `user password`, as the server's script saw them.
    fn seen(&self) -> Vec<String> {
        let path = format!("{}.seen", self.script.display());
        std::fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
    }

    fn begin(&self) -> Result<()> {
        let path = self.profile.display().to_string();
        let arguments = ["connect", path.as_str(), "--username", "alice", "--password-stdin"];
        let outcome = self.testbed.helper.ctl_with_input(&arguments, "first")?;
        anyhow::ensure!(outcome.code == 0, "{outcome:?}");
        Ok(())
    }

    /// The next question, as the helper gives it to whoever shows it.
    fn asked(&self) -> Result<(PromptId, Prompt)> {
        let mut found = None;
        wait_until("a question", Duration::from_secs(20), || {
            let status = self.testbed.helper.status().unwrap_or_default();
            found = status.first().and_then(|one| one.get("prompt")).filter(|prompt| !prompt.is_null()).cloned();
            found.is_some()
        })
        .with_context(|| self.all())?;
        let found = found.unwrap_or_default();
        let id = found.get("id").and_then(Value::as_u64).context("the question's number")?;
        Ok((PromptId(id), serde_json::from_value(found.get("prompt").cloned().unwrap_or_default())?))
    }

    fn answer(&self, prompt: PromptId, answer: Answer) -> Result<()> {
        let status = self.testbed.helper.status()?;
        let connection = status.first().and_then(|one| one.get("connection")).context("a connection")?.clone();
        let connection = serde_json::from_value(connection)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let (client, _events) = Client::connect(self.testbed.helper.socket()).await?;
            client.request(Request::Answer { connection, owner: None, prompt, answer }).await?;
            Ok(())
        })
    }

    fn must_be_up(&self) -> Result<()> {
        self.testbed.helper.wait_for_state("connected", Duration::from_secs(20)).with_context(|| self.all())?;
        anyhow::ensure!(self.testbed.client.pings(&self.server.inner_address(), 1));
        Ok(())
    }

    fn all(&self) -> String {
        format!("seen: {:?}\nhelper:\n{}\nserver:\n{}", self.seen(), self.testbed.helper.log(), self.server.log())
    }
}

#[test]
fn a_static_challenge_goes_along_with_the_password() -> Result<()> {
    let desk = Desk::new("exit 0\n", &[], &["static-challenge \"Enter the code\" 1"])?;
    desk.begin()?;
    let (id, prompt) = desk.asked()?;
    // Name and password came with the request: only the answer is asked for.
    let Prompt::Challenge(challenge) = &prompt else { panic!("{prompt:?}") };
    assert_eq!((challenge.text.as_str(), challenge.echo), ("Enter the code", true));
    desk.answer(id, Answer::Challenge { response: Secret::from("123456") })?;
    desk.must_be_up()?;
    // base64 of `first` and of `123456`.
    assert_eq!(desk.seen(), ["alice SCRV1:Zmlyc3Q=:MTIzNDU2"]);
    desk.testbed.disconnect()?;

    // Nothing is known: everything is asked for at once.
    let path = desk.profile.display().to_string();
    assert_eq!(desk.testbed.helper.ctl(&["connect", &path])?.code, 0);
    let (id, prompt) = desk.asked()?;
    let Prompt::Credentials { challenge: Some(challenge), .. } = &prompt else { panic!("{prompt:?}") };
    assert_eq!((challenge.text.as_str(), challenge.echo), ("Enter the code", true));
    let answer = Answer::Credentials {
        username: "alice".into(),
        password: Secret::from("secret"),
        challenge: Some(Secret::from("654321")),
    };
    desk.answer(id, answer)?;
    desk.must_be_up()?;
    assert_eq!(desk.seen().last().map(String::as_str), Some("alice SCRV1:c2VjcmV0:NjU0MzIx"));
    Ok(())
}

#[test]
fn a_dynamic_challenge_is_answered_once() -> Result<()> {
    let script = "case \"$password\" in CRV1::c3RhdGU=::123456) exit 0;; esac\n\
                  printf 'CRV1:R,E:c3RhdGU=:YWxpY2U=:Which number do you see?' > \"$auth_failed_reason_file\"\nexit 1\n";
    let desk = Desk::new(script, &[], &[])?;
    desk.begin()?;
    let (id, prompt) = desk.asked()?;
    let Prompt::Challenge(challenge) = &prompt else { panic!("{prompt:?}") };
    assert_eq!((challenge.text.as_str(), challenge.echo), ("Which number do you see?", true));
    desk.answer(id, Answer::Challenge { response: Secret::from("123456") })?;
    desk.must_be_up()?;
    assert_eq!(desk.seen(), ["alice first", "alice CRV1::c3RhdGU=::123456"], "one attempt per code");
    Ok(())
}

/// The server answers at once and waits for the browser; the address is given to the person, and nobody else.
#[test]
fn signing_in_with_the_browser() -> Result<()> {
    for (method, extra) in [("webauth", "WEB_AUTH::"), ("openurl", "OPEN_URL:")] {
        let script = format!(
            "printf '60\\n{method}\\n{extra}https://login.example/a?b=c' > \"$auth_pending_file\"\n\
             control=$auth_control_file\n\
             (for i in $(seq 100); do [ -e \"$0.done\" ] && break; sleep 0.1; done; printf 1 > \"$control\") >/dev/null 2>&1 &\n\
             exit 2\n"
        );
        let desk = Desk::new(&script, &[], &[])?;
        desk.begin()?;
        let (id, prompt) = desk.asked()?;
        assert_eq!(prompt, Prompt::OpenBrowser { url: "https://login.example/a?b=c".into() });
        desk.answer(id, Answer::BrowserOpened)?;
        std::fs::write(format!("{}.done", desk.script.display()), "")?;
        desk.must_be_up()?;
        assert_eq!(desk.seen(), ["alice first"], "{method}");
    }
    Ok(())
}

/// Nobody confirms the sign-in, and the server, or the client, gives up after the time that the server said.
#[test]
fn a_pending_sign_in_that_nobody_finishes_runs_out() -> Result<()> {
    let script = "printf '4\\nwebauth\\nWEB_AUTH::https://login.example/a?b=c' > \"$auth_pending_file\"\nexit 2\n";
    let desk = Desk::new(script, &[], &["hand-window 6"])?;
    desk.begin()?;
    let (id, _) = desk.asked()?;
    desk.answer(id, Answer::BrowserOpened)?;
    desk.testbed.helper.wait_for_state("disconnected", Duration::from_secs(10)).with_context(|| desk.all())?;
    assert!(desk.server.log().contains("AUTH_PENDING,timeout 4"), "{}", desk.all());
    let said = desk.testbed.helper.ctl(&["status"])?;
    let said = format!("{}{}", said.stdout, said.stderr);
    assert!(said.contains("The sign-in was not finished in time."), "{said}\n{}", desk.all());
    // Whoever would have to confirm it begins anew; nothing is tried without them.
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(
        (desk.seen(), desk.testbed.helper.state_word()?.as_str()),
        (vec!["alice first".to_owned()], "disconnected")
    );
    Ok(())
}

/// A question inside the session, whose answer goes back without a new connection.
#[test]
fn a_question_in_the_session_is_answered_in_it() -> Result<()> {
    let script = "printf '20\\ncrtext\\nCR_TEXT:E,R:How many?' > \"$auth_pending_file\"\n\
                  control=$auth_control_file\n\
                  (sleep 3; printf 1 > \"$control\") >/dev/null 2>&1 &\nexit 2\n";
    let desk = Desk::new(script, &[], &[])?;
    desk.begin()?;
    let (id, prompt) = desk.asked()?;
    let Prompt::Challenge(challenge) = &prompt else { panic!("{prompt:?}") };
    assert_eq!(challenge.text, "How many?");
    desk.answer(id, Answer::Challenge { response: Secret::from("three") })?;
    wait_until("the answer reaches the server", Duration::from_secs(8), || {
        desk.server.log().contains("CR response was sent by client ('dGhyZWU=')")
    })
    .with_context(|| desk.all())?;
    desk.must_be_up()
}

#[test]
fn the_servers_own_text_is_shown() -> Result<()> {
    let desk =
        Desk::new("printf 'Your account is closed since Monday' > \"$auth_failed_reason_file\"\nexit 1\n", &[], &[])?;
    desk.begin()?;
    let (_, prompt) = desk.asked()?;
    let Prompt::Credentials { refused: Some(refused), .. } = &prompt else { panic!("{prompt:?}") };
    assert_eq!(refused.reason.as_deref(), Some("Your account is closed since Monday"));
    assert_eq!(desk.seen().len(), 1, "nothing is tried again without the person");
    Ok(())
}

/// `AUTH_FAILED,TEMP`: not the person's fault, so it is tried again and nobody is asked.
#[test]
fn a_server_that_cannot_sign_in_right_now_is_tried_again() -> Result<()> {
    let script = "[ -e \"$0.second\" ] && exit 0\ntouch \"$0.second\"\n\
                  printf 'TEMP[backoff 2,advance no]:the directory is away' > \"$auth_failed_reason_file\"\nexit 1\n";
    let desk = Desk::new(script, &[], &[])?;
    desk.begin()?;
    desk.must_be_up()?;
    assert_eq!(desk.seen(), ["alice first", "alice first"]);
    Ok(())
}

/// The token replaces the password, so that a one-time code is not sent a second time: after a renegotiation and after the
/// server was restarted.
#[test]
fn a_token_replaces_the_password() -> Result<()> {
    let mut desk = Desk::new("exit 0\n", &["auth-gen-token 3600 130", "reneg-sec 5", "keepalive 1 4"], &[])?;
    desk.begin()?;
    desk.must_be_up()?;
    wait_until("a renegotiation", Duration::from_secs(20), || {
        desk.testbed.helper.log().contains("New keys are in use")
    })
    .with_context(|| desk.all())?;
    assert_eq!(desk.seen(), ["alice first"], "the password was sent again at the renegotiation\n{}", desk.all());
    desk.server.restart(&desk.testbed.server)?;
    wait_until("the tunnel again", Duration::from_secs(30), || {
        desk.testbed.client.pings(&desk.server.inner_address(), 1)
    })
    .with_context(|| desk.all())?;
    Ok(())
}

/// The server's token has an end. The code that was used for it is not sent a second time: somebody has to look up a new one.
#[test]
fn a_token_past_its_time_asks_for_a_new_code() -> Result<()> {
    let desk = Desk::new(
        "exit 0\n",
        &["hand-window 10", "auth-gen-token 7 20", "reneg-sec 5"],
        &["static-challenge \"Code\" 0"],
    )?;
    desk.begin()?;
    let answered = |code: &str| Answer::Challenge { response: Secret::from(code) };
    let (first, prompt) = desk.asked()?;
    let Prompt::Challenge(challenge) = &prompt else { panic!("{prompt:?}") };
    assert!(!challenge.echo, "a code that is not to be seen");
    desk.answer(first, answered("111111"))?;
    desk.must_be_up()?;
    let asked_again = || {
        let status = desk.testbed.helper.status().unwrap_or_default();
        status.first().and_then(|one| one.pointer("/prompt/id")).and_then(Value::as_u64).is_some_and(|id| id != first.0)
    };
    wait_until("the next question", Duration::from_secs(30), asked_again).with_context(|| desk.all())?;
    assert_eq!(desk.seen(), ["alice SCRV1:Zmlyc3Q=:MTExMTEx"], "a used code is not sent again\n{}", desk.all());
    let (second, prompt) = desk.asked()?;
    assert!(matches!(prompt, Prompt::Challenge(_)), "only the code is asked for: {prompt:?}");
    desk.answer(second, answered("222222"))?;
    desk.must_be_up()?;
    assert_eq!(desk.seen(), ["alice SCRV1:Zmlyc3Q=:MTExMTEx", "alice SCRV1:Zmlyc3Q=:MjIyMjIy"]);
    Ok(())
}

#[test]
fn a_login_inside_the_profile_needs_nobody() -> Result<()> {
    let desk = Desk::new("[ \"$user $password\" = 'alice inside the profile' ]\n", &[], &[])?;
    let text = std::fs::read_to_string(&desk.profile)?;
    for (password, good) in [("inside the profile", true), ("another", false)] {
        let inline = format!("<auth-user-pass>\nalice\n{password}\n</auth-user-pass>\n");
        let profile = desk.testbed.write_profile("inline", &text.replace("auth-user-pass\n", &inline))?;
        let outcome = desk.testbed.connect(&profile, &[], "")?;
        assert_eq!(outcome.code == 0, good, "{outcome:?}\n{}", desk.all());
        desk.testbed.disconnect()?;
    }
    Ok(())
}

/// Nobody sits at the terminal: name, password and code come together, in one document.
#[test]
fn a_static_challenge_is_answered_without_a_terminal() -> Result<()> {
    let desk = Desk::new("exit 0\n", &[], &["static-challenge \"Enter the code\" 1"])?;
    let path = desk.profile.display().to_string();
    let connect = |source: &str, input: &str| {
        let outcome = desk.testbed.helper.ctl_with_input(&["connect", &path, "--wait", "--answers", source], input)?;
        desk.testbed.disconnect()?;
        anyhow::Ok(outcome)
    };
    let document = "username=alice\npassword=secret\nresponse=123456\n";
    let file = desk.testbed.client.directory().join("answers.json");
    std::fs::write(&file, r#"{"username":"alice","password":"secret","response":"654321"}"#)?;
    for mode in [0o644, 0o600] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode))?;
        let outcome = connect(&file.display().to_string(), "")?;
        assert_eq!(outcome.code, 0, "{outcome:?}\n{}", desk.all());
        assert_eq!(outcome.stderr.contains("can read"), mode == 0o644, "{outcome:?}");
    }
    for source in ["-", "fd:0"] {
        let outcome = connect(source, document)?;
        assert_eq!(outcome.code, 0, "{source}: {outcome:?}\n{}", desk.all());
    }
    // base64 of `secret`, and of each code.
    let (first, second) = ("alice SCRV1:c2VjcmV0:NjU0MzIx", "alice SCRV1:c2VjcmV0:MTIzNDU2");
    assert_eq!(desk.seen(), [first, first, second, second]);

    let without = connect("-", "username=alice\npassword=secret\n")?;
    assert!(without.code == 8 && without.stderr.contains("--response-stdin"), "{without:?}");
    assert_eq!(desk.seen().len(), 4, "nothing was sent without the code");
    for secret in ["secret", "123456", "654321"] {
        assert!(!desk.testbed.helper.log().contains(secret), "{}", desk.testbed.helper.log());
    }
    Ok(())
}

/// The password is never sent as a code: the terminal refuses it, and names what is wanted.
#[test]
fn an_answer_to_another_question_is_refused() -> Result<()> {
    let script = "case \"$password\" in CRV1::c3RhdGU=::123456) exit 0;; esac\n\
                  printf 'CRV1:R,E:c3RhdGU=:YWxpY2U=:Which number do you see?' > \"$auth_failed_reason_file\"\nexit 1\n";
    let desk = Desk::new(script, &[], &[])?;
    desk.begin()?;
    let (id, _) = desk.asked()?;
    for wrong in ["--password-stdin", "--passphrase-stdin", "--proxy-password-stdin"] {
        let refused = desk.testbed.helper.ctl_with_input(&["answer", wrong], "secret\n")?;
        assert!(refused.code == 2 && refused.stderr.contains("--response-stdin"), "{wrong}: {refused:?}");
    }
    // The helper refuses it from any client.
    let wrong = desk.answer(id, Answer::KeyPassphrase { passphrase: Secret::from("secret") });
    assert!(wrong.is_err(), "taken for an answer");
    assert_eq!(desk.seen(), ["alice first"]);
    let answered = desk.testbed.helper.ctl_with_input(&["answer", "--response-stdin"], "123456\n")?;
    assert_eq!(answered.code, 0, "{answered:?}");
    desk.must_be_up()?;
    assert_eq!(desk.seen(), ["alice first", "alice CRV1::c3RhdGU=::123456"]);
    Ok(())
}

/// `CR_TEXT` without the flag R: nothing is typed, and the connection comes up when it was confirmed elsewhere.
#[test]
fn what_is_confirmed_elsewhere_is_only_told() -> Result<()> {
    let script = "printf '20\\ncrtext\\nCR_TEXT:E:Approve it on your phone' > \"$auth_pending_file\"\n\
                  control=$auth_control_file\n\
                  (sleep 3; printf 1 > \"$control\") >/dev/null 2>&1 &\nexit 2\n";
    let desk = Desk::new(script, &[], &[])?;
    let path = desk.profile.display().to_string();
    let arguments = ["connect", path.as_str(), "--wait", "--username", "alice", "--password-stdin"];
    let outcome = desk.testbed.helper.ctl_with_input(&arguments, "first\n")?;
    assert_eq!(outcome.code, 0, "{outcome:?}\n{}", desk.all());
    assert!(outcome.stderr.contains("Approve it on your phone"), "{outcome:?}");
    assert!(!desk.server.log().contains("CR response was sent"), "{}", desk.all());
    desk.must_be_up()
}
