//! Takes the lines of a profile in their order and writes down what they say.
//!
//! A directive is looked up in the table first: what is not used is judged there. What is used goes to the topic that knows
//! it ([`servers`], [`trust`], [`cipher`], [`session`], [`options`]).

mod cipher;
mod login;
mod options;
mod proxies;
pub(crate) mod servers;
mod session;
pub(crate) mod trust;

use vpn_api::text;
use zeroize::Zeroizing;

use crate::{
    directive::{self, Class, Why},
    lexer::{self, Block, Comment, Directive, Item, LexError, Note},
    reason::Reason,
    report::{Entry, LineReport, Report, Verdict},
    said::{Origin, Said, Scope, Source},
};

/// What a topic says about a directive: a verdict, or the reason why the profile cannot be used.
type Applied = Result<Verdict, Reason>;

/// One directive on its way to its topic.
struct Line<'a> {
    name: &'static str,
    line: u32,
    entry: Entry,
    values: Vec<&'a str>,
}

impl<'a> Line<'a> {
    fn get(&self, index: usize) -> Option<&'a str> {
        self.values.get(index).copied()
    }

    /// The value at `index`, which the table guarantees for required ones.
    fn need(&self, index: usize) -> Result<&'a str, Reason> {
        self.get(index).ok_or_else(|| Reason::MissingValue { name: self.name.to_owned() })
    }

    fn number<T: std::str::FromStr>(&self, index: usize) -> Result<T, Reason> {
        let text = self.need(index)?;
        text.parse().map_err(|_| bad(text))
    }

    /// Seconds, at most ten years.
    fn seconds(&self, index: usize) -> Result<std::time::Duration, Reason> {
        let text = self.need(index)?;
        let seconds = text.parse::<u64>().ok().filter(|seconds| *seconds <= ovpn_settings::MAX_SECONDS);
        seconds.map(std::time::Duration::from_secs).ok_or_else(|| bad(text))
    }

    fn file(&self, name: &str) -> Source {
        Source { entry: self.entry, line: self.line, directive: self.name, from: Origin::File(name.to_owned()) }
    }
}

fn bad(value: &str) -> Reason {
    Reason::BadValue { value: shown(value, 120) }
}

/// Reads all items of the lexed `text`.
///
/// # Errors
/// A `<connection>` block that cannot be split.
pub(crate) fn items(said: &mut Said, report: &mut Report, text: &str, items: &[Item]) -> Result<(), LexError> {
    for item in items {
        match item {
            Item::Comment(comment) => meta(said, comment),
            Item::Directive(directive) => {
                let entry = report.add(line_report(directive, text));
                directive_line(said, report, directive, entry, None);
            }
            Item::Block(block) => {
                let name = format!("<{}>", block.name);
                let entry = report.add(LineReport {
                    line: block.line,
                    end_line: block.end_line,
                    name: block.name.clone(),
                    text: name,
                    verdict: Verdict::Used,
                });
                let content = text.get(block.content.clone()).unwrap_or_default();
                if block.name == "connection" {
                    connection(said, report, text, block)?;
                } else {
                    let verdict = inline(said, report, block, content, entry, None);
                    report.judge(entry, verdict);
                }
            }
        }
    }
    Ok(())
}

fn connection(said: &mut Said, report: &mut Report, text: &str, block: &Block) -> Result<(), LexError> {
    let content = text.get(block.content.clone()).unwrap_or_default();
    let mut scope = said.scope.inherit();
    for item in lexer::lex(content, block.line.saturating_add(1), block.content.start)? {
        match item {
            Item::Comment(_) => {}
            Item::Directive(directive) => {
                let entry = report.add(line_report(&directive, text));
                directive_line(said, report, &directive, entry, Some(&mut scope));
            }
            Item::Block(inner) => {
                let entry = report.add(LineReport {
                    line: inner.line,
                    end_line: inner.end_line,
                    name: inner.name.clone(),
                    text: format!("<{}>", inner.name),
                    verdict: Verdict::Used,
                });
                let content = text.get(inner.content.clone()).unwrap_or_default();
                let verdict = inline(said, report, &inner, content, entry, Some(&mut scope));
                report.judge(entry, verdict);
            }
        }
    }
    said.blocks.push((block.line, scope));
    if report.lines.len() > lexer::MAX_ITEMS { Err(LexError::TooManyItems { line: block.line }) } else { Ok(()) }
}

/// Secrets in it are taken out at the end, when the whole text is known ([`crate::secrets::hide`]).
fn line_report(directive: &Directive, whole: &str) -> LineReport {
    let raw = whole.get(directive.span.clone()).unwrap_or_default();
    LineReport {
        line: directive.line,
        end_line: directive.line,
        name: shown(&directive.name, 64),
        text: shown(raw.trim(), 200),
        verdict: Verdict::Used,
    }
}

/// The beginning of a text of the profile, as a report repeats it.
pub(crate) fn shown(value: &str, most: usize) -> String {
    text::plain(value).chars().take(most).collect()
}

fn directive_line(
    said: &mut Said,
    report: &mut Report,
    directive: &Directive,
    entry: Entry,
    scope: Option<&mut Scope>,
) {
    for note in &directive.notes {
        report.judge(
            entry,
            Verdict::warning(match note {
                Note::LiteralBackslash => Reason::LiteralBackslash,
                Note::WordsCut => Reason::WordsCut,
                Note::LongLine => Reason::LongLine,
            }),
        );
    }
    let values: Vec<&str> = directive.values.iter().map(|word| word.text.as_str()).collect();
    let verdict = one(said, report, &directive.name, values, directive.line, entry, scope);
    report.judge(entry, verdict);
}

/// Judges one directive, wherever it came from.
fn one(
    said: &mut Said,
    report: &mut Report,
    name: &str,
    values: Vec<&str>,
    line: u32,
    entry: Entry,
    scope: Option<&mut Scope>,
) -> Verdict {
    let Some((name, class)) =
        directive::names().find(|known| *known == name).and_then(|n| Some((n, directive::class(n)?)))
    else {
        return unknown(said, name);
    };
    // What may fail is let through to where its failure does not matter.
    let opt = name == "setenv" && values.first() == Some(&"opt");
    if scope.is_some() && !directive::IN_CONNECTION.contains(&name) && !opt {
        return Verdict::refused(Reason::NotInConnection { name: name.to_owned() });
    }
    let lenient = said.forward_compatible || said.ignore_unknown.contains(name);
    let surplus = |most: usize| values.len() > most && !opt;
    if let Some((_, most)) =
        directive::arity(name).filter(|(least, most)| lenient && (values.len() < *least || surplus(*most)))
    {
        // The number of values is part of the name: the profile says that such a line may be left out.
        return Verdict::warning(if surplus(most) {
            Reason::ExtraWords { name: name.to_owned() }
        } else {
            Reason::MissingValue { name: name.to_owned() }
        });
    }
    if let (Class::Ignored(_) | Class::Warned(_), Some((least, most))) = (class, directive::arity(name)) {
        if values.len() < least {
            return Verdict::refused(Reason::MissingValue { name: name.to_owned() });
        }
        if values.len() > most {
            return Verdict::refused(Reason::ExtraWords { name: name.to_owned() });
        }
    }
    match class {
        Class::Ignored(why) => Verdict::ignored(why.reason(name)),
        Class::Warned(why) => {
            if why == Why::NegotiationOff {
                said.negotiation_off = Some(entry);
            }
            if matches!(why, Why::DnsProtection | Why::LogFile) {
                Verdict::replaced(why.reason(name))
            } else {
                Verdict::warning(why.reason(name))
            }
        }
        Class::Refused(Why::Script) if values.first().is_some_and(|command| is_dns_helper(command)) => {
            Verdict::replaced(Reason::DnsHelper)
        }
        Class::Refused(why) => Verdict::refused(why.reason(name)),
        Class::Used { least, most } => {
            let line = Line { name, line, entry, values };
            used(said, report, &line, least, most, scope)
        }
    }
}

fn used(
    said: &mut Said,
    report: &mut Report,
    line: &Line<'_>,
    least: usize,
    most: usize,
    mut scope: Option<&mut Scope>,
) -> Verdict {
    if line.values.len() < least {
        return Verdict::refused(Reason::MissingValue { name: line.name.to_owned() });
    }
    if line.values.len() > most {
        return Verdict::refused(Reason::ExtraWords { name: line.name.to_owned() });
    }
    if line.get(0) == Some("[inline]") && directive::INLINE.contains(&line.name) {
        let kept = beside_material(said, line, scope);
        return kept.map_or_else(Verdict::refused, |()| Verdict::ignored(Reason::InlineMarker));
    }
    let lists = directive::LISTS.contains(&line.name) && !(line.name == "remote" && scope.is_some());
    if !lists {
        if scope.is_none() && said.inline.contains(line.name) {
            let block = said.set_by.get(line.name).and_then(|entry| report.line_of(*entry)).unwrap_or(line.line);
            let kept = beside_material(said, line, scope);
            return kept.map_or_else(Verdict::refused, |()| Verdict::ignored(Reason::Repeated { line: block }));
        }
        let set_by = match scope.as_deref_mut() {
            Some(scope) => &mut scope.set_by,
            None => &mut said.set_by,
        };
        if let Some(earlier) = set_by.insert(line.name, line.entry) {
            report.replace(earlier, Reason::Repeated { line: line.line });
        }
    }
    let applied = topic(said, report, line, scope);
    match applied {
        Ok(verdict) => verdict,
        Err(reason) => Verdict::refused(reason),
    }
}

/// What a line says besides where its key or list is, which counts although a block takes its place. The folder of
/// `crl-verify … dir` does not: a list is a list.
fn beside_material(said: &mut Said, line: &Line<'_>, scope: Option<&mut Scope>) -> Result<(), Reason> {
    let Some(word) = line.get(1) else { return Ok(()) };
    match line.name {
        "tls-auth" => {
            let direction = servers::direction(word)?;
            scope.unwrap_or(&mut said.scope).keys.direction = Some(direction);
        }
        "crl-verify" if word != "dir" => return Err(bad(word)),
        _ => {}
    }
    Ok(())
}

/// Hands a directive to the topic that knows it.
fn topic(said: &mut Said, report: &mut Report, line: &Line<'_>, mut scope: Option<&mut Scope>) -> Applied {
    if let Some(applied) = options::apply(said, scope.as_deref_mut(), line) {
        return applied;
    }
    let applied = match scope.as_deref_mut() {
        Some(block) => proxies::apply(block, line).or_else(|| servers::apply_in_block(block, line)),
        None => proxies::apply(&mut said.scope, line).or_else(|| servers::apply(&mut said.scope, line)),
    };
    if let Some(applied) = applied {
        return applied;
    }
    if line.name == "setenv" || line.name == "setenv-safe" {
        return Ok(session::setenv(said, report, line, scope));
    }
    trust::apply(said, line)
        .or_else(|| cipher::apply(said, line))
        .or_else(|| login::apply(said, line))
        .or_else(|| session::apply(said, line))
        .unwrap_or_else(|| Err(Reason::NotSupported { name: line.name.to_owned() }))
}

/// `setenv opt …`: a directive whose failure does not matter. What is refused elsewhere is left out with a warning.
fn optional(said: &mut Said, report: &mut Report, line: &Line<'_>, scope: Option<&mut Scope>) -> Verdict {
    let Some((name, values)) = line.values.get(1..).and_then(<[&str]>::split_first) else {
        return Verdict::ignored(Reason::OptionalLeftOut);
    };
    let name = name.strip_prefix("--").unwrap_or(name);
    let again = name == "setenv" && values.first() == Some(&"opt");
    if directive::class(name).is_none() || again {
        return Verdict::ignored(Reason::OptionalLeftOut);
    }
    match one(said, report, name, values.to_vec(), line.line, line.entry, scope) {
        Verdict::Refused { because } => Verdict::warning(because),
        Verdict::Replaced { because: Reason::OwnDnsProtection } => Verdict::ignored(Reason::OwnDnsProtection),
        Verdict::Warning { because: Reason::NotHonoured { .. } } => Verdict::ignored(Reason::OptionalLeftOut),
        verdict @ (Verdict::Used | Verdict::Ignored { .. } | Verdict::Replaced { .. } | Verdict::Warning { .. }) => {
            verdict
        }
    }
}

fn inline(
    said: &mut Said,
    report: &mut Report,
    block: &Block,
    content: &str,
    entry: Entry,
    scope: Option<&mut Scope>,
) -> Verdict {
    let Some(name) = directive::INLINE.iter().find(|known| **known == block.name).copied() else {
        return match directive::class(&block.name) {
            Some(_) => Verdict::refused(Reason::BadValue { value: format!("<{}>", block.name) }),
            None => unknown(said, &block.name),
        };
    };
    if scope.is_some() && !directive::IN_CONNECTION.contains(&name) {
        return Verdict::refused(Reason::NotInConnection { name: name.to_owned() });
    }
    let earlier = match (&scope, directive::class(name)) {
        (_, Some(Class::Refused(why))) => return Verdict::refused(why.reason(name)),
        (_, Some(Class::Warned(why))) => return Verdict::warning(why.reason(name)),
        (_, Some(Class::Ignored(why))) => return Verdict::ignored(why.reason(name)),
        (None, _) if !directive::LISTS.contains(&name) => {
            said.inline.insert(name);
            said.set_by.insert(name, entry)
        }
        _ => None,
    };
    if let Some(earlier) = earlier {
        report.replace(earlier, Reason::Repeated { line: block.line });
    }
    let from = Origin::Inline(Zeroizing::new(content.to_owned()));
    let source = Source { entry, line: block.line, directive: name, from };
    let scope = match scope {
        Some(scope) => {
            if name == "tls-auth" {
                scope.keys.direction = None;
            }
            scope
        }
        None => &mut said.scope,
    };
    let keys = &mut scope.keys;
    let slot = match name {
        "tls-auth" => &mut keys.tls_auth,
        "tls-crypt" => &mut keys.tls_crypt,
        "tls-crypt-v2" => &mut keys.tls_crypt_v2,
        "http-proxy-user-pass" => &mut scope.proxies.http_login,
        "socks-proxy-user-pass" => &mut scope.proxies.socks_login,
        "ca" => &mut said.ca,
        "cert" => &mut said.cert,
        "key" => &mut said.key,
        "extra-certs" => &mut said.extra_certs,
        "crl-verify" => &mut said.crl,
        "pkcs12" => &mut said.pkcs12,
        "auth-user-pass" => return login::block(said, content).unwrap_or_else(Verdict::refused),
        "peer-fingerprint" => return trust::fingerprints(said, content).unwrap_or_else(Verdict::refused),
        "verify-hash" => return trust::verify_hash(said, content.trim()).unwrap_or_else(Verdict::refused),
        _ => return Verdict::refused(Reason::NotSupported { name: name.to_owned() }),
    };
    *slot = Some(source);
    Verdict::Used
}

fn unknown(said: &mut Said, name: &str) -> Verdict {
    if let Some(tag) = name.strip_prefix("</").and_then(|tag| tag.strip_suffix('>')) {
        return Verdict::refused(Reason::StrayEndTag { name: shown(tag, 64) });
    }
    if said.forward_compatible || said.ignore_unknown.contains(name) {
        return Verdict::ignored(Reason::UnknownAllowed);
    }
    let tag = name.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    if let Some(tag) = tag.filter(|tag| directive::INLINE.contains(tag)) {
        return Verdict::refused(Reason::BlockOnOneLine { name: tag.to_owned() });
    }
    // Guessing takes its time, and nobody corrects a hundred slips.
    said.guesses += 1;
    let guess = if said.guesses <= 100 && name.len() <= 64 { directive::similar(name) } else { None };
    match guess {
        Some(suggestion) => {
            let reason = Reason::MisspelledDirective { name: shown(name, 64), suggestion: suggestion.to_owned() };
            if directive::harmless(suggestion) { Verdict::warning(reason) } else { Verdict::refused(reason) }
        }
        None => Verdict::refused(Reason::UnknownDirective { name: shown(name, 64) }),
    }
}

/// Helpers that distributions and providers ship to set DNS. Adit sets DNS itself, so nothing is lost without them.
pub(crate) fn is_dns_helper(command: &str) -> bool {
    let program = command.split_whitespace().next().unwrap_or_default();
    let program = program.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = program.strip_suffix(".sh").unwrap_or(program);
    matches!(
        stem,
        "update-resolv-conf"
            | "update-systemd-resolved"
            | "update-systemd-network"
            | "client.up"
            | "client.down"
            | "resolvconf"
            | "openvpn-update-resolv-conf"
            | "dns-updown"
    )
}

/// `# OVPN_ACCESS_SERVER_KEY=VALUE`.
fn meta(said: &mut Said, comment: &Comment) {
    let Some((key, value)) = comment.text.strip_prefix("OVPN_ACCESS_SERVER_").and_then(|rest| rest.split_once('='))
    else {
        return;
    };
    let value = value.trim();
    let text = (!value.is_empty()).then(|| shown(value, 128));
    let meta = &mut said.meta;
    match key {
        "FRIENDLY_NAME" => meta.friendly_name = text,
        "PROFILE" => meta.profile = text,
        "USERNAME" => meta.username = text,
        "AUTOLOGIN" => meta.autologin = value == "1",
        "ALLOW_PASSWORD_SAVE" => meta.no_password_save = value == "0",
        _ => {}
    }
}
