//! Help, wrong use, and how events are named.

use carnet::domain::id::EventId;

use super::command::{self, Ran};
use super::{CAFE, Sandbox, TWIN, now};

#[test]
fn wrong_use_is_2_refused_input_1_and_messages_go_to_standard_error() {
    let sandbox = Sandbox::with_demo("5");
    for arguments in [
        &["zut"][..],
        &["liste", "--zut"],
        &["liste", "--tri", "zut"],
        &["liste", "--periode", "hier..31/02"],
        &["liste", "--limite", "beaucoup"],
        &["exporter"],
        &["importer", "x.csv", "y.csv"],
        &["--base"],
    ] {
        let ran = sandbox.carnet(arguments);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (2, ""),
            "{arguments:?}: {}",
            ran.err
        );
        assert!(ran.err.contains("carnet : "), "{}", ran.err);
    }
    std::fs::write(sandbox.path("vide.csv"), "").unwrap();
    std::fs::write(sandbox.path("rien.csv"), "a;b\n1;2\n").unwrap();
    std::fs::write(sandbox.path("là.csv"), "x").unwrap();
    for arguments in [
        &["importer", "absent.csv"][..],
        &["importer", "vide.csv"],
        &["importer", "rien.csv"],
        &["exporter", "là.csv"],
        &["exporter", "absent/x.csv"],
        &["liste", "--base", "absent.db"],
        &["liste", "--base", "rien.csv"],
        &["demo", "--base", "carnet.db"],
    ] {
        let ran = sandbox.carnet(arguments);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (1, ""),
            "{arguments:?}: {}",
            ran.err
        );
        assert!(ran.err.contains("carnet : "), "{}", ran.err);
    }
    assert_eq!(
        std::fs::read_to_string(sandbox.path("là.csv")).unwrap(),
        "x"
    );
}

#[test]
fn a_reversed_period_says_so() {
    let sandbox = Sandbox::with_demo("5");
    for command in [&["liste"][..], &["exporter", "x.csv"]] {
        let ran = sandbox.carnet(&[command, &["--periode", "31/12/2026..1/9/2026"]].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert_eq!(
            ran.err,
            "carnet : La période finit avant de commencer : du jeu. 31 déc. 2026 au mar. 1er sept. 2026.\n"
        );
    }
    let one_day = ["liste", "--periode", "24/11/2026..24/11/2026"];
    assert_eq!(sandbox.carnet(&one_day).status, 0);
}

#[test]
fn what_is_wrong_is_refused_and_says_so() {
    let sandbox = Sandbox::with_events();
    for (status, arguments) in [
        (2, &["attester"][..]),
        (2, &["attester", "0001"]),
        (2, &["attester", "0001", "--presents", "beaucoup"]),
        (2, &["attester", "0001", "--presents", "-1"]),
        (2, &["attester", "0001", "0002", "--presents", "9"]),
        (2, &["attester", "001", "--presents", "9"]),
        (2, &["attester", "0001", "--zut"]),
        (2, &["attester", "0001", "--transmise"]),
        (
            2,
            &["attester", "0001", "--presents", "9", "--transmise=zut"],
        ),
        (
            2,
            &["attester", "0001", "--presents", "9", "--reponse", "oui"],
        ),
        (
            2,
            &["attester", "0001", "--presents", "9", "--reponse", "3=oui"],
        ),
        (
            2,
            &["attester", "0001", "--presents", "9", "--reponse", "0=oui"],
        ),
        (
            2,
            &["attester", "0001", "--presents", "9", "--reponse", "=oui"],
        ),
        (
            2,
            &[
                "attester",
                "0001",
                "--presents",
                "9",
                "--reponse",
                "parent=2",
            ],
        ),
        (1, &["attester", "0001", "--presents", "10001"]),
        (1, &["attester", "zzzz", "--presents", "9"]),
        (
            1,
            &["attester", "0001", "--presents", "9", "--transmise=demain"],
        ),
        (
            1,
            &[
                "attester",
                "0001",
                "--presents",
                "9",
                "--reponse",
                "1=peut-être",
            ],
        ),
        (
            1,
            &["attester", "0001", "--presents", "9", "--reponse", "2=-1"],
        ),
        (
            1,
            &["attester", "0001", "--presents", "9", "--base", "absent.db"],
        ),
        (2, &["cloner"]),
        (2, &["cloner", "1"]),
        (2, &["cloner", "0001", "--date", "31/02"]),
        (2, &["cloner", "0001", "--date", "bientôt"]),
        (2, &["cloner", "0001", "--presents", "9"]),
        (1, &["cloner", "zzzz"]),
        (2, &["etat", "demain"]),
        (1, &["etat", "--base", "absent.db"]),
        (2, &["liste", "--a-attester", "--vue", "À venir"]),
    ] {
        sandbox.refused(status, arguments);
    }
    let error = sandbox.refused(
        2,
        &[
            "attester",
            "0001",
            "--presents",
            "9",
            "--reponse",
            "parent=2",
        ],
    );
    assert!(error.contains("2 « Parents volontaires"), "{error}");
    let error = sandbox.refused(
        1,
        &["attester", "0001", "--presents", "9", "--reponse", "1=bof"],
    );
    assert!(error.contains("Au choix : « oui » et « non »"), "{error}");
}

#[test]
fn an_identifier_that_names_several_events_is_refused() {
    let sandbox = Sandbox::with_events();
    sandbox.add(TWIN, "Le jumeau", "2026-11-18");
    for arguments in [
        &["attester", "1cc62be50001", "--presents", "9"][..],
        &["cloner", "2be50001"],
    ] {
        let error = sandbox.refused(1, arguments);
        assert!(error.contains("Plusieurs événements"), "{error}");
    }
    sandbox.done(&["attester", "BFD1-1CC62BE50001", "--presents", "9"]);
    assert_eq!(sandbox.event(TWIN).attestation.unwrap().attendees, 9);
    assert_eq!(sandbox.event(CAFE).attestation, None);
    // One that was deleted is named no longer.
    let mut store = sandbox.store();
    let twin = EventId::parse(TWIN).unwrap();
    store
        .record("suppression", now(), |change| change.delete_event(twin))
        .unwrap();
    store.close().unwrap();
    sandbox.done(&["attester", "2be50001", "--presents", "4"]);
    sandbox.refused(1, &["cloner", TWIN]);
}

#[test]
fn a_value_that_is_no_number_is_named_with_its_option() {
    let sandbox = Sandbox::with_demo("1");
    let ran = sandbox.carnet(&["attester", "1234", "--presents", "neuf"]);
    assert_eq!(
        (ran.status, ran.err.as_str()),
        (
            2,
            "carnet : --presents attend un nombre ; « neuf » n’en est pas un.\n"
        )
    );
}

#[test]
fn help_is_in_french_for_each_command() {
    let sandbox = Sandbox::without_store();
    for command in [
        "accueil", "liste", "attester", "cloner", "importer", "exporter", "demo",
    ] {
        let ran = sandbox.carnet(&[command, "--help"]);
        assert_eq!(ran.status, 0);
        assert_eq!(sandbox.carnet(&["aide", command]).out, ran.out);
        assert!(
            ran.out.contains(&format!("Usage : carnet {command}")),
            "{}",
            ran.out
        );
    }
    let help = sandbox.carnet(&["--help"]).out;
    assert!(help.contains("Codes de retour"));
    let ran = sandbox.carnet(&["zut"]);
    for command in ["accueil", "liste", "attester", "cloner"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
        assert!(ran.err.contains(command), "{}", ran.err);
    }
    // The former name is accepted still.
    let former = sandbox.carnet(&["etat", "--help"]);
    assert_eq!(former.out, sandbox.carnet(&["accueil", "--help"]).out);
    assert!(sandbox.carnet(&["--version"]).out.starts_with("carnet "));
}

#[test]
fn a_reader_that_stops_is_no_error() {
    let sandbox = Sandbox::with_demo("40");
    for arguments in [
        &["exporter", "-"][..],
        &["liste"],
        &["liste", "--json"],
        &["etat"],
        &["etat", "--json"],
        &["sauvegardes", "--json"],
        &["verifier"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = command::command(sandbox.folder.path(), &sandbox.path("carnet.db"));
        let output = command.args(arguments).stdout(writer).output().unwrap();
        let ran = Ran::of(output);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
    // Any other failure of standard output is an error.
    #[cfg(target_os = "linux")]
    for arguments in [&["exporter", "-"][..], &["liste"], &["etat"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
        let mut command = command::command(sandbox.folder.path(), &sandbox.path("carnet.db"));
        let output = command.args(arguments).stdout(full.unwrap()).output();
        let ran = Ran::of(output.unwrap());
        assert_eq!(ran.status, 1, "{arguments:?}");
        assert!(ran.err.contains("disque plein"), "{}", ran.err);
    }
}

#[test]
fn a_misspelt_name_brings_the_nearest_one() {
    let sandbox = Sandbox::without_store();
    for (arguments, error) in [
        (
            &["lsite"][..],
            "Commande inconnue : « lsite ». Vouliez-vous dire « liste » ?",
        ),
        (
            &["État"],
            "Commande inconnue : « État ». Vouliez-vous dire « etat » ?",
        ),
        (
            &["verif"],
            "Commande inconnue : « verif ». Vouliez-vous dire « verifier » ?",
        ),
        (
            &["aide", "demos"],
            "Commande inconnue : « demos ». Vouliez-vous dire « demo » ?",
        ),
        (
            &["liste", "--limit", "3"],
            "Option inconnue : « --limit ». Vouliez-vous dire « --limite » ? « carnet liste --help » les donne toutes.",
        ),
        (
            &["--vesrion"],
            "Option inconnue : « --vesrion ». Vouliez-vous dire « --version » ? « carnet --help » les donne toutes.",
        ),
        (
            &["importer", "-x"],
            "Option inconnue : « -x ». « carnet importer --help » les donne toutes.",
        ),
        (
            &["liste", "--json=oui"],
            "« --json » ne prend pas de valeur.",
        ),
        (&["liste", "tout"], "Argument de trop : « tout »."),
    ] {
        let ran = sandbox.carnet(arguments);
        assert_eq!(
            (ran.status, ran.err.as_str()),
            (2, &*format!("carnet : {error}\n"))
        );
    }
}
