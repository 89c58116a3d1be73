//! Which lines of a program are new: what a slider has just rewritten.
//!
//! A longest common subsequence of lines, by the textbook's table. Programs here have some fifty lines, and most of
//! them stand unchanged at both ends, so the table stays small.

use super::listing::File;

/// For each line of `after`: is it new, or different from what stood there before? Only the text counts. A line that
/// went away marks nothing.
pub fn changed(before: &File, after: &File) -> Vec<bool> {
    let old: Vec<&str> = before.lines.iter().map(|l| l.text.as_str()).collect();
    let new: Vec<&str> = after.lines.iter().map(|l| l.text.as_str()).collect();
    fresh(&old, &new)
}

fn fresh(old: &[&str], new: &[&str]) -> Vec<bool> {
    let mut fresh = vec![false; new.len()];
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let head = old.iter().zip(new).take_while(same).count();
    let (old, rest) = (&old[head..], &new[head..]);
    let tail = old
        .iter()
        .rev()
        .zip(rest.iter().rev())
        .take_while(same)
        .count();
    let (old, rest) = (&old[..old.len() - tail], &rest[..rest.len() - tail]);

    // `kept[i][j]`: how many lines the ends `old[i..]` and `rest[j..]` can keep in common.
    let mut kept = vec![vec![0u16; rest.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..rest.len()).rev() {
            kept[i][j] = match old[i] == rest[j] {
                true => kept[i + 1][j + 1] + 1,
                false => kept[i + 1][j].max(kept[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    while j < rest.len() {
        if i < old.len() && old[i] == rest[j] {
            (i, j) = (i + 1, j + 1);
        } else if i < old.len() && kept[i + 1][j] >= kept[i][j + 1] {
            i += 1;
        } else {
            fresh[head + j] = true;
            j += 1;
        }
    }
    fresh
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(old: &str, new: &str) -> String {
        let old: Vec<&str> = old.split_whitespace().collect();
        let new: Vec<&str> = new.split_whitespace().collect();
        let fresh = fresh(&old, &new);
        fresh.iter().map(|&f| if f { '+' } else { '.' }).collect()
    }

    #[test]
    fn what_is_new_is_marked_and_nothing_else() {
        assert_eq!(marks("a b c", "a b c"), "...");
        assert_eq!(marks("a b c", "a x c"), ".+.");
        assert_eq!(marks("a c", "a b c"), ".+.");
        assert_eq!(marks("a b c", "a c"), "..");
        assert_eq!(marks("", "a b"), "++");
        assert_eq!(marks("a b", ""), "");
        assert_eq!(marks("a a b", "a b b"), ".+.");
        assert_eq!(marks("a b c d e", "a c x d y"), "..+.+");
        assert_eq!(marks("a b", "b a"), ".+");
    }
}
