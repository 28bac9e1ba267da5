//! The list of attestations: to fill, then filled, both the oldest first, then transmitted, the newest
//! first.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::open_event::due;
use crate::actions;
use crate::domain::event::Event;
use crate::domain::event::attestation::{Attestation, AttestationState};
use crate::domain::event::doubt::Doubt;
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count_or, quoted};
use crate::domain::time::calendar;
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, empty, width};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::cursor::{ListCursor, count_label};
use crate::ui::list::grid::{Grid, GridColumn, GridRow, needed_width};
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// The list of attestations.
pub struct Attestations {
    cursor: ListCursor,
    to_fill: usize,
    to_transmit: usize,
    /// How many columns are scrolled past.
    offset: usize,
}

impl Attestations {
    /// The list of the attestations due or filled.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut attestations = Self {
            cursor: ListCursor::in_two(
                Query::attestations_to_do(),
                Query::attestations_done(),
                session,
            )?,
            to_fill: 0,
            to_transmit: 0,
            offset: 0,
        };
        attestations.count(session)?;
        Ok(attestations)
    }

    fn count(&mut self, session: &Session) -> Result<()> {
        let of = |state| {
            session
                .store
                .count(&Query::attested(state), session.moment())
        };
        self.to_fill = of(AttestationState::ToFill)?;
        self.to_transmit = of(AttestationState::Filled)?;
        Ok(())
    }

    /// Records the selected attestation as transmitted, or asks before recording that it is not.
    fn transmit(&mut self, session: &mut Session) -> Outcome {
        let Some(event) = self.cursor.current().cloned() else {
            return Ok(Vec::new());
        };
        let Some(attestation) = &event.attestation else {
            let title = quoted(&event.content.title);
            let text =
                format!("{title}{NARROW}: l’attestation est à remplir d’abord, avec Entrée.");
            return Ok(vec![Effect::info(text)]);
        };
        match attestation.transmitted_on {
            None => {
                let today = session.today();
                let transmitted = Attestation {
                    transmitted_on: Some(today),
                    ..attestation.clone()
                };
                let doubts = Doubt::of((&event).into(), &transmitted, session.now());
                if doubts.is_empty() {
                    return self.set_transmitted(&event, Some(today), session);
                }
                Ok(vec![Effect::open(ask_to_transmit(event, today, &doubts))])
            }
            // Asks, since the key may have been pressed once too often.
            Some(_) => Ok(vec![Effect::open(ask_to_untransmit(event))]),
        }
    }

    fn set_transmitted(
        &mut self,
        event: &Event,
        transmitted_on: Option<NaiveDate>,
        session: &mut Session,
    ) -> Outcome {
        let now = session.now();
        actions::attestations::transmit(&mut session.store, now, event, transmitted_on)?;
        let title = quoted(&event.content.title);
        let text = match transmitted_on {
            Some(day) => format!(
                "{title}{NARROW}: attestation saisie sur le site le {}.",
                typography::long_date(day)
            ),
            None => format!("{title}{NARROW}: attestation à transmettre de nouveau."),
        };
        // The event moves further down: the selection stays on this row, now the next event.
        self.cursor.release();
        Ok(vec![Effect::Changed, Effect::success(text)])
    }

    fn ask_to_withdraw(&self) -> Outcome {
        let Some(event) = self.cursor.current() else {
            return Ok(Vec::new());
        };
        if event.attestation.is_none() {
            return Ok(vec![Effect::info("Cette attestation n’est pas remplie.")]);
        }
        let text = format!(
            "{} redeviendra à remplir. Ctrl+Z pourra rétablir ce qui était déclaré.",
            quoted(&event.content.title)
        );
        let event = event.clone();
        let confirm = Confirm::ask(
            "Retirer l’attestation",
            text,
            "Retirer",
            move |_: &mut AnyScreen, session| withdraw(&event, session),
        );
        Ok(vec![Effect::open(confirm.or_stay("Garder"))])
    }

    fn draw_header(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let theme = canvas.theme;
        let to_do = |count: usize, what| count_or("rien", count as u64, what, what);
        let to_fill = to_do(self.to_fill, "à remplir");
        let to_transmit = to_do(self.to_transmit, "à transmettre");
        let (fill, transmit) = (
            if self.to_fill > 0 {
                theme.awaiting()
            } else {
                theme.muted()
            },
            if self.to_transmit > 0 {
                theme.accent()
            } else {
                theme.muted()
            },
        );
        let pieces = [
            (" Attestations", theme.heading()),
            (" · ", theme.muted()),
            (to_fill.as_str(), fill),
            (" · ", theme.muted()),
            (to_transmit.as_str(), transmit),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
    }
}

fn withdraw(event: &Event, session: &mut Session) -> Outcome {
    let now = session.now();
    actions::attestations::withdraw(&mut session.store, now, event)?;
    Ok(vec![
        Effect::Changed,
        Effect::success("Attestation retirée. Ctrl+Z la rétablit."),
    ])
}

/// Asks whether to record a doubtful transmission.
fn ask_to_transmit(event: Event, day: NaiveDate, doubts: &[Doubt]) -> Confirm {
    Confirm::ask(
        "Est-ce bien cela\u{202f}?",
        Doubt::sentences(doubts).join("\n"),
        "Oui, transmise",
        move |list: &mut Attestations, session| list.set_transmitted(&event, Some(day), session),
    )
    .or_stay("Pas encore")
}

/// Asks whether to record an attestation as not transmitted.
fn ask_to_untransmit(event: Event) -> Confirm {
    let title = quoted(&event.content.title);
    Confirm::ask(
        "Déjà transmise",
        format!("L’attestation de {title} est notée comme saisie sur le site."),
        "À transmettre de nouveau",
        move |list: &mut Attestations, session| list.set_transmitted(&event, None, session),
    )
    .or_stay("Laisser")
}

/// Returns since when an attestation is to be filled, or the day when it was filled or transmitted.
fn since(event: &Event, session: &Session) -> String {
    let today = session.today();
    match (&event.attestation, event.content.ends_on()) {
        (Some(known), _) => {
            let declared = known.corrected_at.unwrap_or(known.filled_at);
            let declared = session.local(declared).date_naive();
            calendar::listed_date(known.transmitted_on.unwrap_or(declared), today)
        }
        (None, Some(date)) => typography::since(date, today),
        (None, None) => String::new(),
    }
}

fn row(event: &Event, session: &Session) -> GridRow {
    let theme = session.theme;
    let state = event.attestation_state(session.now());
    let content = &event.content;
    let seats = content
        .seats
        .map(|seats| typography::number(seats.into()))
        .unwrap_or_default();
    let late = if state == AttestationState::ToFill {
        theme.awaiting()
    } else {
        theme.muted()
    };
    let plain = |text: String| (text, theme.text());
    let date = content.days().map(|days| days.listed(session.today()));
    let cells: Vec<(String, Style)> = vec![
        plain(date.unwrap_or_default()),
        plain(content.title.clone()),
        (
            format!("{} {}", state.sign(), state.label()),
            theme.attestation(state),
        ),
        plain(content.venue.name.clone()),
        (since(event, session), late),
        plain(seats),
        plain(content.venue.commune.clone()),
    ];
    GridRow {
        cells,
        marked: false,
        prefix: 0,
        repeats: 0,
    }
}

/// Writes how many came after each state, aligned to the right.
fn align_attendees<'e>(rows: &mut [GridRow], events: impl Iterator<Item = &'e Event>) {
    let attendees: Vec<String> = events
        .map(|event| {
            let known = event.attestation.as_ref();
            known.map_or_else(String::new, |known| {
                typography::number(known.attendees.into())
            })
        })
        .collect();
    let states = rows.iter().map(|row| width(&row.cells[STATE].0));
    let states = states.max().unwrap_or(0);
    let widest = attendees.iter().map(|number| width(number)).max();
    for (row, number) in rows.iter_mut().zip(&attendees) {
        let (text, _) = &mut row.cells[STATE];
        let room = states - width(text) + 1 + widest.unwrap_or(0);
        *text = format!("{text}{number:>room$}").trim_end().to_owned();
    }
}

/// How many columns never scroll: date and title.
const FROZEN: usize = 2;

/// The maximum width of a column, for date, title, state and place to fit in 80 cells.
const MAX_COLUMN_WIDTH: u16 = 19;

/// The index of the column of states.
const STATE: usize = 2;

/// The index of the column of numbers.
const PLACES: usize = 5;

const COLUMNS: [&str; 7] = [
    "Date", "Titre", "État", "Lieu", "Depuis", "Places", "Commune",
];

impl Screen for Attestations {
    fn contexts(&self) -> &'static [Context] {
        &[
            Context::Attestations,
            Context::Commands,
            Context::Everywhere,
        ]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        self.count(session)?;
        self.cursor.refresh(session)
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        self.cursor.recount(session)
    }

    fn show(&mut self, id: EventId, session: &mut Session) -> Result<bool> {
        self.cursor.show(id, session)
    }

    fn is_available(&self, action: Action) -> bool {
        let attestation = self
            .cursor
            .current()
            .map(|event| event.attestation.is_some());
        match action {
            Action::Attest | Action::Sheet | Action::Checklist => attestation.is_some(),
            Action::Transmit | Action::Withdraw => attestation == Some(true),
            _ => true,
        }
    }

    fn due(&self, session: &Session) -> Option<Action> {
        let event = self.cursor.current()?;
        match event.attestation_state(session.now()) {
            AttestationState::Filled => Some(Action::Transmit),
            _ => due(event, session.now()),
        }
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        if self.cursor.act(action, session)? {
            return Ok(Vec::new());
        }
        let selected = self.cursor.current().map(|event| event.id);
        match (action, selected) {
            (Action::Back, _) => Ok(vec![Effect::Navigate(Route::Back)]),
            (Action::Left, _) => {
                self.offset = self.offset.saturating_sub(1);
                Ok(Vec::new())
            }
            (Action::Right, _) => {
                self.offset = (self.offset + 1).min(COLUMNS.len() - FROZEN - 1);
                Ok(Vec::new())
            }
            (Action::Transmit, _) => self.transmit(session),
            (Action::Withdraw, _) => self.ask_to_withdraw(),
            (Action::Attest, Some(id)) => Ok(vec![Effect::Navigate(Route::Attest(id))]),
            (Action::Sheet, Some(id)) => Ok(vec![Effect::Navigate(Route::Sheet(id))]),
            (Action::Checklist, Some(id)) => Ok(vec![Effect::Navigate(Route::Checklist(id))]),
            _ => Ok(Vec::new()),
        }
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.cursor.click(target) {
            return self.act(Action::Attest, session);
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.draw_header(canvas, Rect { height: 1, ..area });
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.cursor.is_empty() {
            empty(
                canvas,
                body,
                "Rien à attester pour l’instant.\n\nUn événement passé apparaît ici dès qu’il est terminé.",
            );
            return;
        }
        self.cursor
            .set_page(usize::from(body.height.saturating_sub(1)), session);
        let mut rows: Vec<GridRow> = self
            .cursor
            .rows()
            .map(|event| row(event, session))
            .collect();
        align_attendees(&mut rows, self.cursor.rows());
        let [_, done] = self.cursor.counts();
        let done = count_label(done, "transmise", "transmises");
        let divider = self.cursor.second_from().map(|index| (index, done));
        let columns: Vec<GridColumn> = COLUMNS
            .iter()
            .enumerate()
            .map(|(index, title)| {
                let texts = rows.iter().map(|row| row.cells[index].0.as_str());
                let max_width = if index == 1 {
                    u16::MAX
                } else {
                    MAX_COLUMN_WIDTH
                };
                GridColumn {
                    title: (*title).to_owned(),
                    width: needed_width(title, texts, max_width),
                    at_right: index == PLACES,
                }
            })
            .collect();
        let grid = Grid {
            columns: &columns,
            frozen: FROZEN,
            stretch: 1,
            max_stretch: None,
            repeated: None,
            offset: self.offset,
            rows: &rows,
            first: 0,
            selected: self.cursor.selected(),
            divider,
            sorted: None,
        };
        grid.draw(canvas, body);
    }
}
