//! Colours and attributes by role: each state, each problem and the selection, in every kind of terminal.

use carnet::ui::theme::{Background, Depth, Theme, over};
use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier, Style};

use super::support::stage::Stage;
use super::{DARK, staged};

/// The themes in which each role is looked at.
fn themes() -> [Theme; 5] {
    [
        DARK,
        Theme::new(Depth::True, Background::Light),
        Theme::new(Depth::Indexed, Background::Dark),
        Theme::new(Depth::Sixteen, Background::Dark),
        Theme::new(Depth::None, Background::Dark),
    ]
}

#[track_caller]
fn assert_role(cell: &Cell, role: Style, name: &str, theme: Theme) {
    let shown = cell.style();
    if let Some(fg) = role.fg {
        assert_eq!(shown.fg, Some(fg), "{name} in {theme:?}");
    }
    if let Some(bg) = role.bg {
        assert_eq!(shown.bg, Some(bg), "{name} in {theme:?}");
    }
    let missing = role.add_modifier - shown.add_modifier;
    assert!(missing.is_empty(), "{name} in {theme:?}: {missing:?}");
}

#[test]
fn each_state_of_the_list_has_the_style_of_its_role() {
    for theme in themes() {
        let stage = staged((120, 40), theme, "");
        for (text, role) in [
            ("Carnet", theme.brand()),
            ("Mes événements", theme.tab()),
            ("Date ↓", theme.focus()),
            ("Titre", theme.muted()),
            ("! à remplir", theme.awaiting()),
            ("▸ à saisir", theme.accent()),
            ("✔ transmise", theme.done()),
            ("● publié", theme.done()),
            ("◐ soumis", theme.accent()),
            (
                "× annulé",
                theme.muted().add_modifier(Modifier::CROSSED_OUT),
            ),
            ("▌", over(theme.selected(), theme.focus())),
            ("N nouveau", theme.key()),
        ] {
            assert_role(stage.cell(text), role, text, theme);
        }
    }
}

#[test]
fn what_is_late_and_what_is_due_soon_differ_by_their_sign_and_their_style() {
    for theme in themes() {
        let stage = staged((120, 40), theme, "F5");
        for (text, role) in [
            ("! 24 j", theme.awaiting()),
            ("► 29/11", theme.soon()),
            ("· 09/12", theme.muted()),
            (" · 6 en retard", theme.awaiting()),
        ] {
            assert_role(stage.cell(text), role, text, theme);
        }
        let others = [
            theme.awaiting(),
            theme.draft(),
            theme.done(),
            theme.accent(),
        ];
        // The 16 colours do not have one more.
        if theme.soon().fg.is_some() && theme != themes()[3] {
            assert!(others.iter().all(|other| other.fg != theme.soon().fg));
        }
    }
}

#[test]
fn what_is_wrong_and_what_deserves_a_look_have_their_styles() {
    for theme in themes() {
        let stage = staged(
            (120, 40),
            theme,
            "N «Essai» Page_suiv. Tab Tab Tab Tab «25/12» Tab «18h» Tab «17h» Tab",
        );
        for (text, role) in [
            ("✗ L’événement finit avant", theme.awaiting()),
            ("⚠ Jour férié", theme.note()),
            ("○ brouillon", theme.draft()),
            ("→ ven. 25 déc. 2026", theme.accent()),
            ("▌Nombre de places", theme.focus()),
        ] {
            assert_role(stage.cell(text), role, text, theme);
        }
    }
}

#[test]
fn colours_are_only_those_that_the_terminal_has() {
    let screens = [
        "",
        "N",
        "N Tab Entrée",
        "F1",
        "F6",
        "F6 Page_suiv. Page_suiv. ↓ Entrée",
        "Suppr",
        "F2",
        "F4",
        "F4 Entrée",
        "F5",
        "K",
        "R",
        "S",
        "N Page_suiv. Tab Tab Tab Tab Ctrl+O",
    ];
    for theme in themes() {
        for keys in screens {
            let stage = staged((120, 40), theme, keys);
            for cell in &stage.buffer().content {
                for color in [cell.fg, cell.bg] {
                    let fits = match color {
                        Color::Reset => true,
                        Color::White => theme != themes()[4],
                        Color::Rgb(..) => theme == themes()[0] || theme == themes()[1],
                        Color::Indexed(_) => theme == themes()[2],
                        _ => theme == themes()[3],
                    };
                    assert!(fits, "{color} in {theme:?} after {keys:?}");
                }
            }
        }
    }
}

#[test]
fn the_selection_is_visible_without_colour() {
    let theme = themes()[4];
    let shows = |stage: &Stage, text: &str, modifier: Modifier| {
        stage.cell(text).style().add_modifier.contains(modifier)
    };
    let list = staged((120, 40), theme, "");
    assert!(shows(&list, "▌", Modifier::REVERSED));
    let picker = staged((120, 40), theme, "T");
    assert!(shows(&picker, "▌Date", Modifier::REVERSED));
    let form = staged((120, 40), theme, "N «Essai»");
    assert!(shows(&form, "Essai", Modifier::UNDERLINED));
    let question = staged((120, 40), theme, "Suppr");
    assert!(shows(&question, " Supprimer ", Modifier::BOLD));
    // The selected step of the selected event.
    for theme in [themes()[3], themes()[4]] {
        let steps = staged((120, 40), theme, "F5");
        assert!(shows(&steps, "! 18 j", Modifier::UNDERLINED));
        assert!(!shows(&steps, "! 18 j", Modifier::REVERSED));
        assert!(shows(&steps, "! 27 j", Modifier::REVERSED));
    }
}

#[test]
fn every_dialog_dims_what_is_beneath_it() {
    for keys in ["Ctrl+F", "F", "F ↓ Entrée"] {
        let stage = staged((120, 40), DARK, keys);
        assert_role(stage.cell("● publié"), DARK.muted(), keys, DARK);
        // A line is not brighter than it was.
        assert_role(stage.cell("── a"), DARK.border(), keys, DARK);
    }
}
