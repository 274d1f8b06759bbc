//! `aditctl logs`.

use std::path::Path;

use vpn_api::FailureKind;
use vpn_api::contract::{Event, LogLevel, LogLine, Request, Response};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    output::Output,
};

/// Lines asked for at once.
const PAGE: u32 = 1000;

/// Prints the last `count` lines, and what follows if wanted.
pub(crate) async fn run(socket: &Path, follow: bool, count: u32, output: Output) -> Result<Exit, CommandError> {
    let (client, mut events) = Client::connect(socket).await?;
    if follow {
        client.request(Request::Subscribe).await?;
    }
    let mut lines = Vec::new();
    let mut last = 0;
    loop {
        let Response::Log { lines: page } = client.request(Request::ReadLog { after: last, limit: PAGE }).await? else {
            break;
        };
        let Some(newest) = page.last() else { break };
        last = newest.number;
        lines.extend(page);
    }
    let skip = lines.len().saturating_sub(usize::try_from(count).unwrap_or(usize::MAX));
    for line in lines.iter().skip(skip) {
        print(line, output)?;
    }
    if !follow {
        return Ok(Exit::Done);
    }
    loop {
        match events.next().await {
            Some(Event::Log(line)) if line.number > last => print(&line, output)?,
            Some(
                Event::Log(_)
                | Event::Connection(_)
                | Event::Ways(_)
                | Event::Protection(_)
                | Event::PolicyChanged
                | Event::Traffic { .. },
            ) => {}
            Some(Event::ShuttingDown) => return Ok(Exit::Done),
            None => return Ok(Exit::of(&FailureKind::HelperNotRunning)),
        }
    }
}

fn print(line: &LogLine, output: Output) -> Result<(), CommandError> {
    if output.json {
        output.value(line)?;
        return Ok(());
    }
    let level = match line.level {
        LogLevel::Error => "error",
        LogLevel::Warn => "warn ",
        LogLevel::Info => "     ",
        LogLevel::Debug => "debug",
    };
    let connection = line.connection.as_ref().map(|id| format!("[{id}] ")).unwrap_or_default();
    output.line(&format!("{} {level} {connection}{}", i18n::time_of_day(line.unix_ms), line.text));
    Ok(())
}
