//! Mon compte: what awaits, counted by the store.

use chrono::Days;
use rusqlite::{OptionalExtension, named_params, params};

use super::error::Result;
use super::functions::INSTANT;
use super::{Change, Moment, Store};
use crate::domain::account::{Notice, PATIENCE, Standing, YearSoFar};
use crate::domain::calendar::school_year;
use crate::domain::id::EventId;

/// What awaits the mediator, and the school year so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// What awaits, the most urgent first; a notice that nothing is about is left out.
    pub standings: Vec<Standing>,
    /// How many notices are put off, for some event at least.
    pub put_off: usize,
    /// The school year so far.
    pub year: YearSoFar,
}

/// The events a notice is about, as `event_list l JOIN event e`; a row for each thing that awaits.
fn source(notice: Notice) -> &'static str {
    match notice {
        Notice::ToAttest => "l.attestation_rank = 0 AND l.ends_utc <= :now",
        Notice::ToTransmit => "l.attestation_rank = 1",
        // What contacts were last told, once the planning was sent, is not what is so now.
        Notice::ToAnnounce => {
            "l.ends_utc > :now
             AND EXISTS (SELECT 1 FROM step WHERE role = 'changes' AND retired = 0)
             AND l.row IN (
                 SELECT sent.event FROM tick sent JOIN step s ON s.id = sent.step AND s.role = 'announce')
             AND (SELECT t.told FROM tick t JOIN step s ON s.id = t.step
                  WHERE t.event = l.row AND s.role IN ('announce', 'changes')
                  ORDER BY t.at DESC, t.row DESC LIMIT 1)
                 <> (SELECT told FROM event_told WHERE row = l.row)"
        }
        Notice::ToEnter => "l.publication = 1",
        Notice::Waiting => {
            // An older store did not note the day: the last change is not before it.
            "l.publication = 2 AND coalesce(e.submitted_on, date(e.modified_at)) < :patience"
        }
        Notice::LateSteps => {
            "l.date >= :today AND l.publication <> 4 AND s.retired = 0
             AND l.date <= date(:today, (SELECT max(-days) FROM step WHERE retired = 0) || ' days')
             AND date(l.date, s.days || ' days') < :today AND date(e.created_at) < :today
             AND CASE coalesce(s.role, '')
                     WHEN 'publication' THEN l.publication NOT IN (2, 3)
                     WHEN 'attestation' THEN 0
                     WHEN 'changes' THEN 0
                     ELSE NOT EXISTS (SELECT 1 FROM tick t WHERE t.event = l.row AND t.step = s.id)
                 END"
        }
        Notice::Drafts => "l.publication = 0 AND (l.date = '' OR l.date >= :today)",
    }
}

/// The query of a notice, up to its order; `what` is selected. Each names every parameter, so that
/// all are bound alike.
fn query(notice: Notice, what: &str) -> String {
    let steps = if notice == Notice::LateSteps {
        "CROSS JOIN step s"
    } else {
        ""
    };
    format!(
        "SELECT {what} FROM event_list l JOIN event e ON e.row = l.row {steps}
         WHERE {} AND :now <> :patience
           AND NOT EXISTS (SELECT 1 FROM put_off p WHERE p.event = l.row AND p.notice = :notice
                           AND (p.until IS NULL OR p.until > :today))",
        source(notice)
    )
}

/// Binds the parameters of a notice's query.
struct Bound {
    now: String,
    today: String,
    patience: String,
}

impl Bound {
    fn at(at: Moment) -> Self {
        let patience = at
            .today
            .checked_sub_days(Days::new(PATIENCE.unsigned_abs()));
        Self {
            now: at.now.format(INSTANT).to_string(),
            today: at.today.to_string(),
            patience: patience.unwrap_or(at.today).to_string(),
        }
    }
}

impl Store {
    /// What awaits the mediator.
    pub fn account(&self, at: Moment) -> Result<Account> {
        let bound = Bound::at(at);
        let mut standings = Vec::new();
        for notice in Notice::ALL {
            let named = named_params! {
                ":now": bound.now, ":today": bound.today, ":patience": bound.patience,
                ":notice": notice.key(),
            };
            let many: i64 = self
                .connection
                .prepare_cached(&query(notice, "count(*)"))?
                .query_row(named, |row| row.get(0))?;
            if many == 0 {
                continue;
            }
            let first = format!(
                "{} ORDER BY l.date, l.starts, l.row LIMIT 1",
                query(notice, "e.id, e.date")
            );
            let first: Option<(String, Option<String>)> = self
                .connection
                .prepare_cached(&first)?
                .query_row(named, |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?;
            let (id, date) = first.unzip();
            standings.push(Standing {
                notice,
                many: usize::try_from(many).unwrap_or(0),
                event: id.and_then(|id| EventId::parse(&id)),
                first: date.flatten().and_then(|date| date.parse().ok()),
            });
        }
        let put_off: i64 = self
            .connection
            .prepare_cached(
                "SELECT count(DISTINCT notice) FROM put_off WHERE until IS NULL OR until > ?1",
            )?
            .query_row([&bound.today], |row| row.get(0))?;
        Ok(Account {
            standings,
            put_off: usize::try_from(put_off).unwrap_or(0),
            year: self.year_so_far(at)?,
        })
    }

    fn year_so_far(&self, at: Moment) -> Result<YearSoFar> {
        let first_day = school_year(at.today).first_day();
        let (held, attendees, seated, seats): (i64, i64, i64, i64) = self
            .connection
            .prepare_cached(
                "SELECT count(*), coalesce(sum(attendees), 0),
                        coalesce(sum(attendees) FILTER (WHERE seats > 0), 0),
                        coalesce(sum(max(seats, 0)), 0)
                 FROM event_list WHERE date BETWEEN ?1 AND ?2 AND attestation_rank IN (1, 2) AND publication <> 4",
            )?
            .query_row(
                params![first_day.to_string(), at.today.to_string()],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )?;
        Ok(YearSoFar {
            held: usize::try_from(held).unwrap_or(0),
            attendees: u64::try_from(attendees).unwrap_or(0),
            seated: u64::try_from(seated).unwrap_or(0),
            seats: u64::try_from(seats).unwrap_or(0),
        })
    }
}

impl Change<'_> {
    /// Puts a notice off for the events it is about now, until a day or for good: it comes back for
    /// any other event.
    pub fn put_off(
        &self,
        notice: Notice,
        until: Option<chrono::NaiveDate>,
        at: Moment,
    ) -> Result<()> {
        let bound = Bound::at(at);
        let events = query(notice, "DISTINCT l.row");
        let sql = format!(
            "INSERT INTO put_off (notice, event, until)
             SELECT :notice, row, :until FROM ({events}) WHERE true
             ON CONFLICT (notice, event) DO UPDATE SET until = excluded.until"
        );
        self.connection
            .prepare_cached(&sql)?
            .execute(named_params! {
                ":now": bound.now, ":today": bound.today, ":patience": bound.patience,
                ":notice": notice.key(), ":until": until.map(|day| day.to_string()),
            })?;
        Ok(())
    }

    /// Brings back every notice that was put off.
    pub fn bring_back(&self) -> Result<()> {
        self.connection.execute("DELETE FROM put_off", [])?;
        Ok(())
    }
}
