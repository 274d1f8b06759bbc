//! Gathers what somebody who helps wants to see.

use std::fs;

use vpn_api::{
    Prompt,
    contract::{LogLine, Request, Response},
};

use super::{
    Controller,
    message::{Reply, answer},
    services::Services,
};
use crate::diagnostics::{self, Known, LOG_LINES, Shown, Situation};

/// Lines asked for at once.
const PAGE: u32 = 1000;
/// Bounds the reading of a log that grows as fast as it is read.
const PAGES: usize = 20;

impl Controller {
    /// Makes the lines of the diagnostics; nothing is written or sent.
    pub(super) fn diagnose(&self, shown: Shown, reply: Reply<Vec<String>>) {
        let connections: Vec<_> = self.connections.known.values().cloned().collect();
        let protection = self.lock.now.clone();
        let (profiles, preferences) = (self.profiles.iter().count(), self.settings.now.clone());
        let known = self.known_texts();
        let (findings, log) = (self.services.service.examine(), read_log(&self.services));
        tokio::spawn(async move {
            let (findings, log) = (findings.await, log.await);
            let situation = Situation { preferences, connections, protection, profiles, findings, log, known };
            answer(reply, Ok(diagnostics::lines(&situation, shown)));
        });
    }

    /// What the person, the profiles and the servers are called.
    fn known_texts(&self) -> Vec<(Known, String)> {
        let mut known = Vec::new();
        for stored in self.profiles.iter() {
            known.push((Known::Profile, stored.card.name.clone()));
            known.push((Known::Profile, stored.card.id.to_string()));
            known.extend(stored.card.servers.iter().map(|host| (Known::Host, host.clone())));
        }
        for connection in self.connections.known.values() {
            known.push((Known::Profile, connection.name.clone()));
            known.push((Known::Profile, connection.connection.to_string()));
            let asked = connection.prompt.as_ref().map(|pending| &pending.prompt);
            if let Some(Prompt::Credentials { username: Some(username), .. }) = asked {
                known.push((Known::User, username.clone()));
            }
        }
        known.extend(self.connections.typed.values().map(|typed| (Known::User, typed.username.clone())));
        known.extend(self.policy.iter().flat_map(|policy| policy.organisation.clone()).map(|name| (Known::User, name)));
        known.extend(this_user().into_iter().map(|name| (Known::User, name)));
        known.extend(this_computer().map(|name| (Known::Host, name)));
        known
    }
}

/// What the person is called on this computer.
fn this_user() -> Vec<String> {
    let home = std::env::var_os("HOME").map(std::path::PathBuf::from);
    let folder = home.and_then(|home| home.file_name().map(|name| name.to_string_lossy().into_owned()));
    ["USER", "LOGNAME"].into_iter().filter_map(|name| std::env::var(name).ok()).chain(folder).collect()
}

fn this_computer() -> Option<String> {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").or_else(|_| fs::read_to_string("/etc/hostname"));
    name.ok().map(|name| name.trim().to_owned())
}

/// The last lines of the helper's log.
fn read_log(services: &Services) -> impl Future<Output = Result<Vec<LogLine>, String>> + Send + 'static {
    let helper = services.helper.clone();
    async move {
        let (mut lines, mut after) = (Vec::new(), 0);
        for _ in 0..PAGES {
            let page = match helper.request(Request::ReadLog { after, limit: PAGE }).await {
                Ok(Response::Log { lines }) => lines,
                Ok(_) => return Err("the helper answered something else".to_owned()),
                Err(failure) => return Err(failure.to_string()),
            };
            let Some(last) = page.last() else { break };
            after = last.number;
            lines.extend(page);
            let old = lines.len().saturating_sub(LOG_LINES);
            lines.drain(..old);
        }
        Ok(lines)
    }
}
