//! Clicks and the wheel.

use super::App;
use crate::terminal::input::{Mouse, MouseKind};
use crate::ui::canvas::ClickTarget;
use crate::ui::effect::Outcome;
use crate::ui::keymap::{Action, Context};

/// How many rows a notch of the wheel scrolls.
const WHEEL_ROWS: usize = 3;

impl App {
    /// Handles a click or the wheel.
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Outcome {
        let position = ratatui::layout::Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseKind::Down => {
                self.toast = None;
                let target = self
                    .click_targets
                    .iter()
                    .rev()
                    .find(|(area, _)| area.contains(position));
                match target.map(|(_, target)| target.clone()) {
                    Some(target) => self.click(&target),
                    None => Ok(Vec::new()),
                }
            }
            MouseKind::ScrollUp => self.wheel(Action::Up),
            MouseKind::ScrollDown => self.wheel(Action::Down),
            MouseKind::Drag | MouseKind::Up => Ok(Vec::new()),
        }
    }

    fn wheel(&mut self, action: Action) -> Outcome {
        let mut effects = Vec::new();
        let fields = [Context::Form, Context::Attest, Context::Fields];
        let has_fields = self
            .contexts()
            .iter()
            .any(|context| fields.contains(context));
        // One field at a time in forms, a few rows at a time elsewhere.
        let times = if has_fields { 1 } else { WHEEL_ROWS };
        for _ in 0..times {
            effects.extend(self.act(action)?);
        }
        Ok(effects)
    }

    fn click(&mut self, target: &ClickTarget) -> Outcome {
        if let ClickTarget::Action(action) = target {
            return self.act(*action);
        }
        if let Some(layer) = self.layers.last_mut() {
            let reply = layer.click(target);
            return self.reply(reply);
        }
        let (screen, session) = self.screen();
        screen.click(target, session)
    }
}
