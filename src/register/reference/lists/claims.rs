//! Lists about claims.

use super::{CodeList, code, list};

pub(super) static CLAIM_KIND: CodeList = list(
    "claim_kind",
    "Jenis klaim",
    "Kind of claim",
    &[
        code("death", "Kematian (JKM)", "Death (JKM)"),
        code("work_accident", "Kecelakaan kerja (JKK)", "Work accident (JKK)"),
        code("old_age", "Hari tua (JHT)", "Old age (JHT)"),
    ],
);

pub(super) static CLAIM_STATUS: CodeList = list(
    "claim_status",
    "Status klaim",
    "State of a claim",
    &[
        code("draft", "Konsep", "Draft"),
        code("submitted", "Diajukan", "Submitted"),
        code("returned", "Dikembalikan untuk dilengkapi", "Returned for completion"),
        code("verified", "Terverifikasi", "Verified"),
        code("sent_to_insurer", "Dikirim ke BPJS", "Sent to the insurer"),
        code("approved", "Disetujui", "Approved"),
        code("rejected", "Ditolak", "Rejected"),
        code("appealed", "Diajukan banding", "Appealed"),
        code("paid", "Dibayar", "Paid"),
        code("withdrawn", "Dicabut", "Withdrawn"),
    ],
);

pub(super) static HEIR_RELATION: CodeList = list(
    "heir_relation",
    "Hubungan ahli waris",
    "Relation of a beneficiary",
    &[
        code("spouse", "Janda atau duda", "Widow or widower"),
        code("child", "Anak", "Child"),
        code("parent", "Orang tua", "Parent"),
        code("grandchild", "Cucu", "Grandchild"),
        code("grandparent", "Kakek atau nenek", "Grandparent"),
        code("sibling", "Saudara kandung", "Sibling"),
        code("parent_in_law", "Mertua", "Parent-in-law"),
        code("named_in_will", "Ditunjuk dalam wasiat", "Named in a will"),
        code("funeral_payer", "Pihak yang mengurus pemakaman", "Whoever buried the dead"),
        code("self", "Peserta sendiri", "The member"),
    ],
);
