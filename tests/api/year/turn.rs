//! The end of the year: the money that comes back, the ledger of everybody, the next plan.

use payung::access::caller::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::People;
use super::stage::{Office, PLANS};
use crate::support::cover::{Worker, one};

/// The insurer gives back what it still holds; the bank's reference counts once.
pub async fn given_back(office: &Office, source: Uuid, amount: i64) {
    office.on("2026-12-20");
    let path = format!("/v1/funding-sources/{source}");
    let refund = json!({
        "amount_idr": amount, "refunded_on": "2026-12-18", "bank_reference": "RTR-0007/2026",
        "reason": "Baris yang ditolak, Oktober dan November",
    });
    office.act(&office.officer, &path, "record-refund", &refund).await.expect(200);
    let again = office.act(&office.officer, &path, "record-refund", &refund).await;
    assert_eq!(again.status, 409, "{}", again.text());
}

/// Paid, waived and due months of everybody, and what each of them cost.
pub async fn every_month_is_explained(office: &Office, people: &People) {
    let expected: [(&Worker, usize, usize); 8] = [
        (&people.a, 5, 7),
        (&people.b, 8, 4),
        (&people.c, 12, 0),
        (&people.d, 11, 1),
        (&people.e, 6, 6),
        (&people.f, 12, 0),
        (&people.g, 7, 0),
        (&people.h, 3, 0),
    ];
    for (worker, paid, waived) in expected {
        let ledger = office.read(&worker.path("/ledger?limit=500")).await;
        let entries = ledger["data"].as_array().unwrap();
        let with =
            |status: &str| entries.iter().filter(|entry| entry["status"] == status).collect::<Vec<_>>();
        assert_eq!((with("paid").len(), with("waived").len()), (2 * paid, 2 * waived));
        assert_eq!(with("due").len(), 0);
        let sum: i64 = with("paid").iter().map(|entry| entry["amount_idr"].as_i64().unwrap()).sum();
        assert_eq!(sum, i64::try_from(paid).unwrap() * 16_800);
    }
    // The ledger, the accepted lines and the source say the same.
    for sum in [
        "select sum(amount_idr)::bigint from contribution_obligations where status = 'paid'",
        "select sum(amount_idr)::bigint from contribution_batch_lines where status = 'accepted'",
        "select committed_idr from funding_sources",
        "select (sum(amount_idr))::bigint - 84000 from contribution_payments",
    ] {
        assert_eq!(one::<i64>(&office.app, sum).await, 1_075_200, "{sum}");
    }
    let open = "select count(*) from contribution_batch_lines where is_open";
    assert_eq!(one::<i64>(&office.app, open).await, 0);
}

/// The next year is paid for eight of twelve months: 8 x 16,800 = 134,400 each. 600,000 bear four people, not five.
pub async fn renewed(office: &Office, plan: &str, people: &People) {
    let source = office.budget(2027, 600_000).await;
    let body = json!({
        "name": "Pekerja rentan 2027", "funding_source_id": source, "from_month": "2027-01",
        "until_month": "2027-08",
    });
    let answer = office.act(&office.officer, plan, "renew", &body).await.expect(201);
    let next = format!("{PLANS}/{}", answer["id"].as_str().unwrap());
    let computed = office.act(&office.officer, &next, "compute", &json!(null)).await.expect(200);
    let totals = ["chosen", "reserve", "excluded", "cost_idr"]
        .map(|name| computed["computation"][name].as_i64().unwrap());
    // C, F, G and H go on; E would have to enter anew and finds no money; I is too old. 4 x 134,400.
    assert_eq!(totals, [4, 1, 1, 537_600]);
    let chosen = office.candidates(&next, "chosen").await;
    assert_eq!(chosen, [&people.c, &people.f, &people.g, &people.h].map(|one| one.id));
    let summary = office.read(&format!("{next}/renewal")).await;
    assert_eq!(summary["returning"], 4, "{summary}");
    // Whoever pays for himself from January to August 2027 pays the same: the relief of PP 50/2025 ended in December.
    let viewer = office.app.account(Role::Auditor, &["35.29"]);
    let people_of = format!("{next}/renewal/people?fate=dropped");
    let dropped = office.app.get(&people_of).as_(&viewer).send().await.expect(200);
    let rows: Vec<(&Value, &Value)> = dropped["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["worker_id"], &row["self_payment_idr"]))
        .collect();
    assert_eq!(rows, [(&json!(people.e.id), &json!(134_400))]);
    office.act(&office.officer, &next, "submit", &json!(null)).await.expect(200);
    office.on("2026-12-28");
    let decree = json!({ "decree_number": "188/301/KEP/435.013/2026", "decree_on": "2026-12-28" });
    office.act(&office.approver, &next, "approve", &decree).await.expect(200);
    let sums = crate::support::contributions::sums(&office.app, source).await;
    assert_eq!(sums, [537_600, 0, 0, 62_400]);
}
