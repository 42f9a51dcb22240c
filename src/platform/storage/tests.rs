use super::*;
use crate::platform::vault::Keyring;

fn storage(folder: &FilePath) -> Storage {
    let vault = Vault::new(&Keyring::generate().unwrap()).unwrap();
    Storage::in_folder(folder, Arc::new(vault)).unwrap()
}

async fn whole(storage: &Storage, key: FileKey) -> Result<Vec<u8>, StorageError> {
    let (mut pieces, mut all) = (storage.read(key).await?, Vec::new());
    while let Some(piece) = pieces.next().await {
        all.extend_from_slice(&piece?);
    }
    Ok(all)
}

fn files(folder: &FilePath) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.map(|entry| entry.unwrap().path()).map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn a_file_is_there_as_a_whole_or_not_at_all_and_never_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let storage = storage(folder.path());
    let key = FileKey { regency_id: 3529, id: Uuid::from_u128(1) };
    let clear = b"3529015708850001 ".repeat(40_000);

    let mut writer = storage.write(key).await.unwrap();
    writer.take(&clear).await.unwrap();
    assert!(whole(&storage, key).await.is_err(), "not before its end");
    writer.finish().await.unwrap();
    assert_eq!(whole(&storage, key).await.unwrap(), clear);
    let stored = std::fs::read(folder.path().join("3529").join(key.id.to_string())).unwrap();
    assert!(stored.len() > clear.len() && !stored.windows(10).any(|digits| digits == b"3529015708"));

    let other = FileKey { id: Uuid::from_u128(2), ..key };
    let mut given_up = storage.write(other).await.unwrap();
    given_up.take(&clear).await.unwrap();
    given_up.abort().await.unwrap();
    assert!(whole(&storage, other).await.is_err());

    storage.delete(key).await.unwrap();
    storage.delete(key).await.unwrap();
    assert!(whole(&storage, key).await.is_err());
    storage.probe().await.unwrap();
    assert_eq!(files(folder.path()), 0);
}

#[test]
fn a_bucket_is_taken_as_it_is_configured() {
    let vault = Arc::new(Vault::new(&Keyring::generate().unwrap()).unwrap());
    let bucket = Bucket {
        name: "s3://berkas/payung".parse().unwrap(),
        endpoint: Some("http://127.0.0.1:9000".to_owned()),
        region: "ap-southeast-3".to_owned(),
        access_key_id: Some(Secret::new("id".to_owned())),
        secret_access_key: Some(Secret::new("key".to_owned())),
    };
    let storage = Storage::in_bucket(&bucket, vault).unwrap();
    let key = FileKey { regency_id: 1, id: Uuid::nil() };
    assert_eq!(storage.path(key).as_ref(), "payung/1/00000000-0000-0000-0000-000000000000");
}
