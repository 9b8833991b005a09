//! The known name that is nearest to a mistyped one.

/// The known name that was probably meant.
pub(crate) fn nearest<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if given.len() > LONGEST {
        return None;
    }
    let wanted = folded(given);
    let near = known.into_iter().map(|name| (distance(&wanted, &folded(name)), name));
    let most = wanted.len().div_ceil(3);
    near.filter(|(distance, _)| *distance <= most).min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Nobody mistypes so long a name.
const LONGEST: usize = 100;

/// People mix up cases and the signs between words.
fn folded(name: &str) -> Vec<char> {
    name.chars().filter(|sign| !matches!(sign, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// How many signs must be added, taken away or changed to make one of the other.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (row, sign) in one.iter().enumerate() {
        let mut left = row.saturating_add(1);
        let mut diagonal = row;
        for (column, known) in other.iter().enumerate() {
            let Some(cell) = above.get_mut(column.saturating_add(1)) else { break };
            let changed = diagonal.saturating_add(usize::from(sign != known));
            diagonal = *cell;
            left = changed.min(cell.saturating_add(1)).min(left.saturating_add(1));
            *cell = left;
        }
        if let Some(first) = above.first_mut() {
            *first = row.saturating_add(1);
        }
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_counted_in_signs() {
        let between = |one: &str, other: &str| distance(&folded(one), &folded(other));
        for (one, other, steps) in
            [("", "", 0), ("a", "", 1), ("", "abc", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("ab", "ba", 2)]
        {
            assert_eq!((between(one, other), between(other, one)), (steps, steps), "{one} {other}");
        }
    }

    #[test]
    fn a_slip_finds_its_name_and_nonsense_finds_none() {
        let known = ["issue_type", "project", "opens_from"];
        for (given, meant) in [
            ("isue_type", Some("issue_type")),
            ("issueType", Some("issue_type")),
            ("opens-from", Some("opens_from")),
            ("projct", Some("project")),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, known), meant, "{given}");
        }
    }
}
