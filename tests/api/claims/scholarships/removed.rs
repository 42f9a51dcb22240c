//! Taking a child out of a claim and stating it anew.

use reqwest::Method;
use serde_json::{Value, json};

use super::{ani, child_path};
use crate::claims::stage::Stage;

#[tokio::test]
async fn once_the_claim_is_verified_the_office_alone_takes_a_child_out() {
    let stage = Stage::set().await;
    let (held, child) = stage.with_child().await;
    let path = child_path(&held, &child);
    let answer = stage.send(Method::DELETE, &path, &stage.operator, Some(&held.etag), &Value::Null).await;
    answer.expect_problem(403, "forbidden");
    assert_eq!(stage.read(&held).await.etag, held.etag);
    for (by, actions) in [
        (&stage.operator, json!(["edit", "claim_scholarship", "lapse"])),
        (&stage.officer, json!(["edit", "delete", "claim_scholarship", "lapse"])),
    ] {
        let shown = stage.app.get(&path).as_(by).send().await.expect(200);
        assert_eq!(shown["allowed_actions"], actions);
    }
    let answer = stage.send(Method::DELETE, &path, &stage.officer, Some(&held.etag), &Value::Null).await;
    answer.expect(204);
}

/// Known again by the NIK under another name, or by name and day of birth without one.
#[tokio::test]
async fn whoever_stated_a_child_that_was_taken_out_does_not_confirm_a_year_of_it() {
    let stage = Stage::set().await;
    let colleague = stage.app.officer();
    for (name, nik, is_patched) in [
        ("Rina Wati", json!("3529014103160001"), false),
        ("ANI HASANA", Value::Null, false),
        ("ANI HASANA", Value::Null, true),
    ] {
        let held = stage.bereaved().await;
        let mut body = ani(Some(&held.beneficiary_id(0)));
        let request = stage.app.post(&held.action("children")).as_(&colleague);
        let stated = request.json(&body).send().await.expect(201);
        let held = stage.read(&held).await;
        let path = child_path(&held, &stated);
        let answer = stage.send(Method::DELETE, &path, &stage.officer, Some(&held.etag), &Value::Null).await;
        answer.expect(204);
        body["nik"] = nik;
        body["name"] = json!(if is_patched { "Budi Santoso" } else { name });
        let (mut held, child) = stage.child(&held, body).await;
        if is_patched {
            let path = child_path(&held, &child);
            let renamed = json!({"name": name});
            stage.send(Method::PATCH, &path, &stage.operator, Some(&held.etag), &renamed).await.expect(200);
            held = stage.read(&held).await;
        }
        let (held, scholarship) = stage.year(&held, &child).await;
        let own = stage.try_year_step(&held, &colleague, (&scholarship, "verify"), &json!({})).await;
        own.expect_problem(409, "second_person_required");
        stage.year_step(&held, &stage.approver, (&scholarship, "verify"), json!({})).await;
    }
}
