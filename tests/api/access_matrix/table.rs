//! Reads the table of verdicts.

/// What a caller is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// `+`: done, or shown.
    May,
    /// `0`: as if it were not there.
    Absent,
    /// `-`: 403.
    Forbidden,
}

/// The callers of a half row: eight roles and an API client with the scopes that the document names.
pub const CALLERS: usize = 9;

/// One operation with its verdicts; none for a public one.
pub struct Row {
    pub operation: String,
    pub verdicts: Option<Vec<Verdict>>,
}

/// All rows.
pub fn rows() -> Vec<Row> {
    include_str!("table.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(row)
        .collect()
}

fn row(line: &str) -> Row {
    let (operation, verdicts) = line.split_once(char::is_whitespace).expect("an operation and its verdicts");
    let verdicts = (verdicts.trim() != "public").then(|| {
        let (own, foreign) = verdicts.split_once('|').unwrap_or_else(|| panic!("{operation} lacks its bar"));
        let verdicts: Vec<Verdict> =
            own.split_whitespace().chain(foreign.split_whitespace()).map(verdict).collect();
        assert_eq!(verdicts.len(), CALLERS * 2, "{operation} has {} verdicts", verdicts.len());
        verdicts
    });
    Row { operation: operation.to_owned(), verdicts }
}

fn verdict(letter: &str) -> Verdict {
    match letter {
        "+" => Verdict::May,
        "0" => Verdict::Absent,
        "-" => Verdict::Forbidden,
        other => panic!("{other:?} is no verdict"),
    }
}
