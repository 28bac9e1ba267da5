//! Makes plain text of what other programs write: the tags of a web page, the escapes of an agenda.

/// The tags that are removed; any other `<` is of the text.
const TAGS: [&str; 30] = [
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "strong",
    "b",
    "em",
    "i",
    "u",
    "a",
    "div",
    "span",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "blockquote",
    "font",
    "img",
    "sup",
    "hr",
    "section",
];

/// Returns the text without the tags of a web page, or `None` when it has none. Paragraphs and items of
/// lists become lines, and the address of a link follows it.
pub(super) fn without_tags(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    let mut links: Vec<Option<String>> = Vec::new();
    let mut has_tags = false;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        plain.push_str(before);
        let Some((inner, after, name)) = tag_at(tag) else {
            plain.push('<');
            rest = tag.get(1..).unwrap_or_default();
            continue;
        };
        has_tags = true;
        rest = after;
        let is_closing = inner.starts_with('/');
        match name.as_str() {
            "li" if !is_closing => {
                line(&mut plain);
                plain.push_str("- ");
            }
            "a" if is_closing => {
                if let Some(Some(link)) = links.pop()
                    && !plain.ends_with(link.as_str())
                {
                    plain.push_str(&format!(" ({link})"));
                }
            }
            "a" => links.push(attribute(inner, "href")),
            "p" | "br" | "ul" | "ol" | "li" | "div" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            | "tr" | "blockquote" | "hr" | "table" => line(&mut plain),
            "td" | "th" => plain.push(' '),
            _ => {}
        }
    }
    plain.push_str(rest);
    has_tags.then_some(plain)
}

/// Ends the line, if it has something.
fn line(plain: &mut String) {
    plain.truncate(plain.trim_end_matches(' ').len());
    if !plain.is_empty() && !plain.ends_with('\n') {
        plain.push('\n');
    }
}

/// Reads the tag that the text begins with: what is between its brackets, what follows, its name.
fn tag_at(text: &str) -> Option<(&str, &str, String)> {
    let (inner, after) = text.strip_prefix('<')?.split_once('>')?;
    let name = inner.trim_start_matches('/');
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let name = name.get(..end)?.to_ascii_lowercase();
    TAGS.contains(&name.as_str())
        .then_some((inner, after, name))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, value) = tag.split_once(&format!("{name}="))?;
    let quote = value.chars().next().filter(|c| "\"'".contains(*c))?;
    let (value, _) = value.get(1..)?.split_once(quote)?;
    value.starts_with("http").then(|| value.to_owned())
}

/// Returns the text with the escapes of an iCalendar decoded, `\n` and `\,`, or `None` when it has none.
pub(super) fn without_escapes(text: &str) -> Option<String> {
    let is_escaped = text.contains("\\,") || text.contains("\\;") || text.contains("\\n");
    // A path of Windows has backslashes too.
    if !is_escaped || text.contains(":\\") {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, chars.clone().next()) {
            ('\\', Some('n' | 'N')) => plain.push('\n'),
            ('\\', Some(sign @ (',' | ';' | '\\'))) => plain.push(sign),
            _ => {
                plain.push(c);
                continue;
            }
        }
        chars.next();
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_lines() {
        for (text, plain) in [
            (
                "<p>Un <strong>temps</strong>&nbsp;:</p><ul><li>Pronote</li><li>ENT</li></ul><br>Venez",
                Some("Un temps&nbsp;:\n- Pronote\n- ENT\nVenez"),
            ),
            (
                "Voir <a href=\"https://x.fr\" class=b>le site</a>.",
                Some("Voir le site (https://x.fr)."),
            ),
            ("<br/>a", Some("a")),
            ("a < b et b > c", None),
            ("3 <4", None),
            ("<inconnu>", None),
        ] {
            assert_eq!(without_tags(text).as_deref(), plain, "{text}");
        }
    }

    #[test]
    fn the_escapes_of_an_agenda_are_decoded() {
        assert_eq!(
            without_escapes(r"un\, deux\ntrois").as_deref(),
            Some("un, deux\ntrois")
        );
        assert_eq!(without_escapes(r"C:\nouveau\, x"), None);
        assert_eq!(without_escapes("un, deux"), None);
    }
}
