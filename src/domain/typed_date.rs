//! typed_date
