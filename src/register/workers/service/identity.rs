//! A registration learns a first NIK, or another: whose registration is it now?

use diesel_async::AsyncPgConnection;
use uuid::Uuid;

use super::{Writing, refuse_opening};
use crate::platform::http::{Code, Problem, Text};
use crate::register::persons::queries::{self, Opening};
use crate::register::workers::model::WorkerRow;
use crate::register::workers::queries::{carries_cover_or_claims, was_ever_verified, was_merged_into};

/// Ties an open registration to the person with its new NIK and tells who that is. Where that person has an open registration,
/// 409: `already_registered` with the one in the caller's regions, into which this one is to be merged, else
/// `transfer_needed`, as when somebody is registered.
///
/// If nobody has the NIK yet, and the person so far is known by this registration only, the person keeps
/// its id and gets the NIK: a temporary identity is promoted, a slip corrected. Otherwise the person so far
/// loses this registration and the one with the NIK gets it, which must not take anybody's claims or cover along. Where the
/// registration with the NIK was merged into this one, the wrong one of the two has stayed, which parting them mends.
/// Whoever writes those holds the registration's row, whose lock the caller has.
pub(super) async fn rebind(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    before: &WorkerRow,
    after: &WorkerRow,
) -> Result<Uuid, Problem> {
    let Some(nik_hash) = &after.nik_hash else {
        return Err(Problem::internal("a NIK was cleared"));
    };
    queries::lock(conn, before.person_id).await?;
    let owner = queries::find_by_nik(conn, nik_hash).await?;
    let shared = queries::has_other_registration(conn, before.person_id, before.id).await?;
    if owner.is_none() && !shared {
        queries::set_nik(conn, before.person_id, nik_hash).await?;
        return Ok(before.person_id);
    }
    if let Some(open) = owner.as_ref().and_then(|owner| owner.open_worker_id) {
        // Two open registrations of one person: they are merged, or one of them moves.
        return Err(refuse_second(conn, writing, open).await?);
    }
    if let Some(owner) = &owner
        && was_merged_into(conn, owner.id, before).await?
    {
        return Err(Problem::new(Code::Conflict).detail(PART_THEM));
    }
    if carries_cover_or_claims(conn, before).await? {
        return Err(Problem::new(Code::Conflict).detail(Text::fixed(
            "NIK ini milik orang lain yang sudah dikenal, sedangkan klaim, kepesertaan, atau pendanaan sudah tercatat \
             pada pekerja ini. Nonaktifkan lalu daftarkan kembali.",
            "This NIK belongs to another known person, and claims, memberships or funded periods stand under this \
             worker already. Deactivate the worker and register the person anew.",
        )));
    }
    if was_ever_verified(conn, before).await? {
        // Funded periods may hang on the person so far: two people in one history are parted by hand.
        return Err(Problem::new(Code::Conflict).detail(Text::fixed(
            "NIK ini milik orang lain yang sudah dikenal, dan pekerja ini pernah diverifikasi. Nonaktifkan lalu \
             daftarkan kembali.",
            "This NIK belongs to another known person, and this worker was verified before. Deactivate the worker \
             and register the person anew.",
        )));
    }
    queries::release(conn, before.person_id, before.id).await?;
    let opening = Opening { worker_id: before.id, regency_id: before.regency_id };
    match queries::open_by_nik(conn, nik_hash, opening, writing.origin).await? {
        Some(person_id) => Ok(person_id),
        None => Err(refuse_opening(conn, writing.scope, owner.and_then(|owner| owner.open_worker_id)).await?),
    }
}

/// The NIK belongs to somebody who is registered already.
async fn refuse_second(
    conn: &mut AsyncPgConnection,
    writing: Writing<'_>,
    open: Uuid,
) -> Result<Problem, Problem> {
    let problem = refuse_opening(conn, writing.scope, Some(open)).await?;
    Ok(match problem.code() {
        Code::AlreadyRegistered => problem.detail(MERGE_THEM),
        _ => problem,
    })
}

const PART_THEM: Text = Text::fixed(
    "Pendaftaran dengan NIK ini sudah digabung ke pendaftaran ini, padahal pendaftaran dengan NIK yang benar yang harus \
     bertahan. Pisahkan dahulu (POST /v1/workers/{id}/unmerge), lalu gabungkan sebaliknya.",
    "The registration with this NIK was merged into this one, but the one with the right NIK has to stay. Part them first \
     (POST /v1/workers/{id}/unmerge), then merge them the other way round.",
);
const MERGE_THEM: Text = Text::fixed(
    "Orang dengan NIK ini sudah terdaftar: lihat existing_id. Bila orangnya sama, gabungkan pendaftaran ini ke sana \
     (POST /v1/workers/{id}/merge).",
    "The person with this NIK is registered already: see existing_id. If it is the same person, merge this registration \
     into that one (POST /v1/workers/{id}/merge).",
);
