//! The only module that names `i18n`: every sentence of the window, the tray and the notifications is made here.

use profile_api::{Fix, Reason};
use vpn_api::{
    ConnectionId, DataPathReport, Drops, Failure, Lock, Notice, Owner, PolicyView, Prompt, Protection, Traffic,
    protection::{Exception, TakenAway},
};

use crate::view::{LanguageChoice, LanguageView, MessageView};

/// A value in a sentence.
pub(crate) use i18n::Value;
/// What is known of the connection that a lock waits for.
pub(crate) use i18n::Waited;

/// Writes in the language of this tag from now on, or in that of the desktop; see [`i18n::choose`].
pub(crate) fn choose(tag: Option<&str>) -> &'static str {
    i18n::choose(tag)
}

/// The language that is written now, and those that there are.
pub(crate) fn language() -> LanguageView {
    let choice = |(tag, name): &(&str, &str)| LanguageChoice { tag: (*tag).to_owned(), name: (*name).to_owned() };
    LanguageView { tag: language_tag().to_owned(), languages: i18n::languages().iter().map(choice).collect() }
}

/// What a failure says.
pub(crate) fn failure(failure: &Failure) -> MessageView {
    let message = i18n::failure(failure);
    MessageView { title: message.title, advice: message.advice, detail: failure.detail.clone() }
}

/// What is asked, or why it is asked again.
pub(crate) fn prompt(prompt: &Prompt) -> MessageView {
    let message = i18n::prompt(prompt);
    MessageView { title: message.title, advice: message.advice, detail: String::new() }
}

/// What a tunnel does without or does differently.
pub(crate) fn notice(notice: &Notice) -> MessageView {
    let message = i18n::notice(notice);
    MessageView { title: message.title, advice: message.advice, detail: String::new() }
}

/// Whether traffic is held back, and what to do.
pub(crate) fn protection(protection: &Protection, of: impl Fn(&ConnectionId, &Owner) -> Waited) -> MessageView {
    plain(i18n::protection(protection, of))
}

/// What is let out for a while nevertheless.
pub(crate) fn exception(exception: &Exception, of: impl Fn(&ConnectionId, &Owner) -> Waited) -> String {
    i18n::exception(exception, of)
}

/// What the organisation has settled: for the whole window, and for beside a setting.
pub(crate) fn policy(policy: &PolicyView) -> (MessageView, String) {
    let (whole, setting) = i18n::policy(policy);
    (plain(whole), setting)
}

/// That profiles of one's own cannot be used.
pub(crate) fn no_own_profiles(policy: &PolicyView) -> String {
    i18n::no_own_profiles(policy)
}

/// What another program takes away again and again.
pub(crate) fn taken_away(taken: &TakenAway) -> MessageView {
    plain(i18n::taken_away(taken))
}

/// A choice of when traffic is held back.
pub(crate) fn lock(lock: Lock) -> MessageView {
    plain(i18n::lock(lock))
}

/// The tag of the language that is written.
pub(crate) fn language_tag() -> &'static str {
    i18n::chosen()
}

/// A moment that can be sorted and compared, in milliseconds since the Unix epoch: `2026-11-30T20:15:00Z`.
pub(crate) fn instant(unix_ms: u64) -> String {
    i18n::instant(unix_ms)
}

fn plain(message: i18n::Message) -> MessageView {
    MessageView { title: message.title, advice: message.advice, detail: String::new() }
}

/// When the server ends a session that began at `since`, in Unix seconds.
pub(crate) fn session_end(end: u64, since: u64) -> String {
    i18n::session_end(end, since)
}

/// The hour and minute of a time in Unix seconds, where this computer is.
pub(crate) fn clock(unix_seconds: u64) -> String {
    i18n::clock(unix_seconds)
}

/// The day of the calendar of a time in Unix seconds, where this computer is: `2026-11-30`.
pub(crate) fn local_day(unix_seconds: u64) -> String {
    i18n::local_day(unix_seconds)
}

/// One text.
pub(crate) fn text(id: &str, values: &[(&str, Value)]) -> String {
    i18n::text(id, values)
}

/// A text with its attribute `.advice`, and technical detail.
pub(crate) fn message(id: &str, values: &[(&str, Value)], detail: impl std::fmt::Display) -> MessageView {
    let message = i18n::message(id, values);
    MessageView { title: message.title, advice: message.advice, detail: detail.to_string() }
}

/// Why a line of a profile is ignored, warned about or refused, and the way out.
pub(crate) fn reason(reason: &Reason) -> String {
    i18n::remark(reason.id(), reason.args()).to_string()
}

/// What a fix does, and why.
pub(crate) fn fix(fix: &Fix) -> MessageView {
    let message = i18n::remark(fix.effect.id(), fix.effect.args());
    MessageView { title: message.title, advice: message.advice, detail: String::new() }
}

/// How many packets went through a tunnel.
pub(crate) fn packets(traffic: &Traffic) -> Vec<String> {
    i18n::packets(traffic)
}

/// What was dropped and why.
pub(crate) fn drops(drops: &Drops) -> Vec<String> {
    i18n::drops(drops)
}

/// How packets are moved, and why not better.
pub(crate) fn data_path(report: &DataPathReport) -> Vec<String> {
    std::iter::once(i18n::data_path(report)).chain(report.fallbacks.iter().map(i18n::fallback)).collect()
}
