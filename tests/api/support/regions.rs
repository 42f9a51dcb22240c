//! The regions that most tests stand on: all of Sumenep, and a neighbour with one village, whose data Sumenep's people
//! must never see.

use payung::register::regions::sumenep;
use tokio_postgres::Client;

/// Sumenep, the regency of most tests.
pub const SUMENEP: i32 = 1;
/// Pamekasan, next to it.
pub const PAMEKASAN: i32 = 2;

/// Writes them as the owner of the schema, without changes in the feed.
pub async fn seed(client: &Client) {
    let regions = sumenep::regions().unwrap();
    let mut codes: Vec<&str> = regions.iter().map(|region| region.code.as_str()).collect();
    let mut names: Vec<&str> = regions.iter().map(|region| region.name.as_str()).collect();
    codes.extend(["35.28", "35.28.01", "35.28.01.2001"]);
    names.extend(["Kabupaten Pamekasan", "Tlanakan", "Bandaran"]);
    client
        .execute(
            "INSERT INTO regions (code, name) SELECT * FROM unnest($1::text[], $2::text[])",
            &[&codes, &names],
        )
        .await
        .unwrap();
    client
        .execute(
            "INSERT INTO regencies (id, region_code, name, active, version, created_at, updated_at) VALUES \
             ($1, '35.29', 'Kabupaten Sumenep', true, 1, now(), now()), \
             ($2, '35.28', 'Kabupaten Pamekasan', true, 1, now(), now())",
            &[&SUMENEP, &PAMEKASAN],
        )
        .await
        .unwrap();
}
