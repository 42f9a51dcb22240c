//! Children that were taken out of their claim. Who stated or changed one is barred from confirming its scholarships also after it
//! was stated anew.

use diesel_async::AsyncPgConnection;
use serde::Deserialize;

use crate::claims::cases::model::ClaimFile;
use crate::claims::scholarships::model::{Child, ChildRow};
use crate::platform::changes::{self, Subject};
use crate::platform::http::Problem;

/// The part of a version of a claim that tells of its children.
#[derive(Deserialize)]
struct Children {
    #[serde(default)]
    children: Vec<Child>,
}

/// Counts among those who stated or changed a child whoever did so of one that was taken out of the claim and is the same by its NIK,
/// or by its name and day of birth.
pub(super) async fn take_over_revisers(
    conn: &mut AsyncPgConnection,
    file: &ClaimFile,
    row: &mut ChildRow,
) -> Result<(), Problem> {
    let claim = &file.claim;
    let overwritten =
        changes::overwritten_by(conn, claim.regency_id, (Subject::Claim, claim.id), "child_removed").await?;
    for version in overwritten {
        let stated: Children = serde_json::from_value(version).map_err(Problem::internal)?;
        let stays = |other: &ChildRow| file.children.iter().any(|child| child.row.id == other.id);
        let removed = stated.children.into_iter().map(|child| child.row).filter(|other| !stays(other));
        for other in removed {
            if !other.is_same_child(row) && !other.is_namesake(row) {
                continue;
            }
            for account in other.revised_by {
                row.note_reviser(Some(account));
            }
        }
    }
    Ok(())
}
