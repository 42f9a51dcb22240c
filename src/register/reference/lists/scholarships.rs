//! Lists about the schooling of children.

use super::{CodeList, code, list};

pub(super) static SCHOLARSHIP_STATUS: CodeList = list(
    "scholarship_status",
    "Status beasiswa",
    "State of a scholarship",
    &[
        code("claimed", "Diajukan", "Claimed"),
        code("verified", "Diverifikasi, di BPJS", "Verified, with the insurer"),
        code("approved", "Disetujui", "Approved"),
        code("rejected", "Ditolak", "Refused"),
        code("paid", "Dibayar", "Paid"),
        code("withdrawn", "Ditarik", "Taken back"),
    ],
);

pub(super) static SCHOLARSHIP_ACTION: CodeList = list(
    "scholarship_action",
    "Tindakan pada beasiswa",
    "What can be done with a scholarship",
    &[
        code("verify", "Verifikasi", "Verify"),
        code("withdraw", "Tarik", "Take back"),
        code("record_decision", "Catat keputusan BPJS", "Record the insurer's decision"),
        code("void_decision", "Batalkan keputusan yang salah catat", "Take back the decision"),
        code("record_payment", "Catat pembayaran", "Record the transfer"),
        code("void_payment", "Batalkan pembayaran yang salah catat", "Take back the transfer"),
    ],
);

pub(super) static CLAIM_CHILD_ACTION: CodeList = list(
    "claim_child_action",
    "Tindakan pada data anak",
    "What can be done with a child of a claim",
    &[
        code("edit", "Perbaiki", "Correct"),
        code("delete", "Hapus", "Take out"),
        code("claim_scholarship", "Ajukan beasiswa", "Claim a scholarship"),
        code("lapse", "Akhiri hak beasiswa", "End its scholarships"),
        code("reinstate", "Pulihkan hak beasiswa", "Restore its scholarships"),
    ],
);

pub(super) static SCHOLARSHIP_LAPSE_REASON: CodeList = list(
    "scholarship_lapse_reason",
    "Alasan hak beasiswa berakhir",
    "Why a child gets no more scholarships",
    &[
        code("too_old", "Mencapai batas usia", "Reached the age"),
        code("married", "Menikah", "Married"),
        code("working", "Bekerja", "Works"),
        code("left_school", "Berhenti sekolah", "Left school"),
        code("died", "Meninggal", "Died"),
    ],
);
