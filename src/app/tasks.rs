//! The background tasks of the service, each with its rest.

use std::time::Duration;

use chrono::TimeDelta;

use super::AppState;
use crate::access;
use crate::casework::messages;
use crate::claims::documents;
use crate::exchange::imports;
use crate::platform::background::{Pace, Task};
use crate::platform::changes::sequencer;
use crate::platform::http::{Problem, idempotency};

/// Revocations are obeyed within two seconds.
const TRUST_REST: Duration = Duration::from_secs(2);

/// An opened record is in its access log a second later.
const OPENS_REST: Duration = Duration::from_secs(1);

/// Keys live for weeks and answers for days: hourly is often enough.
const UPKEEP_REST: Duration = Duration::from_secs(3600);

pub(super) fn all(state: &AppState) -> Vec<Task> {
    vec![
        sequence(state),
        read_trust(state),
        run_imports(state),
        make_messages(state),
        note_opens(state),
        keep_up(state),
    ]
}

fn sequence(state: &AppState) -> Task {
    let state = state.clone();
    Task::new("sequencer", sequencer::REST, move || {
        let state = state.clone();
        async move {
            let mut connection = state.db.write().await?;
            let stamped = sequencer::stamp_batch(&mut connection, state.clock.now()).await?;
            Ok(if stamped > 0 { Pace::Again } else { Pace::Rest })
        }
    })
}

/// Makes the first signing key where there is none, so that a new deployment can sign in at once.
fn read_trust(state: &AppState) -> Task {
    let state = state.clone();
    Task::new("trust", TRUST_REST, move || {
        let state = state.clone();
        async move {
            let mut connection = state.db.read().await?;
            let now = state.clock.now();
            state.access.trust.refresh(&mut connection, now).await.map_err(Problem::internal)?;
            if state.access.trust.public_keys(now).is_empty() {
                access::ensure_key(&mut connection, &state.vault, now).await?;
                return Ok(Pace::Again);
            }
            Ok(Pace::Rest)
        }
    })
}

fn run_imports(state: &AppState) -> Task {
    let state = state.clone();
    Task::new("imports", imports::runner::REST, move || {
        let state = state.clone();
        async move {
            let ran = imports::runner::run_next(&state.db, &state.clock).await?;
            Ok(if ran { Pace::Again } else { Pace::Rest })
        }
    })
}

fn make_messages(state: &AppState) -> Task {
    let state = state.clone();
    Task::new("messages", messages::maker::REST, move || {
        let state = state.clone();
        async move {
            let mut connection = state.db.write().await?;
            let (now, today) = (state.clock.now(), state.clock.today());
            let made = messages::maker::make_next(&mut connection, now, today).await?;
            Ok(if made { Pace::Again } else { Pace::Rest })
        }
    })
}

fn keep_up(state: &AppState) -> Task {
    let state = state.clone();
    Task::new("upkeep", UPKEEP_REST, move || {
        let state = state.clone();
        async move {
            let mut connection = state.db.write().await?;
            let now = state.clock.now();
            access::keep_up(&mut connection, &state.vault, now).await?;
            let kept = TimeDelta::days(i64::from(state.config.idempotency_days));
            imports::runner::sweep(&state.db, now).await?;
            imports::runner::forget_keys(&state.db, now - kept).await?;
            documents::sweep(&state.db, &state.storage, now).await?;
            idempotency::forget_before(&mut connection, now - kept).await?;
            while messages::maker::expire(&mut connection, now, state.clock.today()).await? {}
            Ok(Pace::Rest)
        }
    })
}

fn note_opens(state: &AppState) -> Task {
    let state = state.clone();
    Task::new("opens", OPENS_REST, move || {
        let state = state.clone();
        async move {
            state.opens.flush(&state.db).await?;
            Ok(Pace::Rest)
        }
    })
}
