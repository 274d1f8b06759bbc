//! `aditctl answer`.

use std::path::Path;

use i18n::Value;
use vpn_api::{
    Answer, Prompt,
    contract::{PendingPrompt, Request},
};
use vpn_ipc::Client;

use crate::{
    AnswerArguments,
    answers::{Answers, Slot, slots},
    disconnect::{Meant, meant},
    exit::{CommandError, Exit},
    how,
    machine::snapshot,
    output::{Output, said},
    prompts::{self, OwnTerminal},
};

/// Answers what a connection asks.
pub(crate) async fn answer(socket: &Path, arguments: AnswerArguments, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let (Meant { connection, owner }, pending) = asking(&client, arguments.connection.as_deref()).await?;
    let answer = if arguments.cancel { Answer::Cancel } else { given(&pending.prompt, &arguments, output)? };
    client.request(Request::Answer { connection, owner, prompt: pending.id, answer }).await?;
    if !output.json {
        output.line(&said("aditctl-answered", &[]));
    }
    Ok(Exit::Done)
}

/// The connection that asks, and what.
async fn asking(client: &Client, wanted: Option<&str>) -> Result<(Meant, PendingPrompt), CommandError> {
    let asking = snapshot(client)
        .await?
        .into_iter()
        .filter(|one| one.yours || wanted.is_some())
        .filter_map(|mut one| one.prompt.take().map(|prompt| (Meant::from(one), prompt)));
    let mut asking: Vec<(Meant, PendingPrompt)> = match wanted {
        Some(wanted) => {
            let meant = meant(client, wanted).await?;
            asking.filter(|(connection, _)| *connection == meant).collect()
        }
        None => asking.collect(),
    };
    let Some(found) = asking.pop() else {
        return Err(CommandError::message(Exit::Usage, said("aditctl-nothing-asked", &[])));
    };
    if asking.is_empty() {
        Ok(found)
    } else {
        Err(CommandError::message(Exit::Usage, said("aditctl-several-ask", &[])))
    }
}

/// The answer out of the arguments. Without any, the user is asked.
fn given(prompt: &Prompt, arguments: &AnswerArguments, output: Output) -> Result<Answer, CommandError> {
    let mut flags = arguments.given.flags();
    if arguments.accept {
        flags.push((Slot::Accept, "--accept"));
    }
    // Before anything is read: what does not belong here is not taken from standard input either.
    check(prompt, &flags)?;
    if let Prompt::OpenBrowser { .. } = prompt {
        output.complain(&how::elsewhere(prompt));
        return Ok(Answer::BrowserOpened);
    }
    if flags.is_empty() && !arguments.given.has_document() {
        return if prompts::is_interactive() && slots(prompt).is_some() {
            prompts::ask(prompt, &mut OwnTerminal)
        } else {
            Err(not_answered(prompt, how::flags(prompt)))
        };
    }
    let mut answers = arguments.given.read(output)?;
    if arguments.accept {
        answers.set(Slot::Accept, "yes".into());
    }
    choose(prompt, &mut answers)
}

/// Whether each flag belongs to the question.
fn check(prompt: &Prompt, flags: &[(Slot, &'static str)]) -> Result<(), CommandError> {
    let fitting = slots(prompt).unwrap_or_default();
    match flags.iter().find(|(slot, _)| !fitting.contains(slot)) {
        None => Ok(()),
        Some((_, flag)) => {
            let wrong = i18n::text("terminal-answer-wrong-flag", &[("flag", Value::from(*flag))]);
            Err(not_answered(prompt, format!("{wrong} {}", how::flags(prompt))))
        }
    }
}

fn choose(prompt: &Prompt, answers: &mut Answers) -> Result<Answer, CommandError> {
    answers.answer(prompt).map_err(|missing| not_answered(prompt, how::missing(prompt, &missing)))
}

fn not_answered(prompt: &Prompt, how: String) -> CommandError {
    CommandError::message(Exit::Usage, format!("{} {how}", i18n::prompt(prompt).title))
}

#[cfg(test)]
mod tests;
