//! The counts of the home screen: pending notices, and the school year so far.

use chrono::NaiveDate;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};

use super::error::Result;
use super::home_cache;
use super::notices::{Bound, query};
use super::records::events;
use super::{Change, Store};
use crate::domain::event::announced::DetailChange;
use crate::domain::event::{Event, checklist};
use crate::domain::home::{HomeSummary, Notice, NoticeCount, YearOverview, YearSoFar};
use crate::domain::id::{EntryId, EventId};
use crate::domain::listing::Moment;
use crate::domain::reference::References;
use crate::domain::time::calendar::school_year;

impl Store {
    /// Returns what awaits the mediator.
    pub fn home_summary(&self, moment: Moment) -> Result<HomeSummary> {
        let summary = match home_cache::read(self, moment)? {
            Some(cached) => cached,
            None => self.count_all_but_to_attest(moment)?,
        };
        let to_attest = self.notice_count(Notice::ToAttest, moment, summary.put_off)?;
        let notice_counts = to_attest.into_iter().chain(summary.notice_counts).collect();
        Ok(HomeSummary {
            notice_counts,
            ..summary
        })
    }

    /// Returns the first `count` events that a notice is about, the soonest first; those for which it is
    /// snoozed are left out.
    pub fn events_of_notice(
        &self,
        notice: Notice,
        moment: Moment,
        count: usize,
    ) -> Result<Vec<Event>> {
        // Orders that an index gives, so that reading stops at the last event wanted.
        let (what, order) = match notice {
            Notice::ToAttest | Notice::ToTransmit | Notice::ToAnnounce => {
                ("l.row", "l.ends_utc, l.date, l.starts")
            }
            // Several steps of an event may be late.
            Notice::LateSteps => ("DISTINCT l.row", "l.date, l.starts, l.row"),
            _ => ("l.row", "l.date, l.starts, l.row"),
        };
        let sql = format!("{} ORDER BY {order} LIMIT {count}", query(notice, what));
        let bound = Bound::of(&self.connection, notice, moment, 1);
        let mut one = events::by_row(&self.connection)?;
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(&bound.named())?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(one.query_row([row.get::<_, i64>(0)?], events::read)?);
        }
        Ok(found)
    }

    /// Returns what has changed in an event, for a notice that is about changes.
    pub fn changes_of_notice(
        &self,
        notice: Notice,
        event: &Event,
        references: &References,
    ) -> Result<Vec<DetailChange>> {
        Ok(match notice {
            Notice::ToCorrect => event.to_correct(references),
            Notice::ToAnnounce => {
                let ticks = self.ticks(event.id)?;
                checklist::to_announce(event, &self.steps()?, &ticks, references)
            }
            _ => Vec::new(),
        })
    }

    /// Counts what awaits and caches it for the next opening, unless it is cached already, or the
    /// file is not known to be sound.
    ///
    /// # Errors
    /// [`super::StoreError::Busy`] when another process locks the file.
    pub fn cache_home_summary(&self, moment: Moment) -> Result<()> {
        if !self.is_known_sound() || home_cache::read(self, moment)?.is_some() {
            return Ok(());
        }
        self.begin_write()?;
        // What is counted and what is written are of the same moment of the store.
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        let summary = self.count_all_but_to_attest(moment)?;
        let mut until: Option<String> = None;
        for notice in [Notice::ToAnnounce, Notice::ToCorrect] {
            let ends: Option<String> = self
                .connection
                .prepare_cached(&query(notice, "min(l.ends_utc)"))?
                .query_row(
                    &Bound::of(&self.connection, notice, moment, summary.put_off).named(),
                    |row| row.get(0),
                )?;
            until = until.into_iter().chain(ends).min();
        }
        home_cache::write(self, summary, moment, until)?;
        Ok(transaction.commit()?)
    }

    /// Counts everything but the attestations to fill, which become so at any moment and are quickly
    /// counted.
    fn count_all_but_to_attest(&self, moment: Moment) -> Result<HomeSummary> {
        let put_off = self.count_snoozed(moment)?;
        let mut notice_counts = Vec::new();
        for notice in Notice::ALL {
            if notice != Notice::ToAttest {
                notice_counts.extend(self.notice_count(notice, moment, put_off)?);
            }
        }
        Ok(HomeSummary {
            notice_counts,
            put_off,
            year: self.year_so_far(moment)?,
            overview: self.year_overview(moment)?,
        })
    }

    /// Returns how many notices are snoozed for some event.
    fn count_snoozed(&self, moment: Moment) -> Result<usize> {
        let sql = "SELECT EXISTS (SELECT 1 FROM put_off WHERE until IS NULL OR until > ?1)";
        let any: bool = self
            .connection
            .prepare_cached(sql)?
            .query_row([moment.today.to_string()], |row| row.get(0))?;
        let mut put_off = 0;
        for notice in Notice::ALL.into_iter().filter(|_| any) {
            let [all, shown] = [0, 1].map(|put_off| {
                self.count_notice(
                    notice,
                    &Bound::of(&self.connection, notice, moment, put_off),
                )
            });
            put_off += usize::from(all? > shown?);
        }
        Ok(put_off)
    }

    /// Returns how many things a notice is about.
    fn count_notice(&self, notice: Notice, bound: &Bound) -> Result<i64> {
        Ok(self
            .connection
            .prepare_cached(&query(notice, "count(*)"))?
            .query_row(&bound.named(), |row| row.get(0))?)
    }

    /// Returns a notice with its count, unless it is about nothing.
    fn notice_count(
        &self,
        notice: Notice,
        moment: Moment,
        put_off: usize,
    ) -> Result<Option<NoticeCount>> {
        let bound = Bound::of(&self.connection, notice, moment, put_off);
        let count = self.count_notice(notice, &bound)?;
        if count == 0 {
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
            count: usize::try_from(count).unwrap_or(0),
            event: id.and_then(|id| EventId::parse(&id)),
            first: date.flatten().and_then(|date| date.parse().ok()),
        }))
    }

    fn year_so_far(&self, moment: Moment) -> Result<YearSoFar> {
        let first_day = school_year(moment.today).first_day();
        let (attested, attendees, seated, seats): (i64, i64, i64, i64) = self
            .connection
            .prepare_cached(
                "SELECT count(*), coalesce(sum(attendees), 0),
                        coalesce(sum(attendees) FILTER (WHERE seats > 0), 0),
                        coalesce(sum(max(seats, 0)), 0)
                 FROM event_list WHERE date BETWEEN ?1 AND ?2 AND attestation_rank IN (1, 2) AND publication <> 4",
            )?
            .query_row(
                params![first_day.to_string(), moment.today.to_string()],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
            )?;
        Ok(YearSoFar {
            attested: usize::try_from(attested).unwrap_or(0),
            attendees: u64::try_from(attendees).unwrap_or(0),
            seated: u64::try_from(seated).unwrap_or(0),
            seats: u64::try_from(seats).unwrap_or(0),
        })
    }
}

impl Store {
    fn year_overview(&self, moment: Moment) -> Result<YearOverview> {
        let year = school_year(moment.today);
        let days = (year.first_day().to_string(), year.last_day().to_string());
        // Every publication state but cancelled is named so that the index finds the days.
        let mut months = [0; 12];
        let mut statement = self.connection.prepare_cached(
            "SELECT CAST(substr(date, 6, 2) AS INTEGER), count(*) FROM event_list
             WHERE publication IN (0, 1, 2, 3) AND date BETWEEN ?1 AND ?2 GROUP BY 1",
        )?;
        let mut rows = statement.query([&days.0, &days.1])?;
        while let Some(row) = rows.next()? {
            let month: usize = row.get::<_, u8>(0)?.into();
            // The school year begins with the ninth month.
            months[(month + 3) % 12] = row.get(1)?;
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT theme, count(*) AS events FROM event_list
             WHERE publication IN (0, 1, 2, 3) AND date BETWEEN ?1 AND ?2 AND theme <> ''
             GROUP BY theme ORDER BY events DESC, theme LIMIT 5",
        )?;
        let mut rows = statement.query([&days.0, &days.1])?;
        let mut themes = Vec::new();
        while let Some(row) = rows.next()? {
            let theme: String = row.get(0)?;
            let count = row.get(1)?;
            themes.extend(EntryId::parse(&theme).map(|theme| (theme, count)));
        }
        Ok(YearOverview { months, themes })
    }
}

impl Change<'_> {
    /// Snoozes a notice for the events it is about now, until a day or for good: it comes back for any
    /// other event.
    pub fn snooze(&self, notice: Notice, until: Option<NaiveDate>, moment: Moment) -> Result<()> {
        let until = until.map(|day| day.to_string());
        let bound = Bound::of(self.connection, notice, moment, 1);
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

    /// Shows every snoozed notice again.
    pub fn unsnooze(&self) -> Result<()> {
        self.connection.execute("DELETE FROM put_off", [])?;
        Ok(())
    }
}
