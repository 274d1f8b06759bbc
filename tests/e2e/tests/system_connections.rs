//! Connections of the administrator: brought up by a command that the unit runs at the start of the computer.

use std::time::Duration;

use anyhow::{Result, ensure};
use e2e::{Outcome, Testbed};
use lab::{PASSWORD, ServerOptions, SignIn, USER};

const SOON: Duration = Duration::from_secs(15);

#[test]
fn they_come_up_without_a_person_and_only_root_reads_them() -> Result<()> {
    let mut testbed = Testbed::new()?;
    let options = ServerOptions { sign_in: SignIn::Password, ..ServerOptions::default() };
    let (server, profile) = testbed.serve(&options)?;
    let folder = testbed.client.directory().join("etc/connections");
    let folder = folder.to_string_lossy();
    let system = |testbed: &Testbed, arguments: &[&str], input: &str| -> Result<Outcome> {
        let all = [&["system", "--connections", &folder], arguments].concat();
        testbed.helper.ctl_with_input(&all, input)
    };
    let path = profile.to_string_lossy().into_owned();
    let add = ["add", &path, "--id", "office", "--username", USER, "--password-stdin"];
    let added = system(&testbed, &add, &format!("{PASSWORD}\n"))?;
    ensure!(added.code == 0, "{added:?}");
    let listed = system(&testbed, &["list"], "")?;
    ensure!(listed.stdout.starts_with("office  ") && !listed.stdout.contains(PASSWORD), "{listed:?}");
    // What is sent at the start is not the text of the profile, which may be gone by then.
    std::fs::remove_file(&profile)?;

    let started = system(&testbed, &["start"], "")?;
    ensure!(started.code == 0, "{started:?}");
    testbed.helper.wait_for_state("connected", SOON)?;
    ensure!(testbed.client.pings(&server.inner_address(), 2));
    let since =
        |testbed: &Testbed| -> Result<String> { Ok(format!("{:?}", testbed.helper.status()?[0]["state"]["since"])) };
    let before = since(&testbed)?;
    ensure!(system(&testbed, &["start"], "")?.code == 0);
    std::thread::sleep(Duration::from_secs(1));
    ensure!(since(&testbed)? == before, "what is up stays as it is");

    let Testbed { helper, client, .. } = &mut testbed;
    helper.restart(client)?;
    ensure!(testbed.helper.status()?.is_empty(), "the control: a helper that begins anew knows nothing of it");
    ensure!(system(&testbed, &["start"], "")?.code == 0);
    testbed.helper.wait_for_state("connected", SOON)?;

    ensure!(system(&testbed, &["remove", "office"], "")?.code == 0);
    ensure!(system(&testbed, &["remove", "office"], "")?.code == 2);
    ensure!(system(&testbed, &["list"], "")?.stdout.contains("Nothing is connected at the start"));
    ensure!(!testbed.helper.log().contains(PASSWORD));
    Ok(())
}
