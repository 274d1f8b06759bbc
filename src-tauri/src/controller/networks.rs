//! Networks that profiles know: learned from a server in them, and kept with a profile.

use profiles::ProfileId;
use vpn_api::{
    Failure,
    contract::{Request, Response},
    known_network::server_of,
};

use super::{
    Controller,
    message::{Reply, answer},
};
use crate::{
    strings,
    view::{MessageView, NetworkProofView, NetworkRuleView},
};

impl Controller {
    /// Asks a server of the network that the machine is in for its key.
    pub(super) fn learn_network(&self, server: &str, reply: Reply<NetworkProofView>) {
        let Some(server) = server_of(server) else { return answer(reply, Err(no_server())) };
        let asked = self.services.request(Request::LearnNetwork { server });
        tokio::spawn(async move {
            let learned = match asked.await {
                Ok(Response::Network { proof }) => Ok(proof.into()),
                Ok(_) => Err(strings::failure(&Failure::internal("the helper answered something else"))),
                Err(failure) => Err(strings::failure(&failure)),
            };
            answer(reply, learned);
        });
    }

    /// Keeps with a profile in which network it is to be connected, from the next time on.
    ///
    /// # Errors
    /// It is no network.
    pub(super) fn set_network(&mut self, id: &ProfileId, rule: Option<&NetworkRuleView>) -> Result<(), MessageView> {
        let condition = rule.map(|rule| rule.condition().ok_or_else(no_server)).transpose()?;
        self.change_card(id, |card| card.network = condition);
        Ok(())
    }
}

fn no_server() -> MessageView {
    strings::message("network-no-server", &[], "")
}
