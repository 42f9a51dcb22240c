//! The demo's roster: fed through the services, complete, and found by those who may see it.

use payung::app::AppState;
use payung::demo;
use payung::platform::config::{Config, Secret};
use payung::platform::vault::Keyring;

use crate::support::TestDatabase;

async fn state(database: &TestDatabase) -> AppState {
    let mut config = Config::read(Vec::new()).unwrap();
    config.database_url = Some(Secret::new(database.service_url()));
    let state = AppState::new(config, &Keyring::generate().unwrap()).unwrap();
    state.prepare().await.unwrap();
    state
}

#[tokio::test]
async fn the_roster_is_fed_with_all_that_became_of_it() {
    let database = TestDatabase::migrated().await;
    let state = state(&database).await;
    let credentials = demo::seed(&state, 700).await.unwrap_or_else(|problem| panic!("{problem:?}"));
    assert_eq!(credentials.accounts.len(), 9);

    let client = database.owner().client().await.unwrap();
    let statuses = "select status, count(*) from workers group by status order by status";
    let statuses: Vec<(String, i64)> =
        client.query(statuses, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1))).collect();
    let names: Vec<&str> = statuses.iter().map(|(status, _)| status.as_str()).collect();
    assert_eq!(names, ["inactive", "registered", "rejected", "verified"]);
    assert_eq!(statuses.iter().map(|(_, count)| count).sum::<i64>(), 700);
}
