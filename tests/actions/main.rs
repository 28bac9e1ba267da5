//! The same act gives the same result through every door: the screens, the commands, an import.
//!
//! Each act of the table is done through each of its doors on a copy of the same carnet; the events must come out alike, and the
//! history must call it by the same name.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/command.rs"]
mod command;
mod doubts;

use std::fs;
use std::path::Path;

use carnet::actions::{self, import};
use carnet::app::App;
use carnet::clock::Clock;
use carnet::domain::event::attestation::Attestation;
use carnet::domain::event::publication::Publication;
use carnet::domain::event::{Event, EventContent};
use carnet::domain::listing::Query;
use carnet::exchange::csv::import::{Mapping, Plan};
use carnet::exchange::table::Table;
use carnet::store::{Moment, Progress, Store};
use carnet::terminal::input::{Input, Key};
use carnet::ui::session::Session;
use carnet::ui::theme::{Background, Depth, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const NOW: &str = "2026-11-24T10:00:00";

const HEADER: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication\n";

/// One that is over and lacks nothing, to do everything to.
const OVER: &str = "Café;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;17/11/2026;18:00;19:00;12;Venez;soumis\n";

/// The same to come, a draft that lacks its description.
const AHEAD: &str =
    "Café;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;01/12/2026;18:00;19:00;12;;\n";

/// What a mediator's own spreadsheet has no column for is no state.
const COMPLETE: &str = "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description\n\
    Café;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;01/12/2026;18:00;19:00;12;Venez\n";

/// The fields of a new complete event, at the same place as the other.
const WHOLE: &str = "N «Autre» Tab Tab «macé» Entrée «par» Entrée «caf» Entrée «jeux» Entrée Tab «+7» Tab «18h-19h» Tab «9» Tab Tab Tab «Venez»";

/// How an act is done.
enum Door {
    /// Keys pressed from the list, its event selected; what stands between « » is typed, `WHOLE` stands for [`WHOLE`].
    Keys(&'static str),
    /// A command; `ID` stands for the event.
    Command(&'static [&'static str]),
    /// A file imported by the command, `ID` standing for the event.
    File(&'static str),
}

use Door::{Command, File, Keys};

/// An act, and how it comes out through every door.
struct Act {
    what: &'static str,
    /// The rows of the carnet it is done in.
    rows: &'static str,
    /// Whether 9 people are declared for its event.
    is_attested: bool,
    doors: &'static [Door],
    /// What the history calls it.
    label: &'static str,
    /// Where the events then stand, the oldest first.
    states: &'static [&'static str],
}

const ACTS: [Act; 20] = [
    Act {
        what: "a new event left a draft",
        rows: OVER,
        is_attested: false,
        doors: &[
            Keys("WHOLE Ctrl+S N N"),
            Keys("WHOLE Ctrl+N N N"),
            Keys("F2 WHOLE Ctrl+S N N"),
        ],
        label: "création de « Autre »",
        states: &["soumis, à remplir", "brouillon, à venir"],
    },
    Act {
        what: "a new event to be entered",
        rows: OVER,
        is_attested: false,
        doors: &[Keys("WHOLE Ctrl+S N Entrée"), Keys("WHOLE Ctrl+N N Entrée")],
        label: "création de « Autre »",
        states: &["soumis, à remplir", "à saisir, à venir"],
    },
    Act {
        what: "a new event that lacks something",
        rows: OVER,
        is_attested: false,
        doors: &[Keys("N «Autre» Ctrl+S"), Keys("F2 N «Autre» Ctrl+N")],
        label: "création de « Autre »",
        states: &["brouillon, à venir", "soumis, à remplir"],
    },
    Act {
        what: "a clone left a draft",
        rows: OVER,
        is_attested: true,
        doors: &[
            Keys("C Ctrl+S N"),
            Keys("C Ctrl+S → Entrée"),
            Keys("Entrée C Ctrl+S N"),
            // Left, and taken up again from the first screen.
            Keys("C x Échap → Entrée F2 ↑ ↑ Entrée Maj+← Suppr Ctrl+S N"),
            Command(&["cloner", "ID"]),
        ],
        label: "clonage de « Café »",
        states: &["soumis, remplie", "brouillon, à venir"],
    },
    Act {
        what: "a clone to be entered",
        rows: OVER,
        is_attested: false,
        doors: &[Keys("C Ctrl+S Entrée"), Keys("Entrée C Ctrl+S O")],
        label: "clonage de « Café »",
        states: &["soumis, à remplir", "à saisir, à venir"],
    },
    Act {
        what: "a series",
        rows: OVER,
        is_attested: true,
        doors: &[Keys("R ↓ «1» Ctrl+S"), Keys("Entrée R ↓ «1» Ctrl+S")],
        label: "série de 1 événement d’après « Café »",
        states: &["soumis, remplie", "brouillon, à venir"],
    },
    Act {
        what: "an import without a state",
        rows: "",
        is_attested: false,
        doors: &[
            Keys("I «complet.csv» Entrée Ctrl+S Entrée"),
            File(COMPLETE),
            File(
                "Titre;Type;Thématique;Public;Typologie;Lieu;Commune;Date;Début;Fin;Places;Description;Publication\n\
                Café;Café des parents;Jeux vidéo;Parents;Collège;Macé;Ornans;01/12/2026;18:00;19:00;12;Venez;\n",
            ),
        ],
        label: "import de 1 événement",
        states: &["brouillon, à venir"],
    },
    Act {
        what: "a change that completes a draft",
        rows: AHEAD,
        is_attested: false,
        doors: &[
            Keys("M Maj+Tab Maj+Tab «Venez» Ctrl+S N N"),
            Keys("Entrée M Maj+Tab Maj+Tab «Venez» Ctrl+S N N"),
        ],
        label: "modification de « Café »",
        states: &["brouillon, à venir"],
    },
    Act {
        what: "a file that completes a draft",
        rows: AHEAD,
        is_attested: false,
        doors: &[File("Identifiant;Description\nID;Venez\n")],
        label: "import de 1 événement",
        states: &["brouillon, à venir"],
    },
    Act {
        what: "a draft completed to be entered",
        rows: AHEAD,
        is_attested: false,
        doors: &[
            Keys("M Maj+Tab Maj+Tab «Venez» Ctrl+S N Entrée"),
            Keys("Entrée M Maj+Tab Maj+Tab «Venez» Échap Entrée N Entrée"),
        ],
        label: "modification de « Café »",
        states: &["à saisir, à venir"],
    },
    Act {
        what: "a state",
        rows: OVER,
        is_attested: false,
        doors: &[Keys("P «annulé» Entrée"), Keys("Entrée P «annulé» Entrée")],
        label: "passage à « annulé » de « Café »",
        states: &["annulé, sans objet"],
    },
    Act {
        what: "an event submitted",
        rows: "Café;;;;;;;01/12/2026;18:00;19:00;;;brouillon\n",
        is_attested: false,
        doors: &[
            Keys("P «soumis» Entrée"),
            Keys("Entrée P «soumis» Entrée"),
            Keys("S Ctrl+S"),
        ],
        label: "passage à « soumis » de « Café »",
        states: &["soumis, à venir"],
    },
    Act {
        what: "an attestation",
        rows: OVER,
        is_attested: false,
        doors: &[
            Keys("A «9» Ctrl+S"),
            Keys("Entrée A «9» Ctrl+S"),
            Keys("F4 A «9» Ctrl+S"),
            Keys("F2 A «9» Ctrl+S"),
            Command(&["attester", "ID", "--presents", "9"]),
        ],
        label: "attestation de « Café »",
        states: &["soumis, remplie"],
    },
    Act {
        what: "a correction",
        rows: OVER,
        is_attested: true,
        doors: &[
            Keys("A «11» Ctrl+S"),
            Keys("F4 A «11» Ctrl+S"),
            Command(&["attester", "ID", "--presents", "11"]),
        ],
        label: "correction de l’attestation de « Café »",
        states: &["soumis, remplie"],
    },
    Act {
        what: "a transmission",
        rows: OVER,
        is_attested: true,
        doors: &[
            Keys("F4 T"),
            Command(&["attester", "ID", "--transmise"]),
            Command(&["attester", "ID", "--presents", "9", "--transmise"]),
        ],
        label: "transmission de l’attestation de « Café »",
        states: &["soumis, transmise"],
    },
    Act {
        what: "a withdrawal",
        rows: OVER,
        is_attested: true,
        doors: &[Keys("F4 Suppr Entrée")],
        label: "retrait de l’attestation de « Café »",
        states: &["soumis, à remplir"],
    },
    Act {
        what: "a step",
        rows: OVER,
        is_attested: false,
        doors: &[Keys("K Espace"), Keys("Entrée K Espace")],
        label: "étape « Créer une liste de contacts à informer » de « Café »",
        states: &["soumis, à remplir"],
    },
    Act {
        what: "a model",
        rows: OVER,
        is_attested: true,
        doors: &[
            Keys("O Entrée «Mon_modèle» Entrée"),
            Keys("Entrée O Entrée «Mon_modèle» Entrée"),
        ],
        label: "enregistrement du modèle « Mon modèle »",
        states: &["soumis, remplie"],
    },
    Act {
        what: "a notice dismissed",
        rows: OVER,
        is_attested: false,
        doors: &[Keys("F2 Suppr")],
        label: "mise à l’écart de « 1 attestation à remplir »",
        states: &["soumis, à remplir"],
    },
    Act {
        what: "a deletion",
        rows: OVER,
        is_attested: true,
        doors: &[Keys("Suppr Entrée"), Keys("Entrée Suppr Entrée")],
        label: "suppression de « Café »",
        states: &[],
    },
];

#[test]
fn each_act_comes_out_the_same_through_every_door() {
    for act in &ACTS {
        let begun = Begun::new(act);
        let mut first = None;
        for (index, door) in act.doors.iter().enumerate() {
            let place = format!("{}, door {}", act.what, index + 1);
            let (label, events) = begun.through(door);
            let states: Vec<String> = events.iter().map(state).collect();
            assert_eq!(label, act.label, "{place}");
            assert_eq!(states, act.states, "{place}");
            let summary = events.into_iter().map(summary).collect::<Vec<_>>();
            match &first {
                None => first = Some(summary),
                Some(first) => assert_eq!(*first, summary, "{place}"),
            }
        }
    }
}

/// A carnet that acts begin from.
struct Begun {
    folder: tempfile::TempDir,
    id: String,
}

impl Begun {
    fn new(act: &Act) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::create(&folder.path().join("begun.db")).unwrap();
        let table = Table::read(format!("{HEADER}{}", act.rows).as_bytes()).unwrap();
        let mapping = Mapping::guess(&table, moment().today).0;
        let plan = Plan::new(&table, &mapping, &store, moment(), &Progress::default()).unwrap();
        let tally = import::write(&mut store, moment().now, &plan, &Progress::default()).unwrap();
        assert_eq!(tally.refused, 0, "{plan:?}");
        let mut id = String::new();
        for event in events(&store) {
            id = event.id.to_string();
            if act.is_attested {
                let questions = store.questions().unwrap().into_iter();
                let usual = questions.filter(|question| !question.usual.is_empty());
                let answers = usual
                    .map(|question| (question.id, question.usual.clone()))
                    .collect();
                let nine = Attestation::declared(None, 9, answers, String::new(), moment().now);
                actions::attestations::declare(&mut store, moment().now, &event, &nine).unwrap();
            }
        }
        // Introduced, so that the first screen asks nothing.
        let introduced = store.record("profil", moment().now, |change| {
            change.set_profile(&carnet::domain::profile::Profile::default())
        });
        introduced.unwrap();
        store.forget_actions().unwrap();
        store.close().unwrap();
        fs::write(folder.path().join("complet.csv"), COMPLETE).unwrap();
        Self { folder, id }
    }

    /// Goes through a door on a copy of the carnet; returns what the history calls it, and the events.
    fn through(&self, door: &Door) -> (String, Vec<Event>) {
        let path = self.folder.path().join("carnet.db");
        fs::copy(self.folder.path().join("begun.db"), &path).unwrap();
        match door {
            Keys(keys) => drop(self.press(&path, keys)),
            Command(arguments) => self.run(&path, arguments),
            File(text) => {
                let file = self.folder.path().join("fichier.csv");
                fs::write(&file, text.replace("ID", &self.id)).unwrap();
                self.run(&path, &["importer", file.to_str().unwrap()]);
            }
        }
        let store = Store::open(&path).unwrap();
        let label = store.undoable().unwrap().unwrap_or_default();
        let events = events(&store);
        store.close().unwrap();
        (label.replace('\u{202f}', " "), events)
    }

    /// Presses keys from the list; returns what the last of them leaves on the screen.
    fn press(&self, path: &Path, keys: &str) -> String {
        let clock = Clock::stopped_at(Some(NOW));
        let theme = Theme::new(Depth::True, Background::Dark);
        let documents = self.folder.path().to_owned();
        let store = Store::open(path).unwrap();
        let session = Session::new(store, clock, theme, documents).unwrap();
        let mut app = App::new(session).unwrap();
        let mut terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
        let mut shown = String::new();
        let mut input = |key| {
            app.input(Input::Key(key));
            let drawn = terminal.draw(|frame| app.draw(frame)).unwrap();
            let cells = drawn.buffer.content.iter();
            shown = cells.map(|cell| cell.symbol()).collect();
        };
        for name in format!("F3 {}", keys.replace("WHOLE", WHOLE)).split_whitespace() {
            match name.strip_prefix('«').and_then(|it| it.strip_suffix('»')) {
                Some(typed) => typed.chars().for_each(|typed| {
                    input(Key::ch(if typed == '_' { ' ' } else { typed }));
                }),
                None => input(Key::parse(name).expect(name)),
            }
        }
        app.close().unwrap();
        shown
    }

    fn run(&self, path: &Path, arguments: &[&str]) {
        let ran = self.ran(path, arguments);
        assert_eq!(ran.status, 0, "{}", ran.err);
    }

    /// Runs a command, `ID` standing for the event.
    fn ran(&self, path: &Path, arguments: &[&str]) -> command::Ran {
        let arguments: Vec<&str> = arguments
            .iter()
            .map(|argument| {
                if *argument == "ID" {
                    &self.id
                } else {
                    *argument
                }
            })
            .collect();
        command::carnet(self.folder.path(), path, &arguments)
    }
}

fn moment() -> Moment {
    let clock = Clock::stopped_at(Some(NOW));
    Moment {
        now: clock.now(),
        today: clock.today(carnet::domain::time::zone::PARIS),
    }
}

/// Every event, the oldest first.
fn events(store: &Store) -> Vec<Event> {
    let mut events = store.window(&Query::default(), moment(), 0, 100).unwrap();
    events.sort_by_key(|event| event.content.date);
    events
}

/// « soumis, à remplir »
fn state(event: &Event) -> String {
    let attestation = event.attestation_state(moment().now);
    format!("{}, {}", event.publication.label(), attestation.label())
}

/// What an event says, but for its name and stamps.
fn summary(event: Event) -> (EventContent, Publication, Option<Attestation>, bool) {
    let is_member = event.series.is_some();
    (
        event.content,
        event.publication,
        event.attestation,
        is_member,
    )
}
