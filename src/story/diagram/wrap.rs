//! How wide words are, and where a line of them ends.

use super::{CHARACTER, LONGEST};

/// The width reckoned for a text, in pixels.
pub(super) fn length(text: &str) -> f64 {
    text.chars().count() as f64 * CHARACTER
}

/// Words in lines that fit into this many pixels. A word that is too long is broken.
pub(super) fn wrapped(words: &str, room: f64) -> Vec<String> {
    let most = ((room / CHARACTER) as usize).clamp(6, LONGEST);
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let mut word: Vec<char> = word.chars().collect();
        loop {
            let line = lines.last_mut().expect("there is a line");
            let used = line.chars().count();
            let needed = used + usize::from(used > 0) + word.len();
            if needed <= most {
                if used > 0 {
                    line.push(' ');
                }
                line.extend(word);
                break;
            }
            if used > 0 {
                lines.push(String::new());
                continue;
            }
            line.extend(word.drain(..most));
            lines.push(String::new());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_where_they_fit() {
        let room = 10.0 * CHARACTER;
        assert_eq!(
            wrapped("waits for a thread", room),
            ["waits for", "a thread"]
        );
        assert_eq!(wrapped("unacknowledged", room), ["unacknowle", "dged"]);
        assert_eq!(wrapped("", room), [""]);
    }
}
