//! The system's bus: waiting for it, and what its services tell of themselves.

use std::{future::pending, time::Duration};

use zbus::{Connection, OwnedVariant};

/// Before each try to reach the bus: a helper may be started before it is. Where it is not there after these, there is none.
const PAUSES: [Duration; 3] = [Duration::ZERO, Duration::from_secs(5), Duration::from_secs(60)];

/// Tries to reach the bus.
#[derive(Debug, Default)]
pub(super) struct Tries(usize);

impl Tries {
    /// What `listen` gives, once it succeeds; for ever, where there is no bus. `what` is for the log. Can be dropped and called
    /// again while it waits.
    pub(super) async fn until<T>(&mut self, what: &str, listen: impl AsyncFn(Connection) -> zbus::Result<T>) -> T {
        loop {
            let Some(pause) = PAUSES.get(self.0) else { return pending().await };
            tokio::time::sleep(*pause).await;
            self.0 += 1;
            let listened = async { listen(Connection::system().await?).await };
            match listened.await {
                Ok(listening) => {
                    // A bus that ends at once is not asked without a pause.
                    self.0 = 1;
                    return listening;
                }
                Err(error) => tracing::debug!(%error, "{what}"),
            }
        }
    }
}

/// An object of a service, and one of its interfaces.
#[derive(Debug, Clone, Copy)]
pub(super) struct Object {
    pub(super) service: &'static str,
    pub(super) path: &'static str,
    pub(super) interface: &'static str,
}

impl Object {
    /// One of its properties.
    ///
    /// # Errors
    /// The service does not run, is older, does not tell, or tells something else.
    pub(super) async fn property<T>(self, connection: &Connection, name: &str) -> zbus::Result<T>
    where
        T: TryFrom<OwnedVariant>,
        zbus::Error: From<T::Error>,
    {
        let properties = Some("org.freedesktop.DBus.Properties");
        let which = (self.interface, name);
        let answer = connection.call_method(Some(self.service), self.path, properties, "Get", &which).await?;
        Ok(T::try_from(answer.body().deserialize::<OwnedVariant>()?)?)
    }
}
