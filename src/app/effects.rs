//! Applies the effects that updates ask for.

use super::{App, error_toast};
use crate::domain::text::typography::NARROW;
use crate::store::Result;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::Context;

impl App {
    /// Applies the effects of an input, or shows its error.
    pub(super) fn apply_outcome(&mut self, outcome: Outcome) {
        let done = outcome.and_then(|effects| {
            effects
                .into_iter()
                .try_for_each(|effect| self.apply(effect))
        });
        if let Err(error) = done {
            self.toast = Some(error_toast(&self.session, self.commits, error));
        }
    }

    /// Applies one effect.
    pub(super) fn apply(&mut self, effect: Effect) -> Result<()> {
        match effect {
            Effect::Open(mut layer) => {
                // A form of a record, a profile, a setting.
                if layer.contexts().contains(&Context::Fields) {
                    self.session.store.ensure_not_read_only()?;
                }
                layer.restore_draft(&self.session)?;
                self.layers.push(layer);
            }
            Effect::Close => drop(self.layers.pop()),
            Effect::Navigate(route) => {
                if route.writes() {
                    self.session.store.ensure_not_read_only()?;
                }
                self.navigate(route)?;
            }
            Effect::Show(screen) => self.tabs[self.tab.index()].push(screen),
            Effect::Toast(toast) => self.toast = Some(toast),
            Effect::Changed => self.refresh()?,
            Effect::Mouse(on) => self.mouse = Some(on),
            Effect::Copy(text) => self.copied = Some(text),
            Effect::Reopen(opened) => self.reopen(opened)?,
            Effect::Work(work) => self.start_work(work)?,
            Effect::Quit => self.quit(),
        }
        Ok(())
    }

    /// Quits, unless unsaved text would be lost: then warns first.
    pub(super) fn quit(&mut self) {
        if self.autosave() || self.can_lose_text {
            self.is_over = true;
            return;
        }
        self.can_lose_text = true;
        if let Some(toast) = &mut self.toast {
            // At the beginning, since a long message is cut at its end.
            let warning = format!(
                "Ce qui est tapé n’est pas gardé{NARROW}: Ctrl+Q encore pour quitter quand même. "
            );
            toast.text.insert_str(0, &warning);
        }
    }
}
