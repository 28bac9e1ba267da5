//! What each notice of the home screen is about, in SQL.

use chrono::{Days, NaiveDate, NaiveTime};
use rusqlite::{Connection, ToSql};

use super::records::going_on::GOING_ON_OR_LATER;
use super::records::setting_rows::zone;
use super::sql::text::INSTANT;
use crate::domain::home::{Notice, OVERDUE_DAYS};
use crate::domain::listing::Moment;
use crate::domain::time::civil_time;
use crate::domain::time::zone::Zone;

/// Returns the SQL for the events a notice is about, as rows of `l`; a row for each thing that awaits.
///
/// Each is counted from an index alone where possible: the rows of events are wide.
fn source(notice: Notice) -> String {
    let sql = match notice {
        Notice::ToAttest => "event_list l WHERE l.attestation_rank = 0 AND l.ends_utc <= :now",
        Notice::ToTransmit => "event_list l WHERE l.attestation_rank = 1",
        // Details announced to contacts after the planning was sent have changed since. Every rank
        // is named so that the events to come are found by their end.
        Notice::ToAnnounce => {
            "event_list l
             WHERE l.attestation_rank IN (0, 1, 2, 3) AND l.ends_utc > :now
             AND EXISTS (SELECT 1 FROM step WHERE role = 'changes' AND retired = 0)
             AND EXISTS (SELECT 1 FROM tick t WHERE t.event = l.row
                         AND t.step IN (SELECT id FROM step WHERE role = 'announce'))
             AND (SELECT t.told FROM tick t JOIN step s ON s.id = t.step
                  WHERE t.event = l.row AND s.role IN ('announce', 'changes')
                  ORDER BY t.at DESC, t.row DESC LIMIT 1)
                 NOT IN (SELECT former FROM event_announced WHERE row = l.row
                         UNION ALL SELECT contacts FROM event_announced WHERE row = l.row)"
        }
        // Details published on the site have changed since.
        Notice::ToCorrect => {
            "event e CROSS JOIN event_list l ON l.row = e.row
             WHERE e.on_site IS NOT NULL AND e.publication IN (2, 3, 4) AND l.ends_utc > :now
             AND EXISTS (SELECT 1 FROM step WHERE role = 'publication' AND retired = 0)
             AND e.on_site NOT IN (SELECT former FROM event_announced WHERE row = e.row
                                   UNION ALL SELECT site FROM event_announced WHERE row = e.row)"
        }
        Notice::ToEnter => "event_list l WHERE l.publication = 1",
        // An older store did not record the day: the last change is not before it.
        Notice::Waiting => {
            "event l WHERE l.publication = 2 AND l.deleted_at IS NULL
             AND CASE WHEN l.submitted_on IS NULL
                      THEN strftime('%Y-%m-%dT%H:%M:%SZ', l.modified_at) < :overdue_begins
                      ELSE l.submitted_on < :overdue END"
        }
        // From each step to the events whose day for it is past. Every publication state but
        // cancelled is named so that they are found by their date.
        Notice::LateSteps => {
            "step s CROSS JOIN event_list l
             WHERE s.retired = 0 AND coalesce(s.role, '') NOT IN ('attestation', 'changes')
             AND l.publication IN (0, 1, 2, 3)
             AND s.days < 0 AND l.date < date(:today, -s.days || ' days') AND GOING_ON_OR_LATER
             AND CASE s.role
                     WHEN 'publication' THEN l.publication NOT IN (2, 3)
                     ELSE NOT EXISTS (SELECT 1 FROM tick t WHERE t.event = l.row AND t.step = s.id)
                 END
             AND (SELECT strftime('%Y-%m-%dT%H:%M:%SZ', created_at) FROM event
                  WHERE row = l.row) < :today_begins"
        }
        Notice::Drafts => {
            "event_list l WHERE l.publication = 0
             AND (NOT (l.date > '' AND l.date < :today)
                  OR l.row IN (SELECT row FROM event_list WHERE last_day > date AND last_day >= :today))"
        }
    };
    let going_on = GOING_ON_OR_LATER.replace(":from", ":today");
    sql.replace("GOING_ON_OR_LATER", &going_on)
}

/// Returns the query of a notice without its order; `what` is selected. Each uses every parameter, so
/// that all are bound alike.
pub(super) fn query(notice: Notice, what: &str) -> String {
    format!(
        "SELECT {what} FROM {} AND :now <> :overdue AND :today_begins <> :overdue_begins
           AND (:put_off = 0
                OR NOT EXISTS (SELECT 1 FROM put_off p WHERE p.event = l.row AND p.notice = :notice
                               AND (p.until IS NULL OR p.until > :today)))",
        source(notice)
    )
}

/// The parameters of a notice's query.
pub(super) struct Bound {
    notice: &'static str,
    now: String,
    today: String,
    /// A submission before this day is overdue.
    overdue: String,
    /// When these days begin where the mediator is: what is dated in UTC is compared with it.
    today_begins: String,
    overdue_begins: String,
    /// How many notices are snoozed: where none is, no event is looked up.
    put_off: i64,
}

impl Bound {
    pub(super) fn of(
        connection: &Connection,
        notice: Notice,
        moment: Moment,
        put_off: usize,
    ) -> Self {
        let zone = zone(connection);
        let overdue = moment
            .today
            .checked_sub_days(Days::new(OVERDUE_DAYS.unsigned_abs()))
            .unwrap_or(moment.today);
        Self {
            notice: notice.key(),
            now: moment.now.format(INSTANT).to_string(),
            today: moment.today.to_string(),
            overdue: overdue.to_string(),
            today_begins: day_begins(moment.today, zone),
            overdue_begins: day_begins(overdue, zone),
            put_off: i64::try_from(put_off).unwrap_or(i64::MAX),
        }
    }

    pub(super) fn named(&self) -> [(&str, &dyn ToSql); 7] {
        [
            (":notice", &self.notice),
            (":now", &self.now),
            (":today", &self.today),
            (":overdue", &self.overdue),
            (":today_begins", &self.today_begins),
            (":overdue_begins", &self.overdue_begins),
            (":put_off", &self.put_off),
        ]
    }
}

/// Returns the SQL for the rows of the events to come of whose check-list a step is late, and its
/// parameters, in their order.
pub(super) fn late_rows(connection: &Connection, moment: Moment) -> (String, [String; 3]) {
    let rows = [Notice::LateSteps, Notice::ToAnnounce, Notice::ToCorrect].map(|notice| {
        let source = source(notice)
            .replace(":now", "moment.now")
            .replace(":today", "moment.today");
        format!("SELECT l.row FROM moment CROSS JOIN {source}")
    });
    let sql = format!(
        "WITH moment(now, today, today_begins) AS (VALUES (?, ?, ?)) {}",
        rows.join(" UNION ")
    );
    let parameters = [
        moment.now.format(INSTANT).to_string(),
        moment.today.to_string(),
        day_begins(moment.today, zone(connection)),
    ];
    (sql, parameters)
}

/// Returns when a day begins in a time zone, as the store writes instants.
fn day_begins(day: NaiveDate, zone: Zone) -> String {
    let midnight = civil_time::to_utc_or_nearest(day, NaiveTime::MIN, zone);
    midnight.format(INSTANT).to_string()
}
