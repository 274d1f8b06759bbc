//! The machine's network for one connection: its interface and its plan, changed by one job after the other.

use std::{sync::Arc, time::Duration};

use tokio::sync::mpsc;
use vpn_api::{
    Blame, ConnectionDetails, Failure, FailureKind, NetworkPlan, NetworkProblem, NetworkStep, Retry, TunnelConfig,
    TunnelSlot,
};

use super::{
    jobs::{Apply, Job, Jobs, jobs},
    messages::{Key, Report, Returned},
    setup_failure,
    table::ConnectionTable,
    wanting::Wanting,
};
use crate::{
    driver::DriverCommand,
    machine::{AttemptId, MachineInput},
    plan_builder,
    platform::{Platform, TunnelNetwork},
};

/// How long setting the network up may take. A system service that answers slowly takes a few seconds.
const APPLY_TIMEOUT: Duration = Duration::from_secs(15);
/// How long it may take to see where the machine is; the tunnel does not depend on it.
const LOOK_TIMEOUT: Duration = Duration::from_secs(1);
/// How long putting it back may take; together with [`RETURN_TIMEOUT`] less than the machine waits.
const UNDO_TIMEOUT: Duration = Duration::from_secs(6);
/// How long an interface may take to come back from a session that is ending.
const RETURN_TIMEOUT: Duration = Duration::from_secs(3);

/// What does not change while a connection is wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct TunnelContext {
    pub(super) slot: TunnelSlot,
    pub(super) lan: bool,
    pub(super) protocol: &'static str,
    /// What is there of it was made for it by an engine before this one, and stays until it is made anew.
    pub(super) resumed: bool,
}

enum Held<D> {
    Nowhere,
    Here(D),
    With(AttemptId),
}

struct Worker<P: Platform> {
    platform: Arc<P>,
    context: TunnelContext,
    interface: String,
    network: Result<Box<dyn TunnelNetwork>, Failure>,
    held: Held<P::Device>,
    plan: Option<NetworkPlan>,
    /// The plan was made so, and read back.
    made: bool,
    returned: mpsc::UnboundedReceiver<Returned<P::Device>>,
    wanting: Arc<Wanting<P>>,
    table: Arc<ConnectionTable>,
    key: Key,
}

/// A worker's inbox: what it is to do, and where sessions return the interface.
pub(super) type Inbox<D> = (Jobs<D>, mpsc::UnboundedSender<Returned<D>>);

/// Starts the worker. It ends when nobody can order anything any more.
pub(super) fn spawn<P: Platform>(
    platform: Arc<P>,
    context: TunnelContext,
    wanting: Arc<Wanting<P>>,
    (table, key): (Arc<ConnectionTable>, Key),
    reports: mpsc::Sender<Report>,
) -> Inbox<P::Device> {
    let (orders, mut ordered) = jobs();
    let (devices, returned) = mpsc::unbounded_channel();
    let network = platform.network(context.slot);
    let interface = context.slot.interface();
    let held = Held::Nowhere;
    let (plan, made) = (None, false);
    let mut worker = Worker { platform, context, interface, network, held, plan, made, returned, wanting, table, key };
    tokio::spawn(async move {
        // What a former tunnel of this number could not put back stands in this one's way.
        if !worker.context.resumed {
            tokio::select! {
                biased;
                () = ordered.overtakes() => {}
                reverted = worker.revert() => if let Err(failure) = reverted {
                    tracing::warn!(%failure, "leftovers of an earlier tunnel could not be undone");
                },
            }
        }
        loop {
            let job = tokio::select! {
                biased;
                Some(returned) = worker.returned.recv() => {
                    if worker.take_back(returned) {
                        ordered.put_back(Job::Repair);
                    }
                    continue;
                }
                job = ordered.next() => match job {
                    Some(job) => job,
                    None => break,
                },
            };
            let can_be_stopped = matches!(job, Job::Apply(_) | Job::Repair);
            let report = tokio::select! {
                biased;
                // What was changed so far is in the journal: an undo takes it back too.
                () = ordered.overtakes(), if can_be_stopped => {
                    ordered.put_back(job);
                    continue;
                }
                report = worker.carry_out(&job) => report,
            };
            if let Some(report) = report
                && reports.send(Report::Input(report)).await.is_err()
            {
                break;
            }
        }
    });
    (orders, devices)
}

impl<P: Platform> Worker<P> {
    async fn carry_out(&mut self, job: &Job<P::Device>) -> Option<MachineInput> {
        match job {
            Job::Apply(apply) => {
                Some(MachineInput::Applied { attempt: apply.attempt, result: self.apply(apply).await })
            }
            Job::Undo { attempt, unwant } => {
                Some(MachineInput::Undone { attempt: *attempt, result: self.undo(*unwant).await })
            }
            Job::Repair => {
                self.repair().await;
                None
            }
            Job::LetOut => {
                self.let_out().await;
                None
            }
        }
    }

    /// An interface that a session lost, because somebody deleted it, took its routes along. It is made anew at once: until
    /// the next session is up, traffic would pass beside the tunnel. `true`: the plan has to be made so again.
    fn take_back(&mut self, returned: Returned<P::Device>) -> bool {
        self.take(returned);
        if let (Held::Nowhere, Some(_)) = (&self.held, &self.plan) {
            match self.platform.create_device(self.context.slot) {
                Ok(device) => {
                    self.held = Held::Here(device);
                    return true;
                }
                Err(failure) => tracing::warn!(%failure, "the lost interface could not be made anew"),
            }
        }
        false
    }

    fn take(&mut self, returned: Returned<P::Device>) {
        match (&self.held, returned.device) {
            (_, Some(device)) => self.held = Held::Here(device),
            (Held::With(attempt), None) if *attempt == returned.attempt => self.held = Held::Nowhere,
            (Held::With(_) | Held::Here(_) | Held::Nowhere, None) => {}
        }
    }

    async fn apply(&mut self, apply: &Apply<P::Device>) -> Result<Box<ConnectionDetails>, Failure> {
        let Apply { attempt, config, server, session } = apply;
        let attempt = *attempt;
        if let Held::Nowhere = self.held {
            self.held = Held::Here(self.platform.create_device(self.context.slot)?);
        }
        let plan = plan_builder::network_plan(self.context.slot, &self.interface, config, self.context.lan);
        let is_with = matches!(self.held, Held::With(holder) if holder == attempt);
        let is_news = self.plan.as_ref() != Some(&plan) || !is_with || !self.made;
        // Packets are moved from the moment that routes lead to the interface, while everything is still being read back.
        self.attach(attempt, config.clone(), session)?;
        // A tunnel that runs is not put at risk for something that does not concern the machine's network.
        if is_news {
            self.make(plan).await?;
        }
        let since = self.platform.unix_time().as_secs();
        let local = tokio::time::timeout(LOOK_TIMEOUT, self.platform.local_networks()).await.unwrap_or_default();
        let mut details = plan_builder::details(server.clone(), &self.interface, self.context.protocol, config, since);
        details.notices.insert_all(plan_builder::shared_networks(config, &local));
        Ok(Box::new(details))
    }

    async fn make(&mut self, plan: NetworkPlan) -> Result<(), Failure> {
        // Kept even if it fails half-way: a repair starts from it.
        let plan = self.plan.insert(plan);
        self.made = false;
        let network = self.network.as_mut().map_err(|failure| failure.clone())?;
        match tokio::time::timeout(APPLY_TIMEOUT, network.apply(plan)).await {
            Ok(result) => result.map_err(|error| setup_failure(&error))?,
            Err(_) => return Err(took_too_long(NetworkStep::Apply)),
        }
        self.made = true;
        self.table.planned(&self.key, self.plan.as_ref(), || self.platform.one_list());
        Ok(())
    }

    fn attach(
        &mut self,
        attempt: AttemptId,
        config: Box<TunnelConfig>,
        session: &mpsc::Sender<DriverCommand<P::Device>>,
    ) -> Result<(), Failure> {
        let permit = session.try_reserve().map_err(|_| super::connection_lost("the session ended meanwhile"))?;
        match std::mem::replace(&mut self.held, Held::With(attempt)) {
            Held::Here(device) => permit.send(DriverCommand::Attach(device, config)),
            Held::With(holder) if holder == attempt => permit.send(DriverCommand::Reconfigure(config)),
            other @ (Held::With(_) | Held::Nowhere) => {
                self.held = other;
                return Err(Failure::internal("the interface is with an earlier session"));
            }
        }
        Ok(())
    }

    async fn repair(&mut self) {
        if let (Ok(network), Some(plan)) = (&mut self.network, &self.plan) {
            match tokio::time::timeout(APPLY_TIMEOUT, network.apply(plan)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "the network could not be repaired"),
                Err(_) => tracing::warn!("repairing the network took too long"),
            }
        }
    }

    async fn let_out(&mut self) {
        self.plan = None;
        if let Err(failure) = self.revert().await {
            tracing::warn!(%failure, "traffic could not be let out of the tunnel");
        }
    }

    async fn undo(&mut self, unwant: bool) -> Result<(), Failure> {
        self.plan = None;
        let wanting = Arc::clone(&self.wanting);
        let ended = async { if unwant { wanting.end().await } else { Ok(()) } };
        // Side by side: neither waits for the other's mishaps.
        let (reverted, ended) = tokio::join!(self.revert(), ended);
        let result = reverted.and(ended);
        if let Held::With(_) = self.held
            && let Ok(Some(returned)) = tokio::time::timeout(RETURN_TIMEOUT, self.returned.recv()).await
        {
            self.take(returned);
        }
        self.held = Held::Nowhere;
        result
    }

    async fn revert(&mut self) -> Result<(), Failure> {
        let Ok(network) = &mut self.network else { return Ok(()) };
        let reverted = match tokio::time::timeout(UNDO_TIMEOUT, network.revert()).await {
            Ok(result) => result.map_err(|error| setup_failure(&error)),
            Err(_) => Err(took_too_long(NetworkStep::Undo)),
        };
        self.table.planned(&self.key, None, || self.platform.one_list());
        reverted
    }
}

fn took_too_long(step: NetworkStep) -> Failure {
    let kind = FailureKind::NetworkSetup { step, problem: NetworkProblem::TimedOut };
    Failure::new(kind, Blame::Machine, Retry::After(Duration::from_secs(3)))
}
