//! The disk full at a save, an import and an export: it is reported, nothing is half done, and unsaved text stays.

use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{assert_sound, carnet, carnet_after, permitted, titles};
use crate::support::Carnet;
use crate::support::opened::quit;
use crate::support::sandbox::Sandbox;
use carnet::store::Store;

const FULL: &str = "Le disque est plein.";

/// A disk of its own, small; unmounted when dropped.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// `None` where mounting is not permitted, which is printed.
    fn new(sandbox: &Sandbox) -> Option<Self> {
        let place = sandbox.path("petit");
        fs::create_dir(&place).unwrap();
        let options = ["-t", "tmpfs", "-o", "size=2m,mode=0700", "tmpfs"];
        let arguments = [&options[..], &[place.to_str().unwrap()]].concat();
        if !permitted("mount", &arguments) {
            println!("passé : monter un petit disque n’est pas permis ici");
            return None;
        }
        let base = place.join("carnet.db");
        fs::copy(sandbox.path("carnet.db"), &base).unwrap();
        Some(Self(place))
    }

    fn base(&self) -> PathBuf {
        self.0.join("carnet.db")
    }

    /// Leaves so many bytes free.
    fn fill(&self, but: usize) {
        let filler = self.0.join("remplissage");
        // As much as goes in, then a little less.
        let chunk = vec![0; 4096];
        let mut file = fs::File::create(&filler).unwrap();
        let mut size = 0;
        while std::io::Write::write_all(&mut file, &chunk).is_ok() {
            size += chunk.len();
        }
        file.set_len(size.saturating_sub(but) as u64).unwrap();
    }

    fn free(&self) {
        fs::remove_file(self.0.join("remplissage")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        permitted("umount", &["-l", self.0.to_str().unwrap()]);
    }
}

/// Types an event, fails to save it, makes room, saves it.
fn saves_once_there_is_room(mut carnet: Carnet, base: &Path, make_room: impl FnOnce(&Carnet)) {
    carnet.wait_for("F1 aide");
    carnet.press("F3");
    carnet.wait_for("Mes événements ·");
    carnet.press("N");
    carnet.wait_for("Nouvel événement");
    carnet.type_text("Sans place");
    carnet.wait_for("Sans place");
    carnet.press("Ctrl+S");
    carnet.wait_for(FULL);
    carnet.wait_for("Sans place");
    let others = titles(&Store::open(base).unwrap());
    assert!(!others.contains(&"Sans place".to_owned()));
    make_room(&carnet);
    carnet.press("Ctrl+S");
    carnet.wait_for("« Sans place » enregistré");
    quit(&mut carnet);
    assert_sound(base);
    let saved = titles(&Store::open(base).unwrap());
    assert_eq!(saved.len(), others.len() + 1);
}

#[test]
fn a_save_on_a_full_disk_is_made_once_there_is_room() {
    let sandbox = Sandbox::demo(20);
    let Some(disk) = SmallDisk::new(&sandbox) else {
        return;
    };
    let base = disk.base();
    let home = Rc::new(tempfile::tempdir().unwrap());
    let carnet = Carnet::start_at(home, &["--base", base.to_str().unwrap()], 80, 24, &[]);
    carnet.wait_for("F1 aide");
    disk.fill(0);
    saves_once_there_is_room(carnet, &base, |_| disk.free());
    // It can't be stored for later either, and quitting warns of it.
    let home = Rc::new(tempfile::tempdir().unwrap());
    let mut carnet = Carnet::start_at(home, &["--base", base.to_str().unwrap()], 80, 24, &[]);
    carnet.wait_for("F1 aide");
    carnet.press("F3 N");
    carnet.wait_for("Nouvel événement");
    disk.fill(0);
    carnet.type_text("Ni gardé");
    carnet.press("Ctrl+Q");
    carnet.wait_for("Ce qui est tapé n'est pas gardé");
    carnet.wait_for("Ni gardé");
    disk.free();
    carnet.press("Ctrl+Q");
    assert_eq!(carnet.wait_exit(), 0);
    let drafts = Store::open(&base).unwrap().drafts().unwrap();
    assert_eq!(drafts[0].text("title"), "Ni gardé");
}

#[test]
fn a_limit_on_files_does_not_end_the_program() {
    let sandbox = Sandbox::demo(20);
    let base = sandbox.path("carnet.db");
    // 40 kB: enough to open the store, not to save in it. The program may raise it again.
    let script = "ulimit -S -f 80; exec \"$0\" --base \"$1\"";
    let arguments = [
        "-c",
        script,
        env!("CARGO_BIN_EXE_carnet"),
        base.to_str().unwrap(),
    ];
    let envs = [("CARNET_MAINTENANT", "2026-11-24T10:00:00")];
    let mut carnet = Carnet::program("sh", &arguments, &envs);
    carnet.wait_for("F1 aide");
    let limit = |carnet: &Carnet| {
        permitted(
            "prlimit",
            &["--pid", &carnet.process().to_string(), "--fsize=unlimited"],
        )
    };
    if permitted("prlimit", &["--version"]) {
        saves_once_there_is_room(carnet, &base, |carnet| assert!(limit(carnet)));
    } else {
        println!("passé en partie : prlimit n’est pas là");
        carnet.press("F3 N");
        carnet.wait_for("Nouvel événement");
        carnet.type_text("Sans place");
        carnet.press("Ctrl+S");
        carnet.wait_for(FULL);
        carnet.wait_for("Sans place");
    }
}

/// A .csv of so many events.
fn csv(count: usize) -> String {
    let rows = (0..count).map(|number| format!("Importé {number};{};12/1/2027\n", "x".repeat(500)));
    format!("Titre;Description;Date\n{}", rows.collect::<String>())
}

#[test]
fn an_import_on_a_full_disk_is_whole_or_not_at_all() {
    let sandbox = Sandbox::demo(5);
    let base = sandbox.path("carnet.db");
    sandbox.write("beaucoup.csv", csv(400));
    let before = titles(&sandbox.store());
    let file = sandbox.path("beaucoup.csv");
    for blocks in [70, 100, 200, 400, 800] {
        let limit = format!("ulimit -f {blocks};");
        let ran = carnet_after(&limit, &base, &["importer", file.to_str().unwrap()]);
        ran.assert_refused();
        assert!(ran.err.contains(FULL), "{blocks}: {}", ran.err);
        assert_eq!(titles(&sandbox.store()), before);
        assert_sound(&base);
    }
    let ran = carnet(&base, &["importer", file.to_str().unwrap()]);
    assert_eq!(ran.status, Some(0), "{}", ran.err);
    assert_eq!(titles(&sandbox.store()).len(), before.len() + 400);
}

#[test]
fn an_import_typed_on_a_full_disk_goes_on_once_there_is_room() {
    let sandbox = Sandbox::demo(5);
    let Some(disk) = SmallDisk::new(&sandbox) else {
        return;
    };
    let base = disk.base();
    let home = Rc::new(tempfile::tempdir().unwrap());
    let mut carnet = Carnet::start_at(
        Rc::clone(&home),
        &["--base", base.to_str().unwrap()],
        120,
        40,
        &[],
    );
    fs::write(home.path().join("peu.csv"), csv(100)).unwrap();
    carnet.wait_for("F1 aide");
    disk.fill(16 * 1024);
    carnet.press("F3");
    carnet.wait_for("Mes événements ·");
    carnet.press("I");
    carnet.wait_for("Importer un fichier");
    carnet.type_text(home.path().join("peu.csv").to_str().unwrap());
    carnet.press("Entrée");
    carnet.wait_for("100 nouveaux");
    carnet.press("Ctrl+S Entrée");
    carnet.wait_for(FULL);
    assert_eq!(titles(&Store::open(&base).unwrap()).len(), 5);
    disk.free();
    carnet.press("Ctrl+S Entrée");
    carnet.wait_for_no(FULL);
    carnet.wait_for("105 événements");
    quit(&mut carnet);
    assert_sound(&base);
    assert_eq!(titles(&Store::open(&base).unwrap()).len(), 105);
}

#[test]
fn an_export_on_a_full_disk_leaves_what_stood_there() {
    let sandbox = Sandbox::demo(300);
    let base = sandbox.path("carnet.db");
    sandbox.write("liste.csv", "l’ancienne liste");
    let target = sandbox.path("liste.csv");
    let target = target.to_str().unwrap();
    let files = |folder: &Path| fs::read_dir(folder).unwrap().count();
    let before = files(base.parent().unwrap());
    for blocks in [64, 70, 80] {
        let limit = format!("ulimit -f {blocks};");
        let ran = carnet_after(&limit, &base, &["exporter", target, "--remplacer"]);
        ran.assert_refused();
        assert_eq!(sandbox.read("liste.csv"), "l’ancienne liste");
    }
    assert_eq!(files(base.parent().unwrap()), before);
    let Some(disk) = SmallDisk::new(&sandbox) else {
        return;
    };
    disk.fill(8 * 1024);
    let target = disk.0.join("liste.csv");
    let ran = carnet(&base, &["exporter", target.to_str().unwrap()]);
    ran.assert_refused();
    assert!(ran.err.contains("disque plein"), "{}", ran.err);
    // The store and the filler, and nothing half written.
    assert_eq!(files(&disk.0), 2);
    assert_eq!(carnet(&base, &["exporter", "-"]).status, Some(0));
}
