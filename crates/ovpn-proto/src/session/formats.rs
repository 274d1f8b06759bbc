//! How this session's data packets are built: what profile and server said about ciphers, epochs, fragments and compression.

use ovpn_settings::{Cipher, Digest};
use vpn_api::{
    Blame, Failure, FailureKind, Retry,
    notice::{Notice, Notices},
};

use super::Session;
use crate::{
    keys::negotiation::{CipherNotShared, choose_cipher},
    occ::{self, InForce},
    push::{Pushed, mss::Encapsulation},
};

/// Longest name of a cipher that is repeated to people.
const LONGEST_NAME: usize = 40;

impl Session {
    /// The data cipher and its digest.
    pub(super) fn choose_protection(&self, pushed: &Pushed) -> Result<(Cipher, Digest), Failure> {
        let settings = &self.profile.data;
        let cipher = choose_cipher(pushed.tunnel.cipher.as_deref(), self.primary.server_options(), settings)
            .map_err(|error| cipher_refused(&error, &settings.ciphers))?;
        let auth = pushed.tunnel.auth.unwrap_or(settings.auth);
        if !cipher.is_aead() && auth == Digest::None {
            return Err(refused("auth none").with_detail("packets under AES-CBC could be changed on their way"));
        }
        // The protocol has epochs only where these are (docs/protocol/openvpn.md §7.1); a server that pushes anything else is
        // broken.
        if pushed.epochs && !(cipher.is_aead() && pushed.exporter_keys && pushed.peer_id.is_some()) {
            return Err(refused("aead-epoch").with_detail("it needs an AEAD cipher, tls-ekm and a peer id"));
        }
        Ok((cipher, auth))
    }

    /// Sets the data channel up for packets like these, before there are keys.
    pub(super) fn set_up_data(&mut self, pushed: &Pushed, encapsulation: Encapsulation) {
        let mtu = pushed.tunnel.tun_mtu.unwrap_or(self.remote.tun_mtu).get();
        self.data.configure(pushed.peer_id, encapsulation.compression);
        self.data.fragment(encapsulation.longest_fragment(), mtu);
        if self.profile.data.allow_compression {
            self.data.allow_decompression(mtu);
        }
        // A server that names its MTU means it, whatever its own options say.
        let unnamed = pushed.tunnel.tun_mtu.is_none().then_some(mtu);
        let here = InForce {
            compression: encapsulation.compression,
            fragment: encapsulation.fragment.is_some(),
            cipher: encapsulation.cipher,
            auth: encapsulation.auth,
            mtu: unnamed,
        };
        self.running.differs = occ::differences(self.primary.server_options(), here);
    }

    /// This side's options string.
    pub(super) fn options_string(&self) -> String {
        // OpenVPN counts an IPv4 address in front of each datagram, whatever the proxy is told (RFC 1928 §7).
        let relay = if self.relay_overhead() > 0 { 10 } else { 0 };
        occ::options_string(&self.remote, &self.profile.data, relay)
    }

    /// Adds what the session itself noticed.
    pub(super) fn add_notices(&self, notices: &mut Notices) {
        if self.running.compressed {
            let _ = notices.insert(Notice::ServerCompresses);
        }
        if let Some(differs) = self.running.differs.mtu.clone() {
            let (option, ours, theirs) = (differs.option, differs.ours, differs.theirs);
            let _ = notices.insert(Notice::OptionDiffers { option, ours, theirs });
        }
    }
}

/// The server compressed a packet, and the profile does not allow that.
pub(super) fn compressed() -> Failure {
    Failure::new(FailureKind::ServerCompresses, Blame::Server, Retry::Never)
        .with_detail("a compressed packet came, and the profile has no allow-compression")
}

fn refused(option: &str) -> Failure {
    Failure::new(FailureKind::ServerOptionRefused { option: option.into() }, Blame::Server, Retry::NextServer)
}

fn cipher_refused(error: &CipherNotShared, offered: &[Cipher]) -> Failure {
    let kind = match error {
        CipherNotShared::PushedNotOffered(name) | CipherNotShared::UsedNotOffered(name)
            if Cipher::by_name(name).is_none() =>
        {
            FailureKind::CipherTooOld { cipher: name.chars().take(LONGEST_NAME).collect() }
        }
        CipherNotShared::PushedNotOffered(_) | CipherNotShared::UsedNotOffered(_) | CipherNotShared::Unknown => {
            let offered = offered.iter().map(|cipher| cipher.name()).collect::<Vec<_>>().join(":");
            FailureKind::CipherNotShared { offered }
        }
    };
    Failure::new(kind, Blame::Server, Retry::NextServer).with_detail(error)
}
