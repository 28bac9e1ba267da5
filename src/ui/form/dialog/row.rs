//! The dialog that creates or modifies a row of a table.

use super::{Edited, RecordForm};
use crate::actions::records;
use crate::domain::record::{Entity, Stored};
use crate::store::StoreError;
use crate::ui::effect::{Effect, Outcome};
use crate::ui::session::Session;

/// What the form of a row needs to know.
pub struct RowForm<'t, R: Entity> {
    /// Its title, and the text above the fields.
    pub texts: (&'t str, &'t str),
    /// The name under which its draft is stored.
    pub form: &'static str,
    /// The row to modify; none to create one.
    pub row: Option<&'t Stored<R>>,
    /// What a new row begins as.
    pub blank: R,
    /// The identities that are refused, since other rows have them.
    pub taken: Vec<String>,
    /// Why they are refused.
    pub refusal: &'static str,
}

impl<R: Entity> RowForm<'_, R> {
    /// Returns the dialog, which saves by `save`, from the row as it is now; none for a new one.
    pub fn saved_by(
        self,
        session: &Session,
        save: impl Fn(Option<&Stored<R>>, &R, &mut Session) -> Outcome + 'static,
    ) -> RecordForm {
        let id = self.row.map(|row| row.id);
        let record = self.row.map_or(self.blank, |row| row.record.clone());
        let name = R::FIELDS.first().map_or("", |field| field.key);
        let (taken, refusal) = (self.taken, self.refusal);
        let edited = Edited::new(record, move |record: &R, session| match id {
            Some(id) => {
                let known = session.store.row::<R>(id)?.ok_or(StoreError::Stale)?;
                save(Some(&known), record, session)
            }
            None => save(None, record, session),
        })
        .checked(move |record| {
            let is_taken = taken.contains(&record.identity());
            is_taken.then(|| (name, refusal.to_owned()))
        });
        let edited = match id {
            Some(id) => edited.reread_by(move |session| {
                let row = session.store.row::<R>(id)?;
                Ok(row.map(|row| row.record))
            }),
            None => edited,
        };
        let form = RecordForm::new(self.texts, edited, session);
        form.drafted_as(self.form, id.map(|id| id.to_string()), session)
    }

    /// Returns the dialog, which saves the row.
    pub fn open(self, session: &Session) -> RecordForm {
        self.saved_by(session, |known, record, session| {
            let now = session.now();
            match known {
                Some(known) => records::modify(&mut session.store, now, known, record)?,
                None => drop(records::create(&mut session.store, now, record)?),
            }
            Ok(vec![Effect::Changed, Effect::success("Enregistré.")])
        })
    }
}
