//! `carnet man`: the manual page, in roff, from the table.

use super::command::Prepared;
use super::context::print;
use super::help::{self, Block};
use super::table;
use super::values::Values;
use crate::domain::text::typography::{NARROW, typeset};

/// The variables that the program reads.
const ENVIRONMENT: &[(&str, &str)] = &[
    (
        "CARNET_BASE",
        "le carnet à ouvrir, quand --base n’en nomme pas",
    ),
    (
        "NO_COLOR",
        "si elle n’est pas vide, l’écran se passe de couleurs",
    ),
    (
        "CARNET_MAINTENANT",
        "arrête l’horloge à cet instant, pour un essai : 2026-11-24T10:00:00",
    ),
];

/// The files that the program reads and writes.
const FILES: &[(&str, &str)] = &[
    ("~/.local/share/carnet/carnet.db", "le carnet, sous Linux"),
    (
        "~/Library/Application Support/fr.carnet/carnet.db",
        "le carnet, sous macOS",
    ),
    (
        "%APPDATA%\\carnet\\data\\carnet.db",
        "le carnet, sous Windows",
    ),
    (
        "sauvegardes/",
        "à côté du carnet, les copies que Carnet en garde",
    ),
];

pub(super) fn prepare(_: &mut Values) -> Prepared {
    Ok(Box::new(|_| print(&page())))
}

/// The whole page.
pub(super) fn page() -> String {
    let program = &table::PROGRAM;
    let mut page = format!(
        ".TH CARNET 1 \"\" \"carnet {}\" \"Manuel de Carnet\"\n",
        env!("CARGO_PKG_VERSION")
    );
    push_section(&mut page, "NOM", &[]);
    let name = env!("CARGO_PKG_DESCRIPTION").replacen("Le ", "le ", 1);
    page.push_str(&format!("carnet \\- {}\n", escaped(&name)));
    let synopsis = vec![
        format!("carnet {}", program.usage),
        "carnet COMMANDE [OPTIONS]".to_owned(),
    ];
    push_section(&mut page, "SYNOPSIS", &[Block::Usage(synopsis)]);
    let description = Block::Text(program.description.to_owned());
    push_section(&mut page, "DESCRIPTION", &[description]);
    push_section(&mut page, "COMMANDES", &[]);
    for command in table::commands() {
        page.push_str(&format!(".SS {}\n", escaped(command.name)));
        push_blocks(&mut page, &help::blocks(command, command.options.iter()));
    }
    for (title, entries) in [
        ("OPTIONS", help::options(program.options())),
        ("ENVIRONNEMENT", help::entries(ENVIRONMENT)),
        ("FICHIERS", help::entries(FILES)),
        ("CODES DE RETOUR", help::entries(help::EXIT_CODES)),
        ("EXEMPLES", help::named_examples(program.examples.iter())),
    ] {
        push_section(&mut page, title, &[Block::Entries(entries)]);
    }
    page
}

fn push_section(page: &mut String, title: &str, blocks: &[Block]) {
    page.push_str(&format!(".SH {title}\n"));
    push_blocks(page, blocks);
}

fn push_blocks(page: &mut String, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Title(title) => push_paragraph(page, &format!("\\fI{}\\fR", escaped(title))),
            Block::Text(text) => push_paragraph(page, &escaped(text)),
            Block::Usage(lines) => {
                for line in lines {
                    push_paragraph(page, &format!("\\fB{}\\fR", escaped(line)));
                }
            }
            Block::Entries(entries) => {
                for (name, text) in entries {
                    let (name, text) = (escaped(name), escaped(text));
                    page.push_str(&format!(".TP\n\\fB{name}\\fR\n{text}\n"));
                }
            }
        }
    }
}

/// Writes a paragraph; one that follows a heading needs no macro.
fn push_paragraph(page: &mut String, text: &str) {
    let previous = page.lines().next_back().unwrap_or_default();
    if !previous.starts_with(".S") {
        page.push_str(".PP\n");
    }
    page.push_str(&format!("{text}\n"));
}

/// A text as roff reads it, in ASCII: readers of manual pages differ on encodings.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in typeset(text).chars() {
        match c {
            '\\' => escaped.push_str("\\e"),
            // An ASCII dash, to copy; the other would be a hyphen.
            '-' => escaped.push_str("\\-"),
            NARROW => escaped.push_str("\\ "),
            c if c.is_ascii() => escaped.push(c),
            c => escaped.push_str(&format!("\\[u{:04X}]", u32::from(c))),
        }
    }
    // At the beginning of a line, these call a macro.
    if escaped.starts_with(['.', '\'']) {
        escaped.insert_str(0, "\\&");
    }
    escaped
}
