//! A client's profile and the authority of its server, from which the worlds of a test are made.

use std::any::Any;

use ovpn_proto::peer_info::proto;
use ovpn_settings::{Login, Profile};
use vpn_api::{Failure, Secrets};

use crate::{Authority, Script, TestServer, World, profile, session, start, trusting};

/// What the two ends of a session have in common before it begins.
pub struct Setting {
    /// Signs the server's certificate.
    pub authority: Authority,
    /// The client's.
    pub profile: Profile,
}

impl Default for Setting {
    fn default() -> Self {
        Self::new()
    }
}

impl Setting {
    /// A profile that trusts a new authority and asks for nothing.
    #[must_use]
    pub fn new() -> Self {
        let authority = Authority::new("Test CA");
        let mut profile = profile();
        profile.tls = trusting(&authority);
        Self { authority, profile }
    }

    /// A profile that asks for user name and password.
    #[must_use]
    pub fn with_login() -> Self {
        let mut setting = Self::new();
        setting.profile.login = Some(Login::default());
        setting
    }

    /// A client that knows no secrets, and a server of this script.
    #[must_use]
    pub fn world(&self, script: Script) -> World {
        World::new(&self.profile, TestServer::of(script, &self.authority))
    }

    /// The same for a client that knows these secrets and what an earlier session left behind.
    ///
    /// # Panics
    /// The client makes no session of that.
    pub fn world_as(&self, script: Script, secrets: &Secrets, carried: &mut Option<Box<dyn Any + Send>>) -> World {
        let now = start();
        let client = session(&self.profile, secrets, carried, now, proto::SUPPORTED).unwrap();
        World::with(client, TestServer::of(script, &self.authority), now)
    }

    /// A client that is connected to a server of this script.
    #[must_use]
    pub fn connected(&self, script: Script) -> World {
        let mut world = self.world(script);
        world.connect();
        world
    }

    /// Why the client makes no session without secrets.
    ///
    /// # Panics
    /// It makes one.
    #[must_use]
    pub fn refusal(&self) -> Failure {
        session(&self.profile, &Secrets::default(), &mut None, start(), proto::SUPPORTED).err().unwrap()
    }
}
