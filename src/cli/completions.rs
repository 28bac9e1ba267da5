//! `carnet completions`: what teaches a shell to complete the command line, from the table.

use std::collections::BTreeMap;

use super::command::{Argument, Command, Kind, Opt, Prepared};
use super::context::{Failure, print};
use super::table;
use super::values::Values;
use crate::domain::text::typography::{NARROW, quoted, typeset};

/// The shells that are known.
pub(super) const SHELLS: &[&str] = &["bash", "zsh", "fish", "powershell"];

pub(super) fn prepare(values: &mut Values) -> Prepared {
    let shell = values.text_argument().unwrap_or_default();
    let script = script(&shell).ok_or_else(|| {
        Failure::Usage(format!(
            "Shell inconnu{NARROW}: {}. Au choix{NARROW}: {}.",
            quoted(&shell),
            SHELLS.join(", ")
        ))
    })?;
    Ok(Box::new(move |_| print(&script)))
}

/// The script for a shell, when it is one of [`SHELLS`].
pub(super) fn script(shell: &str) -> Option<String> {
    match shell {
        "bash" => Some(bash()),
        "zsh" => Some(zsh()),
        "fish" => Some(fish()),
        "powershell" => Some(powershell()),
        _ => None,
    }
}

/// The program, then each command.
fn all() -> impl Iterator<Item = &'static Command> {
    std::iter::once(&table::PROGRAM).chain(table::commands())
}

/// The names of a command, as the pattern of a `case`.
fn pattern(command: &Command) -> String {
    match command.is_program() {
        true => "''".to_owned(),
        false => command.names().collect::<Vec<_>>().join("|"),
    }
}

/// The words that can stand for a value or an argument.
fn words(kind: Kind) -> Vec<&'static str> {
    match kind {
        Kind::Words(words) => words.to_vec(),
        Kind::CommandName => table::commands().map(|command| command.name).collect(),
        Kind::Date => vec!["hier", "aujourdhui", "demain"],
        Kind::Path | Kind::Number | Kind::Text => Vec::new(),
    }
}

/// The words that can follow a command (or the program: the commands), and its options.
fn offered(command: &Command) -> String {
    let kind = match &command.argument {
        _ if command.is_program() => Kind::CommandName,
        Some(argument) => argument.kind,
        None => Kind::Text,
    };
    let mut offered: Vec<String> = words(kind).into_iter().map(str::to_owned).collect();
    offered.extend(command.options().map(|option| format!("--{}", option.long)));
    offered.join(" ")
}

/// The options that need a value, by their names: one name means one kind of value.
fn valued() -> BTreeMap<&'static str, Kind> {
    let options = all().flat_map(Command::options);
    let valued = options.filter_map(|option| {
        let value = option.value.filter(|value| !value.is_optional)?;
        Some((option.long, value.kind))
    });
    valued.collect()
}

fn takes_file(command: &Command) -> bool {
    let argument = command.argument.as_ref();
    argument.is_some_and(|argument| argument.kind == Kind::Path)
}

fn bash() -> String {
    let commands: Vec<String> = table::commands().map(pattern).collect();
    let mut values = String::new();
    for (long, kind) in valued() {
        values.push_str(&match kind {
            Kind::Path => format!("    --{long}) files=1 ;;\n"),
            kind => format!("    --{long}) words='{}' ;;\n", words(kind).join(" ")),
        });
    }
    let mut followers = String::new();
    for command in all() {
        let files = if takes_file(command) { " files=1" } else { "" };
        followers.push_str(&format!(
            "        {}) words='{}'{files} ;;\n",
            pattern(command),
            offered(command)
        ));
    }
    format!(
        r#"# Complétion de Carnet pour bash.
_carnet() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
    local command= words= files= word IFS=$' \t\n'
    COMPREPLY=()
    # « --option=valeur » fait trois mots.
    if [[ $current == = ]]; then current=; fi
    if [[ $previous == = ]]; then previous=${{COMP_WORDS[COMP_CWORD-2]}}; fi
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        case $word in
        {}) command=$word; break ;;
        esac
    done
    case $previous in
{values}    *)
        case $command in
{followers}        esac ;;
    esac
    if [[ $files && $current != -* ]]; then
        IFS=$'\n'
        COMPREPLY=($(compgen -f -- "$current"))
        compopt -o filenames 2>/dev/null
    else
        COMPREPLY=($(compgen -W "$words" -- "$current"))
    fi
}}
complete -F _carnet carnet
"#,
        commands.join("|")
    )
}

fn zsh() -> String {
    let described =
        |command: &Command| format!("        '{}:{}'\n", command.name, zsh_text(command.summary));
    let commands: String = table::commands().map(described).collect();
    let specs = |command: &'static Command| -> String {
        let options = command.options().map(zsh_option);
        let argument = command.argument.iter().map(zsh_argument);
        let specs = options.chain(argument);
        specs
            .map(|spec| format!(" \\\n            {spec}"))
            .collect()
    };
    let mut cases = String::new();
    for command in table::commands() {
        cases.push_str(&format!(
            "        {})\n            _arguments{} ;;\n",
            pattern(command),
            specs(command)
        ));
    }
    format!(
        r#"#compdef carnet
# Complétion de Carnet pour zsh.
_carnet() {{
    local state line
    local -a commands
    commands=(
{commands}    )
    _arguments -C{} \
            '1:commande:->command' \
            '*::argument:->rest'
    case $state in
    command) _describe commande commands ;;
    rest)
        case $words[1] in
{cases}        esac ;;
    esac
}}
if [[ $funcstack[1] == _carnet ]]; then _carnet "$@"; else compdef _carnet carnet; fi
"#,
        specs(&table::PROGRAM)
    )
}

/// A text within a specification of `_arguments`.
fn zsh_text(text: &str) -> String {
    typeset(text).replace(':', "\\:").replace(['[', ']'], "")
}

fn zsh_action(kind: Kind) -> String {
    match kind {
        Kind::Path => "_files".to_owned(),
        kind => match words(kind).as_slice() {
            [] => " ".to_owned(),
            words => format!("({})", words.join(" ")),
        },
    }
}

fn zsh_option(option: &Opt) -> String {
    let repeated = if option.is_repeatable { "*" } else { "" };
    let value = option.value.map_or_else(String::new, |value| {
        let optional = if value.is_optional { ":" } else { "" };
        let name = zsh_text(value.name);
        format!("{optional}:{name}:{}", zsh_action(value.kind))
    });
    let spec = |name: &str| {
        let joined = if option.value.is_some() && name.starts_with("--") {
            "="
        } else {
            ""
        };
        format!(
            "'{repeated}{name}{joined}[{}]{value}'",
            zsh_text(option.brief())
        )
    };
    let specs: Vec<String> = option.spellings().map(|name| spec(&name)).collect();
    specs.join(" ")
}

fn zsh_argument(argument: &Argument) -> String {
    let optional = if argument.missing.is_none() { ":" } else { "" };
    let (name, action) = (zsh_text(argument.name), zsh_action(argument.kind));
    format!("'1:{optional}{name}:{action}'")
}

fn fish() -> String {
    let names: Vec<&str> = table::commands().flat_map(Command::names).collect();
    let mut script = format!(
        "# Complétion de Carnet pour fish.\n\
         function __carnet_sans_commande\n    not __fish_seen_subcommand_from {}\nend\n\
         complete -c carnet -f\n",
        names.join(" ")
    );
    for command in table::commands() {
        script.push_str(&format!(
            "complete -c carnet -n __carnet_sans_commande -a {} -d '{}'\n",
            command.name,
            typeset(command.summary)
        ));
    }
    for command in all() {
        let condition = match command.is_program() {
            true => "__carnet_sans_commande".to_owned(),
            false => {
                let names: Vec<&str> = command.names().collect();
                format!("'__fish_seen_subcommand_from {}'", names.join(" "))
            }
        };
        for option in command.options() {
            let short = option.short.map(|short| format!(" -s {short}"));
            let value = match option.value.map(|value| (value.is_optional, value.kind)) {
                None | Some((true, _)) => String::new(),
                Some((false, kind)) => fish_value(kind),
            };
            script.push_str(&format!(
                "complete -c carnet -n {condition} -l {}{}{value} -d '{}'\n",
                option.long,
                short.unwrap_or_default(),
                typeset(option.brief())
            ));
        }
        if let Some(argument) = &command.argument {
            let value = match argument.kind {
                Kind::Path => " -F".to_owned(),
                kind => match words(kind).as_slice() {
                    [] => continue,
                    words => format!(" -a '{}'", words.join(" ")),
                },
            };
            script.push_str(&format!("complete -c carnet -n {condition}{value}\n"));
        }
    }
    script
}

fn fish_value(kind: Kind) -> String {
    match kind {
        Kind::Path => " -r -F".to_owned(),
        kind => match words(kind).as_slice() {
            [] => " -x".to_owned(),
            words => format!(" -x -a '{}'", words.join(" ")),
        },
    }
}

/// In ASCII: PowerShell takes a typographic apostrophe for a quote, and old ones misread UTF-8.
fn powershell() -> String {
    let list = |words: &[&str]| -> String {
        let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        format!("@({})", words.join(", "))
    };
    let mut options = String::new();
    for command in all() {
        let offered = offered(command);
        let offered: Vec<&str> = offered.split(' ').collect();
        for name in command.names() {
            options.push_str(&format!("        '{name}' = {}\n", list(&offered)));
        }
    }
    let mut values = String::new();
    for (long, kind) in valued() {
        values.push_str(&format!("        '--{long}' = {}\n", list(&words(kind))));
    }
    let files: Vec<&str> = all()
        .filter(|it| takes_file(it))
        .map(|it| it.name)
        .collect();
    let files = list(&files);
    format!(
        r#"# Carnet, PowerShell.
Register-ArgumentCompleter -Native -CommandName carnet -ScriptBlock {{
    param($typed, $line, $position)
    $options = @{{
{options}    }}
    $values = @{{
{values}    }}
    $words = @($line.CommandElements | Where-Object {{ $_.Extent.EndOffset -lt $position }} |
        ForEach-Object {{ $_.Extent.Text }})
    $command = $words | Select-Object -Skip 1 | Where-Object {{ $options.ContainsKey($_) }} |
        Select-Object -First 1
    # Faute de mots, PowerShell offre les noms de fichiers.
    if ($typed -notlike '-*' -and {files} -contains $command) {{ return }}
    if ($values.ContainsKey($words[-1])) {{ $offered = $values[$words[-1]] }}
    else {{ $offered = $options["$command"] }}
    $offered | Where-Object {{ $_ -like "$typed*" }} | ForEach-Object {{
        [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
    }}
}}
"#
    )
}
