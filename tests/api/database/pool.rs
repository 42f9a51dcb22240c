//! The pool never makes anybody wait without end, and gets over a database that was away.

use std::time::Duration;

use payung::platform::db::connect::{Connector, Role};
use payung::platform::db::{Db, PoolSettings, Unavailable};

use crate::support::cluster::cluster;
use crate::support::{TestApp, TestDatabase, catalogue};

#[tokio::test]
async fn a_full_pool_refuses_in_time_and_a_full_queue_at_once() {
    let database = TestDatabase::migrated().await;
    let settings = PoolSettings { size: 2, wait: Duration::from_secs(3), waiting_per_connection: 1 };
    let db = Db::new(database.service(), settings);
    let (first, second) = (db.write().await.unwrap(), db.read().await.unwrap());
    // All start to wait in this order; two may, the third may not.
    let (one, two, three) = tokio::join!(db.read(), db.read(), db.read());
    assert!(matches!(one.map(drop), Err(Unavailable::TimedOut(_))));
    assert!(matches!(two.map(drop), Err(Unavailable::TimedOut(_))));
    assert!(matches!(three.map(drop), Err(Unavailable::QueueFull(2))));
    assert_eq!((db.usage().open, db.usage().idle, db.usage().waiting), (2, 0, 0));
    drop((first, second));
    assert!(db.read().await.is_ok());
}

#[tokio::test]
async fn copy_connections_are_few_and_apart() {
    let database = TestDatabase::migrated().await;
    let settings = PoolSettings { size: 1, wait: Duration::from_secs(3), ..PoolSettings::default() };
    let db = Db::new(database.service(), settings);
    let _request = db.write().await.unwrap();
    let (first, _second) = (db.copy_client().await.unwrap(), db.copy_client().await.unwrap());
    assert!(matches!(db.copy_client().await.map(drop), Err(Unavailable::TimedOut(_))));
    assert_eq!(catalogue::column(&first, "SELECT current_user::text").await, ["payung_service"]);
    drop(first);
    assert!(db.copy_client().await.is_ok());
}

#[tokio::test]
async fn a_login_that_may_more_works_as_the_service() {
    let database = TestDatabase::migrated().await;
    let url = cluster().postgres.admin_url(&database.name);
    let mighty = Connector::parse(&url, Role::Service).unwrap().client().await.unwrap();
    assert_eq!(catalogue::column(&mighty, "SELECT current_user::text").await, ["payung_service"]);
    let settings = PoolSettings::default();
    let db = Db::new(Connector::parse(&url, Role::Service).unwrap(), settings);
    let mut pooled = db.write().await.unwrap();
    let created =
        diesel_async::SimpleAsyncConnection::batch_execute(&mut *pooled, "CREATE TABLE mine ()").await;
    assert!(created.unwrap_err().to_string().contains("permission denied"));
}

#[tokio::test]
async fn a_database_that_comes_back_is_used_at_once() {
    let app = TestApp::configured(|config| config.pool.wait = Duration::from_secs(1)).await;
    let officer = app.officer();
    let ask = async || app.get("/v1/regions?limit=1").as_(&officer).send().await;
    // Several connections are open when the database goes.
    let answers = tokio::join!(ask(), ask(), ask(), ask());
    for answer in [answers.0, answers.1, answers.2, answers.3] {
        answer.expect(200);
    }
    app.database().take_away().await;
    ask().await.expect_problem(503, "unavailable");

    app.database().give_back().await;
    ask().await.expect(200);
}
