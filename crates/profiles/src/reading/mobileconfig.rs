//! Apple's configuration profiles: the VPN payloads in them, which a format writes out as the text of a profile. The only
//! module that names `plist`.

use plist::{Dictionary, Value};
use profile_api::{AppleValue, AppleVpn, Formats};

/// Largest file in bytes: a profile with its keys, and room for other payloads.
pub(super) const MAX_MOBILECONFIG_LEN: usize = 4 << 20;

/// Most arrays and dictionaries. Nesting deeper than the stack is worth is not possible below it.
const MAX_CONTAINERS: usize = 1000;

const VPN_TYPE: &str = "com.apple.vpn.managed";

/// A certificate with its key, as PKCS #12. VPN payloads name it by its `PayloadUUID`.
const IDENTITY_TYPE: &str = "com.apple.security.pkcs12";

/// Why nothing comes out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MobileConfigError {
    /// No property list is found in it.
    #[error("there is no readable property list in it")]
    Unreadable,
    /// The payloads are encrypted for one device.
    #[error("it is encrypted for one device")]
    Encrypted,
    /// There is no VPN payload that a format knows.
    #[error("there is no VPN payload in it that Adit can use")]
    NoVpn,
}

/// A profile out of a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Payload {
    /// What its maker calls it.
    pub(super) name: Option<String>,
    /// Its text.
    pub(super) text: String,
    /// It signs in with a certificate that the device would have, and that is not in this file.
    pub(super) identity_elsewhere: bool,
}

/// Whether this looks like a configuration profile, signed or not.
pub(super) fn is_mobileconfig(bytes: &[u8]) -> bool {
    let head = bytes.get(..1024.min(bytes.len())).unwrap_or_default();
    let at_start = head.trim_ascii_start();
    let xml =
        at_start.starts_with(b"<?xml") || at_start.starts_with(b"<plist") || at_start.starts_with(b"<!DOCTYPE plist");
    xml && find(head, b"plist").is_some()
}

/// The profiles in its VPN payloads, in order.
pub(super) fn read(bytes: &[u8], formats: &Formats) -> Result<Vec<Payload>, MobileConfigError> {
    let list = property_list(bytes).ok_or(MobileConfigError::Unreadable)?;
    let root = list.as_dictionary().ok_or(MobileConfigError::Unreadable)?;
    if root.contains_key("EncryptedPayloadContent") {
        return Err(MobileConfigError::Encrypted);
    }
    let payloads = root.get("PayloadContent").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let payloads: Vec<&Dictionary> = payloads.iter().filter_map(Value::as_dictionary).collect();
    let found: Vec<Payload> = payloads.iter().filter_map(|one| payload(one, &payloads, formats)).collect();
    if found.is_empty() { Err(MobileConfigError::NoVpn) } else { Ok(found) }
}

/// The property list as it stands, or inside of a signature (CMS), which wraps the bytes without changing them. A signature is
/// not checked: like any profile, it is only as good as the way it came.
fn property_list(bytes: &[u8]) -> Option<Value> {
    parse_xml(bytes).or_else(|| {
        let whole = unwrapped(bytes);
        parse_xml(&whole)
    })
}

fn parse_xml(bytes: &[u8]) -> Option<Value> {
    let start = find(bytes, b"<?xml").or_else(|| find(bytes, b"<plist"))?;
    let rest = bytes.get(start..)?;
    let end = find(rest, b"</plist>")? + b"</plist>".len();
    let xml = rest.get(..end)?;
    let containers = xml.windows(5).filter(|window| *window == b"<arra" || *window == b"<dict").count();
    if containers > MAX_CONTAINERS { None } else { Value::from_reader_xml(xml).ok() }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// All octet strings of a BER value, joined: a signer that streams cuts the content into pieces with a header each.
fn unwrapped(bytes: &[u8]) -> Vec<u8> {
    let (mut content, mut rest) = (Vec::new(), bytes);
    while let [tag, after_tag @ ..] = rest {
        let Some((len, after)) = length(after_tag) else { break };
        let constructed = tag & 0x20 != 0;
        match len {
            // Into what is made of parts; what belongs to it follows directly.
            _ if constructed || *tag == 0 => rest = after,
            Some(len) => {
                let Some((value, behind)) = after.split_at_checked(len) else { break };
                if *tag == 0x04 {
                    content.extend_from_slice(value);
                }
                rest = behind;
            }
            None => break,
        }
    }
    content
}

/// A length of BER (X.690 8.1.3), and what follows it. `None` inside for an indefinite one.
fn length(bytes: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    match first {
        0x80 => Some((None, rest)),
        0..0x80 => Some((Some(usize::from(*first)), rest)),
        _ => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            if digits.len() > 4 {
                return None;
            }
            Some((Some(digits.iter().fold(0, |len, digit| len << 8 | usize::from(*digit))), rest))
        }
    }
}

fn text(dictionary: &Dictionary, key: &str) -> Option<String> {
    dictionary.get(key).and_then(Value::as_string).map(str::to_owned)
}

/// The certificate and key that a VPN payload names, as PKCS #12.
fn identity(vpn: &Dictionary, payloads: &[&Dictionary]) -> Option<Vec<u8>> {
    let uuid = text(vpn, "PayloadCertificateUUID")?;
    let named = |one: &&&Dictionary| {
        text(one, "PayloadUUID").as_ref() == Some(&uuid) && text(one, "PayloadType").as_deref() == Some(IDENTITY_TYPE)
    };
    payloads.iter().find(named)?.get("PayloadContent")?.as_data().map(<[u8]>::to_vec)
}

fn payload(payload: &Dictionary, payloads: &[&Dictionary], formats: &Formats) -> Option<Payload> {
    if text(payload, "PayloadType")? != VPN_TYPE {
        return None;
    }
    let vendor = payload.get("VendorConfig")?.as_dictionary()?;
    let vpn = payload.get("VPN").and_then(Value::as_dictionary);
    let profile = formats.apple_profile(&AppleVpn {
        subtype: text(payload, "VPNSubType")?,
        vendor: vendor.iter().filter_map(|(key, found)| Some((key.clone(), value(found)?))).collect(),
        remote_address: vpn.and_then(|vpn| text(vpn, "RemoteAddress")),
        by_certificate: vpn.and_then(|vpn| text(vpn, "AuthenticationMethod")).as_deref() == Some("Certificate"),
        identity: vpn.and_then(|vpn| identity(vpn, payloads)),
    })?;
    let name = text(payload, "UserDefinedName").or_else(|| text(payload, "PayloadDisplayName"));
    Some(Payload { name, text: profile.text, identity_elsewhere: profile.identity_elsewhere })
}

fn value(value: &Value) -> Option<AppleValue> {
    let text = value.as_string().map(str::to_owned);
    let number = || value.as_signed_integer().map(|number| number.to_string());
    text.or_else(number).map(AppleValue::Text).or_else(|| value.as_boolean().map(AppleValue::Switch))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<Payload>, MobileConfigError> {
        super::read(bytes, &Formats::new(ovpn_profile::OpenVpn))
    }

    /// A configuration profile with one VPN payload.
    pub(crate) fn mobileconfig(vendor: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<plist version=\"1.0\"><dict><key>PayloadContent</key><array>\
             <dict><key>PayloadType</key><string>com.apple.wifi.managed</string></dict>\
             <dict><key>PayloadType</key><string>com.apple.vpn.managed</string><key>VPNType</key><string>VPN</string>\
             <key>VPNSubType</key><string>net.openvpn.connect.app</string><key>UserDefinedName</key>\
             <string>Office</string><key>VPN</key><dict><key>RemoteAddress</key><string>DEFAULT</string></dict>\
             <key>VendorConfig</key><dict>{vendor}</dict></dict></array></dict></plist>\n"
        )
    }

    fn pair(key: &str, value: &str) -> String {
        format!("<key>{key}</key><string>{value}</string>")
    }

    fn text_of(vendor: &str) -> String {
        read(mobileconfig(vendor).as_bytes()).unwrap().remove(0).text
    }

    #[test]
    fn directives_become_text() {
        let vendor = [
            pair("remote.2", "two.example.com 1194 udp"),
            pair("remote.1", "one.example.com 443 tcp"),
            pair("ca", "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----"),
            pair("auth-user-pass", "NOARGS"),
            pair("cipher", "AES-256-GCM"),
        ];
        let expected = "client\nauth-user-pass\ncipher AES-256-GCM\nremote one.example.com 443 tcp\nremote two.example.com \
                        1194 udp\n<ca>\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n</ca>\n";
        assert_eq!(text_of(&vendor.concat()), expected);
        assert_eq!(read(mobileconfig("").as_bytes()).unwrap()[0].name.as_deref(), Some("Office"));
    }

    #[test]
    fn a_value_cannot_smuggle_a_directive() {
        let block = text_of(&pair("ca", "x\nup /tmp/x\n"));
        assert_eq!(block, "client\n<ca>\nx\nup /tmp/x\n</ca>\n", "it stays inside the block");
        assert_eq!(text_of(&pair("ca", "x\n&lt;/CA&gt;\nup /tmp/x\n")), "client\n");
        assert_eq!(text_of(&pair("verb 3&#10;up", "/tmp/x")), "client\n");
        assert_eq!(text_of(&pair("verb", "3&#13;up /tmp/x")), "client\n");
    }

    #[test]
    fn a_signed_file_is_unwrapped() {
        let plain = mobileconfig(&pair("remote", "vpn.example.com"));
        let mut whole = vec![0x30, 0x80, 0x06, 0x01, 0x2a, 0xa0, 0x80, 0x24, 0x80];
        for piece in plain.as_bytes().chunks(100) {
            whole.extend([0x04, u8::try_from(piece.len()).unwrap()]);
            whole.extend(piece);
        }
        whole.extend([0, 0, 0, 0, 0, 0]);
        assert!(read(&whole).unwrap()[0].text.contains("remote vpn.example.com"));
        let one =
            [&[0x30, 0x83, 0, 0x10, 0, 0x04, 0x82], &u16::try_from(plain.len()).unwrap().to_be_bytes()[..]].concat();
        assert!(read(&[one.as_slice(), plain.as_bytes(), &[0x30, 0x01, 0x00]].concat()).is_ok());
        for end in 0..whole.len() {
            let _any = read(&whole[..end]);
        }
    }

    #[test]
    fn what_openssl_signs_is_read() {
        let home = tempfile::tempdir().unwrap();
        let plain = mobileconfig(&pair("ca", &format!("{}\\nB", "A".repeat(6000))));
        std::fs::write(home.path().join("plain"), &plain).unwrap();
        let openssl = |line: &str| {
            let mut command = std::process::Command::new("openssl");
            assert!(
                command.args(line.split(' ')).current_dir(home.path()).output().unwrap().status.success(),
                "{line}"
            );
        };
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k -out c -subj /CN=x");
        for way in
            ["smime -sign -nodetach -binary", "cms -sign -nodetach -binary -stream", "cms -sign -nodetach -binary"]
        {
            openssl(&format!("{way} -in plain -signer c -inkey k -outform der -out signed"));
            let signed = std::fs::read(home.path().join("signed")).unwrap();
            assert_eq!(read(&signed), read(plain.as_bytes()), "{way}");
        }
    }

    #[test]
    fn what_holds_no_usable_vpn_says_so() {
        assert_eq!(read(b"nothing"), Err(MobileConfigError::Unreadable));
        assert_eq!(read(b"<plist><string>x</string></plist>"), Err(MobileConfigError::Unreadable));
        assert_eq!(read(b"<plist><dict></dict></plist>"), Err(MobileConfigError::NoVpn));
        let other = mobileconfig("").replace("net.openvpn.connect.app", "com.cisco.anyconnect");
        assert_eq!(read(other.as_bytes()), Err(MobileConfigError::NoVpn));
        let encrypted = b"<plist><dict><key>EncryptedPayloadContent</key><data>AAAA</data></dict></plist>";
        assert_eq!(read(encrypted), Err(MobileConfigError::Encrypted));
        let deep = format!("<plist>{}{}</plist>", "<array>".repeat(100_000), "</array>".repeat(100_000));
        assert_eq!(read(deep.as_bytes()), Err(MobileConfigError::Unreadable));
    }

    #[test]
    fn a_certificate_in_another_payload_is_told() {
        let file = mobileconfig("").replace(
            "<key>RemoteAddress</key>",
            "<key>AuthenticationMethod</key><string>Certificate</string><key>RemoteAddress</key>",
        );
        assert!(read(file.as_bytes()).unwrap()[0].identity_elsewhere);
        let whole = file
            .replace(
                "<key>RemoteAddress</key>",
                "<key>PayloadCertificateUUID</key><string>U1</string><key>RemoteAddress</key>",
            )
            .replace(
                "<key>PayloadContent</key><array>",
                "<key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.apple.security.pkcs12</string>\
                 <key>PayloadUUID</key><string>U1</string><key>PayloadContent</key><data>AAECAw==</data></dict>",
            );
        let payload = read(whole.as_bytes()).unwrap().remove(0);
        assert!(
            !payload.identity_elsewhere && payload.text.ends_with("<pkcs12>\nAAECAw==\n</pkcs12>\n"),
            "{payload:?}"
        );
        assert!(!read(mobileconfig("").as_bytes()).unwrap()[0].identity_elsewhere);
    }
}
