//! The help: the keys of the current screen by purpose, then those of other screens; searched as one
//! types, and a key found can be run.

use ratatui::layout::{Constraint, Layout, Rect};

use super::{Layer, Reply};
use crate::domain::text::fold::fold;
use crate::terminal::key::Key;
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, wrap};
use crate::ui::keymap;
use crate::ui::keymap::{Action, Binding, Context, Purpose};
use crate::ui::text_field::TextField;

/// The minimum inner width for two columns.
const TWO_COLUMNS_WIDTH: u16 = 100;

/// The maximum width of the help.
const MAX_WIDTH: u16 = 150;

/// The cells between the two columns.
const COLUMN_GAP: u16 = 3;

/// The help.
pub struct Help {
    /// The keys of the current screen.
    here: Vec<Block>,
    /// The keys of other screens.
    elsewhere: Vec<Block>,
    /// What is searched.
    typed: TextField,
    /// The index of the selected row among those found on the current screen.
    selected: usize,
    /// The first visible line.
    top: usize,
    /// How many lines are visible.
    page: usize,
    /// The inner width of the last frame.
    width: u16,
}

/// Keys under a title.
struct Block {
    title: &'static str,
    rows: Vec<Row>,
}

/// Keys, and what they do.
#[derive(Clone)]
struct Row {
    keys: String,
    /// Its name at the foot of the screen.
    label: &'static str,
    help: &'static str,
    /// The place of a key of another screen, by which it is found too.
    place: &'static str,
    action: Action,
}

impl Row {
    /// Whether each of the searched words, folded, is a key or begins a word of its name, sentence or place.
    fn matches(&self, words: &[String]) -> bool {
        let (keys, help) = (
            fold(&self.keys),
            fold(&format!("{} {} {}", self.label, self.help, self.place)),
        );
        let begins = |word: &str| {
            let mut others = help.split(|letter: char| !letter.is_alphanumeric());
            others.any(|other| other.starts_with(word))
        };
        let is_key = |word: &str| keys.split(' ').any(|key| key == word);
        words.iter().all(|word| begins(word) || is_key(word))
    }
}

/// A line of a column of the help.
#[derive(Clone)]
enum HelpLine {
    /// The title of the blocks below.
    Heading(&'static str),
    Title(&'static str),
    /// Keys and what they do; what Enter does, for those found on the current screen.
    Keys(String, String, Option<Action>),
    Blank,
}

/// Returns the width of the keys in a column of that width.
fn keys_width(width: u16) -> u16 {
    22.min(width / 3)
}

impl Block {
    fn new<'b>(
        title: &'static str,
        place: &'static str,
        bindings: impl Iterator<Item = &'b Binding>,
    ) -> Self {
        let mut block = Self {
            title,
            rows: Vec::new(),
        };
        bindings.for_each(|binding| block.add(binding, place));
        block
    }

    /// Adds the keys of a binding, on the row of those that do the same if there is one.
    fn add(&mut self, binding: &Binding, place: &'static str) {
        let keys: Vec<String> = binding.keys.iter().map(|name| key_label(name)).collect();
        let keys = keys.join(" ou ");
        match self.rows.iter_mut().find(|row| row.help == binding.help) {
            Some(same) => same.keys = format!("{} ou {keys}", same.keys),
            None => self.rows.push(Row {
                keys,
                label: binding.label,
                help: binding.help,
                place,
                action: binding.action,
            }),
        }
    }

    /// Returns what of it matches the searched words; `None` when nothing does.
    fn found(&self, words: &[String]) -> Option<Self> {
        let rows = self.rows.iter().filter(|row| row.matches(words));
        let rows: Vec<Row> = rows.cloned().collect();
        (!rows.is_empty()).then_some(Self {
            title: self.title,
            rows,
        })
    }

    /// Returns its lines in a column of that width.
    fn lines(&self, width: u16) -> Vec<HelpLine> {
        let keys_width = keys_width(width);
        let room = width.saturating_sub(keys_width + 1);
        let mut lines = vec![HelpLine::Title(self.title)];
        for row in &self.rows {
            let keys = wrap(&row.keys, usize::from(keys_width));
            let help = wrap(row.help, usize::from(room));
            let part = |parts: &[String], line| parts.get(line).cloned().unwrap_or_default();
            for line in 0..keys.len().max(help.len()) {
                let (keys, help) = (part(&keys, line), part(&help, line));
                lines.push(HelpLine::Keys(keys, help, Some(row.action)));
            }
        }
        lines.push(HelpLine::Blank);
        lines
    }
}

/// Lays blocks out in one column or two of about the same height. Returns rows of one line a column.
fn in_columns(blocks: &[Block], width: u16, columns: u16) -> Vec<Vec<HelpLine>> {
    let blocks: Vec<Vec<HelpLine>> = blocks.iter().map(|block| block.lines(width)).collect();
    let count = |blocks: &[Vec<HelpLine>]| blocks.iter().map(Vec::len).sum::<usize>();
    let split = match columns {
        1 => blocks.len(),
        _ => (0..=blocks.len())
            .min_by_key(|&split| count(&blocks[..split]).max(count(&blocks[split..])))
            .unwrap_or(0),
    };
    let (left, right) = (blocks[..split].concat(), blocks[split..].concat());
    let line = |lines: &[HelpLine], row: usize| lines.get(row).cloned().unwrap_or(HelpLine::Blank);
    (0..left.len().max(right.len()))
        .map(|row| vec![line(&left, row), line(&right, row)])
        .collect()
}

impl Help {
    /// The help of a screen with these contexts and available bindings. Where the carnet can only be read,
    /// no key of another screen that writes is listed.
    pub fn new(
        contexts: &[Context],
        available: &[(Context, &'static Binding)],
        is_read_only: bool,
    ) -> Self {
        let by_purpose = |purpose: Purpose| {
            let bindings = available.iter().map(|(_, binding)| *binding);
            let bindings = bindings.filter(move |binding| binding.action.purpose() == purpose);
            Block::new(purpose.title(), "", bindings)
        };
        let mut here: Vec<Block> = Purpose::ALL.into_iter().map(by_purpose).collect();
        here.retain(|block| !block.rows.is_empty());
        let is_here = |context: &Context| {
            let mut shared = contexts.iter().flat_map(|here| here.shared());
            contexts.contains(context) || shared.any(|shared| shared == context)
        };
        let mut elsewhere: Vec<Block> = Vec::new();
        for context in Context::all().filter(|context| !is_here(context)) {
            let bindings = keymap::own_bindings(context)
                .filter(|binding| !(is_read_only && binding.action.writes_in(context)));
            match elsewhere.last_mut() {
                Some(last) if last.title == context.title() => {
                    bindings.for_each(|binding| last.add(binding, context.title()));
                }
                _ => elsewhere.push(Block::new(context.title(), context.title(), bindings)),
            }
        }
        elsewhere.retain(|block| !block.rows.is_empty());
        Self {
            here,
            elsewhere,
            typed: TextField::line(""),
            selected: 0,
            top: 0,
            page: 1,
            width: 0,
        }
    }

    /// Returns the number of columns, and the width of each.
    fn columns(&self) -> (u16, u16) {
        if self.width >= TWO_COLUMNS_WIDTH {
            (2, (self.width - COLUMN_GAP) / 2)
        } else {
            (1, self.width)
        }
    }

    /// Returns the searched words, folded.
    fn words(&self) -> Vec<String> {
        let typed = fold(&self.typed.text());
        typed.split_whitespace().map(str::to_owned).collect()
    }

    fn lines(&self) -> Vec<Vec<HelpLine>> {
        let (columns, width) = self.columns();
        let words = self.words();
        let found = |blocks: &[Block]| -> Vec<Block> {
            blocks
                .iter()
                .filter_map(|block| block.found(&words))
                .collect()
        };
        let (here, elsewhere) = (found(&self.here), found(&self.elsewhere));
        let mut lines = in_columns(&here, width, columns);
        if here.is_empty() && elsewhere.is_empty() {
            return vec![vec![HelpLine::Heading("Rien ne correspond.")]];
        }
        if !elsewhere.is_empty() {
            lines.push(vec![HelpLine::Heading("Ailleurs")]);
            lines.push(Vec::new());
        }
        let unavailable = in_columns(&elsewhere, width, columns)
            .into_iter()
            .map(|columns| {
                let lines = columns.into_iter().map(|line| match line {
                    HelpLine::Keys(keys, help, _) => HelpLine::Keys(keys, help, None),
                    other => other,
                });
                lines.collect()
            });
        lines.extend(unavailable);
        // Nothing follows the last block.
        lines.pop();
        lines
    }

    /// Returns the keys of the current screen that match what is searched; none when nothing is.
    fn found_here(&self) -> Vec<&Row> {
        let words = self.words();
        let rows = self.here.iter().flat_map(|block| &block.rows);
        rows.filter(|row| !words.is_empty() && row.matches(&words))
            .collect()
    }

    /// Returns the action of the selected row.
    fn selected(&self) -> Option<Action> {
        self.found_here().get(self.selected).map(|row| row.action)
    }

    /// Moves to another found row, or scrolls where nothing is searched.
    fn go(&mut self, by: isize) -> Reply {
        let count = self.found_here().len();
        if count == 0 {
            return self.scroll(by);
        }
        self.selected = self.selected.saturating_add_signed(by).min(count - 1);
        self.show_selected();
        Reply::Stay
    }

    /// Scrolls so that the selected row is visible.
    fn show_selected(&mut self) {
        let selected = self.selected();
        let is_selected = |line: &HelpLine| matches!(line, HelpLine::Keys(_, _, action) if selected.is_some() && *action == selected);
        let lines = self.lines();
        if let Some(line) = lines
            .iter()
            .position(|columns| columns.iter().any(is_selected))
        {
            let least = (line + 1).saturating_sub(self.page);
            self.top = self.top.clamp(least, line);
        }
    }

    fn scroll(&mut self, by: isize) -> Reply {
        let last = self.lines().len().saturating_sub(self.page);
        self.top = self.top.saturating_add_signed(by).min(last);
        Reply::Stay
    }

    fn searched(&mut self, is_changed: bool) -> Reply {
        if is_changed {
            self.selected = 0;
            self.top = 0;
            self.show_selected();
        }
        Reply::Stay
    }
}

/// Returns the name of a key as the screen shows it.
pub fn key_label(name: &str) -> String {
    Key::parse(name).map_or_else(|| name.to_owned(), |key| key.to_string())
}

impl Layer for Help {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Help]
    }

    fn act(&mut self, action: Action) -> Reply {
        let page = isize::try_from(self.page).unwrap_or(1);
        match action {
            Action::Accept => match self.selected() {
                Some(action) => Reply::Run(action),
                None if self.typed.is_empty() => Reply::closed(),
                None => Reply::Stay,
            },
            Action::Back => Reply::closed(),
            Action::Up => self.go(-1),
            Action::Down => self.go(1),
            Action::PageUp => self.scroll(-page),
            Action::PageDown => self.scroll(page),
            Action::Clear => {
                let is_changed = self.typed.clear();
                self.searched(is_changed)
            }
            _ => Reply::Stay,
        }
    }

    fn key(&mut self, key: Key) -> Reply {
        let is_changed = self.typed.key(key);
        self.searched(is_changed)
    }

    fn paste(&mut self, text: &str) -> Reply {
        let is_changed = self.typed.paste(text);
        self.searched(is_changed)
    }

    fn selection(&self) -> Option<String> {
        self.typed.selection()
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        match target {
            ClickTarget::Action(action) => Reply::Run(*action),
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let height = area.height.saturating_sub(2).max(3);
        let inner = canvas.raise(centered(area, MAX_WIDTH, height), "Aide");
        let [search, _, body, last] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Fill(1),
            // Reserved for the count of hidden lines.
            Constraint::Length(1),
        ])
        .areas(inner);
        self.typed
            .draw_search(canvas, search, "cherchez une touche ou un mot");
        self.page = usize::from(body.height).max(1);
        self.width = inner.width;
        let lines = self.lines();
        self.top = self.top.min(lines.len().saturating_sub(self.page));
        let (_, width) = self.columns();
        let selected = self.selected();
        let can_run = !self.typed.is_empty();
        for (y, columns) in (body.y..body.bottom()).zip(lines.iter().skip(self.top)) {
            let mut x = inner.x;
            for line in columns {
                draw_line(canvas, Rect::new(x, y, width, 1), line, selected, can_run);
                x += width + COLUMN_GAP;
            }
        }
        let hidden = lines.len().saturating_sub(self.top + self.page);
        if hidden > 0 {
            let more = format!(" ↓ encore {} ", clamp(hidden));
            let muted = canvas.theme.raised().patch(canvas.theme.muted());
            canvas.right(last, &more, muted);
        }
    }
}

/// Draws a line of a column; a line found on the current screen can be selected, and clicked.
fn draw_line(
    canvas: &mut Canvas<'_>,
    area: Rect,
    line: &HelpLine,
    selected: Option<Action>,
    can_run: bool,
) {
    let (theme, raised) = (canvas.theme, canvas.theme.raised());
    match line {
        HelpLine::Heading(text) => {
            let style = raised.patch(theme.heading());
            canvas.text(area.x, area.y, area.width, text, style);
        }
        HelpLine::Title(title) => {
            let style = raised.patch(theme.focus());
            canvas.text(area.x, area.y, area.width, title, style);
        }
        HelpLine::Keys(keys, help, action) => {
            let is_selected = action.is_some() && *action == selected;
            let base = if is_selected {
                theme.selected()
            } else {
                raised
            };
            canvas.tint(area, base);
            let keys_width = keys_width(area.width);
            canvas.text(area.x, area.y, keys_width, keys, base.patch(theme.key()));
            let room = area.width.saturating_sub(keys_width + 1);
            canvas.text(area.x + keys_width + 1, area.y, room, help, base);
            if let (true, Some(action)) = (can_run, action) {
                canvas.click(area, ClickTarget::Action(*action));
            }
        }
        HelpLine::Blank => {}
    }
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr as _;

    use super::*;

    #[test]
    fn every_sentence_is_shown_in_full_at_any_width() {
        for width in [56, 76, 88, 116, 146] {
            let mut help = Help::new(&[], &[], false);
            help.width = width;
            let (_, width) = help.columns();
            let (keys_width, mut shown) = (keys_width(width), [String::new(), String::new()]);
            for columns in help.lines() {
                for (line, shown) in columns.into_iter().zip(&mut shown) {
                    if let HelpLine::Keys(keys, help, _) = line {
                        assert!(keys.width() <= usize::from(keys_width), "{keys}");
                        assert!(
                            help.width() <= usize::from(width - keys_width - 1),
                            "{help}"
                        );
                        shown.push_str(&help);
                        shown.push(' ');
                    }
                }
            }
            for binding in keymap::all() {
                let is_shown = shown.iter().any(|shown| shown.contains(binding.help));
                assert!(is_shown, "{}", binding.help);
            }
        }
    }

    #[test]
    fn keys_of_the_current_screen_come_first_by_purpose() {
        let list = [Context::List, Context::Commands, Context::Everywhere];
        let help = Help::new(&list, &keymap::available(&list), false);
        let titles: Vec<&str> = help.here.iter().map(|block| block.title).collect();
        assert_eq!(titles, Purpose::ALL.map(Purpose::title));
        let has = |blocks: &[Block], keys: &str, help: &str| {
            let mut rows = blocks.iter().flat_map(|block| &block.rows);
            rows.any(|row| row.keys == keys && row.help == help)
        };
        assert!(has(&help.here[..1], "M", "Modifie l’événement"));
        assert!(has(&help.here, "É ou 2 ou F3", "Mes événements"));
        let elsewhere = help.elsewhere.iter().map(|block| block.title);
        let here = [Context::List, Context::Event, Context::Lines];
        let mut titles = elsewhere.filter(|title| here.iter().any(|here| here.title() == *title));
        assert_eq!(titles.next(), None);
    }

    #[test]
    fn what_is_typed_is_searched_and_the_key_found_is_run() {
        let list = [Context::List, Context::Commands, Context::Everywhere];
        let mut help = Help::new(&list, &keymap::available(&list), false);
        (help.width, help.page) = (116, 30);
        let all = help.lines().len();
        let run = |reply| match reply {
            Reply::Run(action) => Some(action),
            _ => None,
        };
        assert!(matches!(help.act(Action::Accept), Reply::Close(_)));
        help.paste("copie");
        assert!(help.lines().len() < all / 4);
        assert_eq!(run(help.act(Action::Accept)), Some(Action::Clone));
        // A key of another screen is found, and can't be run from here.
        help.typed.clear();
        help.paste("laisse de côté");
        assert!(help.lines().len() > 1);
        assert!(matches!(help.act(Action::Accept), Reply::Stay));
        help.paste("zzz");
        assert!(matches!(help.lines()[0][0], HelpLine::Heading(_)));
    }
}
