//! Which answers belong to which question.

use vpn_api::{
    Answer, Prompt, Secret,
    prompt::{Field, FieldKind, FieldValue, Form, FormAnswer},
};

use super::{Answers, Slot};

/// What would be needed to answer a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Missing(pub(crate) Vec<Slot>);

/// The slots that a question takes, those that it needs first. `None`: nothing can be typed for it.
pub(crate) fn slots(prompt: &Prompt) -> Option<Vec<Slot>> {
    Some(match prompt {
        Prompt::Credentials { challenge: None, .. } => vec![Slot::Password, Slot::Username],
        Prompt::Credentials { challenge: Some(_), .. } => vec![Slot::Password, Slot::Response, Slot::Username],
        Prompt::KeyPassphrase { .. } => vec![Slot::Passphrase],
        Prompt::Challenge(_) | Prompt::BrowserAnswer { .. } => vec![Slot::Response],
        Prompt::Form(form) => {
            let shown = form.fields.iter().filter(|field| field.kind != FieldKind::Hidden);
            shown.map(|field| Slot::Field(name(field).to_owned())).collect()
        }
        Prompt::Banner { .. } => vec![Slot::Accept],
        Prompt::ProxyCredentials { .. } => vec![Slot::ProxyPassword, Slot::ProxyUsername],
        Prompt::ConfirmElsewhere { .. } | Prompt::OpenBrowser { .. } => return None,
    })
}

/// What a field is called in a document.
fn name(field: &Field) -> &str {
    if field.label.is_empty() { &field.id } else { &field.label }
}

impl Answers {
    /// The answer to a question, out of what belongs to it. What was refused is not given again.
    ///
    /// # Errors
    /// [`Missing`]: nothing was used up.
    pub(crate) fn answer(&mut self, prompt: &Prompt) -> Result<Answer, Missing> {
        match prompt {
            Prompt::Credentials { username, username_locked, refused, challenge } => {
                if refused.is_some() {
                    self.refused(&Slot::Password);
                }
                let known = username.as_deref();
                let mut needed = vec![Slot::Password];
                needed.extend(challenge.is_some().then_some(Slot::Response));
                needed.extend(known.is_none().then_some(Slot::Username));
                self.need(&needed)?;
                let given = self.take(&Slot::Username).filter(|_| !username_locked);
                let username = given.map(|name| name.expose().to_owned()).or_else(|| known.map(str::to_owned));
                let password = self.take(&Slot::Password).unwrap_or_default();
                let challenge = challenge.as_ref().and_then(|_| self.take(&Slot::Response));
                Ok(Answer::Credentials { username: username.unwrap_or_default(), password, challenge })
            }
            Prompt::KeyPassphrase { wrong } => {
                if *wrong {
                    self.refused(&Slot::Passphrase);
                }
                Ok(Answer::KeyPassphrase { passphrase: self.take_needed(&Slot::Passphrase)? })
            }
            Prompt::Challenge(_) | Prompt::BrowserAnswer { .. } => {
                Ok(Answer::Challenge { response: self.take_needed(&Slot::Response)? })
            }
            Prompt::Banner { .. } => {
                let accepted = self.peek(&Slot::Accept).is_some_and(|said| said.expose().eq_ignore_ascii_case("yes"));
                if accepted { Ok(Answer::Accepted) } else { Err(Missing(vec![Slot::Accept])) }
            }
            Prompt::ProxyCredentials { proxy, username, .. } => {
                let known = username.as_deref();
                let mut needed = vec![Slot::ProxyPassword];
                needed.extend(known.is_none().then_some(Slot::ProxyUsername));
                self.need(&needed)?;
                let given = self.take(&Slot::ProxyUsername).map(|name| name.expose().to_owned());
                Ok(Answer::ProxyCredentials {
                    proxy: proxy.clone(),
                    username: given.or_else(|| known.map(str::to_owned)).unwrap_or_default(),
                    password: self.take(&Slot::ProxyPassword).unwrap_or_default(),
                })
            }
            Prompt::Form(form) => self.fill(form),
            Prompt::ConfirmElsewhere { .. } | Prompt::OpenBrowser { .. } => Err(Missing(Vec::new())),
        }
    }

    fn need(&self, slots: &[Slot]) -> Result<(), Missing> {
        let missing: Vec<Slot> = slots.iter().filter(|slot| !self.has(slot)).cloned().collect();
        if missing.is_empty() { Ok(()) } else { Err(Missing(missing)) }
    }

    fn take_needed(&mut self, slot: &Slot) -> Result<Secret, Missing> {
        self.take(slot).ok_or_else(|| Missing(vec![slot.clone()]))
    }

    /// Each field has what is given for it, by its label or id; else what it starts with.
    fn fill(&mut self, form: &Form) -> Result<Answer, Missing> {
        let mut missing = Vec::new();
        let mut filled = Vec::with_capacity(form.fields.len());
        for field in &form.fields {
            let slot = self.slot_of(field);
            let given = slot.as_ref().and_then(|slot| self.peek(slot));
            let value = match (&field.kind, given) {
                (FieldKind::Hidden, _) | (_, None) => Secret::from(field.value.as_str()),
                (FieldKind::Choice(options), Some(chosen)) => {
                    let chosen = chosen.expose();
                    let option = options.iter().find(|option| option.value == chosen || option.label == chosen);
                    Secret::from(option.map_or(chosen, |option| option.value.as_str()))
                }
                (FieldKind::Text | FieldKind::Password, Some(given)) => given.clone(),
            };
            if !field.accepts(value.expose()) {
                missing.push(Slot::Field(name(field).to_owned()));
            }
            filled.push(FieldValue { id: field.id.clone(), value });
        }
        if !missing.is_empty() {
            return Err(Missing(missing));
        }
        for slot in form.fields.iter().filter_map(|field| self.slot_of(field)).collect::<Vec<_>>() {
            self.take(&slot);
        }
        Ok(Answer::Form(FormAnswer { values: filled }))
    }

    /// The slot that is given for a field.
    fn slot_of(&self, field: &Field) -> Option<Slot> {
        let called = |wanted: &str| {
            let mut names =
                self.slots().filter_map(|slot| if let Slot::Field(name) = slot { Some(name) } else { None });
            names.find(|name| name.eq_ignore_ascii_case(wanted)).cloned()
        };
        called(&field.id).or_else(|| called(&field.label)).map(Slot::Field)
    }
}
