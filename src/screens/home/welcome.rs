//! What an empty carnet shows: the few ways to begin, each with its key and what it is for.

use ratatui::layout::Rect;

use crate::demo;
use crate::domain::text::typography::NARROW;
use crate::domain::time::civil_time;
use crate::explain::Explain as _;
use crate::store::{Moment, Result, Store, StoreError};
use crate::ui::canvas::{Canvas, ClickTarget, clamp, width};
use crate::ui::effect::Effect;
use crate::ui::keymap::Action;
use crate::ui::session::Session;
use crate::ui::work::{Finish, Work};
use tempfile::TempDir;

/// How many events the examples have, and where their random numbers begin.
const EVENTS: usize = 72;
const SEED: u64 = 25;

/// A way to begin: its key, what it does, and what is to be known before.
type Way = (&'static str, Action, &'static str, &'static str);

const WAYS: [Way; 4] = [
    (
        "N",
        Action::New,
        "Créer un premier événement",
        "un titre suffit, le reste peut attendre",
    ),
    (
        "I",
        Action::Import,
        "Importer mon tableur",
        "chaque ligne montrée avant d’être écrite",
    ),
    (
        "E",
        Action::TryExamples,
        "Essayer avec des exemples",
        "dans un carnet à part, effacé en quittant",
    ),
    (
        "F1",
        Action::Help,
        "Lire l’aide",
        "toutes les touches, à chercher en tapant",
    ),
];

/// The widths of the keys and of what they do, gaps included.
const KEY: u16 = 5;
const WAY: u16 = 28;

/// Draws the ways to begin in the middle.
pub(super) fn draw(canvas: &mut Canvas<'_>, area: Rect, session: &Session) {
    let theme = canvas.theme;
    // Nothing that writes is offered where nothing can be written.
    let is_offered = |way: &&Way| {
        let writes = matches!(way.1, Action::New | Action::Import);
        !(writes && session.store.is_read_only())
    };
    let ways: Vec<&Way> = WAYS.iter().filter(is_offered).collect();
    let hint = WAYS.iter().map(|way| clamp(width(way.3))).max();
    let hint = hint.filter(|hint| KEY + WAY + hint <= area.width);
    let block = (KEY + WAY + hint.unwrap_or(0)).min(area.width);
    let height = clamp(2 + 2 * ways.len());
    let x = area.x + (area.width - block) / 2;
    let mut y = area.y + area.height.saturating_sub(height) / 3;
    let title = match session.store.is_read_only() {
        true => "Ce carnet est vide.",
        false => "Votre carnet est prêt.",
    };
    canvas.text(x, y, block, title, theme.heading());
    y += 2;
    for (key, action, label, about) in ways {
        if y >= area.bottom() {
            return;
        }
        canvas.text(x, y, KEY, key, theme.accent());
        canvas.text(x + KEY, y, block - KEY, label, theme.text());
        if hint.is_some() {
            let about_x = x + KEY + WAY;
            canvas.text(about_x, y, block - KEY - WAY, about, theme.muted());
        }
        canvas.click(Rect::new(x, y, block, 1), ClickTarget::Action(*action));
        y += 2;
    }
}

/// Opens examples in place of the carnet, which is not touched: they are removed when the program ends.
pub(super) fn try_examples(session: &Session) -> Effect {
    let clock = session.clock;
    let moment = Moment {
        now: clock.now(),
        today: clock.today(civil_time::zone(&demo::profile().time_zone)),
    };
    Effect::Work(Work::uninterruptible("Exemples", move |_| -> Finish {
        let examples = write(moment);
        Box::new(move |session| {
            let (folder, store) = match examples {
                Ok(examples) => examples,
                Err(error) => return Ok(vec![Effect::error(error.explain())]),
            };
            let own = std::mem::replace(&mut session.store, Store::in_memory()?);
            // All that was written is in its file, or in its log.
            let _ = own.close();
            session.examples = Some(folder);
            Ok(vec![
                Effect::Reopen(Ok(Box::new(store))),
                Effect::success(format!(
                    "Des exemples, dans un carnet à part{NARROW}: essayez tout. Quitter (Ctrl+Q) les efface{NARROW}; le vôtre revient à la prochaine ouverture."
                )),
            ])
        })
    }))
}

fn write(moment: Moment) -> Result<(TempDir, Store)> {
    let folder = tempfile::Builder::new()
        .prefix("carnet-exemples-")
        .tempdir();
    let folder = folder.map_err(StoreError::Io)?;
    let path = folder.path().join("exemples.db");
    Store::create_filled(&path, |store| demo::fill(store, EVENTS, SEED, moment))?;
    let store = Store::open(&path)?;
    Ok((folder, store))
}
