//! One draft of the sheet: a profile, or a link to one, or why there is none.

use profile_api::Formats;
use profiles::{Found, NewProfile, SideFileSource, plain_name};

use super::{
    FetchError, ProfileUrl,
    candidate::{Candidate, Ready, Taken},
    describe,
    fetch::FetchedProfile,
    not_fetched,
    refusals::not_gathered,
};
use crate::view::{ImportDraft, MessageView};

/// A draft.
pub(crate) struct ImportItem {
    /// Names it in the sheet. The sheet gives it.
    pub(crate) id: String,
    file: String,
    state: State,
    /// The profile that would be stored.
    new: Option<NewProfile>,
    described: ImportDraft,
}

enum State {
    /// A profile, usable or not.
    Profile(Box<Candidate>),
    /// A link that the user has not agreed to fetch yet.
    Url(ProfileUrl),
    /// A page for signing in, which the browser opens.
    Page(ProfileUrl),
    /// Nothing that could be a profile.
    Unreadable,
}

impl ImportItem {
    /// Of a profile that was found. Reads the files beside it.
    pub(crate) fn found(found: Found, formats: &Formats) -> Self {
        match found.content {
            Ok(bytes) => {
                let format = formats.recognise(&found.file, &bytes);
                let candidate = Candidate::new(format, &bytes, &found.beside, found.remarks);
                Self::of_profile(found.file, candidate)
            }
            Err(error) => Self::unreadable(&found.file, not_gathered(&error)),
        }
    }

    /// Of a text without a folder around it.
    pub(crate) fn text(name: &str, text: String, formats: &Formats) -> Self {
        let file = plain_name(name).unwrap_or_else(|| "profile".to_owned());
        let format = formats.recognise(&file, text.as_bytes());
        let candidate = Candidate::new(format, text.as_bytes(), &SideFileSource::Nothing, Vec::new());
        Self::of_profile(file, candidate)
    }

    /// Of a link that the user has not agreed to fetch yet.
    pub(crate) fn link(link: ProfileUrl) -> Self {
        Self::new(link.host(), State::Url(link))
    }

    /// Of a profile that was fetched from `asked`.
    pub(crate) fn fetched(asked: &str, fetched: FetchedProfile, formats: &Formats) -> Self {
        let format = formats.recognise("", &fetched.bytes);
        let redirected = (fetched.host != asked).then(|| fetched.host.clone());
        let candidate = Candidate::new(format, &fetched.bytes, &SideFileSource::Nothing, Vec::new());
        Self::of_profile(asked.to_owned(), candidate.fetched(redirected, fetched.session))
    }

    /// Of a server that wants a sign-in in the browser.
    pub(crate) fn page(page: ProfileUrl) -> Self {
        Self::new(page.host(), State::Page(page))
    }

    /// Of something that is no profile.
    pub(crate) fn unreadable(file: &str, why: MessageView) -> Self {
        let file = plain_name(file).unwrap_or_default();
        let described = describe::unreadable(&file, why);
        Self { id: String::new(), file, state: State::Unreadable, new: None, described }
    }

    fn of_profile(file: String, candidate: Candidate) -> Self {
        Self::new(file, State::Profile(Box::new(candidate)))
    }

    fn new(file: String, state: State) -> Self {
        let mut draft = Self { id: String::new(), described: ImportDraft::default(), file, new: None, state };
        draft.describe();
        draft
    }

    /// The same draft in the place of another.
    pub(crate) fn called(mut self, id: &str) -> Self {
        id.clone_into(&mut self.id);
        self
    }

    fn describe(&mut self) {
        self.described = match &self.state {
            State::Profile(candidate) => {
                self.new = candidate.new_profile(&self.file);
                describe::profile(&self.file, candidate)
            }
            State::Url(link) => describe::link(&link.host()),
            State::Page(link) => describe::page(&link.host()),
            State::Unreadable => return,
        };
    }

    /// How the window shows it, but for what is stored already.
    pub(crate) fn described(&self) -> ImportDraft {
        ImportDraft { id: self.id.clone(), ..self.described.clone() }
    }

    /// Why nothing could be read, if that is so.
    pub(crate) fn why_unreadable(&self) -> Option<&MessageView> {
        matches!(self.state, State::Unreadable).then_some(&self.described.headline)
    }

    /// Whether this is the same thing once more: the same file or link, with the same content.
    pub(crate) fn is_twin(&self, other: &Self) -> bool {
        match (&self.state, &other.state) {
            (State::Profile(one), State::Profile(two)) => self.file == other.file && one.is_same(two),
            (State::Url(one), State::Url(two)) | (State::Page(one), State::Page(two)) => one == two,
            _ => false,
        }
    }

    /// The link that waits for the user's consent, or the page that waits to be opened in the browser.
    pub(crate) fn waiting(&self) -> Option<(&ProfileUrl, Waiting)> {
        match &self.state {
            State::Url(link) => Some((link, Waiting::Fetch)),
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
        let State::Profile(candidate) = &mut self.state else { return };
        candidate.fix(id, on);
        self.describe();
    }

    /// Takes the files that the person picked: each for the need of its name, and a single one for a single need whatever it
    /// is called.
    pub(crate) fn provide(&mut self, picked: Vec<(String, Vec<u8>)>) -> Taken {
        let State::Profile(candidate) = &mut self.state else { return Taken::None };
        let taken = candidate.provide(picked);
        self.describe();
        taken
    }

    /// Takes the address that stands for a placeholder.
    pub(crate) fn answer(&mut self, placeholder: &str, address: &str) {
        let State::Profile(candidate) = &mut self.state else { return };
        candidate.answer(placeholder, address);
        self.describe();
    }

    /// The profile that would be stored, if it can be.
    pub(crate) fn profile(&self) -> Option<&NewProfile> {
        self.new.as_ref()
    }

    /// The profile as it would be stored, with its text.
    ///
    /// # Errors
    /// It cannot be used as it stands; why is its headline.
    pub(crate) fn ready(&self) -> Result<Ready, MessageView> {
        let State::Profile(candidate) = &self.state else { return Err(self.described.headline.clone()) };
        candidate.ready(&self.file).ok_or_else(|| self.described.headline.clone())
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
