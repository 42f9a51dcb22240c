//! Workers over HTTP.

mod create;
mod decide;
mod read;
mod update;

use actix_web::web::Data;

use super::expand::{Expander, Expanders};
use super::model::WorkerRow;
use super::service::{Reader, Writing, present, rights_of};
use super::watch::{DeathWatcher, DeathWatchers};
use crate::access::caller::Principal;
use crate::app::AppState;
use crate::platform::changes::Origin;
use crate::platform::http::{Problem, Routes, Version};

/// Registers the routes of this room, with what other rooms add to a worker, and with those who follow a death.
pub fn configure(
    expanders: &'static [Expander],
    watchers: &'static [DeathWatcher],
) -> impl FnOnce(&mut Routes<'_>) {
    move |config| {
        config
            .app_data(Data::new(Expanders(expanders)))
            .app_data(Data::new(DeathWatchers(watchers)))
            .service(read::get_worker)
            .service(read::list_workers)
            .service(create::create_worker)
            .service(read::search_workers)
            .service(update::update_worker)
            .service(decide::verify_worker)
            .service(decide::reject_worker)
            .service(decide::deactivate_worker)
            .service(decide::reopen_worker)
            .service(read::list_worker_history);
    }
}

fn writing<'a>(state: &'a AppState, caller: &'a Principal, origin: &'a Origin) -> Writing<'a> {
    Writing {
        vault: &state.vault,
        scope: &caller.scope,
        rights: rights_of(caller),
        origin,
        today: state.clock.today(),
    }
}

/// The row after a write, masked as its writer sees it, with its entity tag.
pub async fn written(
    state: &AppState,
    caller: &Principal,
    origin: &Origin,
    row: WorkerRow,
) -> Result<(String, super::dto::WorkerResponse), Problem> {
    let reader = Reader { state, caller, origin, purpose: None };
    let etag = Version::new(row.version, reader.view()).etag();
    let shown = present(reader, vec![row], &[]).await?;
    let shown = shown.into_iter().next().ok_or_else(|| Problem::internal("a written row was not shown"))?;
    Ok((etag, shown))
}
