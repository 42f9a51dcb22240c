//! Bringing in lists of regions.

use std::path::Path;

use payung::register::regions::import::{ImportError, Imported, import, import_folder};
use payung::register::regions::sumenep;
use tempfile::TempDir;

use crate::support::TestDatabase;

fn carried() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/register/regions/data"))
}

/// A folder with the four files; each text follows its header.
fn folder(provinces: &str, regencies: &str, districts: &str, villages: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, header, rows) in [
        ("provinces.csv", "code,name", provinces),
        ("regencies.csv", "code,province_code,name", regencies),
        ("districts.csv", "code,regency_code,name", districts),
        ("villages.csv", "code,district_code,name", villages),
    ] {
        std::fs::write(folder.path().join(name), format!("{header}\n{rows}")).unwrap();
    }
    folder
}

#[tokio::test]
async fn the_list_is_there_after_an_import_and_a_second_one_changes_nothing() {
    let database = TestDatabase::migrated().await;
    let mut client = database.service().client().await.unwrap();
    let first = import_folder(&mut client, carried()).await.unwrap();
    assert_eq!(first, Imported { listed: 363, added: 363, renamed: 0 });
    let second = import_folder(&mut client, carried()).await.unwrap();
    assert_eq!(second, Imported { listed: 363, added: 0, renamed: 0 });

    let levels = "select level, count(*) from regions group by level order by min(char_length(code))";
    let levels: Vec<(String, i64)> =
        client.query(levels, &[]).await.unwrap().iter().map(|row| (row.get(0), row.get(1))).collect();
    let expected = [("province", 1), ("regency", 1), ("district", 27), ("village", 334)];
    assert_eq!(levels, expected.map(|(level, count)| (level.to_owned(), count)));
}

#[tokio::test]
async fn level_parent_and_kind_follow_from_the_code() {
    let database = TestDatabase::migrated().await;
    let mut client = database.service().client().await.unwrap();
    let regions = sumenep::regions().unwrap();
    import(&mut client, regions.into_iter().map(Ok)).await.unwrap();
    let row = "select level, parent_code, kind, name from regions where code = $1";
    for (code, level, parent, kind, name) in [
        ("35", "province", None, None, "Jawa Timur"),
        ("35.29", "regency", Some("35"), None, "Kabupaten Sumenep"),
        ("35.29.22", "district", Some("35.29"), None, "Ra'as"),
        ("35.29.01.1015", "village", Some("35.29.01"), Some("kelurahan"), "Kepanjin"),
        ("35.29.18.2015", "village", Some("35.29.18"), Some("desa"), "Banra'as"),
    ] {
        let row = client.query_one(row, &[&code]).await.unwrap();
        let found: (&str, Option<&str>, Option<&str>, &str) =
            (row.get(0), row.get(1), row.get(2), row.get(3));
        assert_eq!(found, (level, parent, kind, name), "{code}");
    }
}

#[tokio::test]
async fn a_new_name_replaces_the_old_one() {
    let database = TestDatabase::migrated().await;
    let mut client = database.service().client().await.unwrap();
    import_folder(&mut client, carried()).await.unwrap();
    let newer = folder("35,Jawa Timur\n", "35.29,35,Kabupaten Sumenep Raya\n", "", "");
    let imported = import_folder(&mut client, newer.path()).await.unwrap();
    assert_eq!(imported, Imported { listed: 2, added: 0, renamed: 1 });
    let name = client.query_one("select name from regions where code = '35.29'", &[]).await.unwrap();
    assert_eq!(name.get::<_, &str>(0), "Kabupaten Sumenep Raya");
}

#[tokio::test]
async fn names_keep_every_character() {
    let database = TestDatabase::migrated().await;
    let mut client = database.service().client().await.unwrap();
    let odd = folder("35,\"A\\N, \\t 'b' ñ\"\n", "", "", "");
    import_folder(&mut client, odd.path()).await.unwrap();
    let name = client.query_one("select name from regions", &[]).await.unwrap();
    assert_eq!(name.get::<_, &str>(0), "A\\N, \\t 'b' ñ");
}

#[tokio::test]
async fn a_list_with_a_mistake_leaves_nothing_behind() {
    let database = TestDatabase::migrated().await;
    let mut client = database.service().client().await.unwrap();
    type Check = fn(&ImportError) -> bool;
    let cases: [(TempDir, Check); 4] = [
        (
            folder("35,Jawa Timur\n", "", "", "35.29.01.4001,35.29.01,X\n"),
            |error| matches!(error, ImportError::Source { file, .. } if file == "villages.csv"),
        ),
        (
            folder("35,Jawa Timur\n", "", "35.29.01,35.29,X\n", ""),
            |error| matches!(error, ImportError::MissingParent { code } if code == "35.29.01"),
        ),
        (folder("35,Jawa Timur\n35,Jawa Timur\n", "", "", ""), |error| {
            matches!(error, ImportError::ListedTwice(_))
        }),
        (
            tempfile::tempdir().unwrap(),
            |error| matches!(error, ImportError::File { path, .. } if path.ends_with("provinces.csv")),
        ),
    ];
    for (folder, is_expected) in &cases {
        let error = import_folder(&mut client, folder.path()).await.unwrap_err();
        assert!(is_expected(&error), "{error:?}");
        let left = client.query_one("select count(*) from regions", &[]).await.unwrap();
        assert_eq!(left.get::<_, i64>(0), 0, "{error}");
    }
}

#[tokio::test]
async fn the_service_cannot_take_a_region_away() {
    let database = TestDatabase::migrated().await;
    let client = database.service().client().await.unwrap();
    for statement in [
        "delete from regions",
        "truncate regions cascade",
        "delete from regencies",
        "update regencies set id = 2",
    ] {
        let error = client.batch_execute(statement).await.expect_err(statement);
        assert_eq!(error.code().map(tokio_postgres::error::SqlState::code), Some("42501"), "{statement}");
    }
}
