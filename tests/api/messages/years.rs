//! What a family hears of the scholarship of a year

use reqwest::Method;
use serde_json::{Value, json};

use super::{only, told};
use crate::claims::scholarships::{ani, child_path};
use crate::claims::stage::Stage;
use crate::support::enrolment::execute;

#[tokio::test]
async fn a_widow_hears_how_a_school_year_goes_until_its_money_is_sent() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.approved_year().await;
    let transfer = stage.year_transfer(&held, &scholarship, "BEA-1");
    stage.year_step(&held, &stage.insurer, (&scholarship, "record-payment"), transfer).await;
    let year = stage.school_year(0);
    let about = |one: &Value| {
        let text = one["text"]["id"].as_str().unwrap();
        text.contains(&format!("beasiswa {year} Ani Hasanah")).then(|| (one["kind"].clone(), text.to_owned()))
    };
    let found = told(&stage.app, &format!("?subject_id={}", held.id)).await;
    let widow = |one: &&Value| one["recipient"]["name"] == "Siti Aminah" && one["link"] == held.path();
    let mut texts: Vec<String> = Vec::new();
    let mut kinds: Vec<Value> = Vec::new();
    for (kind, text) in found.iter().filter(widow).filter_map(about) {
        kinds.push(kind);
        texts.push(text);
    }
    kinds.sort_unstable_by_key(Value::to_string);
    assert_eq!(kinds, ["claim_approved", "claim_paid", "claim_sent"], "{found:?}");
    let begins =
        |words: &str| assert!(texts.iter().any(|text| text.starts_with(words)), "{words}: {texts:?}");
    begins(&format!("Klaim beasiswa {year} Ani Hasanah sudah dikirim ke BPJS Ketenagakerjaan."));
    begins(&format!("Klaim beasiswa {year} Ani Hasanah disetujui: Rp1.500.000."));
    begins(&format!("Uang beasiswa {year} Ani Hasanah sebesar Rp1.500.000 dikirim pada "));
}

#[tokio::test]
async fn whose_year_is_paid_anew_hears_of_the_right_transfer_alone() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.approved_year().await;
    let transfer = stage.transfer(&held, 0, "TRF-1");
    let held = stage.step(&held, &stage.insurer, "record-payment", transfer).await;
    let transfer = stage.year_transfer(&held, &scholarship, "BEA-1");
    let (held, paid) =
        stage.year_step(&held, &stage.insurer, (&scholarship, "record-payment"), transfer).await;
    let ready = async || told(&stage.app, "?kind=claim_paid&status=ready").await;
    assert_eq!(ready().await.len(), 2);
    let reason = json!({ "reason": "Transfer anak lain." });
    let second = stage.second_insurer();
    let (held, voided) = stage.year_step(&held, &second, (&paid, "void-payment"), reason).await;
    // Of the widow's own money she hears all the same.
    let left = ready().await;
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(!left[0]["text"]["id"].as_str().unwrap().contains("beasiswa"), "{left:?}");
    let withdrawn = told(&stage.app, "?kind=claim_paid&status=cancelled").await;
    assert_eq!(withdrawn.len(), 1, "{withdrawn:?}");
    assert_eq!(withdrawn[0]["cancel_reason"], "superseded");
    assert!(withdrawn[0]["text"]["id"].as_str().unwrap().starts_with("Uang beasiswa "), "{withdrawn:?}");
    let transfer = stage.year_transfer(&held, &voided, "BEA-2");
    stage.year_step(&held, &stage.insurer, (&voided, "record-payment"), transfer).await;
    assert_eq!(ready().await.len(), 2);
}

#[tokio::test]
async fn a_decision_about_a_year_that_was_taken_back_is_not_announced() {
    let stage = Stage::set().await;
    let (held, year) = stage.approved_year().await;
    let ready = async |kind: &str| told(&stage.app, &format!("?kind={kind}&status=ready")).await;
    assert_eq!(ready("claim_approved").await.len(), 2);
    let (second, reason) = (stage.second_insurer(), || json!({ "reason": "Keputusan anak lain." }));
    let (held, year) = stage.year_step(&held, &second, (&year, "void-decision"), reason()).await;
    // Of the widow's own money she hears all the same.
    let left = ready("claim_approved").await;
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(!left[0]["text"]["id"].as_str().unwrap().contains("beasiswa"), "{left:?}");
    let refusal = json!({ "outcome": "rejected", "decided_on": stage.today, "rejection_reason": "Rapor tidak terbaca." });
    let (held, year) = stage.year_step(&held, &stage.insurer, (&year, "record-decision"), refusal).await;
    assert_eq!(ready("claim_rejected").await.len(), 1);
    let (held, year) = stage.year_step(&held, &second, (&year, "void-decision"), reason()).await;
    assert_eq!(ready("claim_rejected").await.len(), 0);
    let decision = json!({ "outcome": "approved", "decided_on": stage.today });
    stage.year_step(&held, &stage.insurer, (&year, "record-decision"), decision).await;
    assert_eq!(ready("claim_approved").await.len(), 2);
}

#[tokio::test]
async fn a_widow_hears_that_a_year_was_refused_and_of_no_appeal() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    let refusal = json!({ "outcome": "rejected", "decided_on": stage.today, "rejection_reason": "Rapor tidak terbaca." });
    stage.year_step(&held, &stage.insurer, (&scholarship, "record-decision"), refusal).await;
    let shown = only(&stage.app, "claim_rejected").await;
    assert_eq!((&shown["recipient"]["name"], &shown["link"]), (&json!("Siti Aminah"), &json!(held.path())));
    let texts = [&shown["text"]["id"], &shown["text"]["en"]].map(|text| text.as_str().unwrap().to_owned());
    let year = stage.school_year(0);
    let begins =
        format!("Klaim beasiswa {year} Ani Hasanah tidak disetujui BPJS Ketenagakerjaan. Datang ke ");
    assert!(texts[0].starts_with(&begins), "{texts:?}");
    assert!(
        texts[1].starts_with(&format!("The {year} scholarship claim of Ani Hasanah was refused by")),
        "{texts:?}"
    );
    for word in ["keberatan", "appeal", "Rapor"] {
        assert!(texts.iter().all(|text| !text.contains(word)), "{word}: {texts:?}");
    }
}

#[tokio::test]
async fn of_whom_only_scholarships_are_left_the_account_is_one_for_scholarships() {
    let stage = Stage::set().await;
    let paid = stage.paid_out().await;
    let (held, _) = stage.child(&paid, ani(Some(&paid.beneficiary_id(0)))).await;
    let path = format!("{}/payout-account", held.beneficiary(0));
    let account = json!({ "bank_name": "BRI", "bank_code": "002", "account_number": "99987654321",
        "account_holder_name": "SITI AMINA" });
    stage.send(Method::PUT, &path, &stage.officer, Some(&held.etag), &account).await.expect(200);
    // Told before the other, so that it stands before it.
    only(&stage.app, "account_changed").await;
    let held = stage.read(&held).await;
    let path = format!("{path}/approve");
    stage.send(Method::POST, &path, &stage.approver, Some(&held.etag), &json!({})).await.expect(200);
    let found = told(&stage.app, "?kind=account_changed").await;
    assert_eq!(found.len(), 2, "{found:?}");
    for (one, [id, en]) in found.iter().zip([
        [
            "Ada permintaan mengganti rekening Anda untuk beasiswa anak Moh. Hasan menjadi BRI yang berakhir 321.",
            "Somebody asks to change your account for the children's scholarship money of Moh. Hasan to BRI, ending in 321.",
        ],
        [
            "Rekening Anda diganti untuk beasiswa anak Moh. Hasan menjadi BRI yang berakhir 321.",
            "Your account was changed for the children's scholarship money of Moh. Hasan to BRI, ending in 321.",
        ],
    ]) {
        let texts = [&one["text"]["id"], &one["text"]["en"]].map(|text| text.as_str().unwrap().to_owned());
        assert!(texts[0].starts_with(id) && texts[1].starts_with(en), "{texts:?}");
    }
}

#[tokio::test]
async fn a_transfer_is_taken_back_also_of_a_child_that_is_called_otherwise_since_and_of_no_namesake() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.approved_year().await;
    let transfer = stage.year_transfer(&held, &scholarship, "BEA-1");
    let (held, paid) =
        stage.year_step(&held, &stage.insurer, (&scholarship, "record-payment"), transfer).await;
    let shown = only(&stage.app, "claim_paid").await;
    assert_eq!(shown["status"], "ready");
    // Another child of the family may bear the name: its letter is another one.
    let other = "insert into messages select (jsonb_populate_record(m, jsonb_build_object('id', gen_random_uuid(), \
                 'cause', regexp_replace(m.cause, '~[0-9a-f]{12}:', '~000000000000:')))).* \
                 from messages as m where m.kind = 'claim_paid'";
    execute(&stage.app, other, &[]).await;
    let path = child_path(&held, &json!({ "id": scholarship["child_id"] }));
    let renamed = json!({ "name": "Ani Hasan" });
    stage.send(Method::PATCH, &path, &stage.officer, Some(&held.etag), &renamed).await.expect(200);
    let held = stage.read(&held).await;
    let reason = json!({ "reason": "Transfer anak lain." });
    stage.year_step(&held, &stage.second_insurer(), (&paid, "void-payment"), reason).await;
    let found = told(&stage.app, "?kind=claim_paid").await;
    let state = |one: &Value| (one["id"] == shown["id"], one["status"].as_str().unwrap().to_owned());
    let mut states: Vec<(bool, String)> = found.iter().map(state).collect();
    states.sort_unstable();
    assert_eq!(states, [(false, "ready".to_owned()), (true, "cancelled".to_owned())]);
}

#[tokio::test]
async fn what_was_told_of_a_year_before_causes_named_it_is_known_by_how_it_begins() {
    let stage = Stage::set().await;
    let (held, scholarship) = stage.verified_year().await;
    let found = told(&stage.app, "?kind=claim_sent").await;
    assert_eq!(found.len(), 2, "{found:?}");
    let before = "update messages set cause = regexp_replace(cause, '~[0-9a-f]{12}:[0-9]{4}', '')";
    execute(&stage.app, before, &[]).await;
    let reason = json!({ "reason": "Keluarga memilih lain." });
    stage.year_step(&held, &stage.operator, (&scholarship, "withdraw"), reason).await;
    let over = told(&stage.app, "?kind=claim_sent&status=cancelled").await;
    assert_eq!(over.len(), 1, "{over:?}");
    assert!(over[0]["text"]["id"].as_str().unwrap().starts_with("Klaim beasiswa "), "{over:?}");
}
