//! The table of commands holds together, and everything made from it has everything in it.

use std::collections::BTreeMap;
use std::ffi::OsString;

use super::command::{Command, Kind};
use super::completions::{self, SHELLS};
use super::context::Failure;
use super::filters::FILTERS;
use super::values::Values;
use super::{help, man, parse, table};
use crate::domain::event::attestation::AttestationState;
use crate::domain::event::publication::Publication;
use crate::domain::listing::Column;
use crate::domain::text::fold::plain_key;

fn all() -> impl Iterator<Item = &'static Command> {
    std::iter::once(&table::PROGRAM).chain(table::commands())
}

/// A value that any command accepts for this kind.
fn sample(kind: Kind) -> OsString {
    OsString::from(match kind {
        Kind::Number => "1",
        Kind::Date => "hier",
        Kind::Words(words) => words[0],
        Kind::CommandName => "liste",
        Kind::Path => "x.csv",
        Kind::Text => "1=oui",
    })
}

/// Reading an option that is not declared fails by itself, in debug.
#[test]
fn every_command_reads_all_that_it_declares() {
    for command in all() {
        let mut values = Values::new(command);
        if let Some(argument) = &command.argument {
            values.set_argument(sample(argument.kind));
        }
        let common: Vec<&str> = super::command::COMMON
            .iter()
            .map(|option| option.long)
            .collect();
        for option in command.options() {
            // What the parser handles itself.
            if !common.contains(&option.long) && option.long != "version" {
                values.add(option, option.value.map(|value| sample(value.kind)));
            }
        }
        assert!((command.prepare)(&mut values).is_ok(), "{}", command.name);
        assert_eq!(values.unread(), Vec::<&str>::new(), "{}", command.name);
        assert!(!values.has_argument(), "{}", command.name);
    }
}

#[test]
fn names_are_unique_and_an_option_means_one_thing() {
    let names: Vec<&str> = table::commands().flat_map(Command::names).collect();
    let mut kinds = BTreeMap::new();
    for command in all() {
        let spellings: Vec<_> = command.options().flat_map(|it| it.spellings()).collect();
        for (index, spelling) in spellings.iter().enumerate() {
            assert!(!spellings[..index].contains(spelling), "{spelling}");
        }
        for option in command.options() {
            let kind = option.value.map(|value| value.kind);
            let known = *kinds.entry(option.long).or_insert(kind);
            assert_eq!(known, kind, "--{}: completions go by its name", option.long);
        }
        if let Some(argument) = &command.argument {
            assert!(command.usage.contains(argument.name), "{}", command.name);
        }
    }
    for (index, name) in names.iter().enumerate() {
        assert!(!names[..index].contains(name), "{name}");
    }
}

#[test]
fn every_example_is_a_command_line_that_is_accepted() {
    for command in all() {
        assert!(!command.examples.is_empty(), "{}", command.name);
        for (line, _) in command.examples {
            let (line, _redirected) = line.split_once(" > ").unwrap_or((line, ""));
            let mut words = vec![OsString::from("carnet")];
            for (index, part) in line.split('"').enumerate() {
                match index % 2 {
                    0 => words.extend(part.split_whitespace().map(OsString::from)),
                    _ => words.push(part.into()),
                }
            }
            if let Err(Failure::Usage(error) | Failure::Refused(error)) = parse::parse(words) {
                panic!("{line}: {error}");
            }
            assert!(line.starts_with(command.name), "{line}");
        }
    }
}

#[test]
fn the_words_of_the_filters_are_those_of_the_domain() {
    let words = |long: &str| {
        let option = FILTERS.options.iter().find(|option| option.long == long);
        match option.unwrap().value.unwrap().kind {
            Kind::Words(words) => words.to_vec(),
            other => panic!("{other:?}"),
        }
    };
    let spelled = |label: &str| plain_key(label).replace(' ', "-");
    let publications = Publication::ALL.map(|state| spelled(state.label()));
    assert_eq!(words("publication"), publications);
    let attestations = AttestationState::ALL.map(|state| spelled(state.label()));
    assert_eq!(words("attestation"), attestations);
    let columns = words("tri").into_iter().map(Column::parse);
    assert!(columns.eq(Column::ALL.map(Some)));
}

#[test]
fn a_help_has_all_and_fits_in_80_columns() {
    for command in all() {
        let text = help::text(command);
        for option in command.options() {
            assert!(text.contains(&format!("--{}", option.long)), "{text}");
            let words = match option.value.map(|value| value.kind) {
                Some(Kind::Words(words)) => words,
                _ => &[],
            };
            for word in words {
                assert!(text.contains(word), "{text}");
            }
        }
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
        assert!(!text.contains(" :") && !text.contains("« "), "{text}");
    }
    let program = help::text(&table::PROGRAM);
    for command in table::commands() {
        assert!(program.contains(&format!("\n  {} ", command.name)));
    }
}

#[test]
fn completions_have_every_command_option_and_word() {
    for shell in SHELLS {
        let script = completions::script(shell).unwrap();
        for name in table::commands().flat_map(Command::names) {
            assert!(script.contains(name), "{shell}: {name}");
        }
        for option in all().flat_map(Command::options) {
            let spelled = match *shell {
                "fish" => format!(" -l {} ", option.long),
                _ => format!("--{}", option.long),
            };
            assert!(script.contains(&spelled), "{shell}: {spelled}");
            if let Some(Kind::Words(words)) = option.value.map(|value| value.kind) {
                for word in words {
                    assert!(script.contains(word), "{shell}: {word}");
                }
            }
        }
        for line in script.lines() {
            let quotes = line.matches('\'').count();
            assert!(quotes % 2 == 0, "{shell}: {line}");
        }
        for (open, close) in [('(', ')'), ('{', '}'), ('[', ']')] {
            // The patterns of a `case` in bash and zsh close what they do not open.
            if (*shell, open) != ("bash", '(') && (*shell, open) != ("zsh", '(') {
                let count = |mark: char| script.matches(mark).count();
                assert_eq!(count(open), count(close), "{shell}: {open}");
            }
        }
    }
    assert!(completions::script("powershell").unwrap().is_ascii());
}

#[test]
fn the_manual_page_has_all_and_is_sound_roff() {
    let page = man::page();
    assert!(page.is_ascii(), "read alike whatever the encoding");
    for name in [
        "NOM",
        "SYNOPSIS",
        "DESCRIPTION",
        "COMMANDES",
        "OPTIONS",
        "ENVIRONNEMENT",
        "FICHIERS",
        "CODES DE RETOUR",
        "EXEMPLES",
    ] {
        assert!(page.contains(&format!("\n.SH {name}\n")), "{name}");
    }
    for command in table::commands() {
        assert!(page.contains(&format!("\n.SS {}\n", command.name)));
    }
    for option in all().flat_map(Command::options) {
        let spelled = format!("\\-\\-{}", option.long.replace('-', "\\-"));
        assert!(page.contains(&spelled), "{spelled}");
    }
    for line in page.lines() {
        let macros = [".TH ", ".SH ", ".SS ", ".PP", ".TP"];
        let is_macro = macros.iter().any(|name| line.starts_with(name));
        assert!(is_macro || !line.starts_with(['.', '\'']), "{line}");
    }
}
