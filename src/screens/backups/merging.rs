//! Merging a copy that was changed elsewhere: says what it brings, asks for each row that both sides have
//! changed, then writes it as one action.

use std::path::PathBuf;
use std::sync::Arc;

use crate::actions;
use crate::domain::text::typography::{NARROW, capitalised, count};
use crate::explain::{Explain as _, merge as sentences};
use crate::screens::history::changes::shown_value;
use crate::store::registry::InHistory;
use crate::store::{Candidate, Choice, MergePlan, MergeRow, RowChange};
use crate::ui::dialog::AnyScreen;
use crate::ui::dialog::confirm::Confirm;
use crate::ui::dialog::versions::{Versioned, Versions};
use crate::ui::effect::Effect;
use crate::ui::session::Session;
use crate::ui::work::{Finish, Work};

const TITLE: &str = "Fusionner cette copie";

/// A merge whose rows are being chosen.
#[derive(Clone)]
struct Merge {
    copy: PathBuf,
    plan: Arc<MergePlan>,
    /// The choices made so far, in the order of the rows.
    choices: Vec<Choice>,
}

/// Reads a copy in full, and shows what merging it would do.
pub(super) fn read(copy: PathBuf, session: &Session) -> Effect {
    let base = session.store.path().to_owned();
    Effect::Work(Work::on_store(
        "Lecture de la copie",
        move |store, _| -> Finish {
            let planned = Candidate::read(&copy, &base)
                .and_then(|candidate| Ok(candidate.plan_merge(store)?));
            Box::new(move |_| {
                Ok(vec![match planned {
                    Ok(plan) => {
                        let merge = Merge {
                            copy,
                            plan: Arc::new(plan),
                            choices: Vec::new(),
                        };
                        Effect::open(merge.ask())
                    }
                    Err(error) => Effect::error(error.explain()),
                }])
            })
        },
    ))
}

impl Merge {
    /// Asks whether to merge the copy.
    fn ask(self) -> Confirm {
        let mut lines = sentences::lines(&self.plan);
        let asked = self.plan.asked().count() as u64;
        if asked > 0 {
            lines.push(format!(
                "{}{NARROW}: changé des deux côtés, ou d’un événement attesté.",
                count(asked, "choix à faire", "choix à faire")
            ));
        }
        let label = match (self.plan.rows.is_empty(), asked) {
            (true, _) => {
                lines.insert(
                    0,
                    "La copie n’a rien que le carnet n’ait déjà. La ranger la met parmi les sauvegardes."
                        .to_owned(),
                );
                "Ranger"
            }
            (false, 0) => "Fusionner",
            (false, _) => "Choisir",
        };
        if !self.plan.rows.is_empty() {
            lines.push("Un seul Ctrl+Z annulera toute la fusion.".to_owned());
        }
        let next =
            move |_: &mut AnyScreen, session: &mut Session| Ok(vec![self.clone().next(session)]);
        Confirm::ask(TITLE, lines.join("\n"), label, next).or_stay("Ne rien changer")
    }

    /// Asks for the next row to choose, or writes the merge.
    fn next(mut self, session: &Session) -> Effect {
        let plan = Arc::clone(&self.plan);
        while let Some(row) = plan.rows.get(self.choices.len()) {
            if row.asked.is_some() {
                return self.ask_row(row, session);
            }
            self.choices.push(Choice::Theirs);
        }
        self.write(session)
    }

    fn chosen(&self, choice: Choice, session: &Session) -> Effect {
        let mut merge = self.clone();
        merge.choices.push(choice);
        merge.next(session)
    }

    fn ask_row(self, row: &MergeRow, session: &Session) -> Effect {
        let before = self.plan.rows.iter().take(self.choices.len());
        let number = before.filter(|row| row.asked.is_some()).count() + 1;
        let title = format!("Deux versions ({number} sur {})", self.plan.asked().count());
        let name = capitalised(&sentences::named(row));
        let why = format!("{name}{NARROW}: {}.", sentences::why_asked(row));
        let fields = self.fields(row, session);
        if fields.is_empty() {
            return Effect::open(self.ask_deletion(title, why, row));
        }
        let names: Vec<&'static str> = row
            .asked
            .iter()
            .flat_map(|asked| asked.fields.iter().map(|field| field.column.name))
            .collect();
        let choose = move |_: &mut AnyScreen, session: &mut Session, theirs: Vec<usize>| {
            let choice = match theirs.len() {
                0 => Choice::Mine,
                all if all == names.len() => Choice::Theirs,
                _ => Choice::Fields(
                    theirs
                        .iter()
                        .filter_map(|&it| names.get(it).copied())
                        .collect(),
                ),
            };
            Ok(vec![self.chosen(choice, session)])
        };
        let intro = format!(
            "{why} Espace choisit la version de chaque champ{NARROW}; Entrée passe à la suite, Échap ne change rien."
        );
        Effect::open(Versions::choose(title, fields, choose).between(["carnet", "copie"], intro))
    }

    /// Returns the fields of a row that differ; none when one side has deleted it.
    fn fields(&self, row: &MergeRow, session: &Session) -> Vec<Versioned> {
        let Some(asked) = &row.asked else {
            return Vec::new();
        };
        let fields = asked.fields.iter().enumerate();
        let fields = fields.map(|(index, field)| {
            let is_shown = field.column.history != InHistory::ThatItChanged;
            let shown = |written: &str, otherwise: &str| match is_shown {
                true => shown_value(field.column, written, session),
                false => otherwise.to_owned(),
            };
            Versioned {
                index,
                label: field.column.label.to_owned(),
                mine: shown(&field.mine, "comme dans le carnet"),
                theirs: shown(&field.theirs, "comme dans la copie"),
                keeps_mine: !(field.is_theirs_alone || asked.is_theirs_alone),
            }
        });
        fields.collect()
    }

    /// Asks about a row that one side has deleted.
    fn ask_deletion(self, title: String, why: String, row: &MergeRow) -> Confirm {
        let (mine, theirs) = match row.change {
            RowChange::Added => ("Laisser supprimé", "Reprendre"),
            _ => ("Garder", "Supprimer"),
        };
        let other = self.clone();
        Confirm::ask(title, why, mine, move |_: &mut AnyScreen, session| {
            Ok(vec![self.chosen(Choice::Mine, session)])
        })
        .or(theirs, move |_: &mut AnyScreen, session| {
            Ok(vec![other.chosen(Choice::Theirs, session)])
        })
        .or_stay("Ne rien changer")
    }

    fn write(self, session: &Session) -> Effect {
        let now = session.now();
        Effect::Work(Work::on_store("Fusion", move |store, _| -> Finish {
            let merged =
                actions::merge::merge(store, now, &self.copy, &self.plan, &self.choices, true);
            let notes = store.take_notes();
            Box::new(move |session| {
                session.store.add_notes(notes);
                let merged = merged?;
                let counts = capitalised(&sentences::counts(&merged.tally));
                let put_away = sentences::put_away(&merged.put_away);
                let text = match &put_away {
                    Some(sentence) => format!("{counts}. {sentence}"),
                    None => format!("{counts}."),
                };
                let message = match merged.put_away {
                    Ok(_) => Effect::success(text),
                    Err(_) => Effect::error(text),
                };
                Ok(vec![Effect::Changed, message])
            })
        }))
    }
}
