//! One draft of the sheet: what was found, what the person gave and ticked, and what both come to. Only the first reading
//! touches the disk; whatever is given later is judged by the text and the files that the draft holds.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use profile_api::{
    Answers, FileVerdict, Fix, FixId, Formats, Import, Need, NoSideFiles, ProfileFormat, SideFileError, SideFiles,
    Source,
};
use profiles::{Beside, Found, FoundRemark, NewProfile, Texts, plain_name};
use vpn_api::Secret;

use super::{FetchError, Link, Session, describe, fetch::FetchedProfile, not_fetched, refusals::not_gathered};
use crate::view::{ImportDraft, Sentence};

/// A draft.
pub(crate) struct Draft {
    /// Names it in the sheet. The sheet gives it.
    pub(crate) id: String,
    file: String,
    state: State,
    described: ImportDraft,
}

enum State {
    /// A profile, usable or not.
    Profile(Box<Opened>),
    /// A link that waits for the person's word.
    Link(Link),
    /// A page for signing in, which the browser opens.
    Page(Link),
    /// Nothing that could be a profile.
    Unreadable,
}

/// A profile in a draft.
pub(super) struct Opened {
    pub(super) format: Arc<dyn ProfileFormat>,
    /// The text as it was found.
    original: Secret,
    /// Its bytes, if they are not this text.
    bytes: Option<Vec<u8>>,
    /// The files that it names, as far as they are there.
    files: Files,
    answers: Answers,
    applied: BTreeSet<FixId>,
    /// What is known from where it was found.
    pub(super) remarks: Vec<FoundRemark>,
    /// It came from another host than the link's.
    pub(super) redirected: Option<String>,
    session: Option<Session>,
    /// With what was ticked.
    pub(super) text: Secret,
    /// What the text comes to.
    pub(super) import: Import,
    /// What can be ticked, and whether it is.
    pub(super) fixes: Vec<(Fix, bool)>,
    /// The profile that would be stored.
    new: Option<NewProfile>,
}

type Files = BTreeMap<String, Vec<u8>>;

/// A draft that can be stored.
pub(crate) struct Ready {
    /// The profile, called as its maker or its file calls it.
    pub(crate) new: NewProfile,
    /// Its text.
    pub(crate) texts: Option<Texts>,
    /// With what its first connection signs in.
    pub(crate) session: Option<Session>,
}

/// What became of files that the person picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// At least one was asked for.
    Some,
    /// None was.
    None,
}

impl Draft {
    /// Of a profile that was found. Reads the files beside it.
    pub(crate) fn found(found: Found, formats: &Formats) -> Self {
        match found.content {
            Ok(bytes) => {
                let format = formats.recognise(&found.file, &bytes);
                let opened = Opened::new(format, &bytes, &found.beside, found.remarks);
                Self::new(found.file, State::Profile(Box::new(opened)))
            }
            Err(error) => Self::unreadable(&found.file, not_gathered(&error)),
        }
    }

    /// Of a text without a folder around it.
    pub(crate) fn text(name: &str, text: String, formats: &Formats) -> Self {
        let file = plain_name(name).unwrap_or_else(|| "profile".to_owned());
        let format = formats.recognise(&file, text.as_bytes());
        let opened = Opened::new(format, text.as_bytes(), &Beside::Nothing, Vec::new());
        Self::new(file, State::Profile(Box::new(opened)))
    }

    /// Of a link that waits for the person's word.
    pub(crate) fn link(link: Link) -> Self {
        Self::new(link.host(), State::Link(link))
    }

    /// Of a profile that was fetched from `asked`.
    pub(crate) fn fetched(asked: &str, fetched: FetchedProfile, formats: &Formats) -> Self {
        let format = formats.recognise("", &fetched.bytes);
        let mut opened = Opened::new(format, &fetched.bytes, &Beside::Nothing, Vec::new());
        opened.redirected = (fetched.host != asked).then(|| fetched.host.clone());
        opened.session = fetched.session;
        Self::new(asked.to_owned(), State::Profile(Box::new(opened)))
    }

    /// Of a server that wants a sign-in in the browser.
    pub(crate) fn page(page: Link) -> Self {
        Self::new(page.host(), State::Page(page))
    }

    /// Of something that is no profile.
    pub(crate) fn unreadable(file: &str, why: Sentence) -> Self {
        let file = plain_name(file).unwrap_or_default();
        let described = describe::unreadable(&file, why);
        Self { id: String::new(), file, state: State::Unreadable, described }
    }

    fn new(file: String, state: State) -> Self {
        let mut draft = Self { id: String::new(), described: ImportDraft::default(), file, state };
        draft.describe();
        draft
    }

    /// The same draft in the place of another.
    pub(crate) fn called(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }

    fn describe(&mut self) {
        self.described = match &mut self.state {
            State::Profile(opened) => {
                opened.new = opened.import.outcome.as_ref().ok().map(|parsed| NewProfile::new(parsed, &self.file));
                describe::profile(&self.file, opened)
            }
            State::Link(link) => describe::link(&link.host()),
            State::Page(link) => describe::page(&link.host()),
            State::Unreadable => return,
        };
    }

    /// How the window shows it, but for what is stored already.
    pub(crate) fn described(&self) -> ImportDraft {
        ImportDraft { id: self.id.clone(), ..self.described.clone() }
    }

    /// Why nothing could be read, if that is so.
    pub(crate) fn why_unreadable(&self) -> Option<&Sentence> {
        matches!(self.state, State::Unreadable).then_some(&self.described.headline)
    }

    /// Whether this is the same thing once more: the same file or link, with the same content.
    pub(crate) fn is_twin(&self, other: &Self) -> bool {
        match (&self.state, &other.state) {
            (State::Profile(one), State::Profile(two)) => {
                self.file == other.file && one.original == two.original && one.files == two.files
            }
            (State::Link(one), State::Link(two)) | (State::Page(one), State::Page(two)) => one == two,
            _ => false,
        }
    }

    /// The link that waits for the person's word, or the page that waits for the browser.
    pub(crate) fn waiting(&self) -> Option<(&Link, Waiting)> {
        match &self.state {
            State::Link(link) => Some((link, Waiting::Fetch)),
            State::Page(link) => Some((link, Waiting::Browser)),
            State::Profile(_) | State::Unreadable => None,
        }
    }

    /// The link did not lead to a profile. It can be tried again.
    pub(crate) fn not_fetched(&mut self, error: &FetchError) {
        self.described.headline = not_fetched(&self.file, error);
    }

    /// Ticks or unticks a fix.
    pub(crate) fn fix(&mut self, id: &str, on: bool) {
        let State::Profile(opened) = &mut self.state else { return };
        let Some(id) = opened.fixes.iter().map(|(fix, _)| &fix.id).find(|known| known.as_str() == id).cloned() else {
            return;
        };
        if on {
            opened.applied.insert(id);
        } else {
            opened.applied.remove(&id);
        }
        opened.judge();
        self.describe();
    }

    /// Takes the files that the person picked: each for the need of its name, and a single one for a single need whatever it
    /// is called.
    pub(crate) fn provide(&mut self, picked: Vec<(String, Vec<u8>)>) -> Taken {
        let State::Profile(opened) = &mut self.state else { return Taken::None };
        let taken = opened.provide(picked);
        opened.judge();
        self.describe();
        taken
    }

    /// Takes the address that stands for a placeholder.
    pub(crate) fn answer(&mut self, placeholder: &str, address: &str) {
        let State::Profile(opened) = &mut self.state else { return };
        opened.answers.servers.insert(placeholder.to_owned(), address.trim().to_owned());
        opened.judge();
        self.describe();
    }

    /// The profile that would be stored, if it can be.
    pub(crate) fn profile(&self) -> Option<&NewProfile> {
        match &self.state {
            State::Profile(opened) => opened.new.as_ref(),
            State::Link(_) | State::Page(_) | State::Unreadable => None,
        }
    }

    /// The profile as it would be stored, with its text.
    ///
    /// # Errors
    /// It cannot be used as it stands; why is its headline.
    pub(crate) fn ready(&self) -> Result<Ready, Sentence> {
        let State::Profile(opened) = &self.state else { return Err(self.described.headline.clone()) };
        opened.ready(&self.file).ok_or_else(|| self.described.headline.clone())
    }
}

/// For what a link waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    /// To be fetched.
    Fetch,
    /// To be opened in the browser.
    Browser,
}

impl Opened {
    fn new(format: &Arc<dyn ProfileFormat>, bytes: &[u8], beside: &dyn SideFiles, remarks: Vec<FoundRemark>) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let (text, other) = match std::str::from_utf8(bytes) {
            Ok(text) => (text.to_owned(), None),
            // As the parser reads what is not UTF-8.
            Err(_) => (bytes.iter().copied().map(char::from).collect(), Some(bytes.to_vec())),
        };
        let recorder = Recorder { beside, seen: RefCell::default() };
        let import = format.read(Source { bytes, files: &recorder, answers: &Answers::default() });
        let mut opened = Self {
            format: Arc::clone(format),
            original: Secret::new(text.clone()),
            bytes: other,
            files: recorder.seen.into_inner(),
            answers: Answers::default(),
            applied: BTreeSet::new(),
            remarks,
            redirected: None,
            session: None,
            text: Secret::new(text),
            import,
            fixes: Vec::new(),
            new: None,
        };
        opened.judge();
        opened
    }

    /// The text as it was found.
    pub(super) fn original(&self) -> &str {
        self.original.expose()
    }

    fn parse(&self, text: &str) -> Import {
        let bytes = match &self.bytes {
            Some(bytes) if text == self.original() => bytes,
            Some(_) | None => text.as_bytes(),
        };
        self.format.read(Source { bytes, files: &self.files, answers: &self.answers })
    }

    fn judge(&mut self) {
        let as_found = self.parse(self.original());
        let proposed = self.format.fixes(self.original(), &as_found);
        self.applied.retain(|id| proposed.iter().any(|fix| fix.id == *id));
        let ticked: Vec<FixId> = self.applied.iter().cloned().collect();
        if ticked.is_empty() {
            self.text = self.original.clone();
            self.import = as_found;
        } else {
            self.text = Secret::new(self.format.apply_fixes(self.original(), &ticked));
            self.import = self.parse(self.text.expose());
        }
        self.fixes = proposed
            .into_iter()
            .map(|fix| {
                let ticked = self.applied.contains(&fix.id);
                (fix, ticked)
            })
            .collect();
    }

    /// Whether what is refused would not be with every fix.
    pub(super) fn is_fixable(&self) -> bool {
        let all: Vec<FixId> = self.fixes.iter().map(|(fix, _)| fix.id.clone()).collect();
        let fixed = || self.parse(&self.format.apply_fixes(self.original(), &all)).report.verdict;
        !all.is_empty() && fixed() != FileVerdict::Reject
    }

    fn provide(&mut self, picked: Vec<(String, Vec<u8>)>) -> Taken {
        let missing: Vec<String> = self
            .import
            .report
            .needs
            .iter()
            .filter_map(|need| match need {
                Need::File { name, .. } => Some(name.clone()),
                Need::ServerAddress { .. } => None,
            })
            .collect();
        let mut taken = Taken::None;
        let single = picked.len() == 1 && missing.iter().collect::<BTreeSet<_>>().len() == 1;
        for (file, bytes) in picked {
            let fits = |name: &String| single || last_part(name).eq_ignore_ascii_case(&file);
            for name in missing.iter().filter(|name| fits(name)) {
                self.files.insert(name.clone(), bytes.clone());
                taken = Taken::Some;
            }
        }
        taken
    }

    fn ready(&self, file: &str) -> Option<Ready> {
        let parsed = self.import.outcome.as_ref().ok()?;
        let alone = |text: &str| self.format.standalone(&self.answered(text), &self.files);
        let (original, current) = (alone(self.original()), alone(self.text.expose()));
        // What is stored has to read as what was shown.
        let alone = Source { bytes: current.as_bytes(), files: &NoSideFiles, answers: &Answers::default() };
        let reads = self.format.read(alone).outcome;
        let same = reads.is_ok_and(|again| again.profile == parsed.profile);
        let texts = same.then(|| Texts::new(original, current));
        Some(Ready { new: NewProfile::new(parsed, file), texts, session: self.session.clone() })
    }

    /// The text with the addresses in the place of what stood for them.
    fn answered(&self, text: &str) -> String {
        if self.answers.servers.is_empty() {
            return text.to_owned();
        }
        let mut form = self.format.form(text);
        for server in &mut form.servers {
            if let Some(address) = self.answers.servers.get(&server.host) {
                server.host.clone_from(address);
            }
        }
        self.format.write_form(text, &form).unwrap_or_else(|_| text.to_owned())
    }
}

fn last_part(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// Remembers the files that were read, so that nothing is read again.
struct Recorder<'a> {
    beside: &'a dyn SideFiles,
    seen: RefCell<Files>,
}

impl SideFiles for Recorder<'_> {
    fn read(&self, name: &str) -> Result<Vec<u8>, SideFileError> {
        let bytes = self.beside.read(name)?;
        self.seen.borrow_mut().insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    }
}
