//! The dialog that creates or modifies a row of a table: it saves by itself, and shows what another
//! window saved meanwhile.

use super::RecordForm;
use crate::actions::records;
use crate::domain::record::{Entity, Stored};
use crate::store::StoreError;
use crate::ui::effect::Effect;
use crate::ui::session::Session;

impl<R: Entity> RecordForm<R> {
    /// The form of `row`, or of a new one that begins as `blank`. Its draft is stored under the
    /// name `form`; `others` are the rows whose names are refused, with or without the row itself.
    pub fn of_row<'r>(
        (title, text): (&str, &str),
        form: &'static str,
        row: Option<&Stored<R>>,
        blank: R,
        others: impl IntoIterator<Item = &'r Stored<R>>,
        session: &Session,
    ) -> Self {
        let id = row.map(|row| row.id);
        let others = others.into_iter().filter(|other| Some(other.id) != id);
        let taken: Vec<String> = others.map(|other| other.identity()).collect();
        let name = R::FIELDS.first().map_or("", |field| field.key);
        let record = row.map_or(blank, |row| row.record.clone());
        let write = move |record: &R, session: &mut Session| {
            let now = session.now();
            match id {
                Some(id) => {
                    let known = session.store.row::<R>(id)?.ok_or(StoreError::Stale)?;
                    records::modify(&mut session.store, now, &known, record)?;
                }
                None => drop(records::create(&mut session.store, now, record)?),
            }
            Ok(vec![Effect::Changed, Effect::success("Enregistré.")])
        };
        let form = Self::new(title, text, record, session, write)
            .kept_as(form, id.map(|id| id.to_string()), session)
            .checked(move |record| {
                let sentence = "Ce nom est déjà dans la liste.";
                let is_taken = taken.contains(&record.identity());
                is_taken.then(|| (name, sentence.to_owned()))
            });
        match id {
            Some(id) => form.reread_by(move |session| {
                let row = session.store.row::<R>(id)?;
                Ok(row.map(|row| row.record))
            }),
            None => form,
        }
    }
}
