//! Dates and hours as anybody could type them.

use carnet::domain::text::typography;
use carnet::domain::time::typed_date::{parse_date, parse_end, parse_hours, parse_time};
use chrono::{Datelike as _, NaiveDate, NaiveTime};
use proptest::prelude::*;

use super::cases;

/// Any text, and texts that are nearly dates.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[0-9/+. hàé-]{0,14}",
        "[٠-٩0-9०-९]{1,4}[/hH:. ][٠-٩0-9०-९]{1,4}[/hH:. ]?[0-9]{0,20}",
        "(lun|mar|mercredi|dimanche|demain|hier|fin|début) ?(prochain|dernier|\u{202f}|1er|31)? ?(févr|avril|déc)?[.]? ?[0-9]{0,9}",
        "[+-]?[0-9]{1,25} ?(j|jours|semaines|mois|ans)?",
    ]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    // As far as a computer's clock may be wrong.
    (0u32..2_932_000).prop_map(|days| {
        let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        first
            .checked_add_days(chrono::Days::new(u64::from(days)))
            .unwrap()
    })
}

proptest! {
    #![proptest_config(cases(3_000, 200_000))]

    #[test]
    fn any_text_is_a_date_or_none(text in text(), today in day()) {
        let date = parse_date(&text, today).ok();
        // The date written back is parsed as the same date, in the years that Carnet accepts.
        if let Some(date) = date.filter(|date| (2000..2100).contains(&date.year())) {
            let sentence = typography::long_date(date);
            prop_assert_eq!(parse_date(&sentence, today), Ok(date), "{} of {:?}", sentence, text);
        }
    }

    #[test]
    fn any_text_is_an_hour_or_none(text in text(), minutes in 0u32..1_440) {
        let starts = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0);
        let _ = parse_hours(&text);
        let _ = parse_end(&text, starts);
        let _ = parse_end(&text, None);
        if let Ok(time) = parse_time(&text) {
            prop_assert_eq!(parse_time(&typography::hour(time)), Ok(time));
        }
    }
}
