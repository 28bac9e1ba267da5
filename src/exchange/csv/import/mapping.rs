//! Finds which column of an event each column of a file fills, by its name and by its values.

use chrono::NaiveDate;

use super::dates::{DateStyle, when};
use super::hours::hours;
use crate::domain::event::EventField;
use crate::domain::id::EventId;
use crate::domain::text::typography::{NARROW, quoted};
use crate::exchange::csv::columns::{CsvColumn, header_key};
use crate::exchange::table::Table;

/// Which column of an event each column of the file fills; `None` for the unused ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping(Vec<Option<CsvColumn>>);

impl Mapping {
    /// Returns the mapping that the names of the columns and their values make likely, and a sentence for
    /// each column that is not read as its name says.
    pub fn guess(table: &Table, today: NaiveDate) -> (Self, Vec<String>) {
        let mut guess = Guess {
            mapping: Self::by_name(&table.header),
            table,
            today,
            notes: Vec::new(),
        };
        guess.drop_foreign_identifiers();
        guess.find_times();
        (guess.mapping, guess.notes)
    }

    /// Returns the mapping by the names of the columns; each column of an event is filled once, by its
    /// own name rather than by another.
    fn by_name(header: &[String]) -> Self {
        let keys: Vec<String> = header.iter().map(|name| header_key(name)).collect();
        let mut mapping = Self::none(header.len());
        for (index, key) in keys.iter().enumerate() {
            let column = CsvColumn::exactly(key);
            if let Some(column) = column.filter(|&column| !mapping.has(column)) {
                mapping.set(index, Some(column));
            }
        }
        for column in CsvColumn::importable() {
            if mapping.has(column) {
                continue;
            }
            let free = mapping.0.iter().zip(&keys).enumerate();
            let named = free
                .filter(|(_, (target, _))| target.is_none())
                .filter_map(|(index, (_, key))| Some((column.rank_of_name(key)?, index)));
            if let Some((_, index)) = named.min() {
                mapping.set(index, Some(column));
            }
        }
        mapping
    }

    /// Returns the mapping that uses no column.
    pub fn none(columns: usize) -> Self {
        Self(vec![None; columns])
    }

    /// Returns what each column of the file fills.
    pub fn targets(&self) -> &[Option<CsvColumn>] {
        &self.0
    }

    /// Lets a column of the file fill a column of an event, which no other column then fills.
    pub fn set(&mut self, index: usize, target: Option<CsvColumn>) {
        if target.is_some() {
            for other in &mut self.0 {
                if *other == target {
                    *other = None;
                }
            }
        }
        if let Some(place) = self.0.get_mut(index) {
            *place = target;
        }
    }

    /// Returns the unused columns of the file that have values, or a name: their names, and how many
    /// values they have.
    pub fn unused_columns(&self, table: &Table) -> Vec<(String, usize)> {
        let columns = table.header.iter().zip(&self.0).enumerate();
        let unused = columns.filter(|(_, (_, target))| target.is_none());
        unused
            .map(|(index, (name, _))| (name, values(table, index).count()))
            .filter(|(name, count)| !name.is_empty() || *count > 0)
            .map(|(name, count)| match name.as_str() {
                "" => ("(sans nom)".to_owned(), count),
                name => (name.to_owned(), count),
            })
            .collect()
    }

    /// Whether no event can be read: no column has a title or an identifier.
    pub fn names_no_event(&self) -> bool {
        !self.has(CsvColumn::Field(EventField::Title)) && !self.has(CsvColumn::Id)
    }

    /// Whether a column of the file fills that column.
    pub fn has(&self, column: CsvColumn) -> bool {
        self.0.contains(&Some(column))
    }
}

/// Returns the cells of a column that are not empty.
fn values(table: &Table, index: usize) -> impl Iterator<Item = &str> {
    let rows = table.rows.iter().filter_map(|row| row.cells.as_ref().ok());
    let cells = rows.filter_map(move |cells| cells.get(index));
    cells.map(str::trim).filter(|cell| !cell.is_empty())
}

/// What the values of a column are, mostly.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Values {
    Days,
    Hours,
    Other,
}

/// How many values of a column are looked at.
const SAMPLE: usize = 40;

const DATE: CsvColumn = CsvColumn::Field(EventField::Date);
const STARTS: CsvColumn = CsvColumn::Field(EventField::Starts);
const ENDS: CsvColumn = CsvColumn::Field(EventField::Ends);
const END_DATE: CsvColumn = CsvColumn::Field(EventField::EndDate);

/// A mapping being corrected by the values of the columns.
struct Guess<'t> {
    mapping: Mapping,
    table: &'t Table,
    today: NaiveDate,
    notes: Vec<String>,
}

impl Guess<'_> {
    fn index_of(&self, column: CsvColumn) -> Option<usize> {
        let mut targets = self.mapping.0.iter();
        targets.position(|target| *target == Some(column))
    }

    fn kind(&self, index: usize) -> Values {
        let (mut days, mut times, mut all) = (0, 0, 0);
        // Whichever the order of days and months.
        let styles = [false, true].map(|month_first| DateStyle {
            month_first,
            school_year: None,
        });
        for text in values(self.table, index).take(SAMPLE) {
            all += 1;
            if hours(text).is_some() {
                times += 1;
            } else if styles
                .into_iter()
                .any(|style| when(text, style, self.today).is_some())
            {
                days += 1;
            }
        }
        match all {
            0 => Values::Other,
            all if days * 5 >= all * 4 => Values::Days,
            all if times * 5 >= all * 4 => Values::Hours,
            _ => Values::Other,
        }
    }

    fn name(&self, index: usize) -> &str {
        self.table.header.get(index).map_or("", String::as_str)
    }

    fn note(&mut self, index: usize, what: &str) {
        let name = quoted(self.name(index));
        self.notes.push(format!("La colonne {name} {what}."));
    }

    /// Another program numbers its rows: its `id` finds no event of Carnet.
    fn drop_foreign_identifiers(&mut self) {
        let Some(index) = self.index_of(CsvColumn::Id) else {
            return;
        };
        let mut ids = values(self.table, index).peekable();
        let is_foreign = ids.peek().is_some() && ids.all(|id| EventId::parse(id).is_none());
        if is_foreign && self.mapping.has(CsvColumn::Field(EventField::Title)) {
            self.mapping.set(index, None);
            self.note(index, "n’a pas d’identifiants de Carnet, elle est laissée");
        }
    }

    /// « Début » may hold the day, with or without the hour; Outlook has two of each.
    fn find_times(&mut self) {
        if let (Some(index), false) = (self.index_of(DATE), self.mapping.has(STARTS))
            && self.kind(index) == Values::Hours
        {
            self.mapping.set(index, Some(STARTS));
        }
        for (hour, day) in [(STARTS, DATE), (ENDS, END_DATE)] {
            let Some(index) = self.index_of(hour) else {
                continue;
            };
            if self.mapping.has(day) || self.kind(index) != Values::Days {
                continue;
            }
            self.mapping.set(index, Some(day));
            let header = day.header().to_lowercase();
            self.note(
                index,
                &format!(
                    "contient des jours{NARROW}: elle est lue comme {}",
                    quoted(&header)
                ),
            );
            let key = header_key(self.name(index));
            let free = self.mapping.0.iter().zip(&self.table.header).enumerate();
            let second = free
                .filter(|(_, (target, name))| target.is_none() && header_key(name) == key)
                .map(|(index, _)| index)
                .find(|&index| self.kind(index) == Values::Hours);
            if let Some(second) = second {
                self.mapping.set(second, Some(hour));
            }
        }
        if self.mapping.has(DATE) {
            return;
        }
        let free = self.mapping.0.iter().enumerate();
        let free = free.filter(|(_, target)| target.is_none());
        let found = free
            .map(|(index, _)| index)
            .find(|&index| !self.is_about_the_file(index) && self.kind(index) == Values::Days);
        if let Some(index) = found {
            self.mapping.set(index, Some(DATE));
            self.note(
                index,
                &format!(
                    "contient des jours{NARROW}: elle est lue comme {}",
                    quoted("date")
                ),
            );
        }
    }

    /// Whether a column has the days when the row was written, ordered or born rather than the event's.
    fn is_about_the_file(&self, index: usize) -> bool {
        let key = header_key(self.name(index));
        let others = [
            "commande",
            "soumis",
            "naissance",
            "creation",
            "cree",
            "created",
            "updated",
            "modif",
            "rappel",
            "reminder",
            "maj",
            "inscription",
            "limite",
            "fin",
            "end",
            "paiement",
        ];
        others.iter().any(|other| key.contains(other))
    }
}
