//! How a file is to be read.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::access::caller::{MembershipsWrite, Principal, RosterImport};
use crate::domain::{Day, Line, PovertySource, RegionCode, parse_day};
use crate::platform::http::{Issues, Problem, Text};

/// What is imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportKind {
    /// Registrations, with the warung each works in.
    Workers,
    /// What the insurer says of memberships.
    Memberships,
}

impl ImportKind {
    /// The column form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Workers => "workers",
            Self::Memberships => "memberships",
        }
    }

    /// Reads the column.
    pub fn of_column(text: &str) -> Result<Self, Problem> {
        [Self::Workers, Self::Memberships]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| Problem::internal("an import of no known kind"))
    }

    /// Whether a caller may import this.
    pub fn is_of(self, caller: &Principal) -> bool {
        match self {
            Self::Workers => caller.may::<RosterImport>(),
            Self::Memberships => caller.may::<MembershipsWrite>(),
        }
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CreateImportQuery {
    /// What the file holds.
    #[param(inline, example = "workers")]
    pub kind: ImportKind,
    /// The regency's code; may be left away by a caller of one regency.
    #[param(example = "35.29", max_length = 5)]
    pub regency: Option<String>,
    /// Where the deciles come from, for rows that do not say: a code of `poverty_source`.
    #[param(example = "dtsen", default = "dtsen", max_length = 40)]
    pub decile_source: Option<String>,
    /// What the file is called: the evidence of the insurer's facts. Needed with `memberships`.
    #[param(max_length = 100, example = "Daftar peserta November 2026.csv")]
    pub file_name: Option<String>,
    /// The day of which the insurer speaks in `memberships`, for rows that do not say; not in the future.
    #[param(value_type = Option<String>, format = Date, example = "2026-11-01")]
    pub as_of: Option<String>,
    /// As of which day the deciles stand, for rows that do not say; today if absent.
    #[param(value_type = Option<String>, format = Date, example = "2026-07-01")]
    pub decile_as_of: Option<String>,
}

/// What a caller asked for, read.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    pub kind: ImportKind,
    pub regency: Option<RegionCode>,
    pub file_name: Option<String>,
    pub as_of: Option<Day>,
    pub decile_source: PovertySource,
    pub decile_as_of: Day,
}

impl CreateImportQuery {
    /// Reads the options; all problems at once.
    pub fn parse(self, today: Day) -> Result<ImportOptions, Problem> {
        let mut issues = Issues::new();
        let regency = issues.take_optional("/regency", self.regency, |code| RegionCode::parse(&code));
        let source = issues
            .take_optional("/decile_source", self.decile_source, |source| PovertySource::parse(&source));
        let decile_as_of = issues.take_optional("/decile_as_of", self.decile_as_of, |day| parse_day(&day));
        let as_of = issues.take_optional("/as_of", self.as_of, |day| parse_day(&day));
        if as_of.is_some_and(|day| day > today) {
            let text = Text::fixed("Tanggal ini belum tiba.", "This day lies in the future.");
            issues.push("/as_of", "day_in_future", text);
        }
        let is_named = self.file_name.is_some();
        let file_name = issues
            .take_optional("/file_name", self.file_name, |name| Line::<100>::parse(&name))
            .map(Line::into_string);
        if self.kind == ImportKind::Memberships && !is_named {
            issues.missing("/file_name");
        }
        issues.finish()?;
        Ok(ImportOptions {
            kind: self.kind,
            regency,
            decile_source: source.unwrap_or(PovertySource::Dtsen),
            file_name,
            as_of,
            decile_as_of: decile_as_of.unwrap_or(today),
        })
    }
}
