//! What each file takes from which others, and that no circle of them spans rooms or many files.
//!
//! Files are read for the paths they write: `use` and paths in the code, followed through `use` and `pub use` to the file that defines
//! the item. What a method call reaches is not seen. A `pub use` by itself is a sign on the door, no dependency.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Source, sources};

/// How many files of one folder may need one another: a type and what it is made of, seldom more.
const MAX_CIRCLE: usize = 4;

/// Circles of folders or of files that stand for now, by the folder that holds them: their rooms are being rebuilt.
const TOLERATED: [&str; 2] = ["screens", "ui"];

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

/// The modules of the crate: by their paths (`store::undo`), what each is made of.
struct Crate<'s> {
    modules: BTreeMap<String, Module<'s>>,
}

struct Module<'s> {
    file: &'s str,
    /// Its code without its `use` statements.
    body: String,
    /// The items it defines.
    items: BTreeSet<String>,
    /// The names it brings in, with the whole paths of what they name.
    uses: BTreeMap<String, Vec<String>>,
    /// Those of them that are there for others.
    reexported: BTreeSet<String>,
}

impl<'s> Crate<'s> {
    fn of(sources: &'s [Source]) -> Self {
        let mut modules = BTreeMap::new();
        for source in sources {
            let path = module_of(&source.path);
            let (body, statements) = without_use(source.without_tests());
            let mut module = Module {
                file: &source.path,
                items: items(&body),
                body,
                uses: BTreeMap::new(),
                reexported: BTreeSet::new(),
            };
            for (is_public, tree) in statements {
                for (name, path) in leaves(&tree, &[]) {
                    if is_public {
                        module.reexported.insert(name.clone());
                    }
                    module.uses.insert(name, path);
                }
            }
            modules.insert(path, module);
        }
        Self { modules }
    }

    /// The file that defines what a path written in `module` names; none for what is of another crate.
    fn resolve(&self, module: &str, path: &[String], depth: usize) -> Option<&'s str> {
        let mut here: Vec<&str> = module.split("::").filter(|part| !part.is_empty()).collect();
        let mut path = path.iter().map(String::as_str).peekable();
        let mut is_absolute = true;
        match path.next()? {
            "crate" | "carnet" => here.clear(),
            "self" => {}
            "super" => {
                here.pop();
            }
            first => {
                is_absolute = false;
                let (known, name) = (self.modules.get(module)?, first.to_owned());
                let child = join(&here, first);
                if self.modules.contains_key(&child) {
                    here.push(first);
                } else if let Some(whole) = known.uses.get(&name) {
                    if depth > 8 || whole.first() == Some(&name) {
                        return None;
                    }
                    let whole: Vec<String> = whole
                        .iter()
                        .cloned()
                        .chain(path.map(str::to_owned))
                        .collect();
                    return self.resolve(module, &whole, depth + 1);
                } else {
                    return known.items.contains(&name).then_some(known.file);
                }
            }
        }
        while is_absolute && path.peek() == Some(&"super") {
            path.next();
            here.pop();
        }
        for part in path.by_ref() {
            let child = join(&here, part);
            if self.modules.contains_key(&child) {
                here.push(part);
                continue;
            }
            let name = here.join("::");
            let known = self.modules.get(&name)?;
            return match known.uses.get(part) {
                Some(whole) if depth <= 8 => self.resolve(&name, whole, depth + 1),
                _ => Some(known.file),
            };
        }
        // A module by itself: what is taken from it says more, unless it is a file.
        let known = self.modules.get(&here.join("::"))?;
        (!known.file.ends_with("mod.rs")).then_some(known.file)
    }

    /// The files that each file needs.
    fn arrows(&self) -> BTreeMap<&'s str, BTreeSet<&'s str>> {
        let mut arrows = BTreeMap::new();
        for (name, module) in &self.modules {
            let mut needed = BTreeSet::new();
            for (alias, path) in &module.uses {
                let is_sign = module.reexported.contains(alias) && !is_used(&module.body, alias);
                if !is_sign {
                    needed.extend(self.resolve(name, path, 0));
                }
            }
            for path in paths(&module.body) {
                needed.extend(self.resolve(name, &path, 0));
            }
            needed.remove(module.file);
            arrows.insert(module.file, needed);
        }
        arrows
    }
}

fn join(here: &[&str], part: &str) -> String {
    [here, &[part]].concat().join("::")
}

/// `store/undo/mod.rs` is `store::undo`, `lib.rs` the crate.
fn module_of(path: &str) -> String {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    if ["lib", "main", "build"].contains(&path) {
        return if path == "lib" { "" } else { path }.to_owned();
    }
    path.replace('/', "::")
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The names of the items that stand at the margin.
fn items(code: &str) -> BTreeSet<String> {
    let kinds = [
        "fn", "struct", "enum", "trait", "type", "const", "static", "union",
    ];
    let lines = code.lines().filter(|line| line.starts_with(is_word));
    lines
        .filter_map(|line| {
            let mut words = line
                .split(|c: char| !is_word(c))
                .filter(|it| !it.is_empty());
            words.find(|word| kinds.contains(word))?;
            words.find(|word| *word != "fn").map(str::to_owned)
        })
        .collect()
}

/// The code without its `use` statements; and their trees, with whether each is there for others.
fn without_use(code: &str) -> (String, Vec<(bool, String)>) {
    let (mut body, mut found) = (String::new(), Vec::new());
    let mut rest = code;
    while let Some(place) = rest.find("use ") {
        let line = rest[..place].rsplit('\n').next().unwrap();
        let is_public = line.trim_start().starts_with("pub");
        let is_statement = line.trim().is_empty() || is_public && !line.contains(['{', ';']);
        let end = rest[place..]
            .find(';')
            .map_or(rest.len(), |end| place + end);
        if is_statement {
            let tree = rest[place + 4..end].split_whitespace();
            found.push((is_public, tree.collect::<Vec<_>>().join(" ")));
            body.push_str(&rest[..place - line.len()]);
            rest = &rest[end..];
        } else {
            body.push_str(&rest[..place + 4]);
            rest = &rest[place + 4..];
        }
    }
    body.push_str(rest);
    (body, found)
}

/// The names that a tree of `use` brings in, each with its whole path.
fn leaves(tree: &str, before: &[String]) -> Vec<(String, Vec<String>)> {
    let tree = tree.trim();
    if let Some((head, group)) = tree.split_once('{') {
        let mut path = before.to_vec();
        path.extend(
            head.split("::")
                .map(str::trim)
                .filter(|it| !it.is_empty())
                .map(str::to_owned),
        );
        let group = group.trim_end().strip_suffix('}').unwrap_or(group);
        return parts(group)
            .iter()
            .flat_map(|part| leaves(part, &path))
            .collect();
    }
    let (path, alias) = match tree.split_once(" as ") {
        Some((path, alias)) => (path.trim(), Some(alias.trim().to_owned())),
        None => (tree, None),
    };
    let mut whole = before.to_vec();
    whole.extend(
        path.split("::")
            .map(str::trim)
            .filter(|it| !it.is_empty())
            .map(str::to_owned),
    );
    if whole.len() > 1 && whole.last().is_some_and(|last| last == "self") {
        whole.pop();
    }
    let name = alias.or_else(|| whole.last().cloned());
    name.map(|name| (name, whole)).into_iter().collect()
}

/// The parts of a group, at its own depth.
fn parts(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        match c {
            ',' if depth == 0 => parts.push(String::new()),
            c => parts.last_mut().unwrap().push(c),
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// The paths written in the code, of two parts at least.
fn paths(code: &str) -> Vec<Vec<String>> {
    let words = code.split(|c: char| !is_word(c) && c != ':');
    words
        .filter(|word| word.contains("::") && !word.starts_with(':'))
        .map(|word| {
            let parts = word.split("::").map(|part| part.trim_end_matches(':'));
            parts
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

fn is_used(body: &str, name: &str) -> bool {
    body.split(|c: char| !is_word(c)).any(|word| word == name)
}

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
    for folder in folders.into_iter().filter(|it| !TOLERATED.contains(it)) {
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
        let is_tolerated = folders.iter().any(|folder| TOLERATED.contains(folder));
        if !is_tolerated && (circle.len() > MAX_CIRCLE || folders.len() > 1) {
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
