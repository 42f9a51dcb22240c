//! Lists about the closes of months, who falls out of cover, and the bank's statement.

use super::{CodeList, code, list};

pub(super) static MONTHLY_CLOSE_STATUS: CodeList = list(
    "monthly_close_status",
    "Status penutupan bulan",
    "State of a monthly close",
    &[code("closed", "Ditutup", "Closed"), code("reopened", "Dibuka kembali", "Reopened")],
);

pub(super) static MONTHLY_CLOSE_REOPEN_CAUSE: CodeList = list(
    "monthly_close_reopen_cause",
    "Alasan bulan dibuka kembali",
    "Why a monthly close was reopened",
    &[
        code("payment", "Pembayaran yang terlambat dicatat", "A payment that was recorded late"),
        code("insurer_word", "Keterangan BPJS yang datang kemudian", "A word of the insurer that came late"),
        code(
            "correction",
            "Koreksi bulan yang terlambat dibayar",
            "A correction of months that were paid late",
        ),
        code("manual", "Keputusan petugas", "A decision of the office"),
        code(
            "answer_taken_back",
            "Jawaban BPJS yang ditarik kembali",
            "An answer of the insurer that was taken back",
        ),
        code(
            "coverage_activated",
            "Awal kepesertaan yang terlambat dicatat",
            "A beginning of cover that was recorded late",
        ),
        code(
            "coverage_ended",
            "Akhir periode yang terlambat dicatat",
            "An end of a funded period that was recorded late",
        ),
        code(
            "coverage_reopened",
            "Akhir periode yang ditarik kembali",
            "An end of a funded period that was taken back",
        ),
        code("death", "Kematian yang kemudian diketahui", "A death that became known late, or was none"),
        code("rule_changed", "Aturan gugur yang berubah", "Another rule of when a membership lapses"),
        code("merge", "Dua pendaftaran yang digabung", "Two registrations that were merged, or parted again"),
    ],
);

pub(super) static MONTHLY_CLOSE_LAPSE_KIND: CodeList = list(
    "monthly_close_lapse_kind",
    "Temuan penutupan bulan",
    "Finding of a monthly close",
    &[
        code("lapsed", "Kepesertaan gugur", "The membership lapsed"),
        code("restored", "Ternyata tidak gugur", "It did not lapse after all"),
    ],
);

pub(super) static COVERAGE_GAP_GROUPING: CodeList = list(
    "coverage_gap_grouping",
    "Tingkat wilayah peringatan kepesertaan",
    "Level of regions of coverage gaps",
    &[
        code("regency", "Kabupaten/kota", "Regency"),
        code("district", "Kecamatan", "District"),
        code("village", "Desa/kelurahan", "Village"),
    ],
);

pub(super) static BANK_LINE_UNMATCHED_REASON: CodeList = list(
    "bank_line_unmatched_reason",
    "Alasan baris rekening koran tidak cocok",
    "Why a line of a bank statement confirms nothing",
    &[
        code("no_such_amount", "Tidak ada transfer dengan jumlah ini", "No transfer is of this amount"),
        code("outside_days", "Hari transfer terlalu jauh", "The day of the transfer is too far away"),
        code(
            "reference_differs",
            "Referensi atau kode billing tidak disebut",
            "Neither reference nor billing code is named",
        ),
        code("ambiguous", "Beberapa baris atau transfer cocok", "Several lines or transfers fit"),
    ],
);
