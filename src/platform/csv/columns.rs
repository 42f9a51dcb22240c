//! Which column of a file holds what: headings as people write them, or as the caller names them.

use crate::platform::http::{FieldError, Issues, Text};

/// What is said of a cell that is no UTF-8 (`not_utf8`).
pub const NOT_UTF8: Text = Text::fixed(
    "Isian ini tidak terbaca; simpan berkas sebagai CSV UTF-8.",
    "This field cannot be read; save the file as CSV in UTF-8.",
);

const NOT_FOUND: Text = Text::fixed(
    "Berkas tidak memuat kolom dengan judul yang disebut untuk isian ini.",
    "The file has no column with the heading that is named for this.",
);
const SURPLUS: Text = Text::fixed(
    "Baris ini memuat lebih banyak kolom daripada baris judul.",
    "This row has more columns than the heading line.",
);

/// A column, its name in reports, and the headings it is known by (letters and digits only, lower case).
pub type Known<C> = (C, &'static str, &'static [&'static str]);

/// What the columns of one kind of file may hold.
pub trait Column: Copy + Eq + 'static {
    /// Every column, in the order in which reports name them.
    const KNOWN: &'static [Known<Self>];

    /// The name in reports.
    fn as_str(self) -> &'static str {
        Self::KNOWN.iter().find(|(column, _, _)| *column == self).map_or("row", |(_, name, _)| name)
    }

    /// The column with this name in reports.
    fn by_name(name: &str) -> Option<Self> {
        Self::KNOWN.iter().find(|(_, known, _)| *known == name).map(|(column, _, _)| *column)
    }

    /// The column that is usually called so.
    fn by_heading(heading: &str) -> Option<Self> {
        let key = key_of(heading);
        let known = Self::KNOWN.iter().find(|(_, _, headings)| headings.contains(&key.as_str()));
        known.map(|(column, _, _)| *column)
    }
}

/// Headings that the caller names instead of the usual ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping<C>(pub Vec<(C, String)>);

impl<C> Default for Mapping<C> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<C: Column> Mapping<C> {
    fn column_of(&self, heading: &str) -> Option<C> {
        let key = key_of(heading);
        let named = self.0.iter().find(|(_, name)| key_of(name) == key).map(|(column, _)| *column);
        // A column that the caller named is found under no other heading.
        let taken = |column: C| self.0.iter().any(|(named, _)| *named == column);
        named.or_else(|| C::by_heading(heading).filter(|column| !taken(*column)))
    }
}

fn key_of(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The columns of a file in its order; `None` for one that is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns<C>(pub Vec<Option<C>>);

impl<C: Column> Columns<C> {
    /// Reads a heading line. Whether all that is needed is there, and once, is for the caller to say.
    pub fn of(headings: &[Vec<u8>], mapping: &Mapping<C>) -> Self {
        let read = |heading: &Vec<u8>| mapping.column_of(&String::from_utf8_lossy(heading));
        Self(headings.iter().map(read).collect())
    }

    /// Whether the file has a column.
    pub fn has(&self, wanted: C) -> bool {
        self.0.contains(&Some(wanted))
    }

    /// A problem for each column that occurs more than once, in the order of reports.
    pub fn repeated(&self) -> impl Iterator<Item = FieldError> {
        let count = |wanted: C| self.0.iter().flatten().filter(|column| **column == wanted).count();
        C::KNOWN
            .iter()
            .filter(move |(column, _, _)| count(*column) > 1)
            .map(|(column, _, _)| repeated(*column))
    }

    /// The columns, or everything that is wrong with their heading line beside these errors: headings that the caller named and
    /// the file does not have, and columns that occur more than once.
    pub fn checked(self, mapping: &Mapping<C>, mut errors: Vec<FieldError>) -> Result<Self, Vec<FieldError>> {
        let told: Vec<String> = errors.iter().map(|error| error.pointer.clone()).collect();
        errors.extend(self.not_found(mapping).filter(|error| !told.contains(&error.pointer)));
        errors.extend(self.repeated());
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }

    /// A problem for each heading that the caller named and the file does not have, in the order of reports: what would be read
    /// from it would be guessed.
    fn not_found<'m>(&'m self, mapping: &'m Mapping<C>) -> impl Iterator<Item = FieldError> + 'm {
        let named = |column: C| mapping.0.iter().any(|(of, _)| *of == column);
        let lost = C::KNOWN.iter().filter(move |(column, _, _)| named(*column) && !self.has(*column));
        lost.map(|(_, name, _)| FieldError::new(format!("/{name}"), "column_missing", NOT_FOUND))
    }

    /// The cell of a column in a record.
    pub fn cell<'r>(&self, record: &'r [Vec<u8>], wanted: C) -> Option<&'r [u8]> {
        let place = self.0.iter().position(|column| *column == Some(wanted))?;
        record.get(place).map(Vec::as_slice)
    }

    /// What a cell says, without the space around it; none where it is empty or the file has no such column. What is no
    /// UTF-8 goes to the issues, with the place that `pointer` gives the column.
    pub fn text<'r>(
        &self,
        record: &'r [Vec<u8>],
        wanted: C,
        pointer: impl Fn(C) -> String,
        issues: &mut Issues,
    ) -> Option<&'r str> {
        let cell = self.cell(record, wanted)?;
        match std::str::from_utf8(cell) {
            Ok(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            Err(_) => {
                issues.push(pointer(wanted), "not_utf8", NOT_UTF8);
                None
            }
        }
    }

    /// The fields of a record by column.
    pub fn fields<'r>(&self, record: &'r [Vec<u8>]) -> impl Iterator<Item = (C, &'r [u8])> {
        let fields = self.0.iter().zip(record);
        fields.filter_map(|(column, field)| column.map(|column| (column, field.as_slice())))
    }

    /// Whether a record says no more than the heading line has columns for: a cell beyond them is a separator too much, and
    /// what stands behind it is in the wrong column. Spreadsheets leave out the separators of empty cells at the end of a
    /// row, so that a shorter one is none.
    pub fn check_width(&self, record: &[Vec<u8>], pointer: impl Into<String>, issues: &mut Issues) {
        let surplus = record.get(self.0.len()..).unwrap_or_default();
        if surplus.iter().any(|cell| !cell.trim_ascii().is_empty()) {
            issues.push(pointer, "wrong_column_count", SURPLUS);
        }
    }
}

/// The problem of a column that occurs more than once.
pub fn repeated<C: Column>(column: C) -> FieldError {
    let text = Text::fixed("Kolom ini muncul lebih dari sekali.", "This column occurs more than once.");
    FieldError::new(format!("/{}", column.as_str()), "column_repeated", text)
}
