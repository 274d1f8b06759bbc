//! Which lines of a text hold secrets, by what stands in them and where, not by their directive alone. Works on any text, also
//! one that cannot be split, so that a text in the middle of an edit shows no more than a finished one.
//!
//! A line is secret if
//!
//! * it lies in a block of keys or logins, in a block that nobody knows, or in a PEM text of a key anywhere;
//! * something in it looks like a key, a token or a login ([`content`]);
//! * its directive takes a secret, or is one letter away from such a directive;
//! * a tag of a block stands on it together with something else: a block, or the whole file, on one line;
//! * it repeats a word of a login that stands elsewhere in the text;
//! * it is a comment among others that hold a part of a block: what was a profile before it was a comment is judged as one;
//! * its directive is unknown and its values are not plain: nobody can tell what they are.

mod content;
mod report;

use std::collections::BTreeSet;

use profile_api::SecretLines;

use crate::{directive, lexer};

pub(crate) use report::hide;

/// What stands in the place of a secret.
pub(crate) const HIDDEN: &str = "•••";

/// Blocks whose content is secret. `tls-auth` and `tls-crypt` hold symmetric keys: whoever has one can talk to the server's
/// control channel (docs/protocol/openvpn.md §4).
const BLOCKS: &[&str] = &[
    "auth-gen-token-secret",
    "auth-user-pass",
    "http-proxy-user-pass",
    "key",
    "pkcs12",
    "secret",
    "socks-proxy-user-pass",
    "tls-auth",
    "tls-crypt",
    "tls-crypt-v2",
];

/// Blocks that hold user name and password.
const LOGINS: &[&str] = &["auth-user-pass", "http-proxy-user-pass", "socks-proxy-user-pass"];

/// Directives whose values are secret. `scramble` is that of a patched server, with a word as the key.
const VALUES: &[&str] = &["auth-token", "auth-token-user", "http-proxy-user-pass", "scramble", "socks-proxy-user-pass"];

/// Directives that take a file, or secrets in the place of one.
const FILES: &[&str] = &["askpass", "auth-user-pass"];

/// Shortest word of a login that is looked for elsewhere, in bytes: `me` stands in half of all texts.
const SHORTEST_WORD: usize = 4;
/// Most words of logins that are looked for.
const MOST_WORDS: usize = 64;

/// All secrets of `text`, in the order of their lines.
pub(crate) fn find(text: &str) -> Vec<SecretLines> {
    Secrets::of(text).lines
}

/// The secrets of a text.
pub(crate) struct Secrets {
    lines: Vec<SecretLines>,
    /// Words of its logins.
    words: BTreeSet<String>,
}

/// What the lines before say about the next one.
#[derive(Default)]
struct Reader {
    lines: Vec<SecretLines>,
    words: BTreeSet<String>,
    /// Name of the block around the line, and its end.
    block: Option<(String, String)>,
    /// The same for a block that is a comment, line by line.
    comment: Option<(String, String)>,
    /// The comment that is read stands among others of which one holds a part of a block.
    among_blocks: bool,
    /// Within a PEM text.
    pem: bool,
    /// What a login belongs to stood on the line before, or on the one before that, and whether as a comment.
    after_login: (u8, bool),
}

impl Secrets {
    pub(crate) fn of(text: &str) -> Self {
        let mut reader = Reader { words: words_of_logins(text), ..Reader::default() };
        let lines = || text.strip_prefix('\u{feff}').unwrap_or(text).lines().map(str::trim);
        for (number, (line, among_blocks)) in lines().zip(among_blocks(lines())).enumerate() {
            reader.among_blocks = among_blocks;
            reader.read(number, line);
        }
        Self { lines: reader.lines, words: reader.words }
    }

    /// Whether the line with this number, from 1, is secret.
    pub(crate) fn covers(&self, line: u32) -> bool {
        let Some(line) = usize::try_from(line).ok().and_then(|line| line.checked_sub(1)) else { return true };
        let after = self.lines.partition_point(|secret| secret.lines.end <= line);
        self.lines.get(after).is_some_and(|secret| secret.lines.contains(&line))
    }

    /// Whether a value holds something secret.
    pub(crate) fn touches(&self, value: &str) -> bool {
        content::looks_secret(value) && !content::is_fingerprint(value) || repeats(&self.words, value)
    }
}

impl Reader {
    fn read(&mut self, number: usize, line: &str) {
        if let Some((name, end)) = self.block.clone() {
            if line.starts_with(end.as_str()) {
                (self.block, self.pem) = (None, false);
                // Something behind the end is a line that OpenVPN leaves out.
                if line.len() > end.len() && self.is_secret(line.get(end.len()..).unwrap_or_default().trim()) {
                    self.add(number, &name, false);
                }
                return;
            }
            self.inside(number, &name, line);
            return;
        }
        if let Some(name) = opened(line) {
            if self.is_secret_beside_tag(line) {
                self.add(number, &name, false);
            }
            self.block = Some((name.clone(), format!("</{name}>")));
            self.after_login = (0, false);
            return;
        }
        if self.commented(number, line) {
            return;
        }
        let begins = line.contains("-----BEGIN ");
        if self.pem || begins {
            self.pem = !line.contains("-----END ");
            self.add(number, "key", false);
            return;
        }
        let content = uncommented(line);
        let is_comment = content.len() < line.len();
        let words = words(content);
        let name = words.first().map(|word| plain_name(word)).unwrap_or_default();
        let follows = self.after_login.0 > 0 && self.after_login.1 == is_comment;
        // A comment of several words is one.
        let naked =
            follows && !words.is_empty() && directive::class(name).is_none() && !(is_comment && words.len() > 1);
        if naked || self.is_secret(line) {
            self.add(number, said(&words), true);
        }
        let login = name.trim_start_matches('<').trim_end_matches('>');
        self.after_login = match words.len() {
            1 if LOGINS.contains(&login) && !name.starts_with("</") => (2, is_comment),
            _ => (self.after_login.0.saturating_sub(1), self.after_login.1),
        };
    }

    /// Whether this is a line of a block that is a comment as a whole.
    fn commented(&mut self, number: usize, line: &str) -> bool {
        let content = uncommented(line);
        if content.len() == line.len() {
            self.comment = None;
            return false;
        }
        let Some((name, end)) = self.comment.clone() else {
            self.comment = opened(content).map(|name| (name.clone(), format!("</{name}>")));
            if self.comment.is_some() && self.is_secret_beside_tag(content) {
                self.add(number, "comment", false);
            }
            return self.comment.is_some();
        };
        if content.starts_with(end.as_str()) {
            self.comment = None;
            return true;
        }
        let inner = opened(content).filter(|inner| name == "connection" && BLOCKS.contains(&inner.as_str()));
        let key = content.contains("PRIVATE KEY") || begins_key(content);
        if let Some(inner) = inner {
            self.comment = Some((inner.clone(), format!("</{inner}>")));
        } else if key {
            self.comment = Some(("key".to_owned(), end));
        }
        let public = directive::INLINE.contains(&name.as_str()) && !BLOCKS.contains(&name.as_str());
        let secret = !public || key || repeats(&self.words, content) || name == "connection" && self.is_secret(content);
        if secret {
            self.add(number, "comment", false);
        }
        secret || public
    }

    /// Whether a comment behind the tag of a block holds a secret.
    fn is_secret_beside_tag(&self, line: &str) -> bool {
        let behind = line.split_once('>').map_or("", |(_, behind)| behind);
        content::looks_secret(behind) || holds_tag(behind) || repeats(&self.words, behind)
    }

    /// A line of a block.
    fn inside(&mut self, number: usize, name: &str, line: &str) {
        if name == "connection" {
            match opened(line).filter(|inner| BLOCKS.contains(&inner.as_str())) {
                Some(inner) => self.block = Some((inner.clone(), format!("</{inner}>"))),
                None if self.is_secret(line) => self.add(number, said(&words(line)), true),
                None => {}
            }
            return;
        }
        self.pem = self.pem || begins_key(line);
        // Certificates and lists are public; what stands in them beside these is not shown anywhere.
        let public = directive::INLINE.contains(&name) && !BLOCKS.contains(&name);
        if !public || self.pem || repeats(&self.words, line) {
            self.add(number, if directive::INLINE.contains(&name) { name } else { "block" }, false);
        }
    }

    /// Whether a line outside of blocks is secret by itself.
    fn is_secret(&self, line: &str) -> bool {
        let content = uncommented(line);
        let is_comment = content.len() < line.len();
        let words = words(content);
        let Some((first, values)) = words.split_first() else { return false };
        let name = plain_name(first);
        let public = matches!(name, "peer-fingerprint" | "verify-hash")
            && values.first().is_some_and(|value| content::is_fingerprint(value));
        if content::looks_secret(content) && !public || holds_tag(content) {
            return true;
        }
        if holds_secret(name, values.iter().map(String::as_str)) || repeats(&self.words, content) {
            return true;
        }
        if is_comment && !self.among_blocks || directive::class(name).is_some() {
            return false;
        }
        let near_secret =
            || directive::similar(name).is_some_and(|meant| VALUES.contains(&meant) || FILES.contains(&meant));
        let is_word =
            |word: &str| word.len() <= 40 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        // Capitals are a slip that people make in names.
        let name = name.to_ascii_lowercase();
        let is_end = name.starts_with("</") && tag(&name).is_some();
        let is_open = is_end && values.is_empty()
            || directive::class(&name).is_some() && values.iter().all(|value| content::is_plain(value))
            || is_word(&name) && !values.is_empty() && values.iter().all(|value| content::is_plain(value));
        !is_open || near_secret() && !values.is_empty()
    }

    fn add(&mut self, line: usize, name: &str, directive: bool) {
        match self.lines.last_mut() {
            Some(last) if !directive && !last.directive && last.lines.end == line && last.name == name => {
                last.lines.end = line + 1;
            }
            Some(_) | None => self.lines.push(SecretLines { lines: line..line + 1, name: name.to_owned(), directive }),
        }
    }
}

/// For each line, whether it is a comment with a part of a block in it or near it: with comments and empty lines only between them.
fn among_blocks<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<bool> {
    let mut among = Vec::new();
    let (mut first, mut found) = (0, false);
    for line in lines {
        let content = uncommented(line);
        if !line.is_empty() && content.len() == line.len() {
            (first, found) = (among.len() + 1, false);
        } else if !found && holds_part_of_block(content) {
            found = true;
            among.iter_mut().skip(first).for_each(|line| *line = true);
        }
        among.push(found);
    }
    among
}

/// Whether a tag of a block, one that there is or not, or of a PEM text stands on this line.
fn holds_part_of_block(line: &str) -> bool {
    let ends = || line.match_indices("</").any(|(at, _)| line.get(at..).is_some_and(|end| end.contains('>')));
    let begins = || line.match_indices('<').any(|(at, _)| line.get(at..).and_then(tag).is_some());
    line.contains("-----BEGIN ") || line.contains("-----END ") || ends() || begins()
}

/// Whether the text of a key begins on this line.
fn begins_key(line: &str) -> bool {
    line.contains("-----BEGIN ")
        && ["PRIVATE KEY", "Static key", "client key", "PKCS12"].iter().any(|kind| line.contains(kind))
}

/// The words of a line, also of one with an open quote.
fn words(line: &str) -> Vec<String> {
    match lexer::split_words(line, 1, 0) {
        Ok((words, _)) => words.into_iter().map(|word| word.text).collect(),
        Err(_) => line.split_whitespace().map(|word| word.trim_matches(['"', '\'']).to_owned()).collect(),
    }
}

/// What a line says without the signs that make a comment of it, of which there may be several: editors set them before what is a
/// comment already.
fn uncommented(line: &str) -> &str {
    line.trim_start_matches(|sign: char| matches!(sign, '#' | ';') || sign.is_whitespace()).trim_end()
}

fn plain_name(word: &str) -> &str {
    word.strip_prefix("--").unwrap_or(word)
}

/// What a hidden line is called: its directive, or the one in it that takes the secret.
fn said(words: &[String]) -> &str {
    let names = || words.iter().map(|word| plain_name(word));
    let secret = names().find(|name| VALUES.contains(name) || FILES.contains(name));
    secret.or_else(|| names().next().and_then(shown_name)).unwrap_or("line")
}

/// The name of a directive or block as it may be shown. `None`: it may itself be a part of a secret.
pub(crate) fn shown_name(name: &str) -> Option<&str> {
    let bare = name.trim_start_matches(['<', '/']);
    let bare = bare.split('>').next().unwrap_or(bare);
    (directive::class(bare).is_some() || directive::INLINE.contains(&bare)).then_some(bare)
}

/// The block that begins on this line, as the lexer sees it.
fn opened(line: &str) -> Option<String> {
    if !line.contains('<') {
        return None;
    }
    let (words, _) = lexer::split_words(line, 1, 0).ok()?;
    let [word] = words.as_slice() else { return None };
    lexer::block_name(&word.text).map(str::to_owned)
}

/// The name between `<` or `</` and `>`, if it is one of a block that there is.
fn tag(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('<')?;
    let (name, _) = rest.strip_prefix('/').unwrap_or(rest).split_once('>')?;
    directive::INLINE.contains(&name).then_some(name)
}

/// Whether the tag of a block stands on the line beside something else.
pub(crate) fn holds_tag(line: &str) -> bool {
    let line = line.trim();
    let mut tags = line.match_indices('<').filter_map(|(at, _)| Some((at, tag(line.get(at..)?)?)));
    let alone = |(at, name): (usize, &str)| at == 0 && line.trim_start_matches(['<', '/']).len() == name.len() + 1;
    tags.next().is_some_and(|first| !alone(first))
}

/// Whether the values of this directive are secret: a token, a password, or a password where a file name belongs.
fn holds_secret<'a>(name: &str, values: impl Iterator<Item = &'a str> + Clone) -> bool {
    let named = |word: &str| VALUES.contains(&plain_name(word));
    let count = values.clone().count();
    if named(name) {
        return count > 0;
    }
    if FILES.contains(&name) {
        return count > 1 || values.clone().any(|value| !is_file(value));
    }
    if name == "http-proxy-option" {
        return values.clone().any(|value| value.eq_ignore_ascii_case("CUSTOM-HEADER"));
    }
    if name == "setenv" || name == "setenv-safe" {
        return sets_secret(values);
    }
    values.clone().any(|word| named(word) || FILES.contains(&plain_name(word)) && name != "ignore-unknown-option")
}

/// Variables are for scripts, which may want a password in them.
fn sets_secret<'a>(mut values: impl Iterator<Item = &'a str> + Clone) -> bool {
    match values.next() {
        None => false,
        Some("opt") => match values.next().map(plain_name) {
            Some(name) if directive::class(name).is_some() => holds_secret(name, values),
            Some(_) => !values.all(content::is_plain),
            None => false,
        },
        Some(_) => !values.all(content::is_plain),
    }
}

/// Whether a word is the name of a file rather than a password in its place: with a folder, or with an ending that such files
/// have.
pub(crate) fn is_file(value: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "auth", "cfg", "conf", "cred", "creds", "dat", "login", "pass", "passwd", "pwd", "secret", "txt", "up",
        "userpass",
    ];
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '\\' | '_' | '-' | ' ' | ':' | '~');
    let ending = value.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let folder = value.starts_with(['/', '~', '.']) || value.get(1..3) == Some(":\\") || value.get(1..3) == Some(":/");
    value == "[inline]"
        || value == "username-only"
        || value == "stdin"
        || value.chars().all(allowed)
            && (folder && value.contains(['/', '\\'])
                || ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str())))
}

/// Words of all logins of the text: of blocks, of blocks on one line, and of directives that have them as values.
fn words_of_logins(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut add = |word: &str| {
        let known = directive::class(word).is_some() || content::is_plain(word);
        if word.len() >= SHORTEST_WORD && !known && found.len() < MOST_WORDS {
            found.insert(word.to_owned());
        }
    };
    let mut end: Option<String> = None;
    for line in text.lines().map(uncommented) {
        if let Some(tag) = &end {
            if line.starts_with(tag.as_str()) {
                end = None;
            } else {
                add(line);
            }
            continue;
        }
        if let Some(name) = opened(line).filter(|name| LOGINS.contains(&name.as_str())) {
            end = Some(format!("</{name}>"));
            continue;
        }
        for name in LOGINS {
            let rest = line.split_once(&format!("<{name}>")).map(|(_, rest)| rest);
            let rest = rest.map(|rest| rest.split_once("</").map_or(rest, |(inside, _)| inside));
            rest.into_iter().flat_map(str::split_whitespace).for_each(&mut add);
        }
        let words = words(line);
        if let Some((name, values)) = words.split_first()
            && holds_secret(plain_name(name), values.iter().map(String::as_str))
            && (VALUES.contains(&plain_name(name)) || FILES.contains(&plain_name(name)))
        {
            values.iter().filter(|value| !is_file(value)).for_each(|value| add(value));
        }
    }
    found
}

/// Whether `text` repeats one of these words as a word, or as a part of one if that is long enough not to be a chance.
fn repeats(words: &BTreeSet<String>, text: &str) -> bool {
    let apart = |c: char| !c.is_alphanumeric();
    let bounded = |word: &str, at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        before.is_none_or(apart) && after.is_none_or(apart)
    };
    words.iter().any(|word| text.match_indices(word.as_str()).any(|(at, _)| word.len() >= 8 || bounded(word, at)))
}

#[cfg(test)]
mod tests;
