//! `carnet completions`, as bash uses it.

#![cfg(unix)]

use std::process::Command;

use super::Sandbox;

/// Returns what bash offers at the end of a command line, in the folder of the sandbox.
fn offered(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let script = sandbox.done(&["completions", "bash"]).out;
    let complete = format!(
        "{script}\nCOMP_WORDS=(\"$@\")\nCOMP_CWORD=$(($# - 1))\n_carnet\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    let output = Command::new("bash")
        .args(["--norc", "-c", &complete, "bash"])
        .args(words)
        .current_dir(sandbox.folder.path())
        .output()
        .unwrap();
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error, "", "{words:?}");
    let offered = String::from_utf8(output.stdout).unwrap();
    let words = offered.lines().filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_values_and_files() {
    let sandbox = Sandbox::without_store();
    std::fs::write(sandbox.path("mes ateliers.csv"), "").unwrap();
    std::fs::create_dir(sandbox.path("dossier")).unwrap();
    let words: &[&str] = &["brouillon", "a-saisir", "soumis", "publie", "annule"];
    for (line, expected) in [
        (&["carnet", "at"][..], &["attester"][..]),
        (&["carnet", "--v"], &["--version"]),
        (
            &["carnet", "liste", "--p"],
            &["--periode", "--public", "--publication"],
        ),
        (&["carnet", "etat", "--j"], &["--json"]),
        (&["carnet", "liste", "--publication", ""], words),
        (&["carnet", "liste", "--publication", "="], words),
        (&["carnet", "liste", "--publication", "=", "s"], &["soumis"]),
        (&["carnet", "liste", "--limite", ""], &[]),
        (&["carnet", "importer", "mes"], &["mes ateliers.csv"]),
        (&["carnet", "importer", "--e"], &["--essai"]),
        (&["carnet", "--base", "d"], &["dossier"]),
        (&["carnet", "--base", "x.db", "li"], &["liste", "lieux"]),
        (&["carnet", "aide", "verif"], &["verifier"]),
        (&["carnet", "completions", "z"], &["zsh"]),
    ] {
        assert_eq!(offered(&sandbox, line), expected, "{line:?}");
    }
    assert!(offered(&sandbox, &["carnet", ""]).contains(&"accueil".to_owned()));
}

#[test]
fn a_shell_is_asked_for_and_must_be_known() {
    let sandbox = Sandbox::without_store();
    for (arguments, error) in [
        (
            &["completions"][..],
            "carnet : Quel shell ? « carnet completions SHELL » ; au choix : bash, zsh, fish et powershell.\n",
        ),
        (
            &["completions", "csh"],
            "carnet : Shell inconnu : « csh ». Au choix : bash, zsh, fish, powershell.\n",
        ),
    ] {
        let ran = sandbox.carnet(arguments);
        assert_eq!((ran.status, ran.err.as_str()), (2, error));
    }
}
