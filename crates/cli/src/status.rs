//! `aditctl status`.

use std::path::Path;

use vpn_api::contract::ConnectionSnapshot;
use vpn_api::{ConnectionDetails, Failure, TunnelState, Waiting};
use vpn_ipc::Client;

use crate::{
    exit::{CommandError, Exit},
    lock,
    machine::{Machine, machine},
    output::{Output, said},
};

/// Prints all connections.
pub(crate) async fn run(socket: &Path, verbose: bool, output: Output) -> Result<Exit, CommandError> {
    let (client, _events) = Client::connect(socket).await?;
    let Machine { connections, protection } = machine(&client).await?;
    if output.json {
        output.value(&connections)?;
        return Ok(Exit::Done);
    }
    if connections.is_empty() {
        output.line(&said("aditctl-no-connection", &[]));
    }
    for connection in &connections {
        print(connection, output);
        if verbose {
            print_path(connection, output);
        }
    }
    for line in lock::lines(&protection, &connections) {
        output.line(&line);
    }
    Ok(Exit::Done)
}

/// Prints one connection.
pub(crate) fn print(connection: &ConnectionSnapshot, output: Output) {
    let ConnectionSnapshot { connection: id, name, state, prompt, traffic, yours, owner, data_path: _ } = connection;
    let whose = if *yours { String::new() } else { format!(" (of user {})", i18n::user_name(owner)) };
    output.line(&format!("{id}{whose}: {}", state_name(state)));
    if name != id.as_str() && !name.is_empty() {
        output.line(&format!("  name      {name}"));
    }
    match state {
        TunnelState::Connected(details) => {
            let server = &details.server;
            let addresses: Vec<String> = details.addresses.iter().map(ToString::to_string).collect();
            output.line(&format!("  server    {} {} {}", server.host, server.transport, server.port));
            output.line(&format!("  addresses {} on {}", addresses.join(", "), details.interface));
            output.line(&format!("  secured   {}; {}", details.security.data, details.security.handshake));
            let (received, sent) = (i18n::bytes(traffic.received), i18n::bytes(traffic.sent));
            output.line(&format!("  traffic   {received} received, {sent} sent"));
            if let Some(drops) = i18n::dropped(&traffic.drops) {
                output.line(&format!("  dropped   {drops}"));
            }
            print_remarks(details, output);
        }
        TunnelState::Connecting { server: Some(server), attempt, waiting, .. }
        | TunnelState::Reconnecting { server: Some(server), attempt, waiting, .. } => {
            output.line(&format!("  server    {} {} {}", server.host, server.transport, server.port));
            if let Some(waiting) = waiting {
                output.line(&format!("  waits     {}", i18n::waiting(waiting, Some(server), *attempt)));
            }
        }
        TunnelState::Connecting { server: None, .. }
        | TunnelState::Reconnecting { server: None, .. }
        | TunnelState::Disconnected { .. }
        | TunnelState::Blocked { .. }
        | TunnelState::Disconnecting => {}
    }
    if let Some(failure) = failure_of(state) {
        output.failure(failure);
    }
    if let Some(pending) = prompt {
        output.line(&format!("  asks      {}", i18n::prompt(&pending.prompt).title));
        output.line(&format!("            answer with: aditctl answer {id} …"));
    }
}

/// What went wrong last: of a connection that is tried again too, which may go on for ever unless somebody helps.
fn failure_of(state: &TunnelState) -> Option<&Failure> {
    match state {
        TunnelState::Disconnected { failure } | TunnelState::Connecting { last_failure: failure, .. } => {
            failure.as_ref()
        }
        TunnelState::Reconnecting { cause: failure, .. } | TunnelState::Blocked { failure } => Some(failure),
        TunnelState::Connected(_) | TunnelState::Disconnecting => None,
    }
}

/// Prints what the tunnel does without, and what the server says about it.
fn print_remarks(details: &ConnectionDetails, output: Output) {
    for line in remarks(details) {
        output.line(&line);
    }
}

fn remarks(details: &ConnectionDetails) -> Vec<String> {
    let notices = details.notices.iter().map(|notice| format!("  note      {}", i18n::notice(notice)));
    let end = details.session_end.map(|end| format!("  ends      {}", i18n::session_end(end, details.since)));
    let proxies = details.pac_url.iter().map(|url| format!("  proxies   {url}"));
    let banner = details.banner.iter().flat_map(|banner| banner.lines());
    let banner = (0..).zip(banner).map(|(line, text)| format!("  {:<10}{text}", if line == 0 { "says" } else { "" }));
    notices.chain(end).chain(proxies).chain(banner).collect()
}

/// Prints how the packets of one connection are moved.
fn print_path(connection: &ConnectionSnapshot, output: Output) {
    let Some(report) = &connection.data_path else { return };
    output.line(&format!("  packets   {}", i18n::packets(&connection.traffic).join(", ")));
    output.line(&format!("  moved     {}", i18n::data_path(report)));
    for fallback in &report.fallbacks {
        output.line(&format!("            {}", i18n::fallback(fallback)));
        if !fallback.detail.is_empty() {
            output.line(&format!("            ({})", fallback.detail));
        }
    }
    if let Some(kernel) = i18n::kernel_offload(&report.kernel_offload) {
        output.line(&format!("            {kernel}"));
    }
}

/// The name of a state.
pub(crate) fn state_name(state: &TunnelState) -> String {
    match state {
        TunnelState::Disconnected { .. } => i18n::text("state-disconnected", &[]),
        TunnelState::Connecting { waiting: Some(Waiting::Network(_)), .. }
        | TunnelState::Reconnecting { waiting: Some(Waiting::Network(_)), .. } => i18n::text("state-offline", &[]),
        TunnelState::Connecting { waiting: Some(_), .. } | TunnelState::Reconnecting { waiting: Some(_), .. } => {
            i18n::text("state-waiting", &[])
        }
        TunnelState::Connecting { phase, .. } | TunnelState::Reconnecting { phase, .. } => i18n::phase(*phase),
        TunnelState::Connected(_) => i18n::text("state-connected", &[]),
        TunnelState::Disconnecting => i18n::text("state-disconnecting", &[]),
        TunnelState::Blocked { .. } => i18n::text("state-blocked", &[]),
    }
}

#[cfg(test)]
mod tests {
    use vpn_api::{Notice, Security, Transport, notice::Origin, state::ServerLabel, values::SpecialRange};

    use super::*;

    #[test]
    fn a_connection_that_is_tried_for_ever_says_what_is_wrong() {
        let kind = vpn_api::FailureKind::NoAddressGiven;
        let failure = Failure::new(kind, vpn_api::Blame::Server, vpn_api::Retry::NextServer);
        let phase = vpn_api::Phase::Contacting;
        let trying =
            |last_failure| TunnelState::Connecting { phase, server: None, attempt: 9, last_failure, waiting: None };
        assert_eq!(failure_of(&trying(Some(failure.clone()))), Some(&failure));
        assert_eq!(failure_of(&trying(None)), None);
        let again =
            TunnelState::Reconnecting { phase, server: None, attempt: 9, cause: failure.clone(), waiting: None };
        assert_eq!(failure_of(&again), Some(&failure));
    }

    #[test]
    fn a_tunnel_says_what_it_does_without_and_what_its_server_wants() {
        let server = ServerLabel { host: "vpn".into(), port: 1194, transport: Transport::Udp, address: None };
        let refused = Notice::NameServerNotUsed {
            server: [127, 0, 0, 53].into(),
            range: SpecialRange::Loopback,
            origin: Origin::Server,
        };
        let mut details = ConnectionDetails {
            server,
            interface: "adit0".into(),
            addresses: Vec::new(),
            mtu: 1500,
            path_limit: None,
            protocol: "OpenVPN".into(),
            security: Security::default(),
            banner: None,
            session_end: None,
            pac_url: None,
            notices: [refused].into(),
            dns: Vec::new(),
            dns_domains: Vec::new(),
            networks: Vec::new(),
            all_ipv4: true,
            all_ipv6: true,
            ipv6_blocked: false,
            since: 0,
            up_ms: 0,
        };
        let note = "  note      This server’s name server 127.0.0.53 is not used: it is an address of this computer.";
        assert_eq!(remarks(&details), [note]);
        details.banner = Some("Authorised users only.\nAll is logged.".into());
        details.pac_url = Some("http://proxy.example/pac".into());
        details.session_end = Some(1_772_500_000);
        let said = remarks(&details);
        assert!(said[1].starts_with("  ends      The server ends this session at "), "{said:?}");
        let rest = [
            "  proxies   http://proxy.example/pac",
            "  says      Authorised users only.",
            "            All is logged.",
        ];
        assert_eq!(said[2..], rest);
    }
}
