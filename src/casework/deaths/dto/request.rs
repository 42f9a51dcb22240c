//! What callers say of deaths.

use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::casework::deaths::rules::{DeathPlace, DeathSource};
use crate::casework::deaths::service::{Correction, Facts, NewDeath, Who};
use crate::casework::wire::{DeathPlaceCode, DeathSourceCode};
use crate::cover::wire;
use crate::domain::{Nik, PersonName, RegionCode, RegionLevel, parse_day};
use crate::platform::http::{Field, Issues, Problem, Text};

/// The longest account of what happened.
const CIRCUMSTANCES_MAX: usize = 1_000;
/// The longest name of a paper.
const EVIDENCE_MAX: usize = 200;
/// The longest reason.
const REASON_MAX: usize = 500;

/// A death to be recorded: of a registration by `worker_id`, or of somebody by `nik`, by name and village, or by both.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateDeath {
    /// The id, if the caller brings one.
    id: Option<Uuid>,
    /// The registration of the dead.
    worker_id: Option<Uuid>,
    /// The NIK of the dead.
    #[schema(min_length = 16, max_length = 16, example = "3529015506820001")]
    nik: Option<String>,
    /// The name, where nobody has the NIK or none is known.
    #[schema(max_length = 100, example = "Siti Aminah")]
    name: Option<String>,
    /// The day of birth, where it is known.
    #[schema(value_type = Option<NaiveDate>, example = "1982-06-15")]
    birth_on: Option<String>,
    /// The village in which the dead lived. Needed with a name.
    #[schema(example = "35.29.01.1015")]
    village_code: Option<String>,
    /// The day of death, not in the future.
    #[schema(value_type = NaiveDate, example = "2026-11-02")]
    died_on: String,
    /// Where. A death at work may be a work accident.
    #[schema(value_type = Option<DeathPlaceCode>, example = "home")]
    place: Option<String>,
    /// What happened.
    #[schema(max_length = 1000, example = "Sakit jantung")]
    circumstances: Option<String>,
    /// Who told.
    #[schema(value_type = DeathSourceCode, example = "village_report")]
    source: String,
    /// On what paper.
    #[schema(max_length = 200, example = "Surat kematian 474.3/12/2026")]
    evidence: Option<String>,
}

impl CreateDeath {
    /// Whether somebody is looked for by NIK.
    pub fn has_nik(&self) -> bool {
        self.nik.is_some()
    }

    /// Reads the request, all problems at once.
    pub fn parse(self, new_id: impl FnOnce() -> Uuid) -> Result<NewDeath, Problem> {
        let mut issues = Issues::new();
        let told = self.nik.is_some() || self.name.is_some();
        let nik = issues.take_optional("/nik", self.nik, |text| Nik::parse(&text));
        let birth_on = issues.take_optional("/birth_on", self.birth_on, |text| parse_day(&text));
        let village = self.village_code.and_then(|text| read_village(&mut issues, &text));
        let named = self.name.and_then(|text| {
            let name = issues.take("/name", PersonName::parse(&text));
            if village.is_none() && issues.is_empty() {
                issues.missing("/village_code");
            }
            name.zip(village)
        });
        let who = match (self.worker_id, told) {
            (Some(_), true) => {
                issues.push("/worker_id", "named_twice", NAMED_TWICE);
                None
            }
            (Some(id), false) => Some(Who::Worker(id)),
            (None, true) => Some(Who::Told { nik, named, birth_on }),
            (None, false) => {
                issues.push("/worker_id", "required", NOBODY_NAMED);
                None
            }
        };
        let died_on = issues.take("/died_on", parse_day(&self.died_on));
        let place = issues.take_optional("/place", self.place, |text| DeathPlace::parse(&text));
        let source = issues.take("/source", DeathSource::parse(&self.source));
        let circumstances =
            wire::optional_line::<CIRCUMSTANCES_MAX>(&mut issues, "/circumstances", self.circumstances);
        let evidence = wire::optional_line::<EVIDENCE_MAX>(&mut issues, "/evidence", self.evidence);
        if self.id.is_some_and(|id| id.is_nil()) {
            issues.push("/id", "nil_id", NIL_ID);
        }
        let death = || {
            let facts = Facts { died_on: died_on?, place, circumstances, source: source?, evidence };
            Some((who?, facts))
        };
        let (who, facts) = wire::finish(death(), issues)?;
        Ok(NewDeath { id: self.id.unwrap_or_else(new_id), who, facts, list: None })
    }
}

/// What to correct of a report (JSON Merge Patch).
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateDeath {
    /// The day of death.
    #[serde(default)]
    #[schema(value_type = NaiveDate)]
    died_on: Field<String>,
    /// Where.
    #[serde(default)]
    #[schema(value_type = Option<DeathPlaceCode>)]
    place: Field<String>,
    /// What happened.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 1000)]
    circumstances: Field<String>,
    /// On what paper.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 200)]
    evidence: Field<String>,
}

impl UpdateDeath {
    /// Reads the request, all problems at once.
    pub fn parse(self) -> Result<Correction, Problem> {
        let mut issues = Issues::new();
        let died_on = match self.died_on {
            Field::Absent => None,
            Field::Null => {
                issues.missing("/died_on");
                None
            }
            Field::Value(text) => issues.take("/died_on", parse_day(&text)),
        };
        let place = match self.place {
            Field::Absent => Field::Absent,
            Field::Null => Field::Null,
            Field::Value(text) => {
                issues.take("/place", DeathPlace::parse(&text)).map_or(Field::Absent, Field::Value)
            }
        };
        let circumstances = line::<CIRCUMSTANCES_MAX>(&mut issues, "/circumstances", self.circumstances);
        let evidence = line::<EVIDENCE_MAX>(&mut issues, "/evidence", self.evidence);
        issues.finish()?;
        Ok(Correction { died_on, place, circumstances, evidence })
    }
}

/// Says whose death a report tells of.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideDeath {
    /// The registration of the dead; null where nobody in the register died.
    #[serde(default)]
    #[schema(required, value_type = Option<Uuid>)]
    worker_id: Field<Uuid>,
}

impl DecideDeath {
    /// Reads the request.
    pub fn parse(self) -> Result<Option<Uuid>, Problem> {
        let mut issues = Issues::new();
        let worker_id = match self.worker_id {
            Field::Value(id) => Some(Some(id)),
            Field::Null => Some(None),
            Field::Absent => {
                issues.missing("/worker_id");
                None
            }
        };
        wire::finish(worker_id, issues)
    }
}

/// Says that a death was recorded in error.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeDeath {
    /// Why; the history of everything that is restored keeps it.
    #[schema(min_length = 1, max_length = 500, example = "Salah orang: yang meninggal adalah saudaranya")]
    reason: String,
}

impl RevokeDeath {
    /// Reads the request.
    pub fn parse(self) -> Result<String, Problem> {
        let mut issues = Issues::new();
        let reason = wire::line::<REASON_MAX>(&mut issues, "/reason", &self.reason);
        wire::finish(reason, issues)
    }
}

fn line<const MAX: usize>(issues: &mut Issues, pointer: &str, text: Field<String>) -> Field<String> {
    match text {
        Field::Absent => Field::Absent,
        Field::Null => Field::Null,
        Field::Value(text) => wire::line::<MAX>(issues, pointer, &text).map_or(Field::Absent, Field::Value),
    }
}

fn read_village(issues: &mut Issues, text: &str) -> Option<RegionCode> {
    let village = issues.take("/village_code", RegionCode::parse(text))?;
    if village.level() == RegionLevel::Village {
        return Some(village);
    }
    issues.push("/village_code", "not_a_village", NOT_A_VILLAGE);
    None
}

const NAMED_TWICE: Text = Text::fixed(
    "Sebutkan worker_id, atau NIK atau nama; jangan keduanya.",
    "Name the worker_id, or else a NIK or a name; not both.",
);
const NOBODY_NAMED: Text = Text::fixed(
    "Sebutkan worker_id, NIK, atau nama dan desa.",
    "Name a worker_id, a NIK, or a name with its village.",
);
const NOT_A_VILLAGE: Text = Text::fixed("Ini bukan kode desa.", "This is not the code of a village.");
const NIL_ID: Text = Text::fixed("Id tidak boleh nol.", "The id must not be nil.");
