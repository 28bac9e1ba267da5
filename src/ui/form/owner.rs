//! What fills a form: a screen or a dialog. Keys, pickers, the question asked before leaving and the
//! merge of two versions are the same for all; each adds what is its own.

use ratatui::layout::Rect;

use super::field::typed;
use super::{Form, Step, Texts};
use crate::domain::id::DraftId;
use crate::domain::record::{FieldKind, Value};
use crate::domain::text::typography::NARROW;
use crate::domain::time::typed_days::parse_days;
use crate::store::Result;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::month::Month;
use crate::ui::dialog::picker::{Item, Picker, at_present};
use crate::ui::dialog::versions::Versions;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// A screen or a dialog that fills a form.
pub trait FormOwner: Sized + 'static {
    /// The title of the question asked when it is left with something unsaved.
    const LEAVING: &'static str;

    /// Returns its form.
    fn form(&self) -> &Form;

    /// Returns its form, to be changed.
    fn form_mut(&mut self) -> &mut Form;

    /// Saves what is typed, unless something is wrong or must be asked first.
    fn save(&mut self, session: &mut Session) -> Outcome;

    /// Returns the effects that close it.
    fn close(&mut self, session: &mut Session) -> Outcome;

    /// Updates the error of a field.
    fn check(&mut self, index: usize, session: &Session) {
        let today = session.today();
        if let Some(field) = self.form_mut().field_mut(index) {
            field.problem = field.value(today).err();
        }
    }

    /// Called when a text has changed.
    fn typed(&mut self, _session: &Session) -> Result<()> {
        // A change may fix an error of another field too.
        self.form_mut().clear_problems();
        Ok(())
    }

    /// Called when a field has lost the focus.
    fn left(&mut self, index: usize, session: &Session) -> Result<()> {
        self.check(index, session);
        Ok(())
    }

    /// Changes the title and the items of the picker of the focused field.
    fn adapt_picker(&self, _title: &mut String, _items: &mut Vec<Item<String>>) {}

    /// Opens the picker of a field that is neither an entry of a list nor a date.
    fn pick_other(&mut self, _session: &Session) -> Outcome {
        Ok(Vec::new())
    }

    /// Fills the focused field with what was picked.
    fn picked(&mut self, text: &str, session: &mut Session) -> Outcome {
        self.fill(text, session)
    }

    /// Fills the focused field with what was picked, without moving from it.
    fn take_picked(&mut self, text: &str, session: &mut Session) -> Outcome {
        let index = self.form().focus();
        let effects = self.picked(text, session)?;
        self.form_mut().focus_on(index);
        Ok(effects)
    }

    /// Fills the focused field, and moves to the next.
    fn fill(&mut self, text: &str, session: &mut Session) -> Outcome {
        let key = self.form().focused().key.clone();
        self.form_mut().set(&key, text);
        let step = self.form_mut().go_next();
        self.step(step, session)
    }

    /// Runs an action of the key table.
    fn run(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Save => self.save(session),
            Action::Back => self.leave(session),
            action => {
                let step = self.form_mut().act(action);
                self.step(step, session)
            }
        }
    }

    /// Does what follows an action, a key, a paste or a click.
    fn step(&mut self, step: Step, session: &mut Session) -> Outcome {
        match step {
            Step::Stay => {}
            Step::Typed => {
                self.typed(session)?;
                let field = self.form().focused();
                if matches!(field.kind, FieldKind::Number { .. }) && !field.text().is_empty() {
                    self.check(self.form().focus(), session);
                }
            }
            Step::Left(index) => self.left(index, session)?,
            Step::Pick(typed) => return self.pick(&typed, session),
            Step::AtEnd => {
                let text = format!("Dernier champ{NARROW}: Ctrl+S enregistre.");
                return Ok(vec![Effect::info(text)]);
            }
        }
        Ok(Vec::new())
    }

    /// Opens the picker of the focused field, at its present value, filtered by what was typed.
    fn pick(&mut self, typed_text: &str, session: &mut Session) -> Outcome {
        let field = self.form().focused();
        let effect = match field.kind {
            FieldKind::Entry(list) => {
                let uses = session.store.uses(list)?;
                let uses = uses
                    .iter()
                    .map(|(id, uses)| (id.to_string(), *uses))
                    .collect();
                let (mut title, mut items) = (field.label.clone(), field.items(&uses));
                self.adapt_picker(&mut title, &mut items);
                let items = at_present(items, &field.text());
                let picker = Picker::fill(
                    title,
                    items,
                    field.is_required || field.is_wanted,
                    |owner: &mut Self, session, key: String| owner.picked(&key, session),
                    |owner: &mut Self, session, key: String| owner.take_picked(&key, session),
                );
                Effect::open(picker.typed(typed_text))
            }
            FieldKind::Date => {
                let today = session.today();
                let days = parse_days(&field.text(), today);
                let day = days.map_or(today, |days| days.first);
                let is_needed =
                    field.is_required || field.is_wanted || !field.text().trim().is_empty();
                let text_of = |day| typed(FieldKind::Date, &Value::Date(day));
                let month = Month::pick(day, session, move |owner: &mut Self, session, day| {
                    owner.picked(&text_of(day), session)
                });
                let month = month.leaving(is_needed, move |owner: &mut Self, session, day| {
                    owner.take_picked(&text_of(day), session)
                });
                Effect::open(month)
            }
            _ => return self.pick_other(session),
        };
        Ok(vec![effect])
    }

    /// Closes it; first asks what to do with what is unsaved, if anything is.
    fn leave(&mut self, session: &mut Session) -> Outcome {
        if !self.form().saves_draft() || !self.form().is_changed() {
            return self.discard(session);
        }
        self.form_mut().autosave(session)?;
        let text = "Ce qui est tapé n’est pas enregistré. Gardé pour plus tard, il sera là à la prochaine ouverture.";
        let confirm = Confirm::ask(Self::LEAVING, text, "Enregistrer", Self::save);
        let confirm = confirm.or("Garder pour plus tard", |owner: &mut Self, session| {
            owner.form_mut().keep_for_later(session)?;
            owner.close(session)
        });
        Ok(vec![Effect::open(confirm.or("Effacer", Self::discard))])
    }

    /// Closes it without saving, and without a draft.
    fn discard(&mut self, session: &mut Session) -> Outcome {
        let form = self.form_mut();
        form.forget(session)?;
        form.set_opened(form.texts());
        self.close(session)
    }

    /// Asks which version of each field to keep, when another window saved first; then saves the
    /// merged one. `adopt` is called before that: what is saved replaces their version.
    fn ask_versions(
        &mut self,
        title: String,
        mine: &Texts,
        theirs: Texts,
        session: &mut Session,
        adopt: impl Fn(&mut Self) + 'static,
    ) -> Outcome {
        let fields = self.form().versions(mine, &theirs);
        let is_same = fields.is_empty();
        let merge = move |owner: &mut Self, session: &mut Session, chosen: Vec<usize>| {
            adopt(owner);
            owner.form_mut().merge(&chosen, theirs.clone());
            owner.save(session)
        };
        if is_same {
            // Only what the form does not show has changed: there is nothing to choose.
            return merge(self, session, Vec::new());
        }
        Ok(vec![Effect::open(Versions::choose(title, fields, merge))])
    }
}

/// A [`FormOwner`] that is a screen.
pub trait FormScreen: FormOwner {
    /// Returns the contexts in which keys are looked up, the most specific first.
    fn contexts(&self) -> &'static [Context];

    /// Reads again from the store everything it shows.
    fn reload(&mut self, session: &mut Session) -> Result<()>;

    /// Whether what it fills is gone: it can only be left, and its draft stays.
    fn is_gone(&self) -> bool {
        false
    }

    /// Handles a key that is bound to no action.
    fn take_key(&mut self, key: Key, session: &mut Session) -> Outcome {
        let step = self.form_mut().key(key);
        self.step(step, session)
    }

    /// Handles a click.
    fn take_click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        let step = self.form_mut().click(target);
        self.step(step, session)
    }

    /// Draws it in `area`.
    fn paint(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session);
}

impl<F: FormScreen> Screen for F {
    fn contexts(&self) -> &'static [Context] {
        FormScreen::contexts(self)
    }

    fn draft(&self) -> Option<DraftId> {
        self.form().draft_id()
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.form_mut().read_entries(&session.references);
        self.reload(session)
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        match action {
            Action::Back if self.is_gone() => {
                self.form_mut().autosave(session)?;
                self.close(session)
            }
            _ if self.is_gone() => Ok(Vec::new()),
            action => self.run(action, session),
        }
    }

    fn key(&mut self, key: Key, session: &mut Session) -> Outcome {
        match self.is_gone() {
            true => Ok(Vec::new()),
            false => self.take_key(key, session),
        }
    }

    fn paste(&mut self, text: &str, session: &mut Session) -> Outcome {
        if self.is_gone() {
            return Ok(Vec::new());
        }
        let step = self.form_mut().paste(text);
        self.step(step, session)
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        self.take_click(target, session)
    }

    fn selection(&self) -> Option<String> {
        self.form().selection()
    }

    fn has_unsaved_text(&self) -> bool {
        self.form().is_changed()
    }

    fn needs_autosave(&self) -> bool {
        self.form().needs_autosave()
    }

    fn autosave(&mut self, session: &mut Session) -> Result<()> {
        self.form_mut().autosave(session)
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.paint(canvas, area, session);
    }
}
