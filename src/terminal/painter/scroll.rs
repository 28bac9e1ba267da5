//! Lines that have all moved up or down by one: a terminal can move them by itself.

use std::io::{self, Write};

use ratatui::buffer::{Buffer, Cell};

/// The fewest cells that a shift has to spare, to be worth it.
const MIN_SAVING: isize = 160;

/// One cell in this many is compared, to guess whether lines have moved.
const SAMPLE: usize = 4;

/// A move of the lines from `top` to `bottom`, both included, up or down by one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shift {
    top: usize,
    bottom: usize,
    is_up: bool,
}

/// Returns the cells of a line.
fn line(buffer: &Buffer, y: usize) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    &buffer.content[y * width..(y + 1) * width]
}

fn differing(one: &[Cell], other: &[Cell]) -> isize {
    let differ = one.iter().zip(other).filter(|(one, other)| one != other);
    isize::try_from(differ.count()).unwrap_or(isize::MAX)
}

impl Shift {
    /// Whether most of what changes was on the line below or above: a quick guess.
    pub(super) fn is_likely(shown: &Buffer, changes: &[(u16, u16, &Cell)]) -> bool {
        let was_at = |by: i16| {
            let is_there = |(x, y, cell): &&(u16, u16, &Cell)| {
                let y = y.checked_add_signed(by);
                y.and_then(|y| shown.cell((*x, y))) == Some(cell)
            };
            changes.iter().step_by(SAMPLE).filter(is_there).count()
        };
        was_at(1).max(was_at(-1)) * 2 * SAMPLE > changes.len()
    }

    /// Returns the shift after which the fewest cells remain to draw, if it spares enough of them.
    pub(super) fn between(shown: &Buffer, next: &Buffer) -> Option<Self> {
        let height = usize::from(shown.area.height);
        let plain: Vec<isize> = (0..height)
            .map(|y| differing(line(shown, y), line(next, y)))
            .collect();
        // For each pair of neighbours, one line moves to the place of the other.
        let best = |is_up: bool| {
            let (mut best, mut start, mut sum) = ((0, 0, 0), 0, 0);
            for upper in 0..height.saturating_sub(1) {
                let (from, to) = if is_up {
                    (upper + 1, upper)
                } else {
                    (upper, upper + 1)
                };
                if sum <= 0 {
                    (start, sum) = (upper, 0);
                }
                sum += plain[to] - differing(line(shown, from), line(next, to));
                if sum > best.0 {
                    best = (sum, start, upper + 1);
                }
            }
            best
        };
        let (up, down) = (best(true), best(false));
        let is_up = up.0 >= down.0;
        let (spared, top, bottom) = if is_up { up } else { down };
        (spared >= MIN_SAVING).then_some(Self { top, bottom, is_up })
    }

    /// Writes what moves the lines of the terminal: between these margins (DECSTBM), the first line is gone (DL), or one comes before it (IL).
    pub(super) fn write_to(&self, output: &mut impl Write) -> io::Result<()> {
        let (top, bottom) = (self.top + 1, self.bottom + 1);
        let way = if self.is_up { 'M' } else { 'L' };
        write!(output, "\x1b[{top};{bottom}r\x1b[{top}H\x1b[{way}\x1b[r")
    }

    /// Moves the lines of a buffer as the terminal moves them.
    pub(super) fn apply(&self, buffer: &mut Buffer) {
        let width = usize::from(buffer.area.width);
        let moving = &mut buffer.content[self.top * width..(self.bottom + 1) * width];
        let room = moving.len() - width;
        if self.is_up {
            moving.rotate_left(width);
            moving[room..].fill(Cell::default());
        } else {
            moving.rotate_right(width);
            moving[..width].fill(Cell::default());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(first: usize) -> Buffer {
        let words = [
            "Café des parents",
            "Atelier",
            "Rencontre au collège",
            "Jeux",
        ];
        let lines = (first..first + 20).map(|n| format!("{n} {} {n}", words[n % 4].repeat(2)));
        let mut lines: Vec<String> = lines.collect();
        lines[0] = "═".repeat(50);
        lines[19] = "─".repeat(50);
        Buffer::with_lines(lines)
    }

    #[test]
    fn a_list_that_scrolls_is_a_shift_of_its_lines() {
        let mut shown = list(100);
        let shift = Shift::between(&shown, &list(101));
        let (top, bottom) = (1, 18);
        let up = Shift {
            top,
            bottom,
            is_up: true,
        };
        assert_eq!(shift, Some(up));
        let shift = Shift::between(&list(101), &shown);
        let down = Shift {
            top,
            bottom,
            is_up: false,
        };
        assert_eq!(shift, Some(down));
        Shift {
            top,
            bottom,
            is_up: true,
        }
        .apply(&mut shown);
        let mut written = Vec::new();
        assert!(
            Shift {
                top,
                bottom,
                is_up: true
            }
            .write_to(&mut written)
            .is_ok()
        );
        assert_eq!(written, b"\x1b[2;19r\x1b[2H\x1b[M\x1b[r");
        assert_eq!(line(&shown, 17), line(&list(101), 17));
        assert_eq!(line(&shown, 18), line(&Buffer::empty(shown.area), 18));
    }

    #[test]
    fn lines_that_stay_or_are_others_are_no_shift() {
        assert_eq!(Shift::between(&list(100), &list(100)), None);
        assert_eq!(Shift::between(&list(100), &list(140)), None);
    }
}
