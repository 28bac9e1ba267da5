//! The dialog that fills a record: its fields one below the other, each with what was understood of it.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::field::{FormField, typed};
use super::{Form, Step, Texts};
use crate::domain::id::DraftId;
use crate::domain::record::{FieldKind, Record, Value};
use crate::domain::time::typed_date::parse_date;
use crate::store::{Result, StoreError};
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, wrap};
use crate::ui::dialog::callback::Target;
use crate::ui::dialog::month::Month;
use crate::ui::dialog::picker::{Item, Picker, open_at};
use crate::ui::dialog::versions::Versions;
use crate::ui::dialog::{Callback, Continuation, Layer, Reply};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::session::Session;

/// What is said of a form that goes on with what was typed before.
const RESUMED: &str =
    "Saisie reprise\u{202f}: elle n’était pas enregistrée. Échap propose de l’effacer.";

/// What is said where Entrée goes no further.
const LAST: &str = "Dernier champ\u{202f}: Ctrl+S enregistre.";

/// The widest that labels are.
const LABEL_WIDTH: u16 = 22;

/// How many rows a text of several lines takes.
const LINES_HEIGHT: u16 = 3;

/// Returns what is wrong with a record: the key of a field, and a sentence.
type Check<R> = Box<dyn Fn(&R) -> Option<(&'static str, String)>>;

/// Returns what was understood of a field, from its key and what is typed in it.
type Explain = Box<dyn Fn(&str, &str) -> Option<String>>;

/// Writes a record to the store.
type Write<R> = Box<dyn Fn(&R, &mut Session) -> Outcome>;

/// What is done with the record once it is filled.
enum OnSave<R> {
    /// The dialog writes it to the store.
    Write(Write<R>),
    /// The screen that opened the dialog takes it.
    Answer(Callback<R>),
}

/// Reads the record again; none where it was deleted.
type Reread<R> = Box<dyn Fn(&Session) -> Result<Option<R>>>;

/// What the dialog is to do with the session.
enum Pending {
    Write,
    /// Open what the focused field is picked from, filtered by what was typed.
    Pick(String),
}

/// A dialog that fills a record.
pub struct RecordForm<R: Record> {
    title: String,
    text: String,
    form: Form,
    /// As it was opened: what the form does not ask stays.
    record: R,
    today: NaiveDate,
    check: Check<R>,
    explain: Explain,
    on_save: OnSave<R>,
    reread: Option<Reread<R>>,
    on_close: Callback<()>,
    pending: Option<Pending>,
    is_at_end: bool,
    is_resumed: bool,
}

impl<R: Record> RecordForm<R> {
    /// A form that begins with what `record` says, and writes it with `save`.
    pub fn new(
        title: impl Into<String>,
        text: impl Into<String>,
        record: R,
        session: &Session,
        save: impl Fn(&R, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self::with(title, text, record, session, OnSave::Write(Box::new(save)))
    }

    /// A form that begins with what `record` says, and gives the screen what it says in the end.
    pub fn ask<S: Target + ?Sized>(
        title: impl Into<String>,
        text: impl Into<String>,
        record: R,
        session: &Session,
        on_save: impl Fn(&mut S, &mut Session, R) -> Outcome + 'static,
    ) -> Self {
        let on_save = OnSave::Answer(Callback::new(on_save));
        Self::with(title, text, record, session, on_save)
    }

    fn with(
        title: impl Into<String>,
        text: impl Into<String>,
        record: R,
        session: &Session,
        on_save: OnSave<R>,
    ) -> Self {
        let fields = R::FIELDS.iter().map(|field| {
            FormField::new(field.key, field.label, field.kind)
                .hint(field.hint)
                .with_entries(&session.references)
                .filled(&typed(field.kind, &(field.get)(&record)))
        });
        Self {
            title: title.into(),
            text: text.into(),
            form: Form::new(fields.collect()),
            record,
            today: session.today(),
            check: Box::new(|_| None),
            explain: Box::new(|_, _| None),
            on_save,
            reread: None,
            on_close: Callback::nothing(),
            pending: None,
            is_at_end: false,
            is_resumed: false,
        }
    }

    /// Keeps what is typed until it is saved or thrown away, under the name of the form and the
    /// identifier of the record; none for a new one.
    pub fn kept_as(
        mut self,
        form: &'static str,
        subject: Option<String>,
        session: &Session,
    ) -> Self {
        self.form = self
            .form
            .kept_as(form, subject, DraftId::new(session.now()));
        self
    }

    /// Refuses what `check` finds wrong, besides what the record itself does.
    pub fn checked(
        mut self,
        check: impl Fn(&R) -> Option<(&'static str, String)> + 'static,
    ) -> Self {
        self.check = Box::new(check);
        self
    }

    /// Says what was understood of a field, from its key and what is typed in it.
    pub fn explained(mut self, explain: impl Fn(&str, &str) -> Option<String> + 'static) -> Self {
        self.explain = Box::new(explain);
        self
    }

    /// Reads the record again before it is saved: what another window saved meanwhile is shown.
    pub fn reread_by(mut self, reread: impl Fn(&Session) -> Result<Option<R>> + 'static) -> Self {
        self.reread = Some(Box::new(reread));
        self
    }

    /// Does this where it is closed and nothing is saved.
    pub fn on_close<S: Target + ?Sized>(
        mut self,
        on_close: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        self.on_close = Callback::plain(on_close);
        self
    }

    /// Begins at the field with that key.
    pub fn at(mut self, key: &str) -> Self {
        if let Some(index) = self.form.index_of(key) {
            self.form.land(index);
        }
        self
    }

    /// What the fields say, and what is wrong with it.
    fn filled(&self) -> (R, Vec<(&'static str, String)>) {
        let mut record = self.record.clone();
        let mut problems = Vec::new();
        for (field, typed) in R::FIELDS.iter().zip(self.form.fields()) {
            match typed.value(self.today) {
                Ok(value) => {
                    let is_missing = field.required && value == Value::Empty;
                    (field.set)(&mut record, value);
                    if is_missing {
                        let is_name = problems.is_empty() && field.key == R::FIELDS[0].key;
                        let sentence = if is_name {
                            "Un nom est nécessaire."
                        } else {
                            "Ce champ est nécessaire."
                        };
                        problems.push((field.key, sentence.to_owned()));
                    }
                }
                Err(sentence) => problems.push((field.key, sentence)),
            }
        }
        if problems.is_empty() {
            problems = record.problems();
        }
        if problems.is_empty() {
            problems.extend((self.check)(&record));
        }
        (record, problems)
    }

    /// What a record says in the fields.
    fn texts_of(&self, record: &R) -> Texts {
        let texts = R::FIELDS.iter().map(|field| {
            (
                field.key.to_owned(),
                typed(field.kind, &(field.get)(record)),
            )
        });
        texts.filter(|(_, text)| !text.is_empty()).collect()
    }

    fn step(&mut self, step: Step) -> Reply {
        self.is_at_end = step == Step::AtEnd;
        match step {
            Step::Stay | Step::AtEnd => {}
            // What was wrong may be right now, at another field too.
            Step::Typed => self.form.clear_problems(),
            Step::Left(index) => {
                let today = self.today;
                if let Some(field) = self.form.field_mut(index) {
                    field.problem = field.value(today).err();
                }
            }
            Step::Pick(typed) => return self.proceed_with(Pending::Pick(typed)),
        }
        Reply::Stay
    }

    fn save(&mut self) -> Reply {
        let OnSave::Answer(answer) = &self.on_save else {
            return self.proceed_with(Pending::Write);
        };
        let answer = answer.clone();
        let (record, problems) = self.filled();
        if self.form.set_problems(&problems) {
            return Reply::Stay;
        }
        answer.close(record)
    }

    fn proceed_with(&mut self, pending: Pending) -> Reply {
        self.pending = Some(pending);
        Reply::Proceed
    }

    /// Writes, unless something is wrong or another window saved first.
    fn write(&mut self, session: &mut Session) -> Outcome {
        let (record, problems) = self.filled();
        if self.form.set_problems(&problems) {
            return Ok(Vec::new());
        }
        if let Some(versions) = self.conflict(&record, session)? {
            return Ok(vec![Effect::open(versions)]);
        }
        let OnSave::Write(write) = &self.on_save else {
            return Ok(Vec::new());
        };
        let mut effects = vec![Effect::Close];
        effects.extend(write(&record, session)?);
        Ok(effects)
    }

    /// What to ask when another window has changed the record since it was opened.
    fn conflict(&mut self, record: &R, session: &Session) -> Result<Option<Versions>> {
        let Some(reread) = &self.reread else {
            return Ok(None);
        };
        let present = reread(session)?.ok_or(StoreError::Stale)?;
        let (mine, theirs) = (self.texts_of(record), self.texts_of(&present));
        self.record = present;
        if theirs == *self.form.opened() || theirs == mine {
            return Ok(None);
        }
        let fields = self.form.versions(&mine, &theirs);
        let title = format!("Deux versions {}", R::NOUN.of_the());
        Ok(Some(Versions::choose(
            title,
            fields,
            move |form: &mut Self, session, chosen: Vec<usize>| {
                form.form.merge(&chosen, theirs.clone());
                form.write(session)
            },
        )))
    }

    /// Opens what the focused field is picked from.
    fn pick(&self, typed: &str, session: &Session) -> Vec<Effect> {
        let field = self.form.focused();
        if field.kind == FieldKind::Date {
            let day = parse_date(&field.text(), self.today).unwrap_or(self.today);
            let month = Month::pick(day, session, |form: &mut Self, _, day| {
                form.picked(&super::field::typed(FieldKind::Date, &Value::Date(day)))
            });
            return vec![Effect::open(month)];
        }
        if field.is_picked() {
            let picker = Picker::pick(
                &field.label,
                open_at(items(field), &field.text()),
                |form: &mut Self, _, key: String| form.picked(&key),
            );
            return vec![Effect::open(picker.typed(typed))];
        }
        Vec::new()
    }

    /// Fills the focused field, and goes on to the next.
    fn picked(&mut self, text: &str) -> Outcome {
        let key = self.form.focused().key.clone();
        self.form.set(&key, text);
        self.form.go_next();
        Ok(Vec::new())
    }

    fn draw_fields(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let raised = canvas.theme.raised();
        let label_width = LABEL_WIDTH.min(area.width / 2);
        let room = area.width.saturating_sub(label_width);
        let focus = self.form.focus();
        let heights = self.form.fields().iter().map(height).collect::<Vec<_>>();
        // The focused field stays in sight.
        let mut first = focus;
        let mut used = heights[focus];
        while first > 0 && used + heights[first - 1] <= area.height {
            first -= 1;
            used += heights[first];
        }
        let mut y = area.y;
        for (index, height) in heights.iter().enumerate().skip(first) {
            if y + height > area.bottom() && index > focus {
                break;
            }
            let focused = index == focus;
            let style = if focused {
                canvas.theme.focus()
            } else {
                canvas.theme.muted()
            };
            let mark = if focused { "▌" } else { " " };
            canvas.text(area.x, y, 1, mark, raised.patch(canvas.theme.focus()));
            let label = &self.form.fields()[index].label;
            canvas.text(area.x + 1, y, label_width - 1, label, raised.patch(style));
            let value = Rect::new(area.x + label_width, y, room, height - 1);
            self.form.draw_value(index, canvas, value);
            let line = Rect::new(area.x, y, area.width, height - 1);
            canvas.click(line, ClickTarget::Field(index));
            let field = &self.form.fields()[index];
            let (below, look) = match &field.problem {
                Some(sentence) => (format!("✗ {sentence}"), canvas.theme.awaiting()),
                None if focused && self.is_at_end => (LAST.to_owned(), canvas.theme.note()),
                None => match self.understood(field) {
                    Some(understood) => (understood, canvas.theme.accent()),
                    None if focused => (field.hint.clone(), canvas.theme.note()),
                    None => (String::new(), canvas.theme.note()),
                },
            };
            let last = y + height - 1;
            canvas.text(value.x, last, room, &below, raised.patch(look));
            y += height;
        }
    }

    fn understood(&self, field: &FormField) -> Option<String> {
        let explained = (self.explain)(&field.key, &field.text());
        explained.or_else(|| {
            let understood = field.understood(self.today).into_iter().next();
            understood.map(|text| format!("→ {text}"))
        })
    }
}

/// How many rows a field takes, the line below it included.
fn height(field: &FormField) -> u16 {
    if field.is_multiline() {
        LINES_HEIGHT + 1
    } else {
        2
    }
}

/// What a field is picked from, by the keys of its options.
pub fn items(field: &FormField) -> Vec<Item<String>> {
    let chosen = field.text();
    let options = field.choices().iter();
    let offered = options.filter(|option| !option.retired || option.key == chosen);
    offered
        .map(|option| Item::new(option.key.clone(), &option.label).detail(&option.detail))
        .collect()
}

impl<R: Record> Layer for RecordForm<R> {
    fn contexts(&self) -> &'static [Context] {
        let field = self.form.focused();
        if field.is_multiline() {
            &[Context::Paragraph, Context::Fields]
        } else if field.is_turned() {
            &[Context::Options, Context::Fields]
        } else if field.is_picked() || field.kind == FieldKind::Date {
            &[Context::Picked, Context::Fields]
        } else {
            &[Context::Fields]
        }
    }

    fn act(&mut self, action: Action) -> Reply {
        let step = match action {
            Action::Save => return self.save(),
            Action::Back => {
                return if self.form.is_kept() && self.form.is_changed() {
                    Reply::AskToLeave
                } else {
                    Reply::Close(self.on_close.bind(()))
                };
            }
            Action::Up | Action::Down if self.form.focused().is_multiline() => {
                self.form.arrow(action == Action::Up)
            }
            action => self.form.act(action),
        };
        self.step(step)
    }

    fn key(&mut self, key: Key) -> Reply {
        let step = self.form.key(key);
        self.step(step)
    }

    fn paste(&mut self, text: &str) -> Reply {
        let step = self.form.paste(text);
        self.step(step)
    }

    fn selection(&self) -> Option<String> {
        self.form.selection()
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        let step = self.form.click(target);
        self.step(step)
    }

    fn proceed(&mut self, session: &mut Session) -> Outcome {
        match self.pending.take() {
            Some(Pending::Write) => self.write(session),
            Some(Pending::Pick(typed)) => Ok(self.pick(&typed, session)),
            None => Ok(Vec::new()),
        }
    }

    fn on_close(&self) -> Continuation {
        self.on_close.bind(())
    }

    fn restore_draft(&mut self, session: &Session) -> Result<()> {
        self.is_resumed = self.form.resume(session)?;
        Ok(())
    }

    fn needs_autosave(&self) -> bool {
        self.form.needs_autosave()
    }

    fn autosave(&mut self, session: &Session) -> Result<()> {
        self.form.autosave(session)
    }

    fn keep_for_later(&mut self, session: &Session) -> Result<()> {
        self.form.keep_for_later(session)
    }

    fn forget(&mut self, session: &Session) -> Result<()> {
        self.form.forget(session)
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 84.min(area.width);
        let within = usize::from(width.saturating_sub(4));
        let text = wrap(&self.text, within);
        let resumed = if self.is_resumed {
            wrap(RESUMED, within)
        } else {
            Vec::new()
        };
        let fields: u16 = self.form.fields().iter().map(height).sum();
        let rows = clamp(text.len() + resumed.len()) + fields;
        let inner = canvas.raise(centered(area, width, rows + 3), &self.title);
        let raised = canvas.theme.raised();
        let mut y = inner.y;
        let looks = [
            (&text, canvas.theme.muted()),
            (&resumed, canvas.theme.note()),
        ];
        for (lines, look) in looks {
            for line in lines {
                canvas.text(inner.x, y, inner.width, line, raised.patch(look));
                y += 1;
            }
        }
        y += 1;
        let area = Rect {
            y,
            height: inner.bottom().saturating_sub(y),
            ..inner
        };
        self.draw_fields(canvas, area);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::cell::RefCell;
    use std::path::PathBuf;
    use std::rc::Rc;

    use ratatui::buffer::Buffer;

    use super::*;
    use crate::clock::Clock;
    use crate::domain::record::{Field, Noun};
    use crate::store::Store;
    use crate::ui::keymap;
    use crate::ui::theme::{Background, Depth, Theme};

    #[derive(Clone, Debug, Default, PartialEq)]
    struct Loan {
        what: String,
        notes: String,
        day: Option<NaiveDate>,
        count: Option<u32>,
        returned: bool,
        state: String,
    }

    impl Record for Loan {
        const NOUN: Noun = Noun {
            one: "prêt",
            several: "prêts",
            feminine: false,
        };
        const FIELDS: &'static [Field<Self>] = &[
            Field {
                key: "what",
                label: "Objet",
                kind: FieldKind::Line,
                required: true,
                personal: false,
                hint: "Ce qui est prêté.",
                csv: &[],
                get: |loan| Value::text(&loan.what),
                set: |loan, value| loan.what = value.into_text(),
            },
            Field {
                key: "notes",
                label: "Notes",
                kind: FieldKind::Lines,
                required: false,
                personal: true,
                hint: "",
                csv: &[],
                get: |loan| Value::text(&loan.notes),
                set: |loan, value| loan.notes = value.into_text(),
            },
            Field {
                key: "day",
                label: "Jour",
                kind: FieldKind::Date,
                required: false,
                personal: false,
                hint: "",
                csv: &[],
                get: |loan| loan.day.map_or(Value::Empty, Value::Date),
                set: |loan, value| {
                    loan.day = match value {
                        Value::Date(day) => Some(day),
                        _ => None,
                    }
                },
            },
            Field {
                key: "count",
                label: "Nombre",
                kind: FieldKind::Number { max: 99 },
                required: false,
                personal: false,
                hint: "",
                csv: &[],
                get: |loan| loan.count.map_or(Value::Empty, Value::Number),
                set: |loan, value| {
                    loan.count = match value {
                        Value::Number(number) => Some(number),
                        _ => None,
                    }
                },
            },
            Field {
                key: "returned",
                label: "Rendu",
                kind: FieldKind::Flag,
                required: false,
                personal: false,
                hint: "",
                csv: &[],
                get: |loan| Value::Flag(loan.returned),
                set: |loan, value| loan.returned = value == Value::Flag(true),
            },
            Field {
                key: "state",
                label: "État",
                kind: FieldKind::Choice(&[("new", "neuf"), ("worn", "usé")]),
                required: false,
                personal: false,
                hint: "",
                csv: &[],
                get: |loan| Value::text(&loan.state),
                set: |loan, value| loan.state = value.into_text(),
            },
        ];

        fn name(&self) -> String {
            self.what.clone()
        }
    }

    fn session() -> Session {
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        Session::new(Store::in_memory().unwrap(), clock, theme, PathBuf::new()).unwrap()
    }

    type Saved = Rc<RefCell<Vec<Loan>>>;

    fn form(loan: &Loan, session: &Session) -> (RecordForm<Loan>, Saved) {
        let saved = Saved::default();
        let writes = Rc::clone(&saved);
        let form = RecordForm::new("Prêt", "", loan.clone(), session, move |loan, _| {
            writes.borrow_mut().push(loan.clone());
            Ok(Vec::new())
        });
        (form.kept_as("loan", None, session), saved)
    }

    /// Presses keys; returns whether the form closed by saving.
    fn press(form: &mut RecordForm<Loan>, keys: &str, session: &mut Session) -> bool {
        let mut is_saved = false;
        for name in keys.split(' ') {
            let key = Key::parse(name).unwrap();
            let reply = match keymap::action(form.contexts(), key) {
                Some(action) => form.act(action),
                None => form.key(key),
            };
            if matches!(reply, Reply::Proceed) {
                let effects = form.proceed(session).unwrap();
                is_saved = matches!(effects.first(), Some(Effect::Close));
            }
        }
        is_saved
    }

    fn drawn(form: &mut RecordForm<Loan>, session: &Session) -> String {
        let area = Rect::new(0, 0, 80, 24);
        let (mut buffer, mut click_targets) = (Buffer::empty(area), Vec::new());
        let mut canvas = Canvas {
            buf: &mut buffer,
            click_targets: &mut click_targets,
            theme: session.theme,
            cursor: None,
            defer_expensive: false,
            has_deferred: false,
        };
        form.draw(&mut canvas, area);
        let cells = buffer.content().chunks(80);
        let lines: Vec<String> = cells
            .map(|cells| cells.iter().map(ratatui::buffer::Cell::symbol).collect())
            .collect();
        lines.join("\n")
    }

    #[test]
    fn every_kind_of_field_is_filled_from_the_keyboard() {
        let mut session = session();
        let (mut form, saved) = form(&Loan::default(), &session);
        press(
            &mut form,
            "V é l o Entrée u n Entrée d e u x Tab",
            &mut session,
        );
        press(
            &mut form,
            "2 4 / 1 1 Entrée 3 Entrée Espace Entrée u",
            &mut session,
        );
        let shown = drawn(&mut form, &session);
        assert!(
            shown.contains("[x] oui") && shown.contains("(•) usé"),
            "{shown}"
        );
        assert!(press(&mut form, "Ctrl+S", &mut session));
        let loan = Loan {
            what: "Vélo".to_owned(),
            notes: "un\ndeux".to_owned(),
            day: "2026-11-24".parse().ok(),
            count: Some(3),
            returned: true,
            state: "worn".to_owned(),
        };
        assert_eq!(*saved.borrow(), [loan]);
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field_and_nothing_is_saved() {
        let mut session = session();
        let (mut form, saved) = form(&Loan::default(), &session);
        press(&mut form, "Tab Tab Tab 1 0 0 Ctrl+S", &mut session);
        let shown = drawn(&mut form, &session);
        for sentence in ["✗ Un nom est nécessaire.", "✗ Pas plus de 99."] {
            assert!(shown.contains(sentence), "{shown}");
        }
        assert!(saved.borrow().is_empty());
        assert_eq!(form.form.focused().key, "what");
    }

    #[test]
    fn what_is_typed_is_kept_and_taken_up_again() {
        let mut session = session();
        let (mut typed, _) = form(&Loan::default(), &session);
        press(&mut typed, "V é l o", &mut session);
        assert!(typed.needs_autosave());
        typed.autosave(&session).unwrap();
        let (mut again, _) = form(&Loan::default(), &session);
        again.restore_draft(&session).unwrap();
        assert!(drawn(&mut again, &session).contains("Saisie reprise"));
        assert!(press(&mut again, "Ctrl+S", &mut session));
        again.forget(&session).unwrap();
        assert_eq!(session.store.drafts().unwrap(), []);
    }

    #[test]
    fn what_another_window_saved_is_chosen_field_by_field() {
        let mut session = session();
        let opened = Loan {
            what: "Vélo".to_owned(),
            ..Loan::default()
        };
        let theirs = Loan {
            what: "Tandem".to_owned(),
            count: Some(2),
            ..Loan::default()
        };
        let (form, saved) = form(&opened, &session);
        let mut form = form.reread_by(move |_| Ok(Some(theirs.clone())));
        press(&mut form, "s", &mut session);
        assert!(!press(&mut form, "Ctrl+S", &mut session));
        // Mine where I typed, theirs elsewhere.
        let present = form.record.clone();
        form.form.merge(&[3], form.texts_of(&present));
        assert!(press(&mut form, "Ctrl+S", &mut session));
        let kept = saved.borrow();
        assert_eq!((kept[0].what.as_str(), kept[0].count), ("Vélos", Some(2)));
    }
}
