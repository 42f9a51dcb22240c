//! Plans, periods, batches, refused lines, gaps and months

use payung::access::caller::Role;
use serde_json::{Value, json};

use super::{PATH, caused_on, items, kinds, only};
use crate::messages::made;
use crate::support::TestApp;
use crate::support::app::Account;
use crate::support::contributions::{
    Batch, decide, draft as draft_batch, funded, paid, prepare, wanted as of_months, workers,
};
use crate::support::cover::{
    HOME, NEXT_DOOR, apbd, approved, approver, decree, given, proposal, proposed, settle, source, start,
    statuses_by_role, stranger, worker,
};
use crate::support::enrolment::{draft, execute, wanted};

#[tokio::test]
async fn a_submitted_plan_is_the_second_persons_work_until_it_is_approved() {
    let app = start().await;
    worker(&app, 1).await;
    let (approver, officer) = (approver(&app), app.officer());
    let plan = draft(&app, &wanted(source(&app, apbd()).await)).await.submitted(&app).await;
    let item = only(&app, &approver, "plan_to_approve").await;
    let id = plan.id();
    assert_eq!(
        (&item["key"], &item["owner"], &item["region_code"], &item["link"]),
        (
            &json!(format!("plan_to_approve.{id}")),
            &json!("approver"),
            &json!("35.29"),
            &json!(format!("/v1/enrolment-plans/{id}"))
        )
    );
    assert_eq!((&item["people"], &item["amount_idr"]), (&json!(1), &json!(201_600)));
    // Its first month is over, so it is due on the day on which it came.
    assert_eq!(item["due_on"], json!(caused_on(&item)));
    assert_eq!(
        item["reason"],
        "Rencana kepesertaan \"Pekerja rentan 2026\" untuk 1 orang menunggu persetujuan orang kedua."
    );
    let path = format!("{PATH}/plan_to_approve.{id}");
    let english = app.get(&path).as_(&officer).header("Accept-Language", "en").send().await.expect(200);
    assert_eq!(
        english["reason"],
        "The enrolment plan \"Pekerja rentan 2026\" waits for the second person; people in it: 1."
    );
    plan.act(&app, &approver, "approve", &decree()).await.expect(200);
    app.get(&path).as_(&officer).send().await.expect_problem(404, "not_found");
    assert_eq!(kinds(&app, &approver, "?owner=approver").await, Vec::<String>::new());
    // Now the insurer is to say which numbers they have.
    let item = only(&app, &officer, "coverages_to_activate").await;
    assert_eq!((&item["owner"], &item["people"]), (&json!("insurer"), &json!(1)));
}

#[tokio::test]
async fn proposed_periods_wait_for_approval_and_approved_ones_for_their_numbers() {
    let app = start().await;
    let (first, second) = (worker(&app, 1).await, worker(&app, 2).await);
    let source = source(&app, apbd()).await;
    proposed(&app, &proposal(&first, source)).await;
    let period = approved(&app, &proposal(&second, source)).await;
    let officer = app.officer();
    let waiting = only(&app, &officer, "coverages_to_approve").await;
    assert_eq!((&waiting["owner"], &waiting["people"]), (&json!("approver"), &json!(1)));
    assert_eq!(waiting["link"], json!(format!("/v1/coverages?funding_source_id={source}&status=proposed")));
    assert_eq!(only(&app, &officer, "coverages_to_activate").await["people"], 1);
    period.act(&app, &officer, "activate", &given("26000000001")).await.expect(200);
    assert_eq!(items(&app, &officer, "?kind=coverages_to_activate").await, [json!(null); 0]);
}

#[tokio::test]
async fn a_batch_is_somebodys_work_from_its_draft_to_the_insurers_answer() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let officer = app.officer();
    let batch = draft_batch(&app, source, &["2026-03", "2026-04"]).await;
    let item = only(&app, &officer, "batch_to_approve").await;
    assert_eq!(
        (&item["owner"], &item["due_on"], &item["is_overdue"], &item["amount_idr"]),
        (&json!("approver"), &json!("2026-03-31"), &json!(true), &json!(33_600))
    );
    assert_eq!(item["reason"], "Kelompok iuran APBD 2026 #1 untuk 1 orang menunggu persetujuan orang kedua.");
    batch.act(&app, &approver(&app), "approve", &json!({})).await.expect(200);
    let batch = Batch::read(&app, &batch.path).await;
    assert_eq!(only(&app, &officer, "batch_to_bill").await["owner"], "officer");
    let code = json!({ "billing_code": "926011", "expires_on": "2026-12-05" });
    batch.act(&app, &officer, "issue-billing-code", &code).await.expect(200);
    let item = only(&app, &officer, "batch_to_pay").await;
    assert_eq!((&item["due_on"], &item["is_overdue"]), (&json!("2026-12-05"), &json!(false)));
    let third = paid(&app, source, &["2026-05"], "926012").await;
    let item = only(&app, &officer, "batch_to_reconcile").await;
    assert_eq!((&item["due_on"], &item["link"]), (&json!("2026-03-17"), &json!(third.path)));
    third.reconcile(&app, &officer, "", "line_number,status\n1,accepted\n2,accepted\n").await.expect(200);
    assert_eq!(items(&app, &officer, "?kind=batch_to_reconcile").await, [json!(null); 0]);
}

/// Two months of two programmes each for three people; the insurer refuses one line of each of them.
#[tokio::test]
async fn a_refused_line_is_work_by_the_default_action_of_its_reason_until_it_is_sent_again() {
    let app = start().await;
    let people = workers(&app, 3).await;
    let source = funded(&app, &[&people[0], &people[1], &people[2]]).await;
    let batch = paid(&app, source, &["2026-03"], "926011").await;
    let file = format!(
        "nik,status,reason\n{},refused,nik_not_found\n{},refused,active_wage_earner\n{},refused,system_error\n",
        people[0].nik.as_str(),
        people[1].nik.as_str(),
        people[2].nik.as_str()
    );
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    let village = app.account(Role::VillageOperator, &[HOME]);
    let of_village = refused(&app, &village).await;
    assert_eq!(of_village.len(), 1, "both programmes of the first are one piece of work");
    assert_eq!(of_village[0]["amount_idr"], 16_800);
    assert_eq!(
        (&of_village[0]["kind"], &of_village[0]["region_code"], &of_village[0]["link"]),
        (&json!("refused_line_to_correct"), &json!(HOME), &json!(people[0].path("")))
    );
    let officer = app.officer();
    for (kind, person) in [("refused_line_to_end", &people[1]), ("refused_line_to_resend", &people[2])] {
        let found = items(&app, &officer, &format!("?kind={kind}&region={HOME}")).await;
        let links: Vec<_> = found.iter().map(|item| item["link"].clone()).collect();
        assert_eq!(links, [json!(person.path(""))], "{kind}");
    }
    // What is sent again is no work any more; the one whose period should end stays.
    prepare(&app, &officer, &of_months(source, &["2026-04"])).await.expect(201);
    let mut left = kinds(&app, &officer, "?owner=officer&region=35.29.01").await;
    // All of them have the same name and birth.
    left.retain(|kind| kind != "possible_duplicate");
    assert_eq!(left, ["refused_line_to_end"]);
    assert_eq!(refused(&app, &village).await, [json!(null); 0]);
}

/// The work of a village but for the letters to those who are covered now.
async fn refused(app: &TestApp, village: &Account) -> Vec<Value> {
    let mut found = items(app, village, "?owner=village_operator").await;
    found.retain(|item| item["kind"] != "letters_to_print");
    found
}

#[tokio::test]
async fn who_is_registered_no_more_and_still_funded_is_work_until_the_period_ends() {
    let app = start().await;
    let (gone, here) = (worker(&app, 1).await, worker(&app, 2).await);
    let source = source(&app, apbd()).await;
    let period = approved(&app, &proposal(&gone, source)).await;
    approved(&app, &proposal(&here, source)).await;
    let officer = app.officer();
    let none = items(&app, &officer, "?kind=period_to_end").await;
    assert_eq!(none, [json!(null); 0]);
    let left = json!({ "reason": "moved_out", "on": "2026-11-20" });
    decide(&app, &gone.path(""), "deactivate", &left).await;
    let item = only(&app, &officer, "period_to_end").await;
    assert_eq!(
        (&item["owner"], &item["link"], &item["due_on"]),
        (&json!("officer"), &json!(format!("/v1/coverages?worker_id={}", gone.id)), &json!("2026-11-27"))
    );
    let end = json!({ "reason": "moved_out", "ended_on": "2026-11-20" });
    period.act(&app, &officer, "end", &end).await.expect(200);
    assert_eq!(items(&app, &officer, "?kind=period_to_end").await, none);
    // A merge brings periods also to a registration that nobody has verified, and that may be refused.
    execute(&app, "update workers set status = 'registered' where id = $1", &[&here.id]).await;
    decide(&app, &here.path(""), "reject", &json!({ "reason": "not_resident" })).await;
    let item = only(&app, &officer, "period_to_end").await;
    assert_eq!(
        (&item["link"], &item["due_on"]),
        (&json!(format!("/v1/coverages?worker_id={}", here.id)), &json!("2026-11-30"))
    );
    let said = item["reason"].as_str().unwrap();
    assert!(said.contains("tidak terdaftar lagi") && said.contains("(Bukan penduduk)"), "{said}");
}

/// Paid until August, cut off on entering the third unpaid month, November being the month of these tests: whoever is paid
/// until September falls out in December.
#[tokio::test]
async fn members_who_fall_out_soon_are_work_by_village_and_the_last_month_is_to_be_closed() {
    let app = start().await;
    let people = workers(&app, 2).await;
    funded(&app, &[&people[0], &people[1]]).await;
    for person in &people {
        settle(&app, person, "2026-01", "2026-09", "2026-02-10").await;
    }
    let officer = app.officer();
    let gaps = app.get("/v1/coverage-gaps?by=village&count=exact").as_(&officer).send().await.expect(200);
    assert_eq!(gaps["count"], json!(gaps["data"].as_array().unwrap().len()));
    let gap = &gaps["data"][0];
    let item = only(&app, &officer, "members_near_lapse").await;
    assert_eq!(
        (&item["region_code"], &item["people"], &item["due_on"], &item["amount_idr"]),
        (&json!(HOME), &gap["members"], &gap["pay_by"], &gap["unpaid_idr"])
    );
    assert_eq!(item["people"], 2);
    let link = item["link"].as_str().unwrap();
    let members = app.get(&format!("{link}&count=exact")).as_(&officer).send().await.expect(200);
    assert_eq!((&members["count"], members["data"].as_array().unwrap().len()), (&json!(2), 2));
    let item = only(&app, &officer, "month_to_close").await;
    assert_eq!(
        (&item["key"], &item["due_on"]),
        (&json!("month_to_close.35.29.2026-10"), &json!("2026-11-10"))
    );
    for month in ["2026-09", "2026-10"] {
        let close = app.post("/v1/monthly-closes").as_(&officer).json(&json!({ "month": month }));
        close.send().await.expect(201);
    }
    assert_eq!(items(&app, &officer, "?kind=month_to_close").await, [json!(null); 0]);
    // A month that was opened again is to be closed again, however long ago it was.
    let closes = app.get("/v1/monthly-closes").as_(&officer).send().await.expect(200);
    let september =
        closes["data"].as_array().unwrap().iter().find(|close| close["month"] == "2026-09").unwrap();
    let path = format!("/v1/monthly-closes/{}", september["id"].as_str().unwrap());
    let etag = app.get(&path).as_(&officer).send().await.header("etag").unwrap().to_owned();
    let reopen = app.post(&format!("{path}/reopen")).as_(&officer).header("If-Match", &etag);
    reopen.json(&json!({ "reason": "A late file." })).send().await.expect(200);
    let item = only(&app, &officer, "month_to_close").await;
    assert_eq!(item["key"], "month_to_close.35.29.2026-09");
}

#[tokio::test]
async fn everybody_sees_the_work_of_the_own_regions_in_pages() {
    let app = start().await;
    let people = workers(&app, 2).await;
    let source = funded(&app, &[&people[0], &people[1]]).await;
    let batch = paid(&app, source, &["2026-03"], "926011").await;
    let file = format!("nik,status,reason\n{},refused,nik_not_found\n", people[0].nik.as_str());
    batch.reconcile(&app, &app.officer(), "", &file).await.expect(200);
    made(&app).await;
    let read = async |account: Option<&_>| match account {
        Some(account) => app.get(PATH).as_(account).send().await,
        None => app.get(PATH).send().await,
    };
    let roles = [Role::VillageOperator, Role::DistrictViewer, Role::Officer, Role::Approver, Role::Insurer];
    let mut expected: Vec<(Role, u16)> = roles.map(|role| (role, 200)).to_vec();
    expected.push((Role::Auditor, 200));
    assert_eq!(statuses_by_role(&app, read).await, expected);
    assert_eq!(items(&app, &stranger(&app), "").await, [json!(null); 0]);
    let next_door = app.account(Role::VillageOperator, &[NEXT_DOOR]);
    assert_eq!(items(&app, &next_door, "").await, [json!(null); 0]);
    let village = app.account(Role::VillageOperator, &[HOME]);
    let of_village = kinds(&app, &village, "").await;
    let own = ["refused", "members", "letters_to_print", "possible_duplicate"];
    assert!(of_village.iter().all(|kind| own.iter().any(|own| kind.starts_with(own))), "{of_village:?}");

    let officer = app.officer();
    let all = items(&app, &officer, "?limit=500").await;
    let counted = app.get(&format!("{PATH}?limit=1&count=exact")).as_(&officer).send().await.expect(200);
    assert_eq!(counted["count"], json!(all.len()));
    let (mut cursor, mut paged) = (None::<String>, Vec::new());
    loop {
        let after = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let page = app.get(&format!("{PATH}?limit=1{after}")).as_(&officer).send().await.expect(200);
        paged.extend(page["data"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(paged, all);
    assert!(
        all.is_sorted_by_key(|item| item["due_on"].as_str().unwrap().to_owned()),
        "the most urgent first"
    );
    let until = all[0]["due_on"].as_str().unwrap();
    let urgent = items(&app, &officer, &format!("?due_until={until}")).await;
    assert!(urgent.iter().all(|item| item["due_on"] == all[0]["due_on"]) && !urgent.is_empty());
    for query in ["?kind=x", "?owner=auditor", "?state=x", "?region=x", "?due_until=x"] {
        app.get(&format!("{PATH}{query}")).as_(&officer).send().await.expect_problem(400, "invalid_query");
    }
}
