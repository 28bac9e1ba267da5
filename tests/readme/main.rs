//! The README says what the program does: its keys and commands are the program's, its picture is drawn by the program.
//!
//! After a change that is meant, `README_UPDATE=1 cargo test --test readme` writes both again: read the difference.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod picture;

use std::path::{Path, PathBuf};

use carnet::app::App;
use carnet::clock::Clock;
use carnet::demo;
use carnet::store::{Moment, Store};
use carnet::terminal::input::{Input, Key};
use carnet::ui::keymap;
use carnet::ui::keymap::{Context, Purpose};
use carnet::ui::session::Session;
use carnet::ui::theme::{Background, Depth, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

fn at(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn read(name: &str) -> String {
    std::fs::read_to_string(at(name)).unwrap_or_default()
}

/// Fails when a file is not as the program would write it, or writes it when that is asked.
fn is_up_to_date(name: &str, wanted: &str) {
    if std::env::var_os("README_UPDATE").is_some() {
        std::fs::write(at(name), wanted).unwrap();
    }
    assert!(
        read(name) == wanted,
        "{name} is not what the program says: README_UPDATE=1 cargo test --test readme writes it again"
    );
}

/// The tables of keys, one a purpose, as Markdown: what is done the same way in several places is
/// one line.
fn table() -> String {
    let mut table = String::new();
    for purpose in Purpose::ALL {
        table.push_str(&format!(
            "\n**{}**\n\n| touche | effet | où |\n|---|---|---|\n",
            purpose.title()
        ));
        let mut lines: Vec<(String, &str, Vec<&str>)> = Vec::new();
        for context in Context::all() {
            let bindings = keymap::own_bindings(context);
            for binding in bindings.filter(|binding| binding.action.purpose() == purpose) {
                let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{key}`")).collect();
                let keys = keys.join(" ou ");
                let known = lines
                    .iter_mut()
                    .find(|(known, help, _)| *known == keys && *help == binding.help);
                match known {
                    Some((_, _, places)) => places.push(context.title()),
                    None => lines.push((keys, binding.help, vec![context.title()])),
                }
            }
        }
        for (keys, help, places) in lines {
            table.push_str(&format!("| {keys} | {help} | {} |\n", places.join(", ")));
        }
    }
    table
}

/// Fails when what stands between the marks of a section is not what the program says.
fn is_section_up_to_date(section: &str, wanted: &str) {
    let (begin, end) = (
        format!("<!-- {section} -->\n"),
        format!("<!-- fin des {section} -->"),
    );
    let readme = read("README.md");
    let (before, rest) = readme.split_once(&begin).expect("where it begins");
    let (_, after) = rest.split_once(&end).expect("where it ends");
    is_up_to_date(
        "README.md",
        &format!("{before}{begin}{wanted}\n{end}{after}"),
    );
}

/// One test for both: they update the same file.
#[test]
fn the_keys_and_the_commands_are_the_programs() {
    is_section_up_to_date("touches", &table());
    let commands = format!("\n{}", carnet::cli::examples());
    is_section_up_to_date("commandes", &commands);
}

#[test]
fn the_picture_is_drawn_by_the_program() {
    let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
    let moment = Moment {
        now: clock.now(),
        today: clock.today(carnet::domain::time::zone::PARIS),
    };
    let mut store = Store::in_memory().unwrap();
    demo::fill(&mut store, 72, 25, moment).unwrap();
    let theme = Theme::new(Depth::True, Background::Dark);
    let session = Session::new(store, clock, theme, PathBuf::from("documents")).unwrap();
    let mut app = App::new(session).unwrap();
    let mut terminal = Terminal::new(TestBackend::new(120, 34)).unwrap();
    for key in ["F3", "↓"] {
        app.input(Input::Key(Key::parse(key).unwrap()));
        terminal.draw(|frame| app.draw(frame)).unwrap();
    }
    is_up_to_date(
        "assets/carnet.svg",
        &picture::svg(terminal.backend().buffer()),
    );
}

#[test]
fn the_two_commands_are_there() {
    let readme = read("README.md");
    for command in ["\n    cargo run --release\n", "\n    cargo test\n"] {
        assert!(readme.contains(command), "{command}");
    }
}
