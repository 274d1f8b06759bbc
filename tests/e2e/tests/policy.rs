//! What an organisation has settled for a computer, enforced by the helper whichever client asks.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    time::Duration,
};

use anyhow::{Context, Result, ensure};
use e2e::{Outcome, Testbed};
use lab::{PASSWORD, ServerOptions, SignIn, USER, wait_until};

const SOON: Duration = Duration::from_secs(15);
/// Somebody without a name on this machine.
const ALICE: u32 = 4242;

/// A policy, its profiles, and where it is applied.
struct Policy {
    folder: PathBuf,
}

impl Policy {
    fn new(testbed: &Testbed) -> Result<Self> {
        let folder = testbed.client.directory().join("etc");
        for folder in [&folder, &folder.join("profiles"), &folder.join("applied")] {
            fs::create_dir(folder)?;
            fs::set_permissions(folder, Permissions::from_mode(0o755))?;
        }
        Ok(Self { folder })
    }

    fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        fs::write(&path, text)?;
        // Nobody but root has to be able to read what root applies.
        Ok(fs::set_permissions(path, Permissions::from_mode(0o600))?)
    }

    fn run(&self, testbed: &Testbed, what: &str) -> Result<Outcome> {
        let path = |name: &str| self.folder.join(name).to_string_lossy().into_owned();
        let (policy, profiles, to) = (path("policy.toml"), path("profiles"), path("applied/policy.json"));
        let mut all = vec!["policy", what, "--policy", &policy, "--profiles", &profiles];
        if what == "apply" {
            all.extend(["--to", &to]);
        }
        testbed.helper.ctl(&all)
    }

    fn apply(&self, testbed: &Testbed, text: &str) -> Result<Outcome> {
        self.write("policy.toml", text)?;
        self.run(testbed, "apply")
    }
}

fn lock(testbed: &Testbed) -> Result<serde_json::Value> {
    let shown = testbed.helper.ctl(&["--json", "lock"])?;
    serde_json::from_str(&shown.stdout).with_context(|| format!("{shown:?}"))
}

fn wait_for_lock(testbed: &Testbed, wanted: &str) -> Result<()> {
    wait_until("the lock", SOON, || {
        lock(testbed).is_ok_and(|lock| lock.pointer("/settings/lock").is_some_and(|set| set == wanted))
    })
}

fn refused(outcome: &Outcome, part: &str) -> Result<()> {
    ensure!(outcome.code == 5 && outcome.stderr.contains(part), "{outcome:?}");
    Ok(())
}

#[test]
fn a_managed_profile_is_connected_by_those_who_never_see_it_and_no_other_one_is() -> Result<()> {
    let mut testbed = Testbed::new()?;
    let options = ServerOptions { sign_in: SignIn::Password, ..ServerOptions::default() };
    let (server, profile) = testbed.serve(&options)?;
    let policy = Policy::new(&testbed)?;
    policy.write("profiles/office.ovpn", &fs::read_to_string(&profile)?)?;
    let Testbed { helper, client, .. } = &mut testbed;
    helper.restart_with_policy(client, &policy.folder)?;
    helper.admit_everyone()?;
    fs::set_permissions(&profile, Permissions::from_mode(0o644))?;
    let own = fs::canonicalize(&profile)?.to_string_lossy().into_owned();
    let login = |testbed: &Testbed| -> Result<PathBuf> {
        let path = testbed.client.directory().join("answers");
        fs::write(&path, format!("username={USER}\npassword={PASSWORD}\n"))?;
        fs::set_permissions(&path, Permissions::from_mode(0o644))?;
        Ok(path)
    };
    let answers = login(&testbed)?;
    let connect = |testbed: &Testbed, what: &str| -> Result<Outcome> {
        testbed.helper.ctl_as(ALICE, &["connect", what, "--answers", &answers.to_string_lossy(), "--wait"])
    };

    // The control: without a policy everything may be used, and nothing is managed.
    let copy = readable_copy(&testbed, &own)?;
    ensure!(connect(&testbed, &copy)?.code == 0);
    ensure!(testbed.helper.ctl_as(ALICE, &["disconnect", "--all"])?.code == 0);
    ensure!(testbed.helper.ctl(&["policy"])?.stdout.contains("Nothing is settled"));

    let text = "organisation = \"Example Ltd\"\n[profiles]\nown = false\n[[profile]]\nfile = \"office.ovpn\"\nname = \"Main office\"\n";
    let applied = policy.apply(&testbed, text)?;
    ensure!(applied.code == 0, "{applied:?}");
    let shown = testbed.helper.ctl_as(ALICE, &["policy"])?;
    ensure!(shown.stdout.contains("office  Main office") && shown.stdout.contains("Example Ltd"), "{shown:?}");
    refused(&connect(&testbed, &copy)?, "profiles of your own")?;
    for name in ["office", "Main office"] {
        let outcome = connect(&testbed, name)?;
        ensure!(outcome.code == 0, "{outcome:?}");
        ensure!(testbed.client.pings(&server.inner_address(), 2));
        ensure!(testbed.helper.ctl_as(ALICE, &["disconnect", "--all"])?.code == 0);
    }
    ensure!(!testbed.helper.log().contains("PRIVATE KEY"));

    // For others: neither seen nor connected, whatever is asked for.
    let others = text.replace("name =", "users = [\"somebody-else\"]\nname =");
    ensure!(policy.apply(&testbed, &others)?.code == 0);
    let shown = testbed.helper.ctl_as(ALICE, &["policy"])?;
    ensure!(!shown.stdout.contains("Main office"), "{shown:?}");
    ensure!(connect(&testbed, "office")?.code != 0);
    ensure!(testbed.helper.ctl(&["policy"])?.stdout.contains("Main office"), "root sees all");

    fs::remove_file(policy.folder.join("policy.toml"))?;
    ensure!(policy.run(&testbed, "apply")?.code == 0);
    ensure!(connect(&testbed, &copy)?.code == 0, "without a policy it is as before");
    Ok(())
}

/// Where a user without rights can read it.
fn readable_copy(testbed: &Testbed, profile: &str) -> Result<String> {
    let folder = testbed.helper.socket().parent().unwrap_or(Path::new("/")).to_owned();
    let copy = folder.join("own.ovpn");
    fs::copy(profile, &copy)?;
    fs::set_permissions(&copy, Permissions::from_mode(0o644))?;
    Ok(copy.to_string_lossy().into_owned())
}

#[test]
fn a_lock_that_is_settled_holds_and_a_policy_with_a_mistake_lets_nothing_out() -> Result<()> {
    let mut testbed = Testbed::new()?;
    let policy = Policy::new(&testbed)?;
    let Testbed { helper, client, .. } = &mut testbed;
    helper.restart_with_policy(client, &policy.folder)?;
    helper.admit_everyone()?;
    let out = |testbed: &Testbed| testbed.client.pings(e2e::SERVER, 1);
    ensure!(out(&testbed), "the control");
    wait_for_lock(&testbed, "while-wanted")?;
    ensure!(testbed.helper.ctl_as(ALICE, &["lock", "off"])?.code == 0);

    let settled = policy.apply(&testbed, "[lock]\nmode = \"always\"\nlan = false\nlet-out = false\n")?;
    ensure!(settled.code == 0, "{settled:?}");
    wait_for_lock(&testbed, "always")?;
    ensure!(!out(&testbed), "it is held back");
    let said = testbed.helper.ctl_as(ALICE, &["lock"])?;
    ensure!(said.stdout.contains("Set by your organisation."), "{said:?}");
    refused(&testbed.helper.ctl_as(ALICE, &["lock", "off"])?, "Your organisation has set")?;
    refused(&testbed.helper.ctl(&["lock", "off"])?, "Your organisation has set")?;
    refused(&testbed.helper.ctl_as(ALICE, &["open"])?, "does not allow letting traffic out")?;
    ensure!(testbed.helper.ctl(&["open"])?.code == 0 && out(&testbed), "root may");
    ensure!(testbed.helper.ctl(&["lock", "always"])?.code == 0 && !out(&testbed), "and holds it back again");

    // What was settled is kept where it was chosen from, so that a new helper holds back before it has read anything.
    let Testbed { helper, client, .. } = &mut testbed;
    helper.restart_with_policy(client, &policy.folder)?;
    wait_for_lock(&testbed, "always")?;
    ensure!(!out(&testbed));

    // Off, and then a mistake: as strict as it can be.
    ensure!(policy.apply(&testbed, "[lock]\nmode = \"off\"\n")?.code == 0);
    wait_for_lock(&testbed, "off")?;
    ensure!(out(&testbed));
    let bad = policy.apply(&testbed, "[lock]\n# what is meant?\nmode = \"allways\"\n")?;
    ensure!(bad.code == 10 && bad.stderr.contains("line 3") && bad.stderr.contains("“allways”"), "{bad:?}");
    wait_for_lock(&testbed, "always")?;
    ensure!(!out(&testbed));
    let said = testbed.helper.ctl_as(ALICE, &["policy"])?;
    ensure!(said.code == 10 && said.stdout.contains("line 3") && said.stdout.contains("policy apply"), "{said:?}");
    refused(&testbed.helper.ctl_as(ALICE, &["open"])?, "does not allow")?;

    // Somebody who can write what is applied could allow themselves everything: it counts for nothing.
    ensure!(policy.apply(&testbed, "[lock]\nmode = \"off\"\n")?.code == 0);
    wait_for_lock(&testbed, "off")?;
    fs::set_permissions(policy.folder.join("applied/policy.json"), Permissions::from_mode(0o666))?;
    testbed.helper.ctl(&["policy"])?;
    wait_for_lock(&testbed, "always")?;
    // And so does a policy that was never applied.
    ensure!(policy.apply(&testbed, "[lock]\nmode = \"off\"\n")?.code == 0);
    wait_for_lock(&testbed, "off")?;
    fs::remove_file(policy.folder.join("applied/policy.json"))?;
    testbed.helper.ctl(&["policy"])?;
    wait_for_lock(&testbed, "always")?;
    Ok(())
}
