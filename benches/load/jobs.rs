//! Requests that write a hundred thousand rows: each once in a while, so that not their rate is measured but how long they
//! take, beside the plain `INSERT ... SELECT` of the same rows.

mod limits;

use std::time::{Duration, Instant};

use chrono::{Months, Utc};
use clap::ValueEnum;
use serde_json::{Value, json};
use tokio_postgres::Client;

use super::Outcome;
use super::fixture::Fixture;
use super::service::Service;

/// So many people a plan is about.
const CANDIDATES: usize = 100_000;

/// So many people of a batch; each has two lines.
const TRANCHE: usize = 50_000;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum JobKind {
    /// `POST /v1/enrolment-plans/{id}/compute`
    Plan,
    /// `POST /v1/enrolment-plans/{id}/approve`
    Decree,
    /// `POST /v1/contribution-batches`
    Batch,
}

impl JobKind {
    /// All, in the order of the table: each needs what the one before has made.
    pub const ALL: [Self; 3] = [Self::Plan, Self::Decree, Self::Batch];

    /// How it is called in the table.
    pub fn title(self) -> &'static str {
        match self {
            Self::Plan => "compute an enrolment plan",
            Self::Decree => "approve it with a decree",
            Self::Batch => "prepare a batch",
        }
    }

    /// The most that it may take, as a multiple of the statement.
    pub fn bar(self) -> f64 {
        1.5
    }
}

/// One pair.
#[derive(Debug, Clone, Copy)]
pub struct Timed {
    /// Rows that both wrote.
    pub rows: u64,
    /// The statement.
    pub limit: Duration,
    /// The request.
    pub served: Duration,
}

/// A plan and its source, in the year after the fixture's periods.
pub struct Jobs<'a> {
    service: &'a Service,
    fixture: &'a Fixture,
    owner: Client,
    admin: Client,
    http: reqwest::Client,
    plan: String,
    villages: Vec<String>,
}

impl<'a> Jobs<'a> {
    /// Enters a source for the next year and a plan for its first month, over as many villages as it takes.
    pub async fn prepare(fixture: &'a Fixture, service: &'a Service) -> Outcome<Self> {
        let (owner, admin) = (fixture.owner().await?, fixture.admin().await?);
        owner.batch_execute(&limits::source(fixture.regency_id)).await?;
        let per_village = (usize::try_from(fixture.workers)? / fixture.villages.len()).max(1);
        let villages: Vec<String> =
            fixture.villages.iter().take(CANDIDATES / per_village + 1).cloned().collect();
        let mut jobs = Self {
            service,
            fixture,
            owner,
            admin,
            http: reqwest::Client::new(),
            plan: String::new(),
            villages,
        };
        let wanted = json!({
            "name": "Bench", "funding_source_id": limits::SOURCE, "programmes": ["jkk", "jkm"],
            "wage_base_idr": 1_000_000, "from_month": "2027-01", "until_month": "2027-01",
            "include_regions": jobs.villages, "priorities": ["continuation", "lowest_decile"],
        });
        let made = jobs.send(&fixture.officer, "/v1/enrolment-plans", Some(wanted), None).await?;
        jobs.plan = text(&made, "id")?;
        jobs.owner.batch_execute(&limits::twin(&jobs.plan)).await?;
        Ok(jobs)
    }

    /// The pairs of one job. Either side finds the tables vacuumed and the checkpoint done.
    pub async fn pairs(&self, kind: JobKind, pairs: usize) -> Outcome<Vec<Timed>> {
        let mut timed = Vec::with_capacity(pairs);
        for _ in 0..pairs {
            timed.push(match kind {
                JobKind::Plan => self.plan().await?,
                JobKind::Decree => self.decree().await?,
                JobKind::Batch => self.batch().await?,
            });
        }
        Ok(timed)
    }

    async fn plan(&self) -> Outcome<Timed> {
        self.settle("enrolment_candidates, staged_enrolment_candidates").await?;
        let started = Instant::now();
        self.owner.batch_execute(&limits::candidates(self.fixture.regency_id, &self.villages)).await?;
        let limit = started.elapsed();
        self.settle("enrolment_candidates, staged_enrolment_candidates").await?;
        let etag = self.etag().await?;
        let started = Instant::now();
        self.act("compute", &self.fixture.officer, None, etag).await?;
        let served = started.elapsed();
        let count = "SELECT (count(*) FILTER (WHERE plan_id = $1::text::uuid))::bigint, count(*) FROM enrolment_candidates";
        let counted = self.owner.query_one(count, &[&self.plan]).await?;
        let (rows, all): (i64, i64) = (counted.try_get(0)?, counted.try_get(1)?);
        same(rows, all - rows)?;
        Ok(Timed { rows: u64::try_from(rows)?, limit, served })
    }

    async fn decree(&self) -> Outcome<Timed> {
        if self.status().await? == "draft" {
            if !self.is_computed().await? {
                self.act("compute", &self.fixture.officer, None, self.etag().await?).await?;
            }
            self.act("submit", &self.fixture.officer, None, self.etag().await?).await?;
        }
        self.undo_decree().await?;
        let started = Instant::now();
        self.owner.batch_execute(&limits::periods(&self.plan)).await?;
        let (limit, written) = (started.elapsed(), self.periods().await?);
        self.undo_decree().await?;
        let etag = self.etag().await?;
        let day = Utc::now().date_naive();
        let body = json!({ "decree_number": "1/2027", "decree_on": day.checked_sub_months(Months::new(1)) });
        let started = Instant::now();
        self.act("approve", &self.fixture.approver, Some(body), etag).await?;
        let (served, rows) = (started.elapsed(), self.periods().await?);
        same(rows, written)?;
        Ok(Timed { rows: u64::try_from(rows)?, limit, served })
    }

    async fn batch(&self) -> Outcome<Timed> {
        if self.status().await? != "approved" {
            self.decree().await?;
        }
        self.undo_batches().await?;
        let started = Instant::now();
        self.owner.batch_execute(&limits::lines(self.fixture.regency_id, TRANCHE)).await?;
        let (limit, written) = (started.elapsed(), self.lines().await?);
        self.undo_batches().await?;
        let body =
            json!({ "funding_source_id": limits::SOURCE, "months": ["2027-01"], "people_max": TRANCHE });
        let started = Instant::now();
        self.send(&self.fixture.officer, "/v1/contribution-batches", Some(body), None).await?;
        let (served, rows) = (started.elapsed(), self.lines().await?);
        same(rows, written)?;
        self.undo_batches().await?;
        Ok(Timed { rows: u64::try_from(rows)?, limit, served })
    }

    async fn settle(&self, tables: &str) -> Outcome<()> {
        self.admin.batch_execute(&format!("VACUUM ANALYZE {tables}")).await?;
        self.admin.batch_execute("CHECKPOINT").await?;
        Ok(())
    }

    async fn undo_decree(&self) -> Outcome<()> {
        self.admin.batch_execute(&limits::undo_periods(&self.plan)).await?;
        self.settle("enrolment_candidates, coverages, contribution_obligations, changes, unsequenced_changes")
            .await
    }

    async fn undo_batches(&self) -> Outcome<()> {
        self.admin.batch_execute(&limits::undo_lines()).await?;
        self.settle("contribution_batches, contribution_batch_lines").await
    }

    async fn periods(&self) -> Outcome<i64> {
        self.count("coverages AS x WHERE x.funding_source_id").await
    }

    async fn lines(&self) -> Outcome<i64> {
        let lines = "contribution_batch_lines AS l JOIN contribution_batches AS x ON x.id = l.batch_id \
                     WHERE x.funding_source_id";
        self.count(lines).await
    }

    async fn count(&self, rows: &str) -> Outcome<i64> {
        let statement = format!("SELECT count(*) FROM {rows} = '{}'", limits::SOURCE);
        Ok(self.owner.query_one(&statement, &[]).await?.try_get(0)?)
    }

    async fn status(&self) -> Outcome<String> {
        let statement = "SELECT status FROM enrolment_plans WHERE id = $1::text::uuid";
        Ok(self.owner.query_one(statement, &[&self.plan]).await?.try_get(0)?)
    }

    async fn is_computed(&self) -> Outcome<bool> {
        let statement = "SELECT computed_at IS NOT NULL FROM enrolment_plans WHERE id = $1::text::uuid";
        Ok(self.owner.query_one(statement, &[&self.plan]).await?.try_get(0)?)
    }

    async fn etag(&self) -> Outcome<String> {
        let token = self.service.sign_in(&self.fixture.officer).await?;
        let url = format!("http://{}/v1/enrolment-plans/{}", self.service.address, self.plan);
        let answer = self.http.get(url).bearer_auth(token).send().await?.error_for_status()?;
        let etag = answer.headers().get("etag").ok_or("a plan without an entity tag")?;
        Ok(etag.to_str()?.to_owned())
    }

    async fn act(
        &self,
        action: &str,
        who: &(String, String),
        body: Option<Value>,
        etag: String,
    ) -> Outcome<Value> {
        let path = format!("/v1/enrolment-plans/{}/{action}", self.plan);
        self.send(who, &path, body, Some(etag)).await
    }

    async fn send(
        &self,
        who: &(String, String),
        path: &str,
        body: Option<Value>,
        etag: Option<String>,
    ) -> Outcome<Value> {
        let token = self.service.sign_in(who).await?;
        let mut request = self.http.post(format!("http://{}{path}", self.service.address)).bearer_auth(token);
        if let Some(etag) = etag {
            request = request.header("If-Match", etag);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await?;
        let (status, told) = (answer.status(), answer.text().await?);
        if status.is_success() {
            Ok(serde_json::from_str(&told)?)
        } else {
            Err(format!("{path}: {status}: {told}").into())
        }
    }
}

fn text(answer: &Value, name: &str) -> Outcome<String> {
    let found = answer.get(name).and_then(Value::as_str);
    found.map(str::to_owned).ok_or_else(|| format!("an answer without {name}").into())
}

/// A ratio means something only where both sides wrote the same.
fn same(rows: i64, limit: i64) -> Outcome<()> {
    if rows == limit && rows > 0 {
        Ok(())
    } else {
        Err(format!("the service wrote {rows} rows, the statement {limit}").into())
    }
}
