//! The forms at hand, each looked at where it is first asked for.

use std::cell::LazyCell;
use std::cmp::Reverse;

use super::expected::Expected;
use crate::format::{Forms, Head};

/// A form that is unpacked when it is asked for; `None` if it cannot be.
type WhenAsked<'f> = LazyCell<Option<Expected>, Box<dyn FnOnce() -> Option<Expected> + 'f>>;

/// The forms that a page may have.
pub(super) struct Known<'f>(Vec<(&'f Head, WhenAsked<'f>)>);

impl<'f> Known<'f> {
    /// All forms, or the one of that name.
    pub fn new(forms: &'f Forms, wanted: Option<&str>) -> Self {
        let heads = forms.heads().filter(|head| wanted.is_none_or(|wanted| head.id == wanted));
        let when_asked = |head: &'f Head| -> WhenAsked<'f> {
            LazyCell::new(Box::new(move || Some(Expected::new(forms.get(&head.id).ok()?))))
        };
        Self(heads.map(|head| (head, when_asked(head))).collect())
    }

    /// The forms in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Expected> {
        self.0.iter().filter_map(|(_, form)| form.as_ref())
    }

    /// The forms of a report year, then the others; of several the last first.
    pub fn by_year(&self, year: Option<u16>) -> impl Iterator<Item = &Expected> {
        let is_other = |head: &Head| !year.is_some_and(|year| head.years.contains(&year));
        let mut forms: Vec<_> = self.0.iter().enumerate().collect();
        forms.sort_by_key(|(at, (head, _))| (is_other(head), Reverse(*at)));
        forms.into_iter().filter_map(|(_, (_, form))| form.as_ref())
    }
}
