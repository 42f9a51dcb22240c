//! The registration moves.

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use crate::casework::deaths::service::Acting;
use crate::casework::transfers::model::TransferRow;
use crate::casework::transfers::queries::{self, Period};
use crate::casework::transfers::rules::{VillageCoverage, may_go_on};
use crate::cover::coverages;
use crate::cover::coverages::rules::EndReason;
use crate::cover::coverages::service::Ending;
use crate::domain::{RegionCode, new_id};
use crate::platform::http::{Code, FieldError, Problem, Text};
use crate::register::warungs::{self, By};
use crate::register::workers::service::{NewHome, hand_over, relocate};

/// Moves the registration that a locked request asks for, and gives it as it is there. 409 where it is not open there any more;
/// 422 where a village pays for a period that may go on and it was not said what becomes of that, or the other way round.
pub(super) async fn move_registration(
    conn: &mut AsyncPgConnection,
    acting: Acting<'_>,
    row: &TransferRow,
    said: Option<VillageCoverage>,
) -> Result<Uuid, Problem> {
    let from = row.moving().ok_or_else(Problem::not_found)?;
    let still = queries::open_of(conn, &row.nik_hash).await?;
    let still = still.filter(|open| (open.id, open.regency_id) == from);
    let still = still.filter(|open| Some(&open.village_code) == row.from_village_code.as_ref());
    if still.is_none() {
        return Err(Problem::new(Code::Conflict).detail(NOT_THERE));
    }
    let periods = queries::periods(conn, from, acting.today).await?;
    let leaves = from.1 != row.regency_id;
    let is_asked = |period: &Period| period.by_village && may_go_on(period.is_active, leaves);
    let wrong = match (periods.iter().any(is_asked), said) {
        (true, None) => Some(("required", SAY_WHAT)),
        (false, Some(_)) => Some(("does_not_apply", NO_COVERAGE)),
        _ => None,
    };
    if let Some((code, text)) = wrong {
        return Err(Problem::invalid_field(FieldError::new("/village_coverage", code, text)));
    }
    let ends = |period: &Period| match is_asked(period) {
        true => said == Some(VillageCoverage::End),
        // Whoever leaves a regency is funded by it no longer.
        false => leaves,
    };
    let ending = |id: Uuid| (id, Ending { reason: EndReason::MovedOut, on: acting.today, note: None });
    let endings: Vec<(Uuid, Ending)> =
        periods.into_iter().filter(ends).map(|period| ending(period.id)).collect();
    let scope = &acting.caller.scope;
    // Warungs before periods and workers, as everybody locks them.
    warungs::lock_workplaces(conn, scope, from.0).await?;
    if !endings.is_empty() {
        // And the person, who is let go in the end, before the money of the periods.
        let mut ids: Vec<Uuid> = endings.iter().map(|(id, _)| *id).collect();
        let before = coverages::queries::replaced_by(conn, scope, &ids).await?;
        ids.extend(before);
        let held = coverages::queries::lock(conn, scope, &ids).await?;
        let persons: Vec<Uuid> = held.iter().map(|(period, _)| period.person_id).collect();
        coverages::queries::lock_persons(conn, &persons).await?;
        coverages::service::end(conn, scope, acting.origin, endings, None).await?;
    }
    let by = By { scope, origin: acting.origin, today: acting.today };
    let to = RegionCode::parse(&row.to_village_code).map_err(Problem::internal)?;
    if leaves {
        let home = NewHome { id: new_id(acting.origin.now), regency_id: row.regency_id, village: to };
        hand_over(conn, by, from.0, home).await
    } else {
        relocate(conn, by, from.0, &to).await
    }
}

const NOT_THERE: Text =
    Text::fixed("Orang ini tidak lagi terdaftar di sana.", "This person is not registered there any more.");
const SAY_WHAT: Text = Text::fixed(
    "Desa asal masih mendanai orang ini: sebutkan apakah pendanaannya dilanjutkan (keep) atau diakhiri (end).",
    "The village still pays for this person: say whether that goes on (keep) or ends (end).",
);
const NO_COVERAGE: Text = Text::fixed(
    "Tidak ada pendanaan desa asal yang dapat dilanjutkan: isian ini tidak berlaku di sini.",
    "The village pays for nothing of this person that could go on: this field does not apply here.",
);
