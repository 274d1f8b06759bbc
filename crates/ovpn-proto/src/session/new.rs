//! A session out of a profile.

use std::{collections::VecDeque, time::Duration};

use ovpn_settings::{Profile, Wrap};
use vpn_api::{Blame, Entropy, Failure, FailureKind, Retry, SessionParams, Transport};

use super::{Carried, Running, Session, State, channel::Channel, credentials};
use crate::{
    data::DataPath,
    error::WrapError,
    keys::derive::ClientKeySource,
    material::load_identity,
    peer_info::ClientInfo,
    push::PushCollector,
    timers::{Timers, WallClock},
    tls::TlsSetup,
    wire::{KeyId, Opcode, SessionId},
    wrap::ControlWrap,
};

impl Session {
    /// A session that was not started.
    ///
    /// # Errors
    /// The profile cannot be used, or something must be asked first. Nothing was sent.
    pub fn new(
        params: &mut SessionParams,
        mut entropy: Box<dyn Entropy>,
        profile: Profile,
        client: ClientInfo,
        protocol_bits: u32,
    ) -> Result<Self, Failure> {
        let SessionParams { settings: _, server, address, secrets, unix_time, now, carried } = params;
        let (address, unix_time, now) = (*address, *unix_time, *now);
        let remote = profile.remotes.get(server.index).cloned().ok_or_else(|| Failure::internal("no such server"))?;
        let clock = WallClock::new(unix_time, now);
        let unix_seconds = clock.seconds(now);
        let host = remote.host.clone();

        let mut own =
            carried.as_ref().and_then(|carried| carried.downcast_ref::<Carried>()).cloned().unwrap_or_default();
        let identity = match &profile.tls.identity {
            Some(identity) => {
                let seconds = i64::try_from(unix_seconds).unwrap_or(i64::MAX);
                Some(load_identity(identity, secrets.key_passphrase.as_ref(), seconds)?)
            }
            None => None,
        };
        let sign_in = credentials::sign_in(&profile, secrets, &mut own, &host)?;
        let have_password =
            secrets.password.is_some() || profile.login.as_ref().is_some_and(|login| login.password.is_some());
        // One server with a wrong certificate may have a sister with a right one; a single one will not change.
        let retry = if profile.remotes.len() > 1 { Retry::NextServer } else { Retry::Never };
        let setup = TlsSetup::new(&profile.tls, identity, retry)?;
        setup.set_unix_seconds(unix_seconds);
        let wrap = ControlWrap::new(&remote.wrap, u32::try_from(unix_seconds).unwrap_or(u32::MAX))
            .map_err(|error| control_key_refused(error, &remote.wrap))?;

        let local = new_session_id(&mut *entropy);
        let reset = reset_of(&remote.wrap);
        let source = ClientKeySource::generate(&mut *entropy);
        let retransmit = remote.transport == Transport::Udp;
        let primary = Channel::new(KeyId::FIRST, reset, source, retransmit, now);
        let data = DataPath::new(None, profile.data.compression, profile.data.replay_window);
        let renegotiate = match profile.timing.renegotiate_least {
            Some(least) => between(least, profile.timing.renegotiate, &mut *entropy),
            None => profile.timing.renegotiate,
        };
        // From here on nothing fails.
        *carried = None;
        Ok(Self {
            remote,
            server: (**server).clone(),
            address,
            client,
            protocol_bits,
            setup,
            sign_in,
            have_password,
            carried: own,
            host,
            entropy,
            clock,
            other_clock: None,
            now,
            out: VecDeque::new(),
            timers: Timers::default(),
            state: State::New,
            local,
            peer: None,
            restarts: 0,
            wrap,
            dynamic: None,
            primary,
            next: None,
            data,
            agreed: None,
            push: PushCollector::default(),
            running: Running::default(),
            path: None,
            liveness: None,
            contact: None,
            push_requests: 0,
            auth_pending: false,
            open_prompt: None,
            page_opened: false,
            prompts: 0,
            lame: VecDeque::new(),
            renegotiate,
            rekey_pause: None,
            control_heard: now,
            unauthentic: 0,
            pinged: now,
            session_limit: None,
            leaving: None,
            profile,
        })
    }
}

/// A number for a new session, which no other one has.
pub(super) fn new_session_id(entropy: &mut dyn Entropy) -> SessionId {
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    // Zero means that there is none.
    SessionId(if bytes == [0; 8] { [1; 8] } else { bytes })
}

/// How a new client begins (docs/protocol/openvpn.md §5).
pub(super) fn reset_of(wrap: &Wrap) -> Opcode {
    match wrap {
        Wrap::TlsCryptV2 { .. } => Opcode::HardResetClientV3,
        Wrap::None | Wrap::TlsAuth { .. } | Wrap::TlsCrypt { .. } => Opcode::HardResetClientV2,
    }
}

/// A time between two, by chance, in whole seconds.
fn between(least: Duration, most: Duration, entropy: &mut dyn Entropy) -> Duration {
    let spread = most.saturating_sub(least).as_secs().saturating_add(1);
    let mut bytes = [0; 8];
    entropy.fill(&mut bytes);
    least + Duration::from_secs(u64::from_be_bytes(bytes) % spread)
}

fn control_key_refused(error: WrapError, wrap: &Wrap) -> Failure {
    let what = match wrap {
        Wrap::None | Wrap::TlsAuth { .. } => "tls-auth",
        Wrap::TlsCrypt { .. } => "tls-crypt",
        Wrap::TlsCryptV2 { .. } => "tls-crypt-v2",
    };
    Failure::new(FailureKind::ProfileRefused { what: what.into() }, Blame::Profile, Retry::Never).with_detail(error)
}
