//! Each option that a server may push, and what becomes of it.

use vpn_api::Input;

use super::*;

/// Pushed beside an address, the option leads to no failure; whether it is told as left out.
fn left_out(option: &str) -> bool {
    let world = Setting::new().pushed(option);
    assert_eq!(world.closed(), None, "{option}");
    notes(&world).iter().any(|note| note.contains("left out"))
}

#[test]
fn every_pushable_option_has_an_effect_or_none_that_matters() {
    let understood = "route 10.1.0.0 255.255.0.0|route-ipv6 fd01::/64|route-gateway 10.8.0.1|route-ipv6-gateway fd00::1|\
        route-metric 7|route-delay 2|redirect-gateway def1|redirect-private def1|block-ipv6|block-outside-dns|\
        dns server 1 address 10.8.0.1|dhcp-option DNS 10.8.0.1|dhcp-option WINS 10.8.0.1|register-dns|ping 10|ping-restart 60|\
        ping-exit 60|ping-timer-rem|inactive 60|inactive 60 1000|session-timeout 600|keepalive 10 60|explicit-exit-notify 2|\
        echo hello|parameter a b|sndbuf 1|rcvbuf 1|socket-flags TCP_NODELAY|setenv-safe a b|persist-key|persist-tun|verb 3|\
        mute 3|dhcp-renew|ip-win32 dynamic|tun-mtu 1400|auth SHA256|auth-token x|auth-token-user YQ==|compress migrate|\
        ifconfig-ipv6 fd00::2/64 fd00::1|push-continuation 0";
    for option in understood.split('|') {
        assert!(!left_out(option), "{option}");
    }
    for option in
        ["shaper 1000", "client-nat snat 10.0.0.0 255.0.0.0 10.1.0.0", "shazam", "route x", "inactive x", "dns x"]
    {
        assert!(left_out(option), "{option}");
    }
}

#[test]
fn every_flag_of_redirect_gateway() {
    let redirected = |option: &str| {
        let config = Setting::new().pushed(option).config().unwrap().clone();
        (config.redirect_ipv4, config.redirect_ipv6, config.block_local)
    };
    for (flags, expected) in [
        ("", (true, false, false)),
        ("def1", (true, false, false)),
        ("local", (true, false, false)),
        ("autolocal", (true, false, false)),
        ("def1 bypass-dhcp bypass-dns", (true, false, false)),
        ("block-local", (true, false, true)),
        ("ipv6", (true, true, false)),
        ("ipv6 !ipv4", (false, true, false)),
        ("def1 ipv6 block-local", (true, true, true)),
    ] {
        assert_eq!(redirected(&format!("redirect-gateway {flags}")), expected, "{flags}");
    }
    assert_eq!(redirected("redirect-private def1 ipv6 block-local"), (false, false, true));
    assert!(left_out("redirect-gateway sideways"));
}

#[test]
fn options_in_pieces_and_before_they_were_asked_for() {
    let mut script = pushing("");
    script.push_early = true;
    script.replies = vec![
        format!("PUSH_REPLY,{BASE},push-continuation 2"),
        "PUSH_REPLY,route 10.1.0.0 255.255.0.0,push-continuation 2".into(),
        "PUSH_REPLY,route 10.2.0.0 255.255.0.0,push-continuation 1".into(),
    ];
    let mut world = Setting::new().world(script);
    world.connect();
    assert_eq!(configs(&world).len(), 1);
    assert_eq!(world.config().unwrap().routes.len(), 2);
    // A second whole reply while connected changes nothing.
    say(&mut world, "PUSH_REPLY,ifconfig 10.66.0.1 255.255.255.0,route 10.3.0.0 255.255.0.0");
    assert_eq!((configs(&world).len(), world.closed()), (1, None));
}

#[test]
fn what_the_client_says_of_itself() {
    let info = |change: fn(&mut Profile)| {
        let mut setting = Setting::new();
        setting.profile.peer_info = vec![("UV_TEAM".into(), "blue".into())];
        change(&mut setting.profile);
        let mut world = setting.world(pushing(""));
        world.connect();
        world.input(Input::Timeout);
        let seen = world.server.seen.iter().find_map(|seen| match seen {
            Seen::Login { peer_info, .. } => Some(peer_info.clone()),
            _ => None,
        });
        seen.unwrap()
    };
    let usual = info(|_| {});
    for line in [
        "IV_VER=",
        "IV_PLAT=linux",
        "IV_PROTO=",
        "IV_NCP=2",
        "IV_CIPHERS=AES-256-GCM:",
        "IV_MTU=65535",
        "IV_TCPNL=1",
        "IV_LZO_STUB=1",
        "IV_COMP_STUB=1",
        "IV_COMP_STUBv2=1",
        "IV_SSO=webauth,openurl,crtext",
        "IV_GUI_VER=Adit_",
    ] {
        assert!(usual.lines().any(|known| known.starts_with(line)), "{line} in {usual}");
    }
    assert!(!usual.contains("UV_") && !usual.contains("IV_SSL"), "{usual}");
    let more = info(|profile| profile.push_peer_info = true);
    assert!(more.contains("UV_TEAM=blue\n") && more.contains("IV_SSL="), "{more}");
    assert!(!more.contains("IV_HWADDR") && !more.contains("IV_PLAT_VER"), "nothing that tells machines apart: {more}");
    let old = info(|profile| profile.data.key_export = false);
    let bits = |info: &str| info.lines().find_map(|line| line.strip_prefix("IV_PROTO=")?.parse::<u32>().ok()).unwrap();
    assert_eq!(bits(&old) & (proto::TLS_KEY_EXPORT | proto::DYN_TLS_CRYPT), 0, "compat-mode");
    assert_ne!(bits(&usual) & proto::TLS_KEY_EXPORT, 0);
}
