//! OpenVPN as the engine finds it in its registry.

use ovpn_settings::Profile;
use vpn_api::{
    Blame, Entropy, Failure, FailureKind, ProtocolId, ProtocolProvider, Retry, RetryPolicy, Secret, ServerEntry,
    SessionParams, Settings, VpnSession,
};

pub use crate::peer_info::ClientInfo;
use crate::{peer_info::proto, session::Session};

/// Makes the cryptographic library gather its first randomness, which takes it some hundredths of a second, once in a process.
/// Without this the first handshake waits for it. Blocks; to be called on a thread that has nothing else to do.
#[expect(clippy::disallowed_methods, reason = "nothing is made of it")]
pub fn warm_up() {
    // A handshake that finds no randomness fails with its own sentence.
    let _ = aws_lc_rs::rand::fill(&mut [0; 32]);
}

/// Makes OpenVPN sessions out of [`Profile`]s.
#[derive(Debug, Clone)]
pub struct OpenVpnProvider {
    client: ClientInfo,
    protocol_bits: u32,
}

impl OpenVpnProvider {
    /// `client` is what servers are told about this program.
    #[must_use]
    pub fn new(client: ClientInfo) -> Self {
        Self { client, protocol_bits: proto::SUPPORTED }
    }

    /// The same, announcing fewer abilities in `IV_PROTO`: how tests meet servers as they behave towards older clients.
    #[doc(hidden)]
    #[must_use]
    pub fn announcing(mut self, protocol_bits: u32) -> Self {
        self.protocol_bits = protocol_bits & proto::SUPPORTED;
        self
    }

    fn profile(settings: &Settings) -> Result<&Profile, Failure> {
        settings.get().ok_or_else(|| Failure::internal("settings of another protocol"))
    }
}

impl ProtocolProvider for OpenVpnProvider {
    fn id(&self) -> ProtocolId {
        ovpn_settings::PROTOCOL
    }

    fn name(&self) -> &'static str {
        "OpenVPN"
    }

    fn settings(&self, text: &Secret) -> Result<Settings, Failure> {
        Profile::from_settings(text).map(Settings::new).map_err(|error| {
            Failure::new(FailureKind::ProfileRefused { what: "profile".into() }, Blame::Profile, Retry::Never)
                .with_detail(error)
        })
    }

    fn servers(&self, settings: &Settings, entropy: &mut dyn Entropy) -> Result<Vec<ServerEntry>, Failure> {
        let profile = Self::profile(settings)?;
        let mut servers: Vec<ServerEntry> = profile
            .remotes
            .iter()
            .enumerate()
            .map(|(index, remote)| ServerEntry {
                index,
                host: remote.host.clone(),
                port: remote.port,
                transport: remote.transport,
                family: remote.family,
                answer_timeout: remote.answer_timeout,
                via: remote.proxy.clone().map(Box::new),
                local: remote.local,
            })
            .collect();
        if profile.remote_random {
            shuffle(&mut servers, entropy);
        }
        if profile.remote_random_hostname {
            for server in servers.iter_mut().filter(|server| server.host.parse::<std::net::IpAddr>().is_err()) {
                let mut prefix = [0; 6];
                entropy.fill(&mut prefix);
                server.host = format!("{}.{}", hex::encode(prefix), server.host);
            }
        }
        Ok(servers)
    }

    fn takes_all(&self, settings: &Settings) -> bool {
        Self::profile(settings).is_ok_and(|profile| profile.network.redirect.is_some_and(|redirect| redirect.ipv4))
    }

    fn retry(&self, settings: &Settings) -> Result<RetryPolicy, Failure> {
        let timing = &Self::profile(settings)?.timing;
        let (first, largest) = timing.retry;
        Ok(RetryPolicy { first, largest, rounds: Some(timing.retry_rounds).filter(|rounds| *rounds > 0) })
    }

    fn session(&self, params: &mut SessionParams, entropy: Box<dyn Entropy>) -> Result<Box<dyn VpnSession>, Failure> {
        let profile = Self::profile(&params.settings)?.clone();
        // What came with the exporter in OpenVPN 2.6 goes with it.
        let mut withheld =
            if profile.data.key_export { 0 } else { proto::TLS_KEY_EXPORT | proto::DYN_TLS_CRYPT | proto::DATA_EPOCH };
        if !profile.data.ciphers.iter().any(|cipher| cipher.is_aead()) {
            withheld |= proto::DATA_EPOCH;
        }
        let protocol_bits = self.protocol_bits & !withheld;
        Ok(Box::new(Session::new(params, entropy, profile, self.client.clone(), protocol_bits)?))
    }
}

/// Fisher and Yates.
fn shuffle(servers: &mut [ServerEntry], entropy: &mut dyn Entropy) {
    for last in (1..servers.len()).rev() {
        let mut bytes = [0; 8];
        entropy.fill(&mut bytes);
        // At most 64 servers: the bias of a 64-bit remainder cannot be seen.
        let chosen = (u64::from_be_bytes(bytes) % (last as u64 + 1)) as usize;
        servers.swap(last, chosen);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn provider() -> OpenVpnProvider {
        OpenVpnProvider::new(ClientInfo { version: "0.1.0".into(), platform: "linux".into() })
    }

    fn settings(profile: &Profile) -> Settings {
        provider().settings(&profile.to_settings()).unwrap()
    }

    #[test]
    fn servers_come_in_the_profiles_order_or_shuffled() {
        let mut profile = crate::testing::profile();
        profile.remotes = (0..8)
            .map(|n| ovpn_settings::Remote { host: format!("s{n}.example.net"), ..crate::testing::remote() })
            .collect();
        let mut entropy = crate::testing::Pseudo::new(1);
        let order = |profile: &Profile, entropy: &mut dyn Entropy| -> Vec<usize> {
            provider().servers(&settings(profile), entropy).unwrap().iter().map(|server| server.index).collect()
        };
        assert_eq!(order(&profile, &mut entropy), [0, 1, 2, 3, 4, 5, 6, 7]);
        profile.remote_random = true;
        let shuffled = order(&profile, &mut entropy);
        assert_ne!(shuffled, [0, 1, 2, 3, 4, 5, 6, 7]);
        let mut sorted = shuffled;
        sorted.sort_unstable();
        assert_eq!(sorted, [0, 1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn random_names_are_for_names_only() {
        let mut profile = crate::testing::profile();
        profile.remote_random_hostname = true;
        profile.remotes.push(ovpn_settings::Remote { host: "192.0.2.7".into(), ..crate::testing::remote() });
        let servers = provider().servers(&settings(&profile), &mut crate::testing::Pseudo::new(1)).unwrap();
        let (prefix, rest) = servers[0].host.split_once('.').unwrap();
        assert!(prefix.len() == 12 && prefix.bytes().all(|b| b.is_ascii_hexdigit()));
        assert_eq!(rest, "vpn.example.net");
        assert_eq!(servers[1].host, "192.0.2.7");
    }

    #[test]
    fn a_profile_that_redirects_the_gateway_takes_all_traffic() {
        let mut profile = crate::testing::profile();
        for (redirect, takes_all) in [
            (None, false),
            (Some(ovpn_settings::Redirect { ipv4: true, ..Default::default() }), true),
            (Some(ovpn_settings::Redirect { ipv6: true, ..Default::default() }), false),
        ] {
            profile.network.redirect = redirect;
            assert_eq!(provider().takes_all(&settings(&profile)), takes_all, "{redirect:?}");
        }
    }

    #[test]
    fn waits_between_rounds_are_the_profiles() {
        let mut profile = crate::testing::profile();
        assert_eq!(provider().retry(&settings(&profile)), Ok(RetryPolicy::default()));
        let (first, largest) = (Duration::from_secs(7), Duration::from_secs(20));
        profile.timing.retry = (first, largest);
        assert_eq!(provider().retry(&settings(&profile)), Ok(RetryPolicy { first, largest, rounds: None }));
        profile.timing.retry_rounds = 3;
        assert_eq!(provider().retry(&settings(&profile)), Ok(RetryPolicy { first, largest, rounds: Some(3) }));
    }

    #[test]
    fn a_text_that_is_no_profile_is_refused() {
        for text in ["", "null", r#"{"remotes":7}"#] {
            let failure = provider().settings(&Secret::from(text)).unwrap_err();
            assert_eq!(failure.kind, FailureKind::ProfileRefused { what: "profile".into() });
        }
    }

    #[test]
    fn settings_of_another_protocol_are_our_own_fault() {
        let failure = provider().servers(&Settings::new(7), &mut crate::testing::Pseudo::new(1)).unwrap_err();
        assert_eq!(failure.kind, FailureKind::Internal);
    }
}
