//! `carnet importer` of the workbooks of spreadsheets.

use super::Sandbox;

#[test]
fn a_sheet_of_a_workbook_is_imported() {
    let sandbox = Sandbox::empty();
    let mut book = rust_xlsxwriter::Workbook::new();
    for name in ["2025", "2026"] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet
            .write_row(0, 0, ["Titre", "Date", "Nom du lieu"])
            .unwrap();
        let day = rust_xlsxwriter::ExcelDateTime::parse_from_str("2026-11-24").unwrap();
        let format = rust_xlsxwriter::Format::new().set_num_format("d mmm");
        sheet.write(1, 0, format!("Café {name}")).unwrap();
        sheet.write_with_format(1, 1, day, &format).unwrap();
        sheet.write(1, 2, format!("École {name}")).unwrap();
    }
    book.save(sandbox.path("annees.xlsx")).unwrap();
    let ran = sandbox.carnet(&["importer", "annees.xlsx"]);
    assert_eq!(
        ran.err,
        "Feuille « 2025 » lue ; --feuille en lit une autre : « 2026 ».\n\
         1 événement créé.\n"
    );
    let ran = sandbox.carnet(&["importer", "annees.xlsx", "--feuille", "2026"]);
    assert_eq!(ran.err, "1 événement créé.\n");
    let listed = sandbox.carnet(&["liste"]).out;
    assert!(
        listed.contains("Café 2026") && listed.contains("24"),
        "{listed}"
    );
    let ran = sandbox.carnet(&["importer", "annees.xlsx", "--feuille", "2027"]);
    assert_eq!(
        (ran.status, ran.err.as_str()),
        (
            1,
            "carnet : Le classeur n’a pas de feuille de ce nom. Ses feuilles : « 2025 » et « 2026 ». Rien n’a été importé.\n"
        )
    );
    let ran = sandbox.carnet(&["lieux", "--importer", "annees.xlsx", "--feuille", "2026"]);
    assert!(ran.err.contains("1 inchangé"), "{}", ran.err);
}

#[test]
fn a_workbook_is_written_and_comes_back_unchanged() {
    let sandbox = Sandbox::with_demo("30");
    let ran = sandbox.done(&["exporter", "liste.xlsx"]);
    assert_eq!(ran.err, "30 événements écrits dans « liste.xlsx ».\n");
    let again = sandbox.done(&["importer", "liste.xlsx"]);
    assert!(again.err.ends_with("30 inchangés.\n"), "{}", again.err);
    assert_eq!(again.err.lines().count(), 2, "{}", again.err);
    let ran = sandbox.done(&["lieux", "--exporter", "lieux.xlsx"]);
    assert!(ran.err.contains("dans « lieux.xlsx »"), "{}", ran.err);
    let again = sandbox.done(&["lieux", "--importer", "lieux.xlsx"]);
    assert!(again.err.contains("inchangés"), "{}", again.err);
    assert!(!again.err.contains("modifié"), "{}", again.err);
}

#[test]
fn other_spreadsheets_are_not_written() {
    let sandbox = Sandbox::with_events();
    for name in ["liste.ods", "liste.XLS"] {
        for command in [&["exporter", name][..], &["lieux", "--exporter", name]] {
            let message = sandbox.refused(1, command);
            assert!(
                message.contains("choisissez un nom en .xlsx ou en .csv"),
                "{message}"
            );
        }
        assert!(!sandbox.path(name).exists());
    }
}

/// What of a small workbook would fill the memory.
#[cfg(target_os = "linux")]
mod memory {
    use std::io::{Cursor, Write as _};
    use std::process::Command;

    use cfb::CompoundFile;

    use super::Sandbox;
    use crate::command::{Ran, command};

    /// A record of an .xls.
    fn record(kind: u16, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
    }

    /// An .xls of a long text, and of many cells that share it, in two sheets.
    fn xls_of_one_text(cells: u16) -> Vec<u8> {
        let begin = |kind: u8| record(0x0809, &[0, 6, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let text = "x".repeat(8000);
        let shared = [
            &[1, 0, 0, 0, 1, 0, 0, 0][..],
            &8000u16.to_le_bytes(),
            &[0],
            text.as_bytes(),
        ];
        let labels: Vec<u8> = (0..cells)
            .flat_map(|row| record(0x00FD, &[&row.to_le_bytes()[..], &[0; 8]].concat()))
            .collect();
        let sheet = [begin(0x10), labels, record(0x000A, &[])].concat();
        let sheets = |first: u32, second: u32| {
            let of = |start: u32, name: u8| {
                record(
                    0x0085,
                    &[&start.to_le_bytes()[..], &[0, 0, 1, 0, name]].concat(),
                )
            };
            [
                begin(5),
                of(first, b'A'),
                of(second, b'B'),
                record(0x00FC, &shared.concat()),
                record(0x000A, &[]),
            ]
            .concat()
        };
        let first = u32::try_from(sheets(0, 0).len()).unwrap();
        let second = first + u32::try_from(sheet.len()).unwrap();
        let stream = [sheets(first, second), sheet.clone(), sheet].concat();
        let mut file = CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        let mut workbook = file.create_stream("Workbook").unwrap();
        workbook.write_all(&stream).unwrap();
        drop(workbook);
        file.flush().unwrap();
        file.into_inner().into_inner()
    }

    /// A gigabyte of memory is not enough for a copy of the text in each cell.
    #[test]
    fn a_small_workbook_does_not_fill_the_memory() {
        let sandbox = Sandbox::empty();
        for (name, cells) in [("petit.xls", 100), ("grand.xls", 65_000)] {
            std::fs::write(sandbox.path(name), xls_of_one_text(cells)).unwrap();
        }
        let small = sandbox.carnet(&["importer", "petit.xls", "--essai"]);
        assert!(small.err.contains("Aucune colonne"), "{}", small.err);
        let large = carnet_in_a_gigabyte(&sandbox, &["importer", "grand.xls", "--essai"]);
        assert_eq!(
            (large.status, large.err.as_str()),
            (
                1,
                "carnet : Ce fichier contient trop de cellules pour être lu. N’en gardez que ce qui est à importer, puis recommencez.\n"
            )
        );
    }

    fn carnet_in_a_gigabyte(sandbox: &Sandbox, arguments: &[&str]) -> Ran {
        let plain = command(sandbox.folder.path(), &sandbox.store_path());
        let mut limited = Command::new("/bin/sh");
        limited
            .args(["-c", "ulimit -v 1000000; exec \"$0\" \"$@\""])
            .arg(plain.get_program())
            .args(arguments)
            .current_dir(sandbox.folder.path())
            .env_clear();
        for (name, value) in plain.get_envs() {
            limited.env(name, value.unwrap_or_default());
        }
        Ran::of(limited.output().unwrap())
    }
}
