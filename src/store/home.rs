//! Mon compte: what awaits, counted by the store.

use chrono::{DateTime, Days, NaiveDate, Utc};
use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::error::Result;
use super::sql::functions::INSTANT;
use super::{Change, Moment, Store};
use crate::domain::home::{Notice, NoticeCount, OVERDUE_DAYS, YearSoFar};
use crate::domain::id::EventId;
use crate::domain::time::calendar::school_year;

/// What awaits the mediator, and the school year so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeSummary {
    /// What awaits, the most urgent first; a notice that nothing is about is left out.
    pub notice_counts: Vec<NoticeCount>,
    /// How many notices are put off, for some event at least.
    pub put_off: usize,
    /// The school year so far.
    pub year: YearSoFar,
}

/// The events a notice is about, as rows of `l`; a row for each thing that awaits.
///
/// Each is counted from an index alone as far as can be: the rows of events are wide.
fn source(notice: Notice) -> &'static str {
    match notice {
        Notice::ToAttest => "event_list l WHERE l.attestation_rank = 0 AND l.ends_utc <= :now",
        Notice::ToTransmit => "event_list l WHERE l.attestation_rank = 1",
        // What contacts were last told, once the planning was sent, is not what is so now. Every
        // rank is named so that the events to come are found by their end.
        Notice::ToAnnounce => {
            "event_list l
             WHERE l.attestation_rank IN (0, 1, 2, 3) AND l.ends_utc > :now
             AND EXISTS (SELECT 1 FROM step WHERE role = 'changes' AND retired = 0)
             AND EXISTS (SELECT 1 FROM tick t WHERE t.event = l.row
                         AND t.step IN (SELECT id FROM step WHERE role = 'announce'))
             AND (SELECT t.told FROM tick t JOIN step s ON s.id = t.step
                  WHERE t.event = l.row AND s.role IN ('announce', 'changes')
                  ORDER BY t.at DESC, t.row DESC LIMIT 1)
                 <> (SELECT told FROM event_told WHERE row = l.row)"
        }
        // What the site says, which is not what is so now.
        Notice::ToCorrect => {
            "event e CROSS JOIN event_list l ON l.row = e.row
             WHERE e.on_site IS NOT NULL AND e.publication IN (2, 3, 4) AND l.ends_utc > :now
             AND EXISTS (SELECT 1 FROM step WHERE role = 'publication' AND retired = 0)
             AND e.on_site <> (SELECT told FROM event_told WHERE row = e.row)"
        }
        Notice::ToEnter => "event_list l WHERE l.publication = 1",
        // An older store did not note the day: the last change is not before it.
        Notice::Waiting => {
            "event l WHERE l.publication = 2 AND l.deleted_at IS NULL
             AND coalesce(l.submitted_on, date(l.modified_at)) < :patience"
        }
        // From each step to the events whose day for it is past. Every publication but the
        // cancelled is named so that they are found by their date.
        Notice::LateSteps => {
            "step s CROSS JOIN event_list l
             WHERE s.retired = 0 AND coalesce(s.role, '') NOT IN ('attestation', 'changes')
             AND l.publication IN (0, 1, 2, 3)
             AND l.date >= :today AND l.date < date(:today, -s.days || ' days')
             AND CASE s.role
                     WHEN 'publication' THEN l.publication NOT IN (2, 3)
                     ELSE NOT EXISTS (SELECT 1 FROM tick t WHERE t.event = l.row AND t.step = s.id)
                 END
             AND (SELECT date(created_at) FROM event WHERE row = l.row) < :today"
        }
        Notice::Drafts => {
            "event_list l WHERE l.publication = 0 AND NOT (l.date > '' AND l.date < :today)"
        }
    }
}

/// The query of a notice, up to its order; `what` is selected. Each names every parameter, so that
/// all are bound alike.
fn query(notice: Notice, what: &str) -> String {
    format!(
        "SELECT {what} FROM {} AND :now <> :patience
           AND (:put_off = 0
                OR NOT EXISTS (SELECT 1 FROM put_off p WHERE p.event = l.row AND p.notice = :notice
                               AND (p.until IS NULL OR p.until > :today)))",
        source(notice)
    )
}

/// What a notice's query is bound to.
struct Bound {
    notice: &'static str,
    now: String,
    today: String,
    patience: String,
    /// How many notices are put off: where none is, no event is looked up.
    put_off: i64,
}

impl Bound {
    fn of(notice: Notice, at: Moment, put_off: usize) -> Self {
        let patience = at
            .today
            .checked_sub_days(Days::new(OVERDUE_DAYS.unsigned_abs()));
        Self {
            notice: notice.key(),
            now: at.now.format(INSTANT).to_string(),
            today: at.today.to_string(),
            patience: patience.unwrap_or(at.today).to_string(),
            put_off: i64::try_from(put_off).unwrap_or(i64::MAX),
        }
    }

    fn named(&self) -> [(&str, &dyn ToSql); 5] {
        [
            (":notice", &self.notice),
            (":now", &self.now),
            (":today", &self.today),
            (":patience", &self.patience),
            (":put_off", &self.put_off),
        ]
    }
}

/// What is remembered of Mon compte, under [`KEY`]. An action forgets it (see the schema): what it
/// counts changes otherwise with time alone.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Another program may count otherwise.
    program: String,
    /// All but the attestations to fill, which become so at any moment and are quickly counted.
    account: HomeSummary,
    /// It holds that day, from that moment,
    today: NaiveDate,
    from: DateTime<Utc>,
    /// and, as written in the store, until an event ends whose changes were to be told.
    until: Option<String>,
}

/// The name of [`Kept`] in the memory; the schema knows it too.
const KEY: &str = "account";

/// The version that [`Kept`] names.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Forgets what is remembered of Mon compte.
pub(in crate::store) fn forget(connection: &Connection) -> rusqlite::Result<()> {
    let forgotten = connection.execute("DELETE FROM memory WHERE key = ?1", [KEY]);
    forgotten.map(drop)
}

impl Store {
    /// What awaits the mediator.
    pub fn account(&self, at: Moment) -> Result<HomeSummary> {
        let kept = match self.kept(at)? {
            Some(account) => account,
            None => self.counted_anew(at)?,
        };
        let to_attest = self.standing(Notice::ToAttest, at, kept.put_off)?;
        let notice_counts = to_attest.into_iter().chain(kept.notice_counts).collect();
        Ok(HomeSummary {
            notice_counts,
            ..kept
        })
    }

    /// Remembers Mon compte for the next opening, unless it is already, or the file is not known to
    /// be sound.
    ///
    /// # Errors
    /// [`super::StoreError::Busy`] when another program holds the file.
    pub fn keep_account(&self, at: Moment) -> Result<()> {
        if !self.is_known_sound() || self.kept(at)?.is_some() {
            return Ok(());
        }
        // What is counted and what is written are of the same moment of the store.
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let account = self.counted_anew(at)?;
        let mut until: Option<String> = None;
        for notice in [Notice::ToAnnounce, Notice::ToCorrect] {
            let ends: Option<String> = self
                .connection
                .prepare_cached(&query(notice, "min(l.ends_utc)"))?
                .query_row(&Bound::of(notice, at, account.put_off).named(), |row| {
                    row.get(0)
                })?;
            until = until.into_iter().chain(ends).min();
        }
        let kept = Kept {
            program: PROGRAM.to_owned(),
            account,
            today: at.today,
            from: at.now,
            until,
        };
        self.remember(KEY, &kept, at.now)?;
        Ok(transaction.commit()?)
    }

    /// What is remembered of Mon compte, where it holds.
    fn kept(&self, at: Moment) -> Result<Option<HomeSummary>> {
        let holds = |kept: &Kept| {
            let now = at.now.format(INSTANT).to_string();
            kept.program == PROGRAM
                && kept.today == at.today
                && kept.from <= at.now
                && kept.until.as_ref().is_none_or(|until| now < *until)
        };
        let kept: Option<Kept> = self.recall(KEY)?;
        Ok(kept.filter(holds).map(|kept| kept.account))
    }

    /// Mon compte but for the attestations to fill.
    fn counted_anew(&self, at: Moment) -> Result<HomeSummary> {
        let put_off = self.put_off(at)?;
        let mut notice_counts = Vec::new();
        for notice in Notice::ALL {
            if notice != Notice::ToAttest {
                notice_counts.extend(self.standing(notice, at, put_off)?);
            }
        }
        Ok(HomeSummary {
            notice_counts,
            put_off,
            year: self.year_so_far(at)?,
        })
    }

    /// How many notices would tell of an event, were they not put off for it.
    fn put_off(&self, at: Moment) -> Result<usize> {
        let sql = "SELECT EXISTS (SELECT 1 FROM put_off WHERE until IS NULL OR until > ?1)";
        let any: bool = self
            .connection
            .prepare_cached(sql)?
            .query_row([at.today.to_string()], |row| row.get(0))?;
        let mut put_off = 0;
        for notice in Notice::ALL.into_iter().filter(|_| any) {
            let [all, told] =
                [0, 1].map(|put_off| self.many(notice, &Bound::of(notice, at, put_off)));
            put_off += usize::from(all? > told?);
        }
        Ok(put_off)
    }

    /// How many things a notice is about.
    fn many(&self, notice: Notice, bound: &Bound) -> Result<i64> {
        Ok(self
            .connection
            .prepare_cached(&query(notice, "count(*)"))?
            .query_row(&bound.named(), |row| row.get(0))?)
    }

    /// A notice as it stands, unless nothing is to be told.
    fn standing(&self, notice: Notice, at: Moment, put_off: usize) -> Result<Option<NoticeCount>> {
        let bound = Bound::of(notice, at, put_off);
        let many = self.many(notice, &bound)?;
        if many == 0 {
            return Ok(None);
        }
        let first = format!(
            "SELECT id, date FROM event WHERE row = ({} ORDER BY l.date, l.starts, l.row LIMIT 1)",
            query(notice, "l.row")
        );
        let first: Option<(String, Option<String>)> = self
            .connection
            .prepare_cached(&first)?
            .query_row(&bound.named(), |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (id, date) = first.unzip();
        Ok(Some(NoticeCount {
            notice,
            many: usize::try_from(many).unwrap_or(0),
            event: id.and_then(|id| EventId::parse(&id)),
            first: date.flatten().and_then(|date| date.parse().ok()),
        }))
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
    pub fn snooze(&self, notice: Notice, until: Option<NaiveDate>, at: Moment) -> Result<()> {
        let until = until.map(|day| day.to_string());
        let bound = Bound::of(notice, at, 1);
        let mut named = bound.named().to_vec();
        named.push((":until", &until));
        let sql = format!(
            "INSERT INTO put_off (notice, event, until)
             SELECT :notice, row, :until FROM ({}) WHERE true
             ON CONFLICT (notice, event) DO UPDATE SET until = excluded.until",
            query(notice, "DISTINCT l.row AS row")
        );
        self.connection.prepare_cached(&sql)?.execute(&*named)?;
        Ok(())
    }

    /// Brings back every notice that was put off.
    pub fn unsnooze(&self) -> Result<()> {
        self.connection.execute("DELETE FROM put_off", [])?;
        Ok(())
    }
}
