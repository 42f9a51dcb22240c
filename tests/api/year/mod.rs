//! A whole year of a funding source over HTTP, to the rupiah. The figures are worked out by hand beside each step.
//!
//! One person costs JKK 10,000 + JKM 6,800 = 16,800 a month (APBD: no relief), a year 201,600, each month two lines.
//! People by their year of birth, the oldest first:
//!
//! | who | born | what happens | months paid |
//! |---|---|---|---|
//! | J | 1969 | dead by the population registry before the decree | 0 |
//! | A | 1970 | dies on 10 May | January to May: 5 |
//! | B | 1971 | dies on 20 August, told after September was transferred | January to August: 8 |
//! | C | 1972 | January to March refused and carried to the next tranche | 12 |
//! | D | 1973 | dies on 2 November | January to November: 11 |
//! | E | 1974 | refused from July on, lapses | January to June: 6 |
//! | F | 1975 | July to September paid late, counted by the insurer | 12 |
//! | G | 1976 | comes from the reserve in A's place | June to December: 7 |
//! | H | 1977 | comes from the reserve in B's place | October to December: 3 |
//! | I | 1950 | too old to enter | 0 |
//!
//! Paid in the end: 5 + 8 + 12 + 11 + 6 + 12 + 7 + 3 = 64 months x 16,800 = 1,075,200.

mod stage;
mod turn;

use serde_json::{Value, json};
use uuid::Uuid;

use self::stage::{Office, PLANS};
use self::turn::{every_month_is_explained, given_back, renewed};
use crate::support::contributions::sums;
use crate::support::cover::{Worker, one, worker_born};
use crate::support::request::Answer;

struct People {
    a: Worker,
    b: Worker,
    c: Worker,
    d: Worker,
    e: Worker,
    f: Worker,
    g: Worker,
    h: Worker,
    i: Worker,
    j: Worker,
}

async fn people(office: &Office) -> People {
    let born = async |year: i32| worker_born(&office.app, year, u32::try_from(year).unwrap()).await;
    People {
        a: born(1970).await,
        b: born(1971).await,
        c: born(1972).await,
        d: born(1973).await,
        e: born(1974).await,
        f: born(1975).await,
        g: born(1976).await,
        h: born(1977).await,
        i: born(1950).await,
        j: born(1969).await,
    }
}

#[tokio::test]
async fn a_year_of_a_source_comes_out_to_the_rupiah() {
    let office = Office::open().await;
    office.on("2026-01-05");
    let people = people(&office).await;
    let source = office.budget(2026, 1_300_000).await;
    let money = async || sums(&office.app, source).await;

    let plan = decided(&office, &people, source).await;
    // Six people for twelve months: 6 x 201,600 are promised of 1,300,000.
    assert_eq!(money().await, [1_209_600, 0, 0, 90_400]);
    let numbered = [&people.a, &people.b, &people.c, &people.d, &people.e, &people.f];
    for (number, worker) in (1..).zip(numbered) {
        office.activate(worker, number, "2026-01-20").await;
    }

    // First tranche: 6 people x 3 months x 16,800 = 302,400 in 36 lines. C's data are incomplete: 3 months, 50,400.
    let months = ["2026-01", "2026-02", "2026-03"];
    let first = office.tranche(source, (&months, true), (36, 302_400, 0), ("9001", "2026-03-10")).await;
    let answer = office.answered(&first, &[(&people.c, None, "data_incomplete")]).await;
    assert_eq!((&answer["accepted_idr"], &answer["refused_idr"]), (&json!(252_000), &json!(50_400)));
    assert_eq!(money().await, [1_209_600, 302_400, 50_400, 90_400]);

    // A dies in May: June to December are not owed, 7 x 16,800 = 117,600. G comes in A's place for the same months.
    office.on("2026-05-20");
    office.died(&people.a, "2026-05-10").await;
    assert_eq!(money().await, [1_092_000, 302_400, 50_400, 208_000]);
    // Three months were paid before the death; April and May count for nothing any more.
    assert_eq!(office.standing(&people.a, "2026-05-10").await.1, 3);
    filled(&office, &plan, &people.a, &people.g, ("2026-06", "2026-06-01")).await;
    assert_eq!(money().await, [1_209_600, 302_400, 50_400, 90_400]);

    // Second tranche: A 2 months, B to F 3 each, G 1, and C's three of the first: 2 + 15 + 1 + 3 = 21 x 16,800.
    let months = ["2026-04", "2026-05", "2026-06"];
    let second = office.tranche(source, (&months, true), (42, 352_800, 0), ("9002", "2026-05-28")).await;
    office.answered(&second, &[]).await;
    assert_eq!(money().await, [1_209_600, 655_200, 50_400, 90_400]);
    // January stands by the insurer's first day of cover. On the day before the transfer C had four unpaid months, February to
    // May: more than three, so that the clock begins anew with May.
    assert_eq!(office.standing(&people.c, "2026-05-27").await.0, "lapsed");
    assert_eq!(office.standing(&people.c, "2026-06-30").await, ("active".to_owned(), 2));
    assert_eq!(office.standing(&people.b, "2026-06-30").await, ("active".to_owned(), 6));

    // Third tranche: B to G, 3 months each: 18 x 16,800. B has died in August, which is told after the transfer.
    let months = ["2026-07", "2026-08", "2026-09"];
    let third = office.tranche(source, (&months, true), (36, 302_400, 0), ("9003", "2026-09-10")).await;
    office.on("2026-09-20");
    office.died(&people.b, "2026-08-20").await;
    // October to December, 3 x 16,800 = 50,400; September is on its way.
    assert_eq!(money().await, [1_159_200, 957_600, 50_400, 140_800]);
    let refused = [
        (&people.b, Some("2026-09"), "deceased"),
        (&people.e, None, "data_incomplete"),
        (&people.f, None, "system_error"),
    ];
    let answer = office.answered(&third, &refused).await;
    // B 1, E 3, F 3: 7 x 16,800 = 117,600 stay with the insurer; B's September is not owed any more.
    assert_eq!((&answer["accepted_idr"], &answer["refused_idr"]), (&json!(184_800), &json!(117_600)));
    assert_eq!(money().await, [1_142_400, 957_600, 168_000, 157_600]);

    // H comes in B's place from October, 3 x 16,800.
    office.on("2026-10-01");
    filled(&office, &plan, &people.b, &people.h, ("2026-10", "2026-10-05")).await;
    assert_eq!(money().await, [1_192_800, 957_600, 168_000, 107_200]);

    lapses(&office, &people, source).await;

    // December: C, F, G and H, 4 x 16,800.
    let fifth = office.tranche(source, (&["2026-12"], false), (8, 67_200, 0), ("9005", "2026-12-10")).await;
    office.answered(&fifth, &[]).await;

    // 64 months are paid: 1,075,200, of 1,159,200 that were transferred; the insurer gives 84,000 back.
    assert_eq!(money().await, [1_075_200, 1_159_200, 84_000, 224_800]);
    given_back(&office, source, 84_000).await;
    assert_eq!(money().await, [1_075_200, 1_159_200, 0, 224_800]);
    every_month_is_explained(&office, &people).await;
    renewed(&office, &plan, &people).await;
}

/// From the list to the decree.
async fn decided(office: &Office, people: &People, source: Uuid) -> String {
    let body = json!({
        "name": "Pekerja rentan 2026", "funding_source_id": source, "programmes": ["jkk", "jkm"],
        "wage_base_idr": 1_000_000, "from_month": "2026-01", "until_month": "2026-12", "places": 6,
        "priorities": ["oldest"],
    });
    let answer = office.app.post(PLANS).as_(&office.officer).json(&body).send().await.expect(201);
    let plan = format!("{PLANS}/{}", answer["id"].as_str().unwrap());
    let computed = office.act(&office.officer, &plan, "compute", &json!(null)).await.expect(200);
    assert_eq!(totals(&computed), [6, 3, 1, 1_209_600]);
    let chosen = office.candidates(&plan, "chosen").await;
    assert_eq!(chosen, [&people.j, &people.a, &people.b, &people.c, &people.d, &people.e].map(|one| one.id));

    // The population registry knows of J's death.
    let file = format!(
        "nik;verdict;note\n{};deceased;akta kematian\n{};ok;\n",
        people.j.nik.as_str(),
        people.a.nik.as_str()
    );
    checked(office, &plan, &file).await.expect(200);
    let computed = office.act(&office.officer, &plan, "compute", &json!(null)).await.expect(200);
    assert_eq!(totals(&computed), [6, 2, 2, 1_209_600]);
    let expected = [&people.a, &people.b, &people.c, &people.d, &people.e, &people.f].map(|one| one.id);
    assert_eq!(office.candidates(&plan, "chosen").await, expected);
    assert_eq!(office.candidates(&plan, "reserve").await, [people.g.id, people.h.id]);
    let mut excluded = office.candidates(&plan, "excluded").await;
    excluded.sort();
    let mut expected = [people.i.id, people.j.id];
    expected.sort();
    assert_eq!(excluded, expected);
    office.gone(&people.j, "2025-12-20").await;
    // Every month costs 6 x 16,800.
    let shown = office.read(&plan).await;
    let months = shown["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    assert!(months.iter().all(|month| month["amount_idr"] == 100_800), "{months:?}");

    office.act(&office.officer, &plan, "submit", &json!(null)).await.expect(200);
    office.on("2026-01-15");
    let decree = json!({ "decree_number": "188/12/KEP/435.013/2026", "decree_on": "2026-01-15" });
    office.act(&office.officer, &plan, "approve", &decree).await.expect(403);
    let approved = office.act(&office.approver, &plan, "approve", &decree).await.expect(200);
    assert_eq!(approved["status"], "approved");
    assert_eq!(one::<i64>(&office.app, "select count(*) from contribution_obligations").await, 144);
    plan
}

async fn checked(office: &Office, plan: &str, file: &str) -> Answer {
    let etag = office.app.get(plan).as_(&office.officer).send().await.header("etag").unwrap().to_owned();
    let path = format!("{plan}/pre-check?against=population_registry&checked_on=2026-01-05");
    let mut request = office.app.post(&path).as_(&office.officer).header("If-Match", &etag);
    request = request.header("content-type", "text/csv");
    request.0 = request.0.body(file.to_owned());
    request.send().await
}

fn totals(plan: &Value) -> [i64; 4] {
    ["chosen", "reserve", "excluded", "cost_idr"].map(|name| plan["computation"][name].as_i64().unwrap())
}

/// Somebody of the reserve list comes in the place of somebody who left: proposed by one, approved by another.
async fn filled(office: &Office, plan: &str, left: &Worker, came: &Worker, (from, effective): (&str, &str)) {
    let answer = office.act(&office.officer, plan, "fill", &json!({})).await.expect(200);
    let filled = answer["filled"].as_array().unwrap();
    assert_eq!(filled.len(), 1, "{answer}");
    let replaced = office.period(left).await.shown["id"].clone();
    let period = office.period(came).await;
    assert_eq!(
        ["replaces_id", "from_month", "until_month", "status"].map(|name| &period.shown[name]),
        [&replaced, &json!(from), &json!("2026-12"), &json!("proposed")]
    );
    let decree = json!({ "decree_number": "188/99/KEP/435.013/2026", "decree_on": "2026-01-15" });
    period.act(&office.app, &office.officer, "approve", &decree).await.expect(403);
    period.act(&office.app, &office.approver, "approve", &decree).await.expect(200);
    let number = u32::try_from(came.id.as_u128() % 1_000_000).unwrap() + 100;
    office.activate(came, number, effective).await;
}

/// October and November: E lapses and leaves, F's late months are counted, D dies.
async fn lapses(office: &Office, people: &People, source: Uuid) {
    // E and F have paid until June: on 31 October four months are unpaid, more than three.
    office.on("2026-11-05");
    let body = json!({ "month": "2026-10" });
    let close =
        office.app.post("/v1/monthly-closes").as_(&office.officer).json(&body).send().await.expect(201);
    assert_eq!(close["lapses_total"], 2);
    let close = format!("/v1/monthly-closes/{}", close["id"].as_str().unwrap());
    assert_eq!(office.standing(&people.e, "2026-10-31").await.0, "lapsed");
    assert_eq!(office.standing(&people.f, "2026-10-31").await.0, "lapsed");

    // D dies in November: December is not owed.
    office.died(&people.d, "2026-11-02").await;
    assert_eq!(sums(&office.app, source).await, [1_176_000, 957_600, 168_000, 124_000]);

    // Fourth tranche: C, D, G, H 2 months each, E and F 2 and the three that were refused: 8 + 10 = 18 x 16,800 = 302,400.
    // The insurer still holds 168,000 of them: 134,400 are transferred.
    let months = ["2026-10", "2026-11"];
    let fourth =
        office.tranche(source, (&months, true), (36, 302_400, 168_000), ("9004", "2026-11-10")).await;
    let answer = office.answered(&fourth, &[(&people.e, None, "data_incomplete")]).await;
    assert_eq!((&answer["accepted_idr"], &answer["refused_idr"]), (&json!(218_400), &json!(84_000)));
    assert_eq!(sums(&office.app, source).await, [1_176_000, 1_092_000, 84_000, 124_000]);

    // The insurer counts F's late months: the close of October is reopened, and closing again restores F alone.
    office.on("2026-11-20");
    let word = json!({
        "worker_id": people.f.id, "state": "active", "programmes": ["jkk", "jkm"], "as_of": "2026-11-20",
        "evidence": "Surat cabang 20 November 2026",
    });
    let fact = office.app.post("/v1/memberships").as_(&office.insurer).json(&word).send().await.expect(201);
    let fact = format!("/v1/memberships/{}", fact["id"].as_str().unwrap());
    let late = json!({ "from_month": "2026-07", "until_month": "2026-10" });
    office.act(&office.insurer, &fact, "correct-late-months", &late).await.expect(200);
    assert_eq!(office.read(&close).await["status"], "reopened");
    let again = office.act(&office.officer, &close, "close", &json!(null)).await.expect(200);
    assert_eq!(again["lapses_total"], 1);
    assert_eq!(office.standing(&people.f, "2026-10-31").await, ("active".to_owned(), 10));

    // E's period ends with the last paid month: July to December are not owed, 6 x 16,800 = 100,800.
    office.ended(&people.e, "lapsed", "2026-06-30").await;
    assert_eq!(sums(&office.app, source).await, [1_075_200, 1_092_000, 84_000, 224_800]);
}
