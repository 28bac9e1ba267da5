//! `kill -9` at any moment: what the screen had confirmed is in the store.

use std::time::{Duration, Instant};

use super::{a_moment, assert_sound, times, titles};
use crate::support::Carnet;
use crate::support::sandbox::Sandbox;

/// An event as the session knows it: the last title that a toast confirmed, and one that a save still on its way would give it.
struct Known {
    confirmed: Option<String>,
    pending: Option<String>,
}

/// Opens the store again with no help: what was left is taken up and saved.
fn take_up(sandbox: &Sandbox, known: &mut [Known]) -> Carnet {
    let mut carnet = sandbox.open(80, 24);
    if carnet.screen().contains("Plus tard") {
        carnet.press("Entrée");
        carnet.wait_until("the form", |screen| {
            screen.contains("Nouvel") || screen.contains("Modifier")
        });
        carnet.press("Ctrl+S");
        carnet.wait_for("enregistré");
        // Taken up from a change, it is that event's; else it is one more, of a title cut anywhere.
        let store = sandbox.store();
        for title in titles(&store) {
            if !known.iter().any(|known| known.may_be(&title)) {
                let last = known.last_mut().expect("something was typed");
                let typed = last.pending.clone().unwrap_or_default();
                assert!(typed.starts_with(&title), "{title} of {typed}");
                last.confirmed = Some(title);
            }
        }
    }
    carnet
}

impl Known {
    fn may_be(&self, title: &str) -> bool {
        self.confirmed.as_deref() == Some(title) || self.pending.as_deref() == Some(title)
    }
}

/// One session, killed after `steps` gestures and a moment. The gestures are the session's own: an event typed and saved, then
/// modified and saved, and so on.
fn session(
    sandbox: &Sandbox,
    name: &str,
    steps: usize,
    random: &mut fastrand::Rng,
    known: &mut Vec<Known>,
) {
    let mut carnet = take_up(sandbox, known);
    for step in 0..=steps {
        let last = step == steps;
        let title = format!("{name}e{}", step / 6);
        let longer = format!("{title} bis");
        match step % 6 {
            0 => {
                carnet.press("N");
                if !last {
                    carnet.wait_for("Nouvel événement");
                }
            }
            1 => {
                known.push(Known {
                    confirmed: None,
                    pending: Some(title.clone()),
                });
                carnet.type_text(&title);
                if !last {
                    carnet.wait_for(&title);
                }
            }
            2 => {
                carnet.press("Ctrl+S");
                if !last {
                    carnet.wait_for(&format!("« {title} » enregistré"));
                    known.last_mut().unwrap().confirmed = Some(title);
                }
            }
            3 => {
                carnet.press("M");
                if !last {
                    carnet.wait_for(&format!("Modifier « {title} »"));
                }
            }
            4 => {
                known.last_mut().unwrap().pending = Some(longer.clone());
                carnet.type_text(" bis");
                if !last {
                    carnet.wait_for(&longer);
                }
            }
            _ => {
                carnet.press("Ctrl+S");
                if !last {
                    carnet.wait_for(&format!("« {longer} » enregistré"));
                    known.last_mut().unwrap().confirmed = Some(longer);
                }
            }
        }
    }
    a_moment(random, Duration::from_millis(40));
    carnet.kill();
}

#[test]
fn a_session_killed_at_any_moment_loses_nothing_confirmed() {
    let mut random = fastrand::Rng::with_seed(9);
    let runs = times(12, 200);
    let mut known: Vec<Known> = Vec::new();
    let mut sandbox = Sandbox::empty();
    let mut confirmed = 0;
    for run in 0..runs {
        if run % 20 == 0 {
            sandbox = Sandbox::empty();
            known.clear();
        }
        let steps = random.usize(0..12);
        session(&sandbox, &format!("s{run}"), steps, &mut random, &mut known);
        assert_sound(&sandbox.path("carnet.db"));
        let titles = titles(&sandbox.store());
        for known in &known {
            let Some(title) = &known.confirmed else {
                continue;
            };
            confirmed += 1;
            assert!(
                titles.iter().any(|title| known.may_be(title)),
                "run {run}, {steps} steps: « {title} » was confirmed, the store has {titles:?}"
            );
        }
    }
    assert!(confirmed > runs, "the sessions save: {confirmed}");
}

#[test]
fn two_seconds_of_typing_without_a_pause_are_the_most_that_is_lost() {
    let mut random = fastrand::Rng::with_seed(4);
    for _ in 0..times(1, 5) {
        let sandbox = Sandbox::empty();
        let mut carnet = sandbox.open(80, 24);
        carnet.press("N");
        carnet.wait_for("Nouvel événement");
        let mut typed = String::new();
        let mut shown: Vec<(Instant, usize)> = Vec::new();
        let since = Instant::now();
        let long = Duration::from_millis(2_600 + random.u64(0..800));
        // A count never repeats itself: its end is on the screen once it is read.
        for number in 100.. {
            if since.elapsed() > long {
                break;
            }
            let more = format!("{number} ");
            carnet.type_text(&more);
            typed.push_str(&more);
            carnet.wait_for(&format!("{} {number}", number - 1)[usize::from(number == 100) * 4..]);
            shown.push((Instant::now(), typed.len()));
        }
        let killed = Instant::now();
        carnet.kill();
        let stored = stored(&sandbox);
        assert!(typed.starts_with(&stored), "{stored} of {typed}");
        let old = shown
            .iter()
            .rfind(|(at, _)| killed - *at > Duration::from_secs(2));
        let (_, old) = old.expect("it was typed for longer");
        assert!(
            stored.len() >= *old,
            "{} of {}, {old} of them old",
            stored.len(),
            typed.len()
        );
    }
}

/// The title that the store keeps of the form left open.
fn stored(sandbox: &Sandbox) -> String {
    let drafts = sandbox.store().drafts().unwrap();
    let title = drafts.first().map(|draft| draft.text("title").to_owned());
    title.unwrap_or_default()
}
