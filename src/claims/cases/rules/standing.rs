//! Which decisions and appeals of a claim still stand: what was taken back counts as if it had never been.

/// That the insurer decided, as the history names it.
pub const DECISIONS: [&str; 2] = ["approved", "rejected"];

/// What is taken back in turn, and what takes it back.
pub const DISPUTE: [&str; 5] = ["approved", "rejected", APPEALED, "decision_voided", "appeal_withdrawn"];

/// That a refusal was disputed.
pub const APPEALED: &str = "appealed";

/// The places of those of [`DISPUTE`] that still stand, oldest first. What is taken back is always the last one that stood: a
/// decision ends an appeal, and an appeal follows a refusal.
pub fn standing<'a>(actions: impl IntoIterator<Item = &'a str>) -> Vec<usize> {
    let mut left = Vec::new();
    for (place, action) in actions.into_iter().enumerate() {
        if DECISIONS.contains(&action) || action == APPEALED {
            left.push(place);
        } else {
            left.pop();
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_never_was() {
        let table: [(&str, Vec<usize>); 7] = [
            ("", vec![]),
            ("approved", vec![0]),
            ("approved decision_voided rejected", vec![2]),
            ("rejected appealed approved decision_voided", vec![0, 1]),
            ("rejected appealed approved decision_voided appeal_withdrawn", vec![0]),
            ("rejected appealed approved decision_voided appeal_withdrawn decision_voided", vec![]),
            ("rejected appealed rejected appealed appeal_withdrawn decision_voided approved", vec![0, 1, 6]),
        ];
        for (actions, expected) in table {
            assert_eq!(standing(actions.split_whitespace()), expected, "{actions}");
        }
    }
}
