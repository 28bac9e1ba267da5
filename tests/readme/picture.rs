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
         font-family=\"'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"13\">\n\
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
    let fill = hex(run[0].fg).unwrap_or_else(|| INK.to_owned());
    let weight = if run[0].modifier.contains(Modifier::BOLD) {
        " font-weight=\"bold\""
    } else {
        ""
    };
    // Each word has its place, whatever the font that shows it.
    let mut at = 0;
    for word in run.chunk_by(|one, other| (one.symbol() == " ") == (other.symbol() == " ")) {
        let text: String = word.iter().map(Cell::symbol).collect();
        if text.trim_end() != "" {
            let x = x + at * WIDTH;
            let length = word.len() * WIDTH;
            svg.push_str(&format!(
                "<text x=\"{x}\" y=\"{}\" fill=\"{fill}\"{weight} textLength=\"{length}\">{}</text>\n",
                y + 13,
                html_escape::encode_text(&text)
            ));
        }
        at += word.len();
    }
}

fn hex(color: Color) -> Option<String> {
    match color {
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::White => Some("#ffffff".to_owned()),
        _ => None,
    }
}
