//! PEM text: between and around its blocks anything may stand, such as dumps of certificates, comments, blank lines and
//! indentation. Only what lies between `-----BEGIN x-----` and `-----END x-----` counts.

use base64::{Engine, engine::general_purpose};
use vpn_api::Secret;
use zeroize::Zeroizing;

/// One PEM block.
pub struct Pem<'a> {
    /// What the block says it is.
    pub label: &'a str,
    /// All between the two lines that enclose it.
    pub body: &'a str,
}

/// All complete PEM blocks in `text`, in their order.
pub fn pem_blocks(text: &str) -> impl Iterator<Item = Pem<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (_, after) = rest.split_once("-----BEGIN ")?;
            let (label, after) = after.split_once("-----")?;
            rest = after;
            if label.contains('\n') {
                continue;
            }
            let end = format!("-----END {label}-----");
            if let Some((body, after)) = after.split_once(end.as_str()) {
                rest = after;
                return Some(Pem { label, body });
            }
        }
    })
}

impl Pem<'_> {
    /// Header lines (`Proc-Type: …`), trimmed.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        self.body.lines().map(str::trim).filter(|line| line.contains(':'))
    }

    /// The base64 digits without headers, white space and padding, which some writers leave out.
    fn digits(&self) -> Zeroizing<String> {
        let lines = self.body.lines().filter(|line| !line.contains(':'));
        Zeroizing::new(lines.flat_map(str::chars).filter(|c| !c.is_whitespace() && *c != '=').collect())
    }

    /// The bytes. `None`: not base64.
    #[must_use]
    pub fn decode(&self) -> Option<Zeroizing<Vec<u8>>> {
        general_purpose::STANDARD_NO_PAD.decode(self.digits().as_bytes()).ok().map(Zeroizing::new)
    }
}

/// Bytes as clean PEM text.
#[must_use]
pub fn pem_text(label: &str, headers: &[&str], der: &[u8]) -> Secret {
    let mut clean = Zeroizing::new(format!("-----BEGIN {label}-----\n"));
    for header in headers {
        clean.push_str(header);
        clean.push('\n');
    }
    if !headers.is_empty() {
        clean.push('\n');
    }
    let digits = Zeroizing::new(general_purpose::STANDARD.encode(der));
    for (place, c) in digits.chars().enumerate() {
        if place > 0 && place % 64 == 0 {
            clean.push('\n');
        }
        clean.push(c);
    }
    clean.push_str(&format!("\n-----END {label}-----\n"));
    Secret::new(std::mem::take(&mut *clean))
}
