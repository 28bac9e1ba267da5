//! Saving an event, what undoes it recorded, beside the same row written in a plain table of as many rows.

use carnet::domain::event::Event;
use carnet::domain::event::publication::Publication;
use carnet::domain::id::EventId;
use carnet::domain::listing::Query;
use carnet::store::Store;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use crate::data::{Carnet, moment};
use crate::report::{Limits, Row};
use crate::stats::{Sample, Samples, timed};
use crate::terminal::Result;

/// The columns that a form writes.
const WRITTEN: &str = "title, category, theme, second_theme, audience, description, venue_kind, venue_name, address, postcode, \
    commune, date, starts, ends, seats, children_welcome, signup_link, notes";

/// A plain table of the same events, as durable.
struct Plain {
    connection: Connection,
    columns: usize,
}

impl Plain {
    fn beside(carnet: &Carnet) -> Result<Self> {
        let connection = Connection::open(carnet.beside("plain.db"))?;
        let _: String =
            connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute("ATTACH ?1 AS carnet", [carnet.path().to_str()])?;
        connection.execute_batch(
            "CREATE TABLE plain AS SELECT * FROM carnet.event;
             CREATE UNIQUE INDEX plain_id ON plain (id);
             DETACH carnet;
             PRAGMA wal_checkpoint(TRUNCATE);",
        )?;
        let columns = connection.prepare("SELECT * FROM plain")?.column_count();
        Ok(Self {
            connection,
            columns,
        })
    }

    /// The values of some columns of an event.
    fn values(&self, columns: &str, count: usize, id: EventId) -> Result<Vec<Value>> {
        let sql = format!("SELECT {columns} FROM plain WHERE id = ?1");
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row([id.to_string()], |row| {
            (0..count).map(|at| row.get(at)).collect()
        })?)
    }

    fn modify(&self, id: EventId, title: &str) -> Result<Sample> {
        let mut values = self.values(WRITTEN, WRITTEN.split(", ").count(), id)?;
        values[0] = Value::Text(title.to_owned());
        values.push(Value::Text(id.to_string()));
        let sets: Vec<String> = WRITTEN
            .split(", ")
            .map(|name| format!("{name} = ?"))
            .collect();
        let sql = format!("UPDATE plain SET {} WHERE id = ?", sets.join(", "));
        timed(|| {
            self.connection
                .prepare_cached(&sql)?
                .execute(params_from_iter(&values))?;
            Ok(())
        })
    }

    fn create(&self, like: EventId, id: EventId) -> Result<Sample> {
        let mut values = self.values("*", self.columns, like)?;
        // Its number, which is to be a new one, and its name.
        values[0] = Value::Null;
        values[1] = Value::Text(id.to_string());
        let sql = format!(
            "INSERT INTO plain VALUES ({})",
            vec!["?"; self.columns].join(", ")
        );
        timed(|| {
            self.connection
                .prepare_cached(&sql)?
                .execute(params_from_iter(&values))?;
            Ok(())
        })
    }
}

fn modify(store: &mut Store, event: &Event, title: &str) -> Result<Sample> {
    let mut content = event.content.clone();
    content.title = title.to_owned();
    timed(|| {
        Ok(
            store.record("modification de « Café »", moment().now, |change| {
                change.modify_event(event.id, event.revision, &content)
            })?,
        )
    })
}

fn create(store: &mut Store, like: &Event, id: EventId) -> Result<Sample> {
    timed(|| {
        Ok(
            store.record("création de « Café »", moment().now, |change| {
                change.create_event(id, &like.content, Publication::Draft, "Europe/Paris")
            })?,
        )
    })
}

/// Measures saving, the carnet and the plain table taking turns.
pub fn measure(carnet: &Carnet, rounds: usize) -> Result<Vec<Row>> {
    let plain = Plain::beside(carnet)?;
    let mut store = carnet.store()?;
    let every = carnet.events / (rounds + 1);
    let mut events = Vec::new();
    for round in 0..=rounds {
        events.extend(store.window(&Query::default(), moment(), round * every, 1)?);
    }
    let (mut modified, mut least_modified) = (Samples::default(), Samples::default());
    let (mut created, mut least_created) = (Samples::default(), Samples::default());
    // The first change of a day copies the carnet: that is another matter.
    let (first, others) = events.split_first().ok_or("no event")?;
    modify(&mut store, first, "Premier du jour")?;
    plain.modify(first.id, "Premier du jour")?;
    for (round, event) in others.iter().enumerate() {
        let title = format!("Café des parents, {round}e rencontre");
        modified.push(modify(&mut store, event, &title)?);
        least_modified.push(plain.modify(event.id, &title)?);
        let id = EventId::new(moment().now);
        created.push(create(&mut store, event, id)?);
        least_created.push(plain.create(event.id, id)?);
    }
    store.close()?;
    let limits = Limits::p95(2.0);
    Ok(vec![
        Row::against(
            "Saving an event modified, undo recorded",
            &modified,
            &least_modified,
            limits,
        ),
        Row::against(
            "Saving a new event, undo recorded",
            &created,
            &least_created,
            limits,
        ),
    ])
}
