//! The protocol as the engine finds it in its registry.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use vpn_api::{
    Blame, Entropy, Failure, FailureKind, LocalEnd, ProtocolId, ProtocolProvider, Retry, Secret, ServerEntry,
    SessionParams, Settings, Transport, VpnSession, session::Family,
};

use crate::session::Session;

/// Names the protocol.
pub const SAMPLE: ProtocolId = ProtocolId::from_static("sample");

/// What a profile of this protocol says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleSettings {
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
}

/// Makes sessions out of [`SampleSettings`].
#[derive(Debug, Clone, Copy, Default)]
pub struct SampleProvider;

impl SampleProvider {
    fn own(settings: &Settings) -> Result<&SampleSettings, Failure> {
        settings.get().ok_or_else(|| Failure::internal("settings of another protocol"))
    }
}

impl ProtocolProvider for SampleProvider {
    fn id(&self) -> ProtocolId {
        SAMPLE
    }

    fn name(&self) -> &'static str {
        "Sample"
    }

    fn settings(&self, text: &Secret) -> Result<Settings, Failure> {
        serde_json::from_str::<SampleSettings>(text.expose()).map(Settings::new).map_err(|error| {
            let kind = FailureKind::ProfileRefused { what: "profile".to_owned() };
            Failure::new(kind, Blame::Profile, Retry::Never).with_detail(error)
        })
    }

    fn servers(&self, settings: &Settings, _: &mut dyn Entropy) -> Result<Vec<ServerEntry>, Failure> {
        let SampleSettings { host, port } = Self::own(settings)?.clone();
        Ok(vec![ServerEntry {
            index: 0,
            host,
            port,
            transport: Transport::Tcp,
            family: Family::Any,
            answer_timeout: Duration::from_secs(10),
            via: None,
            local: LocalEnd::default(),
        }])
    }

    fn session(&self, params: &mut SessionParams, _: Box<dyn Entropy>) -> Result<Box<dyn VpnSession>, Failure> {
        Self::own(&params.settings)?;
        Ok(Box::new(Session::new(params.address)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_settings_are_taken() {
        let parse = |text: &str| SampleProvider.settings(&Secret::from(text));
        let settings = parse(r#"{"host":"192.0.2.1","port":7000}"#).unwrap();
        assert_eq!(settings.get::<SampleSettings>().map(|settings| settings.port), Some(7000));
        for bad in [r#"{"host":"192.0.2.1"}"#, r#"{"host":"192.0.2.1","port":7000,"more":1}"#, "no settings"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
