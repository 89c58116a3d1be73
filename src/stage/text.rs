//! How wide a word is, near enough: so that labels know of each other before anything is drawn.
//!
//! Measured generously, for the widest of the fonts that `system-ui` stands for: what fits here fits everywhere.

/// The width of a text in CSS pixels at this size.
pub fn width(text: &str, size: f64) -> f64 {
    let em: f64 = text.chars().map(em).sum();
    em * size
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.33,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '·' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 1.0,
        '0'..='9' => 0.66,
        'A'..='Z' => 0.76,
        'a'..='z' => 0.64,
        _ => 0.9,
    }
}

/// The size of a number on a dot, where small text is of this size: a whole number of pixels, and never the smaller one.
pub fn on_dot(size: f64) -> f64 {
    size.floor().max(12.0)
}

/// How wide it is, in the painter's bold letters, whose digits are 0.7 of their size wide in the widest fonts; 0 is not written.
pub fn wide_on_dot(number: u64, size: f64) -> f64 {
    let digits = number.checked_ilog10().map_or(0, |tens| tens + 1);
    f64::from(digits) * 0.7 * on_dot(size)
}

/// The text if it fits, else the first of the shorter ones that does; else nothing.
pub fn fitting<'a>(texts: &[&'a str], size: f64, room: f64) -> &'a str {
    let fits = texts.iter().find(|text| width(text, size) <= room);
    fits.copied().unwrap_or_default()
}
