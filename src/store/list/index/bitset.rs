//! A set of events, by the rows of the store: a bit each.

/// A set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::store) struct Rows(Vec<u64>);

impl Rows {
    /// An empty set of rows up to `last`.
    pub(in crate::store) fn up_to(last: usize) -> Self {
        Self(vec![0; last / 64 + 1])
    }

    pub(in crate::store) fn insert(&mut self, row: usize) {
        if row / 64 >= self.0.len() {
            self.0.resize(row / 64 + 1, 0);
        }
        self.0[row / 64] |= 1 << (row % 64);
    }

    /// Inserts rising rows, each written as what it adds to the one before (see `words`).
    pub(in crate::store) fn insert_all(&mut self, written: &[u8]) {
        let (mut row, mut more, mut shift) = (0usize, 0usize, 0);
        for byte in written {
            more |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 != 0 {
                shift += 7;
                continue;
            }
            row += more;
            if let Some(word) = self.0.get_mut(row / 64) {
                *word |= 1 << (row % 64);
            }
            (more, shift) = (0, 0);
        }
    }

    pub(in crate::store) fn remove(&mut self, row: usize) {
        if let Some(word) = self.0.get_mut(row / 64) {
            *word &= !(1 << (row % 64));
        }
    }

    /// Keeps those of which `is_kept` says so.
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

    /// How many rows there are.
    pub(in crate::store) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Keeps those that are in the other set too.
    pub(in crate::store) fn keep(&mut self, other: &Self) {
        for (index, word) in self.0.iter_mut().enumerate() {
            *word &= other.0.get(index).copied().unwrap_or(0);
        }
    }

    /// The rows, in their order.
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
