//! The helper's units at systemd (org.freedesktop.systemd1(5)).

use std::time::Duration;

use super::bus::{Bus, CallError, Properties};
use crate::service::{Phase, Service, Start, StartError};

const MANAGER: (&str, &str, &str) =
    ("org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager");
const UNIT: &str = "org.freedesktop.systemd1.Unit";
const SERVICE: &str = "org.freedesktop.systemd1.Service";
/// The engine's, which brings the other with it.
pub(super) const ENGINE: &str = "aditd.service";
/// The broker's.
pub(super) const BROKER: &str = "adit-netd.service";
/// What starts with the computer: everything of Adit's that is made for that.
const ENABLED: [&str; 3] = [ENGINE, BROKER, "adit-lock.service"];
/// How long somebody may take to type an administrator's password.
const PERMISSION: Duration = Duration::from_secs(120);
/// A helper that is slower than this to start has not started.
const STARTED: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(100);

/// What systemd says of a unit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Unit {
    /// `loaded`, `not-found`, `masked`, …
    pub(super) load: String,
    /// `active`, `inactive`, `failed`, `activating`, …
    pub(super) active: String,
    /// `running`, `auto-restart`, …
    pub(super) sub: String,
    /// `enabled`, `disabled`, `static`, …
    pub(super) file: String,
    /// `success`, `exit-code`, `signal`, …
    pub(super) result: String,
    /// Exit status, or number of the signal, of its last process.
    pub(super) status: i32,
    /// How often it was started again by itself.
    pub(super) restarts: u32,
    /// Process id; 0 for none.
    pub(super) pid: u32,
}

impl Unit {
    pub(super) async fn read(bus: &Bus, name: &str) -> Result<Self, CallError> {
        let path = bus.object(MANAGER, "LoadUnit", name).await?;
        let unit = bus.properties((MANAGER.0, &path, UNIT)).await?;
        // A unit without a file of its own has no properties of a service.
        let service = bus.properties((MANAGER.0, &path, SERVICE)).await.unwrap_or_default();
        Ok(Self::from_properties(&unit, &service))
    }

    fn from_properties(unit: &Properties, service: &Properties) -> Self {
        let text = |name: &str| {
            let value = unit.get(name).or_else(|| service.get(name));
            value.and_then(|value| <&str>::try_from(value).ok()).unwrap_or_default().to_owned()
        };
        let number = |name: &str| service.get(name).and_then(|value| u32::try_from(value).ok()).unwrap_or_default();
        let status = service.get("ExecMainStatus").and_then(|value| i32::try_from(value).ok()).unwrap_or_default();
        Self {
            load: text("LoadState"),
            active: text("ActiveState"),
            sub: text("SubState"),
            file: text("UnitFileState"),
            result: text("Result"),
            status,
            restarts: number("NRestarts"),
            pid: number("MainPID"),
        }
    }

    /// Started, and ended by itself: systemd gave it up, or starts it again and again and it is not up yet.
    fn fails(&self) -> bool {
        self.active == "failed"
            || (self.active == "activating" && (self.sub.starts_with("auto-restart") || self.restarts > 0))
    }

    fn describe(&self, name: &str) -> String {
        let Self { active, sub, result, status, restarts, .. } = self;
        format!(
            "{name}: {active} ({sub}), result {result}, status {status}, started again {restarts} times\njournalctl -u {name}"
        )
    }
}

/// What both units together mean.
pub(super) fn judge(engine: &Unit, broker: &Unit) -> Service {
    let named = [(ENGINE, engine), (BROKER, broker)];
    if engine.load == "not-found" || engine.load.is_empty() {
        return Service::NotInstalled;
    }
    if named.iter().any(|(_, unit)| unit.load == "masked") {
        return Service::Blocked;
    }
    if let Some((name, unit)) = named.iter().find(|(_, unit)| unit.fails()) {
        return Service::Failing { detail: unit.describe(name) };
    }
    match engine.active.as_str() {
        "active" | "reloading" => Service::Running,
        "activating" => Service::Starting,
        _ => Service::Off { enabled: engine.file.starts_with("enabled") },
    }
}

/// Both units.
pub(super) async fn units(bus: &Bus) -> Result<(Unit, Unit), CallError> {
    Ok((Unit::read(bus, ENGINE).await?, Unit::read(bus, BROKER).await?))
}

/// How the service is at this moment. Changes nothing, and asks nobody for a permission.
pub async fn look() -> Service {
    let looked = async { units(&Bus::system().await?).await };
    match looked.await {
        Ok((engine, broker)) => judge(&engine, &broker),
        Err(error) => {
            tracing::debug!(%error, "systemd cannot be asked");
            Service::Unknown
        }
    }
}

/// Starts the service. The system asks for the permission of an administrator where its rules want that, for two minutes at most;
/// `told` hears how far it is.
///
/// # Errors
/// [`StartError`]: it does not run.
pub async fn start(start: Start, told: impl Fn(Phase) + Send) -> Result<(), StartError> {
    let bus = Bus::system().await.map_err(|error| StartError::System(error.text))?;
    told(Phase::Asking);
    let asked = async {
        match start {
            Start::Enable => enable(&bus).await?,
            Start::Again => {
                // Both: the engine alone would go on with an older broker.
                manage(&bus, "RestartUnit", BROKER).await?;
                manage(&bus, "RestartUnit", ENGINE).await?;
            }
        }
        Ok(())
    };
    match tokio::time::timeout(PERMISSION, asked).await {
        Ok(asked) => asked.map_err(meaning)?,
        Err(_) => return Err(StartError::Refused("nobody gave the permission in time".to_owned())),
    }
    told(Phase::Starting);
    wait_until_it_runs(&bus).await
}

/// Starts it now, and with the computer from now on.
async fn enable(bus: &Bus) -> Result<(), CallError> {
    // In this order: the permission for this one includes the two that follow (org.freedesktop.systemd1.policy,
    // "org.freedesktop.policykit.imply"), so that a password is asked for once.
    let body = (ENABLED.as_slice(), false, false);
    bus.permitted(MANAGER, "EnableUnitFiles", &body).await?;
    if let Err(error) = bus.permitted(MANAGER, "Reload", &()).await {
        // What was enabled holds from the next start of the computer in any case.
        tracing::info!(%error, "systemd does not read its units again");
    }
    manage(bus, "StartUnit", ENGINE).await
}

async fn manage(bus: &Bus, method: &str, unit: &str) -> Result<(), CallError> {
    bus.permitted(MANAGER, method, &(unit, "replace")).await
}

async fn wait_until_it_runs(bus: &Bus) -> Result<(), StartError> {
    let since = tokio::time::Instant::now();
    loop {
        let (engine, broker) = units(bus).await.map_err(|error| StartError::System(error.text))?;
        match judge(&engine, &broker) {
            Service::Running => return Ok(()),
            Service::Failing { detail } => return Err(StartError::Ended(detail)),
            Service::NotInstalled => return Err(StartError::NotInstalled(ENGINE.to_owned())),
            Service::Blocked => return Err(StartError::Blocked(ENGINE.to_owned())),
            Service::Starting | Service::Off { .. } | Service::Unknown => {}
        }
        if since.elapsed() > STARTED {
            return Err(StartError::Ended(engine.describe(ENGINE)));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// What systemd's refusal means.
fn meaning(error: CallError) -> StartError {
    let CallError { name, text } = error;
    match name.as_str() {
        "org.freedesktop.DBus.Error.AccessDenied" => StartError::Refused(text),
        "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired" => StartError::NobodyToAsk(text),
        "org.freedesktop.systemd1.UnitMasked" => StartError::Blocked(text),
        "org.freedesktop.systemd1.NoSuchUnit"
        | "org.freedesktop.systemd1.LoadFailed"
        // EnableUnitFiles of a file that is not there.
        | "org.freedesktop.DBus.Error.FileNotFound" => StartError::NotInstalled(text),
        _ => StartError::System(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(load: &str, active: &str, sub: &str, file: &str) -> Unit {
        let own = str::to_owned;
        Unit { load: own(load), active: own(active), sub: own(sub), file: own(file), ..Unit::default() }
    }

    #[test]
    fn each_state_of_the_units_is_told_apart() {
        let runs = unit("loaded", "active", "running", "enabled");
        let off = unit("loaded", "inactive", "dead", "disabled");
        assert_eq!(judge(&runs, &runs), Service::Running);
        assert_eq!(judge(&unit("not-found", "inactive", "dead", ""), &runs), Service::NotInstalled);
        assert_eq!(judge(&off, &off), Service::Off { enabled: false });
        assert_eq!(judge(&unit("loaded", "inactive", "dead", "enabled"), &runs), Service::Off { enabled: true });
        assert_eq!(judge(&unit("loaded", "activating", "start", "enabled"), &runs), Service::Starting);
        assert_eq!(judge(&unit("masked", "inactive", "dead", "masked"), &runs), Service::Blocked);
        assert_eq!(judge(&off, &unit("masked", "inactive", "dead", "masked")), Service::Blocked);
        let again = Unit { restarts: 3, ..unit("loaded", "activating", "start", "enabled") };
        assert!(matches!(judge(&again, &runs), Service::Failing { .. }), "between two ends");
        for bad in
            [unit("loaded", "failed", "failed", "enabled"), unit("loaded", "activating", "auto-restart", "enabled")]
        {
            assert!(matches!(judge(&bad, &runs), Service::Failing { detail } if detail.starts_with(ENGINE)));
            assert!(matches!(judge(&runs, &bad), Service::Failing { detail } if detail.starts_with(BROKER)));
        }
    }

    #[test]
    fn a_refusal_is_told_from_a_service_that_is_not_there() {
        let error = |name: &str| meaning(CallError { name: name.to_owned(), text: "why".to_owned() });
        let why = || "why".to_owned();
        assert_eq!(error("org.freedesktop.DBus.Error.AccessDenied"), StartError::Refused(why()));
        assert_eq!(
            error("org.freedesktop.DBus.Error.InteractiveAuthorizationRequired"),
            StartError::NobodyToAsk(why())
        );
        assert_eq!(error("org.freedesktop.systemd1.UnitMasked"), StartError::Blocked(why()));
        assert_eq!(error("org.freedesktop.systemd1.NoSuchUnit"), StartError::NotInstalled(why()));
        assert_eq!(error("org.freedesktop.DBus.Error.NoReply"), StartError::System(why()));
        assert_eq!(error(""), StartError::System(why()));
    }
}
