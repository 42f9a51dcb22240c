//! Short reads travel together over one connection, and get over its end.

use std::time::Duration;

use diesel::sql_types::{Integer, Text};
use diesel_async::AsyncPgConnection;
use payung::platform::db::{Db, PoolSettings};
use payung::platform::http::Code;

use crate::support::cluster::{self, cluster};
use crate::support::{TestApp, TestDatabase};

async fn backend(mut conn: &AsyncPgConnection) -> diesel::QueryResult<i32> {
    let pid = diesel::select(diesel::dsl::sql::<Integer>("pg_backend_pid()"));
    diesel_async::RunQueryDsl::get_result(pid, &mut conn).await
}

async fn fail(mut conn: &AsyncPgConnection) -> diesel::QueryResult<String> {
    let nonsense = diesel::select(diesel::dsl::sql::<Text>("(1 / 0)::text"));
    diesel_async::RunQueryDsl::get_result(nonsense, &mut conn).await
}

#[tokio::test]
async fn readers_share_a_connection_and_one_more_than_there_is_room_for_is_refused() {
    let database = TestDatabase::migrated().await;
    let settings = PoolSettings { size: 1, waiting_per_connection: 2, ..PoolSettings::default() };
    let db = Db::new(database.service(), settings);
    let (one, two, three) =
        tokio::join!(db.read_shared(backend), db.read_shared(backend), db.read_shared(backend));
    let one = one.expect("the first reads");
    assert_eq!([two.expect("the second reads"), three.expect("the third reads")], [one, one]);
    assert_eq!(db.usage().open, 1);

    let (.., fourth) = tokio::join!(
        db.read_shared(backend),
        db.read_shared(backend),
        db.read_shared(backend),
        db.read_shared(backend)
    );
    assert_eq!(fourth.expect_err("there is room for three").code(), Code::Busy);
}

#[tokio::test]
async fn a_refused_statement_leaves_the_connection_to_the_others() {
    let database = TestDatabase::migrated().await;
    let db = Db::new(database.service(), PoolSettings::default());
    let (before, failed, beside) =
        tokio::join!(db.read_shared(backend), db.read_shared(fail), db.read_shared(backend));
    assert_eq!(failed.expect_err("nobody divides by zero").code(), Code::Internal);
    let before = before.expect("reads");
    assert_eq!(beside.expect("reads"), before);
    assert_eq!(db.read_shared(backend).await.expect("reads"), before);
}

#[tokio::test]
async fn a_connection_that_ended_is_replaced_without_the_reader_noticing() {
    let database = TestDatabase::migrated().await;
    let db = Db::new(database.service(), PoolSettings::default());
    let before = db.read_shared(backend).await.expect("reads");
    let admin = cluster::admin(&cluster().postgres).await;
    admin.execute("SELECT pg_terminate_backend($1, 5000)", &[&before]).await.unwrap();
    let (one, two) = tokio::join!(db.read_shared(backend), db.read_shared(backend));
    let after = one.expect("reads on a new connection");
    assert_ne!(after, before);
    assert_eq!(two.expect("reads on the same"), after);
}

#[tokio::test]
async fn a_database_that_comes_back_serves_shared_reads_at_once() {
    let app = TestApp::configured(|config| config.pool.wait = Duration::from_secs(1)).await;
    let officer = app.officer();
    let unknown = "/v1/workers/01930000-0000-7000-8000-000000000000";
    let ask = async || app.get(unknown).as_(&officer).send().await;
    ask().await.expect_problem(404, "not_found");
    app.database().take_away().await;
    ask().await.expect_problem(503, "unavailable");

    app.database().give_back().await;
    ask().await.expect_problem(404, "not_found");
}
