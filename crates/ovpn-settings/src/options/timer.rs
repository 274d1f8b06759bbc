//! Timers with more than one value.

use super::{Remark, TunnelOption, remark::Values};
use crate::{AfterSilence, Silence};

/// Most goodbyes: a datagram each.
const MAX_EXIT_NOTIFY: u8 = 10;

pub(super) fn silence(values: Values<'_>, then: AfterSilence) -> Result<TunnelOption, Remark> {
    Ok(TunnelOption::Silence(Silence { after: values.seconds(0)?, then }))
}

pub(super) fn keepalive(values: Values<'_>) -> Result<TunnelOption, Remark> {
    Ok(TunnelOption::Keepalive { ping: values.seconds(0)?, restart: values.seconds(1)? })
}

/// `inactive seconds [bytes]`.
pub(super) fn inactive(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let after = values.seconds(0)?;
    let bytes = values.get(1).map_or(Ok(0), |_| values.number(1))?;
    Ok(TunnelOption::Inactive { after, bytes })
}

/// `explicit-exit-notify [times]`.
pub(super) fn exit_notify(values: Values<'_>) -> Result<TunnelOption, Remark> {
    let times = values.get(0).map_or(Ok(1), |_| values.number::<u32>(0))?;
    Ok(TunnelOption::ExitNotify(u8::try_from(times).unwrap_or(MAX_EXIT_NOTIFY).min(MAX_EXIT_NOTIFY)))
}
