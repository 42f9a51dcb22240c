//! The papers of children: `POST /v1/claims/{id}/documents?child_id=`.

use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::claims::stage::{Stage, field_errors, pairs};

#[tokio::test]
async fn a_paper_of_a_child_is_taken_judged_and_withdrawn_also_after_the_claim_was_paid() {
    let stage = Stage::set().await;
    let (held, child) = stage.child(&stage.paid_out().await, super::ani(None)).await;
    let year = stage.school_year(0);
    let answer = stage.child_paper(&held, &child, "school_letter", Some(&year)).await;
    let document = answer.expect(201);
    assert_eq!((&document["child_id"], &document["school_year"]), (&child["id"], &json!(year)));
    assert_eq!(document["allowed_actions"], json!(["open", "withdraw"]));
    let held = stage.read(&held).await;
    for (by, action, body) in [
        (&stage.officer, "refuse", json!({"reason": "Buram."})),
        (&stage.officer, "accept", json!({})),
        (&stage.operator, "withdraw", json!({"reason": "Salah anak."})),
        (&stage.operator, "restore", json!({})),
    ] {
        let held = stage.read(&held).await;
        stage.act_on_paper(&held, by, (&document, action), &body).await.expect(200);
    }
    let answer = stage.child_paper(&held, &child, "school_letter", Some(&year)).await;
    answer.expect_problem(409, "already_exists");
    // Papers of the claim as a whole have had their time.
    let bytes = crate::claims::documents::pdf("late");
    let late = stage.try_send_paper(&held, &stage.operator, "family_card", bytes).await;
    late.expect_problem(409, "invalid_state");
}

#[tokio::test]
async fn a_paper_on_which_a_year_was_confirmed_stays_until_the_year_is_taken_back() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    let child = json!({"id": scholarship["child_id"]});
    let listed = stage.app.get(&held.action("documents?limit=500")).as_(&stage.operator);
    let listed = listed.send().await.expect(200);
    let own = |document: &&Value| document["child_id"] == child["id"];
    let papers: Vec<&Value> = listed["data"].as_array().unwrap().iter().filter(own).collect();
    assert_eq!(papers.len(), super::PAPERS.len());
    let (refuse, withdraw) = (json!({"reason": "Buram."}), json!({"reason": "Salah anak."}));
    for paper in papers.iter().copied() {
        assert_eq!(paper["allowed_actions"], json!(["open"]), "{paper}");
        for (by, action, body) in
            [(&stage.officer, "refuse", &refuse), (&stage.operator, "withdraw", &withdraw)]
        {
            let answer = stage.act_on_paper(&held, by, (paper, action), body).await;
            answer.expect_problem(409, "invalid_state");
        }
    }
    // One that came after it proved nothing.
    let late = stage.child_paper(&held, &child, "family_card", Some(&stage.school_year(0))).await;
    let late = late.expect(201);
    let held = stage.read(&held).await;
    stage.act_on_paper(&held, &stage.operator, (&late, "withdraw"), &withdraw).await.expect(200);
    let held = stage.read(&held).await;
    let (held, _) =
        stage.year_step(&held, &stage.operator, (&scholarship, "withdraw"), withdraw.clone()).await;
    stage.act_on_paper(&held, &stage.officer, (papers[0], "refuse"), &refuse).await.expect(200);
}

#[tokio::test]
async fn one_letter_of_a_school_may_name_two_children_and_two_years() {
    let stage = Stage::set().await;
    let (held, ani) = stage.with_child().await;
    let mut budi = super::ani(None);
    (budi["name"], budi["nik"]) = (json!("Budi Hasan"), json!(null));
    let (held, budi) = stage.child(&held, budi).await;
    let send = async |child: &Value, year: Option<&str>| {
        let year = year.map(|year| format!("&school_year={year}")).unwrap_or_default();
        let id = child["id"].as_str().unwrap();
        let path = held.action(&format!("documents?kind=school_letter&child_id={id}{year}"));
        let mut request = stage.app.post(&path).as_(&stage.operator);
        request.0 = request.0.body("%PDF-1.7\nboth");
        request.send().await
    };
    let year = stage.school_year(0);
    let first = send(&ani, None).await.expect(201);
    let of_year = send(&ani, Some(&year)).await.expect(201);
    let sibling = send(&budi, None).await.expect(201);
    assert_eq!(sibling["same_content_as"], json!([first["id"], of_year["id"]]));
    for (child, year, existing) in
        [(&ani, None, &first), (&ani, Some(&*year), &of_year), (&budi, None, &sibling)]
    {
        let problem = send(child, year).await.expect_problem(409, "already_exists");
        assert_eq!(problem["existing_id"], existing["id"]);
    }
    // What the lock sees to, the database holds, too: also where neither names a year.
    let twice = "INSERT INTO claim_documents SELECT (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid()))).* \
        FROM claim_documents AS d WHERE child_id IS NOT NULL AND school_year IS NULL";
    let refused = stage.database.execute(twice, &[]).await.unwrap_err();
    let constraint = refused.as_db_error().and_then(|error| error.constraint().map(str::to_owned));
    assert_eq!(constraint.as_deref(), Some("claim_documents_paper_key"));
}

/// Else the village could take back what the insurer has, by sending it in the name of a child.
#[tokio::test]
async fn papers_of_the_claim_name_no_child_and_those_of_a_child_are_none_of_the_claims_own() {
    let stage = Stage::set().await;
    let draft = stage.with_widow().await;
    let (held, child) = stage.child(&draft, super::ani(None)).await;
    for kind in ["death_certificate", "bank_book", "guardian_letter"] {
        let problem =
            stage.child_paper(&held, &child, kind, None).await.expect_problem(422, "validation_failed");
        assert_eq!(field_errors(&problem), pairs(&[("/kind", "no_paper_of_a_child")]));
    }
    // Nothing is left of what was refused.
    assert_eq!((stage.files(), stage.read(&held).await.etag), (0, held.etag.clone()));
    // The card that both ask for, and the letter that stands in for a birth or a death certificate.
    for kind in ["family_card", "village_letter"] {
        stage.child_paper(&held, &child, kind, None).await.expect(201);
    }
    let stated = json!({"stated_circumstances": ["scholarship"]});
    for stated in [json!({"stated_circumstances": null}), stated] {
        let held = stage.read(&held).await;
        stage.send(Method::PATCH, &held.path(), &stage.operator, Some(&held.etag), &stated).await.expect(200);
        let list = stage.app.get(&held.action("checklist")).as_(&stage.operator).send().await.expect(200);
        let states = |wanted: &str| {
            let items = list["items"].as_array().unwrap();
            items.iter().find(|item| item["document"] == wanted).map(|item| item["state"].clone())
        };
        assert_eq!(states("family_card"), Some(json!("missing")));
        assert_eq!(states("death_certificate"), Some(json!("missing")));
        if stated["stated_circumstances"].is_array() {
            assert_eq!(states("birth_certificate"), Some(json!("to_check")));
        }
    }
}

#[tokio::test]
async fn a_paper_names_a_child_of_the_claim_and_a_school_year_only_with_it() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let stranger = json!({"id": Uuid::now_v7()});
    let answer = stage.child_paper(&held, &stranger, "school_letter", None).await;
    let problem = answer.expect_problem(422, "validation_failed");
    assert_eq!(field_errors(&problem), pairs(&[("/child_id", "unknown_child")]));
    let answer = stage.child_paper(&held, &child, "school_letter", Some("2026")).await;
    answer.expect_problem(400, "invalid_query");
    let path = held.action("documents?kind=school_letter&school_year=2026/2027");
    let mut request = stage.app.post(&path).as_(&stage.operator);
    request.0 = request.0.body("%PDF-1.7");
    assert!(matches!(request.send().await.status.as_u16(), 409 | 422));
    assert_eq!(
        stage.column("SELECT count(*)::text FROM claim_documents WHERE child_id IS NOT NULL").await,
        ["0"]
    );
}
