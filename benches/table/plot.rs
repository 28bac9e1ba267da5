//! A plot of curves on logarithmic axes, as SVG, readable on light and on dark.

use std::fmt::Write as _;

/// A curve and its name.
pub struct Curve {
    pub name: &'static str,
    /// Where it passes.
    pub points: Vec<(f64, f64)>,
}

/// Curves that share their axes.
pub struct Panel {
    pub title: &'static str,
    pub curves: Vec<Curve>,
}

const WIDTH: f64 = 400.0;
const HEIGHT: f64 = 300.0;
/// Around the curves: above for the title, left for the scale, below for the number of events, right for the names.
const TOP: f64 = 46.0;
const LEFT: f64 = 66.0;
const BOTTOM: f64 = 48.0;
const RIGHT: f64 = 104.0;
/// The least that two names are apart.
const LINE: f64 = 15.0;

const STYLE: &str = "
  text { font: 12px system-ui, sans-serif; fill: #3a3a44; }
  .title { font-weight: 600; font-size: 13px; }
  .grid { stroke: #d9d9e0; stroke-width: 1; }
  .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
  .back { fill: #ffffff; }
  .c0 { color: #312a74; } .c1 { color: #d1431f; } .c2 { color: #00835e; } .c3 { color: #8a6a45; }
  .curve { stroke: currentColor; } .dot { fill: currentColor; } .name { fill: currentColor; font-weight: 600; }
  @media (prefers-color-scheme: dark) {
    text { fill: #d6d6de; } .grid { stroke: #3a3a46; } .back { fill: #16161c; }
    .c0 { color: #8fa2ff; } .c1 { color: #ff8a6e; } .c2 { color: #2fd3a3; } .c3 { color: #d3b492; }
  }
";

/// Draws panels side by side.
pub fn draw(panels: &[Panel]) -> String {
    let each = LEFT + WIDTH + RIGHT;
    let (width, height) = (each * panels.len() as f64, TOP + HEIGHT + BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>What Carnet costs as events grow in number</title>\n<style>{STYLE}</style>\n\
         <rect class=\"back\" width=\"{width}\" height=\"{height}\"/>\n"
    );
    for (place, panel) in panels.iter().enumerate() {
        svg += &format!(
            "<g transform=\"translate({} {TOP})\">\n",
            each * place as f64 + LEFT
        );
        panel.draw(&mut svg);
        svg += "</g>\n";
    }
    svg + "</svg>\n"
}

/// A span of powers of ten, and how long it is drawn.
struct Scale {
    from: i32,
    to: i32,
    length: f64,
}

impl Scale {
    fn over(values: impl Iterator<Item = f64> + Clone, length: f64) -> Self {
        let (least, most) = (
            values.clone().fold(f64::MAX, f64::min),
            values.fold(f64::MIN_POSITIVE, f64::max),
        );
        let from = least.log10().floor() as i32;
        Self {
            from,
            to: (most.log10().ceil() as i32).max(from + 1),
            length,
        }
    }

    /// How far along a value lies.
    fn place(&self, value: f64) -> f64 {
        (value.log10() - f64::from(self.from)) / f64::from(self.to - self.from) * self.length
    }

    /// The powers of ten, and how far along they lie.
    fn ticks(&self) -> impl Iterator<Item = (f64, f64)> {
        (self.from..=self.to).map(|power| (10_f64.powi(power), self.place(10_f64.powi(power))))
    }
}

impl Panel {
    fn draw(&self, svg: &mut String) {
        let points = self.curves.iter().flat_map(|curve| &curve.points);
        let x = Scale::over(points.clone().map(|point| point.0), WIDTH);
        let y = Scale::over(points.map(|point| point.1), HEIGHT);
        let _ = writeln!(svg, "<text class=\"title\" y=\"-22\">{}</text>", self.title);
        for (value, at) in y.ticks() {
            let at = HEIGHT - at;
            let _ = writeln!(svg, "<path class=\"grid\" d=\"M0 {at:.1}H{WIDTH}\"/>");
            let _ = writeln!(
                svg,
                "<text x=\"-8\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                at + 4.0,
                thousands(value)
            );
        }
        for (value, at) in x.ticks() {
            let _ = writeln!(svg, "<path class=\"grid\" d=\"M{at:.1} 0V{HEIGHT}\"/>");
            let _ = writeln!(
                svg,
                "<text x=\"{at:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                HEIGHT + 18.0,
                thousands(value)
            );
        }
        let middle = WIDTH / 2.0;
        let _ = writeln!(
            svg,
            "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">events</text>",
            HEIGHT + 38.0
        );
        for (index, curve) in self.curves.iter().enumerate() {
            let places: Vec<(f64, f64)> = curve
                .points
                .iter()
                .map(|&(across, up)| (x.place(across), HEIGHT - y.place(up)))
                .collect();
            let line: Vec<String> = places
                .iter()
                .map(|(across, down)| format!("{across:.1} {down:.1}"))
                .collect();
            let _ = writeln!(
                svg,
                "<g class=\"c{index}\"><path class=\"curve\" d=\"M{}\"/>",
                line.join("L")
            );
            for (across, down) in places {
                let _ = writeln!(
                    svg,
                    "<circle class=\"dot\" cx=\"{across:.1}\" cy=\"{down:.1}\" r=\"2.5\"/>"
                );
            }
            *svg += "</g>\n";
        }
        for (index, name, across, down) in self.names(&x, &y) {
            let _ = writeln!(
                svg,
                "<text class=\"name c{index}\" x=\"{across:.1}\" y=\"{down:.1}\">{name}</text>"
            );
        }
    }

    /// Where each curve ends is its name, apart from the others.
    fn names(&self, x: &Scale, y: &Scale) -> Vec<(usize, &'static str, f64, f64)> {
        let ends = self.curves.iter().enumerate().filter_map(|(index, curve)| {
            let &(across, up) = curve.points.last()?;
            Some((
                index,
                curve.name,
                x.place(across) + 8.0,
                HEIGHT - y.place(up) + 4.0,
            ))
        });
        let mut names: Vec<_> = ends.collect();
        names.sort_by(|one, other| one.3.total_cmp(&other.3));
        for place in 1..names.len() {
            names[place].3 = names[place].3.max(names[place - 1].3 + LINE);
        }
        names
    }
}

/// « 1,000,000 », « 0.1 ».
fn thousands(value: f64) -> String {
    let mut text = value.to_string();
    let whole = text.find('.').unwrap_or(text.len());
    for place in (1..whole)
        .filter(|place| (whole - place).is_multiple_of(3))
        .rev()
    {
        text.insert(place, ',');
    }
    text
}
