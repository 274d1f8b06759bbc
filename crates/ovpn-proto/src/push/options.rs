//! Pushed options as typed values.

use base64::{Engine, prelude::BASE64_STANDARD};
use ovpn_settings::{
    NetworkSettings, PullAction,
    lexer::split_words,
    options::{self, Origin, Remark, TunnelOptions, table},
};
use vpn_api::{Failure, Secret};

use super::{LeftOut, left_out::shown, refused};
use crate::wire::PeerId;

/// One reply, understood. Values only; what they mean together is [`super::network`]'s business.
#[derive(Debug, Default)]
pub struct Pushed {
    /// What a profile could say as well.
    pub tunnel: TunnelOptions,
    /// `peer-id`: data packets carry it.
    pub peer_id: Option<PeerId>,
    /// Data keys by the TLS exporter.
    pub exporter_keys: bool,
    /// Data packets in the epoch format.
    pub epochs: bool,
    /// The server takes `EXIT` over the control channel.
    pub cc_exit: bool,
    /// Renegotiations are wrapped by a key of this session.
    pub dynamic_tls_crypt: bool,
    /// `auth-token`: replaces the password from now on.
    pub auth_token: Option<Secret>,
    /// `auth-token-user`: replaces the user name together with the token.
    pub auth_token_user: Option<String>,
    /// What of the reply is not used.
    pub left_out: LeftOut,
}

impl Pushed {
    /// Reads all options of one reply, after the profile's filters.
    ///
    /// # Errors
    /// The server changes what packets look like in a way that is unknown, or a filter rejects an option. Any other value that
    /// cannot be used is left out, as OpenVPN does.
    pub fn read(options: &[String], network: &NetworkSettings) -> Result<Self, Failure> {
        let mut pushed = Self::default();
        for option in options {
            let filter = network.pull_filters.iter().find(|filter| option.starts_with(&filter.prefix));
            match filter.map(|filter| filter.action) {
                Some(PullAction::Ignore) => continue,
                Some(PullAction::Reject) => {
                    return Err(refused(option.split(' ').next().unwrap_or_default())
                        .with_detail("the profile's pull-filter rejects it"));
                }
                Some(PullAction::Accept) | None => {}
            }
            match split_words(option, 0) {
                Ok((words, _)) => {
                    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                    pushed.take(&words, network.route_nopull)?;
                }
                Err(_) => pushed.left_out.unknown(option.split_ascii_whitespace().next().unwrap_or_default()),
            }
        }
        Ok(pushed)
    }

    fn take(&mut self, words: &[&str], nopull: bool) -> Result<(), Failure> {
        let Some((&name, values)) = words.split_first() else { return Ok(()) };
        let Some(row) = table::row(name) else {
            self.left_out.unknown(name);
            return Ok(());
        };
        if nopull && row.is_routing {
            return Ok(());
        }
        match row.effect {
            table::Effect::None => Ok(()),
            table::Effect::Session => self.take_session(row.name, values),
            table::Effect::Option => {
                self.take_option(row.name, values);
                Ok(())
            }
        }
    }

    fn take_option(&mut self, name: &'static str, values: &[&str]) {
        // The values of a list by themselves, so that each one that cannot be used is told.
        let (head, list) = match (name, values) {
            ("dns", ["server", _, "address" | "resolve-domains", _, _, ..]) => values.split_at(3),
            ("dns", ["search-domains", _, _, ..]) => values.split_at(1),
            ("dhcp-option", [kind, _, _, ..]) if kind.to_ascii_uppercase().starts_with('D') => values.split_at(1),
            (..) => return self.take_one(name, values),
        };
        for value in list {
            self.take_one(name, &[head, &[*value]].concat());
        }
    }

    fn take_one(&mut self, name: &'static str, values: &[&str]) {
        let Some(reading) = options::read(name, values, Origin::Push) else { return };
        let taken = reading.option.and_then(|option| self.tunnel.take(option));
        for remark in reading.remark.into_iter().chain(taken).filter(|remark: &Remark| !remark.is_harmless()) {
            self.left_out.option(name, values, &remark);
        }
    }

    fn take_session(&mut self, name: &'static str, values: &[&str]) -> Result<(), Failure> {
        let understood = match name {
            "peer-id" => {
                let id = |id: &str| id.parse().ok().and_then(PeerId::new).unwrap_or(PeerId::UNDEFINED);
                self.peer_id = values.first().copied().map(id);
                self.peer_id.is_some()
            }
            "key-derivation" => match values {
                ["tls-ekm"] => {
                    self.exporter_keys = true;
                    true
                }
                _ => return Err(refused(name)),
            },
            "protocol-flags" => return self.take_protocol_flags(values),
            "auth-token" => {
                // An empty token means that there is none.
                self.auth_token = values.first().filter(|token| !token.is_empty()).map(|&token| Secret::from(token));
                true
            }
            "auth-token-user" => {
                let user = values.first().and_then(|text| BASE64_STANDARD.decode(text).ok());
                let user = user.and_then(|user| String::from_utf8(user).ok());
                let understood = user.is_some();
                self.auth_token_user = user.or(self.auth_token_user.take());
                understood
            }
            _ => false,
        };
        if !understood {
            self.left_out.unknown(name);
        }
        Ok(())
    }

    fn take_protocol_flags(&mut self, flags: &[&str]) -> Result<(), Failure> {
        for flag in flags {
            match *flag {
                "tls-ekm" => self.exporter_keys = true,
                "cc-exit" => self.cc_exit = true,
                "dyn-tls-crypt" => self.dynamic_tls_crypt = true,
                "aead-epoch" => self.epochs = true,
                // An unknown flag changes the wire in a way that nobody can guess.
                _ => return Err(refused("protocol-flags").with_detail(format_args!("unknown flag {}", shown(flag)))),
            }
        }
        Ok(())
    }
}
