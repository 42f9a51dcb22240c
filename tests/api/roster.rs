//! The demo's roster: fed through the services, complete, and found by those who may see it.

mod work;

use payung::access::caller::Role;
use payung::demo::{self, Credentials, SHOWN_VILLAGES};
use serde_json::{Value, json};
use tokio_postgres::Client;

use crate::support::app::Account;
use crate::support::{TestApp, TestDatabase};

const SIZE: u32 = 950;

async fn seeded(size: u32) -> (TestApp, Credentials) {
    let app = TestApp::on(TestDatabase::migrated().await, |_| {}).await;
    let credentials = demo::seed(&app.state, size).await.unwrap_or_else(|problem| panic!("{problem:?}"));
    (app, credentials)
}

#[tokio::test]
async fn the_roster_is_fed_with_all_that_became_of_it() {
    let (app, credentials) = seeded(SIZE).await;
    assert_eq!(credentials.accounts.len(), 12);
    let client = app.database().owner().client().await.unwrap();
    every_state_occurs(&client).await;
    every_change_has_its_history_and_somebody_behind_it(&client).await;
    what_is_paid_is_what_was_granted(&client).await;
    nobody_is_funded_twice_or_without_a_second_person(&client).await;
    the_insurers_words_are_there(&client).await;
    nothing_is_dated_in_the_future(&client).await;
}

#[tokio::test]
async fn the_operators_of_the_demo_find_a_bit_of_everything_in_their_villages() {
    let (app, credentials) = seeded(300).await;
    let operators = credentials.accounts.iter().filter(|account| account.role == "village_operator");
    let regions: Vec<&[String]> = operators.map(|account| account.regions.as_slice()).collect();
    assert_eq!(regions, [[SHOWN_VILLAGES[0].to_owned()], [SHOWN_VILLAGES[1].to_owned()]]);
    for village in SHOWN_VILLAGES {
        let operator = app.account(Role::VillageOperator, &[village]);
        let workers = list(&app, &operator, "/v1/workers?limit=100").await;
        assert_eq!(workers.len(), 24);
        let of = |key: &str, value: Value| workers.iter().filter(|worker| worker[key] == value).count();
        assert!(
            ["registered", "verified", "rejected", "inactive"]
                .iter()
                .all(|status| of("status", json!(status)) > 0)
        );
        assert!(of("nik", Value::Null) > 0 && of("phone", Value::Null) > 0);

        let warungs = list(&app, &operator, "/v1/warungs?limit=100").await;
        assert_eq!(warungs.len(), 12);
        assert!(warungs.iter().any(|warung| warung["kbli_code"].is_null()));
        let path = format!("/v1/warungs/{}/workers", warungs[1]["id"].as_str().unwrap());
        assert!(!list(&app, &operator, &path).await.is_empty());

        let coverages = list(&app, &operator, "/v1/coverages?limit=100").await;
        let of = |status: &str| coverages.iter().any(|coverage| coverage["status"] == status);
        assert!(["proposed", "approved", "active", "ended"].iter().all(|status| of(status)));

        let claims = list(&app, &operator, "/v1/claims?limit=100").await;
        // In the town also what the death opened that the village has told of.
        assert_eq!(claims.len(), if village == SHOWN_VILLAGES[0] { 10 } else { 5 });
        let returned = claims.iter().find(|claim| claim["status"] == "returned").expect("one to be mended");
        assert!(!returned["returned_missing"].as_array().unwrap().is_empty());
        assert!(returned["allowed_actions"].as_array().unwrap().contains(&json!("submit")));
    }
}

async fn list(app: &TestApp, account: &Account, path: &str) -> Vec<Value> {
    app.get(path).as_(account).send().await.expect(200)["data"].as_array().unwrap().clone()
}

async fn every_state_occurs(client: &Client) {
    let all = ["inactive", "registered", "rejected", "verified"];
    assert_eq!(words(client, "select distinct status from workers order by 1").await, all);
    assert_eq!(number(client, "select count(*) from workers").await, i64::from(SIZE));
    assert_eq!(words(client, "select distinct status from warungs order by 1").await, ["closed", "open"]);
    let all = ["employee", "family", "owner"];
    assert_eq!(words(client, "select distinct role from warung_workers order by 1").await, all);
    let all = ["active", "approved", "ended", "proposed"];
    assert_eq!(words(client, "select distinct status from coverages order by 1").await, all);
    let all = ["apbd", "apbdes", "csr", "dbhcht"];
    assert_eq!(words(client, "select distinct payer_kind from funding_sources order by 1").await, all);
    let all = [
        "appealed",
        "approved",
        "draft",
        "paid",
        "rejected",
        "returned",
        "sent_to_insurer",
        "submitted",
        "verified",
        "withdrawn",
    ];
    assert_eq!(words(client, "select distinct status from claims order by 1").await, all);
    let gaps = "select count(*) filter (where kbli_code is null) > 0 and count(*) filter (where nib is null) > 0 \
                and count(*) filter (where nib is not null) > 0 from warungs";
    assert!(holds(client, gaps).await);
    // Every second worker of a village keeps one, and at least one in each.
    assert!((334..650).contains(&number(client, "select count(*) from warungs").await));
}

/// Every version of every subject has its row, in the name of a person, in the order of its days.
async fn every_change_has_its_history_and_somebody_behind_it(client: &Client) {
    for (table, subject) in [
        ("workers", "worker"),
        ("warungs", "warung"),
        ("warung_workers", "warung_worker"),
        ("funding_sources", "funding_source"),
        ("coverages", "coverage"),
        ("memberships", "membership"),
        ("claims", "claim"),
    ] {
        let missing = format!(
            "select count(*) from {table} t where t.version <> (select count(*) from changes c \
             where c.subject = '{subject}' and c.subject_id = t.id and c.regency_id = t.regency_id \
             and c.actor_kind = 'user' and c.actor_id in (select id from users))"
        );
        assert_eq!(number(client, &missing).await, 0, "{table}");
        assert!(number(client, &format!("select count(*) from {table}")).await > 0, "{table}");
    }
    let steps = "select count(distinct after ->> 'status') from changes where subject = $1";
    for (subject, states) in [("coverage", 4_i64), ("claim", 10), ("worker", 4)] {
        let row = client.query_one(steps, &[&subject]).await.unwrap();
        assert_eq!(row.get::<_, i64>(0), states, "{subject}");
    }
    let disorder = "select count(*) from changes later join changes earlier using (subject, subject_id, regency_id) \
                    where later.version = earlier.version + 1 and later.recorded_at < earlier.recorded_at";
    assert_eq!(number(client, disorder).await, 0);
    let people = "select count(distinct actor_id) from changes where subject in \
                  ('warung', 'coverage', 'membership', 'claim', 'funding_source')";
    // The officer, the approver, the insurer, the administrator and the two operators.
    assert_eq!(number(client, people).await, 6);
}

async fn what_is_paid_is_what_was_granted(client: &Client) {
    let paid = "select id, regency_id, approved_amount_idr from claims where status = 'paid'";
    assert!(number(client, &format!("select count(*) from ({paid}) p")).await > 0);
    let unequal = format!(
        "select count(*) from ({paid}) c where approved_amount_idr is distinct from (select sum(amount_idr) \
         from claim_payments p where p.claim_id = c.id and p.regency_id = c.regency_id) \
         or exists (select from claim_beneficiaries b where b.claim_id = c.id and b.regency_id = c.regency_id \
         and not exists (select from claim_payments p where p.beneficiary_id = b.id and p.regency_id = b.regency_id))"
    );
    assert_eq!(number(client, &unequal).await, 0);
    let shares = "select count(*) from (select sum(share_basis_points) as whole from claim_beneficiaries b \
                  group by claim_id) s where whole <> 10000";
    assert_eq!(number(client, shares).await, 0);
    let savers = "select count(*) from claims c where kind = 'old_age' and not exists (select from coverages f \
                  where f.worker_id = c.worker_id and 'jht' = any (f.programmes))";
    assert_eq!(number(client, savers).await, 0);
    let waiting = "select count(*) from claim_beneficiaries b join claims c on c.id = b.claim_id \
                   where account_mask is null and c.status <> 'paid'";
    assert!(number(client, waiting).await > 0);
    let confirmed_alone = "select count(*) from claims where verified_by = submitted_by";
    assert_eq!(number(client, confirmed_alone).await, 0);
}

async fn nobody_is_funded_twice_or_without_a_second_person(client: &Client) {
    let twice = "select count(*) from coverages a join coverages b on a.person_id = b.person_id and a.id < b.id \
                 and a.slots && b.slots";
    assert_eq!(number(client, twice).await, 0);
    let alone = "select count(*) from coverages where status in ('approved', 'active') and \
                 (decree_number is null or approved_by = proposed_by)";
    assert_eq!(number(client, alone).await, 0);
    // What was funded, was to be: nobody of them had left, and no source pays more than it has.
    let overdrawn = "select count(*) from funding_sources s where budget_idr < 16800 * (select coalesce(sum(\
                     extract(year from age(last_month, from_month)) * 12 + extract(month from age(last_month, from_month)) + 1), 0) \
                     from coverages c where c.funding_source_id = s.id)";
    assert_eq!(number(client, overdrawn).await, 0);
    let dead = "select count(*) from coverages c join workers w on w.id = c.worker_id \
                where w.status = 'inactive' and c.status <> 'ended'";
    assert_eq!(number(client, dead).await, 0);
}

async fn the_insurers_words_are_there(client: &Client) {
    let listed = "select count(*) * 10 > 7 * (select count(*) from coverages where status = 'active') \
                  from memberships";
    assert!(holds(client, listed).await);
    let numbers =
        "select count(*) = count(distinct person_id) from coverages where member_number_hash is not null";
    assert!(holds(client, numbers).await);
}

/// Every day and instant of the roster's tables, except for the months that are still to be paid.
async fn nothing_is_dated_in_the_future(client: &Client) {
    let columns = "select c.table_name::text, c.column_name::text from information_schema.columns c \
         where c.table_schema = 'public' and c.data_type in ('date', 'timestamp with time zone') \
         and c.table_name in ('workers', 'warungs', 'warung_workers', 'funding_sources', 'coverages', 'memberships', \
         'claims', 'claim_beneficiaries', 'claim_payments', 'changes', 'persons') \
         and c.column_name not in ('from_month', 'until_month', 'last_month')";
    let columns = client.query(columns, &[]).await.unwrap();
    assert!(columns.len() > 40, "{} columns", columns.len());
    for row in columns {
        let (table, column): (String, String) = (row.get(0), row.get(1));
        let late = format!(
            "select count(*) from {table} where {column} > case when pg_typeof({column}) = 'date'::regtype \
             then (now() at time zone 'Asia/Jakarta')::date::timestamptz else now() end"
        );
        assert_eq!(number(client, &late).await, 0, "{table}.{column}");
    }
}

async fn words(client: &Client, query: &str) -> Vec<String> {
    let rows = client.query(query, &[]).await.unwrap_or_else(|error| panic!("{query}: {error:?}"));
    rows.iter().map(|row| row.get(0)).collect()
}

async fn number(client: &Client, query: &str) -> i64 {
    client.query_one(query, &[]).await.unwrap_or_else(|error| panic!("{query}: {error:?}")).get(0)
}

async fn holds(client: &Client, query: &str) -> bool {
    client.query_one(query, &[]).await.unwrap_or_else(|error| panic!("{query}: {error:?}")).get(0)
}
