//! The screen of any kind of record: list, form, search, .csv files. [`Feature`] is what a kind
//! adds to it.

use ratatui::layout::Rect;

use super::files;
use crate::actions::records;
use crate::domain::id::Id;
use crate::domain::record::{Entity, Field, FieldKind, Placed, Stored, Value, words_typed};
use crate::domain::text::typography::{NARROW, capitalised, quoted};
use crate::exchange::csv::records::text;
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, empty};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::{RowForm, draft};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::records::{Cell, ListColumn, ListRow, RecordList};
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// Marks a record that has an unsaved draft.
const DRAFT: &str = "✎ saisie à reprendre";

/// What a kind of record adds to the screen of any kind.
pub trait Feature: Placed {
    /// The text above the fields of its form.
    const INTRODUCTION: &'static str = "";
    /// Why a record that has the identity of another is refused.
    const TAKEN: &'static str = "Ce nom est déjà pris.";
    /// The hint of the search prompt.
    const SEARCHED: &'static str = "Des mots de n’importe quel champ.";

    /// Returns the name of the place of the records listed with this one.
    fn place(&self) -> &'static str {
        Self::KIND.place
    }

    /// Returns the name under which the drafts of their form are stored.
    fn form(&self) -> &'static str {
        Self::TABLE
    }

    /// Returns the columns of its list: the name, the fields marked as listed, the number of uses.
    fn columns() -> Vec<ListColumn<PlaceRow<Self>>> {
        let name = Self::FIELDS
            .iter()
            .take(1)
            .map(|it| PlaceRow::named(it.label));
        let listed = Self::FIELDS.iter().filter(|field| field.listed);
        let uses = Self::KIND.used_by.into_iter();
        let uses = uses.map(|users| PlaceRow::counted(capitalised(users.several)));
        name.chain(listed.map(PlaceRow::field))
            .chain(uses)
            .collect()
    }

    /// Returns the text shown while there is no record.
    fn empty() -> String {
        let noun = Self::NOUN;
        let (none, one) = (noun.agree("Aucun"), noun.agree("un"));
        format!(
            "{none} {}.\n\nN en ajoute {one}, I importe un fichier.",
            noun.one
        )
    }

    /// Returns what a search finds besides the cells of the list.
    fn words(&self) -> String {
        let texts = texts_of(self, Self::FIELDS.iter());
        texts.map(|(_, text)| text).collect::<Vec<_>>().join(" ")
    }

    /// Returns the line below the list, about the selected record: what the columns do not show.
    fn summary(&self) -> String {
        let unlisted = Self::FIELDS.iter().skip(1).filter(|field| !field.listed);
        let texts = texts_of(self, unlisted);
        let parts = texts.map(|(label, text)| labelled(&label.to_lowercase(), &text));
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// Returns the text of the dialog that confirms a deletion; none to delete at once.
    fn deletion(_row: &PlaceRow<Self>) -> Option<String> {
        None
    }

    /// Saves a modified record.
    ///
    /// # Errors
    /// [`crate::store::StoreError::Stale`] when it was changed since `known` was read.
    fn save(known: &Stored<Self>, record: &Self, session: &mut Session) -> Outcome {
        let now = session.now();
        records::modify(&mut session.store, now, known, record)?;
        Ok(vec![Effect::Changed, Effect::success("Enregistré.")])
    }

    /// Whether an action that only this kind has is available.
    fn is_available(_place: &RecordPlace<Self>, _action: Action) -> bool {
        true
    }

    /// Runs an action that only this kind has.
    ///
    /// # Errors
    /// The store could not be read or written.
    fn act(_place: &RecordPlace<Self>, _action: Action, _session: &mut Session) -> Outcome {
        Ok(Vec::new())
    }
}

/// Returns the texts of these fields that are not empty, with the labels of the fields.
fn texts_of<R: Entity>(
    record: &R,
    fields: impl Iterator<Item = &'static Field<R>>,
) -> impl Iterator<Item = (&'static str, String)> {
    let texts = fields.filter_map(move |field| {
        let text = (field.get)(record).into_text();
        let text = match field.kind {
            FieldKind::Line | FieldKind::Lines => text,
            FieldKind::Words => words_typed(&text),
            _ => return None,
        };
        Some((field.label, text))
    });
    texts.filter(|(_, text)| !text.is_empty())
}

/// Returns a text after its label, on one line: « contact : Mme Mirabelle ».
pub fn labelled(label: &str, text: &str) -> String {
    format!("{label}{NARROW}: {}", text.replace('\n', " "))
}

/// A row of the list of records.
pub struct PlaceRow<R: Entity> {
    /// The stored record.
    pub stored: Stored<R>,
    /// How many events, or others, use it.
    pub uses: usize,
    /// Whether an unsaved draft modifies it.
    pub has_draft: bool,
}

impl<R: Entity> PlaceRow<R> {
    /// Returns the first column: the name of the record.
    pub fn named(title: &str) -> ListColumn<Self> {
        ListColumn::new(title, |row: &Self, _| {
            let name = row.stored.name();
            let retired = match R::NOUN.feminine {
                true => "(retirée)",
                false => "(retiré)",
            };
            match (row.has_draft, row.stored.retired) {
                (true, _) => Cell::Noted(name, DRAFT),
                (false, true) => Cell::Noted(name, retired),
                (false, false) => Cell::Text(name),
            }
        })
    }

    /// Returns the column of a field.
    pub fn field(field: &'static Field<R>) -> ListColumn<Self> {
        ListColumn::new(field.label, |row: &Self, session| {
            let text = text(field, &row.stored, &session.references);
            match (field.get)(&row.stored) {
                Value::Date(day) => Cell::Keyed(text, day.to_string()),
                Value::Number(number) => Cell::Keyed(text, format!("{number:010}")),
                Value::Offset(days) => Cell::Keyed(
                    text,
                    format!("{:010}", i64::from(days) + i64::from(u32::MAX)),
                ),
                Value::Entry(id) => {
                    let label = session.references.short_label(Some(id));
                    Cell::Text(label.to_owned())
                }
                _ => Cell::Text(text),
            }
        })
    }

    /// Returns the column that shows how many events, or others, use the record.
    pub fn counted(title: impl Into<String>) -> ListColumn<Self> {
        ListColumn::new(title, |row: &Self, _| Cell::Number(row.uses))
    }
}

impl<R: Feature> ListRow for PlaceRow<R> {
    type Id = Id<R>;

    fn columns() -> Vec<ListColumn<Self>> {
        R::columns()
    }

    fn id(&self) -> Id<R> {
        self.stored.id
    }

    fn is_retired(&self) -> bool {
        self.stored.retired
    }

    fn words(&self) -> String {
        self.stored.words()
    }
}

/// The screen of a kind of record, or of those in one list.
pub struct RecordPlace<R: Feature> {
    /// What a new record begins as. Only the records listed with it are shown.
    blank: R,
    list: RecordList<PlaceRow<R>>,
    /// Whether there is an unsaved draft of a new record.
    has_new_draft: bool,
}

impl<R: Feature> RecordPlace<R> {
    const CONTEXTS: &'static [Context] = &[
        Context::Records(R::KIND),
        Context::Commands,
        Context::Everywhere,
    ];

    /// Opens the screen.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(blank: R, session: &mut Session) -> Result<Self> {
        let mut place = Self {
            blank,
            list: RecordList::new(R::KIND.by_hand),
            has_new_draft: false,
        };
        place.refresh(session)?;
        Ok(place)
    }

    /// Returns the selected record.
    pub fn selected(&self) -> Option<&Stored<R>> {
        self.list.selected().map(|row| &row.stored)
    }

    /// Returns every record but `known`.
    pub fn others(&self, known: Option<&Stored<R>>) -> impl Iterator<Item = &Stored<R>> {
        let id = known.map(|known| known.id);
        let all = self.list.all().map(|row| &row.stored);
        all.filter(move |other| Some(other.id) != id)
    }

    /// Opens the form of a record, or of a new one.
    fn form(&self, known: Option<&Stored<R>>, session: &Session) -> Effect {
        let title = match known {
            Some(_) => R::NOUN.one.to_owned(),
            None => R::NOUN.new_one(),
        };
        let form = RowForm {
            texts: (&capitalised(&title), R::INTRODUCTION),
            form: self.blank.form(),
            row: known,
            blank: self.blank.clone(),
            taken: self.others(known).map(|other| other.identity()).collect(),
            refusal: R::TAKEN,
        };
        Effect::open(form.saved_by(session, |known, record, session| {
            if let Some(known) = known {
                return R::save(known, record, session);
            }
            let now = session.now();
            records::create(&mut session.store, now, record)?;
            let (name, several) = (quoted(&record.name()), R::NOUN.several);
            let text = format!("{name} est dans vos {several}.");
            Ok(vec![Effect::Changed, Effect::success(text)])
        }))
    }

    fn retire(&self, session: &mut Session) -> Outcome {
        let Some(row) = self.selected() else {
            return Ok(Vec::new());
        };
        let now = session.now();
        records::retire(&mut session.store, now, row, !row.retired)?;
        let offered = R::NOUN.agree("proposé");
        let name = quoted(&row.name());
        let sentence = match row.retired {
            true => format!("{name} est de nouveau {offered}."),
            false => format!("{name} n’est plus {offered}."),
        };
        Ok(vec![Effect::Changed, Effect::success(sentence)])
    }

    /// Moves the selected record in the order of the user.
    fn shift(&self, up: bool, session: &mut Session) -> Outcome {
        if !self.list.shows_order() {
            let text =
                "Une liste cherchée ou triée ne se range pas. Échap et T reviennent à son ordre.";
            return Ok(vec![Effect::info(text)]);
        }
        let now = session.now();
        if let Some(row) = self.selected() {
            records::shift(&mut session.store, now, row, up)?;
        }
        Ok(vec![Effect::Changed])
    }

    fn delete(&self, session: &mut Session) -> Outcome {
        let Some(row) = self.list.selected() else {
            return Ok(Vec::new());
        };
        let known = row.stored.clone();
        let delete = move |session: &mut Session| {
            let now = session.now();
            records::delete(&mut session.store, now, &known)?;
            let name = quoted(&known.name());
            let text = format!("{name}{NARROW}: suppression faite. Ctrl+Z rétablit.");
            Ok(vec![Effect::Changed, Effect::success(text)])
        };
        let Some(text) = R::deletion(row) else {
            return delete(session);
        };
        let title = format!("Supprimer {}", R::NOUN.the());
        let confirm = Confirm::ask(title, text, "Supprimer", move |_: &mut Self, session| {
            delete(session)
        });
        Ok(vec![Effect::open(confirm.or_stay("Garder"))])
    }

    fn search(&self) -> Effect {
        let before = self.list.search().to_owned();
        let prompt = Prompt::ask(
            format!("Chercher {}", R::NOUN.a()),
            R::SEARCHED,
            &before,
            |place: &mut Self, _, words| {
                place.list.set_search(&words);
                Ok(Vec::new())
            },
        );
        Effect::open(prompt.live(move |place: &mut Self, _| {
            place.list.set_search(&before);
            Ok(Vec::new())
        }))
    }

    fn back(&mut self) -> Option<Effect> {
        if self.list.search().is_empty() {
            return Some(Effect::Navigate(Route::Back));
        }
        self.list.set_search("");
        None
    }

    fn draw_title(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let name = format!(" {}", self.blank.place());
        let count = self.list.count(R::NOUN);
        let count = format!(" · {count}");
        let search = match self.list.search() {
            "" => String::new(),
            words => format!(" · {}", quoted(words)),
        };
        let draft = match self.has_new_draft {
            true => format!("  {DRAFT}, avec N"),
            false => String::new(),
        };
        let pieces = [
            (name.as_str(), theme.heading()),
            (count.as_str(), theme.muted()),
            (search.as_str(), theme.accent()),
            (draft.as_str(), theme.accent()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
    }
}

impl<R: Feature> Screen for RecordPlace<R> {
    fn contexts(&self) -> &'static [Context] {
        Self::CONTEXTS
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        let uses = session.store.uses_of::<R>()?;
        let drafts = draft::drafts(session)?.into_iter();
        let drafts = drafts.filter(|draft| draft.form == self.blank.form());
        let drafts: Vec<Option<String>> = drafts.map(|draft| draft.subject).collect();
        self.has_new_draft = drafts.contains(&None);
        let rows = session.store.rows::<R>()?.into_iter();
        let rows = rows.filter(|row| row.is_listed_with(&self.blank));
        let rows = rows.map(|stored| PlaceRow {
            uses: uses.get(&stored.id).copied().unwrap_or(0),
            has_draft: drafts.contains(&Some(stored.id.to_string())),
            stored,
        });
        self.list.set_rows(rows.collect(), session);
        Ok(())
    }

    fn is_available(&self, action: Action) -> bool {
        match action {
            Action::Accept | Action::Delete => self.selected().is_some(),
            Action::Retire => R::RETIRES && self.selected().is_some(),
            Action::Search | Action::Sort | Action::Export => !self.list.is_empty(),
            Action::MoveUp | Action::MoveDown => {
                self.selected().is_some() && self.list.shows_order()
            }
            action => R::is_available(self, action),
        }
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        if self.list.act(action) {
            return Ok(Vec::new());
        }
        let effect = match action {
            Action::Accept => self.selected().map(|known| self.form(Some(known), session)),
            Action::New => Some(self.form(None, session)),
            Action::Retire => return self.retire(session),
            Action::Delete => return self.delete(session),
            Action::MoveUp => return self.shift(true, session),
            Action::MoveDown => return self.shift(false, session),
            Action::Search => Some(self.search()),
            Action::Sort => {
                self.list.sort_by_next();
                None
            }
            Action::Export => {
                let rows = self.list.shown().map(|row| row.stored.clone());
                Some(files::ask_export(
                    self.blank.place(),
                    rows.collect(),
                    session,
                ))
            }
            Action::Import => Some(files::ask_import(self.blank.clone())),
            Action::Back => self.back(),
            action => return R::act(self, action, session),
        };
        Ok(effect.into_iter().collect())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.list.click(target) {
            return self.act(Action::Accept, session);
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.draw_title(canvas, area);
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.list.is_empty() {
            let text = R::empty();
            // What follows says how to add one.
            let none = text.split("\n\n").next().unwrap_or(&text);
            let is_read_only = session.store.is_read_only();
            empty(canvas, body, if is_read_only { none } else { &text });
            return;
        }
        let foot = if body.height > 8 { 2 } else { 0 };
        let rows = Rect {
            height: body.height - foot,
            ..body
        };
        self.list.draw(canvas, rows);
        if let (true, Some(row)) = (foot > 0, self.selected()) {
            let theme = canvas.theme;
            let y = body.bottom() - foot;
            canvas.rule(area.x, y, area.width);
            let text = format!(" {}", row.summary());
            canvas.text(area.x, y + 1, area.width, &text, theme.muted());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::path::PathBuf;

    use ratatui::buffer::Buffer;

    use super::*;
    use crate::clock::Clock;
    use crate::domain::question::Question;
    use crate::store::Store;
    use crate::ui::theme::{Background, Depth, Theme};

    fn session() -> Session {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        Session::new(Store::in_memory().unwrap(), clock, theme, PathBuf::new()).unwrap()
    }

    fn create(label: &str, session: &mut Session) {
        let question = Question {
            label: label.to_owned(),
            choices: vec!["froid".to_owned(), "bon".to_owned()],
            ..Question::default()
        };
        let now = session.now();
        records::create(&mut session.store, now, &question).unwrap();
    }

    fn shown(place: &mut RecordPlace<Question>, session: &Session) -> String {
        let area = Rect::new(0, 0, 90, 12);
        let (mut buffer, mut targets) = (Buffer::empty(area), Vec::new());
        let mut canvas = Canvas {
            buf: &mut buffer,
            click_targets: &mut targets,
            theme: session.theme,
            cursor: None,
            defer_expensive: false,
            has_deferred: false,
        };
        place.draw(&mut canvas, area, session);
        let cells = buffer.content().chunks(90);
        let lines: Vec<String> = cells
            .map(|cells| cells.iter().map(ratatui::buffer::Cell::symbol).collect())
            .collect();
        lines.join("\n")
    }

    fn sentence(effects: &[Effect]) -> &str {
        let said = effects.iter().find_map(|effect| match effect {
            Effect::Toast(toast) => Some(toast.text.as_str()),
            _ => None,
        });
        said.unwrap_or_default()
    }

    #[test]
    fn a_kind_that_adds_little_is_listed_searched_retired_and_deleted() {
        let mut session = session();
        let now = session.now();
        for row in session.store.rows::<Question>().unwrap() {
            records::delete(&mut session.store, now, &row).unwrap();
        }
        let mut place = RecordPlace::new(Question::default(), &mut session).unwrap();
        assert!(shown(&mut place, &session).contains("N en ajoute une"));
        assert!(!place.is_available(Action::Accept) && !place.is_available(Action::Search));
        create("Quel accueil ?", &mut session);
        create("Combien ?", &mut session);
        place.refresh(&mut session).unwrap();
        let text = shown(&mut place, &session);
        for expected in [" · 2 questions d’attestation", "choix\u{202f}: froid, bon"] {
            assert!(text.contains(expected), "{text}");
        }
        place.list.set_search("accueil bon");
        assert_eq!(place.selected().unwrap().label, "Quel accueil ?");
        let done = place.act(Action::Retire, &mut session).unwrap();
        let name = quoted("Quel accueil ?");
        assert_eq!(sentence(&done), format!("{name} n’est plus proposée."));
        place.refresh(&mut session).unwrap();
        assert!(shown(&mut place, &session).contains("Quel accueil ?  (retirée)"));
        // Back leaves the search first, then the screen.
        assert!(place.act(Action::Back, &mut session).unwrap().is_empty());
        assert_eq!(place.others(place.selected()).count(), 1);
        let back = place.act(Action::Back, &mut session).unwrap();
        assert!(matches!(back[..], [Effect::Navigate(Route::Back)]));
        let opened = place.act(Action::Accept, &mut session).unwrap();
        assert!(matches!(opened[..], [Effect::Open(_)]));
        assert!(place.act(Action::Merge, &mut session).unwrap().is_empty());
        let done = place.act(Action::Delete, &mut session).unwrap();
        assert!(sentence(&done).ends_with("suppression faite. Ctrl+Z rétablit."));
        place.refresh(&mut session).unwrap();
        assert!(shown(&mut place, &session).contains(" · 1 question"));
    }
}
