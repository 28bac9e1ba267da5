//! « Mes événements »: order, filters, views, columns, marks, and what is done to events from there.

use crate::support::sandbox::Sandbox;
use crate::support::stage::Stage;

/// Six events, of which each column makes another order.
pub const SIX: &str = "Titre;Type;Thématique;Public;Lieu;Commune;Date;Début;Fin;Places;Publication;Présents;Typologie;Description\n\
    École ouverte;Conférence;Temps d’écran;Parents;Les Lilas;Belfort;02/11/2026;18:00;19:00;30;publié;7;;\n\
    eau vive;Café des parents;Educonnect;Médiateurs;Diderot;Vesoul;03/11/2026;09:00;10:00;8;soumis;;;\n\
    Zoom;Atelier parents;Jeux vidéo;Parents;Pergaud;Ornans;04/11/2026;14:00;15:00;20;publié;12;;\n\
    Écrans;Séminaire;Cyberharcèlement;Médiateurs;Marie Curie;Audincourt;01/12/2026;20:00;21:00;12;brouillon;;;\n\
    Banquet;Formation de médiateurs;ENT - Pronote;Parents;Jean Macé;Quingey;02/12/2026;08:30;10:00;16;à saisir;;Collège;À venir\n\
    Manette;Autre événement;Accès aux droits;Parents;Louis Pasteur;Saône;03/12/2026;17:00;18:30;10;annulé;;;\n";

pub const SIX_TITLES: [&str; 6] = [
    "École ouverte",
    "eau vive",
    "Zoom",
    "Écrans",
    "Banquet",
    "Manette",
];

#[test]
fn the_list_is_sorted_by_each_column_both_ways() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    let [ecole, eau, zoom, ecrans, banquet, manette] = SIX_TITLES;
    for (column, ascending) in [
        ("Titre", [banquet, eau, ecole, ecrans, manette, zoom]),
        ("Heure", [banquet, eau, zoom, manette, ecole, ecrans]),
        ("Type", [zoom, manette, eau, ecole, banquet, ecrans]),
        ("Thématique", [manette, ecrans, eau, banquet, zoom, ecole]),
        // The same public: by date.
        ("Public", [eau, ecrans, ecole, zoom, banquet, manette]),
        ("Lieu", [eau, banquet, ecole, manette, ecrans, zoom]),
        ("Commune", [ecrans, ecole, zoom, banquet, manette, eau]),
        ("Places", [eau, manette, ecrans, banquet, zoom, ecole]),
        ("Publication", [ecrans, banquet, eau, ecole, zoom, manette]),
        // To fill, to come, filled, then the cancelled.
        ("Attestation", [eau, ecrans, banquet, ecole, zoom, manette]),
        // No number yet: first.
        ("Présents", [eau, ecrans, banquet, manette, ecole, zoom]),
        ("Date", SIX_TITLES),
    ] {
        stage.press("T").shows("Trier par");
        stage.type_text(column).press("Entrée");
        let label = column.to_lowercase();
        stage
            .shows_that(&format!("the order by {column}"), |screen| {
                screen.contains(&label) && screen.contains('↑')
            })
            .shows_order(&SIX_TITLES, &ascending);
        stage.press("T").shows("Trier par");
        stage.type_text(column).press("Entrée");
        let mut descending = ascending;
        descending.reverse();
        stage.shows_order(&SIX_TITLES, &descending);
    }
}

#[test]
fn filters_combine_are_shown_on_one_line_and_are_removed_one_by_one_or_all_at_once() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    for (facet, value) in [
        ("periode", "passes"),
        ("public", "parents"),
        ("publication", "publie"),
    ] {
        stage.press("F").shows("Filtrer par");
        stage.type_text(facet).press("Entrée").hides("Filtrer par");
        stage.type_text(value).press("Entrée");
    }
    stage
        .shows("Filtres : passés ×  ·  public « Parents » ×  ·  publié ×")
        .shows("Mes événements · 2 sur 6")
        .shows_order(&SIX_TITLES, &["Zoom", "École ouverte"]);

    // Above the facets, those in force; the second is the public.
    stage.press("F").shows("× public « Parents »");
    stage
        .type_text("parents")
        .press("Entrée")
        .shows("Filtres : passés ×  ·  publié ×");
    stage.press("F").shows("Filtrer par");
    stage.type_text("publié").press("Entrée").shows("3 sur 6");
    stage.press("E").shows("6 événements").hides("Filtres");
}

#[test]
fn a_period_is_typed_and_several_values_are_ticked() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    stage
        .press("F Entrée")
        .type_text("du")
        .press("Entrée")
        .shows("Du… au…");
    stage
        .type_text("3/11")
        .press("Entrée")
        .type_text("1/12")
        .press("Ctrl+S")
        .shows("du mar. 3 nov. 2026 au mar. 1er déc. 2026 ×")
        .shows_order(&SIX_TITLES, &["Écrans", "Zoom", "eau vive"]);
    stage
        .press("F")
        .type_text("commune")
        .press("Entrée")
        .shows("[ ] Vesoul");
    // Audincourt is first; what is ticked filters at once.
    stage.press("Espace").shows("[x] Audincourt");
    stage
        .press_times("↓", 5)
        .press("Espace Entrée")
        .shows("Audincourt ×  ou  Vesoul ×")
        .shows_order(&SIX_TITLES, &["Écrans", "eau vive"]);
    // One that can't be read says so, and leaves the filter as it was.
    stage
        .press("F")
        .type_text("période")
        .press("Entrée")
        .type_text("du")
        .press("Entrée")
        .erase(12)
        .type_text("un jour")
        .press("Ctrl+S")
        .shows("✗ Date non comprise.");
    stage
        .press("Échap Échap")
        .hides("Du… au…")
        .shows("Audincourt ×  ou  Vesoul ×");
}

#[test]
fn each_value_to_filter_by_has_the_count_that_the_other_filters_leave_it() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    let ask = |stage: &mut Stage, facet: &str| {
        stage.press("F").type_text(facet).press("Entrée");
    };
    ask(&mut stage, "publication");
    stage
        .shows_line(&["[ ] ● publié", "2"])
        .shows_line(&["[ ] ◐ soumis", "1"]);
    stage.press("↓ ↓ ↓ Espace").shows("2 sur 6");
    // Those of the facet itself take nothing away from each other.
    stage
        .shows_line(&["[x] ● publié", "2"])
        .shows_line(&["[ ] ◐ soumis", "1"]);
    stage.press("Entrée").shows("2 sur 6");
    ask(&mut stage, "commune");
    stage
        .shows_line(&["[ ] Belfort", "1"])
        .shows_line(&["[ ] Vesoul", "0"]);
    // What would show nothing is dimmed.
    let colour = |stage: &Stage, text| stage.cell(text).fg;
    assert_ne!(colour(&stage, "Belfort  "), colour(&stage, "Vesoul  "));
    stage.press("Échap");
    ask(&mut stage, "attestation");
    stage
        .shows_line(&["[ ] ! à remplir", "0"])
        .shows_line(&["[ ] ✓ remplie", "2"]);
}

#[test]
fn search_follows_the_typing_whatever_accents_and_case() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    stage.press("Ctrl+F").shows("Chercher");
    stage
        .type_text("ECOL")
        .shows("1 sur 6")
        .shows_order(&SIX_TITLES, &["École ouverte"]);
    stage.press("Échap").shows("6 événements");
    // In places and communes too.
    stage
        .press("Ctrl+F")
        .type_text("saone")
        .press("Entrée")
        .shows("Filtres : « saone » ×")
        .shows_order(&SIX_TITLES, &["Manette"]);
    stage.press("/").shows("Chercher");
    stage
        .type_text("xyz")
        .press("Entrée")
        .shows("Aucun événement ne correspond à ces filtres.");
    stage.press("E").shows("6 événements");
}

#[test]
fn the_views_built_in_show_what_they_say() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    for (view, shown) in [
        ("a attester", &["eau vive"][..]),
        ("a venir", &["Écrans", "Banquet", "Manette"]),
        ("a saisir", &["Banquet"]),
        ("annee", &SIX_TITLES),
    ] {
        stage.press("V").shows("Enregistrer la vue actuelle…");
        stage
            .type_text(view)
            .press("Entrée")
            .shows("Filtres :")
            .shows_order(&SIX_TITLES, shown);
        // A view starts at its first row, whatever was selected.
        stage.selects(shown[0]);
    }
    stage
        .press("V")
        .type_text("tout")
        .press("Entrée")
        .shows("6 événements");
}

#[test]
fn a_view_is_saved_used_deleted_and_brought_back() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    stage
        .press("Ctrl+F")
        .type_text("e")
        .press("Entrée T")
        .type_text("places")
        .press("Entrée V")
        .type_text("enregistrer")
        .press("Entrée")
        .shows("Filtres, ordre et colonnes sont gardés");
    stage
        .type_text("Les petits")
        .press("Entrée")
        .shows("Vue « Les petits » enregistrée.");
    stage
        .press("V")
        .type_text("tout")
        .press("Entrée")
        .shows("6 événements");

    stage.press("V").shows("à vous");
    stage
        .type_text("petits")
        .press("Entrée")
        .shows("Filtres : « e » ×")
        .shows("Tri : places ↑");

    stage
        .press("V")
        .type_text("petits")
        .press("Suppr")
        .shows("Vue supprimée. Ctrl+Z la rétablit.");
    stage
        .press("V")
        .shows("Enregistrer la vue actuelle…")
        .hides("Les petits");
    stage
        .press("Échap Ctrl+Z")
        .shows("Annulé : suppression de la vue « ");
    stage.press("V").shows("Les petits");
    // Those of Carnet stay.
    stage
        .type_text("venir")
        .press("Suppr")
        .shows("Cette vue est celle de Carnet et ne se supprime pas.");
}

#[test]
fn columns_are_hidden_and_moved_and_stay_so_after_a_restart() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    let header = |screen: &str| {
        let line = screen.lines().find(|line| line.contains("Titre"));
        line.map(str::to_owned).unwrap_or_default()
    };
    let place = |screen: &str, column: &str| header(screen).find(column);
    assert!(place(&stage.screen(), "Publication") < place(&stage.screen(), "Attestation"));
    stage
        .press("L")
        .shows("Colonnes, après la date et le titre")
        .shows("[x] Publication");
    // Publication after Attestation, and no Heure.
    stage.press("Ctrl+↓").press("↓ Espace").shows("[ ] Heure");
    stage.press("Entrée");
    let is_so = |screen: &str| {
        place(screen, "Attestation").is_some()
            && place(screen, "Attestation") < place(screen, "Publication")
            && place(screen, "Heure").is_none()
    };
    stage.shows_that("the columns as chosen", is_so);
    stage.quit();
    let mut stage = sandbox.open(100, 30);
    stage.shows_that("the columns as left", is_so);

    // Date and title stay while the others move.
    stage
        .press("→ →")
        .shows_that("the columns further right", |screen| {
            place(screen, "Publication").is_none() && place(screen, "Date").is_some()
        });
    stage.press("← ←").shows_that("the columns as left", is_so);
}

#[test]
fn a_title_too_long_for_the_question_is_shown_in_full() {
    let title = "Rencontre de rentrée avec les parents de toutes les classes, numéro 7";
    let sandbox = Sandbox::of(&format!("Titre\n{title}\n"));
    let mut stage = sandbox.open(80, 24);
    stage
        .press("Suppr")
        .shows("│ Supprimer « Rencontre de rentrée avec les parents de toutes")
        .shows("│ les classes, numéro 7 » ?");
}

#[test]
fn deleting_asks_once_and_is_undone_even_after_a_restart() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    stage
        .press("Ctrl+F")
        .type_text("zoom")
        .press("Entrée")
        .shows("1 sur 6");
    stage.press("Suppr").shows("Supprimer « Zoom » ?");
    stage.press("Échap").hides("Supprimer « Zoom » ?");
    stage
        .press("Suppr Entrée")
        .shows("Suppression de « Zoom ». Ctrl+Z rétablit.");
    stage.press("E").shows("5 événements");
    stage.quit();

    let mut stage = sandbox.open(100, 30);
    stage.shows("5 événements");
    stage
        .press("Ctrl+Z")
        .shows("Annulé : suppression de « Zoom ». Ctrl+Y pour rétablir.")
        .shows("6 événements");
    stage
        .press("Ctrl+Y")
        .shows("Rétabli : suppression de « Zoom ».")
        .shows("5 événements");
}

#[test]
fn published_events_have_their_link() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(120, 40);
    stage
        .press("Ctrl+F")
        .type_text("banquet")
        .press("Entrée")
        .shows("1 sur 6");
    stage
        .press("P")
        .shows("Publication de « Banquet »")
        .shows("actuel")
        .hides("actuel ·");
    stage
        .type_text("publié")
        .press("Entrée")
        .shows("Page publique");
    stage
        .type_text("exemple")
        .press("Entrée")
        .shows("Une adresse commence par https://.");
    stage
        .press_times("Ret._arr.", 7)
        .type_text("https://exemple.fr/e/1")
        .press("Entrée")
        .shows("« Banquet » : ● publié.");
    // In the panel, and on the event's own screen.
    stage.shows("Page          https://exemple.fr/e/1");
    stage
        .press("Entrée")
        .shows("précédent")
        .shows("https://exemple.fr/e/1");
}

#[test]
fn an_event_is_shown_beside_the_list_when_there_is_room_and_whole_on_entree() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(120, 40);
    stage.shows("Publication ");
    stage.press("Fin ↑").shows("Diderot, Vesoul");
    stage.resize(100, 40).hides("Diderot, Vesoul");
    stage
        .press("Entrée")
        .shows("mar. 3 nov. 2026, il y a 3 semaines · 9 h – 10 h")
        .shows_line(&["Nom du lieu de l’évènement ", "Diderot"])
        .shows_line(&["Commune ", "Vesoul"])
        .shows("! à remplir");
    stage
        .press("←")
        .shows("Pergaud")
        .shows("✓ remplie · 12 présents");
    stage.press("→").shows("Diderot");
    stage.press("Échap").shows("6 événements");
}

#[test]
fn what_is_to_attest_is_counted_in_the_tab_and_says_so_in_its_row() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    stage.shows("Attestations !1");
    let screen = stage.screen();
    let row = screen.lines().find(|line| line.contains("eau vive"));
    assert!(row.unwrap().contains("! à remplir"), "{screen}");
}

#[test]
fn a_theme_is_found_as_main_and_as_second() {
    let sandbox = Sandbox::of(
        "Titre;Thématique principale;Thématique secondaire\n\
         École ouverte;Educonnect;\n\
         Zoom;ENT - Pronote;Educonnect\n\
         Banquet;ENT - Pronote;\n",
    );
    let mut stage = sandbox.open(100, 30);
    stage
        .press("F")
        .type_text("thema")
        .press("Entrée")
        .type_text("educ")
        .press("Entrée")
        .shows("Filtres : thème « Educonnect » ×")
        .shows("2 sur 3")
        .shows_that("both, and not the third", |screen| {
            screen.contains("École ouverte")
                && screen.contains("Zoom")
                && !screen.contains("Banquet")
        });
}

#[test]
fn a_filter_is_unticked_for_good_and_what_is_closed_changes_nothing() {
    let sandbox = Sandbox::of(SIX);
    let mut stage = sandbox.open(100, 30);
    let commune = |stage: &mut Stage| {
        stage
            .press("F")
            .type_text("commune")
            .press("Entrée")
            .shows("Espace pour cocher");
    };
    // Closed, it is as if nothing was ticked: marks and view included.
    stage
        .press("V")
        .type_text("venir")
        .press("Entrée Début Ctrl+A")
        .shows("• 3 marqués");
    commune(&mut stage);
    stage.press("Espace").shows("Audincourt ×");
    stage
        .press("Échap")
        .hides("Audincourt ×")
        .shows("vue « À venir »")
        .shows("• 3 marqués");
    stage.press("Ctrl+F").type_text("ban").shows("1 sur 6");
    stage.press("Échap").shows("vue « À venir »");
    stage.press("Échap E");
    commune(&mut stage);
    stage.press("Entrée").shows("Audincourt ×");
    commune(&mut stage);
    stage
        .press("Espace Entrée")
        .shows("6 événements")
        .hides("Audincourt ×");
    stage.press("L Espace Échap").shows("Publication");
}
