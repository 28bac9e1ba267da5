//! Clicks and the wheel.

use super::App;
use crate::terminal::input::{Mouse, MouseKind};
use crate::ui::canvas::ClickTarget;
use crate::ui::effect::Outcome;
use crate::ui::keymap::{Action, Context};

/// How many rows a notch of the wheel goes.
const WHEEL_ROWS: usize = 3;

impl App {
    /// Answers a click or the wheel.
    pub(super) fn mouse(&mut self, mouse: Mouse) -> Outcome {
        let at = ratatui::layout::Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseKind::Down => {
                self.toast = None;
                let hit = self.hits.iter().rev().find(|(area, _)| area.contains(at));
                match hit.map(|(_, hit)| hit.clone()) {
                    Some(hit) => self.click(&hit),
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
        // From field to field where there are fields, a few rows at a time elsewhere.
        let times = if has_fields { 1 } else { WHEEL_ROWS };
        for _ in 0..times {
            effects.extend(self.act(action)?);
        }
        Ok(effects)
    }

    fn click(&mut self, hit: &ClickTarget) -> Outcome {
        if let ClickTarget::Action(action) = hit {
            return self.act(*action);
        }
        if let Some(layer) = self.layers.last_mut() {
            let reply = layer.click(hit);
            return self.reply(reply);
        }
        let (screen, session) = self.screen();
        screen.click(hit, session)
    }
}
