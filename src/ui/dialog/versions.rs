//! Two versions of the same record: the user chooses which one to keep, field by field.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::callback::{Callback, Target};
use super::{Layer, Reply};
use crate::domain::text::typography::NARROW;
use crate::ui::canvas::{Canvas, ClickTarget, centered, clamp, wrap};
use crate::ui::effect::Outcome;
use crate::ui::keymap::{Action, Context};
use crate::ui::list::lines::Lines;
use crate::ui::list::selection::Selection;
use crate::ui::session::Session;
use crate::ui::theme::over;

/// A field that differs between the two versions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned {
    /// Its index for the caller.
    pub index: usize,
    /// Its name.
    pub label: String,
    /// The value typed here.
    pub mine: String,
    /// The value saved by another process.
    pub theirs: String,
    /// Whether to keep the value typed here.
    pub keeps_mine: bool,
}

/// Asks which version of each field to keep. The answer is the [`Versioned::index`] of the fields whose
/// other version is kept.
pub struct Versions {
    on_choice: Callback<Vec<usize>>,
    title: String,
    intro: String,
    /// Whose the two versions are: « ici », « ailleurs ».
    owners: [&'static str; 2],
    fields: Vec<Versioned>,
    /// The selected field.
    selection: Selection,
}

impl Versions {
    /// Asks about these fields, at least one; `on_choice` handles the answer.
    pub fn choose<S: Target + ?Sized>(
        title: impl Into<String>,
        fields: Vec<Versioned>,
        on_choice: impl Fn(&mut S, &mut Session, Vec<usize>) -> Outcome + 'static,
    ) -> Self {
        Self {
            on_choice: Callback::new(on_choice),
            title: title.into(),
            intro: format!(
                "Espace choisit la version gardée de chaque champ{NARROW}; Entrée enregistre."
            ),
            owners: ["ici", "ailleurs"],
            selection: Selection::new(fields.len()),
            fields,
        }
    }

    /// Says whose the two versions are, and why they are asked.
    pub fn between(self, owners: [&'static str; 2], intro: String) -> Self {
        Self {
            intro,
            owners,
            ..self
        }
    }

    fn toggle(&mut self) -> Reply {
        if let Some(field) = self.fields.get_mut(self.selection.index()) {
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
            Action::Tick => self.toggle(),
            Action::Accept => self.accept(),
            Action::Back => Reply::closed(),
            _ => {
                self.selection.act(action);
                Reply::Stay
            }
        }
    }

    fn click(&mut self, target: &ClickTarget) -> Reply {
        if self.selection.click(target) {
            return self.toggle();
        }
        Reply::Stay
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect) {
        let width = 100.min(area.width.saturating_sub(2));
        let intro = wrap(&self.intro, usize::from(width.saturating_sub(4))).len();
        let height = clamp(3 * self.fields.len() + intro) + 3;
        let inner = canvas.raise(centered(area, width, height.min(area.height)), &self.title);
        let theme = canvas.theme;
        let raised = theme.raised();
        let intro = wrap(&self.intro, usize::from(inner.width));
        for (y, line) in (inner.y..inner.bottom()).zip(&intro) {
            canvas.text(inner.x, y, inner.width, line, over(raised, theme.muted()));
        }
        let body = Rect {
            y: inner.y + clamp(intro.len()) + 1,
            height: inner.height.saturating_sub(clamp(intro.len()) + 1),
            ..inner
        };
        let mut lines = Lines::default();
        for (index, field) in self.fields.iter().enumerate() {
            let label = match index == self.selection.index() {
                true => theme.focus(),
                false => theme.muted(),
            };
            lines.row(&[(&field.label, label)]);
            for (who, value, is_kept) in [
                (self.owners[0], &field.mine, field.keeps_mine),
                (self.owners[1], &field.theirs, !field.keeps_mine),
            ] {
                let sign = if is_kept { "(•)" } else { "( )" };
                let value = if value.is_empty() { "—" } else { value };
                let text = format!(" {sign} {who:9} {}", value.replace('\n', " "));
                let style = if is_kept { Style::new() } else { theme.muted() };
                lines.more(&[(&text, style)]);
            }
        }
        lines.draw(canvas, body, &mut self.selection);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::dialog::callback::tests::Answers;

    #[test]
    fn the_answer_lists_the_fields_whose_other_version_is_kept() {
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
