//! Lists about insurance and its funding.

use super::{CodeList, acted, code, list};

pub(super) static PROGRAMME: CodeList = list(
    "programme",
    "Program jaminan",
    "Programme",
    &[
        code("jkk", "Jaminan Kecelakaan Kerja (JKK)", "Work accident (JKK)"),
        code("jkm", "Jaminan Kematian (JKM)", "Death (JKM)"),
        code("jht", "Jaminan Hari Tua (JHT)", "Old-age savings (JHT)"),
    ],
);

pub(super) static PAYER_KIND: CodeList = list(
    "payer_kind",
    "Sumber pembayar iuran",
    "Who pays the contribution",
    &[
        code("apbd", "APBD", "Budget of the regency or province"),
        code("dbhcht", "DBHCHT", "Tobacco excise share"),
        code("apbdes", "APBDes", "Budget of the village"),
        code("csr", "CSR", "Company's social responsibility"),
        code("bank", "Bank", "Bank"),
        code("sertakan", "SERTAKAN", "A wage earner who pays for a worker nearby (SERTAKAN)"),
        code("self", "Mandiri", "The worker"),
        code("other", "Lainnya", "Other"),
    ],
);

pub(super) static COVERAGE_STATUS: CodeList = list(
    "coverage_status",
    "Status periode pendanaan",
    "State of a funded period",
    &[
        code("proposed", "Diusulkan", "Proposed"),
        code("approved", "Disetujui", "Approved"),
        code("active", "Aktif", "Active"),
        code("ended", "Berakhir", "Ended"),
    ],
);

pub(super) static COVERAGE_END_REASON: CodeList = list(
    "coverage_end_reason",
    "Alasan berakhirnya periode pendanaan",
    "Reason for the end of a funded period",
    &[
        code("death", "Meninggal dunia", "Death"),
        code("moved_out", "Pindah", "Moved out"),
        code("wage_worker", "Menjadi pekerja penerima upah", "Became a wage worker"),
        code(
            "civil_servant",
            "Menjadi ASN, TNI atau Polri",
            "Became a civil servant, soldier or police officer",
        ),
        code("double_funding", "Didanai ganda", "Double funding"),
        code("ineligible", "Tidak memenuhi syarat", "Ineligible"),
        code("lapsed", "Kepesertaan gugur", "Lapsed"),
        code("quota_cut", "Kuota dikurangi", "Quota cut"),
        code("withdrew", "Mengundurkan diri", "Withdrew"),
    ],
);

pub(super) static OBLIGATION_STATUS: CodeList = list(
    "obligation_status",
    "Status iuran bulanan",
    "State of a month's contribution",
    &[
        code("due", "Terutang", "Due"),
        code("paid", "Dibayar", "Paid"),
        code("waived", "Dihapus karena periode berakhir", "Waived, since the period ended"),
    ],
);

pub(super) static CONTRIBUTION_BATCH_STATUS: CodeList = list(
    "contribution_batch_status",
    "Status kelompok iuran",
    "State of a batch of contributions",
    &[
        code("draft", "Konsep", "Draft"),
        code("approved", "Disetujui", "Approved"),
        code("billing_code_issued", "Kode iuran terbit", "Billing code issued"),
        code("paid", "Dibayar", "Paid"),
        code("reconciled", "Selesai dicocokkan", "Reconciled"),
        code("cancelled", "Dibatalkan", "Cancelled"),
    ],
);

pub(super) static CONTRIBUTION_LINE_STATUS: CodeList = list(
    "contribution_line_status",
    "Status baris iuran",
    "State of a line of a batch",
    &[
        code("sent", "Dikirim", "Sent"),
        code("accepted", "Diterima BPJS", "Accepted by the insurer"),
        code("refused", "Ditolak BPJS", "Refused by the insurer"),
    ],
);

pub(super) static STANDING: CodeList = list(
    "standing",
    "Status kepesertaan",
    "Standing with the insurer",
    &[
        code("active", "Aktif", "Active"),
        code("in_arrears", "Menunggak", "In arrears"),
        code("lapsed", "Gugur", "Lapsed"),
        code("not_covered", "Tidak terlindungi", "Not covered"),
    ],
);

pub(super) static STANDING_BASIS: CodeList = list(
    "standing_basis",
    "Dasar status kepesertaan",
    "Basis of the standing",
    &[
        code("insurer_confirmed", "Dikonfirmasi BPJS Ketenagakerjaan", "Confirmed by the insurer"),
        code("projected", "Diperkirakan dari catatan sendiri", "Projected from our own records"),
        code("unknown", "Tidak diketahui", "Unknown"),
    ],
);

pub(super) static MONTH_NOT_COUNTED: CodeList = list(
    "month_not_counted",
    "Alasan sebuah bulan tidak dihitung",
    "Why a month does not count",
    &[
        code("unpaid", "Belum dibayar", "Not paid"),
        code("refused", "Ditolak BPJS", "Refused by the insurer"),
        code("waived", "Periode sudah berakhir, tidak terutang", "The period had ended; nothing is owed"),
        code("paid_after", "Dibayar setelah hari yang ditanyakan", "Paid after the day in question"),
        code(
            "before_lapse",
            "Sebelum kepesertaan gugur atau berakhir",
            "Before the membership lapsed or ended",
        ),
        code("excess_after_death", "Setelah meninggal: kelebihan bayar", "After the death: a credit"),
        code("not_begun", "Bulan belum berjalan pada hari itu", "The month had not begun on the day"),
        code("payment_day_unknown", "Hari bayar tidak diketahui", "The day of payment is not known"),
        code("not_confirmed", "Tidak tercatat di BPJS", "The insurer does not know of it"),
    ],
);

pub(super) static MONTH_TOLD_BY: CodeList = list(
    "month_told_by",
    "Sumber keterangan sebuah bulan",
    "Who tells of a month",
    &[
        code("ledger", "Catatan iuran sendiri", "Our own ledger"),
        code("insurer", "BPJS Ketenagakerjaan", "The insurer"),
    ],
);

pub(super) static REFUSAL_REASON: CodeList = list(
    "refusal_reason",
    "Alasan penolakan BPJS",
    "Reason of the insurer's refusal",
    &[
        acted(
            "nik_not_found",
            "NIK tidak ditemukan atau tidak cocok: perbaiki",
            "NIK not found or mismatched: correct",
            "correct",
        ),
        acted("deceased", "Sudah meninggal: akhiri", "Deceased: end", "end"),
        acted(
            "active_wage_earner",
            "Sudah peserta penerima upah aktif: akhiri",
            "Already an active wage-earner member: end",
            "end",
        ),
        acted("funded_elsewhere", "Sudah didanai pihak lain: akhiri", "Already funded elsewhere: end", "end"),
        acted("over_age", "Melewati usia saat mendaftar: akhiri", "Over age at entry: end", "end"),
        acted("data_incomplete", "Data tidak lengkap: perbaiki", "Data incomplete: correct", "correct"),
        acted("system_error", "Gangguan sistem: kirim ulang", "System error: send again", "send_again"),
    ],
);

pub(super) static REFUSAL_ACTION: CodeList = list(
    "refusal_action",
    "Tindakan bawaan atas penolakan",
    "Default action on a refusal",
    &[
        code("correct", "Perbaiki data, lalu kirim ulang", "Correct the data and send it again"),
        code("end", "Akhiri periode pendanaan", "End the funded period"),
        code("send_again", "Kirim ulang", "Send it again"),
    ],
);

pub(super) static FUNDING_SOURCE_STATUS: CodeList = list(
    "funding_source_status",
    "Status sumber pendanaan",
    "State of a funding source",
    &[code("active", "Aktif", "Active"), code("closed", "Ditutup", "Closed")],
);

pub(super) static MEMBERSHIP_STATE: CodeList = list(
    "membership_state",
    "Keadaan kepesertaan menurut BPJS Ketenagakerjaan",
    "What the insurer calls a membership",
    &[
        code("active", "Aktif", "Active"),
        code("in_arrears", "Menunggak", "In arrears"),
        code("lapsed", "Gugur", "Lapsed"),
        code("ended", "Berakhir", "Ended"),
        code("not_member", "Bukan peserta", "Not a member"),
    ],
);

pub(super) static ELIGIBILITY_VERDICT: CodeList = list(
    "eligibility_verdict",
    "Hasil pemeriksaan kelayakan",
    "What a check of eligibility came to",
    &[
        code("ok", "Terpenuhi", "Nothing in the way"),
        code("warns", "Perlu dilihat", "Should be looked at"),
        code("unknown", "Belum diketahui", "Cannot be said"),
        code("blocks", "Menghalangi", "In the way"),
    ],
);

pub(super) static COVERAGE_CHECK_IDENTIFIER: CodeList = list(
    "coverage_check_identifier",
    "Pengenal untuk memeriksa perlindungan",
    "Identifier for a coverage check",
    &[code("nik", "NIK", "NIK"), code("member_number", "Nomor peserta (KPJ)", "Member number (KPJ)")],
);
