//! The events that are not over on a day, in SQL: those in progress and those to come.

/// The rows of `event_list l` whose last day is `:from` or later. Those that began before it are few and have
/// an index of their own; the others are a range of the index of dates, which the first term begins at the
/// first of them all.
pub(in crate::store) const GOING_ON_OR_LATER: &str = "
    l.date >= coalesce((SELECT min(s.date) FROM event_list s
                        WHERE s.last_day > s.date AND s.last_day >= :from AND s.date < :from), :from)
    AND (l.date >= :from OR l.row IN (SELECT s.row FROM event_list s
                                      WHERE s.last_day > s.date AND s.last_day >= :from AND s.date < :from))";
