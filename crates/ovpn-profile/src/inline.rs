//! Side files into the text, so that it stands alone.

use base64::{Engine, prelude::BASE64_STANDARD};
use profile_api::{MAX_SIDE_FILE_LEN, SideFiles};

use crate::outline::{Edits, Outline, Placed};

/// Directives whose file becomes a block.
const FILES: &[&str] =
    &["ca", "cert", "crl-verify", "extra-certs", "key", "pkcs12", "tls-auth", "tls-crypt", "tls-crypt-v2"];

/// The text with each side file as an inline block in the place of its line. What is not there stays as it is written, and so
/// does a text that cannot be split.
#[must_use]
pub fn inline(text: &str, side: &dyn SideFiles) -> String {
    let Some(outline) = Outline::of(text) else { return text.to_owned() };
    let mut edits = Edits::default();
    for item in &outline.items {
        if let Some(lines) = block(&outline, item, side) {
            edits.replace(item.lines.clone(), lines);
        }
    }
    edits.apply(&outline)
}

fn block(outline: &Outline<'_>, item: &Placed, side: &dyn SideFiles) -> Option<Vec<String>> {
    let name = item.name.as_str();
    let file = item.value(0).filter(|file| *file != "[inline]")?;
    if item.is_block() || !FILES.contains(&name) || (name == "crl-verify" && item.value(1).is_some()) {
        return None;
    }
    // A block wins over a file of the same name in any case; the line stays for the report.
    let beside = |other: &Placed| other.is_block() && other.name == item.name && other.connection == item.connection;
    if outline.items.iter().any(beside) {
        return None;
    }
    let bytes = side.read(file).ok().filter(|bytes| bytes.len() <= MAX_SIDE_FILE_LEN)?;
    let bytes = zeroize::Zeroizing::new(bytes);
    let content = if name == "pkcs12" {
        let digits = BASE64_STANDARD.encode(&*bytes);
        digits.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line).into_owned()).collect()
    } else {
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        text.lines().map(|line| line.trim_end_matches('\r').to_owned()).collect::<Vec<_>>()
    };
    let end = format!("</{name}>");
    if content.iter().any(|line| line.trim_start().starts_with(&end) || line.contains('\0')) {
        return None;
    }
    let mut lines = Vec::with_capacity(content.len() + 3);
    lines.push(format!("<{name}>"));
    lines.extend(content);
    lines.push(end);
    // Inside of <connection>, a direction counts only behind its key.
    if name == "tls-auth"
        && let Some(direction) = item.value(1)
    {
        lines.push(format!("key-direction {direction}"));
    }
    Some(lines)
}
