//! `carnet aide` and `--help`: the help of the program and of each command, from the table.

use super::command::COMMON;
use super::command::{Command, Kind, Opt, Prepared};
use super::context::{Outcome, print};
use super::table;
use super::values::Values;
use crate::domain::text::typography::typeset;
use crate::ui::canvas::wrap;

/// The widest line.
const WIDTH: usize = 80;

/// The maximum width of a name whose text is on the same line; that of a wider one goes below.
const MAX_NAME_WIDTH: usize = 30;

/// What the program returns.
pub(super) const EXIT_CODES: &[(&str, &str)] = &[
    ("0", "c’est fait"),
    (
        "1",
        "entrée refusée et rien de changé (sauf pour « importer », qui prend les autres lignes) ; pour « verifier » et « sauvegardes », quelque chose ne va pas",
    ),
    ("2", "mauvais usage : commande, option ou valeur"),
];

/// A part of a help text: laid out for a terminal here, as roff for the manual page.
pub(super) enum Block {
    Usage(Vec<String>),
    Title(&'static str),
    Text(String),
    /// Names, each with its text.
    Entries(Vec<(String, String)>),
}

pub(super) fn prepare(values: &mut Values) -> Prepared {
    let command = match values.text_argument() {
        Some(name) => table::find(&name)?,
        None => &table::PROGRAM,
    };
    Ok(Box::new(move |_| show(command)))
}

/// Prints the help of a command, or that of the program.
pub(super) fn show(command: &Command) -> Outcome {
    print(&text(command))
}

/// The help of a command, or that of the program.
pub(super) fn text(command: &Command) -> String {
    laid_out(&match command.is_program() {
        true => program(),
        false => blocks(command, command.options.iter().chain(&COMMON)),
    })
}

/// Returns an example of each command, one a line and aligned, for the README.
pub fn examples() -> String {
    let first = |command: &'static Command| command.examples.first();
    let entries = named_examples(table::commands().filter_map(first));
    let widest = entries.iter().map(|(line, _)| line.chars().count()).max();
    let widest = widest.unwrap_or_default();
    let lines = entries
        .iter()
        .map(|(line, effect)| format!("    {line:widest$}  {effect}\n"));
    lines.collect()
}

fn program() -> Vec<Block> {
    let program = &table::PROGRAM;
    let commands = table::commands();
    let commands = commands.map(|command| (command.name.to_owned(), command.summary.to_owned()));
    vec![
        Block::Text(program.description.to_owned()),
        Block::Usage(vec![
            format!("carnet {}", program.usage),
            "carnet COMMANDE [OPTIONS]".to_owned(),
        ]),
        Block::Title("Commandes"),
        Block::Entries(commands.collect()),
        Block::Title("Options"),
        Block::Entries(options(program.options())),
        Block::Title("Codes de retour"),
        Block::Entries(entries(EXIT_CODES)),
    ]
}

/// The parts of the help of a command, with these options of its own.
pub(super) fn blocks<'o>(command: &Command, own: impl Iterator<Item = &'o Opt>) -> Vec<Block> {
    let argument = command.argument.iter();
    let mut named: Vec<(String, String)> = argument
        .map(|argument| (argument.name.to_owned(), argument.help.to_owned()))
        .collect();
    named.extend(options(own));
    let mut blocks = vec![
        Block::Text(command.description.to_owned()),
        Block::Usage(vec![format!("carnet {} {}", command.name, command.usage)]),
        Block::Entries(named),
    ];
    if let Some(group) = command.group {
        blocks.push(Block::Title(group.title));
        blocks.push(Block::Entries(options(group.options.iter())));
        blocks.push(Block::Text(group.note.to_owned()));
    }
    let notes = command.notes.iter();
    blocks.extend(notes.map(|&note| Block::Text(note.to_owned())));
    blocks.push(Block::Title("Exemples"));
    blocks.push(Block::Entries(named_examples(command.examples.iter())));
    blocks
}

/// The examples of a command, as entries.
pub(super) fn named_examples<'e>(
    examples: impl Iterator<Item = &'e (&'static str, &'static str)>,
) -> Vec<(String, String)> {
    let named = |(line, effect): &(&str, &str)| {
        let line = format!("carnet {line}");
        (line.trim_end().to_owned(), (*effect).to_owned())
    };
    examples.map(named).collect()
}

/// Constant entries, as a block holds them.
pub(super) fn entries(entries: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
    entries.iter().map(owned).collect()
}

/// Options as they are written, and what each does.
pub(super) fn options<'o>(options: impl Iterator<Item = &'o Opt>) -> Vec<(String, String)> {
    options
        .map(|option| {
            let spellings: Vec<String> = option.spellings().collect();
            let mut name = spellings.join(", ");
            let mut text = option.help.to_owned();
            if let Some(value) = option.value {
                name.push_str(&match value.is_optional {
                    true => format!("[={}]", value.name),
                    false => format!(" {}", value.name),
                });
                if let Kind::Words(words) = value.kind {
                    text.push_str(&format!(" : {}", words.join(", ")));
                }
            }
            (name, text)
        })
        .collect()
}

fn laid_out(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut follows_title = true;
    for block in blocks {
        if !follows_title {
            text.push('\n');
        }
        follows_title = matches!(block, Block::Title(_));
        match block {
            Block::Title(title) => push_lines(&mut text, "", "", title),
            Block::Text(paragraph) => push_lines(&mut text, "", "", paragraph),
            Block::Usage(lines) => {
                text.push_str(&typeset(&format!("Usage : {}\n", lines.join("\n        "))));
            }
            Block::Entries(entries) => push_entries(&mut text, entries),
        }
    }
    text
}

fn push_entries(text: &mut String, entries: &[(String, String)]) {
    let width = |(name, _): &(String, String)| name.chars().count();
    let widest = entries.iter().map(width).filter(|&it| it <= MAX_NAME_WIDTH);
    let widest = widest.max().unwrap_or(2);
    let indent = " ".repeat(widest + 4);
    for entry in entries {
        let (name, help) = entry;
        if width(entry) > MAX_NAME_WIDTH {
            text.push_str(&format!("  {name}\n"));
            push_lines(text, &indent, &indent, help);
        } else {
            push_lines(text, &format!("  {name:widest$}  "), &indent, help);
        }
    }
}

/// Writes a paragraph, set as French is, after `first` and on lines that begin with `indent`.
fn push_lines(text: &mut String, first: &str, indent: &str, paragraph: &str) {
    let width = WIDTH - indent.chars().count();
    for (index, line) in wrap(&typeset(paragraph), width).iter().enumerate() {
        let before = if index == 0 { first } else { indent };
        text.push_str(&format!("{before}{line}\n"));
    }
}
