//! Deciding about many registrations at once, as the demo's roster does: by the rules for everybody.

use payung::access::caller::RegionScope;
use payung::domain::{RegionCode, new_id};
use payung::platform::changes::{Actor, Origin};
use payung::platform::db::transaction::transact;
use payung::platform::http::{Code, Problem};
use payung::register::workers::rules::{DeactivationReason, RejectionReason, Rights};
use payung::register::workers::service::{Decision, Writing, decide_all};
use serde_json::json;

use super::{Registered, nameless, nik, one, register, siti, with};
use crate::support::TestApp;
use crate::support::regions::SUMENEP;

/// Decides as an officer of these regions.
async fn decide(
    app: &TestApp,
    region: &str,
    decisions: Vec<(&Registered, Decision)>,
) -> Result<usize, Problem> {
    let now = app.state.clock.now();
    let origin = Origin { actor: Actor::User(new_id(now)), request_id: None, import_id: None, now };
    let scope = RegionScope::regions(vec![SUMENEP], vec![RegionCode::parse(region).unwrap()]);
    let writing = Writing {
        vault: &app.state.vault,
        scope: &scope,
        rights: Rights { write: true, verify: true, merge: false },
        origin: &origin,
        today: app.state.clock.today(),
    };
    let decisions = decisions.into_iter().map(|(worker, decision)| (worker.id.parse().unwrap(), decision));
    let decisions = decisions.collect();
    let mut conn = app.state.db.write().await.unwrap();
    transact(&mut conn, async |conn| decide_all(conn, writing, decisions).await).await.map(|rows| rows.len())
}

fn verify() -> Decision {
    Decision::Verify { confirm_warnings: true, note: None }
}

const STATUSES: &str = "select string_agg(status || version, ' ' order by name) from workers";

#[tokio::test]
async fn each_registration_gets_its_decision_its_history_and_its_person_back() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let right = register(&app, &officer, &with(siti(), json!({ "name": "A" }))).await;
    let wrong = register(&app, &officer, &nameless("B")).await;
    let gone = register(&app, &officer, &with(siti(), json!({ "name": "C", "nik": nik(4) }))).await;
    let leave = Decision::Deactivate {
        reason: DeactivationReason::MovedOut,
        on: app.state.clock.today(),
        note: None,
    };
    let reject = Decision::Reject { reason: RejectionReason::NotAWorker, note: None };
    let decisions = vec![(&right, verify()), (&wrong, reject), (&gone, leave)];
    let decided = decide(&app, "35.29", decisions).await.unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(decided, 3);
    assert_eq!(one::<String>(&app, STATUSES).await, "verified2 rejected2 inactive2");
    let recorded = "select string_agg(action || coalesce(' ' || reason, ''), ', ' order by action) from changes \
                    where subject = 'worker' and version = 2 and actor_id is not null";
    let recorded: String = one(&app, recorded).await;
    assert_eq!(recorded, "deactivated moved_out, rejected not_a_worker, verified");
    assert_eq!(one::<i64>(&app, "select count(*) from persons where open_worker_id is not null").await, 1);
}

#[tokio::test]
async fn one_that_cannot_be_keeps_all_as_they_were() {
    let app = TestApp::start().await;
    let officer = app.officer();
    let right = register(&app, &officer, &with(siti(), json!({ "name": "A" }))).await;
    let unknown = register(&app, &officer, &nameless("B")).await;
    let refuse = async |region, decisions, code| {
        let problem = decide(&app, region, decisions).await.expect_err("one breaks a rule");
        assert_eq!(problem.code(), code);
        assert_eq!(one::<String>(&app, STATUSES).await, "registered1 registered1");
    };
    refuse("35.29", vec![(&right, verify()), (&unknown, verify())], Code::ValidationFailed).await;
    let reopen = || Decision::Reopen { reason: "Salah catat".to_owned() };
    refuse("35.29", vec![(&right, verify()), (&unknown, reopen())], Code::InvalidState).await;
    // Who lies outside the regions does not exist there.
    refuse("35.29.01.1016", vec![(&right, verify())], Code::NotFound).await;
}
