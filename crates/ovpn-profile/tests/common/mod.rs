//! Fixtures, and short ways to look at a report.

#![expect(dead_code, reason = "each test file uses some of it")]

use std::{collections::BTreeMap, path::Path};

use ovpn_profile::{Import, NoSideFiles, Parsed, Reason, Verdict, parse};

/// Text of a file under `fixtures/profiles`.
pub(crate) fn fixture(name: &str) -> String {
    String::from_utf8(bytes(name)).unwrap()
}

/// Bytes of a file under `fixtures/profiles`.
#[expect(clippy::disallowed_methods, reason = "tests read their fixtures")]
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/profiles").join(name)).unwrap()
}

/// The files beside `separate/office.ovpn`, under the names that it uses.
pub(crate) fn beside() -> BTreeMap<String, Vec<u8>> {
    [
        ("ca.crt", "ca.crt"),
        ("./client.crt", "client.crt"),
        ("client.key", "client.key"),
        ("ta.key", "ta.key"),
        ("crl.pem", "crl.pem"),
    ]
    .into_iter()
    .map(|(name, file)| (name.to_owned(), bytes(&format!("separate/{file}"))))
    .collect()
}

/// Reads a profile that has to be fine.
pub(crate) fn good(text: &str) -> Parsed {
    let import = parse(text.as_bytes(), &NoSideFiles);
    import.outcome.unwrap_or_else(|rejected| panic!("{rejected}: {:#?}", import.report))
}

/// Reads `lines` together with an authority and a server.
pub(crate) fn with(lines: &str) -> Import {
    let ca = format!("<ca>\n{}</ca>\n", fixture("separate/ca.crt"));
    let text = format!("{lines}\nclient\nremote vpn.example.com\nauth-user-pass\nremote-cert-tls server\n{ca}");
    parse(text.as_bytes(), &NoSideFiles)
}

/// The verdict of the line with this number.
pub(crate) fn at(import: &Import, line: u32) -> Verdict {
    let found = import.report.lines.iter().find(|report| report.line == line);
    found.unwrap_or_else(|| panic!("no line {line}: {:#?}", import.report)).verdict.clone()
}

/// Everything that is refused, with its line.
pub(crate) fn refusals(import: &Import) -> Vec<(Option<u32>, Reason)> {
    import.report.refusals().into_iter().map(|(line, reason)| (line, reason.clone())).collect()
}
