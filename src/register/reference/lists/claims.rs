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
        code("court_ruling", "Ditetapkan pengadilan", "Named by a court"),
        code("self", "Peserta sendiri", "The member"),
    ],
);

pub(super) static HEIR_CLASS: CodeList = list(
    "heir_class",
    "Golongan ahli waris",
    "Class of beneficiaries",
    &[
        code("member", "Peserta sendiri", "The member"),
        code("court_ruling", "Penetapan pengadilan", "Court ruling"),
        code("spouse_and_children", "Janda, duda atau anak", "Widow, widower and children"),
        code("blood_line", "Keturunan sedarah lurus ke atas dan ke bawah", "Blood line up and down"),
        code("siblings", "Saudara kandung", "Siblings"),
        code("parents_in_law", "Mertua", "Parents-in-law"),
        code("will", "Pihak yang ditunjuk dalam wasiat", "Named in a will"),
        code("funeral_payer", "Pihak yang mengurus pemakaman", "Whoever buried the dead"),
    ],
);

pub(super) static CLAIM_ACTION: CodeList = list(
    "claim_action",
    "Tindakan pada klaim",
    "What can be done with a claim",
    &[
        code("edit", "Perbaiki data", "Correct its facts"),
        code("edit_beneficiaries", "Perbaiki ahli waris", "Correct the beneficiaries"),
        code("set_payout_account", "Isi rekening pembayaran", "State the account of a beneficiary"),
        code("approve_payout_account", "Setujui rekening pengganti", "Approve another account"),
        code("reject_payout_account", "Tolak rekening pengganti", "Turn another account down"),
        code("edit_documents", "Kirim atau tarik dokumen", "Send papers and take them back"),
        code("submit", "Ajukan", "Submit"),
        code("return", "Kembalikan", "Return"),
        code("judge_documents", "Periksa dokumen", "Judge papers"),
        code("verify", "Verifikasi", "Verify"),
        code("send_to_insurer", "Kirim ke BPJS", "Send to the insurer"),
        code("record_decision", "Catat keputusan", "Record the decision"),
        code("void_decision", "Batalkan keputusan yang salah catat", "Take back the decision"),
        code("record_payment", "Catat pembayaran", "Record a payment"),
        code("void_payment", "Batalkan pembayaran yang salah catat", "Take back a payment"),
        code("appeal", "Ajukan banding", "Appeal"),
        code("withdraw_appeal", "Cabut banding", "Take back the appeal"),
        code("withdraw", "Cabut", "Withdraw"),
        code("reopen", "Buka kembali", "Reopen"),
        code("reclassify", "Ubah jenis klaim", "Change the kind"),
    ],
);

pub(super) static CLAIM_DECISION_OUTCOME: CodeList = list(
    "claim_decision_outcome",
    "Keputusan klaim",
    "Decision on a claim",
    &[code("approved", "Disetujui", "Approved"), code("rejected", "Ditolak", "Rejected")],
);

pub(super) static CLAIM_WARNING: CodeList = list(
    "claim_warning",
    "Peringatan klaim",
    "Warning about a claim",
    &[code(
        "work_accident_lapsed",
        "Batas waktu klaim kecelakaan kerja sudah lewat",
        "The time limit for a work accident has passed",
    )],
);

pub(super) static BENEFIT: CodeList = list(
    "benefit",
    "Jenis manfaat",
    "Benefit",
    &[
        code("death", "Santunan kematian", "Death benefit"),
        code("periodic", "Santunan berkala", "Periodic benefit, paid at once"),
        code("funeral", "Biaya pemakaman", "Funeral"),
        code("disability", "Santunan cacat", "Disability"),
        code("temporary_inability", "Santunan sementara tidak mampu bekerja", "Temporary inability to work"),
        code("treatment", "Pengobatan dan perawatan", "Treatment"),
        code("transport", "Pengangkutan", "Transport"),
        code("aids", "Alat bantu", "Aids"),
        code("scholarship", "Beasiswa anak", "Scholarship"),
        code("old_age_savings", "Saldo JHT", "Old-age savings"),
        code("late_fee", "Denda keterlambatan", "Fee for late payment"),
    ],
);

pub(super) static PAYOUT_STATE: CodeList = list(
    "payout_state",
    "Status pembayaran penerima",
    "Payout state of a beneficiary",
    &[
        code("awaiting_account", "Menunggu rekening", "Waiting for an account"),
        code("awaiting_approval", "Menunggu persetujuan rekening", "Waiting for approval of an account"),
        code(
            "ready",
            "Rekening siap; rekening pengganti dibayar setelah masa tunggunya",
            "Account ready; one in the place of another is paid to after its cooling-off time",
        ),
        code("paid", "Sudah dibayar", "Paid"),
    ],
);

pub(super) static CLAIM_FORM: CodeList = list(
    "claim_form",
    "Formulir klaim",
    "Form of a claim",
    &[
        code("death_benefit", "Pengajuan Jaminan Kematian", "Claim for the death benefit"),
        code("accident_stage_one", "Laporan kecelakaan tahap I", "Accident report, stage I"),
        code("accident_stage_two", "Laporan kecelakaan tahap II", "Accident report, stage II"),
        code("heir_statement", "Surat keterangan ahli waris", "Statement of heirs"),
        code("guardian_power", "Kuasa wali anak", "Power of a minor's guardian"),
    ],
);
