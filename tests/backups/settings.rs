//! Réglages: the last copy, one made now, one taken away.

use std::fs;

use carnet::app::App;
use carnet::clock::Clock;
use carnet::terminal::input::{Input, Key};
use carnet::ui::session::Session;
use carnet::ui::theme::{Background, Depth, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{Sandbox, names};

struct Stage {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Stage {
    /// Réglages of the sandbox's store, the line « Sauvegardes » selected.
    fn new(sandbox: &Sandbox) -> Self {
        let clock = Clock::stopped_at(Some("2026-11-24T11:00:00"));
        let theme = Theme::new(Depth::True, Background::Dark);
        let session =
            Session::new(sandbox.open(), clock, theme, sandbox.path("documents")).unwrap();
        let mut stage = Self {
            app: App::new(session).unwrap(),
            terminal: Terminal::new(TestBackend::new(120, 40)).unwrap(),
        };
        stage.press("Échap F6 Page_suiv. ↓ ↓ ↓");
        stage
    }

    fn press(&mut self, keys: &str) {
        for name in keys.split_whitespace() {
            let key = Key::parse(&name.replace('_', " ")).unwrap();
            self.app.input(Input::Key(key));
            self.draw();
        }
    }

    fn type_text(&mut self, text: &str) {
        self.app.input(Input::Paste(text.to_owned()));
        self.draw();
    }

    fn draw(&mut self) {
        let app = &mut self.app;
        self.terminal.draw(|frame| app.draw(frame)).unwrap();
    }

    /// The screen, whatever the kinds of spaces.
    fn text(&self) -> String {
        let buffer = self.terminal.backend().buffer();
        let lines = buffer.content.chunks(usize::from(buffer.area.width));
        let lines: Vec<String> = lines
            .map(|row| row.iter().map(|cell| cell.symbol()).collect::<String>())
            .collect();
        lines.join("\n").replace('\u{202f}', " ")
    }

    #[track_caller]
    fn shows(&self, text: &str) {
        assert!(
            self.text().contains(text),
            "{text:?} is not in\n{}",
            self.text()
        );
    }
}

#[test]
fn the_last_backup_is_shown_and_another_is_made_on_their_screen() {
    let sandbox = Sandbox::of(3);
    let mut stage = Stage::new(&sandbox);
    // What was answered at the first start is a change: the day has its copy.
    stage.shows("la dernière aujourd’hui");
    assert_eq!(sandbox.backups().len(), 1);
    stage.press("Entrée");
    stage.shows("Sauvegardes · 1 copie, ");
    stage.shows("quotidienne");
    stage.press("s");
    stage.shows("Sauvegarde faite et vérifiée : ");
    stage.shows("demandée");
    assert_eq!(sandbox.backups().len(), 2);
    // The new copy is selected: Entrée would restore that one.
    let text = stage.text();
    let selected_row = text.lines().find(|line| line.starts_with('▌'));
    assert!(selected_row.unwrap().contains("demandée"), "{text}");
    stage.press("v");
    stage.shows("Le carnet est sain : 3 événements, 2 copies intactes.");
}

#[test]
fn a_copy_dated_after_today_questions_the_clock_and_is_not_the_last() {
    let sandbox = Sandbox::empty();
    let mut store = carnet::store::Store::create(&sandbox.store_path()).unwrap();
    let later = super::on("2028-09-03");
    super::add(&mut store, "Plus tard", later);
    store
        .back_up(carnet::store::retention::Reason::Asked, later)
        .unwrap();
    // The day's copy is made already: the first start makes none.
    store
        .remember("backup_day", &"2026-11-24", super::now())
        .unwrap();
    store.close().unwrap();
    let mut stage = Stage::new(&sandbox);
    stage.shows("datée du dim. 3 sept. 2028  à venir : l’horloge est-elle juste ?");
    stage.press("Entrée s Échap");
    stage.shows("la dernière aujourd’hui");
    stage.shows("une autre porte une date à venir");
}

#[test]
fn a_copy_is_taken_away_and_an_error_leaves_what_was_typed() {
    let sandbox = Sandbox::of(3);
    let documents = sandbox.path("documents");
    fs::create_dir(&documents).unwrap();
    let mut stage = Stage::new(&sandbox);
    stage.press("↓ Entrée");
    stage.shows("Par exemple sur une clé USB");
    stage.press("Entrée");
    stage.shows("Copie écrite dans ");
    assert!(documents.join("carnet-2026-11-24.db").exists());
    // A second of the same day stands beside it.
    stage.press("Entrée Entrée");
    assert!(documents.join("carnet-2026-11-24-2.db").exists());
    // A file that is there stays; what is typed takes the place of what was offered.
    stage.press("Entrée");
    stage.type_text("carnet-2026-11-24.db");
    stage.press("Entrée");
    stage.shows("Choisissez un autre nom.");
    stage.shows("Copier mon fichier");
    stage.type_text("-bis");
    stage.press("Entrée");
    assert!(names(&documents).contains(&"carnet-2026-11-24.db-bis".to_owned()));
}

#[test]
fn a_failed_backup_is_reported_in_the_settings() {
    let sandbox = Sandbox::of(3);
    fs::write(sandbox.copies(), "").unwrap();
    let mut stage = Stage::new(&sandbox);
    stage.shows("La sauvegarde du carnet n’a pas pu être faite");
    fs::remove_file(sandbox.copies()).unwrap();
    stage.press("Entrée s");
    stage.shows("Sauvegarde faite et vérifiée : ");
    stage.press("Échap");
    stage.shows("Entrée les montre");
}

#[test]
fn a_copy_is_compared_then_put_in_the_place_of_the_carnet_and_back() {
    let sandbox = Sandbox::of(3);
    let mut stage = Stage::new(&sandbox);
    stage.press("F3 Suppr Entrée F6");
    stage.press("Entrée Entrée");
    stage.shows("Remettre cette sauvegarde");
    stage.shows("La copie a 3 événements.");
    stage.shows("1 événement reviendrait : ");
    stage.press("Échap F3");
    stage.shows("2 événements");
    stage.press("F6 Entrée Entrée");
    stage.shows("La copie est maintenant le carnet.");
    stage.shows("avant une restauration");
    stage.press("F3");
    stage.shows("3 événements");
    // The carnet that was replaced is the first of the copies: putting it back undoes that.
    stage.press("F6 Début Entrée");
    stage.shows("1 événement disparaîtrait : ");
    stage.press("Entrée F3");
    stage.shows("2 événements");
}

#[test]
fn the_backup_of_the_replaced_carnet_is_selected() {
    let sandbox = Sandbox::of(3);
    let mut stage = Stage::new(&sandbox);
    let selected_row = |stage: &Stage, kind: &str| {
        let text = stage.text();
        let line = text.lines().find(|line| line.starts_with('▌')).unwrap();
        assert!(line.contains(kind), "{line}");
    };
    stage.press("Entrée s");
    // The one just asked for is selected too, and stays so when the list is read again.
    selected_row(&stage, "demandée");
    stage.press("↓ F3 F6");
    selected_row(&stage, "quotidienne");
    stage.press("↑");
    stage.press("F3 Suppr Entrée F6 Entrée Entrée");
    stage.shows("Celui d’avant est gardé : c’est la sauvegarde choisie.");
    selected_row(&stage, "avant une restauration");
}

#[test]
fn what_is_typed_and_not_saved_stays_when_a_copy_takes_the_place_of_the_carnet() {
    let sandbox = Sandbox::of(3);
    let mut stage = Stage::new(&sandbox);
    stage.press("F3 Suppr Entrée n");
    stage.type_text("Pas encore enregistré");
    stage.press("Échap → Entrée F6 Entrée Entrée");
    stage.shows("Remettre cette sauvegarde");
    stage.press("Entrée");
    stage.shows("La copie est maintenant le carnet.");
    stage.press("F2");
    stage.shows("✎ Une saisie attend : « Pas encore enregistré »");
}

#[test]
fn copies_of_one_day_have_their_hour_or_their_number() {
    let sandbox = Sandbox::of(3);
    let mut stage = Stage::new(&sandbox);
    stage.press("Entrée s s");
    // The files are not of the day of the clock: their hour is not known.
    stage.shows("demandée");
    stage.shows("n° 1");
    stage.shows("n° 2");
    let written: chrono::DateTime<chrono::Utc> = "2026-11-24T09:12:00Z".parse().unwrap();
    for copy in sandbox.backups() {
        let file = fs::File::options().write(true).open(&copy.path).unwrap();
        file.set_modified(written.into()).unwrap();
    }
    stage.press("Échap Entrée");
    stage.shows("10 h 12");
    assert!(!stage.text().contains("n° 2"), "{}", stage.text());
}
