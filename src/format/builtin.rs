//! The forms that the program knows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Form, FormError, Head};

/// Identifier and text of every national form: a new form is one file and one line here.
const BUILT_IN: &[(&str, &str)] =
    &[("2019", include_str!("../../formats/2019.toml")), ("2021", include_str!("../../formats/2021.toml"))];

/// The forms at hand. A form is read when it is first asked for.
#[derive(Debug, Default)]
pub struct Forms {
    texts: Vec<(String, String)>,
    read: Mutex<HashMap<String, Arc<Form>>>,
}

impl Forms {
    /// The national forms.
    pub fn built_in() -> Self {
        let texts = BUILT_IN.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect();
        Self { texts, read: Mutex::default() }
    }

    /// Adds a form, e.g. one that a region prescribes. One of the same name is replaced.
    ///
    /// # Errors
    /// The form contradicts itself; see [`Form::parse`].
    pub fn add(&mut self, text: &str) -> Result<(), FormError> {
        let form = Form::parse(text)?;
        self.texts.retain(|(id, _)| *id != form.id);
        self.texts.push((form.id.clone(), text.to_owned()));
        self.lock().insert(form.id.clone(), Arc::new(form));
        Ok(())
    }

    /// Identifiers in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|(id, _)| id.as_str())
    }

    /// The form of that name.
    ///
    /// # Errors
    /// There is none, or it contradicts itself (a test shows that no built-in one does).
    pub fn get(&self, id: &str) -> Result<Arc<Form>, FormError> {
        if let Some(form) = self.lock().get(id) {
            return Ok(Arc::clone(form));
        }
        let (_, text) = self
            .texts
            .iter()
            .find(|(known, _)| known == id)
            .ok_or_else(|| FormError::NoSuchForm(id.to_owned()))?;
        let form = Arc::new(Form::parse(text)?);
        self.lock().insert(id.to_owned(), Arc::clone(&form));
        Ok(form)
    }

    /// What each form says of itself before its sections, in the order of the forms. None of them is
    /// read for it.
    pub fn heads(&self) -> impl Iterator<Item = Head> {
        self.texts.iter().filter_map(|(_, text)| Head::parse(text).ok())
    }

    /// The form that is in force for a report year; of several the last.
    pub fn for_year(&self, year: u16) -> Option<Arc<Form>> {
        let head = self.heads().filter(|head| head.years.contains(&year)).last()?;
        self.get(&head.id).ok()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<Form>>> {
        // A panic elsewhere while the map was locked leaves a map that is still whole.
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_form_is_sound_and_named_by_its_file() {
        let forms = Forms::built_in();
        for id in forms.ids() {
            assert_eq!(forms.get(id).unwrap().id, id);
        }
    }

    #[test]
    fn a_head_says_what_its_form_says() {
        let forms = Forms::built_in();
        let heads: Vec<_> = forms.heads().collect();
        let of_forms = forms.ids().map(|id| forms.get(id).unwrap());
        let of_forms = of_forms.map(|form| Head {
            id: form.id.clone(),
            source: form.source.clone(),
            years: form.years.clone(),
        });
        assert_eq!(heads, of_forms.collect::<Vec<_>>());
    }

    #[test]
    fn years_lead_to_their_form() {
        let forms = Forms::built_in();
        let form_of = |year| forms.for_year(year).map(|form| form.id.clone());
        assert_eq!(form_of(2018), None);
        assert_eq!(form_of(2019).as_deref(), Some("2019"));
        assert_eq!(form_of(2020).as_deref(), Some("2019"));
        assert_eq!(form_of(2021).as_deref(), Some("2021"));
        assert_eq!(form_of(2030).as_deref(), Some("2021"));
    }
}
