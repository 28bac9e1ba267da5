//! A text field, of one line or several.

use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::Widget;
use tui_textarea::{CursorMove, Input, Key as AreaKey, TextArea, WrapMode};
use unicode_segmentation::UnicodeSegmentation;

use super::canvas::{Canvas, Cursor};
use crate::domain::text::displayable;
use crate::terminal::key::{Code, Key};

/// A text field.
pub struct TextField {
    area: TextArea<'static>,
    multiline: bool,
}

impl TextField {
    /// A field of one line.
    pub fn line(text: &str) -> Self {
        Self::new(text, false)
    }

    /// A field of several lines, wrapped between words.
    pub fn lines(text: &str) -> Self {
        Self::new(text, true)
    }

    fn new(text: &str, multiline: bool) -> Self {
        let lines = if multiline {
            displayable::lines(text)
                .split('\n')
                .map(str::to_owned)
                .collect()
        } else {
            vec![displayable::line(text).into_owned()]
        };
        let mut area = TextArea::new(lines);
        area.set_cursor_line_style(Style::new());
        area.set_cursor_style(Style::new());
        if multiline {
            area.set_wrap_mode(WrapMode::WordOrGlyph);
        }
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, multiline }
    }

    /// Returns its text.
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether its text is empty.
    pub fn is_empty(&self) -> bool {
        self.area.is_empty()
    }

    /// Replaces its text.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text, self.multiline);
    }

    /// Whether the cursor can go up (`true`) or down (`false`) within the text as it is wrapped.
    pub fn can_move(&self, up: bool) -> bool {
        let mut moved = self.area.clone();
        moved.move_cursor(if up { CursorMove::Up } else { CursorMove::Down });
        moved.cursor() != self.area.cursor()
    }

    /// Handles a key. Returns whether the text has changed.
    pub fn key(&mut self, key: Key) -> bool {
        if let Some(character) = key.text() {
            if displayable::is_hidden(character) {
                return false;
            }
            self.area.insert_char(character);
            self.leave_cluster(true);
            return true;
        }
        if key == Key::ctrl('a') {
            self.select_all();
            return false;
        }
        let moves = !matches!(key.code, Code::Char(_));
        let code = match key.code {
            Code::Backspace => AreaKey::Backspace,
            Code::Delete => AreaKey::Delete,
            Code::Left => AreaKey::Left,
            Code::Right => AreaKey::Right,
            Code::Home => AreaKey::Home,
            Code::End => AreaKey::End,
            Code::Up if self.multiline => AreaKey::Up,
            Code::Down if self.multiline => AreaKey::Down,
            Code::Enter if self.multiline => AreaKey::Enter,
            _ => return false,
        };
        // Unselects at the end of the text too, where the cursor can't move.
        if !key.shift && !matches!(key.code, Code::Backspace | Code::Delete | Code::Enter) {
            self.select_none();
        }
        let input = Input {
            key: code,
            ctrl: key.ctrl,
            alt: key.alt,
            shift: key.shift,
        };
        if !moves {
            return false;
        }
        let changed = match key.code {
            Code::Backspace | Code::Delete => self.delete(input),
            _ => self.area.input(input),
        };
        self.leave_cluster(key.code == Code::Right);
        changed
    }

    /// Deletes the selection, or what the key deletes, widened to whole grapheme clusters: the text area
    /// counts code points, a reader sees a flag or « é » as one character.
    fn delete(&mut self, input: Input) -> bool {
        if self.selection().is_none() {
            self.select_none();
        }
        let mut after = self.area.clone();
        let changed = after.input(input.clone());
        let line_count = self.area.lines().len();
        if !changed || self.area.is_selecting() || after.lines().len() != line_count {
            return self.area.input(input);
        }
        let cursor = after.cursor();
        let line = &self.area.lines()[cursor.0];
        let deleted = line.chars().count() - after.lines()[cursor.0].chars().count();
        let start = boundary(line, cursor.1, false);
        let end = boundary(line, cursor.1 + deleted, true);
        self.jump(cursor.0, start) && self.area.delete_str(end - start)
    }

    /// Moves the cursor out of the grapheme cluster it is within: to its end, or to its beginning.
    fn leave_cluster(&mut self, forward: bool) {
        let cursor = self.area.cursor();
        let column = boundary(&self.area.lines()[cursor.0], cursor.1, forward);
        if column != cursor.1 {
            self.jump(cursor.0, column);
        }
    }

    /// Moves the cursor to a line and a code point of it. Returns whether it could.
    fn jump(&mut self, line: usize, column: usize) -> bool {
        let (Ok(line), Ok(column)) = (u16::try_from(line), u16::try_from(column)) else {
            return false;
        };
        self.area.move_cursor(CursorMove::Jump(line, column));
        true
    }

    /// Inserts a pasted text; in a field of one line, line ends become spaces.
    pub fn paste(&mut self, text: &str) -> bool {
        let text = if self.multiline {
            displayable::lines(text)
        } else {
            displayable::line(text.trim_end_matches('\n'))
        };
        self.area.insert_str(text)
    }

    /// Moves the cursor back by a number of characters.
    pub fn move_back(&mut self, characters: usize) {
        for _ in 0..characters {
            self.area.move_cursor(CursorMove::Back);
        }
    }

    /// Deletes the whole text. Returns whether there was any.
    pub fn clear(&mut self) -> bool {
        self.area.select_all();
        self.area.cut()
    }

    /// Selects the whole text: what is typed next replaces it.
    pub fn select_all(&mut self) {
        self.area.select_all();
    }

    /// Clears the selection.
    pub fn select_none(&mut self) {
        self.area.cancel_selection();
    }

    /// Returns the selected text, if there is one.
    pub fn selection(&self) -> Option<String> {
        let mut copied = self.area.clone();
        copied.set_yank_text("");
        copied.copy();
        Some(copied.yank_text()).filter(|text| !text.is_empty())
    }

    /// Undoes the last change of the text. Returns whether there was one.
    pub fn undo(&mut self) -> bool {
        self.area.undo()
    }

    /// Redoes the last change undone. Returns whether there was one.
    pub fn redo(&mut self) -> bool {
        self.area.redo()
    }

    /// Draws the field of a search in a dialog: a mark before it, and a hint while it is empty.
    pub fn draw_search(&mut self, canvas: &mut Canvas<'_>, area: Rect, hint: &str) {
        let raised = canvas.theme.raised();
        let (focus, muted) = (canvas.theme.focus(), canvas.theme.muted());
        let used = canvas.text(area.x, area.y, area.width, "› ", raised.patch(focus));
        let field = Rect::new(area.x + used, area.y, area.width - used, 1);
        if self.is_empty() {
            canvas.text(field.x + 1, field.y, field.width, hint, raised.patch(muted));
            // The cursor is for the row that the arrows select below, until something is typed.
            canvas.point_at(field.as_position());
        } else {
            self.draw(canvas, field, true);
        }
    }

    /// Draws the text, and the terminal's cursor when it has the focus.
    pub fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, focused: bool) {
        let area = area.intersection(*canvas.buf.area());
        if area.is_empty() {
            return;
        }
        let style = canvas.theme.field(focused);
        canvas.tint(area, style);
        self.area.set_style(style);
        self.area.set_selection_style(canvas.theme.selected());
        (&self.area).render(area, canvas.buf);
        if focused {
            let cursor = self.area.screen_cursor();
            let (top, left) = self.area.scroll_offset();
            if left > 0 {
                canvas.text(area.x, area.y, 1, "‹", style.patch(canvas.theme.accent()));
            }
            let column = u16::try_from(cursor.col)
                .unwrap_or(u16::MAX)
                .saturating_sub(left);
            let row = u16::try_from(cursor.row)
                .unwrap_or(u16::MAX)
                .saturating_sub(top);
            canvas.cursor = Some(Cursor::Shown(Position::new(
                area.x + column.min(area.width - 1),
                area.y + row.min(area.height - 1),
            )));
        }
    }
}

/// Returns the code point nearest to `column` at which a grapheme cluster of the line ends (`forward`) or
/// begins.
fn boundary(line: &str, column: usize, forward: bool) -> usize {
    if line.is_ascii() {
        return column;
    }
    let mut end = 0;
    for cluster in line.graphemes(true) {
        let start = end;
        end += cluster.chars().count();
        if end > column {
            return if forward && start < column {
                end
            } else {
                start
            };
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_line_refuses_line_ends_and_hidden_characters() {
        let mut field = TextField::line("");
        for character in ['É', '@', '\u{202e}', '\u{200b}', '€'] {
            field.key(Key::ch(character));
        }
        field.key(Key::plain(Code::Enter));
        field.paste("a\nb\u{1b}[31m\n");
        assert_eq!(field.text(), "É@€a b[31m");
        assert!(!field.key(Key::ctrl('k')));
    }

    #[test]
    fn text_is_inserted_before_the_end_and_cleared() {
        let mut field = TextField::line("liste.csv");
        field.move_back(4);
        field.paste(" 2");
        assert_eq!(field.text(), "liste 2.csv");
        assert!(field.clear());
        assert!(field.is_empty() && !field.clear());
        assert!(field.undo());
        assert_eq!(field.text(), "liste 2.csv");
    }

    #[test]
    fn several_lines_keep_line_ends() {
        let mut field = TextField::lines("un");
        field.key(Key::plain(Code::Enter));
        field.paste("deux\ntrois");
        assert_eq!(field.text(), "un\ndeux\ntrois");
        assert!(field.undo());
        assert!(field.can_move(true));
    }

    #[test]
    fn the_cursor_moves_through_wrapped_lines() {
        let mut field = TextField::lines("un deux trois quatre cinq");
        let area = Rect::new(0, 0, 12, 5);
        let mut buffer = ratatui::buffer::Buffer::empty(area);
        (&field.area).render(area, &mut buffer);
        assert!(field.can_move(true) && !field.can_move(false));
        field.key(Key::plain(Code::Up));
        assert!(field.can_move(false));
    }

    #[test]
    fn arrows_and_deletions_take_a_flag_a_family_or_an_accented_letter_whole() {
        for cluster in [
            "🇫🇷",
            "👨\u{200d}👩\u{200d}👧",
            "e\u{301}",
            "👍🏽",
            "1\u{fe0f}\u{20e3}",
        ] {
            for new in [TextField::line as fn(&str) -> TextField, TextField::lines] {
                let text = format!("a{cluster}b");
                let keys = |keys: &[Key]| {
                    let mut field = new(&text);
                    for key in keys {
                        field.key(*key);
                    }
                    field
                };
                let plain = Key::plain;
                let (left, right) = (plain(Code::Left), plain(Code::Right));
                let (back, delete) = (plain(Code::Backspace), plain(Code::Delete));
                let home = plain(Code::Home);
                let shifted = Key {
                    shift: true,
                    ..left
                };
                assert_eq!(keys(&[left, back]).text(), "ab", "{cluster}");
                assert_eq!(keys(&[left, left, delete]).text(), "ab", "{cluster}");
                assert_eq!(keys(&[home, right, delete]).text(), "ab", "{cluster}");
                assert_eq!(keys(&[home, right, right, back]).text(), "ab", "{cluster}");
                let selected = keys(&[left, shifted]).selection();
                assert_eq!(selected.as_deref(), Some(cluster));
                assert_eq!(keys(&[left, shifted, back]).text(), "ab", "{cluster}");
                let nothing = Key {
                    shift: true,
                    ..right
                };
                let end = keys(&[plain(Code::Backspace), nothing, back]);
                assert_eq!(end.text(), "a", "{cluster}");
                let typed = keys(&[left, left, Key::ch('z')]).text();
                assert_eq!(typed, format!("az{cluster}b"));
                let mut undone = keys(&[left, back]);
                assert!(undone.undo());
                assert_eq!(undone.text(), text);
            }
        }
    }

    #[test]
    fn a_word_is_deleted_with_the_whole_cluster_it_begins_with() {
        let mut field = TextField::line("a #\u{fe0f}\u{20e3}");
        let mut word = Key::plain(Code::Backspace);
        word.alt = true;
        field.key(word);
        assert_eq!(field.text(), "a ");
    }

    #[test]
    fn the_whole_text_is_selected_copied_and_replaced() {
        let mut field = TextField::lines("un\ndeux");
        assert_eq!(field.selection(), None);
        field.key(Key::ctrl('a'));
        assert_eq!(field.selection().as_deref(), Some("un\ndeux"));
        field.key(Key::ch('3'));
        assert_eq!((field.text().as_str(), field.selection()), ("3", None));
    }

    proptest! {
        #[test]
        fn the_cursor_is_never_within_a_cluster(
            text in "[a #e\u{301}\u{fe0f}\u{20e3}🇫🇷👨👩\u{200d}\n]{0,12}",
            keys in proptest::collection::vec(0usize..9, 0..12),
        ) {
            use Code::{Backspace, Delete, Down, End, Home, Left, Right, Up};
            let mut field = TextField::lines(&text);
            for key in keys {
                let codes = [Left, Right, Home, End, Up, Down, Backspace, Delete];
                field.key(codes.get(key).map_or(Key::ch('x'), |code| Key::plain(*code)));
                let cursor = field.area.cursor();
                let line = &field.area.lines()[cursor.0];
                prop_assert_eq!(boundary(line, cursor.1, true), cursor.1);
            }
        }

        #[test]
        fn any_text_can_be_pasted_and_read_back(text in any::<String>()) {
            let mut field = TextField::lines("");
            field.paste(&text);
            prop_assert_eq!(field.text(), displayable::lines(&text).into_owned());
        }
    }
}
