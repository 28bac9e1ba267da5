//! The page of the event on the site, as a parent would read it, while it is typed.

use ratatui::style::Style;

use crate::domain::event::EventContent;
use crate::domain::reference::References;
use crate::domain::text::fold::fold;
use crate::domain::text::typography::{self, NARROW, count};
use crate::domain::time::day_span::DaySpan;
use crate::screens::detail::StyledLine;
use crate::ui::canvas::wrap;
use crate::ui::theme::Theme;

/// Returns the page, in lines of at most `width` cells; empty while nothing is typed.
pub(super) fn lines(
    content: &EventContent,
    references: &References,
    theme: Theme,
    width: usize,
) -> Vec<StyledLine> {
    let (text, muted) = (theme.text(), theme.muted());
    let mut lines = Vec::new();
    let mut add = |text: &str, style: Style| {
        if !text.trim().is_empty() {
            let wrapped = wrap(text, width).into_iter();
            lines.extend(wrapped.map(|line| vec![(line, style)]));
        }
    };
    add(&content.title, theme.heading());
    let themes = [content.theme, content.second_theme].map(|theme| references.label(theme));
    let themes = join(&themes, ", ");
    let kind = references.label(content.category);
    add(&join(&[kind, &themes], " · "), theme.accent());
    let date = content.days().map(DaySpan::full);
    let hours = content.hours();
    let when = [
        date.map(|date| typography::capitalised(&date))
            .unwrap_or_default(),
        hours.unwrap_or_default(),
    ];
    add(&join(&[&when[0], &when[1]], ", "), text);
    let venue = &content.venue;
    let kind = match references.label(venue.kind) {
        kind if fold(&venue.name).starts_with(&fold(kind)) => "",
        kind => kind,
    };
    let place = join(&[kind, &venue.name], " · ");
    let town = join(&[&venue.postcode, &venue.commune], " ");
    add(&join(&[&place, &venue.address, &town], ", "), text);
    let audience = references.label(content.audience);
    let audience = match audience {
        "" => String::new(),
        audience => format!("Public{NARROW}: {}", audience.to_lowercase()),
    };
    let seats = content
        .seats
        .map(|seats| count(seats.into(), "place", "places"));
    let children = match content.children_welcome {
        true => "enfants bienvenus",
        false => "",
    };
    let seats = seats.unwrap_or_default();
    add(&join(&[&audience, &seats, children], " · "), muted);
    if !content.signup_link.is_empty() {
        let link = format!("Inscription{NARROW}: {}", content.signup_link);
        add(&link, muted);
    }
    if !content.description.trim().is_empty() {
        if !lines.is_empty() {
            lines.push(Vec::new());
        }
        let wrapped = wrap(content.description.trim_end(), width).into_iter();
        lines.extend(wrapped.map(|line| vec![(line, text)]));
    }
    lines
}

/// Joins the parts that are not empty.
fn join(parts: &[&str], separator: &str) -> String {
    let parts = parts.iter().filter(|part| !part.trim().is_empty());
    parts.copied().collect::<Vec<&str>>().join(separator)
}
