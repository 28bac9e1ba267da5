//! A screen as a picture: each run of cells of one style is a rectangle and a text.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The size of a cell, in pixels.
const WIDTH: usize = 8;
const HEIGHT: usize = 17;

const PAPER: &str = "#1e1e2e";
const INK: &str = "#e6e6ef";

/// The picture of a screen, as SVG.
pub fn svg(buffer: &Buffer) -> String {
    let columns = usize::from(buffer.area.width);
    let (width, height) = (columns * WIDTH, usize::from(buffer.area.height) * HEIGHT);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"13\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>\n"
    );
    for (row, cells) in buffer.content.chunks(columns).enumerate() {
        let mut column = 0;
        for run in cells.chunk_by(alike) {
            draw(&mut svg, run, column, row);
            column += run.len();
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn alike(one: &Cell, other: &Cell) -> bool {
    (one.fg, one.bg, one.modifier) == (other.fg, other.bg, other.modifier)
}

fn draw(svg: &mut String, run: &[Cell], column: usize, row: usize) {
    let (x, y) = (column * WIDTH, row * HEIGHT);
    let width = run.len() * WIDTH;
    if let Some(fill) = hex(run[0].bg) {
        svg.push_str(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" fill=\"{fill}\"/>\n"
        ));
    }
    let text: String = run.iter().map(Cell::symbol).collect();
    let trimmed = text.trim_end();
    if trimmed.is_empty() {
        return;
    }
    let fill = hex(run[0].fg).unwrap_or_else(|| INK.to_owned());
    let weight = if run[0].modifier.contains(Modifier::BOLD) {
        " font-weight=\"bold\""
    } else {
        ""
    };
    let length = trimmed.chars().count() * WIDTH;
    let baseline = y + 13;
    svg.push_str(&format!(
        "<text x=\"{x}\" y=\"{baseline}\" fill=\"{fill}\"{weight} textLength=\"{length}\" \
         xml:space=\"preserve\">{}</text>\n",
        html_escape::encode_text(trimmed)
    ));
}

fn hex(color: Color) -> Option<String> {
    match color {
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::White => Some("#ffffff".to_owned()),
        _ => None,
    }
}
