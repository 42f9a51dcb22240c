//! Judging the people of a plan: by the same code when it is computed and when it is approved.

use std::collections::HashMap;

use diesel_async::AsyncPgConnection;
use futures_util::{FutureExt as _, try_join};
use uuid::Uuid;

use super::super::model::PlanRow;
use super::super::pre_checks::{self, rules::PreCheckReason};
use super::super::queries::{self, PersonRow};
use super::super::rules::{self, Criteria, PlanReason, Priority, RankFacts, Traits, Verdict};
use crate::cover::coverages::service::{Enrolment, Found, Seen, Sought, judged_on, see};
use crate::domain::{Day, Decile, WarungRole};
use crate::platform::http::Problem;

/// What people are judged by.
pub(super) struct Judge {
    /// The terms of their periods.
    pub terms: Enrolment,
    /// The day for which they are judged.
    pub on: Day,
    plan: (Uuid, i32),
    today: Day,
    criteria: Criteria,
    priorities: Vec<Priority>,
}

/// Somebody with everything that was found.
pub(super) struct Judged {
    /// The person.
    pub person: PersonRow,
    /// What the room of the coverages found.
    pub found: Found,
    /// All of it together.
    pub verdict: Verdict,
}

/// Some people with what they are judged by.
pub(super) struct Read {
    people: Vec<PersonRow>,
    sought: Vec<Sought>,
    seen: Seen,
    said: Vec<(Uuid, PreCheckReason)>,
}

impl Judge {
    pub fn new(plan: &PlanRow, today: Day) -> Result<Self, Problem> {
        let months = plan.months().map_err(Problem::internal)?;
        Ok(Self {
            terms: Enrolment {
                source: plan.source(),
                programmes: plan.programmes.0,
                wage_base: plan.wage_base(),
                months,
            },
            on: judged_on(today, months.from()),
            plan: (plan.id, plan.regency_id),
            today,
            criteria: plan.criteria().map_err(Problem::internal)?,
            priorities: plan.priorities(),
        })
    }

    /// Judges people, in the order given.
    pub async fn judge(
        &self,
        conn: &AsyncPgConnection,
        people: Vec<PersonRow>,
    ) -> Result<Vec<Judged>, Problem> {
        self.weigh_all(self.read(conn, people).await?)
    }

    /// Reads what people are judged by, all of it on its way at once.
    pub async fn read(&self, conn: &AsyncPgConnection, people: Vec<PersonRow>) -> Result<Read, Problem> {
        let sought: Vec<Sought> = people
            .iter()
            .map(|person| Sought {
                worker_id: person.worker_id,
                person_id: person.person_id,
                village_code: person.village_code.0.to_string(),
            })
            .collect();
        let workers = people.iter().map(|person| person.worker_id).collect();
        let said = async { Ok(pre_checks::queries::said_of(conn, self.plan, workers).await?) }.boxed_local();
        let seen = see(conn, self.today, &self.terms, &sought).boxed_local();
        let (seen, said) = try_join!(seen, said)?;
        Ok(Read { people, sought, seen, said })
    }

    /// Judges people by what was read of them.
    pub fn weigh_all(&self, read: Read) -> Result<Vec<Judged>, Problem> {
        let Read { people, sought, seen, said } = read;
        let found = seen.weigh(sought)?;
        people.into_iter().zip(found).map(|(person, found)| self.weigh(person, found, &said)).collect()
    }

    /// `said` is what registries said of these people, in the order of their ids.
    fn weigh(
        &self,
        person: PersonRow,
        found: Found,
        said: &[(Uuid, PreCheckReason)],
    ) -> Result<Judged, Problem> {
        let traits = traits(&person)?;
        let mut of_plan = rules::judge(&traits, &self.criteria, self.terms.months.from().first_day());
        of_plan.extend(taken(&found));
        if person.segment != person.planned_segment {
            of_plan.push(PlanReason::SegmentChanged { before: person.planned_segment.0 });
        }
        let verdict = rules::verdict(&found.eligibility, of_plan);
        let verdict = pre_checks::rules::weigh(verdict, &of_worker(said, person.worker_id));
        Ok(Judged { person, found, verdict })
    }

    /// By what somebody who was judged is ranked.
    pub fn keys(&self, judged: &Judged) -> Result<Vec<i64>, Problem> {
        let person = &judged.person;
        let facts = RankFacts {
            continues: judged.verdict.is_continuation,
            is_past_entry_age: judged.found.eligibility.is_past_entry_age(),
            decile: decile(person)?,
            birth_on: person.birth_on,
            owns_warung: person.roles.iter().any(|role| role.0 == WarungRole::Owner),
            funded_last_year: person.funded_last_year,
            registered_at: person.registered_at,
        };
        Ok(rules::keys(&self.priorities, &facts))
    }
}

/// What of a plan itself speaks against people who come later: its criteria, and what registries said of them.
#[derive(Debug, Default)]
pub(in super::super) struct OfPlan {
    reasons: HashMap<Uuid, Vec<PlanReason>>,
    said: Vec<(Uuid, PreCheckReason)>,
}

impl OfPlan {
    /// Looks at people as they are today.
    pub(in super::super) async fn look(
        conn: &mut AsyncPgConnection,
        plan: &PlanRow,
        today: Day,
        workers: Vec<Uuid>,
    ) -> Result<Self, Problem> {
        let judge = Judge::new(plan, today)?;
        let people = queries::people_of(conn, plan, judge.on, &workers).await?;
        let first_day = judge.terms.months.from().first_day();
        let reasons = people
            .iter()
            .map(|person| Ok((person.worker_id, rules::judge(&traits(person)?, &judge.criteria, first_day))));
        let reasons = reasons.collect::<Result<_, Problem>>()?;
        Ok(Self { reasons, said: pre_checks::queries::said_of(conn, judge.plan, workers).await? })
    }

    /// What is made of somebody of whom this was found.
    pub(in super::super) fn verdict(&self, worker_id: Uuid, found: &Found) -> Result<Verdict, Problem> {
        let reasons = self.reasons.get(&worker_id).cloned();
        let mut of_plan = reasons.ok_or_else(|| Problem::internal("somebody a plan has not looked at"))?;
        of_plan.extend(taken(found));
        let verdict = rules::verdict(&found.eligibility, of_plan);
        Ok(pre_checks::rules::weigh(verdict, &of_worker(&self.said, worker_id)))
    }
}

/// What takes some of the months already.
fn taken(found: &Found) -> Vec<PlanReason> {
    let funded = found.funded.iter().map(|period| PlanReason::FundedInPlanMonths {
        programmes: period.programmes.0,
        from: period.from_month.0,
        until: period.last_month.0,
    });
    let under_way = found
        .under_way
        .map(|months| PlanReason::ContributionUnderWay { from: months.from(), until: months.until() });
    funded.chain(under_way).collect()
}

/// What was said of one of these people.
fn of_worker(said: &[(Uuid, PreCheckReason)], worker_id: Uuid) -> Vec<PreCheckReason> {
    let from = said.partition_point(|(worker, _)| *worker < worker_id);
    let rest = said.iter().skip(from);
    rest.take_while(|(worker, _)| *worker == worker_id).map(|(_, reason)| *reason).collect()
}

fn traits(person: &PersonRow) -> Result<Traits, Problem> {
    Ok(Traits {
        village: person.village_code.0.clone(),
        decile: decile(person)?,
        occupation: person.occupation.map(|occupation| occupation.0),
        occupation_source: person.occupation_source.map(|source| source.0),
        birth_on: person.birth_on,
        roles: person.roles.iter().map(|role| role.0).collect(),
        funded_last_year: person.funded_last_year,
    })
}

fn decile(person: &PersonRow) -> Result<Option<Decile>, Problem> {
    person.decile.map(Decile::new).transpose().map_err(Problem::internal)
}
