//! `aditctl network`, and the options that name a network.

use std::{net::SocketAddr, path::Path};

use clap::Args;
use vpn_api::{
    NetworkCondition, NetworkProof, NetworkRule,
    contract::{Request, Response},
    known_network::server_of,
};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    output::{Output, said},
};

/// What `aditctl network --help` adds.
pub(crate) const NETWORK_HELP: &str = "\
Choose a server that is reached in this network only, as its router or its file server. What is printed goes to
aditctl connect --not-on or --only-on. Neither the name of a wireless network nor a gateway's address is believed: anybody can have those.";

/// In which network a connection is to be up.
#[derive(Debug, Default, Args)]
pub(crate) struct NetworkArguments {
    /// Be off in the network that has this server, as `aditctl network` prints it, and on everywhere else.
    #[arg(long, value_name = "SERVER=KEY", conflicts_with = "only_on")]
    not_on: Option<NetworkProof>,
    /// Be on in the network that has this server, and off everywhere else.
    #[arg(long, value_name = "SERVER=KEY")]
    only_on: Option<NetworkProof>,
}

impl NetworkArguments {
    /// For the request; `None`: everywhere.
    pub(crate) fn condition(&self) -> Option<NetworkCondition> {
        let of = |rule, proof: Option<NetworkProof>| proof.map(|proof| NetworkCondition { rule, proof });
        of(NetworkRule::NotOn, self.not_on).or_else(|| of(NetworkRule::OnlyOn, self.only_on))
    }
}

/// The address of a server, for the command line.
pub(crate) fn parse_server(text: &str) -> Result<SocketAddr, String> {
    server_of(text).ok_or_else(|| "an address like 10.0.0.1 or 10.0.0.1:8443 is needed".to_owned())
}

/// Asks a server of this network for its key.
pub(crate) async fn learn(socket: &Path, server: SocketAddr, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let Response::Network { proof } = client.request(Request::LearnNetwork { server }).await? else {
        return Err(CommandError::message(Exit::Other, said("aditctl-unexpected-answer", &[])));
    };
    if output.json {
        output.value(&proof)?
    } else {
        output.line(&proof.to_string())
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        network: NetworkArguments,
    }

    #[test]
    fn one_network_is_named_or_none() {
        let proof = format!("10.0.0.1:443={}", "a5".repeat(32));
        let rule = |words: &[&str]| {
            let line = Line::try_parse_from(["connect"].iter().chain(words)).ok()?;
            Some(line.network.condition().map(|condition| condition.rule))
        };
        assert_eq!(rule(&[]), Some(None));
        assert_eq!(rule(&["--not-on", &proof]), Some(Some(NetworkRule::NotOn)));
        assert_eq!(rule(&["--only-on", &proof]), Some(Some(NetworkRule::OnlyOn)));
        assert_eq!(rule(&["--only-on", &proof, "--not-on", &proof]), None);
        assert_eq!(rule(&["--only-on", "office-wifi"]), None);
    }
}
