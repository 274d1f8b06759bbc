//! The service: it is told under which names NetworkManager awaits connections.

use std::{path::PathBuf, sync::Arc};

use anyhow::Context;
use futures_util::StreamExt;
use profile_api::Formats;
use tokio::task::JoinSet;
use zbus::{Connection, Message, MessageStream, message::Type};

use crate::{
    activation::{Activation, Shared},
    bus::{self, Bus, SERVE, SERVICE_INTERFACE},
    helper::Helper,
    mirror::{self, Covered},
};

/// Connections that NetworkManager has switched on at a time, at most; the helper has fewer tunnels.
const MAX_ACTIVATIONS: usize = 32;
const REFUSED: &str = "org.freedesktop.DBus.Error.Failed";

/// How the service is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// The helper's socket.
    pub socket: PathBuf,
    /// The bus that NetworkManager is on.
    pub bus: Bus,
}

/// Serves until the bus is gone.
///
/// # Errors
/// The bus is not there, or somebody else has the service's name.
pub async fn serve(options: &Options, formats: Formats) -> anyhow::Result<()> {
    let helper = Arc::new(Helper::new(options.socket.clone()));
    let shared = Shared { helper: Arc::clone(&helper), formats: Arc::new(formats), covered: Covered::default() };
    let connection = options.bus.connect().await.context("no D-Bus")?;
    let mut calls = MessageStream::from(&connection);
    connection.request_name(bus::NAME).await.with_context(|| format!("{} is taken", bus::NAME))?;
    let mirrored = mirror::run(&connection, &helper, &shared.covered);
    let serving = async {
        let mut activations = JoinSet::new();
        loop {
            tokio::select! {
                Some(ended) = activations.join_next() => if let Ok(Err(error)) = ended {
                    tracing::warn!(%error, "a connection of NetworkManager ended");
                },
                call = calls.next() => match call {
                    Some(call) => received(&connection, &call?, options, &shared, &mut activations).await?,
                    None => return zbus::Result::Ok(()),
                },
            }
        }
    };
    tokio::select! {
        () = helper.follow() => {}
        ended = mirrored => ended?,
        ended = serving => ended?,
    }
    anyhow::bail!("the bus is gone")
}

async fn received(
    connection: &Connection,
    call: &Message,
    options: &Options,
    shared: &Shared,
    activations: &mut JoinSet<zbus::Result<()>>,
) -> zbus::Result<()> {
    let header = call.header();
    if header.message_type() != Type::MethodCall {
        return Ok(());
    }
    let is_serve = header.member().is_some_and(|member| member.as_str() == SERVE)
        && header.interface().is_some_and(|interface| interface.as_str() == SERVICE_INTERFACE);
    let name = call.body().deserialize::<String>().unwrap_or_default();
    if !is_serve || !bus::is_name_of_connection(&name) || activations.len() >= MAX_ACTIVATIONS {
        return connection.reply_error(&header, REFUSED, &"not served").await;
    }
    match awaited(options, &name).await {
        Ok((bus, calls)) => {
            activations.spawn(Activation::new(bus, shared.clone()).run(calls));
            connection.reply(&header, &()).await
        }
        Err(error) => connection.reply_error(&header, REFUSED, &error.to_string()).await,
    }
}

/// A connection to the bus for each name, because all objects have the same path.
async fn awaited(options: &Options, name: &str) -> zbus::Result<(Connection, MessageStream)> {
    let connection = options.bus.connect().await?;
    let calls = MessageStream::from(&connection);
    connection.request_name(name).await?;
    Ok((connection, calls))
}
