//! What each file takes from which others, and that no circle of them spans rooms or many files.

use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Crate;
use crate::source::{Source, sources};

/// How many files of one folder may need one another: a type and what it is made of, seldom more.
const MAX_CIRCLE: usize = 4;

/// What only serves lists of thousands of events, and the files that may know of it. Each begins with what is lost when it is deleted.
const FENCES: [(&str, &[&str]); 6] = [
    (
        "store/list/index/",
        &["store/background.rs", "store/list/pages.rs"],
    ),
    (
        "store/list/pages.rs",
        &["ui/list/cursor.rs", "screens/events/mod.rs"],
    ),
    (
        "store/list/raw_events.rs",
        &["store/list/query.rs", "exchange/csv/export.rs"],
    ),
    ("store/undo/bulk.rs", &["store/undo/journal.rs"]),
    ("store/home_cache.rs", &["store/home.rs"]),
    ("terminal/painter/", &["terminal/mod.rs"]),
];

/// The sets of nodes that need one another, of two nodes at least.
fn circles<'n>(arrows: &BTreeMap<&'n str, BTreeSet<&'n str>>) -> Vec<BTreeSet<&'n str>> {
    let reached = |from: &'n str| -> BTreeSet<&'n str> {
        let mut reached = BTreeSet::new();
        let mut left = vec![from];
        while let Some(node) = left.pop() {
            for &next in arrows.get(node).into_iter().flatten() {
                if reached.insert(next) {
                    left.push(next);
                }
            }
        }
        reached
    };
    let all: BTreeMap<&str, BTreeSet<&str>> =
        arrows.keys().map(|&node| (node, reached(node))).collect();
    let mut circles: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for (node, from_it) in &all {
        let back = from_it.iter().copied();
        let circle: BTreeSet<&str> = back
            .filter(|next| all.get(next).is_some_and(|reached| reached.contains(node)))
            .collect();
        if circle.len() > 1 {
            circles.insert(circle);
        }
    }
    circles.into_iter().collect()
}

/// The folder that holds a file or a folder; empty for `src`.
fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The room of `folder` in which a file is: the folder below it on the way; none for a file that stands in it, or elsewhere.
fn room_of<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    let below = match folder {
        "" => path,
        folder => path.strip_prefix(folder)?.strip_prefix('/')?,
    };
    let end = path.len() - below.len() + below.find('/')?;
    Some(&path[..end])
}

/// The rooms of one folder that need each other.
fn circles_of_rooms<'p>(
    folder: &str,
    arrows: &BTreeMap<&'p str, BTreeSet<&'p str>>,
) -> Vec<BTreeSet<&'p str>> {
    let mut rooms: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for &file in arrows.keys() {
        let Some(own) = room_of(folder, file) else {
            continue;
        };
        let needed = arrows[file].iter().filter_map(|to| room_of(folder, to));
        let room = rooms.entry(own).or_default();
        room.extend(needed.filter(|&other| other != own));
    }
    circles(&rooms)
}

fn list(circle: &BTreeSet<&str>) -> String {
    circle.iter().copied().collect::<Vec<_>>().join(", ")
}

#[test]
fn no_two_rooms_need_each_other() {
    let sources = sources();
    let arrows = Crate::of(&sources).arrows();
    let folders: BTreeSet<&str> = sources.iter().map(|it| folder_of(&it.path)).collect();
    let mut found = Vec::new();
    for folder in folders {
        for circle in circles_of_rooms(folder, &arrows) {
            let why = arrows
                .iter()
                .flat_map(|(from, needed)| needed.iter().map(move |to| (*from, *to)));
            let why = why.filter(|(from, to)| {
                let rooms = [room_of(folder, from), room_of(folder, to)];
                rooms[0] != rooms[1]
                    && rooms
                        .iter()
                        .all(|it| it.is_some_and(|room| circle.contains(room)))
            });
            let why: Vec<String> = why.map(|(from, to)| format!("  {from} -> {to}")).collect();
            found.push(format!("{}\n{}", list(&circle), why.join("\n")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn few_files_need_one_another_and_those_stand_together() {
    let sources = sources();
    let arrows = Crate::of(&sources).arrows();
    let mut found = Vec::new();
    for circle in circles(&arrows) {
        let folders: BTreeSet<&str> = circle.iter().map(|path| folder_of(path)).collect();
        if circle.len() > MAX_CIRCLE || folders.len() > 1 {
            let why = arrows.iter().filter(|(from, _)| circle.contains(*from));
            let why: Vec<String> = why
                .map(|(from, needed)| {
                    format!(
                        "  {from} -> {}",
                        list(&needed.intersection(&circle).copied().collect())
                    )
                })
                .collect();
            found.push(format!("{} files\n{}", circle.len(), why.join("\n")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn what_serves_long_lists_alone_is_fenced() {
    let sources = sources();
    let arrows = Crate::of(&sources).arrows();
    for (fence, allowed) in FENCES {
        let first = match fence.strip_suffix('/') {
            Some(folder) => format!("src/{folder}/mod.rs"),
            None => format!("src/{fence}"),
        };
        let text = std::fs::read_to_string(&first).unwrap();
        let contract = text.lines().take_while(|line| line.starts_with("//!"));
        let contract: Vec<&str> = contract.collect();
        assert!(contract.join(" ").contains("Delete this"), "{first}");
        let entered = |needed: &BTreeSet<&str>| needed.iter().any(|to| to.starts_with(fence));
        let from_outside = arrows.iter().filter(|(from, _)| !from.starts_with(fence));
        let strangers: Vec<&&str> = from_outside
            .filter(|(from, needed)| entered(needed) && !allowed.contains(from))
            .map(|(from, _)| from)
            .collect();
        assert!(strangers.is_empty(), "{fence} is known to {strangers:?}");
    }
}

#[test]
fn an_item_is_found_where_it_is_defined_and_circles_are_seen() {
    let file = |path: &str, code: &str| Source {
        path: path.to_owned(),
        code: code.to_owned(),
    };
    let sources = [
        file("lib.rs", "pub mod a;\npub mod b;\n"),
        file(
            "a/mod.rs",
            "mod deep;\npub use deep::{Deep, hidden as shown};\n",
        ),
        file(
            "a/deep.rs",
            "use crate::b::B;\npub struct Deep(B);\npub fn hidden() {}\n",
        ),
        file(
            "b.rs",
            "use super::a;\npub struct B;\nfn f() { a::shown() }\n",
        ),
    ];
    let arrows = Crate::of(&sources).arrows();
    assert_eq!(arrows["b.rs"], BTreeSet::from(["a/deep.rs"]));
    assert_eq!(arrows["a/mod.rs"], BTreeSet::new());
    assert_eq!(circles(&arrows), [BTreeSet::from(["a/deep.rs", "b.rs"])]);
    let sources = [
        file("lib.rs", ""),
        file("a/mod.rs", ""),
        file("b/mod.rs", ""),
        file("a/one.rs", "use crate::b;\nfn f() -> b::one::One {}\n"),
        file("a/two.rs", "pub struct Two;\n"),
        file(
            "b/one.rs",
            "pub struct One;\nuse super::super::a::two::Two;\n",
        ),
    ];
    let arrows = Crate::of(&sources).arrows();
    assert_eq!(circles(&arrows), [] as [BTreeSet<&str>; 0]);
    assert_eq!(circles_of_rooms("", &arrows), [BTreeSet::from(["a", "b"])]);
}
