//! Servers whose answers lack something or fit the profile only nearly: what Adit does about each, beside a server that is in
//! order.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use e2e::Testbed;
use lab::{Cipher, OpenVpnServer, PASSWORD, ServerOptions, SignIn, Transport, USER, Wrap, wait_until};
use serde_json::Value;

fn lines(text: &[&str]) -> Vec<String> {
    text.iter().map(|line| (*line).to_owned()).collect()
}

fn pushing(text: &[&str]) -> ServerOptions {
    let server_lines = text.iter().map(|line| format!("push \"{line}\"")).collect();
    ServerOptions { server_lines, ..ServerOptions::default() }
}

/// The only connection's state.
fn state(testbed: &Testbed) -> Result<Value> {
    Ok(testbed.helper.status()?.first().and_then(|one| one.pointer("/state")).cloned().unwrap_or_default())
}

/// Ids of the notices of the tunnel that is up.
fn notices(testbed: &Testbed) -> Result<Vec<String>> {
    let state = state(testbed)?;
    let notices = state.pointer("/notices").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(notices.iter().filter_map(|notice| notice.pointer("/notice")?.as_str().map(str::to_owned)).collect())
}

/// Waits until the state, with the failure in it, says `wanted`; how long that took.
fn told(testbed: &Testbed, wanted: &str, limit: Duration) -> Result<Duration> {
    let began = Instant::now();
    let said = || state(testbed).is_ok_and(|state| state.to_string().contains(wanted));
    wait_until(wanted, limit, said).with_context(|| format!("{:?}\n{}", state(testbed), testbed.helper.log()))?;
    Ok(began.elapsed())
}

fn carries(testbed: &Testbed, server: &OpenVpnServer) -> Result<()> {
    ensure!(testbed.client.pings(&server.inner_address(), 2), "no ping comes back\n{}", testbed.helper.log());
    Ok(())
}

#[test]
fn a_name_server_that_is_not_used_is_said_and_a_link_local_one_is_reached_through_the_tunnel() -> Result<()> {
    const LINK_LOCAL: &str = "169.254.169.253";
    let push = format!("dhcp-option DNS {LINK_LOCAL}");
    for (pushed, said, led) in [
        (vec!["redirect-gateway def1", push.as_str(), "dhcp-option DNS 127.0.0.53"], true, true),
        (vec![push.as_str()], false, true),
        // The control: nobody named it.
        (vec!["dhcp-option DNS 10.8.0.1"], false, false),
    ] {
        let testbed = Testbed::new()?;
        let before = testbed.traces()?;
        let (server, profile) = testbed.serve(&pushing(&pushed))?;
        testbed.server.run(&format!("ip addr add {LINK_LOCAL}/32 dev lo"))?;
        testbed.must_connect(&profile, &[], "", &server)?;
        let expected: &[&str] = if said { &["name-server-not-used"] } else { &[] };
        assert_eq!(notices(&testbed)?, expected, "{:?}", state(&testbed)?);
        let way = testbed.client.run(&format!("ip route get {LINK_LOCAL}"))?;
        assert_eq!(way.contains("adit0"), led, "{pushed:?}: {way}");
        assert_eq!(state(&testbed)?.pointer("/dns").is_some_and(|dns| dns.to_string().contains(LINK_LOCAL)), led);
        if led {
            ensure!(testbed.client.pings(LINK_LOCAL, 2), "the server answers there, through the tunnel");
        }
        if said {
            let human = testbed.helper.ctl(&["status"])?;
            let text = format!("{}{}", human.stdout, human.stderr);
            ensure!(text.contains("127.0.0.53 is not used"), "{text}");
        }
        carries(&testbed, &server)?;
        testbed.disconnect()?;
        assert_eq!(before, testbed.traces()?, "{pushed:?}");
    }
    Ok(())
}

/// Options for every client of a server, in place of what `--server` gives them.
fn for_each_client(testbed: &Testbed, text: &str) -> Result<ServerOptions> {
    let folder = testbed.server.directory().join("clients");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("DEFAULT"), text)?;
    let line = format!("client-config-dir {}", folder.display());
    Ok(ServerOptions { server_lines: vec![line], ..ServerOptions::default() })
}

#[test]
fn a_server_without_an_address_for_us_is_told_and_left_alone() -> Result<()> {
    const NONE: &str = "push-remove ifconfig\npush-remove ifconfig-ipv6\n";
    for (text, sentence) in [
        (NONE.to_owned(), "The server gave this computer no address."),
        (format!("{NONE}push \"ifconfig 127.0.0.1 255.0.0.0\"\n"), "cannot be used: 127.0.0.1"),
    ] {
        let testbed = Testbed::new()?;
        let (_server, profile) = testbed.serve(&for_each_client(&testbed, &text)?)?;
        let outcome = testbed.connect(&profile, &["--timeout", "25"], "")?;
        assert_ne!(outcome.code, 0, "{outcome:?}");
        ensure!(outcome.stderr.contains(sentence), "{outcome:?}\n{}", testbed.helper.log());
        let sign_ins = testbed.helper.log().matches("Signing in").count();
        assert!((2..=3).contains(&sign_ins), "{sign_ins} in 25 s\n{}", testbed.helper.log());
        testbed.disconnect()?;
    }
    // One of both families is enough, and so is a wrong one beside a right one.
    for (text, noticed) in [
        ("push-remove ifconfig\n", false),
        ("push-remove ifconfig-ipv6\n", false),
        ("push-remove ifconfig-ipv6\npush \"ifconfig-ipv6 ff02::1/64 fd00:ad17::1\"\n", true),
        ("", false),
    ] {
        let testbed = Testbed::new()?;
        let (server, profile) = testbed.serve(&for_each_client(&testbed, text)?)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        assert_eq!(!notices(&testbed)?.is_empty(), noticed, "{text}: {:?}", state(&testbed)?);
        testbed.disconnect()?;
    }
    Ok(())
}

/// Without a secret of its own, a server that starts over knows none of the tokens that it gave.
#[test]
fn a_server_that_forgot_its_tokens_is_signed_in_to_again_each_time() -> Result<()> {
    let testbed = Testbed::new()?;
    let options = ServerOptions {
        sign_in: SignIn::Password,
        keepalive: (1, 5),
        // Tokens are for renegotiations, so that a server which has none gives none.
        renegotiate: 3600,
        server_lines: lines(&["auth-gen-token"]),
        ..ServerOptions::default()
    };
    let (mut server, profile) = testbed.serve(&options)?;
    testbed.must_connect(&profile, &["--username", USER, "--password-stdin"], PASSWORD, &server)?;
    for restart in 1..=3 {
        server.restart(&testbed.server)?;
        let began = Instant::now();
        wait_until("the tunnel is back", Duration::from_secs(40), || testbed.client.pings(&server.inner_address(), 1))
            .with_context(|| format!("after restart {restart}\n{}\n{}", testbed.helper.log(), server.log()))?;
        assert!(began.elapsed() < Duration::from_secs(30), "after restart {restart}: {:?}", began.elapsed());
    }
    let log = testbed.helper.log();
    assert!(log.contains("session token refused"), "the tokens were tried\n{log}");
    assert!(!log.contains("credentials refused"), "and nobody typed anything wrong\n{log}");
    testbed.disconnect()
}

#[test]
fn a_server_that_compresses_is_read_and_said() -> Result<()> {
    let testbed = Testbed::new()?;
    let ping = |server: &OpenVpnServer, size: u32| {
        let line = format!("ping -n -q -c 3 -i 0.1 -W 2 -p 41 -s {size} {}", server.inner_address());
        testbed.client.run(&line).is_ok_and(|said| said.contains(" 0% packet loss"))
    };
    for (theirs, ours, compresses) in [
        (&["allow-compression yes", "comp-lzo yes"][..], "comp-lzo", true),
        (&["allow-compression yes", "compress lz4-v2"], "compress lz4-v2", true),
        (&["allow-compression yes", "comp-lzo yes", "push \"comp-lzo yes\""], "comp-lzo no", true),
        // The control: the same framing, and nothing compressed.
        (&["comp-lzo no"], "comp-lzo", false),
    ] {
        let options =
            ServerOptions { server_lines: lines(theirs), profile_lines: lines(&[ours]), ..ServerOptions::default() };
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        for size in [56, 1000, 1400] {
            ensure!(ping(&server, size), "{theirs:?}, {size}\n{}\n{}", testbed.helper.log(), server.log());
        }
        let said = notices(&testbed)?;
        assert_eq!(said.contains(&"server-compresses".to_owned()), compresses, "{theirs:?}: {said:?}");
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn an_option_that_differs_is_named_where_nothing_can_be_read() -> Result<()> {
    let cbc = |digest: &str| format!("auth {digest}");
    let one_sided = |server: &[&str], profile: &[&str]| ServerOptions {
        keepalive: (1, 60),
        server_lines: lines(server),
        profile_lines: lines(profile),
        ..ServerOptions::default()
    };
    for (options, option) in [
        (one_sided(&["fragment 1300"], &[]), Some("fragment")),
        (one_sided(&[], &["fragment 1300"]), Some("fragment")),
        (one_sided(&["comp-lzo no"], &[]), Some("comp-lzo")),
        (one_sided(&[], &["comp-lzo no"]), Some("comp-lzo")),
        (
            ServerOptions {
                cipher: Cipher::Aes256Cbc,
                ..one_sided(&[&cbc("SHA256")], &[&cbc("SHA1"), "data-ciphers AES-256-CBC"])
            },
            Some("auth"),
        ),
        // The controls: both sides say the same.
        (one_sided(&["fragment 1300"], &["fragment 1300"]), None),
        (
            ServerOptions {
                cipher: Cipher::Aes256Cbc,
                ..one_sided(&[&cbc("SHA256")], &[&cbc("SHA256"), "data-ciphers AES-256-CBC"])
            },
            None,
        ),
    ] {
        let testbed = Testbed::new()?;
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        match option {
            Some(option) => {
                let took = told(&testbed, "nothing-readable", Duration::from_secs(15)).with_context(|| option)?;
                let state = state(&testbed)?.to_string();
                ensure!(state.contains(&format!("\"option\":\"{option}\"")), "{state}");
                ensure!(took < Duration::from_secs(10), "{option}: {took:?}");
            }
            None => {
                std::thread::sleep(Duration::from_secs(8));
                carries(&testbed, &server)?;
                assert_eq!(testbed.helper.state_word()?, "connected", "{}", testbed.helper.log());
            }
        }
        testbed.disconnect()?;
    }
    Ok(())
}

#[test]
fn an_mtu_of_nine_thousand_is_used() -> Result<()> {
    for transport in [Transport::Tcp, Transport::Udp] {
        let testbed = Testbed::new()?;
        let options = ServerOptions { transport, server_lines: lines(&["tun-mtu 9000"]), ..ServerOptions::default() };
        let (server, profile) = testbed.serve(&options)?;
        testbed.must_connect(&profile, &[], "", &server)?;
        assert_eq!(state(&testbed)?.pointer("/mtu").and_then(Value::as_u64), Some(9000));
        let ping = |size: u32| {
            let line = format!("ping -n -q -c 3 -i 0.2 -W 3 -s {size} {}", server.inner_address());
            testbed.client.run(&line).is_ok_and(|said| said.contains(" 0% packet loss"))
        };
        for size in [56, 1400, 8000, 8972] {
            ensure!(ping(size), "{transport:?}, {size}\n{}\n{}", testbed.helper.log(), server.log());
        }
        testbed.disconnect()?;
    }
    Ok(())
}

/// A control key on one side only: servers do not answer, or hang up.
#[test]
fn a_control_key_on_one_side_is_told_within_ten_seconds() -> Result<()> {
    for transport in [Transport::Udp, Transport::Tcp] {
        for theirs in [Wrap::TlsAuth, Wrap::None] {
            let testbed = Testbed::new()?;
            let (server, good) =
                testbed.serve(&ServerOptions { transport, wrap: theirs, ..ServerOptions::default() })?;
            let text = std::fs::read_to_string(&good)?;
            let text = match text.split_once("<tls-auth>") {
                Some((before, _)) => before.to_owned(),
                None => {
                    format!("{text}key-direction 1\n<tls-auth>\n{}\n</tls-auth>\n", testbed.pki.static_key().trim_end())
                }
            };
            let wrong = testbed.write_profile("wrong", &text)?;
            let began = Instant::now();
            let outcome = testbed.connect(&wrong, &["--timeout", "12"], "")?;
            assert_ne!(outcome.code, 0, "{outcome:?}");
            ensure!(began.elapsed() < Duration::from_secs(14));
            let said = &outcome.stderr;
            ensure!(said.contains("control key"), "{transport:?}, {theirs:?}: {said}\n{}", testbed.helper.log());
            testbed.disconnect()?;
            testbed.must_connect(&good, &[], "", &server)?;
            carries(&testbed, &server)?;
            testbed.disconnect()?;
        }
    }
    Ok(())
}
