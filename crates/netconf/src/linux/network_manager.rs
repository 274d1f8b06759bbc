//! NetworkManager, over D-Bus (org.freedesktop.NetworkManager.Device): our interfaces are none of its business. A file and a
//! udev rule say so too, and some distributions override them. What it does all the same is repaired.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use zbus::{Connection, OwnedObjectPath, Variant};

use super::dns::resolved::Resolved;

const NAME: &str = "org.freedesktop.NetworkManager";
const PATH: &str = "/org/freedesktop/NetworkManager";
const DEVICE: &str = "org.freedesktop.NetworkManager.Device";
const UNKNOWN_DEVICE: &str = "org.freedesktop.NetworkManager.UnknownDevice";
/// It hears of a new interface when we do, and takes it up a moment later.
const PAUSE: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(3);

/// Tells it to leave this interface alone. Nobody waits for it, and where it does not run or does not listen nothing is lost.
pub(super) fn leave_alone(bus: &Resolved, interface: &str) {
    let (bus, interface) = (bus.clone(), interface.to_owned());
    let telling = async move {
        let Ok(connection) = bus.connect().await else { return };
        while let Err(error) = tell(&connection, &interface).await {
            if !matches!(&error, zbus::Error::MethodError(name, ..) if name.as_str() == UNKNOWN_DEVICE) {
                return tracing::debug!(%error, "NetworkManager is not told of an interface");
            }
            sleep(PAUSE).await;
        }
    };
    drop(tokio::spawn(timeout(PATIENCE, telling)));
}

async fn tell(connection: &Connection, interface: &str) -> zbus::Result<()> {
    let finding = connection.call_method(Some(NAME), PATH, Some(NAME), "GetDeviceByIpIface", &interface);
    let device: OwnedObjectPath = finding.await?.body().deserialize()?;
    let properties = Some("org.freedesktop.DBus.Properties");
    let unmanaged = (DEVICE, "Managed", Variant::from(false));
    connection.call_method(Some(NAME), &device, properties, "Set", &unmanaged).await.map(drop)
}
