//! Options that a server may push as well: [`ovpn_settings::options`] reads them, and here is what follows for a profile.

use std::time::Duration;

use ovpn_settings::{
    AfterSilence, Silence,
    options::{self, DnsOption, Origin, Remark, TunnelOption},
};

use super::{Applied, Line};
use crate::{
    profile::Compression,
    reason::Reason,
    report::Verdict,
    said::{Said, Scope},
};

pub(super) fn apply(said: &mut Said, scope: Option<&mut Scope>, line: &Line<'_>) -> Option<Applied> {
    let reading = options::read(line.name, &line.values, Origin::Profile)?;
    let mut verdict = match reading.remark {
        None => Verdict::Used,
        Some(Remark::LeftOut(value)) if reading.option.is_some() => Verdict::warning(Reason::PartlyUsed { value }),
        Some(remark) => judge(remark, line.name),
    };
    if let Some(option) = reading.option {
        verdict = verdict.graver(take(said, scope, line, option));
    }
    Some(Ok(verdict))
}

/// A profile is refused where OpenVPN stops, and warned about where it goes on.
fn judge(remark: Remark, name: &str) -> Verdict {
    match remark {
        Remark::MissingValue => Verdict::refused(Reason::MissingValue { name: name.to_owned() }),
        Remark::ExtraValues => Verdict::refused(Reason::ExtraWords { name: name.to_owned() }),
        Remark::BadValue(value) => Verdict::refused(Reason::BadValue { value }),
        Remark::LeftOut(value) => Verdict::warning(Reason::ValueLeftOut { value }),
        Remark::Unusable { value, why: _ } => Verdict::warning(Reason::UnusableAddress { value }),
        Remark::RouteByName(value) => Verdict::warning(Reason::RouteByName { value }),
        Remark::NoValue(name) => Verdict::warning(Reason::MissingValue { name }),
        Remark::NotDone(name) => Verdict::warning(Reason::NotHonoured { name }),
        Remark::OtherPlatform => Verdict::ignored(Reason::OtherPlatform),
        Remark::ServerItself => Verdict::ignored(Reason::AlwaysSo),
        Remark::Full { limit } => Verdict::warning(Reason::TooManyValues { limit: limit as u64 }),
    }
}

fn take(said: &mut Said, scope: Option<&mut Scope>, line: &Line<'_>, option: TunnelOption) -> Verdict {
    let timing = &mut said.timing;
    // Zero switches a timer off.
    let timer = |time: Duration| Some(time).filter(|time| !time.is_zero());
    match option {
        TunnelOption::TunMtu(mtu) => scope.unwrap_or(&mut said.scope).tun_mtu = Some(mtu),
        TunnelOption::ExitNotify(times) => scope.unwrap_or(&mut said.scope).exit_notify = Some(times),
        // OpenVPN puts the values of `keepalive` in at the end, so that a zero does not switch them off, wherever it stands.
        TunnelOption::Ping(time) if time.is_zero() && said.keepalive => {}
        TunnelOption::Silence(silence) if silence.after.is_zero() && said.keepalive => {}
        TunnelOption::Ping(time) => timing.ping = timer(time),
        TunnelOption::Silence(silence) => timing.silence = Some(silence).filter(|silence| !silence.after.is_zero()),
        TunnelOption::Keepalive { ping, restart } => {
            said.keepalive = true;
            timing.ping = timer(ping);
            timing.silence = timer(restart).map(|after| Silence { after, then: AfterSilence::Restart });
        }
        TunnelOption::SessionTimeout(time) => timing.session_timeout = timer(time),
        TunnelOption::Inactive { after, bytes } => timing.inactive = timer(after).map(|after| (after, bytes)),
        // What it means depends on data-ciphers, which may come later: judged at the end.
        TunnelOption::Cipher(name) => {
            said.configured_cipher = Some(name.clone());
            said.cipher = Some((name, line.entry));
        }
        TunnelOption::Auth(digest) => (said.auth, said.other_auth) = (digest, None),
        // Whether it is needed depends on the ciphers and on tls-auth, which may come later: judged at the end.
        TunnelOption::OtherAuth(name) => said.other_auth = Some((name, line.entry)),
        TunnelOption::Compression(framing) => {
            said.compression = framing;
            return compression(line, framing);
        }
        TunnelOption::Dns(DnsOption::Encrypted(number, true)) => {
            let name = format!("dns server {number} transport {}", line.get(3).unwrap_or_default());
            said.tunnel.take(TunnelOption::Dns(DnsOption::Encrypted(number, true)));
            return Verdict::warning(Reason::NotHonoured { name });
        }
        TunnelOption::Dns(DnsOption::ResolveDomains(number, names)) => {
            said.resolve_domains.entry(number).or_default().push(line.entry);
            let option = TunnelOption::Dns(DnsOption::ResolveDomains(number, names));
            return said.tunnel.take(option).map_or(Verdict::Used, |remark| judge(remark, line.name));
        }
        other @ (TunnelOption::Ifconfig(_)
        | TunnelOption::IfconfigIpv6(_)
        | TunnelOption::Topology(_)
        | TunnelOption::Route(_)
        | TunnelOption::RouteMetric(_)
        | TunnelOption::RouteGateway(_)
        | TunnelOption::Redirect(_)
        | TunnelOption::BlockIpv6
        | TunnelOption::Dns(_)) => {
            return said.tunnel.take(other).map_or(Verdict::Used, |remark| judge(remark, line.name));
        }
    }
    Verdict::Used
}

/// Adit never compresses. Where the profile asks for no more than the framing, it gets what it asks for.
fn compression(line: &Line<'_>, framing: Compression) -> Verdict {
    match (line.name, line.get(0), framing) {
        ("comp-lzo", Some("no"), _) | ("compress", Some("stub-v2"), _) | (_, _, Compression::None) => Verdict::Used,
        (_, _, Compression::Lzo | Compression::Stub | Compression::StubV2) => {
            Verdict::replaced(Reason::CompressionFraming)
        }
    }
}
