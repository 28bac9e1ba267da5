//! A mediator's world, pure: no SQL, no terminal, no files, no clock.

pub mod account;
pub mod advice;
pub mod asset;
pub mod attestation;
pub mod backup;
pub mod calendar;
pub mod checklist;
pub mod civil_time;
pub mod date_warning;
pub mod departement;
pub mod displayable;
pub mod event;
pub mod fold;
pub mod french;
pub mod id;
pub mod listing;
pub mod profile;
pub mod publication;
pub mod question;
pub mod reference;
pub mod series;
pub mod told;
pub mod trace;
pub mod typed_date;
pub mod view;
pub mod zone;
