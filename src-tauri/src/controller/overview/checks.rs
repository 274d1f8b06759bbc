//! Looking at tunnels: every minute while somebody sees the window, and when somebody asks; and the ends of sessions, which are told
//! before they come.

use std::time::{Duration, Instant};

use profiles::ProfileId;
use vpn_api::{
    ConnectionDetails, Failure, Proof, TunnelState,
    contract::{Request, Response},
    proof::{Ipv6Proof, NameServerFound},
};

use super::proof;
use crate::{
    controller::{
        Controller,
        message::{Done, OverviewDone},
        named,
        settings::Cause,
        unix_now,
    },
    ports::{Attention, Notice, NoticeKind},
    strings::{self, Value},
    view::{CheckRow, CheckState, CheckedView, MessageView, View},
};

/// How often tunnels are looked at while somebody sees the window.
const EVERY: Duration = Duration::from_secs(60);
/// How long after it came up a tunnel is looked at first: name servers and neighbours need a moment.
const SETTLE: Duration = Duration::from_secs(2);
/// How long before its end a session's end is told.
const NOTICE: u64 = 600;

/// What was found of one tunnel.
#[derive(Debug)]
pub(super) struct Check {
    /// When its tunnel came up: another one was not looked at.
    since: u64,
    number: u64,
    /// When the last look was begun.
    begun: Instant,
    running: bool,
    found: Option<(Instant, Proof)>,
}

impl Controller {
    /// Looks at a tunnel now. One that is being looked at is not looked at twice.
    pub(super) fn check(&mut self, id: &ProfileId) {
        let Some(since) = self.tunnel(id).map(|tunnel| tunnel.since) else { return };
        let begun = Instant::now();
        let check = self.overview.checks.entry(id.clone()).or_insert(Check {
            since,
            number: 0,
            begun,
            running: false,
            found: None,
        });
        if check.running {
            return;
        }
        self.overview.looks += 1;
        (check.running, check.begun, check.number) = (true, begun, self.overview.looks);
        let (profile, number) = (id.clone(), self.overview.looks);
        let request = self.services.request(Request::Prove { connection: id.connection().clone(), owner: None });
        self.services
            .spawn(async move { Done::Overview(OverviewDone::Checked { profile, number, outcome: request.await }) });
    }

    pub(super) fn checked(&mut self, id: &ProfileId, number: u64, outcome: Result<Response, Failure>) {
        let Some(check) = self.overview.checks.get_mut(id).filter(|check| check.number == number) else { return };
        check.running = false;
        match outcome {
            Ok(response) => {
                if let Some(proof) = proof(response) {
                    check.found = Some((Instant::now(), *proof));
                }
            }
            Err(failure) => tracing::debug!(%failure, "a tunnel could not be looked at"),
        }
    }

    /// The tunnel of a profile, while it is up.
    fn tunnel(&self, id: &ProfileId) -> Option<&ConnectionDetails> {
        match &self.connections.connection(id)?.state {
            TunnelState::Connected(details) => Some(details),
            TunnelState::Disconnected { .. }
            | TunnelState::Connecting { .. }
            | TunnelState::Reconnecting { .. }
            | TunnelState::Disconnecting
            | TunnelState::Blocked { .. } => None,
        }
    }

    /// The tunnels that are up.
    fn tunnels(&self) -> Vec<(ProfileId, u64, Option<u64>)> {
        let active = self.connections.active().map(|snapshot| ProfileId::from(snapshot.connection.clone()));
        active.filter_map(|id| self.tunnel(&id).map(|up| (id.clone(), up.since, up.session_end))).collect()
    }

    /// What was found of tunnels that are down, or up anew, is of no use.
    pub(super) fn forget_checks(&mut self) {
        if !self.overview.checks.is_empty() {
            let up = self.tunnels();
            self.overview.checks.retain(|id, check| up.iter().any(|(of, since, _)| of == id && *since == check.since));
        }
    }

    /// Looks at the tunnels for which it is time, if somebody sees it.
    pub(super) fn look_at_tunnels(&mut self) {
        if !self.seen || !self.checks_live() {
            return;
        }
        let now = Instant::now();
        let mut next: Option<Duration> = None;
        for (id, ..) in self.tunnels() {
            let wait = match self.overview.checks.get(&id) {
                Some(check) => EVERY.saturating_sub(now.saturating_duration_since(check.begun)),
                None => SETTLE.saturating_sub(self.connections.age(&id)),
            };
            if wait.is_zero() {
                self.check(&id);
            }
            let wait = if wait.is_zero() { EVERY } else { wait };
            next = Some(next.map_or(wait, |next| next.min(wait)));
        }
        if let Some(wait) = next
            && !std::mem::replace(&mut self.overview.look_is_due, true)
        {
            self.services.spawn(async move {
                tokio::time::sleep(wait).await;
                Done::Overview(OverviewDone::Look)
            });
        }
    }

    pub(super) fn checked_views(&self) -> Vec<CheckedView> {
        let view = |(id, check): (&ProfileId, &Check)| {
            let found = check.found.as_ref();
            let ago = found.map(|(at, _)| at.elapsed()).unwrap_or_default();
            CheckedView {
                profile: id.to_string(),
                number: if found.is_some() { check.number - u64::from(check.running) } else { 0 },
                ago_ms: u64::try_from(ago.as_millis()).unwrap_or(u64::MAX),
                running: check.running,
                passes: found.is_none_or(|(_, proof)| proof.passes()),
                rows: found.map(|(_, proof)| rows(proof)).unwrap_or_default(),
            }
        };
        self.overview.checks.iter().map(view).collect()
    }

    /// What goes through a tunnel beside others, what is wrong with it, and that its session ends soon, is shown where everybody looks.
    pub(in crate::controller) fn add_overview(&self, view: &mut View) {
        let now = unix_now();
        for profile in &mut view.profiles {
            let connection = self.connections.active().find(|one| one.connection.as_str() == profile.id);
            let is_up = connection.filter(|one| one.prompt.is_none());
            if let Some(sentence) = is_up.and_then(|snapshot| self.beside(snapshot)) {
                profile.status.sentence = sentence;
            }
            let Some(details) = profile.status.details.as_mut() else { continue };
            let checked = view.overview.checked.iter().filter(|checked| checked.profile == profile.id);
            let bad = checked.flat_map(|checked| &checked.rows).filter(|row| row.state == CheckState::Bad);
            details.cautions.extend(bad.map(|row| MessageView {
                title: row.text.clone(),
                advice: row.advice.clone(),
                detail: String::new(),
            }));
            let end = self.overview.ends.iter().find(|(id, _)| id.to_string() == profile.id).map(|(_, end)| *end);
            if let Some(end) = end.filter(|end| *end > now && *end - now <= NOTICE) {
                let time = [("time", Value::from(strings::clock(end)))];
                details.cautions.push(strings::message("session-soon", &time, ""));
            }
        }
    }

    /// Waits for the ends of sessions that come near.
    pub(super) fn watch_session_ends(&mut self) {
        let ends: Vec<_> = self.tunnels().into_iter().filter_map(|(id, _, end)| end.map(|end| (id, end))).collect();
        self.overview.ends.retain(|id, at| ends.iter().any(|(of, end)| of == id && end == at));
        for (profile, at) in ends {
            if self.overview.ends.insert(profile.clone(), at) == Some(at) {
                continue;
            }
            let wait = Duration::from_secs(at.saturating_sub(unix_now()).saturating_sub(NOTICE));
            self.services.spawn(async move {
                tokio::time::sleep(wait).await;
                Done::Overview(OverviewDone::SessionEnds { profile, at })
            });
        }
    }

    pub(super) fn session_ends(&mut self, id: &ProfileId, at: u64) {
        let is_news = self.overview.ends.get(id) == Some(&at) && at > unix_now();
        if is_news && self.services.shell.attention() != Attention::Focused {
            let mut values = named(&self.name_of(id)).to_vec();
            values.push(("time", Value::from(strings::clock(at))));
            let MessageView { title, advice, .. } = strings::message("notify-session-end", &values, "");
            self.notify(Notice { title, body: advice, kind: NoticeKind::Trouble }, Cause::Unasked);
        }
    }
}

/// What was found, as text.
fn rows(proof: &Proof) -> Vec<CheckRow> {
    let mut rows = Vec::new();
    rows.extend(names(proof));
    rows.extend(routes(proof));
    rows.extend(match &proof.ipv6 {
        Ipv6Proof::NotConcerned => None,
        Ipv6Proof::Carried => Some(good("check-ipv6-carried")),
        Ipv6Proof::HeldBack => Some(good("check-ipv6-held")),
        Ipv6Proof::Astray { by } => Some(bad("check-ipv6-astray", &[("by", by.clone().into())])),
    });
    if let Some(took) = proof.round_trip_us {
        let text = strings::text("check-round-trip", &[]);
        let value = match took {
            0..1000 => strings::text("check-round-trip-short", &[]),
            took => strings::text("check-round-trip-value", &[("ms", Value::from(took / 1000))]),
        };
        rows.push(CheckRow { text, value, state: CheckState::Fact, advice: String::new() });
    }
    rows
}

fn routes(proof: &Proof) -> Option<CheckRow> {
    match proof.routes.astray.first() {
        None if proof.routes.asked == 0 => None,
        None => Some(good("check-routes")),
        Some(first) => Some(bad(
            "check-routes-astray",
            &[
                ("count", Value::from(proof.routes.astray_count)),
                ("network", Value::from(first.network.to_string())),
                ("by", by(first.by.as_deref())),
            ],
        )),
    }
}

fn names(proof: &Proof) -> Vec<CheckRow> {
    let count = proof.name_servers.len();
    let mut rows: Vec<CheckRow> = proof
        .name_servers
        .iter()
        .filter_map(|server| {
            let address = ("server", Value::from(server.address.to_string()));
            match &server.found {
                NameServerFound::Answers { .. } => None,
                NameServerFound::Silent => Some(bad("check-names-silent", &[address])),
                NameServerFound::Refuses => Some(bad("check-names-refused", &[address])),
                NameServerFound::Beside { by: way } => {
                    Some(bad("check-names-beside", &[address, ("by", by(way.as_deref()))]))
                }
            }
        })
        .collect();
    if count > 0 && rows.is_empty() {
        let text = strings::text("check-names", &[("count", Value::from(count))]);
        rows.push(CheckRow { text, value: String::new(), state: CheckState::Good, advice: String::new() });
    }
    if proof.names_asked == Some(false) {
        rows.push(bad("check-names-unused", &[]));
    }
    rows
}

fn by(interface: Option<&str>) -> Value {
    Value::from(interface.unwrap_or("nowhere").to_owned())
}

fn good(id: &str) -> CheckRow {
    let text = strings::text(id, &[]);
    CheckRow { text, value: String::new(), state: CheckState::Good, advice: String::new() }
}

fn bad(id: &str, values: &[(&str, Value)]) -> CheckRow {
    let MessageView { title, advice, .. } = strings::message(id, values, "");
    CheckRow { text: title, value: String::new(), state: CheckState::Bad, advice }
}

#[cfg(test)]
mod tests {
    use vpn_api::proof::{Astray, NameServerProof, RouteProof};

    use super::*;

    #[test]
    fn each_fault_has_its_own_sentence_and_what_is_good_is_said_once() {
        let server = |last: u8, found| NameServerProof { address: [10, 8, 0, last].into(), found };
        let answers = || NameServerFound::Answers { took_us: 5 };
        let mut proof = Proof {
            routes: RouteProof { asked: 3, ..RouteProof::default() },
            name_servers: vec![server(1, answers()), server(2, answers())],
            names_asked: Some(true),
            ipv6: Ipv6Proof::HeldBack,
            round_trip_us: Some(24_400),
        };
        let told = |proof: &Proof| -> Vec<String> {
            rows(proof).into_iter().map(|row| format!("{} {}", row.text, row.value).trim().to_owned()).collect()
        };
        let good = [
            "Name servers answer through the tunnel",
            "Routes as planned",
            "IPv6 held back",
            "Round trip to the server 24 ms",
        ];
        assert_eq!(told(&proof), good);
        proof.name_servers[1].found = NameServerFound::Silent;
        proof.routes.astray = vec![Astray { network: "10.20.0.0/16".parse().unwrap(), by: Some("eth0".to_owned()) }];
        proof.routes.astray_count = 1;
        proof.names_asked = Some(false);
        proof.ipv6 = Ipv6Proof::Astray { by: "eth0".to_owned() };
        let bad = rows(&proof).into_iter().filter(|row| row.state == CheckState::Bad).collect::<Vec<_>>();
        let texts: Vec<_> = bad.iter().map(|row| row.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Name server 10.8.0.2 does not answer",
                "This computer asks other name servers",
                "10.20.0.0/16 does not go through the tunnel",
                "IPv6 leaves beside the tunnel",
            ]
        );
        assert!(bad.iter().all(|row| !row.advice.is_empty()) && bad[2].advice.contains("eth0"));
        proof.routes.astray[0].by = None;
        assert!(routes(&proof).unwrap().advice.starts_with("It goes nowhere."));
    }
}
