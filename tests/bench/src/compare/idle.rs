//! What costs power while nothing happens: Adit's two processes beside openvpn.

use std::{thread, time::Duration};

use anyhow::Result;
use lab::{Adit, Cipher, Pki, Rate, Transport};

use super::{
    Effort, Progress, Row, Target,
    tunnel::{Ends, Pair, Standing, Way},
};

const SECTION: &str = "Idle, with keepalive 10 60";
const WAY: Way = Way { transport: Transport::Udp, cipher: Cipher::Aes256Gcm };
/// What a client does after it has connected is over then.
const SETTLED: Duration = Duration::from_secs(5);

/// Lets all of them idle at the same time: none takes anything from another.
pub(super) fn measure(effort: Effort, progress: &mut Progress) -> Result<Vec<Row>> {
    let during = Duration::from_secs(if effort.thorough { 60 } else { 30 });
    progress.begin(SECTION, 3);
    let pki = Pki::new()?;
    let ours = Standing::new(&pki, Ends::AditToOpenVpn, WAY)?;
    let theirs = Standing::new(&pki, Ends::OpenVpn, WAY)?;
    let pair = Pair::new()?;
    let disconnected = Adit::start(&pair.client)?;
    thread::sleep(SETTLED);
    let ids = [ours.client.ids.clone(), theirs.client.ids.clone(), disconnected.ids()];
    let watched = ids.map(|ids| thread::spawn(move || Rate::of(&ids, during)));
    let [ours, theirs, disconnected] =
        watched.map(|thread| thread.join().unwrap_or_else(|_| anyhow::bail!("a thread ended badly")));
    let (ours, theirs, disconnected) = (ours?, theirs?, disconnected?);
    for (who, what, rate) in [
        (Ends::AditToOpenVpn, "connected", ours),
        (Ends::OpenVpn, "connected", theirs),
        (Ends::AditToOpenVpn, "disconnected", disconnected),
    ] {
        let found = format!("{:5.0} wake-ups/min {:6.0} ms/h", rate.wake_ups, rate.milliseconds);
        progress.step(who.name(), what, &found);
    }
    Ok(rows(ours, theirs, disconnected))
}

fn rows(ours: Rate, theirs: Rate, disconnected: Rate) -> Vec<Row> {
    let row = |what: &str, unit, ours: f64, theirs: Option<f64>, target| Row {
        section: SECTION,
        what: what.to_owned(),
        unit,
        against: theirs.map(|_| "openvpn"),
        ours: vec![ours],
        theirs: theirs.into_iter().collect(),
        target,
    };
    let at_most = |most| Some(Target::AtMost(most));
    vec![
        row("wake-ups, connected", "/min", ours.wake_ups, Some(theirs.wake_ups), at_most(20.0)),
        row("wake-ups, disconnected", "/min", disconnected.wake_ups, None, at_most(2.0)),
        row("processor, connected", "ms/h", ours.milliseconds, Some(theirs.milliseconds), None),
        row("processor, disconnected", "ms/h", disconnected.milliseconds, None, None),
    ]
}
