//! Profiles nobody would write: fixtures, changed in ways on which readers disagree.

use ovpn_profile::directive;

use super::values;

/// Numbers that only depend on their seed (SplitMix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        let at = self.below(list.len());
        list[at]
    }
}

/// Directives with an effect while OpenVPN reads them: on the process, on files, or on what it does at all. `connection` as a
/// directive ends its process without a word.
const NOT_HERE: &[&str] = &[
    "cd",
    "chroot",
    "config",
    "connection",
    "daemon",
    "echo",
    "parameter",
    "errors-to-stderr",
    "genkey",
    "help",
    "inetd",
    "log",
    "log-append",
    "machine-readable-output",
    "memstats",
    "mktun",
    "mlock",
    "nice",
    "plugin",
    "rmtun",
    "setenv",
    "setenv-safe",
    "show-adapters",
    "show-ciphers",
    "show-curves",
    "show-digests",
    "show-engines",
    "show-gateway",
    "show-groups",
    "show-net",
    "show-pkcs11-ids",
    "show-tls",
    "show-valid-subnets",
    "suppress-timestamps",
    "syslog",
    "test-crypto",
    "version",
    "gremlin",
];

const VALUES: &[&str] = &[
    "0",
    "1",
    "2",
    "5",
    "10",
    "60",
    "300",
    "1194",
    "1400",
    "1500",
    "65536",
    "-1",
    "a",
    "udp",
    "tcp",
    "tcp-client",
    "udp6",
    "UDP",
    "server",
    "client",
    "name",
    "subject",
    "SHA256",
    "SHA512",
    "none",
    "AES-256-CBC",
    "AES-128-GCM",
    "BF-CBC",
    "AES-256-GCM:AES-128-GCM",
    "10.0.0.0",
    "255.255.255.0",
    "192.0.2.9",
    "2001:db8::/32",
    "::1",
    "vpn.example.org",
    "no",
    "yes",
    "lzo",
    "stub-v2",
    "def1",
    "ipv6",
    "local",
    "DNS",
    "DOMAIN",
    "ignore",
    "route",
    "subnet",
    "net30",
    "1.2",
    "1.3",
    "mtu",
    "x y",
    "#",
    ";",
    "",
    "é",
];

/// One generated profile: its text, and what was done to it.
pub(crate) struct Mutant {
    pub(crate) bytes: Vec<u8>,
    pub(crate) story: String,
}

/// A profile made of one of `fixtures` by up to three changes.
pub(crate) fn mutant(chance: &mut Chance, fixtures: &[(String, String)]) -> Mutant {
    let (name, text) = &fixtures[chance.below(fixtures.len())];
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut story = vec![name.clone()];
    for _ in 0..1 + chance.below(3) * chance.below(2) {
        story.push(if chance.below(3) == 0 { value(chance, &mut lines) } else { change(chance, &mut lines) });
    }
    let ending = match chance.below(12) {
        0 => "\r\n",
        1 => "\r\r\n",
        _ => "\n",
    };
    let mut bytes = lines.join(ending).into_bytes();
    match chance.below(40) {
        0 => bytes.splice(0..0, *b"\xef\xbb\xbf").for_each(drop),
        1 => bytes.extend_from_slice(b"\r\n\n  \n"),
        2 => {
            let at = chance.below(bytes.len());
            bytes.insert(at, 0);
            story.push("a zero byte".into());
        }
        3 => {
            let at = chance.below(bytes.len());
            bytes.truncate(at);
            story.push("cut off".into());
        }
        4 => {
            let at = chance.below(bytes.len());
            bytes[at] = 0xe9;
            story.push("a Latin-1 byte".into());
        }
        _ => bytes.extend_from_slice(ending.as_bytes()),
    }
    Mutant { bytes, story: story.join("; ") }
}

/// Lines of [`values::lines`] at a place outside of blocks.
fn value(chance: &mut Chance, lines: &mut Vec<String>) -> String {
    let (what, added) = values::lines(chance, lines);
    let places = plain(lines);
    let at = if places.is_empty() { lines.len() } else { places[chance.below(places.len())] };
    let first: String = added.first().map(|line| line.chars().take(60).collect()).unwrap_or_default();
    lines.splice(at..at, added);
    format!("{what} in line {}: {first}", at + 1)
}

/// Places of lines outside of blocks.
fn plain(lines: &[String]) -> Vec<usize> {
    let mut inside = false;
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim();
        if line.starts_with("</") {
            inside = false;
        } else if line.starts_with('<') {
            inside = line != "<connection>";
        } else if !inside && !line.is_empty() && !line.starts_with(['#', ';']) {
            found.push(at);
        }
    }
    found
}

fn random_line(chance: &mut Chance) -> String {
    let names: Vec<&str> = directive::names().filter(|name| !NOT_HERE.contains(name)).collect();
    let name = chance.pick(&names);
    let count = match directive::arity(name) {
        Some((least, most)) if chance.below(5) > 0 => least + chance.below(most.min(least + 3) - least + 1),
        _ => chance.below(4),
    };
    let mut line = name.to_owned();
    for _ in 0..count {
        line.push(' ');
        line.push_str(&ovpn_profile::lexer::quote(chance.pick(VALUES)));
    }
    line
}

fn change(chance: &mut Chance, lines: &mut Vec<String>) -> String {
    let places = plain(lines);
    let at = if places.is_empty() { 0 } else { places[chance.below(places.len())] };
    if lines.is_empty() {
        lines.push(random_line(chance));
        return "a line into nothing".into();
    }
    let line = lines[at].clone();
    let words: Vec<&str> = line.split_whitespace().collect();
    let last = words.last().copied().unwrap_or_default().to_owned();
    let before = line.strip_suffix(last.as_str()).unwrap_or_default().to_owned();
    let (what, new) = match chance.below(34) {
        0 => ("in double quotes", format!("{before}\"{last}\"")),
        1 => ("in single quotes", format!("{before}'{last}'")),
        2 => ("all words in quotes", words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" ")),
        3 => ("an open quote", format!("{line} \"x")),
        4 => ("an open single quote", format!("{line} 'x")),
        5 => ("a quote in a word", line.replace(last.as_str(), &format!("{last}\"x\""))),
        6 => ("a backslash", format!("{before}\\{last}")),
        7 => ("a doubled backslash", format!("{line}\\\\")),
        8 => ("an escaped quote", format!("{line}\\\"")),
        9 => ("an escaped space", format!("{line}\\ x")),
        10 => ("a backslash at the end", format!("{line}\\")),
        11 => ("a comment behind", format!("{line} # x \"")),
        12 => ("a comment close behind", format!("{line};x")),
        13 => ("a semicolon word", format!("{line} ;x 'y")),
        14 => ("dashes", format!("--{line}")),
        15 => ("more dashes", format!("---{line}")),
        16 => ("odd white space", format!("\t \u{b}{}\u{c} ", line.replace(' ', "\t "))),
        17 => ("a carriage return inside", line.replacen(' ', "\r", 1)),
        18 => ("capitals", line.to_uppercase()),
        19 => ("a slip in the name", slip(chance, &line)),
        20 => ("a value too many", format!("{line} surplus")),
        21 => ("a value too few", before.trim_end().to_owned()),
        22 => ("a long line", format!("{line} {}", "x".repeat(100 + chance.below(400)))),
        23 => ("many words", format!("{line} {}", "x ".repeat(20))),
        24 => ("behind setenv opt", format!("setenv opt {line}")),
        25 => ("an optional unknown", "setenv opt frobnicate 1 2".to_owned()),
        26 => ("an unknown that may be", "ignore-unknown-option frobnicate other\nfrobnicate 1 2 3".to_owned()),
        27 => ("an unknown", "frobnicate 1".to_owned()),
        28 => ("a stray end", "</ca>".to_owned()),
        29 => ("an unknown block", "<frobnicate>\nremote x\n</frobnicate>".to_owned()),
        30 => {
            let host = chance.pick(&["a.example", "192.0.2.7", "2001:db8::7"]);
            let port = chance.pick(&["1", "443", "65535"]);
            let proto = chance.pick(&["", "udp", "tcp", "tcp-client", "udp4", "tcp6-client"]);
            ("another server", format!("remote {host} {port} {proto}"))
        }
        31 => {
            let inside = random_line(chance);
            let own = chance.pick(&[
                "connect-timeout 7",
                "tun-mtu 1400",
                "proto tcp-client",
                "port 99",
                "float",
                "mssfix 1300",
            ]);
            let inside = if chance.below(2) == 0 { own.to_owned() } else { inside };
            ("a connection block", format!("<connection>\nremote inside.example\n{inside}\n</connection>"))
        }
        32 => return blocks(chance, lines),
        _ => ("another directive", random_line(chance)),
    };
    if chance.below(3) == 0 && what.starts_with("an") {
        lines.insert(at, new);
    } else {
        match what {
            "another server" | "a connection block" | "another directive" | "an unknown that may be" => {
                lines.insert(at, new)
            }
            _ => lines[at] = new,
        }
    }
    format!("{what} in line {}", at + 1)
}

fn slip(chance: &mut Chance, line: &str) -> String {
    let mut letters: Vec<char> = line.chars().collect();
    let name = line.split(' ').next().unwrap_or_default().chars().count();
    let at = chance.below(name);
    match chance.below(3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, 'x'),
        _ => letters[at] = '_',
    }
    letters.into_iter().collect()
}

/// Something about a block: its ends, its tags, what is in it.
fn blocks(chance: &mut Chance, lines: &mut Vec<String>) -> String {
    let ends: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].trim_start().starts_with("</")).collect();
    if ends.is_empty() {
        return "nothing, there is no block".into();
    }
    let at = ends[chance.below(ends.len())];
    let what = match chance.below(9) {
        0 => {
            lines.remove(at);
            "no end"
        }
        1 => {
            lines[at].insert_str(0, " \t ");
            "an indented end"
        }
        2 => {
            lines[at].push_str("up /bin/x");
            "text behind the end"
        }
        3 => {
            lines[at].push_str(" # x");
            "a comment behind the end"
        }
        4 => {
            lines.insert(at, "  \"text' in \\the block".into());
            "odd text inside"
        }
        5 => {
            lines.insert(at, "<ca>".into());
            "a tag inside"
        }
        6 => {
            lines[at] = lines[at].to_uppercase();
            "an end in capitals"
        }
        7 => {
            lines[at].insert(0, '"');
            "a quote before the end"
        }
        _ => {
            let name = lines[at].trim().trim_start_matches("</").trim_end_matches('>').to_owned();
            if let Some(start) = lines.iter().position(|line| line.trim() == format!("<{name}>")) {
                lines[start] = format!("  \"<{name}>\" # x");
            }
            "a quoted beginning"
        }
    };
    format!("{what} in line {}", at + 1)
}
