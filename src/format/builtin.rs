//! The forms that the program knows.

use std::sync::{Arc, OnceLock};

use super::{Form, FormError, FormFault, Head};

/// The national forms as they are in the program: every file of `formats/`, read and checked, then packed,
/// because to read TOML would take longer than all else in a run. A test compares the two.
const PACKED: &[u8] = include_bytes!("builtin.bin");

/// The forms at hand. One from the program is unpacked when it is first asked for.
#[derive(Debug, Default)]
pub struct Forms {
    known: Vec<Known>,
}

#[derive(Debug)]
struct Known {
    head: Head,
    packed: &'static [u8],
    form: OnceLock<Arc<Form>>,
}

impl Forms {
    /// The national forms.
    pub fn built_in() -> Self {
        // Should the two ever part, a test says so, and no form is known.
        let packed: Vec<(Head, &[u8])> = postcard::from_bytes(PACKED).unwrap_or_default();
        let known = packed.into_iter().map(|(head, packed)| Known { head, packed, form: OnceLock::new() });
        Self { known: known.collect() }
    }

    /// Adds a form, e.g. one that a region prescribes.
    ///
    /// # Errors
    /// The form contradicts itself (see [`Form::parse`]), or there is one of that name.
    pub fn add(&mut self, text: &str) -> Result<(), FormError> {
        let (form, id_at) = Form::read(text)?;
        if let Some(other) = self.known.iter().find(|known| known.head.id == form.id) {
            let fault = if other.packed.is_empty() { FormFault::Taken } else { FormFault::BuiltIn };
            return Err(FormError::new(text, id_at, fault(form.id)));
        }
        self.known.push(Known { head: form.head(), packed: &[], form: Arc::new(form).into() });
        Ok(())
    }

    /// Identifiers in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.heads().map(|head| head.id.as_str())
    }

    /// The form of that name.
    ///
    /// # Errors
    /// There is none, or it cannot be unpacked (a test shows that every built-in one can).
    pub fn get(&self, id: &str) -> Result<Arc<Form>, FormFault> {
        let known = self.known.iter().find(|known| known.head.id == id);
        let known = known.ok_or_else(|| FormFault::NoSuchForm(id.to_owned()))?;
        if let Some(form) = known.form.get() {
            return Ok(Arc::clone(form));
        }
        let form = postcard::from_bytes(known.packed).map_err(|e| FormFault::Packed(e.to_string()))?;
        Ok(Arc::clone(known.form.get_or_init(|| Arc::new(form))))
    }

    /// What each form says of itself before its sections, in the order of the forms. None of them is
    /// unpacked for it.
    pub fn heads(&self) -> impl Iterator<Item = &Head> {
        self.known.iter().map(|known| &known.head)
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
            let (from, to) = (*years.start(), *years.end());
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
        self.heads().filter(|head| *head.years.end() == u16::MAX).last().map(|head| head.id.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every file of `formats/`, in the order of their names.
    #[expect(clippy::disallowed_methods, reason = "the test compares the forms in the repository")]
    fn files() -> Vec<Form> {
        let folder = std::fs::read_dir("formats").unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> = folder.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
        files.sort();
        let form = |path: &std::path::PathBuf| {
            let form = Form::parse(&std::fs::read_to_string(path).unwrap()).unwrap();
            assert_eq!(path.file_stem().unwrap(), form.id.as_str());
            form
        };
        files.iter().map(form).collect()
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test packs the forms in the repository anew")]
    fn the_packed_forms_are_those_of_the_files() {
        let pack = |form: &Form| (form.head(), postcard::to_allocvec(form).unwrap());
        let packed = postcard::to_allocvec(&files().iter().map(pack).collect::<Vec<_>>()).unwrap();
        if std::env::var("NIANBAO_UPDATE").is_ok() {
            std::fs::write("src/format/builtin.bin", &packed).unwrap();
            return;
        }
        assert!(packed == PACKED, "run NIANBAO_UPDATE=1 cargo test --lib packed to pack the forms anew");
        let forms = Forms::built_in();
        let unpacked: Vec<Form> = forms.ids().map(|id| Form::clone(&forms.get(id).unwrap())).collect();
        assert_eq!(unpacked, files());
    }

    #[test]
    fn the_forms_are_told_by_their_years() {
        let own = include_str!("../../tests/forms/own.toml");
        let form = |id: &str, years: &str| {
            own.replace("\"hotline\"", id).replace("{ from = 2020, to = 2030 }", years)
        };
        let mut forms = Forms::default();
        forms.add(&form("\"old\"", "{ from = 2019, to = 2020 }")).unwrap();
        forms.add(&form("\"new\"", "{ from = 2021 }")).unwrap();
        assert_eq!(forms.of_certain_years("\""), "2019、2020 年度用 \"old\"");
        assert_eq!(forms.by_years(""), "2019、2020 年度用 old，以后用 new");
        assert_eq!((forms.first_year(), forms.newest().as_deref()), (Some(2019), Some("new")));
        forms.add(&own.replace("to = 2030", "to = 2020")).unwrap();
        assert_eq!(forms.by_years(""), "2019、2020 年度用 old，2020 年度用 hotline，以后用 new");
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
        assert_eq!(form_of(2030), forms.newest());
        // A new form says until when the one before it was in force.
        let years: Vec<_> = forms.heads().map(|head| head.years.clone()).collect();
        for (one, next) in years.iter().zip(years.iter().skip(1)) {
            assert_eq!(one.end().checked_add(1), Some(*next.start()), "national forms follow each other");
        }
    }
}
