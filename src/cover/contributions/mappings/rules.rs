//! What the columns of a kind of file may hold.

use std::borrow::Cow;

use crate::domain::{Coded, code_list};

code_list! {
    /// Which files a mapping is for.
    pub enum MappingKind = "column_mapping_kind" {
        /// The lines of a batch, for the insurer.
        InsurerExport = "insurer_export",
        /// The insurer's answer to them.
        InsurerResult = "insurer_result",
        /// The bank's statement.
        BankStatement = "bank_statement",
    }
}

code_list! {
    /// What a column holds.
    pub enum MappedField = "column_mapping_field" {
        /// The line's number in its batch.
        LineNumber = "line_number",
        /// The worker's id.
        WorkerId = "worker_id",
        /// The NIK.
        Nik = "nik",
        /// The member number.
        MemberNumber = "member_number",
        /// The name.
        Name = "name",
        /// The birth date.
        BirthOn = "birth_on",
        /// The programme.
        Programme = "programme",
        /// The month.
        Month = "month",
        /// The wage base.
        WageBase = "wage_base_idr",
        /// The contribution.
        LineAmount = "amount_idr",
        /// Accepted or refused.
        Status = "status",
        /// Why refused.
        RefusalReason = "refusal_reason",
        /// The day of a transaction.
        Day = "day",
        /// The amount of a transaction.
        Amount = "amount",
        /// Debit or credit.
        Direction = "direction",
        /// The bank's reference.
        Reference = "reference",
        /// What the transaction was for.
        Description = "description",
        /// Nothing: a column that the template of the insurer has.
        Blank = "blank",
    }
}

code_list! {
    /// What stands between the columns.
    pub enum Delimiter = "column_delimiter" {
        /// A comma.
        Comma = "comma",
        /// A semicolon.
        Semicolon = "semicolon",
        /// A tabulator.
        Tab = "tab",
        /// A vertical bar.
        Pipe = "pipe",
    }
}

impl Delimiter {
    /// The byte that a file has.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

impl Delimiter {
    /// The byte by which a file is read; none for the two usual ones, which every file tells itself.
    pub const fn to_read(self) -> Option<u8> {
        match self {
            Self::Comma | Self::Semicolon => None,
            Self::Tab | Self::Pipe => Some(self.byte()),
        }
    }
}

/// A column and what it holds.
pub type MappedColumn = (String, MappedField);

/// What the columns of a kind of file may hold.
pub const fn fields_of(kind: MappingKind) -> &'static [MappedField] {
    use MappedField::*;
    match kind {
        MappingKind::InsurerExport => &[
            LineNumber,
            WorkerId,
            Nik,
            Name,
            BirthOn,
            Programme,
            Month,
            WageBase,
            LineAmount,
            Status,
            RefusalReason,
            Blank,
        ],
        MappingKind::InsurerResult => {
            &[LineNumber, Nik, MemberNumber, Programme, Month, Status, RefusalReason]
        }
        MappingKind::BankStatement => &[Day, Amount, Direction, Reference, Description],
    }
}

/// The columns of an export for which nobody has said anything.
pub fn standard_export() -> Vec<MappedColumn> {
    let told = fields_of(MappingKind::InsurerExport).iter().filter(|field| **field != MappedField::Blank);
    told.map(|field| (field.as_str().to_owned(), *field)).collect()
}

/// What is wrong with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ColumnError {
    /// Files of this kind hold no such thing.
    #[error("Files of this kind have no such field.")]
    NotOfKind,
    /// A file is read by it, and another column holds the same.
    #[error("Another column holds this field already.")]
    FieldRepeated,
    /// A file is read by it, and another column is called so.
    #[error("Another column has this heading already.")]
    HeadingRepeated,
}

impl Coded for ColumnError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotOfKind => "field_not_of_kind",
            Self::FieldRepeated => "field_repeated",
            Self::HeadingRepeated => "heading_repeated",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NotOfKind => "Isian ini tidak ada dalam berkas jenis ini.",
            Self::FieldRepeated => "Isian ini sudah ada di kolom lain.",
            Self::HeadingRepeated => "Judul ini sudah dipakai kolom lain.",
        }
        .into()
    }
}

/// What is wrong with the columns of a mapping, each by its place. What is written may say a thing twice; what is read may
/// not.
pub fn check(kind: MappingKind, columns: &[MappedColumn]) -> Vec<(usize, ColumnError)> {
    let is_read = kind != MappingKind::InsurerExport;
    let of_column = |(place, (heading, field)): (usize, &MappedColumn)| {
        let before = columns.iter().take(place);
        let error = if !fields_of(kind).contains(field) {
            ColumnError::NotOfKind
        } else if is_read && before.clone().any(|(_, other)| other == field) {
            ColumnError::FieldRepeated
        } else if is_read && before.clone().any(|(other, _)| plain(other) == plain(heading)) {
            ColumnError::HeadingRepeated
        } else {
            return None;
        };
        Some((place, error))
    };
    columns.iter().enumerate().filter_map(of_column).collect()
}

/// A heading without signs and case, as files are read.
fn plain(heading: &str) -> String {
    heading.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use MappedField::{Blank, Day, Nik, Status};

    fn columns(told: &[(&str, MappedField)]) -> Vec<MappedColumn> {
        told.iter().map(|(heading, field)| ((*heading).to_owned(), *field)).collect()
    }

    #[test]
    fn what_is_read_says_each_thing_once_and_what_is_written_as_often_as_it_likes() {
        let twice = columns(&[("NIK", Nik), ("N.I.K.", Nik), ("nik", Status), ("Tgl", Day)]);
        assert_eq!(
            check(MappingKind::InsurerResult, &twice),
            [(1, ColumnError::FieldRepeated), (2, ColumnError::HeadingRepeated), (3, ColumnError::NotOfKind)]
        );
        let template = columns(&[("NIK", Nik), ("KTP", Nik), ("Kosong", Blank), ("Kosong", Blank)]);
        assert_eq!(check(MappingKind::InsurerExport, &template), []);
        assert_eq!(check(MappingKind::InsurerExport, &standard_export()), []);
    }

    #[test]
    fn the_standard_export_has_the_columns_that_it_always_had() {
        let headings: Vec<String> = standard_export().into_iter().map(|(heading, _)| heading).collect();
        let expected = "line_number,worker_id,nik,name,birth_on,programme,month,wage_base_idr,amount_idr,status,refusal_reason";
        assert_eq!(headings.join(","), expected);
    }
}
