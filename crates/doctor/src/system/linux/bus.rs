//! The only module that names D-Bus: properties of services, and calls that an administrator may have to permit.

use std::collections::HashMap;

use futures_util::StreamExt;
use zbus::{
    Connection, DBusError, Message, MessageStream, OwnedObjectPath, OwnedVariant,
    message::{Flags, Type},
};

/// An answer to a question that nobody is asked a permission for.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
const BUS: (&str, &str, &str) = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus");

/// A bus.
#[derive(Debug, Clone)]
pub(super) struct Bus(Connection);

/// Why a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct CallError {
    /// The error's name: `org.freedesktop.DBus.Error.AccessDenied`. Empty: there is no answer.
    pub(super) name: String,
    pub(super) text: String,
}

impl CallError {
    pub(super) fn local(text: impl std::fmt::Display) -> Self {
        Self { name: String::new(), text: text.to_string() }
    }
}

impl From<zbus::Error> for CallError {
    fn from(error: zbus::Error) -> Self {
        Self { name: error_name(&error).unwrap_or_default(), text: error.to_string() }
    }
}

impl std::fmt::Display for CallError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

type Called<T> = Result<T, CallError>;
/// Properties by their names.
pub(super) type Properties = HashMap<String, OwnedVariant>;

impl Bus {
    /// The system's.
    pub(super) async fn system() -> Called<Self> {
        within(async { Ok(Self(Connection::system().await?)) }).await
    }

    /// That of the user's session.
    pub(super) async fn session() -> Called<Self> {
        within(async { Ok(Self(Connection::session().await?)) }).await
    }

    /// Calls a method that answers with an object.
    pub(super) async fn object(&self, to: (&str, &str, &str), method: &str, argument: &str) -> Called<String> {
        let call = self.0.call_method(Some(to.0), to.1, Some(to.2), method, &argument);
        let answer = within(async { Ok(call.await?) }).await?;
        let path: OwnedObjectPath = answer.body().deserialize().map_err(CallError::local)?;
        Ok(path.to_string())
    }

    /// All properties of one interface.
    pub(super) async fn properties(&self, to: (&str, &str, &str)) -> Called<Properties> {
        let call = self.0.call_method(Some(to.0), to.1, Some(PROPERTIES), "GetAll", &to.2);
        let answer = within(async { Ok(call.await?) }).await?;
        answer.body().deserialize().map_err(CallError::local)
    }

    /// Whether somebody has this name.
    pub(super) async fn has(&self, name: &str) -> bool {
        let call = self.0.call_method(Some(BUS.0), BUS.1, Some(BUS.2), "NameHasOwner", &name);
        let answer = within(async { Ok(call.await?) }).await;
        answer.is_ok_and(|answer| answer.body().deserialize().unwrap_or(false))
    }

    /// Whether the bus starts somebody for this name.
    pub(super) async fn starts(&self, name: &str) -> bool {
        let call = self.0.call_method(Some(BUS.0), BUS.1, Some(BUS.2), "ListActivatableNames", &());
        let answer = within(async { Ok(call.await?) }).await;
        let names: Vec<String> = answer.ok().and_then(|answer| answer.body().deserialize().ok()).unwrap_or_default();
        names.iter().any(|one| one == name)
    }

    /// Calls a method that the system may ask somebody's permission for. Waits for as long as that takes.
    pub(super) async fn permitted<B>(&self, to: (&str, &str, &str), method: &str, body: &B) -> Called<()>
    where
        B: serde::Serialize + zbus::DynamicType,
    {
        let call = Message::method_call(to.1, method).destination(to.0).interface(to.2);
        // D-Bus Specification, "Message Format": without this flag the caller is refused where somebody had to be asked.
        let call = call.with_flags(Flags::ALLOW_INTERACTIVE_AUTH).build(body)?;
        let serial = call.primary_header().serial_num();
        let mut messages = MessageStream::from(&self.0);
        self.0.send(&call).await?;
        while let Some(message) = messages.next().await {
            let message = message?;
            if message.header().reply_serial() == Some(serial) {
                let failed = message.message_type() == Type::Error;
                return if failed { Err(zbus::Error::from(message).into()) } else { Ok(()) };
            }
        }
        Err(CallError::local("the bus hung up"))
    }
}

/// The name of the error that the other side answered with.
fn error_name(error: &zbus::Error) -> Option<String> {
    if let zbus::Error::MethodError(name, _, _) = error {
        return Some(name.to_string());
    }
    if let zbus::Error::FDO(error) = error { Some(error.name().to_string()) } else { None }
}

async fn within<T>(call: impl Future<Output = Called<T>>) -> Called<T> {
    tokio::time::timeout(PATIENCE, call).await.unwrap_or_else(|_| Err(CallError::local("no answer")))
}
