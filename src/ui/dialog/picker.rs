//! A list to choose from, filtered as one types, accents and case aside.

use ratatui::layout::Rect;

use super::{Layer, Reply};
use crate::domain::text::fold::fold;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, wrap};
use crate::ui::effect::{Answer, Choice, Question};
use crate::ui::keymap::{Action, Context};
use crate::ui::text_field::TextField;

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What choosing it means.
    pub choice: Choice,
    /// What it is called.
    pub label: String,
    /// A few words at the right: how often it was used.
    pub hint: String,
    /// What it means, beside the list while it is in hand.
    pub detail: String,
    /// Ticked, where several can be.
    pub ticked: bool,
}

impl Item {
    /// An item that needs no words but its name.
    pub fn new(choice: Choice, label: impl Into<String>) -> Self {
        Self {
            choice,
            label: label.into(),
            hint: String::new(),
            detail: String::new(),
            ticked: false,
        }
    }

    /// With a few words at the right.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: hint.into(),
            ..self
        }
    }

    /// With what it means.
    pub fn detail(self, detail: impl Into<String>) -> Self {
        Self {
            detail: detail.into(),
            ..self
        }
    }

    /// Ticked or not.
    pub fn ticked(self, ticked: bool) -> Self {
        Self { ticked, ..self }
    }
}

/// What choosing is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    One,
    Ticks,
    Order,
    Deletable,
}

/// A list to choose from.
pub struct Picker {
    question: Question,
    title: String,
    items: Vec<Item>,
    shown: Vec<usize>,
    filter: TextField,
    at: usize,
    top: usize,
    rows: usize,
    mode: Mode,
    /// Something was ticked or unticked since it opened.
    is_touched: bool,
}

impl Picker {
    /// Asks for one of the items.
    pub fn new(question: Question, title: impl Into<String>, items: Vec<Item>) -> Self {
        let shown = (0..items.len()).collect();
        Self {
            question,
            title: title.into(),
            items,
            shown,
            filter: TextField::line(""),
            at: 0,
            top: 0,
            rows: 1,
            mode: Mode::One,
            is_touched: false,
        }
    }

    /// Asks for any number of the items.
    pub fn ticks(self) -> Self {
        Self {
            mode: Mode::Ticks,
            ..self
        }
    }

    /// Asks for any number of the items, and their order.
    pub fn order(self) -> Self {
        Self {
            mode: Mode::Order,
            ..self
        }
    }

    /// Asks for one of the items, which can also be deleted.
    pub fn deletable(self) -> Self {
        Self {
            mode: Mode::Deletable,
            ..self
        }
    }

    /// Begins with what was typed to open it.
    pub fn typed(mut self, text: &str) -> Self {
        self.filter.set(text);
        self.refilter();
        self
    }

    /// Begins at an item.
    pub fn at(mut self, choice: &Choice) -> Self {
        if let Some(place) = self
            .shown
            .iter()
            .position(|&index| self.items[index].choice == *choice)
        {
            self.at = place;
        }
        self
    }

    fn refilter(&mut self) {
        let typed = fold(&self.filter.text());
        let words: Vec<&str> = typed.split(' ').filter(|word| !word.is_empty()).collect();
        let fits = |item: &Item| {
            let label = fold(&item.label);
            words.iter().all(|word| label.contains(word))
        };
        self.shown = (0..self.items.len())
            .filter(|&index| fits(&self.items[index]))
            .collect();
        // What begins as typed comes first.
        self.shown
            .sort_by_key(|&index| !fold(&self.items[index].label).starts_with(&typed));
        self.at = 0;
    }

    fn in_hand(&self) -> Option<&Item> {
        self.shown.get(self.at).map(|&index| &self.items[index])
    }

    fn ticked(&self) -> Vec<Choice> {
        self.items
            .iter()
            .filter(|item| item.ticked)
            .map(|item| item.choice.clone())
            .collect()
    }

    fn go(&mut self, by: isize) -> Reply {
        let last = self.shown.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        Reply::Stay
    }

    /// Goes one step, round the ends.
    fn turn(&mut self, by: isize) -> Reply {
        let many = self.shown.len().max(1);
        self.at = (self.at + many).saturating_add_signed(by) % many;
        Reply::Stay
    }

    fn tick(&mut self) -> Reply {
        self.is_touched = true;
        if let Some(&index) = self.shown.get(self.at) {
            self.items[index].ticked = !self.items[index].ticked;
        }
        Reply::Tell(Answer::Many(self.ticked()))
    }

    fn accept(&mut self) -> Reply {
        match self.mode {
            Mode::One | Mode::Deletable => match self.in_hand() {
                Some(item) => Reply::Answer(Answer::One(item.choice.clone())),
                None => Reply::Stay,
            },
            Mode::Ticks | Mode::Order => {
                // Enter on the one wanted is enough; none left ticked is an answer too.
                if self.mode == Mode::Ticks && !self.is_touched && self.ticked().is_empty() {
                    self.tick();
                }
                Reply::Answer(Answer::Many(self.ticked()))
            }
        }
    }

    fn shift(&mut self, down: bool) -> Reply {
        let to = if down {
            self.at + 1
        } else {
            self.at.wrapping_sub(1)
        };
        let (Some(&from), Some(&other)) = (self.shown.get(self.at), self.shown.get(to)) else {
            return Reply::Stay;
        };
        self.items.swap(from, other);
        self.at = to;
        Reply::Tell(Answer::Many(self.ticked()))
    }

    fn draw_items(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        self.rows = usize::from(area.height).max(1);
        self.top = self
            .top
            .clamp((self.at + 1).saturating_sub(self.rows), self.at);
        let raised = canvas.theme.raised();
        if self.shown.is_empty() {
            canvas.text(
                area.x,
                area.y,
                area.width,
                "Rien ne correspond.",
                raised.patch(canvas.theme.muted()),
            );
        }
        let places = self.shown.iter().enumerate().skip(self.top);
        for (y, (place, &index)) in (area.y..area.bottom()).zip(places) {
            let item = &self.items[index];
            let line = Rect::new(area.x, y, area.width, 1);
            let here = place == self.at;
            let style = if here {
                canvas.theme.selected()
            } else {
                raised
            };
            canvas.tint(line, style);
            let mark = if here { "▌" } else { " " };
            canvas.text(area.x, y, 1, mark, style.patch(canvas.theme.focus()));
            let box_ = match (self.mode, item.ticked) {
                (Mode::One | Mode::Deletable, _) => "",
                (_, true) => "[x] ",
                (_, false) => "[ ] ",
            };
            let hint = canvas.right(line, &item.hint, style.patch(canvas.theme.muted()));
            let room = area.width.saturating_sub(hint + 2);
            let used = canvas.text(area.x + 1, y, room, box_, style);
            canvas.text(area.x + 1 + used, y, room - used, &item.label, style);
            canvas.click(line, ClickTarget::Row(place));
        }
    }
}

impl Layer for Picker {
    fn question(&self) -> Question {
        self.question.clone()
    }

    fn contexts(&self) -> &'static [Context] {
        match self.mode {
            Mode::One => &[Context::Picker],
            Mode::Ticks => &[Context::Ticks, Context::Picker],
            Mode::Order => &[Context::Order, Context::Ticks, Context::Picker],
            Mode::Deletable => &[Context::Deletable, Context::Picker],
        }
    }

    fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Previous => self.turn(-1),
            Action::Next => self.turn(1),
            // The wheel, which stops at both ends.
            Action::Up => self.go(-1),
            Action::Down => self.go(1),
            Action::PageUp => self.go(-10),
            Action::PageDown => self.go(10),
            Action::Accept => self.accept(),
            Action::Tick => self.tick(),
            Action::MoveUp => self.shift(false),
            Action::MoveDown => self.shift(true),
            Action::Delete => match self.in_hand() {
                Some(item) => Reply::Answer(Answer::Delete(item.choice.clone())),
                None => Reply::Stay,
            },
            Action::Back => Reply::Answer(Answer::Closed),
            _ => Reply::Stay,
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

    fn click(&mut self, hit: &ClickTarget) -> Reply {
        match hit {
            ClickTarget::Row(place) if *place < self.shown.len() => {
                self.at = *place;
                match self.mode {
                    Mode::One | Mode::Deletable => self.accept(),
                    Mode::Ticks | Mode::Order => self.tick(),
                }
            }
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let explains = self.items.iter().any(|item| !item.detail.is_empty());
        let width = if explains { 92 } else { 56 }.min(area.width.saturating_sub(2));
        let height = clamp(self.items.len()) + 5;
        let height = height.clamp(8, 22).min(area.height);
        let inner = canvas.raise(centered(area, width, height), &self.title);
        if inner.height < 3 {
            return;
        }
        let raised = canvas.theme.raised();
        let used = canvas.text(
            inner.x,
            inner.y,
            inner.width,
            "› ",
            raised.patch(canvas.theme.focus()),
        );
        let line = Rect::new(inner.x + used, inner.y, inner.width.saturating_sub(used), 1);
        if self.filter.is_empty() {
            let hint = if self.mode == Mode::One || self.mode == Mode::Deletable {
                "tapez pour chercher"
            } else {
                "tapez pour chercher, Espace pour cocher"
            };
            canvas.text(
                line.x + 1,
                line.y,
                line.width.saturating_sub(1),
                hint,
                raised.patch(canvas.theme.muted()),
            );
            self.filter.draw(
                canvas,
                Rect {
                    width: 1.min(line.width),
                    ..line
                },
                true,
            );
        } else {
            self.filter.draw(canvas, line, true);
        }
        let body = Rect::new(inner.x, inner.y + 2, inner.width, inner.height - 2);
        let beside = explains && body.width >= 60;
        let list = if beside {
            Rect {
                width: body.width * 6 / 10,
                ..body
            }
        } else {
            body
        };
        let below = explains && !beside && body.height > 5;
        let list = if below {
            Rect {
                height: body.height - 3,
                ..list
            }
        } else {
            list
        };
        self.draw_items(canvas, list);
        let detail = self
            .in_hand()
            .map(|item| item.detail.clone())
            .unwrap_or_default();
        let room = if beside {
            canvas.upright(list.right() + 1, body.y, body.height);
            Rect::new(
                list.right() + 3,
                body.y,
                body.width.saturating_sub(list.width + 3),
                body.height,
            )
        } else if below {
            Rect::new(body.x, list.bottom(), body.width, 3)
        } else {
            return;
        };
        let lines = wrap(&detail, usize::from(room.width));
        for (y, line) in (room.y..room.bottom()).zip(&lines) {
            canvas.text(
                room.x,
                y,
                room.width,
                line,
                raised.patch(canvas.theme.note()),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::key::Code;

    fn picker() -> Picker {
        let labels = [
            "Accès aux droits",
            "Cyberharcèlement",
            "Educonnect",
            "Jeux vidéo",
            "Les jeux",
        ];
        let items = labels
            .iter()
            .enumerate()
            .map(|(index, label)| Item::new(Choice::Index(index), *label));
        Picker::new(Question::Sort, "Choisir", items.collect())
    }

    fn type_in(picker: &mut Picker, text: &str) {
        for character in text.chars() {
            picker.key(Key::ch(character));
        }
    }

    #[test]
    fn typing_filters_without_regard_to_accents_or_case() {
        let mut picker = picker();
        type_in(&mut picker, "ACCES");
        assert_eq!(
            picker.act(Action::Accept),
            Reply::Answer(Answer::One(Choice::Index(0)))
        );
        let mut picker = self::picker();
        type_in(&mut picker, "jeu");
        assert_eq!(picker.shown, [3, 4]);
        picker.key(Key::plain(Code::Backspace));
        type_in(&mut picker, "zz");
        assert_eq!(picker.act(Action::Accept), Reply::Stay);
    }

    #[test]
    fn the_ends_of_the_list_meet() {
        let mut picker = picker();
        picker.act(Action::Previous);
        assert_eq!(
            picker.act(Action::Accept),
            Reply::Answer(Answer::One(Choice::Index(4)))
        );
        picker.act(Action::Next);
        assert_eq!(picker.at, 0);
    }

    #[test]
    fn the_wheel_stops_at_both_ends() {
        let mut picker = picker();
        picker.act(Action::Up);
        assert_eq!(picker.at, 0);
        for _ in 0..9 {
            picker.act(Action::Down);
        }
        assert_eq!(picker.at, 4);
    }

    #[test]
    fn ticks_are_told_at_once_and_enter_takes_the_one_in_hand() {
        let mut ticks = picker().ticks();
        ticks.act(Action::Next);
        let told = ticks.act(Action::Tick);
        assert_eq!(told, Reply::Tell(Answer::Many(vec![Choice::Index(1)])));
        let mut none = picker().ticks();
        assert_eq!(
            none.act(Action::Accept),
            Reply::Answer(Answer::Many(vec![Choice::Index(0)]))
        );
        // Nothing ticked is an answer, once something was unticked.
        let mut one = picker().ticks();
        one.items[0].ticked = true;
        one.act(Action::Tick);
        let told = one.act(Action::Accept);
        assert_eq!(told, Reply::Answer(Answer::Many(Vec::new())));
    }

    #[test]
    fn items_are_moved_in_their_order() {
        let mut order = picker().order();
        order.act(Action::Tick);
        order.act(Action::Down);
        order.act(Action::Tick);
        let told = order.act(Action::MoveUp);
        assert_eq!(
            told,
            Reply::Tell(Answer::Many(vec![Choice::Index(1), Choice::Index(0)]))
        );
    }
}
