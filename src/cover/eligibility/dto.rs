//! Wire types of eligibility.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::rules::{Assessment, Eligibility, Input, Reason};
use crate::cover::wire::{self, VerdictCode};
use crate::domain::{Coded as _, Day, parse_day};
use crate::platform::http::query::invalid_parameter;
use crate::platform::http::{Problem, Text};

/// What to judge.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EligibilityQuery {
    /// The day; today when absent.
    #[param(value_type = Option<NaiveDate>)]
    on: Option<String>,
    /// Also whether this source of the worker's regency is for the worker.
    funding_source_id: Option<Uuid>,
}

impl EligibilityQuery {
    /// Day and source, or 400 for what is no day.
    pub fn parse(self, today: Day) -> Result<(Day, Option<Uuid>), Problem> {
        let on = wire::parameter("on", self.on.as_deref(), parse_day)?;
        Ok((on.unwrap_or(today), self.funding_source_id))
    }
}

/// The worker's regency has no such source.
pub fn unknown_source() -> Problem {
    let text = Text::fixed(
        "Sumber pendanaan ini tidak ada di kabupaten pekerja.",
        "The worker's regency has no such funding source.",
    );
    invalid_parameter("funding_source_id", "unknown_funding_source", text)
}

/// Whether a worker can be covered, and why not.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EligibilityResponse {
    /// The worker.
    pub worker_id: Uuid,
    /// The day of which it speaks.
    pub on: NaiveDate,
    /// As a new member.
    pub entry: EligibilityAssessment,
    /// As somebody who is a member already.
    pub continuation: EligibilityAssessment,
}

/// What the checks of one way in came to.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EligibilityAssessment {
    /// The worst of the reasons: `ok`, `warns`, `unknown`, `blocks` in this order.
    #[schema(value_type = VerdictCode)]
    pub verdict: &'static str,
    /// Every check with its verdict.
    pub reasons: Vec<EligibilityReason>,
}

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EligibilityReason {
    /// The stable code.
    #[schema(example = "too_old_to_enter")]
    pub code: &'static str,
    /// What the check came to.
    #[schema(value_type = VerdictCode)]
    pub verdict: &'static str,
    /// The reason in both languages.
    pub text: EligibilityText,
    /// What the check looked at, by name.
    #[schema(value_type = Object, example = json!({"age_years": 66, "limit_years": 65}))]
    pub inputs: Map<String, Value>,
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct EligibilityText {
    /// Indonesian.
    #[schema(example = "usia sudah mencapai batas masuk peserta baru")]
    pub id: String,
    /// English.
    #[schema(example = "the age has reached the limit for new members")]
    pub en: String,
}

impl EligibilityResponse {
    /// The wire form.
    pub fn new(worker_id: Uuid, on: NaiveDate, found: &Eligibility) -> Self {
        Self { worker_id, on, entry: assessment(&found.entry), continuation: assessment(&found.continuation) }
    }
}

fn assessment(found: &Assessment) -> EligibilityAssessment {
    EligibilityAssessment {
        verdict: found.verdict.as_str(),
        reasons: found.reasons.iter().map(reason).collect(),
    }
}

fn reason(reason: &Reason) -> EligibilityReason {
    EligibilityReason {
        code: reason.code(),
        verdict: reason.verdict().as_str(),
        text: EligibilityText { id: reason.indonesian().into_owned(), en: reason.to_string() },
        inputs: named(reason.inputs()),
    }
}

/// What a check looked at, by name.
pub fn named(inputs: Vec<(&'static str, Input)>) -> Map<String, Value> {
    inputs.into_iter().map(|(name, input)| (name.to_owned(), value(input))).collect()
}

fn value(input: Input) -> Value {
    match input {
        Input::Number(number) => json!(number),
        Input::Code(code) => json!(code),
        Input::Codes(codes) => json!(codes),
        Input::Month(month) => json!(month),
    }
}
