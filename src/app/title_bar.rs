//! The title bar: the tabs that fit, and the menu of all places.

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::App;
use crate::domain::text::typography;
use crate::ui::canvas::{Canvas, ClickTarget, clamp, width};
use crate::ui::keymap::Action;
use crate::ui::place::{PLACES, Place};
use crate::ui::tab::Tab;

/// The button of the menu. (Not `☰`, whose width differs between terminals.)
const MENU_LABEL: &str = " ≡ Menu F9 ";

/// A tab of the title bar: the index of its place, and its text.
type TabLabel = (usize, String);

pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>, area: Rect) {
    let theme = canvas.theme;
    canvas.fill(area, theme.brand());
    let bold = theme.brand().add_modifier(Modifier::BOLD);
    let mut x = area.x + 1;
    let name = match app.session.store.is_read_only() {
        // On a narrow screen, the tabs need the room.
        true if area.width < 100 => "Lecture seule",
        true => "Carnet en lecture seule",
        false if app.session.examples.is_some() => "Exemples",
        false => "Carnet",
    };
    x += canvas.text(x, area.y, area.width, name, bold) + 2;
    let room = area.right().saturating_sub(x + clamp(width(MENU_LABEL)));
    for (place, text) in shown_tabs(app.tab, app.to_attest, room) {
        let is_open = PLACES[place].tab() == Some(app.tab);
        let style = if is_open { theme.tab() } else { theme.brand() };
        let used = canvas.text(x, area.y, area.width, &text, style);
        let target = ClickTarget::Action(Action::Go(place));
        canvas.click(Rect::new(x, area.y, used, 1), target);
        x += used + 1;
    }
    let used = canvas.text(x, area.y, area.width, MENU_LABEL, theme.brand());
    let menu = Rect::new(x, area.y, used, 1);
    canvas.click(menu, ClickTarget::Action(Action::Menu));
    x += used;
    let today = format!("{} ", typography::long_date(app.session.today()));
    if usize::from(area.right().saturating_sub(x)) > width(&today) {
        canvas.right(area, &today, theme.brand());
    }
}

/// Returns the tabs that fit in `room` cells, from the left, always with the open one.
fn shown_tabs(open: Tab, to_attest: usize, room: u16) -> Vec<TabLabel> {
    let label = |(index, place): (usize, &Place)| {
        let tab = place.tab()?;
        let text = if tab == Tab::Attestations && to_attest > 0 {
            let count = typography::number(to_attest as u64);
            format!(" {} !{count} ", place.name)
        } else {
            format!(" {} ", place.name)
        };
        Some((tab, (index, text)))
    };
    let tabs: Vec<(Tab, TabLabel)> = PLACES.iter().enumerate().filter_map(label).collect();
    let total_width = |tabs: &[&(Tab, TabLabel)]| {
        let widths = tabs.iter().map(|(_, (_, text))| width(text) + 1);
        clamp(widths.sum())
    };
    let mut shown: Vec<&(Tab, TabLabel)> = tabs.iter().collect();
    while total_width(&shown) > room {
        // Removes the last one that is not open.
        let Some(last) = shown.iter().rposition(|(tab, _)| *tab != open) else {
            break;
        };
        shown.remove(last);
    }
    shown.into_iter().map(|(_, label)| label.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(open: Tab, to_attest: usize, room: u16) -> Vec<&'static str> {
        let tabs = shown_tabs(open, to_attest, room).into_iter();
        tabs.map(|(place, _)| PLACES[place].name).collect()
    }

    #[test]
    fn the_last_tabs_are_hidden_for_lack_of_room_but_never_the_open_one() {
        assert_eq!(names(Tab::Home, 0, 200).len(), Tab::ALL.len());
        let shown = names(Tab::Home, 12, 60);
        let first = ["Accueil", "Mes événements", "Attestations", "Check-list"];
        assert_eq!(shown, first);
        assert_eq!(
            names(Tab::Settings, 12, 60),
            [&first[..3], &["Réglages"]].concat()
        );
        assert_eq!(names(Tab::Settings, 12, 12), ["Réglages"]);
    }
}
