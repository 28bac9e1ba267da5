//! Lieux: the places of the events, as the mediator knows them.
//!
//! ```text
//! form     a place, and whether the events to come follow when it is called something else
//! merge    one place of two that are the same
//! ```

mod form;
mod merge;

use ratatui::layout::Rect;

use super::files;
use crate::actions;
use crate::domain::record::{Record as _, Stored};
use crate::domain::text::typography::{NARROW, quoted};
use crate::domain::venue::Venue;
use crate::store::Result;
use crate::ui::canvas::{Canvas, ClickTarget, empty};
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::prompt::Prompt;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::form::draft;
use crate::ui::keymap::{Action, Context};
use crate::ui::list::records::{Cell, ListColumn, ListRow, RecordList};
use crate::ui::route::Route;
use crate::ui::screen::Screen;
use crate::ui::session::Session;

/// A place, the number of its events, and whether it has a draft.
struct VenueRow {
    venue: Stored<Venue>,
    events: usize,
    has_draft: bool,
}

/// The mark of a place with a draft.
const DRAFT: &str = "✎ saisie à reprendre";

impl ListRow for VenueRow {
    type Id = crate::domain::id::VenueId;
    const COLUMNS: &'static [ListColumn<Self>] = &[
        ListColumn {
            title: "Lieu",
            cell: |row, _| {
                let name = row.venue.name.clone();
                match (row.has_draft, row.venue.retired) {
                    (true, _) => Cell::Noted(name, DRAFT),
                    (false, true) => Cell::Noted(name, "(retiré)"),
                    (false, false) => Cell::Text(name),
                }
            },
        },
        ListColumn {
            title: "Typologie",
            cell: |row, session| {
                Cell::Text(session.references.short_label(row.venue.kind).to_owned())
            },
        },
        ListColumn {
            title: "Commune",
            cell: |row, _| Cell::Text(row.venue.commune.clone()),
        },
        ListColumn {
            title: "Événements",
            cell: |row, _| Cell::Number(row.events),
        },
        ListColumn {
            title: "Contact sur place",
            cell: |row, _| Cell::Text(row.venue.contact.clone()),
        },
    ];

    fn id(&self) -> Self::Id {
        self.venue.id
    }

    fn is_retired(&self) -> bool {
        self.venue.retired
    }

    fn words(&self) -> String {
        let Venue {
            address,
            postcode,
            uai,
            equipment,
            remark,
            ..
        } = &self.venue.record;
        [address, postcode, uai, equipment, remark]
            .map(String::as_str)
            .join(" ")
    }
}

/// The screen of the places.
pub struct Venues {
    list: RecordList<VenueRow>,
    /// Whether a new place has a draft.
    has_new_draft: bool,
}

impl Venues {
    /// Opens the list of places.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn new(session: &mut Session) -> Result<Self> {
        let mut venues = Self {
            list: RecordList::default(),
            has_new_draft: false,
        };
        venues.refresh(session)?;
        Ok(venues)
    }

    fn selected(&self) -> Option<&Stored<Venue>> {
        self.list.selected().map(|row| &row.venue)
    }

    /// Returns the other places, by name: those to merge with, and those whose names are taken.
    fn others(&self, known: Option<&Stored<Venue>>) -> Vec<Stored<Venue>> {
        let id = known.map(|known| known.id);
        let others = self.list.all().filter(|row| Some(row.venue.id) != id);
        others.map(|row| row.venue.clone()).collect()
    }

    fn retire(&self, session: &mut Session) -> Outcome {
        let Some(venue) = self.selected() else {
            return Ok(Vec::new());
        };
        let now = session.now();
        actions::records::retire(&mut session.store, now, venue, !venue.retired)?;
        let said = if venue.retired {
            "est de nouveau proposé"
        } else {
            "n’est plus proposé"
        };
        let name = quoted(&venue.name);
        Ok(vec![
            Effect::Changed,
            Effect::success(format!("{name} {said}.")),
        ])
    }

    fn delete(&self) -> Outcome {
        let Some(row) = self.list.selected() else {
            return Ok(Vec::new());
        };
        let venue = row.venue.clone();
        let name = quoted(&venue.name);
        let text = match row.events {
            0 => format!("{name} sort de vos lieux."),
            _ => format!(
                "{name} sort de vos lieux et n’est plus proposé. Les événements qui y sont le gardent tel qu’ils le disent."
            ),
        };
        let confirm = Confirm::ask(
            "Supprimer le lieu",
            text,
            "Supprimer",
            move |_: &mut Self, session| {
                let now = session.now();
                actions::records::delete(&mut session.store, now, &venue)?;
                let name = quoted(&venue.name);
                Ok(vec![
                    Effect::Changed,
                    Effect::success(format!(
                        "{name}{NARROW}: suppression faite. Ctrl+Z rétablit."
                    )),
                ])
            },
        );
        Ok(vec![Effect::open(confirm.or_stay("Garder"))])
    }

    fn search(&self) -> Effect {
        let before = self.list.search().to_owned();
        let prompt = Prompt::ask(
            "Chercher un lieu",
            "Des mots du nom, de la commune, de l’adresse…",
            &before,
            |venues: &mut Self, _, words| {
                venues.list.set_search(&words);
                Ok(Vec::new())
            },
        );
        Effect::open(prompt.live(move |venues: &mut Self, _| {
            venues.list.set_search(&before);
            Ok(Vec::new())
        }))
    }

    fn back(&mut self) -> Outcome {
        if self.list.search().is_empty() {
            return Ok(vec![Effect::Navigate(Route::Back)]);
        }
        self.list.set_search("");
        Ok(Vec::new())
    }
}

impl Screen for Venues {
    fn contexts(&self) -> &'static [Context] {
        &[Context::Venues, Context::Commands, Context::Everywhere]
    }

    fn refresh(&mut self, session: &mut Session) -> Result<()> {
        let uses = session.store.venue_uses()?;
        let drafts = draft::drafts(session)?.into_iter();
        let drafts = drafts.filter(|draft| draft.form == form::FORM);
        let drafts: Vec<Option<String>> = drafts.map(|draft| draft.subject).collect();
        self.has_new_draft = drafts.contains(&None);
        let venues = session.store.rows::<Venue>()?.into_iter();
        let rows = venues.map(|venue| VenueRow {
            events: uses.get(&venue.id).copied().unwrap_or(0),
            has_draft: drafts.contains(&Some(venue.id.to_string())),
            venue,
        });
        self.list.set_rows(rows.collect(), session);
        Ok(())
    }

    fn is_available(&self, action: Action) -> bool {
        match action {
            Action::Accept | Action::Retire | Action::Delete => self.selected().is_some(),
            Action::Merge => self.list.all().count() > 1,
            Action::Search | Action::Sort | Action::Export => !self.list.is_empty(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, session: &mut Session) -> Outcome {
        if self.list.act(action) {
            return Ok(Vec::new());
        }
        match action {
            Action::Accept => return Ok(self.modify(session)),
            Action::New => return Ok(vec![self.create(session)]),
            Action::Retire => return self.retire(session),
            Action::Merge => return Ok(self.ask_merge()),
            Action::Delete => return self.delete(),
            Action::Search => return Ok(vec![self.search()]),
            Action::Sort => self.list.sort_by_next(),
            Action::Export => {
                let rows = self.list.shown().map(|row| row.venue.clone());
                return Ok(vec![files::ask_export(rows.collect(), session)]);
            }
            Action::Import => return Ok(vec![files::ask_import::<Venue>()]),
            Action::Back => return self.back(),
            _ => {}
        }
        Ok(Vec::new())
    }

    fn click(&mut self, target: &ClickTarget, session: &mut Session) -> Outcome {
        if self.list.click(target) {
            return self.act(Action::Accept, session);
        }
        Ok(Vec::new())
    }

    fn draw(&mut self, canvas: &mut Canvas<'_>, area: Rect, _session: &Session) {
        let theme = canvas.theme;
        let noun = Venue::NOUN;
        let count = format!(" · {}", self.list.count(noun.one, noun.several));
        let search = match self.list.search() {
            "" => String::new(),
            words => format!(" · {}", quoted(words)),
        };
        let draft = match self.has_new_draft {
            true => format!("  {DRAFT}, avec N"),
            false => String::new(),
        };
        let pieces = [
            (" Lieux", theme.heading()),
            (count.as_str(), theme.muted()),
            (search.as_str(), theme.accent()),
            (draft.as_str(), theme.accent()),
        ];
        canvas.pieces(area.x, area.y, area.width, &pieces);
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        if self.list.is_empty() {
            let text = "Aucun lieu.\n\nLes lieux des événements que vous enregistrez viennent ici d’eux-mêmes. N en ajoute un, I importe un fichier.";
            empty(canvas, body, text);
            return;
        }
        let foot = if body.height > 8 { 2 } else { 0 };
        let rows = Rect {
            height: body.height - foot,
            ..body
        };
        self.list.draw(canvas, rows);
        if let (true, Some(venue)) = (foot > 0, self.selected()) {
            let y = body.bottom() - foot;
            canvas.rule(area.x, y, area.width);
            let text = format!(" {}", summary(venue));
            canvas.text(area.x, y + 1, area.width, &text, theme.muted());
        }
    }
}

/// Returns the address of a place and what to know before going: « 2 rue des Écoles, 25290 Ornans ·
/// UAI 0250001A · accès : … ».
fn summary(venue: &Venue) -> String {
    let town = format!("{} {}", venue.postcode, venue.commune);
    let address = [venue.address.as_str(), town.trim()];
    let address = address.into_iter().filter(|part| !part.is_empty());
    let address = address.collect::<Vec<_>>().join(", ");
    let named = |name: &str, text: &str| match text {
        "" => String::new(),
        text => format!("{name}{NARROW}: {}", text.replace('\n', " ")),
    };
    let parts = [
        address,
        named("UAI", &venue.uai),
        named("contact", &venue.contact),
        named("accès", &venue.access),
        named("équipement", &venue.equipment),
        named("remarque", &venue.remark),
    ];
    let parts = parts.into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}
