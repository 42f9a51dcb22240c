//! `POST /v1/contribution-batches/{id}/reopen` of months that another period takes by now.

use serde_json::json;

use crate::support::contributions::{Batch, csr, draft, end, funded, paid, prepare, sums, wanted, workers};
use crate::support::cover::{
    Coverage, apbd, approved, approver, found, proposal, source as enter, start, with,
};

#[tokio::test]
async fn an_answer_stands_while_another_period_takes_what_it_accepted() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = funded(&app, &[&people[0]]).await;
    let batch = paid(&app, source, &["2026-01", "2026-02", "2026-03"], "926011").await;
    let officer = app.officer();
    let file = format!("nik,status\n{},ok\n", people[0].nik.as_str());
    batch.reconcile(&app, &officer, "", &file).await.expect(200);
    end(&app, &people[0], "quota_cut", "2026-01-20").await;
    assert_eq!(sums(&app, source).await[..3], [16_800, 50_400, 33_600]);
    let other = enter(&app, csr()).await;
    let body = with(proposal(&people[0], other), json!({ "from_month": "2026-02" }));
    let next = approved(&app, &body).await;
    // February and March stay paid by the first source; the second owes the rest.
    assert_eq!(sums(&app, source).await[..3], [50_400, 50_400, 0]);
    assert_eq!(sums(&app, other).await[0], 9 * 16_800);
    let approver = approver(&app);
    let reason = json!({ "reason": "the file was that of another batch" });
    let reopen = async || Batch::read(&app, &batch.path).await.act(&app, &approver, "reopen", &reason).await;
    let problem = reopen().await.expect_problem(409, "conflict");
    assert_eq!(found(&problem), [("", "month_taken_over")]);
    let ending = json!({ "reason": "withdrew", "ended_on": "2026-06-10" });
    next.act(&app, &officer, "end", &ending).await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [16_800, 50_400, 33_600]);
    reopen().await.expect(200);
    assert_eq!(sums(&app, source).await[..3], [50_400, 50_400, 0]);
}

/// The insurer's word stands on the period of its month: that another one was ended in error says nothing of it.
#[tokio::test]
async fn whom_the_insurer_calls_dead_stays_out_when_the_end_of_another_period_is_taken_back() {
    let app = start().await;
    let people = workers(&app, 1).await;
    let source = enter(&app, apbd()).await;
    let half = with(proposal(&people[0], source), json!({ "until_month": "2026-06" }));
    approved(&app, &half).await;
    let batch = paid(&app, source, &["2026-01"], "926011").await;
    let officer = app.officer();
    let file = format!("nik,status,reason\n{},refused,deceased\n", people[0].nik.as_str());
    batch.reconcile(&app, &officer, "", &file).await.expect(200);
    let later = with(proposal(&people[0], source), json!({ "from_month": "2026-07" }));
    let next = approved(&app, &later).await;
    let ending = json!({ "reason": "withdrew", "ended_on": "2026-06-10" });
    let ended = Coverage::of(&next.act(&app, &officer, "end", &ending).await);
    ended.act(&app, &officer, "reopen", &json!({ "reason": "an error" })).await.expect(200);
    let problem = prepare(&app, &officer, &wanted(source, &["2026-02"])).await;
    assert_eq!(found(&problem.expect_problem(409, "conflict")), [("/months", "nothing_due")]);
    // The end of her own period is taken back.
    let listed = app.get(&format!("/v1/coverages?worker_id={}", people[0].id)).as_(&officer).send().await;
    let path = format!("/v1/coverages/{}", listed.expect(200)["data"][0]["id"].as_str().unwrap());
    let first = Coverage::of(&app.get(&path).as_(&officer).send().await);
    let ended = Coverage::of(&first.act(&app, &officer, "end", &ending).await);
    ended.act(&app, &officer, "reopen", &json!({ "reason": "an error" })).await.expect(200);
    draft(&app, source, &["2026-02"]).await;
}
