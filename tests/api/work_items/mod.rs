//! `/v1/work-items`

mod accounts;
mod cover;
mod duplicates;
mod marks;
mod people;
mod roles;
mod since;

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use reqwest::Method;
use serde_json::{Value, json};

use crate::claims::stage::{Held, Stage};
use crate::support::TestApp;
use crate::support::app::Account;

pub const PATH: &str = "/v1/work-items";

/// The items that somebody sees.
async fn items(app: &TestApp, account: &Account, query: &str) -> Vec<Value> {
    let shown = app.get(&format!("{PATH}{query}")).as_(account).send().await.expect(200);
    assert_eq!(shown["next_cursor"], Value::Null);
    shown["data"].as_array().unwrap().clone()
}

/// The kinds of them.
async fn kinds(app: &TestApp, account: &Account, query: &str) -> Vec<String> {
    let mut kinds: Vec<String> = items(app, account, query)
        .await
        .iter()
        .map(|item| item["kind"].as_str().unwrap().to_owned())
        .collect();
    kinds.sort_unstable();
    kinds
}

/// The only item of a kind.
async fn only(app: &TestApp, account: &Account, kind: &str) -> Value {
    let mut found = items(app, account, &format!("?kind={kind}")).await;
    assert_eq!(found.len(), 1, "{kind}: {found:?}");
    found.remove(0)
}

/// The day in western Indonesia on which the cause of an item came about.
fn caused_on(item: &Value) -> NaiveDate {
    let since: DateTime<Utc> = item["since"].as_str().unwrap().parse().unwrap();
    since.with_timezone(&FixedOffset::east_opt(7 * 3600).unwrap()).date_naive()
}

impl Stage {
    /// States another account for the first beneficiary, the widow.
    async fn stated_anew(&self, held: &Held, by: &Account, number: &str) -> Held {
        let account =
            json!({"bank_name": "BRI", "account_number": number, "account_holder_name": "Siti Aminah"});
        let path = format!("{}/payout-account", held.beneficiary(0));
        self.send(Method::PUT, &path, by, Some(&held.etag), &account).await.expect(200);
        self.read(held).await
    }
}
