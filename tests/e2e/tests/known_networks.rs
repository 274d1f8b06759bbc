//! A connection that is not to be up in a network which proves itself by a TLS server's key.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use e2e::{INTERNET, OpenSsl, Testbed};
use lab::{Process, ServerOptions, wait_until};

/// The server in the known network, on the cable.
const INSIDE: &str = "172.16.5.1";
const SOON: Duration = Duration::from_secs(15);

/// What the connection waits for, as JSON.
fn waiting(testbed: &Testbed) -> Result<String> {
    let all = testbed.helper.status()?;
    Ok(all.first().and_then(|one| one.pointer("/state/waiting")).cloned().unwrap_or_default().to_string())
}

/// A TLS server with this key at the address of the known one.
fn serve(testbed: &Testbed, openssl: &OpenSsl, name: &str) -> Result<Process> {
    let (certificate, key) = (openssl.path(&format!("{name}.crt")), openssl.path(&format!("{name}.key")));
    let mut command = testbed.server.command("openssl");
    command
        .args(["s_server", "-quiet", "-accept", &format!("{INSIDE}:443"), "-cert"])
        .arg(certificate)
        .arg("-key")
        .arg(key);
    let process = testbed.server.start(&format!("tls-{name}"), &mut command)?;
    wait_until("the TLS server", SOON, || {
        testbed.server.run("ss -Hltn").is_ok_and(|sockets| sockets.contains(&format!("{INSIDE}:443")))
    })?;
    Ok(process)
}

#[test]
fn it_is_off_where_the_network_proves_itself_and_on_elsewhere() -> Result<()> {
    let testbed = Testbed::new()?;
    let push = ["push \"redirect-gateway def1\""];
    let options = ServerOptions { server_lines: push.map(str::to_owned).to_vec(), ..ServerOptions::default() };
    let (server, profile) = testbed.serve(&options)?;
    let openssl = OpenSsl::in_directory(testbed.server.directory())?;
    for name in ["known", "other"] {
        openssl.run(&format!(
            "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=inside -keyout {name}.key -out {name}.crt"
        ))?;
    }
    let enter = |into: bool| {
        let what = if into { "add" } else { "del" };
        testbed.client.run(&format!("ip addr {what} 172.16.5.2/24 dev eth0"))
    };
    testbed.server.run(&format!("ip addr add {INSIDE}/24 dev eth0"))?;
    enter(true)?;
    let mut inside = serve(&testbed, &openssl, "known")?;
    let learned = testbed.helper.ctl(&["network", INSIDE])?;
    let proof = learned.stdout.trim();
    ensure!(learned.code == 0 && proof.starts_with("172.16.5.1:443="), "{learned:?}");
    ensure!(testbed.helper.ctl(&["network", "198.51.100.1"])?.code != 0, "a server of the internet proves nothing");

    // The control: without the rule it is up here.
    testbed.must_connect(&profile, &[], "", &server)?;
    testbed.disconnect()?;

    let path = profile.to_string_lossy().into_owned();
    let began = testbed.helper.ctl(&["connect", &path, "--id", "practice", "--not-on", proof])?;
    ensure!(began.code == 0, "{began:?}");
    let off = || waiting(&testbed).is_ok_and(|waiting| waiting == r#"{"other-network":"not-on"}"#);
    let up = || testbed.client.pings(&server.inner_address(), 1);
    wait_until("it to be off", SOON, off).with_context(|| testbed.helper.log())?;
    wait_until("traffic beside it", SOON, || testbed.client.pings(INTERNET, 1))?;
    ensure!(!up());

    inside.stop();
    enter(false)?;
    wait_until("the tunnel outside", SOON, up).with_context(|| testbed.helper.log())?;
    ensure!(waiting(&testbed)? == "null");

    // Somebody has the same address and shows another key.
    let mut impostor = serve(&testbed, &openssl, "other")?;
    enter(true)?;
    std::thread::sleep(Duration::from_secs(6));
    ensure!(up() && waiting(&testbed)? == "null", "{}", testbed.helper.log());
    impostor.stop();
    enter(false)?;

    let mut inside = serve(&testbed, &openssl, "known")?;
    enter(true)?;
    wait_until("it to be off again", SOON, off).with_context(|| testbed.helper.log())?;
    ensure!(testbed.client.pings(INTERNET, 1) && !up());
    testbed.disconnect()?;
    inside.stop();
    Ok(())
}
