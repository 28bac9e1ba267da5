//! The items of a list to pick from.

use std::rc::Rc;

use crate::domain::text::typography::number;

/// An item of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<T> {
    /// The value that picking it returns.
    pub value: T,
    /// Its name.
    pub label: String,
    /// A few words at the right: how often it was used.
    pub hint: String,
    /// An explanation shown beside the list while it is selected.
    pub detail: String,
    /// Whether it is ticked, in a list of checkboxes.
    pub ticked: bool,
    /// Whether it is of little use, as a value that no event has: it is dimmed.
    pub dimmed: bool,
    /// Where the list opens; at its first item where none is.
    pub selected: bool,
}

impl<T> Item<T> {
    /// An item with a name only.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self {
            value,
            label: label.into(),
            hint: String::new(),
            detail: String::new(),
            ticked: false,
            dimmed: false,
            selected: false,
        }
    }

    /// Adds a few words at the right.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }

    /// Adds an explanation.
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self {
            detail: detail.into(),
            ..self
        }
    }

    /// Adds how many events it has; it is dimmed when there are none.
    pub fn counted(self, count: usize) -> Self {
        Self {
            hint: number(count as u64),
            dimmed: count == 0,
            ..self
        }
    }

    /// Ticks or unticks it.
    pub fn ticked(self, ticked: bool) -> Self {
        Self { ticked, ..self }
    }
}

/// The items, of which the list opens at that value.
pub fn open_at<T: PartialEq>(items: impl IntoIterator<Item = Item<T>>, value: &T) -> Vec<Item<T>> {
    let items = items.into_iter().map(|item| Item {
        selected: item.value == *value,
        ..item
    });
    items.collect()
}

/// The same, where the value is the present one: its item says so.
pub fn at_present<T: PartialEq>(
    items: impl IntoIterator<Item = Item<T>>,
    value: &T,
) -> Vec<Item<T>> {
    let mut items = open_at(items, value);
    for item in items.iter_mut().filter(|item| item.selected) {
        let before = match item.hint.is_empty() {
            true => "actuel",
            false => "actuel · ",
        };
        item.hint.insert_str(0, before);
    }
    items
}

/// Parts the items from their values: each is left with the place of its own.
pub(super) fn part<T>(items: Vec<Item<T>>) -> (Vec<Item<usize>>, Rc<[T]>) {
    let mut values = Vec::with_capacity(items.len());
    let items = items.into_iter().enumerate().map(|(place, item)| {
        values.push(item.value);
        Item {
            value: place,
            label: item.label,
            hint: item.hint,
            detail: item.detail,
            ticked: item.ticked,
            dimmed: item.dimmed,
            selected: item.selected,
        }
    });
    (items.collect(), values.into())
}
