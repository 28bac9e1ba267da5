//! Two versions of the same thing, field by field, and which of each is kept.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::callback::{Callback, Target};
use super::{Layer, Reply};
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, wrap};
use crate::ui::effect::Outcome;
use crate::ui::keymap::{Action, Context};
use crate::ui::session::Session;
use crate::ui::theme::over;

/// A field of which there are two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned {
    /// What it is for whoever asks.
    pub index: usize,
    /// Its name.
    pub label: String,
    /// As it is typed here.
    pub mine: String,
    /// As another window saved it.
    pub theirs: String,
    /// Which is kept.
    pub keeps_mine: bool,
}

/// Asks which version of each field is kept. Its answer is the [`Versioned::index`] of the fields of
/// which the other is.
pub struct Versions {
    on_choice: Callback<Vec<usize>>,
    title: String,
    fields: Vec<Versioned>,
    at: usize,
    top: usize,
}

impl Versions {
    /// Asks about these fields, of which there is one at least.
    pub fn choose<S: Target + ?Sized>(
        title: impl Into<String>,
        fields: Vec<Versioned>,
        on_choice: impl Fn(&mut S, &mut Session, Vec<usize>) -> Outcome + 'static,
    ) -> Self {
        Self {
            on_choice: Callback::new(on_choice),
            title: title.into(),
            fields,
            at: 0,
            top: 0,
        }
    }

    fn go(&mut self, to: usize) -> Reply {
        self.at = to.min(self.fields.len().saturating_sub(1));
        Reply::Stay
    }

    fn turn(&mut self) -> Reply {
        if let Some(field) = self.fields.get_mut(self.at) {
            field.keeps_mine = !field.keeps_mine;
        }
        Reply::Stay
    }

    fn accept(&self) -> Reply {
        let theirs = self.fields.iter().filter(|field| !field.keeps_mine);
        let theirs = theirs.map(|field| field.index);
        self.on_choice.close(theirs.collect())
    }
}

impl Layer for Versions {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Versions]
    }

    fn act(&mut self, action: Action) -> Reply {
        match action {
            Action::Up => self.go(self.at.saturating_sub(1)),
            Action::Down => self.go(self.at + 1),
            Action::Tick => self.turn(),
            Action::Accept => self.accept(),
            Action::Back => Reply::Close(self.on_close()),
            _ => Reply::Stay,
        }
    }

    fn click(&mut self, hit: &ClickTarget) -> Reply {
        match hit {
            ClickTarget::Row(row) if *row == self.at => self.turn(),
            ClickTarget::Row(row) => self.go(*row),
            _ => Reply::Stay,
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 100.min(area.width.saturating_sub(2));
        let height = clamp(3 * self.fields.len()) + 4;
        let inner = canvas.raise(centered(area, width, height.min(area.height)), &self.title);
        let theme = canvas.theme;
        let raised = theme.raised();
        let text = "Espace choisit la version gardée de chaque champ\u{202f}; Entrée enregistre.";
        let told = wrap(text, usize::from(inner.width));
        for (y, line) in (inner.y..inner.bottom()).zip(&told) {
            canvas.text(inner.x, y, inner.width, line, over(raised, theme.muted()));
        }
        let body = Rect {
            y: inner.y + clamp(told.len()) + 1,
            height: inner.height.saturating_sub(clamp(told.len()) + 1),
            ..inner
        };
        let fits = usize::from(body.height / 3).max(1);
        self.top = self.top.clamp((self.at + 1).saturating_sub(fits), self.at);
        let mut y = body.y;
        for (index, field) in self.fields.iter().enumerate().skip(self.top).take(fits) {
            let here = index == self.at;
            let label = if here { theme.focus() } else { theme.muted() };
            let mark = if here { "▌" } else { " " };
            canvas.text(body.x, y, 1, mark, over(raised, theme.focus()));
            canvas.text(body.x + 1, y, body.width, &field.label, over(raised, label));
            for (row, (who, value, kept)) in [
                ("ici", &field.mine, field.keeps_mine),
                ("ailleurs", &field.theirs, !field.keeps_mine),
            ]
            .into_iter()
            .enumerate()
            {
                let sign = if kept { "(•)" } else { "( )" };
                let who = format!("{sign} {who:9} ");
                let value = if value.is_empty() { "—" } else { value };
                let value = value.replace('\n', " ");
                let style = if kept { Style::new() } else { theme.muted() };
                let pieces = [
                    (who.as_str(), over(raised, style)),
                    (value.as_str(), over(raised, style)),
                ];
                let y = y + 1 + clamp(row);
                if y < body.bottom() {
                    canvas.pieces(body.x + 2, y, body.width.saturating_sub(2), &pieces);
                }
            }
            canvas.click(Rect::new(body.x, y, body.width, 3), ClickTarget::Row(index));
            y += 3;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::dialog::callback::tests::Answers;

    #[test]
    fn the_fields_of_which_the_other_is_kept_are_told() {
        let field = |index, keeps_mine| Versioned {
            index,
            label: "Titre".to_owned(),
            mine: "a".to_owned(),
            theirs: "b".to_owned(),
            keeps_mine,
        };
        let fields = vec![field(3, true), field(7, false), field(9, true)];
        let (mut versions, answers) =
            Answers::of(|note| Versions::choose("Deux versions", fields, note));
        versions.act(Action::Tick);
        let theirs = answers.closed(versions.act(Action::Accept));
        assert_eq!(theirs, Some(vec![3, 7]));
    }
}
