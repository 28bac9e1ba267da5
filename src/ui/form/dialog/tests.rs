//! Tests of the dialog, filled from the keyboard.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use ratatui::buffer::Buffer;

use super::*;
use crate::clock::Clock;
use crate::domain::record::{Field, Noun, field};
use crate::store::Store;
use crate::ui::keymap;
use crate::ui::theme::{Background, Depth, Theme};

#[derive(Clone, Debug, Default, PartialEq)]
struct Loan {
    what: String,
    notes: String,
    day: Option<NaiveDate>,
    count: Option<u32>,
    returned: bool,
    state: String,
}

impl Record for Loan {
    const NOUN: Noun = Noun {
        one: "prêt",
        several: "prêts",
        feminine: false,
    };
    const FIELDS: &'static [Field<Self>] = &[
        field!(what, "Objet", FieldKind::Line).required(),
        field!(notes, "Notes", FieldKind::Lines),
        field!(day, "Jour", FieldKind::Date),
        field!(count, "Nombre", FieldKind::Number { max: 99 }),
        field!(returned, "Rendu", FieldKind::Flag),
        field!(
            state,
            "État",
            FieldKind::Choice(&[("new", "neuf"), ("worn", "usé")])
        ),
    ];
}

fn session() -> Session {
    let clock = Clock::stopped_at(Some("2026-11-24T10:00:00"));
    let theme = Theme::new(Depth::True, Background::Dark);
    Session::new(Store::in_memory().unwrap(), clock, theme, PathBuf::new()).unwrap()
}

type Saved = Rc<RefCell<Vec<Loan>>>;

fn form(loan: &Loan, session: &Session) -> (RecordForm, Saved) {
    let saved = Saved::default();
    let edited = edited(loan, Rc::clone(&saved));
    let form = RecordForm::new(("Prêt", ""), edited, session);
    (form.drafted_as("loan", None, session), saved)
}

fn edited(loan: &Loan, saved: Saved) -> Edited<Loan> {
    Edited::new(loan.clone(), move |loan: &Loan, _| {
        saved.borrow_mut().push(loan.clone());
        Ok(Vec::new())
    })
}

/// Presses keys; returns whether the form closed by saving.
fn press(form: &mut RecordForm, keys: &str, session: &mut Session) -> bool {
    let mut is_saved = false;
    for name in keys.split(' ') {
        let key = Key::parse(name).unwrap();
        let reply = match keymap::action(form.contexts(), key) {
            Some(action) => form.act(action),
            None => form.key(key),
        };
        if matches!(reply, Reply::Proceed) {
            let effects = form.proceed(session).unwrap();
            is_saved = matches!(effects.first(), Some(Effect::Close));
        }
    }
    is_saved
}

fn drawn(form: &mut RecordForm, session: &Session) -> String {
    let area = Rect::new(0, 0, 80, 24);
    let (mut buffer, mut click_targets) = (Buffer::empty(area), Vec::new());
    let mut canvas = Canvas {
        buf: &mut buffer,
        click_targets: &mut click_targets,
        theme: session.theme,
        cursor: None,
        defer_expensive: false,
        has_deferred: false,
    };
    form.draw(&mut canvas, area);
    let cells = buffer.content().chunks(80);
    let lines: Vec<String> = cells
        .map(|cells| cells.iter().map(ratatui::buffer::Cell::symbol).collect())
        .collect();
    lines.join("\n")
}

#[test]
fn every_kind_of_field_is_filled_from_the_keyboard() {
    let mut session = session();
    let (mut form, saved) = form(&Loan::default(), &session);
    press(
        &mut form,
        "V é l o Entrée u n Entrée d e u x Tab",
        &mut session,
    );
    press(
        &mut form,
        "2 4 / 1 1 Entrée 3 Entrée Espace Entrée u",
        &mut session,
    );
    let shown = drawn(&mut form, &session);
    assert!(
        shown.contains("[x] oui") && shown.contains("(•) usé"),
        "{shown}"
    );
    assert!(press(&mut form, "Ctrl+S", &mut session));
    let loan = Loan {
        what: "Vélo".to_owned(),
        notes: "un\ndeux".to_owned(),
        day: "2026-11-24".parse().ok(),
        count: Some(3),
        returned: true,
        state: "worn".to_owned(),
    };
    assert_eq!(*saved.borrow(), [loan]);
}

#[test]
fn an_invalid_field_shows_its_error_and_nothing_is_saved() {
    let mut session = session();
    let (mut form, saved) = form(&Loan::default(), &session);
    press(&mut form, "Tab Tab Tab 1 0 0 Ctrl+S", &mut session);
    let shown = drawn(&mut form, &session);
    for sentence in ["✗ Un nom est nécessaire.", "✗ Pas plus de 99."] {
        assert!(shown.contains(sentence), "{shown}");
    }
    assert!(saved.borrow().is_empty());
    assert_eq!(form.form.focused().key, "what");
}

#[test]
fn a_draft_is_saved_and_resumed() {
    let mut session = session();
    let (mut typed, _) = form(&Loan::default(), &session);
    press(&mut typed, "V é l o", &mut session);
    assert!(typed.needs_autosave());
    typed.autosave(&session).unwrap();
    let (mut again, _) = form(&Loan::default(), &session);
    again.restore_draft(&session).unwrap();
    assert!(drawn(&mut again, &session).contains("Saisie reprise"));
    assert!(press(&mut again, "Ctrl+S", &mut session));
    assert_eq!(session.store.drafts().unwrap(), []);
}

#[test]
fn a_conflict_with_another_window_is_resolved_field_by_field() {
    let mut session = session();
    let opened = Loan {
        what: "Vélo".to_owned(),
        ..Loan::default()
    };
    let theirs = Loan {
        what: "Tandem".to_owned(),
        count: Some(2),
        ..Loan::default()
    };
    let saved = Saved::default();
    let edited = edited(&opened, Rc::clone(&saved)).reread_by(move |_| Ok(Some(theirs.clone())));
    let mut form = RecordForm::new(("Prêt", ""), edited, &session);
    press(&mut form, "s", &mut session);
    assert!(!press(&mut form, "Ctrl+S", &mut session));
    // Mine where I typed, theirs elsewhere.
    let theirs = [("what", "Tandem"), ("count", "2")];
    let theirs = theirs.map(|(key, text)| (key.to_owned(), text.to_owned()));
    form.form.merge(&[3], theirs.into());
    assert!(press(&mut form, "Ctrl+S", &mut session));
    let kept = saved.borrow();
    assert_eq!((kept[0].what.as_str(), kept[0].count), ("Vélos", Some(2)));
}
