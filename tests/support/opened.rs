//! A sandbox opened in a terminal, and what journeys do there again and again.

use super::Carnet;
use super::sandbox::Sandbox;
use super::screen_text::order_on;

impl Sandbox {
    /// Opens Carnet on the list, in a terminal of this size.
    pub fn open(&self, columns: u16, rows: u16) -> Carnet {
        self.open_with(columns, rows, &[])
    }

    /// Starts Carnet on the store, and stays on what it opens on.
    pub fn start(&self, columns: u16, rows: u16) -> Carnet {
        self.start_with(columns, rows, &[])
    }

    /// As [`Sandbox::start`], with these variables besides.
    pub fn start_with(&self, columns: u16, rows: u16, envs: &[(&str, &str)]) -> Carnet {
        let base = self.path("carnet.db");
        let args = ["--base", base.to_str().unwrap()];
        let carnet = Carnet::start_at(self.folder(), &args, columns, rows, envs);
        // The last line drawn: what is above it is whole.
        carnet.wait_for("F1 aide");
        carnet
    }

    /// Opens Carnet on the list, with these variables besides.
    pub fn open_with(&self, columns: u16, rows: u16, envs: &[(&str, &str)]) -> Carnet {
        let mut carnet = self.start_with(columns, rows, envs);
        // A question stands above the first screen when something typed was left.
        if !carnet.screen().contains("Plus tard") {
            carnet.press("F3");
            carnet.wait_for("Mes événements ·");
        }
        carnet
    }
}

/// Leaves Carnet, and checks that it ends well and gives the terminal back.
#[track_caller]
pub fn quit(carnet: &mut Carnet) {
    carnet.press("Ctrl+Q");
    assert_eq!(carnet.wait_exit(), 0);
    assert_given_back(carnet);
}

/// The terminal is as it was: the usual screen, the cursor shown, neither mouse nor paste reporting.
#[track_caller]
pub fn assert_given_back(carnet: &Carnet) {
    carnet.look(|screen| {
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "pastes are left alone");
        assert_eq!(
            screen.mouse_protocol_mode(),
            vt100::MouseProtocolMode::None,
            "the mouse is left alone"
        );
    });
}

/// Erases the last `count` characters of the focused field.
pub fn erase(carnet: &mut Carnet, count: usize) {
    for _ in 0..count {
        carnet.press("Ret._arr.");
    }
}

/// Presses a key several times.
pub fn press_times(carnet: &mut Carnet, key: &str, times: usize) {
    for _ in 0..times {
        carnet.press(key);
    }
}

/// Waits until the screen shows exactly these of `all` the texts, in this order from the top down.
#[track_caller]
pub fn wait_order(carnet: &Carnet, all: &[&str], expected: &[&str]) {
    carnet.wait_until(&format!("the order {expected:?}"), |screen| {
        order_on(screen, all) == expected
    });
}
