//! What kind of session it is, its timers, and the special words.

use std::time::Duration;

use super::{Applied, Line, bad, optional};
use crate::{
    profile::{PullAction, PullFilter},
    reason::Reason,
    report::{Report, Verdict},
    said::{Said, Scope},
};

pub(super) fn apply(said: &mut Said, line: &Line<'_>) -> Option<Applied> {
    let timing = &mut said.timing;
    Some(match line.name {
        "client" => flag(&mut said.client),
        "tls-client" => flag(&mut said.tls_client),
        "pull" => flag(&mut said.pull),
        "mode" => match line.get(0) {
            Some("p2p") => Ok(Verdict::Used),
            Some("server") => Err(Reason::ServerOnly { name: "mode server".to_owned() }),
            other => Err(bad(other.unwrap_or_default())),
        },
        // Only `<connection>` means something.
        "connection" => Err(bad(line.name)),
        "dev" => device(line),
        "dev-type" => match line.get(0) {
            Some("tun") => Ok(Verdict::Used),
            Some("tap") => Err(Reason::TapDevice),
            other => Err(bad(other.unwrap_or_default())),
        },
        "key-method" => match line.get(0) {
            Some("2") => Ok(Verdict::Used),
            Some("1") => Err(Reason::KeyMethodOne),
            other => Err(bad(other.unwrap_or_default())),
        },
        "proto-force" => match line.get(0) {
            Some("udp" | "tcp") => Ok(Verdict::warning(Reason::NotHonoured { name: line.name.to_owned() })),
            other => Err(bad(other.unwrap_or_default())),
        },
        "remote-random" => flag(&mut said.remote_random),
        "remote-random-hostname" => flag(&mut said.remote_random_hostname),
        "push-peer-info" => flag(&mut said.push_peer_info),
        "route-nopull" => flag(&mut said.route_nopull),
        "pull-filter" => pull_filter(said, line),
        "ignore-unknown-option" => {
            let names = line.values.iter().map(|name| name.strip_prefix("--").unwrap_or(name).to_owned());
            said.ignore_unknown.extend(names);
            Ok(Verdict::Used)
        }
        "reneg-sec" => line.seconds(0).and_then(|time| {
            timing.renegotiate = time;
            timing.renegotiate_least = line.get(1).map(|_| line.seconds(1)).transpose()?.filter(|least| *least < time);
            Ok(Verdict::Used)
        }),
        "reneg-bytes" => line.number(0).map(|bytes| {
            timing.renegotiate_bytes = bytes;
            Verdict::Used
        }),
        "reneg-pkts" => line.number(0).map(|packets| {
            timing.renegotiate_packets = packets;
            Verdict::Used
        }),
        "hand-window" => line.seconds(0).map(|time| {
            timing.handshake = time.max(Duration::from_secs(1));
            Verdict::Used
        }),
        "tran-window" => line.seconds(0).map(|time| {
            timing.transition = time;
            Verdict::Used
        }),
        "connect-retry" => line.seconds(0).and_then(|first| {
            let most = line.get(1).map_or(Ok(timing.retry.1), |_| line.seconds(1))?;
            let first = first.max(Duration::from_secs(1));
            timing.retry = (first, most.max(first));
            Ok(Verdict::Used)
        }),
        // `unlimited` is OpenVPN's default.
        "connect-retry-max" => line.need(0).and_then(|text| {
            timing.retry_rounds = if text == "unlimited" { 0 } else { line.number(0)? };
            Ok(Verdict::Used)
        }),
        _ => return None,
    })
}

fn flag(flag: &mut bool) -> Applied {
    *flag = true;
    Ok(Verdict::Used)
}

/// `tun`, `tun0` and names that say nothing are layer 3, unless `dev-type` says otherwise.
fn device(line: &Line<'_>) -> Applied {
    match line.need(0)? {
        "null" => Err(bad("null")),
        name if name.starts_with("tap") => Err(Reason::TapDevice),
        _ => Ok(Verdict::Used),
    }
}

fn pull_filter(said: &mut Said, line: &Line<'_>) -> Applied {
    let action = match line.need(0)? {
        "accept" => PullAction::Accept,
        "ignore" => PullAction::Ignore,
        "reject" => PullAction::Reject,
        other => return Err(bad(other)),
    };
    said.pull_filters.push(PullFilter { action, prefix: line.need(1)?.to_owned() });
    Ok(Verdict::Used)
}

/// `setenv` sets variables for scripts, and is where OpenVPN 3 and Access Server hide directives.
pub(super) fn setenv(said: &mut Said, report: &mut Report, line: &Line<'_>, scope: Option<&mut Scope>) -> Verdict {
    let value = line.get(1);
    if line.name == "setenv-safe" {
        return Verdict::ignored(Reason::ForScripts);
    }
    if line.get(0) != Some("opt") && line.values.len() > 2 {
        let because = Reason::ExtraWords { name: line.name.to_owned() };
        return if said.forward_compatible { Verdict::warning(because) } else { Verdict::refused(because) };
    }
    match line.get(0).unwrap_or_default() {
        "opt" => return optional(said, report, line, scope),
        "FORWARD_COMPATIBLE" => said.forward_compatible = value == Some("1"),
        "GENERIC_CONFIG" => return Verdict::refused(Reason::GenericProfile),
        "REMOTE_RANDOM_HOSTNAME" => said.remote_random_hostname = true,
        "PUSH_PEER_INFO" => said.push_peer_info = true,
        "SERVER_POLL_TIMEOUT" => match value.and_then(|text| text.parse::<u32>().ok()).filter(|seconds| *seconds > 0) {
            Some(seconds) => said.scope.answer_timeout = Some(Duration::from_secs(seconds.into())),
            None => return Verdict::warning(bad(value.unwrap_or_default())),
        },
        // What is asked for follows from what the profile holds.
        "CLIENT_CERT" => return Verdict::ignored(Reason::AlwaysSo),
        name if name.starts_with("UV_") => {
            let printable = |text: &str| text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
            let value = value.unwrap_or_default();
            if !printable(name) || !printable(value) || name.contains('=') || said.peer_info.len() >= 32 {
                return Verdict::warning(bad(name));
            }
            said.peer_info.insert(name.chars().take(64).collect(), value.chars().take(256).collect());
        }
        _ => return Verdict::ignored(Reason::ForScripts),
    }
    Verdict::Used
}
