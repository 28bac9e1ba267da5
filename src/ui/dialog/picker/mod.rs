//! A list to pick from, filtered by typing without regard to accents or case.

mod draw;
mod item;

use std::rc::Rc;

use ratatui::layout::Rect;

use item::part;
pub use item::{Item, at_present, open_at};

use super::callback::{Callback, Target};
use super::leaving::{Leaving, in_form};
use super::{AnyScreen, Layer, Reply};
use crate::domain::text::fold::fold;
use crate::domain::text::typography::{NARROW, quoted};
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget};
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::selection::Selection;
use crate::ui::session::Session;
use crate::ui::text_field::TextField;

/// What is done with the items chosen, by their places among those given.
enum Mode {
    /// One is picked; where it can be, another is deleted.
    One {
        on_pick: Callback<usize>,
        on_delete: Option<Callback<usize>>,
        /// Where a field of a form opened the list.
        leaving: Option<Leaving<usize>>,
    },
    /// Ticks any number of items; with `has_order`, items can be moved.
    Ticks {
        on_ticks: Callback<Vec<usize>>,
        has_order: bool,
    },
}

/// A list to choose from. The values stay in the callbacks, so that one picker serves every type.
pub struct Picker {
    title: String,
    items: Vec<Item<usize>>,
    shown: Vec<usize>,
    filter: TextField,
    /// The selected item in `shown`.
    selection: Selection,
    mode: Mode,
    on_close: Callback<()>,
    /// Whether an item was ticked or unticked since the list opened.
    is_changed: bool,
    /// Whether the selection was moved since the list opened.
    is_moved: bool,
}

/// Calls back with the value of a place.
fn one<T: Clone + 'static, S: Target + ?Sized>(
    values: &Rc<[T]>,
    run: impl Fn(&mut S, &mut Session, T) -> Outcome + 'static,
) -> Callback<usize> {
    let values = Rc::clone(values);
    Callback::new(move |screen: &mut S, session, place: usize| {
        let value = values.get(place).cloned();
        value.map_or(Ok(Vec::new()), |value| run(screen, session, value))
    })
}

impl Picker {
    /// Asks for one of the items.
    pub fn pick<T: Clone + 'static, S: Target + ?Sized>(
        title: impl Into<String>,
        items: Vec<Item<T>>,
        on_pick: impl Fn(&mut S, &mut Session, T) -> Outcome + 'static,
    ) -> Self {
        let (items, values) = part(items);
        let on_pick = one(&values, on_pick);
        let mode = Mode::One {
            on_pick,
            on_delete: None,
            leaving: None,
        };
        Self::with(title.into(), items, mode)
    }

    /// Asks for one of the items for a field of a form. Tab, Maj+Tab and Ctrl+S take the selected item
    /// too, by `on_take`, which leaves the focus where it is: when the user chose it, or else, but for
    /// Ctrl+S, when it is the present value or `is_needed`.
    pub fn fill<T: Clone + 'static, S: Target + ?Sized>(
        title: impl Into<String>,
        items: Vec<Item<T>>,
        is_needed: bool,
        on_pick: impl Fn(&mut S, &mut Session, T) -> Outcome + 'static,
        on_take: impl Fn(&mut S, &mut Session, T) -> Outcome + 'static,
    ) -> Self {
        let has_value = items.iter().any(|item| item.selected);
        let (items, values) = part(items);
        let leaving = Leaving::new(one(&values, on_take), is_needed || has_value);
        let mode = Mode::One {
            on_pick: one(&values, on_pick),
            on_delete: None,
            leaving: Some(leaving),
        };
        Self::with(title.into(), items, mode)
    }

    /// Asks for one of the items, which can also be deleted.
    pub fn pick_or_delete<T: Clone + 'static, S: Target + ?Sized, D: Target + ?Sized>(
        title: impl Into<String>,
        items: Vec<Item<T>>,
        on_pick: impl Fn(&mut S, &mut Session, T) -> Outcome + 'static,
        on_delete: impl Fn(&mut D, &mut Session, T) -> Outcome + 'static,
    ) -> Self {
        let (items, values) = part(items);
        let on_pick = one(&values, on_pick);
        let mode = Mode::One {
            on_pick,
            on_delete: Some(one(&values, on_delete)),
            leaving: None,
        };
        Self::with(title.into(), items, mode)
    }

    /// Asks for any number of the items. The screen below follows every tick, and comes back by
    /// `on_close`.
    pub fn tick<T: Clone + 'static, S: Target + ?Sized>(
        title: impl Into<String>,
        items: Vec<Item<T>>,
        on_ticks: impl Fn(&mut S, &mut Session, Vec<T>) -> Outcome + 'static,
        on_close: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self::several(title.into(), items, false, on_ticks, on_close)
    }

    /// The same, and asks for the order of those ticked.
    pub fn order<T: Clone + 'static, S: Target + ?Sized>(
        title: impl Into<String>,
        items: Vec<Item<T>>,
        on_ticks: impl Fn(&mut S, &mut Session, Vec<T>) -> Outcome + 'static,
        on_close: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        Self::several(title.into(), items, true, on_ticks, on_close)
    }

    fn several<T: Clone + 'static, S: Target + ?Sized>(
        title: String,
        items: Vec<Item<T>>,
        has_order: bool,
        on_ticks: impl Fn(&mut S, &mut Session, Vec<T>) -> Outcome + 'static,
        on_close: impl Fn(&mut S, &mut Session) -> Outcome + 'static,
    ) -> Self {
        let (items, values) = part(items);
        let on_ticks = Callback::new(move |screen: &mut S, session, places: Vec<usize>| {
            let ticked = places.iter().filter_map(|&place| values.get(place));
            on_ticks(screen, session, ticked.cloned().collect())
        });
        let mode = Mode::Ticks {
            on_ticks,
            has_order,
        };
        Self {
            on_close: Callback::plain(on_close),
            ..Self::with(title, items, mode)
        }
    }

    fn with(title: String, items: Vec<Item<usize>>, mode: Mode) -> Self {
        let selected = items.iter().position(|item| item.selected);
        let count = items.len();
        Self {
            title,
            shown: (0..items.len()).collect(),
            items,
            filter: TextField::line(""),
            selection: Selection::at(count, selected),
            mode,
            on_close: Callback::nothing(),
            is_changed: false,
            is_moved: false,
        }
    }

    /// Filters with the text that was typed to open the list.
    pub fn typed(mut self, text: &str) -> Self {
        // Without a text, the list stays at its present value.
        if !text.is_empty() {
            self.filter.set(text);
            self.refilter();
        }
        self
    }

    fn refilter(&mut self) {
        let typed = fold(&self.filter.text());
        let words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
        let fits = |item: &Item<usize>| {
            let label = fold(&item.label);
            words.iter().all(|word| label.contains(word))
        };
        self.shown = (0..self.items.len())
            .filter(|&index| fits(&self.items[index]))
            .collect();
        // Items that begin with the typed text come first.
        self.shown
            .sort_by_key(|&index| !fold(&self.items[index].label).starts_with(&typed));
        self.selection = Selection::new(self.shown.len());
    }

    fn selected_item(&self) -> Option<&Item<usize>> {
        self.shown
            .get(self.selection.index())
            .map(|&index| &self.items[index])
    }

    fn ticked(&self) -> Vec<usize> {
        let ticked = self.items.iter().filter(|item| item.ticked);
        ticked.map(|item| item.value).collect()
    }

    fn has_ticks(&self) -> bool {
        matches!(self.mode, Mode::Ticks { .. })
    }

    fn toggle_tick(&mut self) {
        self.is_changed = true;
        if let Some(&index) = self.shown.get(self.selection.index()) {
            self.items[index].ticked = !self.items[index].ticked;
        }
    }

    /// Lets the screen beneath apply the current ticks.
    fn follow(&self) -> Reply {
        match &self.mode {
            Mode::One { .. } => Reply::Stay,
            Mode::Ticks { on_ticks, .. } => on_ticks.follow(self.ticked()),
        }
    }

    fn accept(&mut self) -> Reply {
        // Entrée alone ticks the selected item, unless the user unticked everything on purpose.
        let ticks_selected = matches!(self.mode, Mode::Ticks { has_order, .. } if !has_order);
        if ticks_selected && !self.is_changed && self.ticked().is_empty() {
            self.toggle_tick();
        }
        match (&self.mode, self.selected_item()) {
            (Mode::One { on_pick, .. }, Some(item)) => on_pick.close(item.value),
            (Mode::One { .. }, None) => Reply::Stay,
            (Mode::Ticks { on_ticks, .. }, _) => on_ticks.close(self.ticked()),
        }
    }

    /// Leaves the list that a field opened.
    fn leave(&self, action: Action) -> Reply {
        let Mode::One {
            on_pick,
            leaving: Some(leaving),
            ..
        } = &self.mode
        else {
            return Reply::Stay;
        };
        let typed = self.filter.text();
        let choice = self.selected_item().map(|item| item.value);
        if choice.is_none() && !typed.is_empty() {
            // What is typed is not lost in silence: it is not saved as if it had been chosen, and
            // leaving the field says that nothing was taken.
            if action == Action::Save {
                return Reply::Stay;
            }
            let text = format!(
                "{}{NARROW}: rien de tel dans la liste, le champ n’a pas changé.",
                quoted(&typed)
            );
            let inform = move |_: &mut AnyScreen, _: &mut Session| Ok(vec![Effect::info(&text)]);
            return Reply::CloseAndRun(Callback::plain(inform).bind(()), in_form(action));
        }
        let is_touched = self.is_moved || !typed.is_empty();
        leaving.reply(action, choice, is_touched, on_pick)
    }

    fn delete(&self) -> Reply {
        match (&self.mode, self.selected_item()) {
            (
                Mode::One {
                    on_delete: Some(on_delete),
                    ..
                },
                Some(item),
            ) => on_delete.close(item.value),
            _ => Reply::Stay,
        }
    }

    fn move_item(&mut self, down: bool) -> Reply {
        let selected = self.selection.index();
        let to = if down {
            selected + 1
        } else {
            selected.wrapping_sub(1)
        };
        let (Some(&from), Some(&other)) = (self.shown.get(selected), self.shown.get(to)) else {
            return Reply::Stay;
        };
        self.items.swap(from, other);
        self.selection.select(to);
        self.follow()
    }
}

impl Layer for Picker {
    fn contexts(&self) -> &'static [Context] {
        match &self.mode {
            Mode::One {
                leaving: Some(_), ..
            } => &[Context::FieldPicker, Context::Picker],
            Mode::One {
                on_delete: None, ..
            } => &[Context::Picker],
            Mode::One { .. } => &[Context::Deletable, Context::Picker],
            Mode::Ticks {
                has_order: false, ..
            } => &[Context::Ticks, Context::Picker],
            Mode::Ticks { .. } => &[Context::Order, Context::Ticks, Context::Picker],
        }
    }

    fn act(&mut self, action: Action) -> Reply {
        match action {
            // Up and Down come from the wheel, which does not wrap.
            Action::Previous | Action::Next => {
                self.is_moved = true;
                self.selection.wrap(action == Action::Next);
                Reply::Stay
            }
            Action::Accept => self.accept(),
            Action::NextField | Action::PreviousField | Action::Save => self.leave(action),
            Action::Tick => {
                self.toggle_tick();
                self.follow()
            }
            Action::MoveUp => self.move_item(false),
            Action::MoveDown => self.move_item(true),
            Action::Delete => self.delete(),
            Action::Back => self.on_close.close(()),
            _ => {
                self.is_moved = true;
                self.selection.act(action);
                Reply::Stay
            }
        }
    }

    fn key(&mut self, key: Key) -> Reply {
        if self.filter.key(key) {
            self.refilter();
        }
        Reply::Stay
    }

    fn paste(&mut self, text: &str) -> Reply {
        if self.filter.paste(text) {
            self.refilter();
        }
        Reply::Stay
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        match target {
            ClickTarget::Row(place) if *place < self.shown.len() => {
                self.selection.select(*place);
                if !self.has_ticks() {
                    return self.accept();
                }
                self.toggle_tick();
                self.follow()
            }
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        self.draw_dialog(canvas, area);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::key::Code;
    use crate::ui::dialog::AnyScreen;
    use crate::ui::dialog::callback::tests::Answers;

    fn items() -> Vec<Item<usize>> {
        let labels = [
            "Accès aux droits",
            "Cyberharcèlement",
            "Educonnect",
            "Jeux vidéo",
            "Les jeux",
        ];
        let items = labels.iter().enumerate();
        items
            .map(|(index, label)| Item::new(index, *label))
            .collect()
    }

    fn picker() -> (Picker, Answers<usize>) {
        Answers::of(|note| Picker::pick("Choisir", items(), note))
    }

    fn ticks() -> (Picker, Answers<Vec<usize>>) {
        let nothing = |_: &mut AnyScreen, _: &mut Session| Ok(Vec::new());
        Answers::of(|note| Picker::tick("Choisir", items(), note, nothing))
    }

    fn type_in(picker: &mut Picker, text: &str) {
        for character in text.chars() {
            picker.key(Key::ch(character));
        }
    }

    #[test]
    fn typing_filters_without_regard_to_accents_or_case() {
        let (mut picker, answers) = picker();
        type_in(&mut picker, "ACCES");
        assert_eq!(answers.closed(picker.act(Action::Accept)), Some(0));
        let (mut picker, _) = self::picker();
        type_in(&mut picker, "jeu");
        assert_eq!(picker.shown, [3, 4]);
        picker.key(Key::plain(Code::Backspace));
        type_in(&mut picker, "zz");
        assert!(matches!(picker.act(Action::Accept), Reply::Stay));
    }

    #[test]
    fn the_arrows_wrap_at_both_ends() {
        let (mut picker, answers) = picker();
        picker.act(Action::Previous);
        assert_eq!(answers.closed(picker.act(Action::Accept)), Some(4));
        picker.act(Action::Next);
        assert_eq!(picker.selection.index(), 0);
    }

    #[test]
    fn the_wheel_stops_at_both_ends() {
        let (mut picker, _) = picker();
        picker.act(Action::Up);
        assert_eq!(picker.selection.index(), 0);
        for _ in 0..9 {
            picker.act(Action::Down);
        }
        assert_eq!(picker.selection.index(), 4);
    }

    #[test]
    fn an_item_is_deleted_only_in_a_deletable_list() {
        let (mut picker, _) = picker();
        assert!(matches!(picker.act(Action::Delete), Reply::Stay));
        let nothing = |_: &mut AnyScreen, _: &mut Session, _| Ok(Vec::new());
        let (mut picker, answers) =
            Answers::of(|note| Picker::pick_or_delete("Choisir", items(), nothing, note));
        picker.act(Action::Next);
        assert_eq!(answers.closed(picker.act(Action::Delete)), Some(1));
    }

    #[test]
    fn ticks_apply_at_once_and_enter_alone_ticks_the_selected_item() {
        let (mut picker, answers) = ticks();
        picker.act(Action::Next);
        assert_eq!(answers.followed(picker.act(Action::Tick)), Some(vec![1]));
        let (mut none, answers) = ticks();
        assert_eq!(answers.closed(none.act(Action::Accept)), Some(vec![0]));
        // Nothing ticked is an answer, once something was unticked.
        let (mut one, answers) = ticks();
        one.items[0].ticked = true;
        one.act(Action::Tick);
        assert_eq!(answers.closed(one.act(Action::Accept)), Some(Vec::new()));
    }

    #[test]
    fn items_are_moved() {
        let nothing = |_: &mut AnyScreen, _: &mut Session| Ok(Vec::new());
        let (mut picker, answers) =
            Answers::of(|note| Picker::order("Choisir", items(), note, nothing));
        picker.act(Action::Tick);
        picker.act(Action::Down);
        picker.act(Action::Tick);
        let moved = picker.act(Action::MoveUp);
        assert_eq!(answers.followed(moved), Some(vec![1, 0]));
    }
}
