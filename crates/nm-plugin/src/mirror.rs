//! What was brought up elsewhere, in Adit's window or by `aditctl`, is switched on in NetworkManager, too, where that knows it.
//! [`run`] is part of the service, which has no right to do that; [`switch_on`] runs as root, in a unit of its own.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

use futures_util::StreamExt;
use vpn_api::Owner;
use zbus::Connection;

use crate::{
    bus,
    helper::Helper,
    settings::{Described, Settings},
    standing::{Key, Standing, View},
};

/// Connections that NetworkManager has switched on.
#[derive(Debug, Clone, Default)]
pub struct Covered(Arc<Mutex<BTreeSet<Key>>>);

impl Covered {
    /// Adds one. `false`: it was there.
    #[must_use]
    pub fn insert(&self, key: &Key) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.clone())
    }

    /// Takes one out.
    pub fn remove(&self, key: &Key) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }

    fn has(&self, key: &Key) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(key)
    }
}

/// Which connections were looked at since they came up.
#[derive(Debug, Default)]
struct Seen(BTreeSet<Key>);

impl Seen {
    /// Those that have come up, and are not known to NetworkManager.
    fn new_ones(&mut self, view: &View, covered: &Covered) -> Vec<Key> {
        self.0.retain(|key| !view.reachable || view.is_wanted(key));
        let up = view.connections.keys().filter(|key| matches!(view.standing(key), Standing::Up(_)));
        let new: Vec<Key> = up.filter(|key| !self.0.contains(*key)).cloned().collect();
        self.0.extend(new.iter().cloned());
        new.into_iter().filter(|key| !covered.has(key)).collect()
    }
}

/// Switches on what comes up, for ever.
///
/// # Errors
/// The bus is gone.
pub async fn run(connection: &Connection, helper: &Helper, covered: &Covered) -> zbus::Result<()> {
    let mut owners = bus::owners(connection).await?;
    let mut view = helper.view();
    let mut seen = Seen::default();
    loop {
        let new = seen.new_ones(&view.borrow_and_update(), covered);
        for key in new {
            if let Err(error) = bus::start_switch(connection, &key).await {
                tracing::info!("NetworkManager does not show {}: {error}", key.1);
            }
        }
        tokio::select! {
            changed = view.changed() => if changed.is_err() { return Ok(()) },
            owner = owners.next() => match owner {
                // A NetworkManager that has just come knows of none.
                Some(Ok(message)) if bus::has_come(&message) => seen = Seen::default(),
                Some(_) => {}
                None => return Ok(()),
            },
        }
    }
}

/// Switches on what this user's connection is in NetworkManager, if there is one and it is not: all that is done as root.
///
/// # Errors
/// NetworkManager's reason, or nobody tells who the user is.
pub async fn switch_on(connection: &Connection, key: &Key) -> zbus::Result<()> {
    let active = bus::active(connection).await?;
    for (path, settings) in bus::connections(connection).await? {
        if is_vpn_of_adit(&settings) && is_it(connection, &settings, key).await? && !active.contains(&path) {
            return bus::switch_on(connection, &path).await;
        }
    }
    Ok(())
}

fn is_vpn_of_adit(settings: &Settings) -> bool {
    let service = settings.get("vpn").and_then(|vpn| vpn.get("service-type")).and_then(|value| value.try_clone().ok());
    service.and_then(|value| String::try_from(value).ok()).as_deref() == Some(bus::NAME)
}

async fn is_it(connection: &Connection, settings: &Settings, (owner, id): &Key) -> zbus::Result<bool> {
    let Ok(described) = Described::read(settings) else { return Ok(false) };
    if described.id != *id {
        return Ok(false);
    }
    Ok(match &described.user {
        None => *owner == Owner::Uid(0),
        Some(name) => bus::user(connection, name).await?.as_ref() == Some(owner),
    })
}
