//! `GET /v1/messages` and `GET /v1/messages/{id}`

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, covered, made, only, told};
use crate::support::cover::{
    HOME, NEXT_DOOR, active, apbd, one, proposal, source, start, statuses_by_role, stranger, worker,
};

#[tokio::test]
async fn the_list_is_narrowed_and_paged() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let first = covered(&app, 1, budget).await;
    covered(&app, 2, budget).await;
    let third = worker(&app, 3).await;
    active(&app, &proposal(&third, budget), "26000000003").await;
    made(&app).await;
    let count = async |query: &str| told(&app, query).await.len();
    assert_eq!(count("").await, 3);
    assert_eq!(count("?channel=letter").await, 1);
    assert_eq!(count("?channel=short_message&status=ready&kind=cover_started").await, 2);
    assert_eq!(count("?status=sent").await, 0);
    assert_eq!(count(&format!("?region={HOME}")).await, 3);
    assert_eq!(count(&format!("?region={NEXT_DOOR}")).await, 0);
    assert_eq!(count(&format!("?worker_id={}", first.id)).await, 1);
    let officer = app.officer();
    let page = app.get(&format!("{PATH}?limit=2&count=exact")).as_(&officer).send().await.expect(200);
    assert_eq!((page["data"].as_array().unwrap().len(), &page["count"]), (2, &json!(3)));
    let path = format!("{PATH}?limit=2&cursor={}", page["next_cursor"].as_str().unwrap());
    let next = app.get(&path).as_(&officer).send().await.expect(200);
    assert_eq!((next["data"].as_array().unwrap().len(), &next["next_cursor"]), (1, &Value::Null));
    for wrong in ["?status=x", "?kind=x", "?channel=x", "?due_on=x", "?region=x", "?worker_id=x"] {
        app.get(&format!("{PATH}{wrong}")).as_(&officer).send().await.expect_problem(400, "invalid_query");
    }
}

#[tokio::test]
async fn who_may_read_and_whom() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    covered(&app, 1, budget).await;
    let path = format!("{PATH}/{}", only(&app, "cover_started").await["id"].as_str().unwrap());
    let readers = [Role::VillageOperator, Role::DistrictViewer, Role::Officer, Role::Approver, Role::Auditor];
    for path in [path.clone(), format!("{path}/history"), PATH.to_owned()] {
        let statuses = statuses_by_role(&app, async |account| match account {
            Some(account) => app.get(&path).as_(account).send().await,
            None => app.get(&path).send().await,
        })
        .await;
        assert_eq!(statuses, readers.map(|role| (role, 200)), "{path}");
    }
    for foreign in [stranger(&app), app.account(Role::VillageOperator, &[NEXT_DOOR])] {
        app.get(&path).as_(&foreign).send().await.expect_problem(404, "not_found");
        let listed = app.get(PATH).as_(&foreign).send().await.expect(200);
        assert_eq!(listed["data"], json!([]));
    }
}

#[tokio::test]
async fn a_purpose_opens_the_number_and_is_written_down() {
    let app = start().await;
    let budget = source(&app, apbd()).await;
    let member = covered(&app, 1, budget).await;
    let path = format!("{PATH}/{}", only(&app, "cover_started").await["id"].as_str().unwrap());
    let open = async |account| app.get(&path).as_(account).header("X-Purpose", "contact; rapat").send().await;
    let officer = app.officer();
    let answer = open(&officer).await;
    assert_eq!(answer.expect(200)["recipient"]["phone"], "+6281234567890");
    assert_eq!(answer.header("etag"), Some("\"1.open\""));
    let village = app.account(Role::VillageOperator, &[HOME]);
    open(&village).await.expect_problem(403, "forbidden");
    let log = format!(
        "select string_agg(purpose || ' ' || note || ' ' || array_to_string(fields, ','), ';') \
         from person_access_log where worker_id = '{}' and purpose is not null",
        member.id
    );
    assert_eq!(one::<String>(&app, &log).await, "contact rapat phone");
    let masked = app.get(&path).as_(&village).send().await;
    assert_eq!(masked.expect(200)["recipient"]["phone"], "+62*******90");
    assert_eq!(masked.header("etag"), Some("\"1.masked\""));
}
