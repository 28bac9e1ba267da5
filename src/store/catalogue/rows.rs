//! A set of events, by the rows of the store: a bit each.

/// A set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Rows(Vec<u64>);

impl Rows {
    /// An empty set of rows up to `last`.
    pub(super) fn up_to(last: usize) -> Self {
        Self(vec![0; last / 64 + 1])
    }

    pub(super) fn insert(&mut self, row: usize) {
        if row / 64 >= self.0.len() {
            self.0.resize(row / 64 + 1, 0);
        }
        self.0[row / 64] |= 1 << (row % 64);
    }

    pub(super) fn remove(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    /// Whether the row is in the set.
    pub(in crate::store) fn contains(&self, row: i64) -> bool {
        usize::try_from(row).is_ok_and(|row| {
            let word = self.0.get(row / 64);
            word.is_some_and(|word| word >> (row % 64) & 1 == 1)
        })
    }

    /// How many rows there are.
    pub(in crate::store) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps those that are in the other set too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (index, word) in self.0.iter_mut().enumerate() {
            *word &= other.0.get(index).copied().unwrap_or(0);
        }
    }

    /// The rows, in their order.
    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(index, &word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| index * 64 + bit)
        })
    }
}
