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

    /// The forms of certain years, each name in these marks: `2019、2020 年度用 "2019"`.
    pub fn of_certain_years(&self, mark: &str) -> String {
        let closed = self.heads().filter(|head| *head.years.end() < u16::MAX);
        let parts = closed.map(|Head { id, years, .. }| {
            let (from, to) = years.into_inner();
            let when = match to.saturating_sub(from) {
                0 => from.to_string(),
                1 => format!("{from}、{to}"),
                _ => format!("{from} 至 {to}"),
            };
            format!("{when} 年度用 {mark}{id}{mark}")
        });
        parts.collect::<Vec<_>>().join("，")
    }

    /// Which form is for which years: `2019、2020 年度用 2019，以后用 2021`.
    pub fn by_years(&self, mark: &str) -> String {
        let certain = self.of_certain_years(mark);
        match self.newest() {
            None => certain,
            Some(id) if certain.is_empty() => format!("都用 {mark}{id}{mark}"),
            Some(id) => format!("{certain}，以后用 {mark}{id}{mark}"),
        }
    }

    /// The first report year that has a form.
    pub fn first_year(&self) -> Option<u16> {
        self.heads().map(|head| *head.years.start()).min()
    }

    /// The form that is in force until further notice; of several the last.
    pub fn newest(&self) -> Option<String> {
        self.heads().filter(|head| *head.years.end() == u16::MAX).last().map(|head| head.id)
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
    fn the_forms_are_told_by_their_years() {
        let mut forms = Forms::built_in();
        assert_eq!(forms.of_certain_years("\""), "2019、2020 年度用 \"2019\"");
        assert_eq!(forms.by_years(""), "2019、2020 年度用 2019，以后用 2021");
        assert_eq!((forms.first_year(), forms.newest().as_deref()), (Some(2019), Some("2021")));
        let own = include_str!("../../tests/forms/own.toml");
        forms.add(&own.replace("to = 2030", "to = 2020")).unwrap();
        assert_eq!(forms.by_years(""), "2019、2020 年度用 2019，2020 年度用 hotline，以后用 2021");
        let mut forms = Forms::default();
        assert_eq!((forms.by_years(""), forms.first_year()), (String::new(), None));
        forms.add(own).unwrap();
        assert_eq!((forms.by_years(""), forms.newest()), ("2020 至 2030 年度用 hotline".to_owned(), None));
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
