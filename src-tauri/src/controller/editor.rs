//! The editor: the profile that is open in it, and what becomes of its text. Its keys and passwords stay here: the window gets
//! and gives a text with marks in their place.

mod form;
mod masked_lines;

use std::sync::Arc;

use profile_api::{Answers, BrokenMark, FormError, Formats, Import, NoSideFiles, ProfileFormat, Source};
use profiles::{Document, NewProfile, ProfileId, Texts, plain_name};

use self::masked_lines::MaskedLines;
use crate::{
    import::{diff_view, report, verdict},
    strings::{self, Value},
    view::{EditForm, EditView, MessageView, OriginalView},
};

/// The editor. At most one profile is open in it.
#[derive(Default)]
pub(super) struct Editor {
    open: Option<OpenProfile>,
}

/// A profile that is open.
struct OpenProfile {
    id: ProfileId,
    format: Arc<dyn ProfileFormat>,
    texts: Texts,
}

/// A profile as it was edited.
pub(super) struct Edited {
    /// The profile, under the name that it was given.
    pub(super) new: NewProfile,
    /// Its original text and the edited one.
    pub(super) texts: Texts,
}

/// The texts of a stored profile, and their format. One that was stored before texts were kept is written anew from what it
/// means.
///
/// # Errors
/// Nothing reads it any more.
pub(super) fn texts_of(document: &Document, formats: &Formats) -> Result<(Arc<dyn ProfileFormat>, Texts), MessageView> {
    let found = formats.of(&document.profile.protocol).and_then(|format| {
        let printed = || format.print(&document.profile).map(|text| Texts::new(text.clone(), text));
        Some((Arc::clone(format), document.texts.clone().or_else(printed)?))
    });
    found.ok_or_else(|| strings::message("edit-no-text", &[], ""))
}

impl Editor {
    /// Opens a stored profile.
    ///
    /// # Errors
    /// Nothing reads it any more.
    pub(super) fn open(
        &mut self,
        id: &ProfileId,
        name: String,
        document: &Document,
        formats: &Formats,
    ) -> Result<EditView, MessageView> {
        let (format, texts) = texts_of(document, formats)?;
        let open = OpenProfile { id: id.clone(), format, texts };
        let text = open.format.mask(open.texts.current()).text;
        let view = open.view(name, text, None);
        self.open = Some(open);
        Ok(view)
    }

    /// Judges a text with marks in it.
    ///
    /// # Errors
    /// The profile is not open.
    pub(super) fn look(&self, id: &ProfileId, name: String, text: String) -> Result<EditView, MessageView> {
        Ok(self.profile(id)?.view(name, text, None))
    }

    /// Writes a form into a text with marks in it. What cannot be written is told in the view.
    ///
    /// # Errors
    /// The profile is not open.
    pub(super) fn change(
        &self,
        id: &ProfileId,
        name: String,
        text: String,
        form: EditForm,
    ) -> Result<EditView, MessageView> {
        let open = self.profile(id)?;
        Ok(match open.format.write_form(&text, &form.into()) {
            Ok(changed) => open.view(name, changed, None),
            Err(error) => open.view(name, text, Some(unwritten(&error))),
        })
    }

    /// Goes back to the text as it was imported.
    ///
    /// # Errors
    /// The profile is not open.
    pub(super) fn restore(&mut self, id: &ProfileId, name: String) -> Result<EditView, MessageView> {
        let open = self.open.as_mut().filter(|open| open.id == *id).ok_or_else(closed)?;
        // The marks of the window's text stand for the secrets of one text: from here on, the original's.
        let original = open.texts.original().to_owned();
        let text = open.format.mask(&original).text;
        open.texts = open.texts.changed(original);
        Ok(open.view(name, text, None))
    }

    /// How the text differs from the imported one.
    ///
    /// # Errors
    /// The profile is not open.
    pub(super) fn original(&self, id: &ProfileId) -> Result<OriginalView, MessageView> {
        let open = self.profile(id)?;
        let (original, current) = (open.texts.original(), open.texts.current());
        Ok(OriginalView { diff: diff_view(open.format.as_ref(), original, current), changed: original != current })
    }

    /// The profile that a text with marks in it comes to, under this name.
    ///
    /// # Errors
    /// The profile is not open, the name is empty, a mark was changed, or the text is refused.
    pub(super) fn edited(&self, id: &ProfileId, name: &str, text: &str) -> Result<Edited, MessageView> {
        let name = plain_name(name).ok_or_else(|| strings::message("name-empty", &[], ""))?;
        let open = self.profile(id)?;
        let whole = open.format.unmask(text, open.texts.current()).map_err(broken_mark)?;
        let Ok(parsed) = open.read(&whole).outcome else { return Err(strings::message("edit-refused", &[], "")) };
        Ok(Edited { new: NewProfile { name, ..NewProfile::new(&parsed, "") }, texts: open.texts.changed(whole) })
    }

    /// What was edited is stored; from here on, its secrets are those that the marks stand for.
    pub(super) fn saved(&mut self, id: &ProfileId, texts: Texts) {
        if let Some(open) = self.open.as_mut().filter(|open| open.id == *id) {
            open.texts = texts;
        }
    }

    /// A profile that is gone is not open.
    pub(super) fn close(&mut self, id: &ProfileId) {
        self.open.take_if(|open| open.id == *id);
    }

    fn profile(&self, id: &ProfileId) -> Result<&OpenProfile, MessageView> {
        self.open.as_ref().filter(|open| open.id == *id).ok_or_else(closed)
    }
}

impl OpenProfile {
    fn read(&self, text: &str) -> Import {
        self.format.read(Source { bytes: text.as_bytes(), files: &NoSideFiles, answers: &Answers::default() })
    }

    fn view(&self, name: String, text: String, problem: Option<MessageView>) -> EditView {
        let current = self.texts.current();
        let (whole, problem) = match self.format.unmask(&text, current) {
            Ok(whole) => (whole, problem),
            Err(broken) => (text.clone(), Some(broken_mark(broken))),
        };
        let import = self.read(&whole);
        let (mut findings, mut lines) = report(&import, &[]);
        if whole != text {
            let masked = MaskedLines::of(&text, &self.format.mask(current).kept);
            for line in findings.iter_mut().chain(&mut lines) {
                (line.line, line.end_line) = (masked.shown(line.line), masked.shown(line.end_line));
            }
        }
        EditView {
            profile: self.id.to_string(),
            name,
            form: self.format.form(&text).into(),
            text,
            verdict: verdict(import.report.verdict),
            findings,
            lines,
            problem,
        }
    }
}

fn closed() -> MessageView {
    strings::message("edit-closed", &[], "")
}

fn broken_mark(broken: BrokenMark) -> MessageView {
    strings::message("edit-mark", &[("line", Value::from(broken.line))], "")
}

fn unwritten(problem: &FormError) -> MessageView {
    let reason = strings::reason(&problem.reason);
    if problem.value.is_empty() {
        return MessageView { advice: reason, ..strings::message("edit-form-empty", &[], "") };
    }
    let value = [("value", Value::from(problem.value.clone()))];
    MessageView { advice: reason, ..strings::message("edit-form", &value, "") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::tests::profile;

    fn id(name: &str) -> ProfileId {
        ProfileId::try_from(name.to_owned()).unwrap()
    }

    fn open(editor: &mut Editor, name: &str, text: &str) -> EditView {
        let formats = Formats::new(ovpn_profile::OpenVpn);
        let parsed = formats.read("x.ovpn", text.as_bytes(), &NoSideFiles).outcome.unwrap();
        let texts = Some(Texts::new(text.to_owned(), text.to_owned()));
        let document = Document { profile: parsed.profile, texts };
        editor.open(&id(name), name.to_owned(), &document, &formats).unwrap()
    }

    #[test]
    fn only_the_open_profile_is_edited() {
        let mut editor = Editor::default();
        let text = profile("vpn.example.com", "");
        assert!(editor.look(&id("work"), String::new(), text.clone()).is_err());
        open(&mut editor, "work", &text);
        open(&mut editor, "home", &text);
        assert!(editor.edited(&id("work"), "Work", &text).is_err(), "another one is open");
        editor.close(&id("work"));
        let edited = editor.edited(&id("home"), " Home ", &format!("{text}mute 3\n")).unwrap();
        assert_eq!(edited.new.name, "Home");
        assert!(!editor.original(&id("home")).unwrap().changed, "it is not saved yet");
        editor.saved(&id("work"), edited.texts.clone());
        assert!(!editor.original(&id("home")).unwrap().changed, "that was another one");
        editor.saved(&id("home"), edited.texts);
        assert!(editor.original(&id("home")).unwrap().changed);
        editor.close(&id("home"));
        assert!(editor.restore(&id("home"), String::new()).is_err());
    }

    #[test]
    fn a_name_and_a_usable_text_are_needed() {
        let mut editor = Editor::default();
        let text = open(&mut editor, "work", &profile("vpn.example.com", "")).text;
        assert!(editor.edited(&id("work"), " ", &text).is_err());
        assert!(editor.edited(&id("work"), "Work", "client\n").is_err());
        assert!(editor.edited(&id("work"), "Work", &text).is_ok());
    }
}
