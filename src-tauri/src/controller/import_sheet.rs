//! The import sheet: drafts come, are changed, and leave for the list of profiles or for nowhere. Until the person has confirmed,
//! everything about them lives here and in memory only.

use profiles::SealingKey;

use super::profile_list::ProfileList;
use crate::{
    import::{ImportItem, MAX_ITEMS, ProfileUrl, Taken, Waiting},
    strings,
    view::{ImportChoice, ImportDraft, ImportSheetView, MessageView},
};

/// The open sheet.
#[derive(Default)]
pub(super) struct ImportSheet {
    drafts: Vec<ImportItem>,
    /// Made drafts, ever.
    counter: u64,
    /// With what stored profiles were sealed: tells whether a draft is one of them.
    key: Option<SealingKey>,
}

impl ImportSheet {
    /// Whether nothing is on it.
    pub(super) fn is_empty(&self) -> bool {
        self.drafts.is_empty()
    }

    /// Whether this many more fit on it.
    pub(super) fn has_room(&self, more: usize) -> bool {
        self.drafts.len() + more <= MAX_ITEMS
    }

    /// Puts drafts on it, but those that are there already.
    pub(super) fn add(&mut self, drafts: Vec<ImportItem>) {
        for mut draft in drafts {
            if self.drafts.iter().any(|there| there.is_twin(&draft)) {
                continue;
            }
            self.counter += 1;
            draft.id = format!("d{}", self.counter);
            self.drafts.push(draft);
        }
    }

    /// Puts on it why something could not come. Whoever goes on and on opening links is told once.
    pub(super) fn add_refusal(&mut self, why: MessageView) {
        if self.drafts.len() <= MAX_ITEMS {
            self.add(vec![ImportItem::unreadable("", why)]);
        }
    }

    /// Puts a draft in the place of another. One that was taken off meanwhile stays off.
    pub(super) fn replace(&mut self, id: &str, new: ImportItem) {
        if let Ok(draft) = self.find(id) {
            *draft = new.called(id);
        }
    }

    /// Takes one draft off.
    ///
    /// # Errors
    /// It is gone.
    pub(super) fn drop(&mut self, id: &str) -> Result<(), MessageView> {
        self.find(id)?;
        self.drafts.retain(|kept| kept.id != id);
        Ok(())
    }

    /// Ticks or unticks a fix of a draft.
    ///
    /// # Errors
    /// The draft is gone.
    pub(super) fn fix(&mut self, id: &str, fix: &str, on: bool) -> Result<(), MessageView> {
        self.find(id).map(|draft| draft.fix(fix, on))
    }

    /// Takes the address that stands for a placeholder of a draft.
    ///
    /// # Errors
    /// The draft is gone.
    pub(super) fn answer(&mut self, id: &str, placeholder: &str, address: &str) -> Result<(), MessageView> {
        self.find(id).map(|draft| draft.answer(placeholder, address))
    }

    /// Takes files that the person picked for a draft.
    ///
    /// # Errors
    /// The draft is gone, or names none of them.
    pub(super) fn provide(&mut self, id: &str, files: Vec<(String, Vec<u8>)>) -> Result<(), MessageView> {
        match self.find(id)?.provide(files) {
            Taken::Some => Ok(()),
            Taken::None => Err(strings::message("import-skipped-file", &[], "")),
        }
    }

    /// The link of a draft that waits for the person.
    ///
    /// # Errors
    /// The draft is gone, or waits for nothing.
    pub(super) fn waiting(&mut self, id: &str) -> Result<(ProfileUrl, Waiting), MessageView> {
        let waiting = self.find(id)?.waiting().map(|(link, waiting)| (link.clone(), waiting));
        waiting.ok_or_else(over)
    }

    /// A draft, to change it.
    ///
    /// # Errors
    /// It is gone.
    pub(super) fn find(&mut self, id: &str) -> Result<&mut ImportItem, MessageView> {
        self.drafts.iter_mut().find(|draft| draft.id == id).ok_or_else(over)
    }

    /// Whether the sealing key has to tell if one of the drafts is stored already.
    pub(super) fn wants_key(&self, profiles: &ProfileList) -> bool {
        self.key.is_none() && self.drafts.iter().filter_map(ImportItem::profile).any(|new| profiles.may_hold(new))
    }

    /// Takes the sealing key, or that there is none.
    pub(super) fn set_key(&mut self, key: Option<SealingKey>) {
        self.key = key;
    }

    /// How the window shows it.
    pub(super) fn view(&self, profiles: &ProfileList) -> ImportSheetView {
        let draft = |draft: &ImportItem| {
            let existing = draft.profile().and_then(|new| profiles.existing(new, self.key.as_ref()));
            ImportDraft { existing, ..draft.described() }
        };
        ImportSheetView { drafts: self.drafts.iter().map(draft).collect() }
    }

    /// Closes it. Gives each choice its draft, if it is there; nothing else is kept.
    pub(super) fn close(&mut self, choices: Vec<ImportChoice>) -> Vec<(ImportChoice, Option<ImportItem>)> {
        let mut drafts = std::mem::take(&mut self.drafts);
        self.key = None;
        let chosen = choices.into_iter().take(MAX_ITEMS).map(|choice| {
            let place = drafts.iter().position(|draft| draft.id == choice.draft);
            let draft = place.map(|place| drafts.swap_remove(place));
            (choice, draft)
        });
        chosen.collect()
    }
}

/// The draft is not on the sheet any more.
pub(super) fn over() -> MessageView {
    strings::message("import-over", &[], "")
}

#[cfg(test)]
mod tests {
    use profile_api::Formats;
    use profiles::Store;

    use super::*;
    use crate::{import::tests::profile, view::Place};

    fn draft(text: &str) -> ImportItem {
        ImportItem::text("work.ovpn", text.to_owned(), &Formats::new(ovpn_profile::OpenVpn))
    }

    fn choice(draft: &str) -> ImportChoice {
        ImportChoice { draft: draft.to_owned(), name: "Work".to_owned(), place: Place::New }
    }

    #[test]
    fn the_same_thing_is_on_the_sheet_once_and_ids_are_never_used_again() {
        let text = profile("vpn.example.com", "");
        let list = ProfileList::new(Store::open(std::path::Path::new("/nonexistent")).0, Vec::new());
        let mut sheet = ImportSheet::default();
        sheet.add(vec![draft(&text), draft(&text), draft("client\n")]);
        let ids = |sheet: &ImportSheet| sheet.view(&list).drafts.into_iter().map(|draft| draft.id).collect::<Vec<_>>();
        assert_eq!(ids(&sheet), ["d1", "d2"]);
        sheet.drop("d1").unwrap();
        assert!(sheet.drop("d1").is_err() && sheet.fix("d1", "x", true).is_err());
        sheet.add(vec![draft(&text)]);
        assert_eq!(ids(&sheet), ["d2", "d3"]);
        sheet.replace("d1", draft("client\nverb 3\n"));
        assert_eq!(ids(&sheet), ["d2", "d3"], "what was taken off stays off");
    }

    #[test]
    fn closing_gives_the_chosen_drafts_and_forgets_the_others() {
        let mut sheet = ImportSheet::default();
        sheet.add(vec![draft(&profile("a.example", "")), draft(&profile("b.example", ""))]);
        let chosen = sheet.close(vec![choice("d2"), choice("d9")]);
        assert_eq!(chosen[0].1.as_ref().unwrap().id, "d2");
        assert!(chosen[1].1.is_none() && sheet.is_empty());
    }
}
