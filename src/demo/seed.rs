//! Fills an empty database for the demo, through the same services as any other data.

use super::Credentials;
use crate::app::AppState;
use crate::platform::changes::{Actor, Origin};
use crate::platform::db::transaction::transact;
use crate::platform::http::Problem;
use crate::register::{regencies, regions};

/// Brings in Sumenep with its regions.
pub async fn seed(state: &AppState, _workers: u32) -> Result<Credentials, Problem> {
    let mut client = state.db.copy_client().await?;
    let carried = regions::sumenep::regions().map_err(Problem::internal)?;
    regions::import::import(&mut client, carried.into_iter().map(Ok)).await.map_err(Problem::internal)?;
    drop(client);

    let origin = Origin { actor: Actor::System, request_id: None, import_id: None, now: state.clock.now() };
    let region_code =
        crate::domain::RegionCode::parse(regions::sumenep::REGENCY).map_err(Problem::internal)?;
    let sumenep = regencies::NewRegency { region_code, name: None };
    let mut connection = state.db.write().await?;
    transact(&mut connection, async |conn| regencies::create(conn, &origin, sumenep).await).await?;
    Ok(Credentials { base_url: String::new(), accounts: Vec::new(), api_clients: Vec::new() })
}
