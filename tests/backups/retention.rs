//! Which copies are kept, whatever their days and reasons.

use std::collections::BTreeSet;

use carnet::store::retention::{Reason, Taken, kept};
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

fn first_day() -> NaiveDate {
    "2025-01-01".parse().unwrap()
}

fn taken() -> impl Strategy<Value = Taken> {
    let reason = prop::sample::select(Reason::ALL.to_vec());
    let reason = prop_oneof![3 => Just(Reason::Daily), 1 => reason];
    (0u64..700, reason, 1u32..4).prop_map(|(days, reason, number)| Taken {
        date: first_day() + Days::new(days),
        reason,
        number,
    })
}

fn copies() -> impl Strategy<Value = Vec<Taken>> {
    prop::collection::btree_set(taken(), 0..120).prop_map(|set| set.into_iter().collect())
}

fn last_day() -> NaiveDate {
    first_day() + Days::new(800)
}

fn kept_copies(copies: &[Taken], today: NaiveDate) -> Vec<Taken> {
    let pairs = copies.iter().zip(kept(copies, today));
    pairs
        .filter(|(_, kept)| *kept)
        .map(|(copy, _)| *copy)
        .collect()
}

proptest! {
    #[test]
    fn the_latest_of_each_reason_is_kept(copies in copies()) {
        let kept = kept_copies(&copies, last_day());
        for reason in Reason::ALL {
            let latest = |copies: &[Taken]| copies.iter().filter(|it| it.reason == reason).max().copied();
            prop_assert_eq!(latest(&kept), latest(&copies));
        }
    }

    #[test]
    fn what_the_user_asked_for_is_kept(copies in copies()) {
        let asked = |copies: &[Taken]| -> BTreeSet<Taken> {
            copies.iter().filter(|it| it.reason == Reason::Asked).copied().collect()
        };
        prop_assert_eq!(asked(&kept_copies(&copies, last_day())), asked(&copies));
    }

    #[test]
    fn the_days_weeks_and_months_are_those_asked_for(copies in copies()) {
        let daily = |copies: &[Taken]| -> Vec<Taken> {
            copies.iter().filter(|it| it.reason == Reason::Daily).copied().collect()
        };
        let (all, kept) = (daily(&copies), daily(&kept_copies(&copies, last_day())));
        prop_assert!(kept.len() <= 7 + 4 + 12);
        let days: BTreeSet<_> = all.iter().map(|it| it.date).collect();
        let weeks: BTreeSet<_> = all.iter().map(|it| (it.date.iso_week().year(), it.date.iso_week().week())).collect();
        let months: BTreeSet<_> = all.iter().map(|it| (it.date.year(), it.date.month())).collect();
        for day in days.iter().rev().take(7) {
            prop_assert!(kept.iter().any(|it| it.date == *day));
        }
        for week in weeks.iter().rev().take(4) {
            prop_assert!(kept.iter().any(|it| (it.date.iso_week().year(), it.date.iso_week().week()) == *week));
        }
        for month in months.iter().rev().take(12) {
            prop_assert!(kept.iter().any(|it| (it.date.year(), it.date.month()) == *month));
        }
    }

    #[test]
    fn thinning_out_again_removes_nothing_and_the_order_given_does_not_matter(copies in copies()) {
        let once = kept_copies(&copies, last_day());
        prop_assert_eq!(&kept_copies(&once, last_day()), &once);
        let reversed: Vec<Taken> = copies.iter().rev().copied().collect();
        let mut other = kept_copies(&reversed, last_day());
        other.sort();
        prop_assert_eq!(other, once);
    }

    #[test]
    fn a_clock_set_back_removes_nothing_of_the_days_to_come(copies in copies(), back in 0u64..700) {
        let today = first_day() + Days::new(back);
        let kept = kept_copies(&copies, today);
        for copy in copies.iter().filter(|it| it.date > today) {
            prop_assert!(kept.contains(copy));
        }
        // Nor do they take the place of those of today and before.
        let past: Vec<Taken> = copies.iter().filter(|it| it.date <= today).copied().collect();
        for copy in kept_copies(&past, today) {
            prop_assert!(kept.contains(&copy));
        }
    }
}

#[test]
fn the_state_before_the_first_of_many_restorations_of_a_day_is_kept() {
    let copies: Vec<Taken> = (1..=30)
        .map(|number| Taken {
            date: first_day(),
            reason: Reason::Restore,
            number,
        })
        .collect();
    let kept = kept_copies(&copies, first_day());
    assert_eq!(kept[0].number, 1);
    assert_eq!(kept.len(), 11);
    assert_eq!(kept.last().unwrap().number, 30);
}
