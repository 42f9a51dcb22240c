//! Migrating as administrators do it.

use payung::platform::db::connect::{Connector, Role};
use payung::platform::db::migrate::{self, MigrateError};

use crate::support::TestDatabase;
use crate::support::cluster::{self, cluster};

#[tokio::test]
async fn two_processes_that_migrate_at_once_do_it_once() {
    let database = TestDatabase::empty().await;
    let process = || {
        let owner = database.owner();
        std::thread::spawn(move || {
            let runtime =
                tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
            runtime.block_on(migrate::run(&owner)).unwrap()
        })
    };
    let (one, two) = (process(), process());
    let mut done = [one.join().unwrap(), two.join().unwrap()];
    done.sort_by_key(Vec::len);
    assert_eq!(done, [Vec::new(), migrate::versions()]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_login_without_the_rights_is_told_what_to_ask_for() {
    let database = TestDatabase::empty().await;
    let login = format!("{}_nobody", database.name);
    let admin = cluster::admin(&cluster().postgres).await;
    admin.batch_execute(&format!("CREATE ROLE {login} LOGIN PASSWORD 'nothing'")).await.unwrap();
    let url = cluster().postgres.service_url(&database.name);
    let (_, host) = url.split_once('@').unwrap();
    let connector = Connector::parse(&format!("postgres://{login}:nothing@{host}"), Role::Login).unwrap();
    let refused = migrate::run(&connector).await.unwrap_err();
    admin.batch_execute(&format!("DROP ROLE {login}")).await.unwrap();
    match refused {
        MigrateError::Rights(words) => {
            assert!(words.contains("GRANT payung_owner, payung_service TO"), "{words}")
        }
        other => panic!("{other:?}"),
    }
}

/// The database's owner with the right to make roles needs no preparation: the way of a small installation.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn one_login_can_do_everything() {
    let database = TestDatabase::empty().await;
    let superuser = cluster().postgres.admin_url(&database.name);
    let applied = migrate::run(&Connector::parse(&superuser, Role::Login).unwrap()).await.unwrap();
    assert_eq!(applied, migrate::versions());
    let service = Connector::parse(&superuser, Role::Service).unwrap();
    let mut connection = service.connection().await.unwrap();
    assert_eq!(migrate::pending(&mut connection).await.unwrap(), Vec::<String>::new());
}
