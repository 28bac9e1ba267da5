//! A list of small records of any kind: selection, search, sorting, drawing.
//!
//! All rows are in memory, for kinds with hundreds of records at most. Events use a cursor over a query
//! instead ([`super::cursor`]).

use std::cmp::Ordering;

use ratatui::layout::Rect;

use super::grid::{Grid, GridColumn, GridRow, needed_width};
use super::selection::Selection;
use crate::domain::record::Noun;
use crate::domain::text::fold::{fold, sort_key};
use crate::domain::text::typography;
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::keymap::Action;
use crate::ui::session::Session;

/// The maximum width of a column; the first one takes the rest.
const MAX_COLUMN_WIDTH: u16 = 28;

/// A column of a list of `T`.
pub struct ListColumn<T> {
    title: String,
    cell: CellOf<T>,
}

/// Returns the cell of a column for a row.
type CellOf<T> = Box<dyn Fn(&T, &Session) -> Cell>;

impl<T> ListColumn<T> {
    /// A column with that header.
    pub fn new(title: impl Into<String>, cell: impl Fn(&T, &Session) -> Cell + 'static) -> Self {
        Self {
            title: title.into(),
            cell: Box::new(cell),
        }
    }
}

/// The content of a cell.
pub enum Cell {
    /// A text.
    Text(String),
    /// A text, and a word about its state that is neither sorted by nor searched.
    Noted(String, &'static str),
    /// A text, and another that it is sorted by.
    Keyed(String, String),
    /// A number, aligned to the right; empty for 0.
    Number(usize),
}

/// A row of a [`RecordList`].
pub trait ListRow: Sized + 'static {
    /// Identifies the row when the list is read again.
    type Id: PartialEq + Copy;
    /// Returns its columns; the first one is its name.
    fn columns() -> Vec<ListColumn<Self>>;

    /// Returns its identifier.
    fn id(&self) -> Self::Id;

    /// Whether it is retired: it is drawn muted.
    fn is_retired(&self) -> bool;

    /// Returns what a search finds besides the cells.
    fn words(&self) -> String {
        String::new()
    }
}

/// A list of rows, one of which is selected.
pub struct RecordList<T: ListRow> {
    columns: Vec<ListColumn<T>>,
    rows: Vec<StoredRow<T>>,
    /// The indexes of the rows that match the search, in order.
    shown: Vec<usize>,
    search: String,
    /// The index of the column that sorts the rows, and whether in reverse order; none for the order
    /// of the user.
    sort: Option<(usize, bool)>,
    is_by_hand: bool,
    /// The selected row in `shown`.
    selection: Selection,
    /// The number of columns scrolled out of view.
    offset: usize,
}

struct StoredRow<T> {
    row: T,
    cells: Vec<Cell>,
    /// The sort key of each column.
    keys: Vec<String>,
    /// The text that a search looks into.
    words: String,
}

impl<T: ListRow> Default for RecordList<T> {
    fn default() -> Self {
        Self {
            columns: T::columns(),
            rows: Vec::new(),
            shown: Vec::new(),
            search: String::new(),
            sort: Some((0, false)),
            is_by_hand: false,
            selection: Selection::default(),
            offset: 0,
        }
    }
}

impl<T: ListRow> RecordList<T> {
    /// A list whose rows come in the order of the user, if `is_by_hand`; else they are sorted by name.
    pub fn new(is_by_hand: bool) -> Self {
        Self {
            sort: (!is_by_hand).then_some((0, false)),
            is_by_hand,
            ..Self::default()
        }
    }

    /// Whether every row is shown, in the order of the user.
    pub fn shows_order(&self) -> bool {
        self.sort.is_none() && self.search.is_empty()
    }

    /// Replaces the rows. The selected one stays selected, unless exactly one row is new: that one is
    /// selected.
    pub fn set_rows(&mut self, rows: Vec<T>, session: &Session) {
        let is_first = self.rows.is_empty();
        let added = rows.iter().find(|row| {
            !self
                .rows
                .iter()
                .any(|previous| previous.row.id() == row.id())
        });
        let added = added
            .map(ListRow::id)
            .filter(|_| !is_first && rows.len() == self.rows.len() + 1);
        let selected = added.or(self.selected().map(ListRow::id));
        self.rows = rows
            .into_iter()
            .map(|row| StoredRow::new(row, &self.columns, session))
            .collect();
        self.arrange(selected);
    }

    /// Returns every row, whatever the search.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.rows.iter().map(|row| &row.row)
    }

    /// Returns the rows that match the search, in order.
    pub fn shown(&self) -> impl Iterator<Item = &T> {
        self.shown.iter().map(|&index| &self.rows[index].row)
    }

    /// Returns the selected row.
    pub fn selected(&self) -> Option<&T> {
        let index = self.shown.get(self.selection.index())?;
        self.rows.get(*index).map(|row| &row.row)
    }

    /// Whether there is no row at all.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns the searched words.
    pub fn search(&self) -> &str {
        &self.search
    }

    /// Shows only the rows that contain all these words, without regard to accents or case.
    pub fn set_search(&mut self, words: &str) {
        words.clone_into(&mut self.search);
        let selected = self.selected().map(ListRow::id);
        self.arrange(selected);
    }

    /// Sorts by the next column, or after the last one as the user does.
    pub fn sort_by_next(&mut self) {
        let next = self.sort.map_or(0, |(column, _)| column + 1);
        if next < self.columns.len() {
            self.sort_by(next);
        } else if self.is_by_hand {
            self.sort = None;
            self.arrange(self.selected().map(ListRow::id));
        } else {
            self.sort_by(0);
        }
    }

    /// Sorts by a column, in reverse order when it already does. Numbers start with the largest.
    fn sort_by(&mut self, column: usize) {
        let is_number = |row: &StoredRow<T>| matches!(row.cells.get(column), Some(Cell::Number(_)));
        let descending = self.rows.iter().any(is_number);
        self.sort = match self.sort {
            Some((current, reversed)) if current == column => Some((column, !reversed)),
            _ => Some((column, descending)),
        };
        let selected = self.selected().map(ListRow::id);
        self.arrange(selected);
    }

    /// Returns « 12 lieux », « aucun lieu », or « 3 sur 12 lieux » when a search hides some.
    pub fn count(&self, noun: Noun) -> String {
        let none = noun.agree("aucun");
        let all = typography::count_or(&none, self.rows.len() as u64, noun.one, noun.several);
        if self.shown.len() == self.rows.len() {
            return all;
        }
        format!("{} sur {all}", typography::number(self.shown.len() as u64))
    }

    /// Runs an action that moves in a list. Returns false for any other action.
    pub fn act(&mut self, action: Action) -> bool {
        match action {
            Action::Left => self.offset = self.offset.saturating_sub(1),
            Action::Right => self.offset = (self.offset + 1).min(self.columns.len() - 1),
            _ => return self.selection.act(action),
        }
        true
    }

    /// Handles a click. Returns true on the row already selected, which the caller then opens.
    pub fn click(&mut self, target: &ClickTarget) -> bool {
        if let ClickTarget::Header(column) = target {
            self.sort_by(*column);
        }
        self.selection.click(target)
    }

    /// Applies the search and the sort, then selects the row of identifier `selected` if it is shown.
    fn arrange(&mut self, selected: Option<T::Id>) {
        let words = fold(&self.search);
        let has_all = |row: &StoredRow<T>| words.split(' ').all(|word| row.words.contains(word));
        self.shown = (0..self.rows.len())
            .filter(|&index| has_all(&self.rows[index]))
            .collect();
        if let Some((column, reversed)) = self.sort {
            self.shown.sort_by(|a, b| {
                let order = self.rows[*a].compare(&self.rows[*b], column);
                if reversed { order.reverse() } else { order }
            });
        }
        let place = selected.and_then(|id| {
            let mut shown = self.shown.iter();
            shown.position(|&index| self.rows[index].row.id() == id)
        });
        self.selection.reload(self.shown.len(), place);
    }

    /// Draws it.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let visible = self.selection.visible_in(area.height.saturating_sub(1));
        let rows: Vec<GridRow> = self.shown[visible.clone()]
            .iter()
            .map(|&index| {
                let row = &self.rows[index];
                let style = match row.row.is_retired() {
                    true => theme.muted(),
                    false => theme.text(),
                };
                GridRow {
                    cells: row.cells.iter().map(|cell| (cell.shown(), style)).collect(),
                    marked: false,
                    prefix: 0,
                    repeats: 0,
                }
            })
            .collect();
        let columns: Vec<GridColumn> = self
            .columns
            .iter()
            .enumerate()
            .map(|(index, column)| {
                let cells = rows.iter().map(|row| row.cells[index].0.as_str());
                let first = self.rows.first().and_then(|row| row.cells.get(index));
                GridColumn {
                    title: column.title.clone(),
                    width: needed_width(&column.title, cells, MAX_COLUMN_WIDTH),
                    at_right: matches!(first, Some(Cell::Number(_))),
                }
            })
            .collect();
        // Of every row, so that the columns stay where they are while the list scrolls.
        let names = self.rows.iter().filter_map(|row| row.cells.first());
        let names: Vec<String> = names.map(Cell::shown).collect();
        let title = columns.first().map_or("", |column| &column.title);
        let widest = needed_width(title, names.iter().map(String::as_str), u16::MAX);
        let grid = Grid {
            columns: &columns,
            frozen: 1,
            stretch: 0,
            max_stretch: Some(widest),
            repeated: None,
            offset: self.offset,
            rows: &rows,
            first: visible.start,
            selected: self.selection.index(),
            divider: None,
            sorted: self
                .sort
                .map(|(column, reversed)| (column, if reversed { "↓" } else { "↑" })),
        };
        grid.draw(canvas, area);
    }
}

impl<T: ListRow> StoredRow<T> {
    fn new(row: T, columns: &[ListColumn<T>], session: &Session) -> Self {
        let columns = columns.iter();
        let cells: Vec<Cell> = columns.map(|column| (column.cell)(&row, session)).collect();
        let texts: Vec<String> = cells.iter().map(Cell::text).collect();
        Self {
            keys: cells.iter().map(|cell| sort_key(&cell.key())).collect(),
            words: fold(&format!("{} {}", texts.join(" "), row.words())),
            row,
            cells,
        }
    }

    /// Compares two rows by a column, then by name; an empty cell comes last.
    fn compare(&self, other: &Self, column: usize) -> Ordering {
        let by = |column: usize| match (self.cells.get(column), other.cells.get(column)) {
            (Some(Cell::Number(one)), Some(Cell::Number(two))) => one.cmp(two),
            _ => {
                let (one, two) = (self.keys.get(column), other.keys.get(column));
                let is_empty = |key: Option<&String>| key.is_none_or(String::is_empty);
                is_empty(one).cmp(&is_empty(two)).then(one.cmp(&two))
            }
        };
        by(column).then_with(|| by(0))
    }
}

impl Cell {
    /// Returns the text that it is sorted by.
    fn key(&self) -> String {
        match self {
            Self::Keyed(_, key) => key.clone(),
            other => other.text(),
        }
    }

    /// Returns the text that is searched.
    fn text(&self) -> String {
        match self {
            Self::Noted(text, _) => text.clone(),
            other => other.shown(),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Keyed(text, _) => text.clone(),
            Self::Noted(text, note) => format!("{text}  {note}"),
            Self::Number(0) => String::new(),
            Self::Number(number) => typography::number(*number as u64),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::clock::Clock;
    use crate::store::Store;
    use crate::ui::theme::{Background, Depth, Theme};

    const FRUIT: Noun = Noun {
        one: "fruit",
        several: "fruits",
        feminine: false,
    };

    struct Fruit(u8, &'static str, usize);

    impl ListRow for Fruit {
        type Id = u8;

        fn columns() -> Vec<ListColumn<Self>> {
            vec![
                ListColumn::new("Nom", |fruit: &Self, _| Cell::Text(fruit.1.to_owned())),
                ListColumn::new("Nombre", |fruit: &Self, _| Cell::Number(fruit.2)),
                // In the order of the identifiers, whatever is shown.
                ListColumn::new("Rang", |fruit: &Self, _| {
                    Cell::Keyed(
                        format!("{} en rang {}", fruit.1, fruit.0),
                        fruit.0.to_string(),
                    )
                }),
            ]
        }

        fn id(&self) -> u8 {
            self.0
        }

        fn is_retired(&self) -> bool {
            false
        }
    }

    fn session() -> Session {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        let store = Store::in_memory().unwrap();
        Session::new(store, clock, theme, PathBuf::from(".")).unwrap()
    }

    fn names(list: &RecordList<Fruit>) -> Vec<&str> {
        list.shown().map(|fruit| fruit.1).collect()
    }

    #[test]
    fn rows_are_searched_sorted_and_stay_selected() {
        let session = session();
        let mut list = RecordList::default();
        let fruits = || {
            vec![
                Fruit(1, "Poire", 3),
                Fruit(2, "Épine", 12),
                Fruit(3, "Abricot", 0),
            ]
        };
        list.set_rows(fruits(), &session);
        assert_eq!(names(&list), ["Abricot", "Épine", "Poire"]);
        assert!(list.act(Action::Last));
        list.sort_by_next();
        assert_eq!(names(&list), ["Épine", "Poire", "Abricot"]);
        assert_eq!(list.selected().unwrap().1, "Poire");
        list.sort_by(1);
        assert_eq!(names(&list), ["Abricot", "Poire", "Épine"]);
        list.sort_by_next();
        assert_eq!(names(&list), ["Poire", "Épine", "Abricot"]);
        list.set_search("epi");
        assert_eq!(names(&list), ["Épine"]);
        assert_eq!(list.count(FRUIT), "1 sur 3 fruits");
        list.set_search("");
        // A row that was added is selected, but not one that replaces a deleted one.
        let mut more = fruits();
        more.push(Fruit(4, "Banane", 1));
        list.set_rows(more, &session);
        assert_eq!(list.selected().unwrap().1, "Banane");
        list.set_rows(fruits(), &session);
        assert!(list.selected().is_some());
    }
}
