//! The domain: events, attestations, lists and dates, without SQL, terminal, files or clock.

pub mod advice;
pub mod asset;
pub mod departement;
pub mod event;
pub mod home;
pub mod id;
pub mod kinds;
pub mod listing;
pub mod model;
pub mod profile;
pub mod question;
pub mod record;
pub mod reference;
pub mod search;
pub mod text;
pub mod time;
pub mod venue;
pub mod view;
