//! « Mes événements »: order, filters, views, columns, marks, and what is done to events from there.

use crate::desk::{Desk, erase, in_hand, press_times, quit, wait_order};
use crate::support::Carnet;

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
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
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
        carnet.press("T");
        carnet.wait_for("Trier par");
        carnet.type_text(column);
        carnet.press("Entrée");
        let label = column.to_lowercase();
        carnet.wait_until(&format!("the order by {column}"), |screen| {
            screen.contains(&label) && screen.contains('↑')
        });
        wait_order(&carnet, &SIX_TITLES, &ascending);
        carnet.press("T");
        carnet.wait_for("Trier par");
        carnet.type_text(column);
        carnet.press("Entrée");
        let mut descending = ascending;
        descending.reverse();
        wait_order(&carnet, &SIX_TITLES, &descending);
    }
}

#[test]
fn filters_combine_are_said_in_one_line_and_come_off_one_by_one_or_all_at_once() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
    for (facet, value) in [
        ("periode", "passes"),
        ("public", "parents"),
        ("publication", "publie"),
    ] {
        carnet.press("F");
        carnet.wait_for("Filtrer par");
        carnet.type_text(facet);
        carnet.press("Entrée");
        carnet.wait_for_no("Filtrer par");
        carnet.type_text(value);
        carnet.press("Entrée");
    }
    carnet.wait_for("Filtres : passés ×  ·  public « Parents » ×  ·  publié ×");
    carnet.wait_for("Mes événements · 2 sur 6");
    wait_order(&carnet, &SIX_TITLES, &["Zoom", "École ouverte"]);

    // Above the facets, those in force; the second is the public.
    carnet.press("F");
    carnet.wait_for("× public « Parents »");
    carnet.type_text("parents");
    carnet.press("Entrée");
    carnet.wait_for("Filtres : passés ×  ·  publié ×");
    carnet.press("F");
    carnet.wait_for("Filtrer par");
    carnet.type_text("publié");
    carnet.press("Entrée");
    carnet.wait_for("3 sur 6");
    carnet.press("E");
    carnet.wait_for("6 événements");
    carnet.wait_for_no("Filtres");
}

#[test]
fn a_period_is_typed_and_several_values_are_ticked() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
    carnet.press("F Entrée");
    carnet.type_text("du");
    carnet.press("Entrée");
    carnet.wait_for("Du… au…");
    carnet.type_text("3/11");
    carnet.press("Entrée");
    carnet.type_text("1/12");
    carnet.press("Ctrl+S");
    carnet.wait_for("du mar. 3 nov. 2026 au mar. 1er déc. 2026 ×");
    wait_order(&carnet, &SIX_TITLES, &["Écrans", "Zoom", "eau vive"]);
    carnet.press("F");
    carnet.type_text("commune");
    carnet.press("Entrée");
    carnet.wait_for("[ ] Vesoul");
    // Audincourt is first; what is ticked filters at once.
    carnet.press("Espace");
    carnet.wait_for("[x] Audincourt");
    press_times(&mut carnet, "↓", 5);
    carnet.press("Espace Entrée");
    carnet.wait_for("Audincourt ×  ou  Vesoul ×");
    wait_order(&carnet, &SIX_TITLES, &["Écrans", "eau vive"]);
    // One that can't be read says so, and leaves the filter as it was.
    carnet.press("F");
    carnet.type_text("période");
    carnet.press("Entrée");
    carnet.type_text("du");
    carnet.press("Entrée");
    erase(&mut carnet, 12);
    carnet.type_text("un jour");
    carnet.press("Ctrl+S");
    carnet.wait_for("✗ Date non comprise.");
    carnet.press("Échap Échap");
    carnet.wait_for_no("Du… au…");
    carnet.wait_for("Audincourt ×  ou  Vesoul ×");
}

#[test]
fn search_follows_the_typing_accents_and_case_aside() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
    carnet.press("Ctrl+F");
    carnet.wait_for("Chercher");
    carnet.type_text("ECOL");
    carnet.wait_for("1 sur 6");
    wait_order(&carnet, &SIX_TITLES, &["École ouverte"]);
    carnet.press("Échap");
    carnet.wait_for("6 événements");
    // In places and communes too.
    carnet.press("Ctrl+F");
    carnet.type_text("saone");
    carnet.press("Entrée");
    carnet.wait_for("Filtres : « saone » ×");
    wait_order(&carnet, &SIX_TITLES, &["Manette"]);
    carnet.press("/");
    carnet.wait_for("Chercher");
    carnet.type_text("xyz");
    carnet.press("Entrée");
    carnet.wait_for("Aucun événement ne correspond à ces filtres.");
    carnet.press("E");
    carnet.wait_for("6 événements");
}

#[test]
fn the_views_built_in_show_what_they_say() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
    for (view, shown) in [
        ("a attester", &["eau vive"][..]),
        ("a venir", &["Écrans", "Banquet", "Manette"]),
        ("a saisir", &["Banquet"]),
        ("annee", &SIX_TITLES),
    ] {
        carnet.press("V");
        carnet.wait_for("Enregistrer la vue actuelle…");
        carnet.type_text(view);
        carnet.press("Entrée");
        carnet.wait_for("Filtres :");
        wait_order(&carnet, &SIX_TITLES, shown);
        // A view is read from its beginning, whatever was in hand.
        carnet.wait_until("the first in hand", in_hand(shown[0]));
    }
    carnet.press("V");
    carnet.type_text("tout");
    carnet.press("Entrée");
    carnet.wait_for("6 événements");
}

#[test]
fn a_view_is_saved_used_deleted_and_brought_back() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
    carnet.press("Ctrl+F");
    carnet.type_text("e");
    carnet.press("Entrée T");
    carnet.type_text("places");
    carnet.press("Entrée V");
    carnet.type_text("enregistrer");
    carnet.press("Entrée");
    carnet.wait_for("Filtres, ordre et colonnes sont gardés");
    carnet.type_text("Les petits");
    carnet.press("Entrée");
    carnet.wait_for("Vue « Les petits » enregistrée.");
    carnet.press("V");
    carnet.type_text("tout");
    carnet.press("Entrée");
    carnet.wait_for("6 événements");

    carnet.press("V");
    carnet.wait_for("à vous");
    carnet.type_text("petits");
    carnet.press("Entrée");
    carnet.wait_for("Filtres : « e » ×");
    carnet.wait_for("Tri : places ↑");

    carnet.press("V");
    carnet.type_text("petits");
    carnet.press("Suppr");
    carnet.wait_for("Vue supprimée. Ctrl+Z la rétablit.");
    carnet.press("V");
    carnet.wait_for("Enregistrer la vue actuelle…");
    carnet.wait_for_no("Les petits");
    carnet.press("Échap Ctrl+Z");
    carnet.wait_for("Annulé : suppression de la vue « ");
    carnet.press("V");
    carnet.wait_for("Les petits");
    // Those of Carnet stay.
    carnet.type_text("venir");
    carnet.press("Suppr");
    carnet.wait_for("Cette vue est celle de Carnet et ne se supprime pas.");
}

#[test]
fn columns_are_hidden_and_moved_and_stay_so_after_a_restart() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
    let header = |screen: &str| {
        let line = screen.lines().find(|line| line.contains("Titre"));
        line.map(str::to_owned).unwrap_or_default()
    };
    let place = |screen: &str, column: &str| header(screen).find(column);
    assert!(place(&carnet.screen(), "Publication") < place(&carnet.screen(), "Attestation"));
    carnet.press("L");
    carnet.wait_for("Colonnes, après la date et le titre");
    carnet.wait_for("[x] Publication");
    // Publication after Attestation, and no Heure.
    carnet.press("Ctrl+↓");
    carnet.press("↓ Espace");
    carnet.wait_for("[ ] Heure");
    carnet.press("Entrée");
    let is_so = |screen: &str| {
        place(screen, "Attestation").is_some()
            && place(screen, "Attestation") < place(screen, "Publication")
            && place(screen, "Heure").is_none()
    };
    carnet.wait_until("the columns as chosen", is_so);
    quit(&mut carnet);
    let mut carnet = desk.open(100, 30);
    carnet.wait_until("the columns as left", is_so);

    // Date and title stay while the others move.
    carnet.press("→ →");
    carnet.wait_until("the columns further right", |screen| {
        place(screen, "Publication").is_none() && place(screen, "Date").is_some()
    });
    carnet.press("← ←");
    carnet.wait_until("the columns as left", is_so);
}

#[test]
fn a_title_too_long_for_the_question_is_said_whole() {
    let title = "Rencontre de rentrée avec les parents de toutes les classes, numéro 7";
    let desk = Desk::of(&format!("Titre\n{title}\n"));
    let mut carnet = desk.open(80, 24);
    carnet.press("Suppr");
    carnet.wait_for("│ Supprimer « Rencontre de rentrée avec les parents de toutes");
    carnet.wait_for("│ les classes, numéro 7 » ?");
}

#[test]
fn deleting_asks_once_and_is_undone_even_after_a_restart() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
    carnet.press("Ctrl+F");
    carnet.type_text("zoom");
    carnet.press("Entrée");
    carnet.wait_for("1 sur 6");
    carnet.press("Suppr");
    carnet.wait_for("Supprimer « Zoom » ?");
    carnet.press("Échap");
    carnet.wait_for_no("Supprimer « Zoom » ?");
    carnet.press("Suppr Entrée");
    carnet.wait_for("Suppression de « Zoom ». Ctrl+Z rétablit.");
    carnet.press("E");
    carnet.wait_for("5 événements");
    quit(&mut carnet);

    let mut carnet = desk.open(100, 30);
    carnet.wait_for("5 événements");
    carnet.press("Ctrl+Z");
    carnet.wait_for("Annulé : suppression de « Zoom ». Ctrl+Y pour rétablir.");
    carnet.wait_for("6 événements");
    carnet.press("Ctrl+Y");
    carnet.wait_for("Rétabli : suppression de « Zoom ».");
    carnet.wait_for("5 événements");
}

#[test]
fn published_events_have_their_link() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(120, 40);
    carnet.press("Ctrl+F");
    carnet.type_text("banquet");
    carnet.press("Entrée");
    carnet.wait_for("1 sur 6");
    carnet.press("P");
    carnet.wait_for("Publication de « Banquet »");
    carnet.wait_for("actuel");
    carnet.type_text("publié");
    carnet.press("Entrée");
    carnet.wait_for("Page publique");
    carnet.type_text("exemple");
    carnet.press("Entrée");
    carnet.wait_for("Une adresse commence par https://.");
    press_times(&mut carnet, "Ret._arr.", 7);
    carnet.type_text("https://exemple.fr/e/1");
    carnet.press("Entrée");
    carnet.wait_for("« Banquet » : ● publié.");
    // In the panel, and on the event's own screen.
    carnet.wait_for("Page          https://exemple.fr/e/1");
    carnet.press("Entrée");
    carnet.wait_for("précédent");
    carnet.wait_for("https://exemple.fr/e/1");
}

#[test]
fn an_event_is_shown_beside_the_list_when_there_is_room_and_whole_on_entree() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(120, 40);
    carnet.wait_for("Publication ");
    carnet.press("Fin ↑");
    carnet.wait_for("Diderot, Vesoul");
    carnet.resize(100, 40);
    carnet.wait_for_no("Diderot, Vesoul");
    carnet.press("Entrée");
    carnet.wait_for("mar. 3 nov. 2026, il y a 3 semaines · 9 h – 10 h");
    carnet.wait_for("Diderot, Vesoul");
    carnet.wait_for("! à remplir");
    carnet.press("←");
    carnet.wait_for("Pergaud, Ornans");
    carnet.wait_for("✓ remplie · 12 présents");
    carnet.press("→");
    carnet.wait_for("Diderot, Vesoul");
    carnet.press("Échap");
    carnet.wait_for("6 événements");
}

#[test]
fn what_is_to_attest_is_counted_in_the_tab_and_says_so_in_its_row() {
    let desk = Desk::of(SIX);
    let carnet = desk.open(100, 30);
    carnet.wait_for("Attestations !1");
    let screen = carnet.screen();
    let row = screen.lines().find(|line| line.contains("eau vive"));
    assert!(row.unwrap().contains("! à remplir"), "{screen}");
}

#[test]
fn a_theme_is_found_as_main_and_as_second() {
    let desk = Desk::of(
        "Titre;Thématique principale;Thématique secondaire\n\
         École ouverte;Educonnect;\n\
         Zoom;ENT - Pronote;Educonnect\n\
         Banquet;ENT - Pronote;\n",
    );
    let mut carnet = desk.open(100, 30);
    carnet.press("F");
    carnet.type_text("thema");
    carnet.press("Entrée");
    carnet.type_text("educ");
    carnet.press("Entrée");
    carnet.wait_for("Filtres : thème « Educonnect » ×");
    carnet.wait_for("2 sur 3");
    carnet.wait_until("both, and not the third", |screen| {
        screen.contains("École ouverte") && screen.contains("Zoom") && !screen.contains("Banquet")
    });
}

#[test]
fn a_filter_is_unticked_for_good_and_what_is_closed_changes_nothing() {
    let desk = Desk::of(SIX);
    let mut carnet = desk.open(100, 30);
    let commune = |carnet: &mut Carnet| {
        carnet.press("F");
        carnet.type_text("commune");
        carnet.press("Entrée");
        carnet.wait_for("Espace pour cocher");
    };
    // Closed, it is as if nothing was ticked: marks and view included.
    carnet.press("V");
    carnet.type_text("venir");
    carnet.press("Entrée Début Ctrl+A");
    carnet.wait_for("• 3 marqués");
    commune(&mut carnet);
    carnet.press("Espace");
    carnet.wait_for("Audincourt ×");
    carnet.press("Échap");
    carnet.wait_for_no("Audincourt ×");
    carnet.wait_for("vue « À venir »");
    carnet.wait_for("• 3 marqués");
    carnet.press("Ctrl+F");
    carnet.type_text("ban");
    carnet.wait_for("1 sur 6");
    carnet.press("Échap");
    carnet.wait_for("vue « À venir »");
    carnet.press("Échap E");
    commune(&mut carnet);
    carnet.press("Entrée");
    carnet.wait_for("Audincourt ×");
    commune(&mut carnet);
    carnet.press("Espace Entrée");
    carnet.wait_for("6 événements");
    carnet.wait_for_no("Audincourt ×");
    carnet.press("L Espace Échap");
    carnet.wait_for("Publication");
}
