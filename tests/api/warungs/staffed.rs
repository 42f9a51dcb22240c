//! Entering warungs together with who works there, as the demo's roster does: by the rules for everybody.

use payung::access::caller::RegionScope;
use payung::domain::{RegionCode, WarungRole, new_id, parse_day};
use payung::platform::changes::{Actor, Origin};
use payung::platform::db::transaction::transact;
use payung::platform::http::{Code, Field, Issues, Problem};
use payung::register::warungs::{By, NewLink, NewWarung, Staffed, WarungFields, create_staffed};
use uuid::Uuid;

use super::{PAMOLOKAN, actions, worker, worker_in};
use crate::support::TestApp;
use crate::support::regions::SUMENEP;

fn staffed(name: &str, workers: &[(Uuid, WarungRole, &str)]) -> Staffed {
    let fields = WarungFields {
        village_code: Field::Value(PAMOLOKAN.to_owned()),
        name: Field::Value(name.to_owned()),
        ..WarungFields::default()
    };
    let facts = fields.settle(None, Issues::new()).unwrap_or_else(|problem| panic!("{problem:?}"));
    let link = |&(worker_id, role, since): &(Uuid, WarungRole, &str)| NewLink {
        id: None,
        worker_id,
        role,
        since_on: parse_day(since).unwrap(),
    };
    Staffed { warung: NewWarung { id: None, facts }, workers: workers.iter().map(link).collect() }
}

/// Enters warungs as somebody of Sumenep; the ids of what was entered.
async fn enter(app: &TestApp, new: Vec<Staffed>) -> Result<Vec<Uuid>, Problem> {
    let now = app.state.clock.now();
    let origin = Origin { actor: Actor::User(new_id(now)), request_id: None, import_id: None, now };
    let scope = RegionScope::regions(vec![SUMENEP], vec![RegionCode::parse("35.29").unwrap()]);
    let by = By { scope: &scope, origin: &origin, today: app.state.clock.today() };
    let mut conn = app.state.db.write().await.unwrap();
    let rows = transact(&mut conn, async |conn| create_staffed(conn, by, new).await).await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Enters what must be refused for this reason; nothing of it stands in the database.
async fn refuse(app: &TestApp, new: Vec<Staffed>, code: Code, detail: &str) {
    let problem = enter(app, new).await.expect_err("it breaks a rule");
    assert_eq!(problem.code(), code);
    let details: Vec<&str> = problem.field_errors().iter().map(|error| error.code.as_ref()).collect();
    assert_eq!(details, [detail]);
    let client = app.database().owner().client().await.unwrap();
    let written = "SELECT (SELECT count(*) FROM warungs) + (SELECT count(*) FROM warung_workers) \
                   + (SELECT count(*) FROM changes WHERE subject IN ('warung', 'warung_worker'))";
    assert_eq!(client.query_one(written, &[]).await.unwrap().get::<_, i64>(0), 0);
}

#[tokio::test]
async fn warungs_are_entered_with_all_who_work_there_and_each_has_its_history() {
    let app = TestApp::start().await;
    let (owner, helper) = (worker(&app).await, worker(&app).await);
    let new = vec![
        staffed(
            "Warung Bu Sri",
            &[(owner, WarungRole::Owner, "2019-03-01"), (helper, WarungRole::Family, "2024-02-01")],
        ),
        staffed("Kios Pojok", &[(helper, WarungRole::Owner, "2020-01-01")]),
        staffed("Warung Kosong", &[]),
    ];
    let ids = enter(&app, new).await.unwrap_or_else(|problem| panic!("{problem:?}"));

    let officer = app.officer();
    let path = format!("/v1/warungs/{}", ids[0]);
    let links = app.get(&format!("{path}/workers")).as_(&officer).send().await.expect(200);
    let links = links["data"].as_array().unwrap();
    let shown: Vec<_> = links.iter().map(|link| (link["role"].clone(), link["since_on"].clone())).collect();
    assert_eq!(shown.len(), 2);
    assert!(shown.contains(&("owner".into(), "2019-03-01".into())));
    assert!(shown.contains(&("family".into(), "2024-02-01".into())));
    assert_eq!(actions(&app, &officer, &path).await, ["created"]);
    let client = app.database().owner().client().await.unwrap();
    let recorded = "SELECT count(*) FROM changes WHERE subject IN ('warung', 'warung_worker') \
                    AND action = 'created' AND region_code = '35.29.01.1016' AND actor_id IS NOT NULL";
    assert_eq!(client.query_one(recorded, &[]).await.unwrap().get::<_, i64>(0), 6);
}

#[tokio::test]
async fn a_second_owner_and_a_worker_named_twice_are_refused() {
    let app = TestApp::start().await;
    let (one, other) = (worker(&app).await, worker(&app).await);
    let owners = [(one, WarungRole::Owner, "2019-03-01"), (other, WarungRole::Owner, "2024-02-01")];
    refuse(&app, vec![staffed("Warung Bu Sri", &owners)], Code::Conflict, "owner_exists").await;
    let twice = [(one, WarungRole::Owner, "2019-03-01"), (one, WarungRole::Family, "2024-02-01")];
    refuse(&app, vec![staffed("Warung Bu Sri", &twice)], Code::Conflict, "works_there_already").await;
}

#[tokio::test]
async fn a_third_job_at_the_same_time_is_refused_wherever_the_others_are() {
    let app = TestApp::start().await;
    let busy = worker(&app).await;
    let job = [(busy, WarungRole::Family, "2024-02-01")];
    let new = vec![staffed("Satu", &job), staffed("Dua", &job), staffed("Tiga", &job)];
    refuse(&app, new, Code::Conflict, "too_many_jobs").await;

    enter(&app, vec![staffed("Satu", &job)]).await.unwrap_or_else(|problem| panic!("{problem:?}"));
    let problem =
        enter(&app, vec![staffed("Dua", &job), staffed("Tiga", &job)]).await.expect_err("the third");
    assert_eq!(problem.field_errors()[0].code, "too_many_jobs");
    enter(&app, vec![staffed("Dua", &job)]).await.unwrap_or_else(|problem| panic!("{problem:?}"));
}

#[tokio::test]
async fn who_is_not_open_or_not_there_and_a_day_to_come_are_refused() {
    let app = TestApp::start().await;
    let gone = worker_in(&app, PAMOLOKAN, "Sri Wahyuni", "inactive").await;
    let job = [(gone, WarungRole::Owner, "2024-02-01")];
    refuse(&app, vec![staffed("Warung Bu Sri", &job)], Code::ValidationFailed, "worker_not_open").await;
    let foreign = worker_in(&app, super::FOREIGN, "Sri Wahyuni", "verified").await;
    let job = [(foreign, WarungRole::Owner, "2024-02-01")];
    refuse(&app, vec![staffed("Warung Bu Sri", &job)], Code::UnknownReference, "unknown_worker").await;
    let job = [(worker(&app).await, WarungRole::Owner, "2199-01-01")];
    refuse(&app, vec![staffed("Warung Bu Sri", &job)], Code::ValidationFailed, "day_in_future").await;
}
