//! Takes out of a text what says who and where somebody is. What is taken out is numbered, so that one can see that two lines
//! speak of the same thing. In doubt it is taken out: a bundle that says too little can be made again.

mod forms;

use std::collections::HashMap;

use forms::{
    address, closing, find, is_hardware_address, is_host, is_key, is_of_token, is_personal_path, is_written, kind_of,
    parts, split,
};

/// What is shown although it may tell who or where somebody is, because the person ticked it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Names of profiles, servers and users.
    pub(crate) names: bool,
    /// Addresses.
    pub(crate) addresses: bool,
}

/// What a known text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Known {
    /// The name or id of a profile.
    Profile,
    /// The name of a server.
    Host,
    /// A user, here or at a server.
    User,
}

/// Begins what was put in, until the line is done: characters that are of no use in a text (Unicode's private use area).
const OPEN: char = '\u{e000}';
/// Ends it.
const CLOSE: char = '\u{e001}';
impl Known {
    fn word(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Host => "host",
            Self::User => "user",
        }
    }
}

/// Longer lines are cut.
const MAX_LINE: usize = 2000;
/// Parts of a certificate's subject (RFC 4514 section 3).
const SUBJECT: &[&str] = &["cn", "ou", "o", "l", "st", "c", "uid", "dc", "sn", "emailaddress", "street", "gn"];
/// Words that stand in quotes and say nothing of anybody.
const PLAIN: &[&str] = &["udp", "tcp", "ipv4", "ipv6", "on", "off", "null"];

/// Takes out, and remembers which number it gave.
pub(crate) struct Redactor {
    shown: Shown,
    known: Vec<(Known, String)>,
    numbers: HashMap<(&'static str, String), usize>,
    counts: HashMap<&'static str, usize>,
}

impl Redactor {
    /// One that also takes out these texts wherever they stand.
    pub(crate) fn new(shown: Shown, mut known: Vec<(Known, String)>) -> Self {
        known.retain(|(_, text)| !text.trim().is_empty());
        // What holds another one goes first.
        known.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.1.cmp(&b.1)));
        Self { shown, known, numbers: HashMap::new(), counts: HashMap::new() }
    }

    /// A value of this name.
    pub(crate) fn value(&mut self, name: &str, text: &str) -> String {
        let written = !self.shown.names && is_written(name);
        let known = self.known.iter().find(|(_, known)| known.to_lowercase() == text.to_lowercase());
        let kind = known.map_or("name", |(kind, _)| kind.word());
        let text = if written { self.number(kind, text) } else { return self.line(text) };
        text.replace(OPEN, "[").replace(CLOSE, "]")
    }

    /// A line of text.
    pub(crate) fn line(&mut self, text: &str) -> String {
        let plain = |c: char| if vpn_api::text::is_hidden(c) || c == OPEN || c == CLOSE { ' ' } else { c };
        let plain: String = text.chars().map(plain).take(MAX_LINE).collect();
        let mut line = plain;
        if !self.shown.names {
            // Whole, before the names in them are found.
            line = self.each_token(&line, |this, token| {
                if is_personal_path(token) { this.number("path", token) } else { token.to_owned() }
            });
            line = self.without_known(&line);
            line = self.without_subjects(&line);
            line = self.without_quotes(&line);
        }
        self.each_token(&line, Self::token).replace(OPEN, "[").replace(CLOSE, "]")
    }

    fn number(&mut self, kind: &'static str, text: &str) -> String {
        let key = (kind, text.to_lowercase());
        let number = *self.numbers.entry(key).or_insert_with(|| {
            let count = self.counts.entry(kind).or_default();
            *count += 1;
            *count
        });
        format!("{OPEN}{kind}-{number}{CLOSE}")
    }

    fn without_known(&mut self, text: &str) -> String {
        let mut rest = text.to_owned();
        let lower = text.to_lowercase();
        let there = |(_, known): &&(Known, String)| lower.contains(&known.to_lowercase());
        for (kind, known) in self.known.iter().filter(there).cloned().collect::<Vec<_>>() {
            rest = self.replaced(&rest, &known, kind.word());
        }
        rest
    }

    /// Every place where `known` stands, in whatever case. Short ones only where they are a word.
    fn replaced(&mut self, text: &str, known: &str, kind: &'static str) -> String {
        let (mut done, mut rest) = (String::new(), text);
        while let Some((start, end)) = find(rest, known) {
            let (before, found, after) = split(rest, start, end);
            let beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let inside = beside(before.chars().next_back()) || beside(after.chars().next());
            done.push_str(before);
            // What was put in before is not looked at again.
            let in_mark = done.chars().filter(|c| *c == OPEN).count() > done.chars().filter(|c| *c == CLOSE).count();
            if in_mark || (inside && known.chars().count() < 4) {
                done.push_str(found);
            } else {
                let mark = self.number(kind, known);
                done.push_str(&mark);
            }
            rest = after;
        }
        done + rest
    }

    /// `CN=Alice Smith, O=…` without what stands behind the sign.
    fn without_subjects(&mut self, text: &str) -> String {
        let (mut done, mut rest) = (String::new(), text);
        while let Some(place) = rest.find('=') {
            let (before, _, after) = split(rest, place, place + 1);
            done.push_str(before);
            done.push('=');
            let name = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            rest = after;
            if SUBJECT.contains(&name.to_ascii_lowercase().as_str()) {
                let end = after.find([',', '/', ';', '"', '\'', '+']).unwrap_or(after.len());
                let (subject, _, more) = split(after, end, end);
                let mark = self.number("subject", subject.trim());
                done.push_str(&mark);
                rest = more;
            }
        }
        done + rest
    }

    /// What stands in quotes was written by somebody, or is a name.
    fn without_quotes(&mut self, text: &str) -> String {
        let (mut done, mut rest) = (String::new(), text);
        while let Some(start) = rest.find(['"', '“', '\'', '`', '«', '„']) {
            let open = rest.get(start..).and_then(|from| from.chars().next()).unwrap_or('"');
            let (before, _, after) = split(rest, start, start + open.len_utf8());
            done.push_str(before);
            done.push(open);
            rest = after;
            // An apostrophe inside a word is no quote.
            let in_word = open == '\'' && before.chars().next_back().is_some_and(char::is_alphanumeric);
            let ends: &[char] = match open {
                '“' | '„' => &['”', '“'],
                '«' => &['»'],
                '`' => &['`', '\''],
                _ => &[open],
            };
            if in_word {
                continue;
            }
            // A quote that does not end holds everything behind it.
            let end = closing(after, ends);
            let (quoted, _, more) = split(after, end, end);
            let mark = quoted.starts_with(OPEN) && quoted.find(CLOSE) == quoted.rfind(CLOSE) && quoted.ends_with(CLOSE);
            let plain = mark || quoted.is_empty() || PLAIN.contains(&quoted.to_lowercase().as_str());
            let put = if plain { quoted.to_owned() } else { self.number("text", quoted) };
            done.push_str(&put);
            if let Some(close) = more.chars().next() {
                done.push(close);
                rest = more.get(close.len_utf8()..).unwrap_or_default();
            } else {
                rest = more;
            }
        }
        done + rest
    }

    fn each_token(&mut self, text: &str, put: impl Fn(&mut Self, &str) -> String) -> String {
        let (mut done, mut token) = (String::new(), String::new());
        for c in text.chars().map(Some).chain([None]) {
            match c {
                Some(c) if is_of_token(c) => token.push(c),
                other => {
                    let put = put(self, &std::mem::take(&mut token));
                    done.push_str(&put);
                    done.extend(other);
                }
            }
        }
        done
    }

    fn token(&mut self, token: &str) -> String {
        let core = token.trim_end_matches(['.', ':', '/', '-', '_', '%']);
        let (_, _, tail) = split(token, core.len(), core.len());
        let (start, core) = core.find(|c: char| c != '.' && c != '-' && c != '_').map_or((core, ""), |place| {
            let (start, _, core) = split(core, place, place);
            // The first group of an IPv6 address may be empty, and a path begins with its sign.
            (start, core)
        });
        if core.is_empty() {
            return token.to_owned();
        }
        format!("{start}{}{tail}", self.core(core))
    }

    /// `203.0.113.9:1194/udp` and `udp/203.0.113.9`, where an address is a part of the token.
    fn without_inner_addresses(&mut self, core: &str) -> Option<String> {
        let is_one = |text: &str| address(text).is_some() || text.rsplit(':').any(|part| address(part).is_some());
        if self.shown.addresses || !parts(core).any(|(text, _)| is_one(text)) {
            return None;
        }
        let mut done = String::new();
        for (text, sign) in parts(core) {
            let put = match address(text) {
                Some(_) => self.core(text),
                None => text.split(':').map(|part| self.core(part)).collect::<Vec<_>>().join(":"),
            };
            done.push_str(&put);
            done.push_str(sign);
        }
        Some(done)
    }

    fn core(&mut self, core: &str) -> String {
        if core.contains("://") && !(self.shown.names && self.shown.addresses) {
            return self.number("url", core);
        }
        if let Some((address, behind)) = address(core) {
            let special = address.is_loopback() || address.is_unspecified();
            if self.shown.addresses || special {
                return core.to_owned();
            }
            let kind = kind_of(address);
            return self.number(kind, &address.to_string()) + behind;
        }
        if is_hardware_address(core) {
            return if self.shown.addresses { core.to_owned() } else { self.number("mac", core) };
        }
        if core.contains('@') && !self.shown.names {
            return self.number("user", core);
        }
        if let Some(parts) = self.without_inner_addresses(core) {
            return parts;
        }
        if core.split(['/', ':', '.', '_']).any(is_key) {
            return self.number("data", core);
        }
        if !self.shown.names && is_host(core) { self.number("host", core) } else { core.to_owned() }
    }
}

#[cfg(test)]
mod tests;
