//! The selection is visible without colour too.

use vt100::Color;

use crate::support::sandbox::Sandbox;

#[test]
fn without_colour_the_selected_row_is_reversed_and_no_cell_has_a_colour() {
    let sandbox = Sandbox::demo(20);
    let mut carnet = sandbox.open_with(80, 24, &[("NO_COLOR", "1")]);
    carnet.press("Début");
    carnet.wait_until("the first row selected", |screen| {
        screen
            .lines()
            .nth(3)
            .is_some_and(|line| line.starts_with('▌'))
    });
    assert!(carnet.cell(20, 3).inverse());
    assert!(!carnet.cell(20, 4).inverse());
    for row in 0..24 {
        for column in 0..80 {
            let cell = carnet.cell(column, row);
            assert_eq!(
                (cell.fgcolor(), cell.bgcolor()),
                (Color::Default, Color::Default),
                "{column}, {row}"
            );
        }
    }
}

#[test]
fn the_title_bar_is_the_house_s_blue_and_what_awaits_has_its_colour() {
    let sandbox = Sandbox::demo(40);
    let carnet = sandbox.open(100, 30);
    assert_eq!(carnet.cell(0, 0).bgcolor(), Color::Rgb(0x31, 0x2a, 0x74));
    carnet.wait_for("! à remplir");
    let (column, row) = carnet.find("! à remplir");
    let cell = carnet.cell(column, row);
    assert_eq!(cell.fgcolor(), Color::Rgb(0xf5, 0x69, 0x4b));
}

#[test]
fn the_background_is_chosen_in_the_settings_and_stored() {
    let sandbox = Sandbox::demo(5);
    let mut carnet = sandbox.open(80, 24);
    carnet.press("F6");
    crate::support::opened::press_times(&mut carnet, "↓", 4);
    carnet.press("Entrée");
    carnet.wait_for("texte sombre sur fond clair");
    crate::support::opened::quit(&mut carnet);
    let mut carnet = sandbox.open(80, 24);
    carnet.press("F6");
    carnet.wait_for("texte sombre sur fond clair");
}
