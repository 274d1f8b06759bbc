//! What whole systems are asked besides packets: who may, whom NetworkManager leaves alone, and what a process could still do.

use std::{
    io::{self, Write},
    thread,
    time::Duration,
};

use anyhow::{Result, ensure};

use crate::{boxes::System, takeover};

/// A user who came over the network: a session without a seat.
const BOB: &str = "systemd-run --quiet --wait --collect --pipe --service-type=exec -p PAMName=login -p User=bob \
                   -p WorkingDirectory=/home/bob --";
const NOT_ALLOWED: &str = "You may not use VPN connections on this computer.";
const WHOM_TO_ASK: &str = "An administrator can allow it";

/// Asks everything, prints a line for each, and gives what is wrong.
///
/// # Errors
/// The system does not do as it is told.
pub(crate) fn all(system: &System) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for (name, check) in [
        ("NetworkManager leaves adit0 alone", left_alone as fn(&System) -> Result<()>),
        ("… without its file and the udev rule", left_alone_over_dbus),
        ("polkit: who sits here may, others not", polkit),
    ] {
        let result = check(system);
        writeln!(io::stdout(), "{name:<44}{}", if result.is_ok() { "yes" } else { "no" })?;
        if let Err(error) = result {
            wrong.push(format!("{name}: {error:#}"));
        }
    }
    wrong.extend(takeover::table(system)?);
    let result = removed(system);
    writeln!(
        io::stdout(),
        "{:<44}{}",
        "removed while connected, nothing stays",
        if result.is_ok() { "yes" } else { "no" }
    )?;
    if let Err(error) = result {
        wrong.push(format!("removed: {error:#}"));
    }
    Ok(wrong)
}

fn left_alone(system: &System) -> Result<()> {
    system.connect()?;
    // It takes a new interface up a moment after it is there.
    thread::sleep(Duration::from_secs(1));
    let devices = system.run("nmcli -t -f DEVICE,STATE dev")?;
    system.run("aditctl disconnect")?;
    ensure!(devices.lines().any(|line| line == "adit0:unmanaged"), "{devices}");
    ensure!(devices.lines().any(|line| line == "uplink0:connected"), "the control: {devices}");
    Ok(())
}

fn left_alone_over_dbus(system: &System) -> Result<()> {
    system.run("mv /usr/lib/NetworkManager/conf.d/zz-adit.conf /usr/lib/udev/rules.d/85-adit.rules /root/")?;
    system.run("systemctl restart NetworkManager")?;
    let result = left_alone(system);
    system.run("mv /root/zz-adit.conf /usr/lib/NetworkManager/conf.d/")?;
    system.run("mv /root/85-adit.rules /usr/lib/udev/rules.d/")?;
    system.run("systemctl restart NetworkManager")?;
    result
}

fn polkit(system: &System) -> Result<()> {
    for user in ["alice", "bob"] {
        system.write(&format!("/home/{user}/work.ovpn"), system.profile())?;
    }
    system.run("as alice aditctl connect /home/alice/work.ovpn --wait")?;
    let refused = system.run(&format!("{BOB} aditctl connect /home/bob/work.ovpn --wait"));
    let looked = system.run(&format!("{BOB} aditctl status"));
    system.run("as alice aditctl disconnect")?;
    let said = refused.map_or_else(|error| format!("{error:#}"), |said| format!("permitted: {said}"));
    ensure!(said.contains(NOT_ALLOWED) && said.contains(WHOM_TO_ASK), "bob from elsewhere: {said}");
    looked?;
    // The same user, at the machine.
    system.run("as bob aditctl connect /home/bob/work.ovpn --wait")?;
    system.run("as bob aditctl disconnect").map(drop)
}

/// The last one: there is no helper afterwards.
fn removed(system: &System) -> Result<()> {
    let what = |system: &System| {
        let lines = ["ip link", "nft list tables", "ls /var/lib/adit /run/adit", "cat /etc/resolv.conf"];
        let said = lines.map(|line| system.run(&format!("- {line}")));
        said.into_iter().collect::<Result<Vec<_>>>().map(|said| said.concat())
    };
    system.connect()?;
    let connected = what(system)?;
    ensure!(
        ["adit_lock", "adit0", "intent.json", "aditd.sock"].iter().all(|word| connected.contains(word)),
        "the control: {connected}"
    );
    system.run("/usr/lib/adit/uninstall --purge")?;
    let after = what(system)?;
    ensure!(!after.to_lowercase().contains("adit"), "{after}");
    // systemd-resolved reads the resolver file again when it looks a name up.
    system.run("- resolvectl query where.box.test")?;
    let residue = system.residue()?;
    ensure!(residue.is_empty(), "{residue}");
    Ok(())
}
