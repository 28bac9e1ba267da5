//! A store cut short, or with bits flipped through it: opened or refused, in French, and left as it is when it is refused.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use carnet::app::App;
use carnet::clock::Clock;
use carnet::domain::listing::{Column, Direction, Query, Sort};
use carnet::exchange::csv::columns::CsvColumn;
use carnet::exchange::csv::export::write_events;
use carnet::exchange::table_writer::{TableFormat, TableWriter};
use carnet::explain::Explain;
use carnet::store::verify;
use carnet::store::{Finding, Result, Store};
use carnet::terminal::input::{Input, Key};
use carnet::ui::session::Session;
use carnet::ui::theme::{Background, Depth, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{assert_sound, carnet, moment, times};
use crate::support::opened::quit;
use crate::support::sandbox::Sandbox;

const PAGE: usize = 2048;

/// Reads everything that the program reads.
fn read_all(store: &Store) -> Result<()> {
    for column in [
        Column::Date,
        Column::Title,
        Column::Commune,
        Column::Attestation,
    ] {
        let query = Query {
            sort: Sort {
                column,
                direction: Direction::Descending,
            },
            ..Query::default()
        };
        store.window(&query, moment(), 0, 1_000)?;
    }
    store.home_summary(moment())?;
    store.models()?;
    store.undoable()?;
    store.venues("col", 6)?;
    Ok(())
}

/// Shows each screen, and tries a change and an undo.
fn show_all(store: Store) -> Result<()> {
    let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
    let theme = Theme::new(Depth::True, Background::Dark);
    let mut app = App::new(Session::new(store, clock, theme, PathBuf::from("."))?)?;
    let mut terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
    for key in [
        "F2", "F3", "Entrée", "Échap", "n", "x", "Ctrl+S", "Ctrl+Z", "Ctrl+Y", "F4", "Entrée",
        "Échap", "F5", "F6",
    ] {
        app.input(Input::Key(Key::parse(key).unwrap()));
        terminal.draw(|frame| app.draw(frame)).unwrap();
    }
    Ok(())
}

/// What became of a damaged store.
#[derive(Debug, Default)]
struct Tally {
    opened: usize,
    refused: usize,
}

impl Tally {
    #[track_caller]
    fn tries(&mut self, path: &Path, bytes: &[u8], what: &str) {
        let write = || {
            for end in ["-wal", "-shm"] {
                let _ = fs::remove_file(format!("{}{end}", path.display()));
            }
            fs::write(path, bytes).unwrap();
        };
        write();
        let tried = catch_unwind(AssertUnwindSafe(|| {
            let store = Store::open(path)?;
            read_all(&store)?;
            let columns = CsvColumn::ALL.to_vec();
            let _ = write_events(
                &store,
                &Query::default(),
                moment(),
                &columns,
                &|_| true,
                &carnet::store::Progress::default(),
                TableWriter::new(TableFormat::Text, &mut Vec::new()),
            );
            show_all(store)
        }));
        match tried.unwrap_or_else(|_| panic!("{what}: it panics")) {
            Ok(()) => self.opened += 1,
            Err(error) => {
                self.refused += 1;
                let sentence = error.explain();
                assert!(
                    sentence.ends_with('.') || sentence.contains("assistance"),
                    "{what}: {sentence}"
                );
            }
        }
        // What is refused is left to the letter.
        write();
        if let Err(error) = Store::open(path) {
            assert!(
                fs::read(path).unwrap() == bytes,
                "{what}: written to, though refused ({error})"
            );
        }
    }
}

/// The bytes of a store of forty events, closed.
fn whole(sandbox: &Sandbox) -> Vec<u8> {
    fs::read(sandbox.path("carnet.db")).unwrap()
}

#[test]
fn a_store_cut_at_any_page_is_opened_or_refused() {
    let sandbox = Sandbox::demo(40);
    let bytes = whole(&sandbox);
    let path = sandbox.path("abime.db");
    let pages = bytes.len() / PAGE;
    assert!(pages > 40, "{pages}");
    let mut tally = Tally::default();
    let step = (pages / times(14, pages)).max(1);
    for page in (0..pages).step_by(step) {
        let cut = &bytes[..page * PAGE];
        tally.tries(&path, cut, &format!("cut at page {page}"));
        tally.tries(
            &path,
            &bytes[..page * PAGE + 100],
            &format!("cut in page {page}"),
        );
    }
    println!("{tally:?}");
    assert!(tally.refused > 0);
}

#[test]
fn a_store_with_bits_flipped_is_opened_or_refused() {
    let sandbox = Sandbox::demo(40);
    let bytes = whole(&sandbox);
    let path = sandbox.path("abime.db");
    let mut random = fastrand::Rng::with_seed(21);
    let mut tally = Tally::default();
    for number in 0..times(60, 3_000) {
        let mut damaged = bytes.clone();
        // One bit, or many; anywhere, or in the first page, where it hurts most.
        let within = if number % 3 == 0 { PAGE } else { bytes.len() };
        for _ in 0..[1, 8, 64][number % 3] {
            damaged[random.usize(..within)] ^= 1 << random.u8(..8);
        }
        tally.tries(&path, &damaged, &format!("flip {number}"));
    }
    println!("{tally:?}");
    assert!(tally.refused > 0 && tally.opened > 0, "{tally:?}");
}

#[test]
fn the_commands_refuse_a_damaged_store_with_one_french_sentence() {
    let sandbox = Sandbox::demo(40);
    let bytes = whole(&sandbox);
    let path = sandbox.path("abime.db");
    let mut refused = 0;
    for number in 0..times(8, 60) {
        let mut damaged = bytes.clone();
        let from = (number + 1) * bytes.len() / 70;
        damaged[from..from + 3 * PAGE].fill(0xa5);
        if number % 4 == 0 {
            damaged.truncate(from);
        }
        for arguments in [&["liste"][..], &["exporter", "-"], &["etat"]] {
            fs::write(&path, &damaged).unwrap();
            let ran = carnet(&path, arguments);
            assert!(
                matches!(ran.status, Some(0 | 1)),
                "{:?} {}",
                ran.status,
                ran.err
            );
            assert!(!ran.err.contains("panicked"), "{}", ran.err);
            if ran.status == Some(1) {
                refused += 1;
                ran.assert_refused();
                assert!(
                    fs::read(&path).unwrap() == damaged,
                    "written to, though refused"
                );
            }
        }
    }
    assert!(refused > 0);
}

/// The store with a page destroyed that nothing reads at the start, where there is one.
fn quietly_damaged(path: &Path, bytes: &[u8]) -> Option<Vec<u8>> {
    (1..bytes.len() / PAGE).rev().find_map(|page| {
        let mut damaged = bytes.to_vec();
        damaged[page * PAGE..(page + 1) * PAGE].fill(0xa5);
        fs::write(path, &damaged).unwrap();
        let store = Store::open(path).ok()?;
        let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        App::new(Session::new(store, clock, theme, PathBuf::from(".")).ok()?).ok()?;
        let is_damaged = verify(path)
            .unwrap()
            .findings
            .iter()
            .any(|finding| matches!(finding, Finding::Damaged(_)));
        is_damaged.then_some(damaged)
    })
}

#[test]
fn damage_that_no_screen_reads_is_reported_blocks_writing_and_is_repaired_by_a_backup() {
    let sandbox = Sandbox::demo(400);
    let base = sandbox.path("carnet.db");
    assert_eq!(carnet(&base, &["sauvegarder"]).status, Some(0));
    let bytes = quietly_damaged(&base, &whole(&sandbox)).expect("a page that no screen reads");
    fs::write(&base, &bytes).unwrap();
    let mut carnet = sandbox.start(100, 30);
    carnet.wait_for("Le carnet est abîmé");
    carnet.press("→ Entrée N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("Perdu ?");
    carnet.press("Ctrl+S");
    carnet.wait_for("N’y écrivez plus");
    assert!(
        fs::read(&base).unwrap() == bytes,
        "written to, though damaged"
    );
    carnet.press("Échap D F6 Page_suiv. ↓ ↓ ↓ Entrée");
    carnet.wait_for("Sauvegardes");
    carnet.press("Entrée");
    carnet.wait_for("il ne peut pas être comparé");
    carnet.press("Entrée");
    carnet.wait_for("La copie est maintenant le carnet");
    carnet.press("N");
    quit(&mut carnet);
    assert_sound(&base);
    let folder = fs::read_dir(sandbox.path("sauvegardes")).unwrap();
    let moved = folder.map(|entry| entry.unwrap().path());
    let moved = moved
        .into_iter()
        .find(|path| path.to_string_lossy().contains("abime"));
    assert!(
        fs::read(moved.unwrap()).unwrap() == bytes,
        "not kept as it was"
    );
}

#[test]
fn a_command_writes_nothing_to_a_store_whose_damage_it_does_not_meet() {
    let sandbox = Sandbox::demo(400);
    let base = sandbox.path("carnet.db");
    let bytes = quietly_damaged(&base, &whole(&sandbox)).expect("a page that no screen reads");
    fs::write(&base, &bytes).unwrap();
    let ran = carnet(&base, &["importer", &table(&sandbox)]);
    ran.assert_refused();
    assert!(ran.err.contains("Le carnet est abîmé"), "{}", ran.err);
    assert!(
        fs::read(&base).unwrap() == bytes,
        "written to, though damaged"
    );
}

fn table(sandbox: &Sandbox) -> String {
    let path = sandbox.path("liste.csv");
    fs::write(&path, "titre;date\nCafé;24/11/2026\n").unwrap();
    path.to_string_lossy().into_owned()
}
