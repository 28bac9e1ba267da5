//! The table of commands, in the order of the help.

use std::sync::LazyLock;

use super::command::Kind::{CommandName, Date, Number, Path, Text, Words};
use super::command::{Argument, Command, Missing, Opt, nearest};
use super::commands::{
    attest, back_up, backups, clone, demo, export, import, list as listing, merge, purge, records,
    restore, screen, status, verify,
};
use super::context::Failure;
use super::filters::FILTERS;
use super::{completions, help, man};
use crate::domain::kinds::record_kinds;
use crate::domain::record::{Placed, identifying};
use crate::domain::text::fold::plain_key;
use crate::domain::text::typography::{NARROW, list, quoted};

/// Returns the command of that name.
pub(super) fn find(name: &str) -> Result<&'static Command, Failure> {
    let found = commands().find(|command| command.names().any(|known| known == name));
    found.ok_or_else(|| {
        let known_names = commands().flat_map(Command::names);
        Failure::Usage(format!(
            "Commande inconnue{NARROW}: {}. {}",
            quoted(name),
            match nearest(name, known_names) {
                Some(known) => format!("Vouliez-vous dire {}{NARROW}?", quoted(known)),
                None => format!("Les commandes sont {}.", names()),
            }
        ))
    })
}

/// The names of the commands, for a sentence.
pub(super) fn names() -> String {
    let names = commands().map(|command| command.name.to_owned());
    list(&names.collect::<Vec<_>>())
}

/// What most commands leave out.
const DEFAULTS: Command = Command {
    name: "",
    aliases: &[],
    usage: "",
    summary: "",
    description: "",
    argument: None,
    options: &[],
    group: None,
    notes: &[],
    examples: &[],
    prepare: help::prepare,
};

/// The program without a command.
pub(super) static PROGRAM: Command = Command {
    usage: "[--base FICHIER] [--demo]",
    description: "Carnet : le carnet de bord des médiateurs du volet Parentalité. Sans commande, il s’ouvre dans le terminal.",
    options: &[
        Opt::switch(
            "demo",
            "ouvre un carnet de démonstration, effacé à la fermeture",
        ),
        Opt::switch("version", "affiche la version").short('V'),
    ],
    examples: &[
        ("", "ouvre Carnet dans le terminal"),
        (
            "--demo",
            "ouvre un carnet de démonstration, sans toucher au vôtre",
        ),
    ],
    prepare: screen::prepare,
    ..DEFAULTS
};

const EVENT: Argument = Argument {
    name: "ID",
    kind: Text,
    help: "l’identifiant, ou sa fin : 4 caractères au moins (« carnet liste » les donne)",
    missing: Some(Missing {
        question: "Quel événement",
        hint: " ; « carnet liste » donne les identifiants.",
    }),
};

const CSV_FILE: Missing = Missing {
    question: "Quel fichier",
    hint: "",
};

const SHEET: Opt = Opt::value(
    "feuille",
    "NOM",
    Text,
    "la feuille du classeur à lire (sinon celle dont les colonnes sont le mieux reconnues)",
);

const OVERWRITE: Opt = Opt::switch("remplacer", "écrit par-dessus un fichier existant");

/// Every command, in the order of the help.
pub(super) fn commands() -> impl Iterator<Item = &'static Command> {
    EVENTS.iter().chain(RECORDS.iter()).chain(OTHERS)
}

macro_rules! commands_of {
    ($($record:ty),+ $(,)?) => {
        vec![$(of_records::<$record>()),+]
    };
}

/// The command of each kind of record that has a place.
static RECORDS: LazyLock<Vec<Command>> = LazyLock::new(|| record_kinds!(commands_of));

/// Describes the command of a kind of record. Called once: its sentences are leaked.
fn of_records<R: Placed>() -> Command {
    let noun = R::KIND.noun;
    let several = noun.several;
    let name = plain_key(several).replace(' ', "-");
    let uses = match R::KIND.used_by {
        Some(users) => format!(
            " avec le nombre {} de {}",
            users.of_several(),
            noun.agree("chacun")
        ),
        None => String::new(),
    };
    let labels = identifying::<R>().map(|field| quoted(field.label));
    let examples = vec![
        (name.clone(), format!("les {several} du carnet")),
        (
            format!("{name} --importer fichier.csv"),
            format!("ajoute ou complète les {several} d’un fichier"),
        ),
    ];
    let leak = |text: String| -> &'static str { text.leak() };
    let examples = examples.into_iter();
    let examples = examples.map(|(line, effect)| (leak(line), leak(effect)));
    Command {
        name: leak(name),
        usage: "[OPTIONS]",
        summary: leak(format!(
            "les {several}, en texte, en JSON, en .xlsx ou .csv"
        )),
        description: leak(format!(
            "Affiche les {several}{uses}, les écrit dans un fichier .xlsx ou .csv, ou en lit d’un tableau .xlsx, .xls, .ods ou .csv : une ligne est reconnue à son identifiant, sinon à {}.",
            list(&labels.collect::<Vec<_>>())
        )),
        options: &RECORD_OPTIONS,
        examples: examples.collect::<Vec<_>>().leak(),
        prepare: records::prepare::<R>,
        ..DEFAULTS
    }
}

static RECORD_OPTIONS: [Opt; 6] = [
    Opt::value(
        "importer",
        "FICHIER",
        Path,
        "lit ce fichier et dit ce que devient chaque ligne",
    ),
    SHEET,
    Opt::switch("essai", "dit ce que ferait l’import, sans rien écrire"),
    Opt::value(
        "exporter",
        "FICHIER",
        Path,
        "écrit la liste dans ce fichier, .xlsx ou .csv, ou « - » pour la sortie standard",
    ),
    OVERWRITE,
    Opt::switch("json", "un tableau JSON, un objet par ligne"),
];

/// The commands about events.
static EVENTS: &[Command] = &[
    Command {
        name: "accueil",
        aliases: &["etat"],
        usage: "[OPTIONS]",
        summary: "ce qui attend, la semaine à venir, l’année scolaire",
        description: "Affiche l’accueil : ce qui attend, le plus urgent d’abord, les événements des sept jours à venir, et l’année scolaire jusqu’ici. À mettre par exemple à l’ouverture de la session. « carnet etat » fait de même.",
        options: &[Opt::switch("json", "la même chose en un objet JSON")],
        examples: &[("accueil", "ce qui attend, pour un rappel à l’ouverture de session")],
        prepare: status::prepare,
        ..DEFAULTS
    },
    Command {
        name: "liste",
        usage: "[OPTIONS]",
        summary: "les événements, en texte ou en JSON",
        description: "Affiche les événements, du plus récent au plus ancien. En texte, chaque ligne commence par la fin de l’identifiant de l’événement : assez pour le nommer dans « attester » et « cloner ».",
        options: &[
            Opt::switch("json", "un tableau JSON, un objet par événement"),
            Opt::value("limite", "N", Number, "pas plus de N événements"),
        ],
        group: Some(&FILTERS),
        examples: &[
            ("liste --a-attester", "les attestations à remplir"),
            ("liste --periode annee --json", "l’année scolaire, pour un programme"),
        ],
        prepare: listing::prepare,
        ..DEFAULTS
    },
    Command {
        name: "attester",
        usage: "ID --presents N [OPTIONS]",
        summary: "remplit ou corrige l’attestation d’un événement",
        description: "Remplit l’attestation d’un événement, ou corrige ce qui avait été déclaré.",
        argument: Some(EVENT),
        options: &[
            Opt::value(
                "presents",
                "N",
                Number,
                "combien sont venus, de 0 à 10 000 ; pour un atelier parents/enfants, le total des deux",
            ),
            Opt::value(
                "reponse",
                "Q=RÉPONSE",
                Text,
                "répond à la question de ce numéro, dans l’ordre où elles sont posées (1=oui), ou de ces mots (\"parent ressource=2\")",
            )
            .repeatable(),
            Opt::value("remarque", "TEXTE", Text, "une remarque"),
            Opt::value(
                "transmise",
                "DATE",
                Date,
                "note qu’elle est saisie sur le site, aujourd’hui ou ce jour-là ; seule, elle ne change rien d’autre",
            )
            .with_optional_value(),
            Opt::switch(
                "oui",
                "déclare malgré un doute : événement annulé, sans date ou pas encore terminé, plus de présents que de places, personne, transmise avant l’événement",
            ),
            Opt::switch("json", "ce qui est déclaré, en JSON"),
        ],
        notes: &[
            "Une question sans --reponse garde sa réponse, ou reste sans réponse. Une attestation corrigée est à transmettre de nouveau. L’action s’annule d’un Ctrl+Z dans Carnet.",
        ],
        examples: &[
            ("attester 1a2b3c4d --presents 9", "déclare qui est venu"),
            ("attester 1a2b3c4d --transmise", "note que l’attestation est saisie sur le site"),
        ],
        prepare: attest::prepare,
        ..DEFAULTS
    },
    Command {
        name: "cloner",
        usage: "ID [OPTIONS]",
        summary: "refait un événement à une autre date",
        description: "Refait un événement à une autre date. La copie est un brouillon : ni l’attestation, ni la publication, ni le lien d’inscription, ni la check-list de l’original ne la suivent. Son identifiant est écrit sur la sortie standard.",
        argument: Some(EVENT),
        options: &[
            Opt::value(
                "date",
                "DATE",
                Date,
                "24/11, 24 nov, « mardi prochain », demain, +7, « 3-4 décembre » ; sinon une semaine après un événement à venir, ou le même jour de la semaine dans les jours qui viennent",
            ),
            Opt::switch("json", "la copie et les avertissements en JSON"),
        ],
        examples: &[(
            "cloner 1a2b3c4d --date \"mardi prochain\"",
            "refait l’événement ce jour-là",
        )],
        prepare: clone::prepare,
        ..DEFAULTS
    },
    Command {
        name: "importer",
        usage: "FICHIER [OPTIONS]",
        summary: "des événements depuis un tableau .xlsx, .ods ou .csv, ou un agenda .ics",
        description: "Importe des événements depuis un classeur .xlsx, .xls ou .ods, ou un fichier .csv ou .txt (séparé par ; , | ou des tabulations, dans tous les encodages courants), ou un agenda .ics. Le carnet est créé s’il n’existe pas.",
        argument: Some(Argument {
            name: "FICHIER",
            kind: Path,
            help: "le fichier à lire, ou « - » pour l’entrée standard",
            missing: Some(CSV_FILE),
        }),
        options: &[
            SHEET,
            Opt::value(
                "correspondance",
                "LISTE",
                Text,
                "carnet=fichier, par exemple titre=intitule,date=date_debut (sinon les colonnes sont reconnues à leur nom)",
            ),
            Opt::switch(
                "doublons",
                "importe aussi les lignes de même titre, date, heure et lieu qu’un événement du carnet, ou qu’une ligne plus haut (sinon laissées)",
            ),
            Opt::switch(
                "oui",
                "déclare aussi les attestations douteuses, comme « carnet attester --oui » (sinon laissées)",
            ),
            Opt::switch("essai", "dit ce qui serait fait, sans rien écrire"),
            Opt::switch("json", "le bilan en JSON"),
        ],
        notes: &[
            "Colonnes de Carnet : date, début, fin, date de fin, durée, titre, type, thématique, thématique secondaire, public, typologie, lieu, adresse, code postal, commune, places, enfants, lien, description, notes, publication, page publique, présents, transmise le, identifiant. Les noms usuels d’autres programmes sont reconnus aussi. Les colonnes laissées de côté sont nommées. Des lignes de titre peuvent précéder celle qui nomme les colonnes.",
            "Les lignes qui ne peuvent pas être des événements sont nommées avec leur raison ; les autres sont importées. L’import est écrit d’un bloc, et s’annule d’un Ctrl+Z dans Carnet.",
            "Une attestation est douteuse quand l’événement est annulé, sans date ou pas encore terminé, quand elle déclare plus de présents que de places, ou personne, ou qu’elle est transmise avant l’événement. D’un nouvel événement, elle est gardée dans les notes ; une ligne qui la donnerait à un événement du carnet est refusée.",
            "Code de retour : 0 tout est pris ; 1 des lignes, toutes peut-être, sont refusées ou laissées, ou des attestations douteuses.",
        ],
        examples: &[(
            "importer fichier.csv --essai",
            "dit ce qu’un import ferait, sans rien écrire",
        )],
        prepare: import::prepare,
        ..DEFAULTS
    },
    Command {
        name: "exporter",
        usage: "FICHIER [OPTIONS]",
        summary: "la liste vers un fichier .xlsx ou .csv",
        description: "Écrit les événements dans un classeur .xlsx, ou dans un fichier .csv (UTF-8, point-virgule) que les tableurs ouvrent.",
        argument: Some(Argument {
            name: "FICHIER",
            kind: Path,
            help: "le fichier à écrire, .xlsx ou .csv, ou « - » pour la sortie standard",
            missing: Some(CSV_FILE),
        }),
        options: &[
            Opt::value(
                "colonnes",
                "LISTE",
                Text,
                "toutes (par défaut), ou par exemple date,titre,commune : les noms que donne « carnet importer --help », et attestation",
            ),
            OVERWRITE,
        ],
        group: Some(&FILTERS),
        examples: &[
            ("exporter liste.xlsx --periode annee", "écrit l’année scolaire dans un classeur"),
            ("exporter - --vue \"À venir\"", "écrit une vue sur la sortie standard"),
        ],
        prepare: export::prepare,
        ..DEFAULTS
    },
];

/// The commands about the carnet as a whole, after those of the kinds of record.
static OTHERS: &[Command] = &[
    Command {
        name: "purger",
        usage: "--avant DATE [--simuler | --oui] [OPTIONS]",
        summary: "efface pour de bon les notes et remarques d’événements anciens",
        description: "Efface pour de bon les notes internes des événements d’avant une date, et les remarques de leurs attestations ; ceux qui avaient été supprimés perdent tous leurs textes. Restent les titres, les dates, les lieux, les thématiques et les nombres de présents. À faire une fois l’an.",
        options: &[
            Opt::value(
                "avant",
                "DATE",
                Date,
                "le premier jour qui garde tout, par exemple 1/9/2025",
            ),
            Opt::switch("simuler", "montre ce qui serait effacé, sans rien écrire"),
            Opt::switch("oui", "efface : sans cette option, rien ne l’est"),
            Opt::switch("json", "le bilan en JSON"),
        ],
        notes: &[
            "L’effacement ne s’annule pas : ces textes quittent aussi l’historique, les saisies gardées et les parties libres du fichier. Ctrl+Z ne remonte plus au-delà de la dernière suppression d’un événement ainsi effacé. Les copies déjà faites les gardent : Carnet nomme celles qu’il trouve à côté du carnet. Les notes recopiées dans un événement plus récent ou dans un modèle restent.",
        ],
        examples: &[(
            "purger --avant 1/9/2025 --simuler",
            "ce que la purge annuelle effacerait",
        )],
        prepare: purge::prepare,
        ..DEFAULTS
    },
    Command {
        name: "sauvegarder",
        usage: "[FICHIER.db | DOSSIER] [OPTIONS]",
        summary: "copie le carnet, par exemple sur une clé USB",
        description: "Copie le carnet, vérifie la copie et dit où elle est. Une copie ordinaire du fichier, Carnet ouvert, pourrait être incomplète : celle-ci ne l’est jamais.",
        argument: Some(Argument {
            name: "FICHIER.db | DOSSIER",
            kind: Path,
            help: "où copier ; dans un dossier, la copie porte la date dans son nom (sinon dans « sauvegardes », à côté du carnet)",
            missing: None,
        }),
        options: &[OVERWRITE],
        notes: &[
            "Carnet en fait une de lui-même au premier changement de chaque jour, avant un import, une restauration ou une mise à jour, et garde celles des 7 derniers jours, de 4 semaines et de 12 mois.",
        ],
        examples: &[
            (
                "sauvegarder /media/cle",
                "copie le carnet sur une clé USB, et vérifie la copie",
            ),
            ("sauvegarder", "le copie dans le dossier « sauvegardes »"),
        ],
        prepare: back_up::prepare,
        ..DEFAULTS
    },
    Command {
        name: "sauvegardes",
        usage: "[OPTIONS]",
        summary: "les copies gardées à côté du carnet",
        description: "Affiche les copies gardées à côté du carnet, la plus récente d’abord, chacune relue et comparée à son empreinte.",
        options: &[Opt::switch("json", "un tableau JSON")],
        notes: &[
            "Code de retour : 0 tout va bien ; 1 une copie est abîmée, ou ce fichier n’est pas un carnet.",
        ],
        examples: &[("sauvegardes", "les copies que Carnet garde de lui-même")],
        prepare: backups::prepare,
        ..DEFAULTS
    },
    Command {
        name: "restaurer",
        usage: "FICHIER [--essai | --oui] [OPTIONS]",
        summary: "remet une copie à la place du carnet",
        description: "Remet une copie à la place du carnet. La copie est vérifiée, puis ce qui changerait est dit ; rien n’est fait sans --oui, ni quand la copie dit la même chose que le carnet. Le carnet actuel est d’abord copié : le restaurer à son tour annule tout.",
        argument: Some(Argument {
            name: "FICHIER",
            kind: Path,
            help: "la copie ; « carnet sauvegardes » donne celles qui sont gardées",
            missing: Some(Missing {
                question: "Quelle copie",
                hint: " ; « carnet sauvegardes » donne celles qui sont gardées.",
            }),
        }),
        options: &[
            Opt::switch("essai", "dit ce qui changerait, et s’arrête là"),
            Opt::switch("oui", "le fait"),
        ],
        notes: &["Les autres fenêtres de Carnet doivent être fermées."],
        examples: &[(
            "restaurer COPIE.db",
            "dit ce qu’une copie changerait ; --oui la remet en place",
        )],
        prepare: restore::prepare,
        ..DEFAULTS
    },
    Command {
        name: "fusionner",
        usage: "COPIE [--essai] [--prendre copie|carnet] [OPTIONS]",
        summary: "prend dans une copie changée ailleurs ce qu’elle a de plus",
        description: "Fusionne une copie que l’on a changée ailleurs : celle qu’une synchronisation laisse à côté du carnet, celle d’un autre ordinateur. Ce que la copie seule a ajouté, changé ou supprimé est pris ; ce qui a changé des deux côtés, ou d’un événement attesté, est dit et laissé, sauf avec --prendre. Une sauvegarde est faite d’abord, et un seul Ctrl+Z, dans Carnet, annule tout. La copie qui est à côté du carnet est ensuite rangée parmi les sauvegardes.",
        argument: Some(Argument {
            name: "COPIE",
            kind: Path,
            help: "la copie ; « carnet sauvegardes » donne celles qui sont à côté du carnet",
            missing: Some(Missing {
                question: "Quelle copie",
                hint: " ; « carnet sauvegardes » donne celles qui sont à côté du carnet.",
            }),
        }),
        options: &[
            Opt::switch("essai", "dit ce qui serait pris, sans rien écrire"),
            Opt::value(
                "prendre",
                "VERSION",
                Words(merge::PREFERRED),
                "de ce qui a changé des deux côtés, prend la version de la copie, ou garde celle du carnet",
            ),
        ],
        notes: &[
            "Code de retour : 0 tout est fusionné ; 1 quelque chose est laissé, ou rien n’est fait.",
        ],
        examples: &[(
            "fusionner COPIE.db",
            "prend ce qu’une copie changée ailleurs a de plus ; --essai le dit d’abord",
        )],
        prepare: merge::prepare,
        ..DEFAULTS
    },
    Command {
        name: "verifier",
        usage: "[OPTIONS]",
        summary: "dit si le carnet est sain, et répare ce qui peut l’être",
        description: "Vérifie le carnet : le fichier, les liens entre les lignes, les listes calculées, l’historique, les valeurs, qui peut le lire, et les copies gardées. Rien n’est écrit sans --reparer.",
        options: &[
            Opt::switch(
                "reparer",
                "refait ce qui peut l’être ; d’un fichier abîmé, qui n’est pas touché, tout ce qui se lit encore est recopié dans un carnet neuf, à côté",
            ),
            Opt::switch("json", "le rapport en JSON"),
        ],
        notes: &[
            "Code de retour : 0 tout va bien, ou tout est réparé ; 1 quelque chose ne va pas.",
        ],
        examples: &[(
            "verifier",
            "dit si le carnet est sain ; --reparer refait ce qui peut l’être",
        )],
        prepare: verify::prepare,
        ..DEFAULTS
    },
    Command {
        name: "demo",
        usage: "--base FICHIER [OPTIONS]",
        summary: "écrit un carnet de démonstration",
        description: "Écrit un carnet d’événements vraisemblables : les mêmes pour la même graine, le même jour.",
        options: &[
            Opt::value("evenements", "N", Number, "combien d’événements (sinon 80)"),
            Opt::value("graine", "S", Number, "d’où part le hasard (sinon 1)"),
        ],
        examples: &[("demo --base essai.db", "écrit un carnet de démonstration")],
        prepare: demo::prepare,
        ..DEFAULTS
    },
    Command {
        name: "aide",
        usage: "[COMMANDE]",
        summary: "cette aide, ou celle d’une commande",
        description: "Affiche l’aide du programme, ou celle d’une commande.",
        argument: Some(Argument {
            name: "COMMANDE",
            kind: CommandName,
            help: "le nom d’une commande",
            missing: None,
        }),
        examples: &[("aide liste", "tout ce que prend une commande")],
        prepare: help::prepare,
        ..DEFAULTS
    },
    Command {
        name: "completions",
        usage: "SHELL",
        summary: "écrit de quoi compléter les commandes d’un Tab",
        description: "Écrit sur la sortie standard ce qui apprend à un shell à compléter d’un Tab les commandes, les options et les valeurs de Carnet.",
        argument: Some(Argument {
            name: "SHELL",
            kind: Words(completions::SHELLS),
            help: "bash, zsh, fish ou powershell",
            missing: Some(Missing {
                question: "Quel shell",
                hint: " ; au choix : bash, zsh, fish et powershell.",
            }),
        }),
        notes: &[
            "bash, dans ~/.bashrc : source <(carnet completions bash)",
            "zsh, dans un dossier de fpath : carnet completions zsh > _carnet",
            "fish : carnet completions fish > ~/.config/fish/completions/carnet.fish",
            "PowerShell, dans $PROFILE : carnet completions powershell | Out-String | Invoke-Expression",
        ],
        examples: &[("completions bash", "de quoi compléter d’un Tab, avec bash")],
        prepare: completions::prepare,
        ..DEFAULTS
    },
    Command {
        name: "man",
        usage: "",
        summary: "écrit la page de manuel carnet(1)",
        description: "Écrit sur la sortie standard la page de manuel carnet(1), à ranger sous le nom carnet.1 ou à lire par « carnet man | man -l - ».",
        examples: &[("man > carnet.1", "écrit la page de manuel")],
        prepare: man::prepare,
        ..DEFAULTS
    },
];
