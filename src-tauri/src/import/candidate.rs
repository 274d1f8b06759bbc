//! A profile on the sheet: what was found, what the person gave and ticked, and what both come to. Only the first reading
//! touches the disk; whatever is given later is judged by the text and the files that are held here.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use profile_api::{
    Answers, FileVerdict, Fix, FixId, Import, Need, NoSideFiles, ProfileFormat, SideFileError, SideFiles, Source,
};
use profiles::{FoundRemark, NewProfile, Texts};
use vpn_api::Secret;

use super::fetch::Session;

/// A profile on the sheet.
pub(super) struct Candidate {
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
}

type Files = BTreeMap<String, Vec<u8>>;

/// A profile that can be stored.
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

impl Candidate {
    pub(super) fn new(
        format: &Arc<dyn ProfileFormat>,
        bytes: &[u8],
        beside: &dyn SideFiles,
        remarks: Vec<FoundRemark>,
    ) -> Self {
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
        };
        opened.judge();
        opened
    }

    /// The same, of a profile that a server handed out: at which other host than the one asked, and with what its first
    /// connection signs in.
    pub(super) fn fetched(mut self, redirected: Option<String>, session: Option<Session>) -> Self {
        self.redirected = redirected;
        self.session = session;
        self
    }

    /// Whether this was found with the same content.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.original == other.original && self.files == other.files
    }

    /// The profile that would be stored, if it can be.
    pub(super) fn new_profile(&self, file: &str) -> Option<NewProfile> {
        self.import.outcome.as_ref().ok().map(|parsed| NewProfile::new(parsed, file))
    }

    /// Ticks or unticks a fix.
    pub(super) fn fix(&mut self, id: &str, on: bool) {
        let known = self.fixes.iter().map(|(fix, _)| &fix.id).find(|known| known.as_str() == id).cloned();
        let Some(id) = known else { return };
        if on {
            self.applied.insert(id);
        } else {
            self.applied.remove(&id);
        }
        self.judge();
    }

    /// Takes the address that stands for a placeholder.
    pub(super) fn answer(&mut self, placeholder: &str, address: &str) {
        self.answers.servers.insert(placeholder.to_owned(), address.trim().to_owned());
        self.judge();
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

    pub(super) fn provide(&mut self, picked: Vec<(String, Vec<u8>)>) -> Taken {
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
        self.judge();
        taken
    }

    pub(super) fn ready(&self, file: &str) -> Option<Ready> {
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
