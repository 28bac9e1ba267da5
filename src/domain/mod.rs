//! A mediator's world, pure: no SQL, no terminal, no files, no clock.

pub mod calendar;
pub mod fold;
pub mod french;
pub mod typed_date;
