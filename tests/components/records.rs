//! The place of each kind of record: reached, empty, with the keys that all have, in the words of its noun.

use carnet::domain::kinds::KINDS;
use carnet::domain::text::typography::capitalised;

use crate::support::sandbox::Sandbox;

#[test]
fn each_kind_has_a_place_with_its_keys_and_its_form() {
    for kind in KINDS {
        let noun = kind.noun;
        let sandbox = Sandbox::empty();
        let mut stage = sandbox.open(120, 40);
        stage.press("Ctrl+P").type_text(kind.place).press("Entrée");
        let title = format!("{} · {} {}", kind.place, noun.agree("aucun"), noun.one);
        stage
            .shows(&title)
            .shows(&format!("{} {}.", noun.agree("Aucun"), noun.one));
        let form = capitalised(&noun.new_one());
        stage.press("N").asks(&form).press("Échap").hides(&form);
        stage
            .press("F1")
            .shows(&format!("Ajoute {}", noun.a()))
            .press("Échap Échap")
            .hides(&title);
        for key in kind.keys {
            stage.press(key).shows(&title).press("Échap").hides(&title);
        }
    }
}
