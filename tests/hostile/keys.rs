//! Any keys, pastes, clicks and sizes, on every screen.

use std::cell::Cell;
use std::sync::LazyLock;

use carnet::store::Store;
use carnet::terminal::input::{Code, Input, Key, Mouse, MouseKind};
use carnet::ui::keymap;
use carnet::ui::keymap::{Action, Context};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::TestRunner;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{app, assert_sound, cases, demo, draw, is_long};

/// How long a session is.
const EVENTS: usize = 250;

/// Every key of the table, but those that leave.
static KEYS: LazyLock<Vec<Key>> = LazyLock::new(|| {
    let bindings = Context::all().flat_map(keymap::own_bindings);
    let without_quit = bindings.filter(|binding| binding.action != Action::Quit);
    let mut keys: Vec<Key> = without_quit
        .flat_map(|binding| binding.keys.iter())
        .map(|name| Key::parse(name).unwrap())
        .collect();
    keys.sort();
    keys.dedup();
    keys
});

/// Texts that a form understands, so that sessions go far, and others. No separator of folders: what is exported stays in the
/// session's own folder.
const TEXTS: [&str; 16] = [
    "Café des parents",
    "24/11/2026",
    "25/10/2026",
    "18h-19h30",
    "2h30",
    "12",
    "99999999999999999999",
    "70000",
    "+7",
    "https:⁄⁄exemple.fr",
    "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
    "👩‍👩‍👧‍👦 مرحبا 日本語",
    "\u{202e}\u{2066}\u{200b}\u{feff}",
    "\u{1b}[2J\u{1b}]0;x\u{7}\u{0}\u{9b}31m",
    "ligne 1\nligne 2\r\nligne 3\tfin",
    "=1+1",
];

fn input() -> impl Strategy<Value = Input> {
    let key = || select(KEYS.as_slice()).prop_map(Input::Key);
    let moves = select(vec![
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Down,
        Code::Up,
        Code::Backspace,
        Code::Delete,
    ]);
    let any_code = prop_oneof![
        any::<char>()
            .prop_filter("a key is no control", |c| !c.is_control()
                && !matches!(c, '/' | '\\'))
            .prop_map(Code::Char),
        (1u8..=24).prop_map(Code::F),
        Just(Code::Insert),
        Just(Code::Home),
        Just(Code::End),
        Just(Code::PageUp),
        Just(Code::PageDown),
    ];
    let any_key = (any_code, any::<bool>(), any::<bool>(), any::<bool>());
    let any_key = any_key.prop_map(|(code, ctrl, alt, shift)| {
        let key = Key {
            code,
            ctrl,
            alt,
            shift,
        };
        Input::Key(key.normalised())
    });
    let typed = select(b"aehlnostx 0123456789".as_slice());
    let typed = typed.prop_map(|letter| Input::Key(Key::ch(char::from(letter))));
    let mouse = (
        select(vec![
            MouseKind::Down,
            MouseKind::Down,
            MouseKind::Drag,
            MouseKind::Up,
            MouseKind::ScrollUp,
            MouseKind::ScrollDown,
        ]),
        0u16..130,
        0u16..45,
    );
    let mouse = mouse.prop_map(|(kind, column, row)| Input::Mouse(Mouse { kind, column, row }));
    let size = prop_oneof![
        Just((120, 40)),
        Just((80, 24)),
        Just((60, 16)),
        (1u16..200, 1u16..60),
    ];
    prop_oneof![
        24 => key(),
        8 => moves.prop_map(|code| Input::Key(Key::plain(code))),
        6 => typed,
        2 => any_key,
        3 => select(TEXTS.as_slice()).prop_map(|text| Input::Paste(text.to_owned())),
        1 => "[^/\\\\]{0,80}".prop_map(Input::Paste),
        6 => mouse,
        1 => size.prop_map(|(columns, rows)| Input::Resize(columns, rows)),
        1 => any::<bool>().prop_map(Input::Focus),
    ]
}

/// What a user does on purpose, keys and typed words: without it a session of any keys changes little.
const GESTURES: [&str; 14] = [
    "Échap Échap Échap F3 n x y Ctrl+S",
    "Échap Échap Échap F3 n x Tab Entrée Entrée Ctrl+S",
    "Échap Échap Échap F3 m z Ctrl+S",
    "Échap Échap Échap F3 c Ctrl+S",
    "Échap Échap Échap F3 Suppr Entrée",
    "Échap Échap Échap F3 Espace ↓ Espace Suppr Entrée",
    "Échap Échap Échap F3 Espace ↓ Espace p ↓ Entrée",
    "Échap Échap Échap F3 ↓ p ↓ ↓ Entrée",
    "Échap Échap Échap F4 Entrée 9 Ctrl+S",
    "Échap Échap Échap F5 Espace → Espace",
    "Échap Échap Échap F6 ↓ ↓ ↓ Entrée n x Ctrl+S",
    "Échap Échap Ctrl+Z Ctrl+Z Ctrl+Y",
    "Échap Échap Ctrl+Z",
    "Échap Échap Ctrl+Y",
];

/// Inputs by chance, with a gesture now and then.
fn inputs(number: usize) -> impl Strategy<Value = Vec<Input>> {
    let gesture = select(GESTURES.as_slice()).prop_map(keys);
    let some = prop_oneof![
        30 => input().prop_map(|input| vec![input]),
        1 => gesture,
    ];
    prop::collection::vec(some, number).prop_map(|some| some.concat())
}

fn keys(names: &str) -> Vec<Input> {
    let keys = names.split(' ').map(|name| Key::parse(name).unwrap());
    keys.map(Input::Key).collect()
}

/// Runs a session on a store of forty events, left and opened again when it is over; answers how many actions it did.
fn session(inputs: Vec<Input>) -> i64 {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carnet.db");
    demo(&path, 40);
    let mut carnet = app(Store::open(&path).unwrap(), folder.path()).unwrap();
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).unwrap();
    draw(&mut carnet, &mut terminal);
    for (number, input) in inputs.into_iter().enumerate() {
        // A mouse or an arrow has a meaning on what was drawn.
        if let Input::Resize(columns, rows) = input {
            terminal.backend_mut().resize(columns, rows);
        }
        carnet.input(input);
        draw(&mut carnet, &mut terminal);
        carnet.take_copied();
        carnet.take_mouse();
        if number % 50 == 49 {
            carnet.autosave();
        }
        if carnet.is_over() {
            carnet.close().unwrap();
            carnet = app(Store::open(&path).unwrap(), folder.path()).unwrap();
        }
    }
    carnet.autosave();
    carnet.close().unwrap();
    assert_sound(&path);
    // What it holds is opened again.
    let mut carnet = app(Store::open(&path).unwrap(), folder.path()).unwrap();
    draw(&mut carnet, &mut terminal);
    drop(carnet);
    let raw = rusqlite::Connection::open(&path).unwrap();
    raw.query_row("SELECT count(*) FROM action", [], |row| row.get(0))
        .unwrap()
}

#[test]
fn any_keys_on_any_screen_leave_the_store_sound() {
    // 5,000 events; 100,000 in the long form.
    let mut runner = TestRunner::new(cases(12, 300));
    let inputs = inputs(EVENTS);
    let done = Cell::new(0);
    runner
        .run(&inputs, |inputs| {
            done.set(done.get() + session(inputs));
            Ok(())
        })
        .unwrap();
    println!("{} actions", done.get());
    assert!(done.get() > 40, "the keys change something: {}", done.get());
}

#[test]
fn every_screen_is_reached_by_its_own_keys() {
    // A session begun on each screen goes deeper into it than one that finds it by chance.
    const WAYS: [&str; 20] = [
        "F2",
        "F3",
        "F3 Entrée",
        "F3 n",
        "F3 m",
        "F3 f",
        "F3 t",
        "F3 x",
        "F3 Entrée a",
        "F4",
        "F4 Entrée",
        "F5",
        "F5 Entrée",
        "F6",
        "F6 ↓ ↓ ↓ ↓ ↓ ↓ ↓ ↓ ↓ ↓ ↓ Entrée",
        "F3 s",
        "F3 i",
        "F3 p",
        "F3 v",
        "F3 c",
    ];
    let mut runner = TestRunner::new(cases(WAYS.len() as u32, 20 * WAYS.len() as u32));
    let number = if is_long() { 200 } else { 60 };
    let inputs = (select(WAYS.as_slice()), inputs(number));
    runner
        .run(&inputs, |(way, inputs)| {
            session([keys(way), inputs].concat());
            Ok(())
        })
        .unwrap();
}
