//! Typed dates and hours, time zones, the school calendar and its warnings.

pub mod calendar;
pub mod civil_time;
pub mod date_warning;
pub mod day_span;
pub mod typed_date;
pub mod typed_days;
pub mod zone;
