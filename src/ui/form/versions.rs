//! Merges two versions of the same thing when another window saved first: both are shown field by
//! field, and nothing is overwritten silently.

use super::{Form, Texts};
use crate::ui::dialog::versions::Versioned;

impl Form {
    /// Returns the fields that differ between `mine` and `theirs`, the version saved elsewhere.
    /// Mine is chosen at first where it was changed here.
    pub fn versions(&self, mine: &Texts, theirs: &Texts) -> Vec<Versioned> {
        let fields = self.fields.iter().enumerate();
        let versioned = fields.filter_map(|(index, field)| {
            let of = |texts: &Texts| texts.get(&field.key).cloned().unwrap_or_default();
            let (mine, theirs) = (of(mine), of(theirs));
            (mine != theirs).then(|| Versioned {
                index,
                label: field.label.clone(),
                keeps_mine: mine != of(&self.opened),
                mine: field.shown(&mine),
                theirs: field.shown(&theirs),
            })
        });
        versioned.collect()
    }

    /// Takes the chosen fields from `theirs`, which is then the saved version.
    pub fn merge(&mut self, chosen: &[usize], theirs: Texts) {
        for index in chosen {
            if let Some(field) = self.fields.get_mut(*index) {
                field.set(theirs.get(&field.key).map_or("", String::as_str));
            }
        }
        self.opened = theirs;
        self.is_dirty = true;
    }
}
