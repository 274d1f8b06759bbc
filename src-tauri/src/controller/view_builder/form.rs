//! A server's form, as the window shows it, and what the window answers.

use vpn_api::{
    Secret,
    prompt::{Field, FieldKind, FieldValue, Form, FormAnswer},
};

use crate::view::{AnswerValue, Ask, AskField, AskFieldKind, AskForm, AskOption};

/// The form without its hidden fields, which stay here.
pub(super) fn ask(form: &Form) -> Ask {
    Ask::Form(AskForm {
        title: form.title.clone(),
        message: form.message.clone().unwrap_or_default(),
        fields: form.fields.iter().filter_map(shown).collect(),
    })
}

fn shown(field: &Field) -> Option<AskField> {
    let kind = match &field.kind {
        FieldKind::Text => AskFieldKind::Text,
        FieldKind::Password => AskFieldKind::Password,
        FieldKind::Choice(options) => {
            let option =
                |one: &vpn_api::prompt::FieldOption| AskOption { value: one.value.clone(), label: one.label.clone() };
            AskFieldKind::Choice { options: options.iter().map(option).collect() }
        }
        FieldKind::Hidden => return None,
    };
    let Field { id, label, value, required, .. } = field;
    Some(AskField { id: id.clone(), label: label.clone(), kind, value: value.clone(), required: *required })
}

/// What was entered, with the hidden fields; `None` if the form does not take it.
pub(in crate::controller) fn answer(form: &Form, values: Vec<AnswerValue>) -> Option<FormAnswer> {
    let mut entered: Vec<FieldValue> =
        values.into_iter().map(|one| FieldValue { id: one.id, value: Secret::new(one.value) }).collect();
    let hidden = form.fields.iter().filter(|field| field.kind == FieldKind::Hidden);
    entered.extend(hidden.map(|field| FieldValue { id: field.id.clone(), value: Secret::new(field.value.clone()) }));
    let answer = FormAnswer { values: entered };
    form.accepts(&answer).then_some(answer)
}

#[cfg(test)]
mod tests {
    use vpn_api::prompt::{FieldOption, FormParts};

    use super::*;

    fn form() -> Form {
        let field = |id: &str, kind| Field {
            id: id.to_owned(),
            label: id.to_uppercase(),
            kind,
            value: String::new(),
            required: true,
        };
        let staff = FieldOption { value: "staff".to_owned(), label: "Staff".to_owned() };
        let fields = vec![
            field("user", FieldKind::Text),
            field("password", FieldKind::Password),
            Field { value: "42".to_owned(), ..field("state", FieldKind::Hidden) },
            field("group", FieldKind::Choice(vec![staff])),
        ];
        Form::try_from(FormParts { title: "Sign in".to_owned(), fields, ..FormParts::default() }).unwrap()
    }

    fn values(of: &[(&str, &str)]) -> Vec<AnswerValue> {
        of.iter().map(|(id, value)| AnswerValue { id: (*id).to_owned(), value: (*value).to_owned() }).collect()
    }

    #[test]
    fn hidden_fields_are_not_shown_and_come_back() {
        let Ask::Form(shown) = ask(&form()) else { panic!("no form") };
        let ids: Vec<_> = shown.fields.iter().map(|field| field.id.as_str()).collect();
        assert_eq!(ids, ["user", "password", "group"]);
        let given = answer(&form(), values(&[("user", "alice"), ("password", "x"), ("group", "staff")])).unwrap();
        assert_eq!(given.value("state").map(Secret::expose), Some("42"));
        assert_eq!(given.value("group").map(Secret::expose), Some("staff"));
    }

    #[test]
    fn an_answer_that_does_not_fit_is_not_sent() {
        for wrong in [
            &[("user", "alice"), ("password", "x")][..],
            &[("user", ""), ("password", "x"), ("group", "staff")],
            &[("user", "alice"), ("password", "x"), ("group", "guests")],
            &[("user", "alice"), ("password", "x"), ("group", "staff"), ("state", "43")],
        ] {
            assert_eq!(answer(&form(), values(wrong)), None, "{wrong:?}");
        }
    }
}
