//! Lists about the daily work.

use super::{CodeList, code, list};

pub(super) static WORK_ITEM_KIND: CodeList = list(
    "work_item_kind",
    "Jenis pekerjaan",
    "Kind of work",
    &[
        code("plan_to_approve", "Menyetujui rencana kepesertaan", "Approve an enrolment plan"),
        code("coverages_to_approve", "Menyetujui usulan periode pendanaan", "Approve proposed periods"),
        code("coverages_to_activate", "Mencatat nomor peserta BPJS", "Record member numbers"),
        code("batch_to_approve", "Menyetujui kelompok iuran", "Approve a contribution batch"),
        code("batch_to_bill", "Mencatat kode iuran", "Record a billing code"),
        code("batch_to_pay", "Membayar kelompok iuran", "Pay a contribution batch"),
        code("batch_to_reconcile", "Mencocokkan jawaban BPJS", "Reconcile the insurer's answer"),
        code(
            "refused_line_to_correct",
            "Memperbaiki data yang ditolak BPJS",
            "Correct data that the insurer refused",
        ),
        code(
            "refused_line_to_end",
            "Mengakhiri periode yang ditolak BPJS",
            "End a period that the insurer refused",
        ),
        code(
            "refused_line_to_resend",
            "Mengirim ulang iuran yang ditolak",
            "Send a refused contribution again",
        ),
        code(
            "period_to_end",
            "Mengakhiri pendanaan yang sudah tidak terdaftar",
            "End the period of somebody registered no more",
        ),
        code("members_near_lapse", "Mencegah putus kepesertaan", "Keep members from being cut off"),
        code("month_to_close", "Menutup bulan", "Close a month"),
        code("workers_to_verify", "Memverifikasi pendaftaran", "Verify registrations"),
        code("claim_to_submit", "Mengajukan klaim", "Hand in a claim"),
        code("claim_to_complete", "Melengkapi klaim", "Complete a claim"),
        code("claim_to_verify", "Memverifikasi klaim", "Verify a claim"),
        code("claim_to_send", "Mengirim klaim ke BPJS", "Send a claim to the insurer"),
        code("claim_to_decide", "Memutuskan klaim", "Decide a claim"),
        code("claim_to_pay", "Membayar klaim", "Pay a claim"),
        code("claim_without_account", "Mencatat rekening penerima", "Record a beneficiary's account"),
        code("account_change_to_approve", "Menyetujui penggantian rekening", "Approve another account"),
        code(
            "account_shared",
            "Memeriksa rekening yang dipakai bersama",
            "Look at an account of several claims",
        ),
        code("documents_missing", "Melengkapi dokumen klaim", "Bring papers of a claim"),
        code("death_to_decide", "Memutuskan siapa yang meninggal", "Decide whose death was reported"),
        code(
            "death_unclaimed",
            "Mencari keluarga yang belum mengajukan klaim",
            "Find a family that has not claimed",
        ),
        code("transfer_to_answer", "Menjawab permintaan perpindahan", "Answer a transfer"),
        code("letters_to_print", "Mencetak dan mengantar surat", "Print and deliver letters"),
        code(
            "possible_duplicate",
            "Memeriksa pendaftaran yang mungkin ganda",
            "Look into a possible duplicate",
        ),
        code("scholarship_due", "Mengajukan beasiswa tahun ajaran", "Claim a scholarship of a school year"),
        code("scholarship_to_verify", "Memverifikasi beasiswa", "Verify a scholarship"),
        code("scholarship_to_decide", "Memutuskan beasiswa", "Decide a scholarship"),
        code("scholarship_to_pay", "Membayar beasiswa", "Pay a scholarship"),
    ],
);

pub(super) static WORK_ITEM_STATE: CodeList = list(
    "work_item_state",
    "Status pekerjaan",
    "State of a work item",
    &[
        code("open", "Harus dikerjakan", "To be done"),
        code("snoozed", "Ditunda", "Put off"),
        code("done", "Selesai", "Nothing left to do"),
    ],
);

pub(super) static WORK_ITEM_OWNER: CodeList = list(
    "work_item_owner",
    "Pelaksana pekerjaan",
    "Whose work it is",
    &[
        code("village_operator", "Operator desa", "Village operator"),
        code("officer", "Petugas dinas", "Officer of the employment office"),
        code("approver", "Penyetuju", "Approver"),
        code("insurer", "Petugas BPJS Ketenagakerjaan", "Officer of the insurer's branch"),
    ],
);

pub(super) static TIMELINE_SUBJECT: CodeList = list(
    "timeline_subject",
    "Pokok kejadian",
    "What an event is about",
    &[
        code("worker", "Pekerja", "Worker"),
        code("warung_worker", "Pekerjaan di warung", "Work at a warung"),
        code("coverage", "Periode pendanaan", "Funded period"),
        code("membership", "Keterangan BPJS Ketenagakerjaan", "Word of the insurer"),
        code("contribution", "Iuran", "Contributions"),
        code("claim", "Klaim", "Claim"),
        code("death", "Laporan kematian", "Report of a death"),
        code("warung", "Warung", "Warung"),
    ],
);
