//! Whole screens as they are drawn, in the two sizes of the design: the text as snapshots, the styles apart, on roles.
//!
//! After a change that is meant, `INSTA_UPDATE=always cargo test --test screens` writes the snapshots again: read the difference.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "screens/styles.rs"]
mod styles;

use std::path::PathBuf;

use carnet::app::App;
use carnet::clock::Clock;
use carnet::demo;
use carnet::store::{Moment, Store};
use carnet::terminal::input::{Input, Key};
use carnet::ui::session::Session;
use carnet::ui::theme::{Background, Depth, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};

const SIZES: [(u16, u16); 2] = [(120, 40), (80, 24)];

const DARK: Theme = Theme::new(Depth::True, Background::Dark);

/// A Tuesday in term.
const NOW: &str = "2026-11-24T10:00:00";

/// Carnet on a year of events of the demonstration, without a terminal.
struct Stage {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Stage {
    fn new((columns, rows): (u16, u16), theme: Theme) -> Self {
        Self::filled((columns, rows), theme, Some(72))
    }

    /// With so many events, or before the first run.
    fn filled((columns, rows): (u16, u16), theme: Theme, events: Option<usize>) -> Self {
        let clock = Clock::stopped_at(Some(NOW));
        let mut store = Store::in_memory().unwrap();
        if let Some(events) = events {
            let at = Moment {
                now: clock.now(),
                today: clock.today(carnet::domain::time::zone::PARIS),
            };
            demo::fill(&mut store, events, 25, at).unwrap();
        }
        let documents = PathBuf::from("tests/data");
        let session = Session::new(store, clock, theme, documents).unwrap();
        let mut stage = Self {
            app: App::new(session).unwrap(),
            terminal: Terminal::new(TestBackend::new(columns, rows)).unwrap(),
        };
        stage.draw();
        // Most screens are reached from the list.
        stage.press("F3")
    }

    /// Presses keys by their names; what stands between « » is typed.
    fn press(mut self, keys: &str) -> Self {
        for name in keys.split_whitespace() {
            match name
                .strip_prefix('«')
                .and_then(|typed| typed.strip_suffix('»'))
            {
                Some(typed) => {
                    for character in typed.replace('_', " ").chars() {
                        self.input(Key::ch(character));
                    }
                }
                None => self.input(Key::parse(&name.replace('_', " ")).expect(name)),
            }
        }
        self
    }

    fn input(&mut self, key: Key) {
        self.app.input(Input::Key(key));
        // As in the terminal: a page is as long as what was drawn.
        self.draw();
    }

    fn draw(&mut self) {
        let app = &mut self.app;
        self.terminal.draw(|frame| app.draw(frame)).unwrap();
    }

    fn buffer(&self) -> &Buffer {
        self.terminal.backend().buffer()
    }

    /// The screen as text, without the spaces at the ends of its lines.
    fn text(&self) -> String {
        let buffer = self.buffer();
        let lines = buffer
            .content
            .chunks(usize::from(buffer.area.width))
            .map(|row| row.iter().map(Cell::symbol).collect::<String>());
        let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
        // Paths are written otherwise on Windows.
        lines.join("\n").replace('\\', "/")
    }

    /// The first cell of the first place of `text`, spaces of any kind alike.
    #[track_caller]
    fn cell(&self, text: &str) -> &Cell {
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        let screen = plain(&self.text());
        let found = screen.lines().enumerate().find_map(|(row, line)| {
            let place = line.find(&plain(text))?;
            Some((line[..place].chars().count(), row))
        });
        let (column, row) = found.unwrap_or_else(|| panic!("{text:?} is not in\n{screen}"));
        let width = usize::from(self.buffer().area.width);
        &self.buffer().content[row * width + column]
    }
}

/// Takes the snapshots of a screen, in each size.
fn pictured(name: &str, keys: &str) {
    for size in SIZES {
        let stage = Stage::new(size, DARK).press(keys);
        insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), stage.text());
    }
}

#[test]
fn the_list() {
    pictured("list", "");
}

#[test]
fn the_list_filtered_with_marks() {
    pictured(
        "list_filtered",
        "V «annee» Entrée Ctrl+F «educonnect» Entrée Espace Espace",
    );
}

#[test]
fn an_empty_carnet() {
    for size in SIZES {
        let stage = Stage::filled(size, DARK, Some(0));
        insta::assert_snapshot!(format!("empty_{}x{}", size.0, size.1), stage.text());
        let stage = stage.press("F2");
        let name = format!("account_empty_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, stage.text());
    }
}

#[test]
fn the_first_screen() {
    pictured("account", "F2");
}

#[test]
fn the_history_says_what_each_deed_changed() {
    pictured("history", "P ↓ Entrée F2 Suppr H ↓");
}

#[test]
fn the_first_screen_when_nothing_awaits() {
    pictured(
        "account_calm",
        "F2 Suppr Suppr Suppr Suppr Suppr Suppr Suppr ↓",
    );
}

#[test]
fn the_palette_of_commands() {
    pictured("palette", "Ctrl+P");
    pictured("palette_typed", "Ctrl+P «etap»");
}

#[test]
fn the_menu_of_places() {
    pictured("menu", "F9 ↓");
}

#[test]
fn the_attestations() {
    pictured("attestations", "F4");
}

#[test]
fn the_form_of_an_attestation() {
    pictured("attest", "F4 Entrée «10001» Entrée Espace");
}

#[test]
fn the_check_list_of_an_event() {
    pictured("checklist", "K ↓ Espace ↓ ↓ ↓ ↓");
}

#[test]
fn coming_events_against_steps() {
    pictured("steps", "F5 ↓ →");
}

#[test]
fn a_series_before_it_is_made() {
    pictured("series", "R ↓ → → → → ↓ ↓");
}

#[test]
fn the_fiche_de_saisie() {
    pictured("sheet", "S Entrée Entrée");
}

#[test]
fn the_models() {
    pictured("models", "O Entrée Entrée O");
}

#[test]
fn a_copy_in_the_form() {
    pictured("copy", "C");
}

#[test]
fn an_event() {
    pictured("detail", "Début Fin Entrée");
}

#[test]
fn the_form_with_what_was_understood_and_what_is_wrong() {
    pictured(
        "form",
        "N «Temps_d’écran,_parlons-en» Tab «cafe» Entrée Tab Tab Tab «Maison_des_parents» Tab Tab Tab Tab Tab \
         «25/12» Tab «18h30» Tab «17h» Tab «beaucoup» Maj+Tab",
    );
}

#[test]
fn the_advice_of_each_field() {
    let mut stage = Stage::new((120, 40), DARK).press("N");
    let mut advice = Vec::new();
    for _ in 0..18 {
        let text = stage.text();
        let beside = text.lines().skip(3).filter_map(|line| line.split_once('│'));
        let beside: Vec<&str> = beside.map(|(_, advice)| advice.trim()).collect();
        advice.push(beside.join("\n").trim().to_owned());
        stage = stage.press("Tab");
    }
    insta::assert_snapshot!("advice", advice.join("\n---\n"));
}

#[test]
fn the_theme_picker() {
    pictured("theme_picker", "N Tab Tab Entrée ↓ ↓ ↓");
}

#[test]
fn the_theme_picker_filtered() {
    pictured("theme_picker_filtered", "N Tab Tab «num»");
}

#[test]
fn the_filter_picker() {
    pictured(
        "filter_picker",
        "F «public_cible» Entrée «parents» Entrée F",
    );
}

#[test]
fn the_values_of_a_filter() {
    pictured("filter_values", "F «commune» Entrée Espace ↓ Espace");
}

#[test]
fn the_month() {
    pictured(
        "month",
        "N Maj+Tab Page_préc. Maj+Tab Ctrl+O Page_suiv. ↓ ↓",
    );
}

#[test]
fn the_help() {
    pictured("help", "F1");
}

#[test]
fn the_import() {
    pictured("import", "I «ateliers.csv» Entrée ↓ Entrée «date» Entrée");
}

#[test]
fn the_settings() {
    pictured("settings", "F6");
}

#[test]
fn the_columns() {
    pictured("columns", "L ↓ Espace");
}

#[test]
fn a_question() {
    pictured("question", "Suppr");
}

#[test]
fn the_first_run() {
    for size in SIZES {
        let stage = Stage::filled(size, DARK, None).press("Tab «25»");
        insta::assert_snapshot!(format!("first_run_{}x{}", size.0, size.1), stage.text());
    }
}

#[test]
fn a_terminal_too_small() {
    for size in [(59, 20), (20, 5)] {
        let stage = Stage::new(size, DARK);
        insta::assert_snapshot!(format!("too_small_{}x{}", size.0, size.1), stage.text());
    }
}

#[test]
fn every_size_can_be_drawn() {
    let keys = [
        "",
        "Entrée",
        "N Tab Entrée",
        "F1",
        "F6",
        "Suppr",
        "X Entrée",
        "V",
        "F2",
        "F4",
        "F4 Entrée",
        "F5",
        "K",
        "R",
        "S",
        "O",
    ];
    for keys in keys {
        let mut stage = Stage::new((120, 40), DARK).press(keys);
        for (columns, rows) in (1..24).flat_map(|n| [(n, n), (60 + n, 15 + n), (n * 9, 16)]) {
            stage.terminal.backend_mut().resize(columns, rows);
            stage.draw();
        }
    }
}

/// What stands below the last line that crosses the screen.
fn foot(text: &str) -> &str {
    let foot = text.rsplit_once("──\n").map(|(_, foot)| foot);
    foot.unwrap_or_default()
}

#[test]
fn in_the_least_window_what_is_in_hand_is_in_sight_and_the_foot_is_whole() {
    let screens = [
        "",
        "F2",
        "F4",
        "F4 Entrée",
        "F5",
        "F6",
        "K Espace H",
        "I «ateliers.csv» Entrée",
        "K",
        "N",
        "R",
        "S",
    ];
    let downs = "↓ ".repeat(20);
    for keys in screens {
        for keys in [keys.to_owned(), format!("{keys} {downs}")] {
            let text = Stage::new((60, 16), DARK).press(&keys).text();
            let is_in_sight = text.lines().any(|line| line.starts_with('▌'));
            assert!(is_in_sight, "{keys:?}\n{text}");
            let tall = Stage::new((60, 60), DARK).press(&keys).text();
            assert_eq!(foot(&text), foot(&tall), "{keys:?}\n{text}");
        }
    }
}

#[test]
fn drawing_twice_changes_nothing() {
    for keys in ["", "N", "F1", "Entrée", "F2", "F4", "F5", "K", "R", "S"] {
        let mut stage = Stage::new((120, 40), DARK).press(keys);
        let once = stage.buffer().clone();
        stage.draw();
        assert_eq!(stage.buffer(), &once, "{keys:?}");
    }
}

#[test]
fn the_event_beside_the_list_follows_once_the_hand_rests() {
    let mut stage = Stage::new((120, 40), DARK);
    let beside = |stage: &Stage| -> Vec<String> {
        let lines = stage.text();
        let lines = lines.lines().skip(3).take(33);
        lines
            .map(|line| line.chars().skip(79).collect::<String>())
            .collect()
    };
    let first = beside(&stage);
    stage.app.hurry(true);
    stage = stage.press("↓");
    assert_eq!(beside(&stage), first, "still under its title");
    assert!(stage.app.has_deferred());
    stage = stage.press("Début");
    let empty = beside(&stage);
    assert!(
        empty.iter().all(|line| line.chars().count() <= 1),
        "{empty:?}"
    );
    assert!(stage.app.has_deferred());
    stage.app.hurry(false);
    stage.draw();
    let followed = beside(&stage);
    assert!(followed != first && followed != empty);
    assert!(!stage.app.has_deferred());
}
