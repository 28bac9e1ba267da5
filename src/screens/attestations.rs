//! The attestations: those to fill first, the oldest first, then those filled, then those transmitted.

use chrono::NaiveDate;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::events::attested;
use super::open_event::due;
use crate::actions;
use crate::domain::event::Event;
use crate::domain::event::attestation::AttestationState;
use crate::domain::id::EventId;
use crate::domain::listing::Query;
use crate::domain::text::typography;
use crate::domain::text::typography::{NARROW, count, quoted};
use crate::domain::time::calendar;
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, empty};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::keymap::{Action, Context};
use crate::ui::list::cursor::ListCursor;
use crate::ui::list::grid::{Grid, GridColumn, GridRow, needed};
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// The list of attestations.
pub struct Attestations {
    window: ListCursor,
    to_fill: usize,
    to_transmit: usize,
    /// The first of the columns that move.
    offset: usize,
}

impl Attestations {
    /// The attestations due or declared.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut attestations = Self {
            window: ListCursor::new(Query::attestations(), session)?,
            to_fill: 0,
            to_transmit: 0,
            offset: 0,
        };
        attestations.count(session)?;
        Ok(attestations)
    }

    fn count(&mut self, session: &Session) -> Result<()> {
        let of = |state| session.store.count(&Query::attested(state), session.at());
        self.to_fill = of(AttestationState::ToFill)?;
        self.to_transmit = of(AttestationState::Filled)?;
        Ok(())
    }

    /// Notes that the selected attestation is on the site, or asks whether it no longer is.
    fn transmit(&mut self, session: &mut Session) -> Outcome {
        let Some(event) = self.window.current().cloned() else {
            return Ok(Vec::new());
        };
        let Some(attestation) = &event.attestation else {
            let title = quoted(&event.content.title);
            let text =
                format!("{title}{NARROW}: l’attestation est à remplir d’abord, avec Entrée.");
            return Ok(vec![Effect::info(text)]);
        };
        match attestation.transmitted_on {
            None => self.set_transmitted(&event, Some(session.today()), session),
            // What was done is not undone by one press too many.
            Some(_) => Ok(vec![Effect::open(untransmit(event))]),
        }
    }

    fn set_transmitted(
        &mut self,
        event: &Event,
        on: Option<NaiveDate>,
        session: &mut Session,
    ) -> Outcome {
        let now = session.now();
        actions::attestations::transmit(&mut session.store, now, event, on)?;
        let title = quoted(&event.content.title);
        let text = match on {
            Some(day) => format!(
                "{title}{NARROW}: attestation saisie sur le site le {}.",
                typography::long_date(day)
            ),
            None => format!("{title}{NARROW}: attestation à transmettre de nouveau."),
        };
        // The row goes further down: the one after it takes its place in hand.
        self.window.release();
        Ok(vec![Effect::Changed, Effect::success(text)])
    }

    fn ask_to_withdraw(&self) -> Outcome {
        let Some(event) = self.window.current() else {
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
        let to_fill = count(self.to_fill as u64, "à remplir", "à remplir");
        let to_transmit = count(self.to_transmit as u64, "à transmettre", "à transmettre");
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

/// Asks whether an attestation is on the site no longer.
fn untransmit(event: Event) -> Confirm {
    let title = quoted(&event.content.title);
    Confirm::ask(
        "Déjà transmise",
        format!("L’attestation de {title} est notée comme saisie sur le site."),
        "À transmettre de nouveau",
        move |list: &mut Attestations, session| list.set_transmitted(&event, None, session),
    )
    .or_stay("Laisser")
}

/// Since when an attestation is to be filled, or is as it was declared.
fn since(event: &Event, session: &Session) -> String {
    let today = session.today();
    match (&event.attestation, event.content.date) {
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
    let date = content.date;
    let date = date.map(|date| calendar::listed_date(date, session.today()));
    let cells: Vec<(String, Style)> = vec![
        plain(date.unwrap_or_default()),
        plain(content.title.clone()),
        attested(event, session),
        plain(content.venue.name.clone()),
        (since(event, session), late),
        plain(seats),
        plain(content.venue.commune.clone()),
    ];
    GridRow {
        cells,
        marked: false,
    }
}

/// The columns that stay while the others move: date and title.
const FROZEN: usize = 2;

/// The widest that a column of names gets: date, title, state and place stand in 80 cells.
const MAX_COLUMN_WIDTH: u16 = 19;

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
        self.window.refresh(session)
    }

    fn recount(&mut self, session: &mut Session) -> Result<()> {
        self.window.recount(session)
    }

    fn show(&mut self, id: EventId, session: &mut Session) -> Result<bool> {
        self.window.show(id, session)
    }

    fn is_available(&self, action: Action) -> bool {
        let attestation = self
            .window
            .current()
            .map(|event| event.attestation.is_some());
        match action {
            Action::Attest | Action::Checklist => attestation.is_some(),
            Action::Transmit | Action::Withdraw => attestation == Some(true),
            _ => true,
        }
    }

    fn due(&self, session: &Session) -> Option<Action> {
        let event = self.window.current();
        event.and_then(|event| due(event, session.now()))
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        if self.window.act(action, session)? {
            return Ok(Vec::new());
        }
        let in_hand = self.window.current().map(|event| event.id);
        match (action, in_hand) {
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
            (Action::Checklist, Some(id)) => Ok(vec![Effect::Navigate(Route::Checklist(id))]),
            _ => Ok(Vec::new()),
        }
    }

    fn click(&mut self, hit: &ClickTarget, session: &mut Session) -> Outcome {
        match hit {
            ClickTarget::Row(place) if *place == self.window.at() => {
                self.act(Action::Attest, session)
            }
            ClickTarget::Row(place) => {
                self.window.go(*place);
                Ok(Vec::new())
            }
            _ => Ok(Vec::new()),
        }
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
        self.draw_header(canvas, Rect { height: 1, ..area });
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.window.is_empty() {
            empty(
                canvas,
                body,
                "Rien à attester pour l’instant.\n\nUn événement passé apparaît ici dès qu’il est terminé.",
            );
            return;
        }
        self.window
            .set_page(usize::from(body.height.saturating_sub(1)), session);
        let rows: Vec<GridRow> = self
            .window
            .rows()
            .map(|event| row(event, session))
            .collect();
        let columns: Vec<GridColumn> = COLUMNS
            .iter()
            .enumerate()
            .map(|(index, title)| {
                let texts = rows.iter().map(|row| row.cells[index].0.as_str());
                GridColumn {
                    title: (*title).to_owned(),
                    width: needed(title, texts, MAX_COLUMN_WIDTH),
                    at_right: matches!(index, 5 | 6),
                }
            })
            .collect();
        let grid = Grid {
            columns: &columns,
            frozen: FROZEN,
            stretch: 1,
            offset: self.offset,
            rows: &rows,
            at: self.window.at(),
            sorted: None,
        };
        grid.draw(canvas, body);
    }
}
