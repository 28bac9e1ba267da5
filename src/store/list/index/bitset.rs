//! A set of rows, one bit each.

/// A set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct RowSet(Vec<u64>);

impl RowSet {
    /// Creates an empty set with room for rows up to `last`.
    pub(in crate::store) fn with_capacity(last: usize) -> Self {
        Self(vec![0; last / 64 + 1])
    }

    pub(in crate::store) fn insert(&mut self, row: usize) {
        if row / 64 >= self.0.len() {
            self.0.resize(row / 64 + 1, 0);
        }
        self.0[row / 64] |= 1 << (row % 64);
    }

    /// Inserts ascending rows, each encoded as the difference with the one before (see `words`).
    pub(in crate::store) fn insert_encoded(&mut self, encoded: &[u8]) {
        let (mut row, mut difference, mut shift) = (0usize, 0usize, 0);
        for byte in encoded {
            difference |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 != 0 {
                shift += 7;
                continue;
            }
            row += difference;
            if let Some(word) = self.0.get_mut(row / 64) {
                *word |= 1 << (row % 64);
            }
            (difference, shift) = (0, 0);
        }
    }

    pub(in crate::store) fn remove(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    /// Removes the rows for which `is_kept` returns false.
    pub(in crate::store) fn retain(&mut self, is_kept: impl Fn(usize) -> bool) {
        for (index, word) in self.0.iter_mut().enumerate() {
            let mut left = *word;
            while left != 0 {
                let bit = left.trailing_zeros();
                left &= left - 1;
                if !is_kept(index * 64 + bit as usize) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// Whether the row is in the set.
    pub(in crate::store) fn contains(&self, row: usize) -> bool {
        let word = self.0.get(row / 64);
        word.is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// Returns how many rows there are.
    pub(in crate::store) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Removes the rows that are not in the other set.
    pub(in crate::store) fn intersect(&mut self, other: &Self) {
        for (index, word) in self.0.iter_mut().enumerate() {
            *word &= other.0.get(index).copied().unwrap_or(0);
        }
    }

    /// Returns the rows, in their order.
    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(index, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(index * 64 + bit as usize)
            })
        })
    }
}
