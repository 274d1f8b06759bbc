//! The lock, set as the organisation wants it.

use std::{sync::Arc, time::Duration};

use tokio::sync::broadcast::{Receiver, error::RecvError};
use vpn_api::{Failure, Owner, ProtectionRequest, ProtectionSettings, contract::Event};
use vpn_engine::engine::EngineHandle;

use super::PolicyKeeper;

/// How long after a refusal it is tried again.
const AGAIN: Duration = Duration::from_secs(2);
/// In whose name.
const ROOT: Owner = Owner::Uid(0);

/// Sets the lock at once, and whenever policy and lock differ from here on. Ends with the engine.
pub(crate) async fn keep_settled(engine: EngineHandle, policy: Arc<PolicyKeeper>) {
    let mut changes = policy.changes();
    let (_, mut events) = engine.subscribe();
    let mut known = false;
    loop {
        let outcome = settle(&engine, &policy, known).await;
        if let Err(failure) = &outcome {
            tracing::warn!(%failure, "the lock cannot be set as the policy says");
        }
        known = outcome.is_ok();
        tokio::select! {
            () = tokio::time::sleep(AGAIN), if outcome.is_err() => {}
            changed = changes.changed() => if changed.is_err() { return },
            goes_on = next_change(&mut events) => if !goes_on { return },
        }
    }
}

async fn settle(engine: &EngineHandle, policy: &PolicyKeeper, known: bool) -> Result<(), Failure> {
    let Some(policy) = policy.now().filter(|policy| policy.lock.is_some() || policy.lan.is_some()) else {
        return Ok(());
    };
    let chosen: ProtectionSettings = if known {
        engine.protection().settings
    } else {
        // What was chosen before is with the side that has the rights, which answers each request with it. Nobody has opened
        // a page in this name.
        engine.protect(&ROOT, ProtectionRequest::ClosePortal).await?.settings
    };
    let settled = policy.settle(chosen);
    if settled != chosen {
        engine.protect(&ROOT, ProtectionRequest::Set(settled)).await?;
        tracing::info!(?settled, "the lock is set as the policy says");
    }
    Ok(())
}

/// Waits until the lock may have changed. False: the engine is gone.
async fn next_change(events: &mut Receiver<Event>) -> bool {
    loop {
        match events.recv().await {
            Ok(Event::Protection(_)) | Err(RecvError::Lagged(_)) => return true,
            Ok(
                Event::Connection(_)
                | Event::Traffic { .. }
                | Event::Ways(_)
                | Event::Log(_)
                | Event::PolicyChanged
                | Event::ShuttingDown,
            ) => {}
            Err(RecvError::Closed) => return false,
        }
    }
}
