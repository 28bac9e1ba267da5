//! What a deed changed, in words: « Date : mar. 24 nov. 2026 → jeu. 26 nov. 2026 ».

use ratatui::style::Style;

use crate::domain::event::Field;
use crate::domain::french::{self, NARROW, quoted};
use crate::domain::id::EntryId;
use crate::domain::publication::Publication;
use crate::domain::trace::{Aspect, Trace};
use crate::tui::canvas::{fit, wrap};
use crate::tui::session::Session;

/// The longest value that is told whole.
const LONG: usize = 160;

/// The changes, in lines of at most `width` cells; those of one subject stand together.
pub(super) fn lines(traces: &[Trace], session: &Session, width: usize) -> Vec<(String, Style)> {
    let theme = session.theme;
    let mut lines = Vec::new();
    let mut subject = None;
    for trace in traces {
        if subject != Some(&trace.subject) {
            subject = Some(&trace.subject);
            let told = match trace.subject.name.as_str() {
                "" => trace.subject.kind.to_owned(),
                name => format!("{} {}", trace.subject.kind, quoted(name)),
            };
            lines.extend(
                wrap(&told, width)
                    .into_iter()
                    .map(|line| (line, theme.accent())),
            );
        }
        let told = change(trace, session);
        lines.extend(
            wrap(&told, width.saturating_sub(2))
                .into_iter()
                .map(|line| (format!("  {line}"), theme.text())),
        );
    }
    lines
}

fn change(trace: &Trace, session: &Session) -> String {
    let label = trace.aspect.label();
    match &trace.aspect {
        Aspect::Made | Aspect::Removed => label.to_owned(),
        Aspect::Deleted if trace.after.is_empty() => "remis dans le carnet".to_owned(),
        Aspect::Deleted => "supprimé".to_owned(),
        Aspect::Whole(_) => format!("{label}{NARROW}: changé"),
        aspect => format!(
            "{label}{NARROW}: {} → {}",
            value(aspect, &trace.before, session),
            value(aspect, &trace.after, session)
        ),
    }
}

/// A value as the screen says it.
fn value(aspect: &Aspect, written: &str, session: &Session) -> String {
    if written.is_empty() {
        return "rien".to_owned();
    }
    match aspect {
        Aspect::Publication => written
            .parse()
            .ok()
            .and_then(Publication::from_rank)
            .map_or_else(|| written.to_owned(), |state| state.label().to_owned()),
        Aspect::Field(
            Field::Category
            | Field::Theme
            | Field::SecondTheme
            | Field::Audience
            | Field::VenueKind,
        ) => {
            let label = session.references.label(EntryId::parse(written));
            if label.is_empty() { written } else { label }.to_owned()
        }
        Aspect::Flag(_) | Aspect::Field(Field::ChildrenWelcome) => match written {
            "1" => "oui".to_owned(),
            _ => "non".to_owned(),
        },
        Aspect::Field(Field::Starts | Field::Ends) => {
            chrono::NaiveTime::parse_from_str(written, "%H:%M")
                .map_or_else(|_| written.to_owned(), french::hour)
        }
        _ => match (written.parse(), written.parse()) {
            (Ok(date), _) => french::long_date(date),
            (_, Ok(instant)) => french::long_date(session.local(instant).date_naive()),
            _ => fit(&written.replace('\n', " "), LONG).into_owned(),
        },
    }
}
