//! Preparing plans and changing their terms.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::queries;
use super::super::rules::{Action, Criteria, PlanStatus, Priority, Quotas};
use super::transition::{lock_for, write};
use crate::access::caller::RegionScope;
use crate::cover::coverages::service::admit_terms;
use crate::cover::funding::{self, model::SourceRow, rules::outside};
use crate::cover::{reach, trail};
use crate::domain::{MonthRange, ProgrammeSet, RegionCode, Rupiah};
use crate::platform::changes::Origin;
use crate::platform::db::columns::{AsCodes, AsFirstDay, AsText};
use crate::platform::http::{Code, FieldError, IfMatch, Issues, Problem, Text};

/// A plan to be prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan {
    /// Its id.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// From which source.
    pub funding_source_id: Uuid,
    /// For which programmes.
    pub programmes: ProgrammeSet,
    /// The wage base of the contributions.
    pub wage_base: Rupiah,
    /// In which months.
    pub months: MonthRange,
    /// Whom it is for.
    pub criteria: Criteria,
    /// Who comes first.
    pub priorities: Vec<Priority>,
    /// How many people at most.
    pub places: Option<i32>,
    /// How many of each village at most.
    pub quotas: Quotas,
}

/// Prepares a plan of a source in the caller's regencies.
pub async fn create(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    new: NewPlan,
) -> Result<PlanRow, Problem> {
    let source = find_source(conn, scope, new.funding_source_id).await?;
    let now = trail::instant(origin);
    let row = PlanRow {
        id: new.id,
        regency_id: source.regency_id,
        name: new.name,
        funding_source_id: source.id,
        from_month: AsFirstDay(new.months.from()),
        until_month: AsFirstDay(new.months.until()),
        programmes: AsCodes(new.programmes),
        wage_base_idr: new.wage_base.amount(),
        include_regions: Vec::new(),
        exclude_regions: Vec::new(),
        deciles: Vec::new(),
        occupations: Vec::new(),
        occupation_sources: Vec::new(),
        roles: Vec::new(),
        min_age_years: None,
        max_age_years: None,
        not_funded_last_year: false,
        priorities: new.priorities.into_iter().map(AsText).collect(),
        places: new.places,
        default_village_quota: None,
        quota_villages: Vec::new(),
        quota_places: Vec::new(),
        status: AsText(PlanStatus::Draft),
        computed_at: None,
        judged_on: None,
        chosen_total: None,
        reserve_total: None,
        excluded_total: None,
        cost_idr: None,
        free_idr: None,
        is_stale: false,
        prepared_by: origin.actor.id(),
        revised_by: Vec::new(),
        submitted_by: None,
        submitted_at: None,
        approved_by: None,
        approved_at: None,
        decree_number: None,
        decree_on: None,
        return_reason: None,
        withdraw_reason: None,
        version: 1,
        created_at: now,
        updated_at: now,
        renews_plan_id: None,
    }
    .with_criteria(new.criteria)
    .with_quotas(new.quotas);
    check(conn, &source, &row).await?;
    queries::insert(conn, &row).await?;
    trail::created(conn, origin, &row).await?;
    Ok(row)
}

/// Changes what a plan says. `patch` makes the new row of the old one. Other terms take the computation away; another name
/// does not.
pub async fn update(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    origin: &Origin,
    id: Uuid,
    held: &IfMatch,
    patch: impl FnOnce(PlanRow) -> Result<PlanRow, Problem>,
) -> Result<PlanRow, Problem> {
    let (before, _) = lock_for(conn, scope, id, held, Action::Update).await?;
    let mut after = patch(before.clone())?;
    if after == before {
        return Ok(before);
    }
    let same_terms = PlanRow { name: before.name.clone(), ..after.clone() } == before;
    if !same_terms {
        let source = find_source(conn, scope, after.funding_source_id).await?;
        if source.regency_id != after.regency_id {
            return Err(unknown_source());
        }
        check(conn, &source, &after).await?;
        queries::clear(conn, &before).await?;
        after = after.uncomputed();
    }
    after.note_hand(origin.actor.id());
    write(conn, origin, &before, after, Action::Update, None).await
}

pub(in super::super) async fn find_source(
    conn: &mut AsyncPgConnection,
    scope: &RegionScope,
    id: Uuid,
) -> Result<SourceRow, Problem> {
    let source = match scope.whole_regencies() {
        true => funding::queries::find(conn, scope, id).await?,
        false => None,
    };
    Ok(source.ok_or_else(unknown_source)?.0)
}

/// Whether the terms fit the source and the rules, and the regions exist and lie in the source's own.
pub(in super::super) async fn check(
    conn: &mut AsyncPgConnection,
    source: &SourceRow,
    row: &PlanRow,
) -> Result<(), Problem> {
    let months = row.months().map_err(Problem::internal)?;
    admit_terms(conn, source, months, row.wage_base_idr).await?;
    let criteria = row.criteria().map_err(Problem::internal)?;
    let quotas: Vec<RegionCode> = row.quotas().villages.into_iter().map(|(village, _)| village).collect();
    let mut issues = Issues::new();
    for (pointer, codes) in [
        ("/include_regions", &criteria.include_regions),
        ("/exclude_regions", &criteria.exclude_regions),
        ("/village_quotas", &quotas),
    ] {
        let whose = &source.region_code.0;
        for (place, _) in outside(whose, codes) {
            let text = Text::new(
                format!("Wilayah ini tidak berada di {whose}, pemilik dana."),
                format!("This region does not lie in {whose}, whose money it is."),
            );
            issues.push(format!("{pointer}/{place}"), "outside_source_region", text);
        }
        reach::check(conn, &mut issues, pointer, codes).await?;
    }
    let among = |codes: &[RegionCode], village: &RegionCode| codes.iter().any(|code| code.contains(village));
    for (place, village) in
        quotas.iter().enumerate().filter(|(_, village)| source.region_code.0.contains(village))
    {
        let is_in = criteria.include_regions.is_empty() || among(&criteria.include_regions, village);
        if !is_in || among(&criteria.exclude_regions, village) {
            let text = Text::fixed(
                "Rencana ini tidak mencakup desa ini, sehingga kuotanya tidak berarti.",
                "The plan is not for this village, so that its quota means nothing.",
            );
            issues.push(format!("/village_quotas/{place}"), "outside_plan_regions", text);
        }
    }
    issues.finish()
}

pub(in super::super) fn unknown_source() -> Problem {
    Problem::new(Code::UnknownReference).errors(vec![FieldError::new(
        "/funding_source_id",
        "unknown_funding_source",
        Text::fixed(
            "Sumber pendanaan ini tidak ada, atau berada di luar wilayah Anda.",
            "This funding source does not exist or lies outside your regions.",
        ),
    )])
}
