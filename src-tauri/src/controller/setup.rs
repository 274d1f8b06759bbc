//! The helper as a service of the system: how it is while it cannot be used, and starting it.

use doctor::{Finding, Level, Phase, Service, Start, StartError};
use vpn_api::{Failure, FailureKind};

use super::{
    Controller,
    connections::Helper,
    message::{Done, Message, Reply, answer},
};
use crate::{
    strings::{self, Value},
    view::{FindingView, HelperStatus, HelperView, HelperWay, LevelView, MessageView},
};

/// What is known of the service.
#[derive(Debug, Default)]
pub(crate) struct Setup {
    /// How it was when it was looked at last, since the helper went.
    service: Option<Service>,
    /// It is being looked at.
    looking: bool,
    /// How far starting it is.
    starting: Option<Phase>,
    /// Why it was not started.
    failed: Option<StartError>,
    /// It has never been enabled here, as far as this program has seen.
    first: bool,
}

impl Setup {
    /// The helper is there.
    pub(super) fn is_up(&mut self) {
        *self = Self { looking: self.looking, ..Self::default() };
    }

    pub(super) fn looked(&mut self, service: Service) {
        self.looking = false;
        match service {
            Service::NotInstalled | Service::Off { enabled: false } => self.first = true,
            Service::Unknown
            | Service::Blocked
            | Service::Off { enabled: true }
            | Service::Starting
            | Service::Running
            | Service::Failing { .. } => {}
        }
        self.service = Some(service);
    }

    pub(super) fn is_at(&mut self, phase: Phase) {
        self.starting = Some(phase);
    }

    /// What the window shows, when asking the helper failed like this.
    pub(crate) fn view(&self, failure: &Failure) -> HelperView {
        let (status, trouble, way) = self.trouble(failure);
        HelperView {
            status,
            trouble: Some(trouble),
            way: if self.starting.is_some() { HelperWay::Wait } else { way },
            first: self.first,
            progress: self.starting.map(|phase| match phase {
                Phase::Asking => strings::text("helper-asking", &[]),
                Phase::Starting => strings::text("helper-starting", &[]),
            }),
        }
    }

    fn trouble(&self, failure: &Failure) -> (HelperStatus, MessageView, HelperWay) {
        if let FailureKind::HelperVersion { ours, theirs } = failure.kind {
            let way = if theirs < ours { HelperWay::Restart } else { HelperWay::Quit };
            let said = self.failed.as_ref().filter(|_| way == HelperWay::Restart).map(not_started);
            return (HelperStatus::WrongVersion, said.unwrap_or_else(|| strings::failure(failure)), way);
        }
        let way = self.way();
        let trouble = match (&self.failed, &self.service) {
            (Some(failed), _) => not_started(failed),
            (None, Some(Service::NotInstalled)) => said("helper-not-installed", ""),
            (None, Some(Service::Blocked)) => said("helper-blocked", ""),
            (None, Some(Service::Off { enabled: false })) => said("helper-off", ""),
            (None, Some(Service::Off { enabled: true })) => said("helper-stopped", ""),
            (None, Some(Service::Starting)) => said("helper-starts", ""),
            (None, Some(Service::Running)) => said("helper-silent", &failure.detail),
            (None, Some(Service::Failing { detail })) => said("helper-failing", detail),
            (None, Some(Service::Unknown) | None) => strings::failure(failure),
        };
        (HelperStatus::NotRunning, trouble, way)
    }

    /// What the button does.
    fn way(&self) -> HelperWay {
        match &self.service {
            Some(Service::NotInstalled | Service::Blocked | Service::Starting) => HelperWay::Look,
            Some(Service::Off { enabled: false }) => HelperWay::Enable,
            Some(Service::Off { enabled: true }) => HelperWay::Start,
            Some(Service::Failing { .. } | Service::Running) => HelperWay::StartAgain,
            Some(Service::Unknown) | None => HelperWay::None,
        }
    }
}

fn said(id: &str, detail: &str) -> MessageView {
    strings::message(id, &[], detail)
}

/// Why it was not started.
fn not_started(error: &StartError) -> MessageView {
    match error {
        StartError::Refused(detail) => said("helper-refused", detail),
        StartError::NobodyToAsk(detail) => said("helper-nobody-to-ask", detail),
        StartError::Blocked(detail) => said("helper-blocked", detail),
        StartError::NotInstalled(detail) => said("helper-not-installed", detail),
        StartError::Ended(detail) => said("helper-failing", detail),
        StartError::System(detail) => said("helper-not-started", detail),
    }
}

impl Controller {
    /// Looks how the service is, while the helper cannot be used. Once, while nobody looks at the window.
    pub(super) fn look_at_service(&mut self) {
        let is_away = matches!(self.connections.helper, Helper::Failed(_));
        if !is_away || self.setup.looking || (self.setup.service.is_some() && !self.seen) {
            return;
        }
        self.setup.looking = true;
        let look = self.services.service.look();
        self.services.spawn(async move { Done::Looked(look.await) });
    }

    /// The button beside "the helper cannot be used".
    pub(super) fn start_helper(&mut self, reply: Reply) {
        let Helper::Failed(failure) = &self.connections.helper else { return answer(reply, Ok(())) };
        let start = match self.setup.view(failure).way {
            HelperWay::Enable | HelperWay::Start => Some(Start::Enable),
            HelperWay::StartAgain | HelperWay::Restart => Some(Start::Again),
            HelperWay::Look | HelperWay::None => None,
            HelperWay::Quit | HelperWay::Wait => return answer(reply, Ok(())),
        };
        self.setup.failed = None;
        match start {
            Some(start) => {
                self.setup.starting = Some(Phase::Asking);
                let handle = self.services.handle.clone();
                let told = Box::new(move |phase| handle.send(Message::Done(Done::Starting(phase))));
                let started = self.services.service.start(start, told);
                self.services.spawn(async move { Done::Started(started.await) });
            }
            None => {
                self.look_at_service();
                self.services.helper.retry_now();
            }
        }
        answer(reply, Ok(()));
    }

    pub(super) fn helper_started(&mut self, outcome: Result<(), StartError>) {
        self.setup.starting = None;
        if let Err(error) = outcome {
            tracing::warn!(%error, "the helper was not started");
            self.setup.failed = Some(error);
        }
        self.look_at_service();
        self.services.helper.retry_now();
    }

    /// Looks at everything that Adit needs.
    pub(super) fn examine(&self, reply: Reply<Vec<FindingView>>) {
        let examined = self.services.service.examine();
        tokio::spawn(async move { answer(reply, Ok(examined.await.into_iter().map(finding).collect())) });
    }
}

fn finding(finding: Finding) -> FindingView {
    let values: Vec<(&str, Value)> =
        finding.values.iter().map(|(name, value)| (*name, Value::from(value.as_str()))).collect();
    FindingView {
        name: strings::text(&format!("doctor-name-{}", finding.check), &[]),
        level: match finding.level {
            Level::Ok => LevelView::Ok,
            Level::Notice => LevelView::Notice,
            Level::Problem => LevelView::Problem,
        },
        found: strings::message(finding.message, &values, finding.detail),
    }
}
