//! Decodes the bytes of a text file, whatever program and computer wrote it.

use std::borrow::Cow;

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a file.
pub(in crate::exchange) struct Decoded<'b> {
    /// The text, with `\n` or `\r\n` at the ends of lines.
    pub(in crate::exchange) text: Cow<'b, str>,
    /// The name of the encoding.
    pub(in crate::exchange) encoding: &'static str,
    /// Whether the encoding is so rare that the user should know of it.
    pub(in crate::exchange) is_guess: bool,
    /// The bytes that are not of the encoding: the line, and the character they were read as.
    pub(in crate::exchange) damaged: Vec<(u64, char)>,
}

/// Decodes UTF-8 or UTF-16 when a byte order mark says so or the bytes allow it, otherwise the encoding
/// of Excel on a French Windows, in which any byte is a character, or that of an old Mac.
pub(in crate::exchange) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let mut decoded = decode_lines(bytes);
    if decoded.text.starts_with('\u{feff}') {
        let text = decoded.text.trim_start_matches('\u{feff}').to_owned();
        decoded.text = text.into();
    }
    // A Mac ended lines with `\r` alone.
    if decoded.text.contains('\r') && !decoded.text.contains('\n') {
        decoded.text = decoded.text.replace('\r', "\n").into();
    }
    decoded
}

fn decode_lines(bytes: &[u8]) -> Decoded<'_> {
    for (mark, encoding) in [
        (&b"\xef\xbb\xbf"[..], UTF_8),
        (b"\xff\xfe", UTF_16LE),
        (b"\xfe\xff", UTF_16BE),
    ] {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return match encoding == UTF_8 {
                true => utf8(rest).unwrap_or_else(|| whole(rest, UTF_8)),
                false => whole(rest, encoding),
            };
        }
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return whole(bytes, encoding);
    }
    utf8(bytes).unwrap_or_else(|| {
        let is_mac = french_letters(bytes, MACINTOSH) > french_letters(bytes, WINDOWS_1252);
        if is_mac {
            Decoded {
                encoding: "MacRoman",
                is_guess: true,
                ..whole(bytes, MACINTOSH)
            }
        } else {
            Decoded {
                encoding: "Windows-1252",
                ..whole(bytes, WINDOWS_1252)
            }
        }
    })
}

fn whole<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Decoded<'b> {
    Decoded {
        text: encoding.decode_without_bom_handling(bytes).0,
        encoding: encoding.name(),
        is_guess: false,
        damaged: Vec::new(),
    }
}

/// Returns the encoding of UTF-16 without a mark: every other byte of a Western text is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let near = bytes.get(..bytes.len().min(4096))?;
    let zeros = |first: usize| {
        let every_other = near.iter().skip(first).step_by(2);
        every_other.filter(|&&byte| byte == 0).count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let is_most = |count: usize| count * 2 * 10 > near.len() * 7;
    if is_most(odd) && even * 20 < odd {
        Some(UTF_16LE)
    } else if is_most(even) && odd * 20 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Decodes UTF-8 in which a few bytes may be damaged, each read as in Windows-1252; `None` where they
/// are more than the characters of several bytes, so that the file is something else.
fn utf8(bytes: &[u8]) -> Option<Decoded<'_>> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Decoded {
            text: text.into(),
            encoding: "UTF-8",
            is_guess: false,
            damaged: Vec::new(),
        });
    }
    let mut text = String::with_capacity(bytes.len());
    let mut damaged = Vec::new();
    let (mut line, mut letters) = (1u64, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        line += chunk.valid().bytes().filter(|&byte| byte == b'\n').count() as u64;
        text.push_str(chunk.valid());
        for c in WINDOWS_1252
            .decode_without_bom_handling(chunk.invalid())
            .0
            .chars()
        {
            text.push(c);
            damaged.push((line, c));
        }
    }
    (damaged.len() <= letters).then_some(Decoded {
        text: text.into(),
        encoding: "UTF-8",
        is_guess: false,
        damaged,
    })
}

/// Counts the letters and signs of French among the bytes that are not ASCII.
fn french_letters(bytes: &[u8], encoding: &'static Encoding) -> usize {
    const FRENCH: &str = "éèêëàâçîïôûùüœæÉÈÊËÀÂÇÎÏÔÛÙÜŒÆ’‘“”«»…–—€°\u{a0}";
    let mut is_french = [false; 256];
    for (byte, known) in (0u8..=255).zip(&mut is_french) {
        let decoded = encoding
            .decode_without_bom_handling(std::slice::from_ref(&byte))
            .0;
        *known = !byte.is_ascii() && decoded.chars().all(|c| FRENCH.contains(c));
    }
    let is_known = |&&byte: &&u8| is_french.get(usize::from(byte)) == Some(&true);
    bytes.iter().filter(is_known).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, &'static str, Vec<(u64, char)>) {
        let decoded = decode(bytes);
        (decoded.text.into_owned(), decoded.encoding, decoded.damaged)
    }

    #[test]
    fn the_encoding_is_found() {
        let text = "titre;lieu\nCafé « été » à l’école;Évreux\n";
        let windows = WINDOWS_1252.encode(text).0.into_owned();
        let mut mac = text.replace('\n', "\r").into_bytes();
        for (letter, byte) in [
            ("é", 0x8e),
            ("«", 0xc7),
            ("»", 0xc8),
            ("à", 0x88),
            ("’", 0xd5),
            ("É", 0x83),
        ] {
            let mut encoded = Vec::new();
            let mut rest = mac.as_slice();
            while let Some(at) = rest
                .windows(letter.len())
                .position(|w| w == letter.as_bytes())
            {
                encoded.extend_from_slice(&rest[..at]);
                encoded.push(byte);
                rest = &rest[at + letter.len()..];
            }
            encoded.extend_from_slice(rest);
            mac = encoded;
        }
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let twice = format!("\u{feff}\u{feff}{text}");
        for (bytes, encoding) in [
            (text.as_bytes(), "UTF-8"),
            (twice.as_bytes(), "UTF-8"),
            (&windows, "Windows-1252"),
            (&mac, "MacRoman"),
            (&little, "UTF-16LE"),
            (&big, "UTF-16BE"),
        ] {
            let read = read(bytes);
            assert_eq!((read.0.as_str(), read.1), (text, encoding));
        }
    }

    #[test]
    fn a_damaged_byte_spoils_its_letter_alone() {
        let (text, encoding, damaged) =
            read(b"titre\nCaf\xc3\xa9 \xc3\xa9t\xc3\xa9\nBesan\xc3 on\n");
        assert_eq!(encoding, "UTF-8");
        assert_eq!(text, "titre\nCafé été\nBesanÃ on\n");
        assert_eq!(damaged, [(3, 'Ã')]);
        assert_eq!(read(b"\xe9t\xe9 \xc3\xa9").1, "Windows-1252");
    }
}
