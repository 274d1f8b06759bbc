//! A request for a tunnel that was found usable.

use std::sync::Arc;

use privileged::Hold;
use vpn_api::{
    Blame, Entropy, Failure, FailureKind, Owner, ProtocolProvider, RequestProblem, Retry, Secret, Settings,
    contract::{ConnectRequest, MAX_NAME},
    text,
};

use super::refused;
use crate::{
    machine::{Machine, MachineSettings},
    proof::is_private,
    registry::Registry,
};

/// A request, and what the engine made of it. The profile's text is gone: [`Self::settings`] stand in its place.
pub(super) struct Accepted {
    /// As it came, without the text of its profile. Answers of the person are added to its secrets.
    pub(super) request: ConnectRequest,
    pub(super) owner: Owner,
    pub(super) provider: Arc<dyn ProtocolProvider>,
    pub(super) settings: Settings,
    pub(super) machine: Machine,
    /// What is kept for it elsewhere, until that was said.
    pub(super) kept: Option<Secret>,
    /// An engine before this one had it up or was about to, and traffic was held back for it like this.
    pub(super) resumed: Option<Hold>,
}

impl std::fmt::Debug for Accepted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accepted").field("connection", &self.request.connection).finish_non_exhaustive()
    }
}

impl Accepted {
    /// Judges a request, and parses its profile once.
    pub(super) fn new(
        registry: &Registry,
        caller: &Owner,
        mut request: ConnectRequest,
        entropy: &mut dyn Entropy,
    ) -> Result<Self, Failure> {
        if request.name.len() > MAX_NAME || request.name.chars().any(char::is_control) {
            return Err(refused(RequestProblem::Name));
        }
        // Other users are shown it too.
        request.name = text::plain(&request.name);
        if !request.options.proxies.is_valid() {
            return Err(refused(RequestProblem::Proxies));
        }
        let proof = request.options.network.map(|condition| condition.proof.server.ip());
        if proof.is_some_and(|server| !is_private(server)) {
            return Err(refused(RequestProblem::PublicAddress));
        }
        let Some(provider) = registry.get(&request.profile.protocol) else {
            return Err(refused(RequestProblem::UnknownProtocol { protocol: request.profile.protocol }));
        };
        let settings = provider.settings(&std::mem::take(&mut request.profile.settings))?;
        request.options.takes_all |= provider.takes_all(&settings);
        let servers = request.options.proxies.offer(provider.servers(&settings, entropy)?);
        let no_servers =
            || Failure::new(FailureKind::ProfileRefused { what: "remote".to_owned() }, Blame::Profile, Retry::Never);
        let machine = Machine::new(servers, provider.retry(&settings)?).ok_or_else(no_servers)?;
        Ok(Self { request, owner: caller.clone(), provider, settings, machine, kept: None, resumed: None })
    }

    pub(super) fn machine_settings(&self) -> MachineSettings {
        MachineSettings { reconnect: self.request.options.reconnect, ..MachineSettings::default() }
    }
}
