//! Days and hours: as they are typed, where clocks differ, and what the calendar warns of.

pub mod calendar;
pub mod civil_time;
pub mod date_warning;
pub mod typed_date;
pub mod zone;
