//! Lists about the dated national rules.

use super::{CodeList, code, list};

pub(super) static CONFIDENCE: CodeList = list(
    "confidence",
    "Tingkat keyakinan atas aturan",
    "How well the sources of a rule agree",
    &[code("high", "Tinggi", "High"), code("medium", "Sedang", "Medium"), code("low", "Rendah", "Low")],
);

pub(super) static RATE_METHOD: CodeList = list(
    "rate_method",
    "Cara menghitung iuran",
    "How a rate becomes an amount",
    &[code("flat", "Tetap", "Flat"), code("percent", "Persen dari dasar upah", "Per cent of the wage base")],
);

pub(super) static PARAMETER_KEY: CodeList = list(
    "parameter_key",
    "Parameter aturan",
    "Parameter of the rules",
    &[
        code("entry_age_limit_years", "Batas usia saat mendaftar (tahun)", "Age limit at entry (years)"),
        code("wage_base_minimum_idr", "Dasar upah terendah (rupiah)", "Lowest wage base (rupiah)"),
        code("wage_base_maximum_idr", "Dasar upah tertinggi (rupiah)", "Highest wage base (rupiah)"),
        code("jobs_maximum", "Jumlah pekerjaan paling banyak", "Most jobs of one person"),
        code(
            "arrears_months_payable",
            "Bulan tunggakan yang masih dapat dibayar",
            "Unpaid months that can be paid",
        ),
        code(
            "lapse_after_unpaid_months",
            "Kepesertaan gugur setelah menunggak lebih dari (bulan)",
            "The membership lapses after more unpaid months than",
        ),
        code(
            "lapse_alert_after_unpaid_months",
            "Peringatan: terputus setelah menunggak lebih dari (bulan)",
            "Alert: cut off after more unpaid months than",
        ),
        code(
            "waiting_months_full_death_benefit",
            "Bulan iuran untuk santunan kematian penuh",
            "Paid months for the full death benefit",
        ),
        code(
            "death_claim_service_working_days",
            "Hari kerja pembayaran klaim kematian",
            "Working days to pay a death claim",
        ),
        code(
            "work_accident_claim_service_working_days",
            "Hari kerja pembayaran klaim kecelakaan kerja",
            "Working days to pay a work-accident claim",
        ),
        code(
            "work_accident_claim_years",
            "Masa pengajuan klaim kecelakaan kerja (tahun)",
            "Years to claim a work accident",
        ),
        code(
            "work_accident_report_hours",
            "Masa lapor kecelakaan kerja (jam)",
            "Hours to report a work accident",
        ),
        code(
            "age_of_majority_years",
            "Usia dewasa penerima (tahun)",
            "Age of majority of beneficiaries (years)",
        ),
        code(
            "payout_change_cooling_hours",
            "Masa tunggu setelah rekening diganti (jam)",
            "Hours before a changed account is paid to",
        ),
        code(
            "transfer_answer_days",
            "Batas jawaban perpindahan oleh desa (hari)",
            "Days for a village to answer a transfer",
        ),
        code("school_year_start_month", "Bulan awal tahun ajaran", "Month with which school years begin"),
        code(
            "posthumous_birth_days",
            "Batas kelahiran anak setelah kematian (hari)",
            "Days after the death in which a child is born",
        ),
    ],
);

pub(super) static HOLIDAY_KIND: CodeList = list(
    "holiday_kind",
    "Jenis hari libur",
    "Kind of holiday",
    &[
        code("national", "Libur nasional", "National holiday"),
        code("collective_leave", "Cuti bersama", "Collective leave"),
        code("cancelled", "Dibatalkan", "Cancelled"),
    ],
);

pub(super) static RULE_KIND: CodeList = list(
    "rule_kind",
    "Jenis aturan",
    "Kind of rule",
    &[
        code("contributions", "Iuran", "Contribution rates"),
        code("benefits", "Manfaat", "Benefits"),
        code("parameters", "Parameter", "Parameters"),
        code("holidays", "Hari libur", "Holidays"),
        code("checklists", "Daftar dokumen", "Checklists"),
    ],
);

pub(super) static RULE_STATUS: CodeList = list(
    "rule_status",
    "Status aturan",
    "State of a rule",
    &[
        code("proposed", "Diusulkan", "Proposed"),
        code("approved", "Disetujui", "Approved"),
        code("withdrawn", "Ditarik kembali", "Withdrawn"),
    ],
);

pub(super) static BENEFIT_KIND: CodeList = list(
    "benefit_kind",
    "Peristiwa yang dijamin",
    "Insured event",
    &[
        code("death", "Kematian bukan karena kecelakaan kerja (JKM)", "Death, not at work (JKM)"),
        code("work_accident", "Kecelakaan kerja (JKK)", "Work accident (JKK)"),
    ],
);

pub(super) static BENEFIT_CIRCUMSTANCE: CodeList = list(
    "benefit_circumstance",
    "Akibat peristiwa",
    "What came of the event",
    &[
        code("death", "Meninggal dunia", "Death"),
        code("total_disability", "Cacat total tetap", "Total permanent disability"),
        code("partial_disability", "Cacat sebagian", "Partial disability"),
        code("injury", "Cedera tanpa cacat", "Injury without disability"),
    ],
);

pub(super) static BENEFIT_ITEM: CodeList = list(
    "benefit_item",
    "Rincian manfaat",
    "Item of a benefit",
    &[
        code("death", "Santunan kematian", "Death benefit"),
        code("periodic", "Santunan berkala", "Periodic benefit, paid at once"),
        code("funeral", "Biaya pemakaman", "Funeral"),
        code("disability_total", "Santunan cacat total tetap", "Total permanent disability"),
        code("disability_anatomical", "Santunan cacat sebagian anatomis", "Partial disability, anatomical"),
        code("disability_functional", "Santunan cacat sebagian fungsi", "Partial disability, functional"),
        code("temporary_inability", "Santunan sementara tidak mampu bekerja", "Temporary inability to work"),
        code("treatment", "Pengobatan dan perawatan", "Treatment"),
        code("home_care", "Perawatan di rumah", "Home care"),
        code("transport_land", "Pengangkutan darat", "Transport over land"),
        code("transport_sea", "Pengangkutan laut", "Transport over sea"),
        code("transport_air", "Pengangkutan udara", "Transport by air"),
        code("dentures", "Gigi tiruan", "Dentures"),
        code("hearing_aid", "Alat bantu dengar", "Hearing aid"),
        code("glasses", "Kacamata", "Glasses"),
        code("scholarship", "Beasiswa anak", "Scholarship"),
        code("late_fee", "Denda keterlambatan", "Fee for late payment"),
    ],
);

pub(super) static BENEFIT_MEASURE: CodeList = list(
    "benefit_measure",
    "Cara menghitung manfaat",
    "How a benefit becomes an amount",
    &[
        code("fixed", "Tetap", "Fixed"),
        code("wage_base", "Kelipatan dasar upah", "Multiple of the wage base"),
        code(
            "disability",
            "Persentase cacat dari kelipatan dasar upah",
            "Percentage of a multiple of the wage base",
        ),
        code("inability_month", "Bagian dasar upah per bulan", "Part of the wage base per month"),
        code("cost", "Sesuai biaya", "At cost"),
        code("school_year", "Per tahun pendidikan", "Per year of education"),
        code("delay_day", "Per hari keterlambatan", "Per day of delay"),
    ],
);

pub(super) static EDUCATION_LEVEL: CodeList = list(
    "education_level",
    "Jenjang pendidikan",
    "Level of education",
    &[
        code("kindergarten", "TK", "Kindergarten"),
        code("primary", "SD atau sederajat", "Primary school"),
        code("junior", "SMP atau sederajat", "Junior secondary school"),
        code("senior", "SMA atau sederajat", "Senior secondary school"),
        code("higher", "Perguruan tinggi atau pelatihan", "University or training"),
    ],
);

pub(super) static BENEFIT_NOT_DUE_REASON: CodeList = list(
    "benefit_not_due_reason",
    "Alasan manfaat tidak dibayar",
    "Why a benefit is not due",
    &[
        code("waiting_months", "Bulan iuran berturut-turut belum cukup", "Too few consecutive paid months"),
        code("total_months", "Jumlah bulan iuran belum cukup", "Too few paid months in all"),
        code("paid_before", "Sudah dibayar dari kepesertaan lain", "Paid by another membership already"),
        code(
            "no_heir",
            "Tidak ada ahli waris, hanya biaya pemakaman",
            "No heir: only the funeral is paid for",
        ),
        code("child_too_old", "Usia anak melewati batas", "The child is too old"),
        code("child_married", "Anak sudah menikah", "The child is married"),
        code("child_working", "Anak sudah bekerja", "The child works"),
        code("children_maximum", "Jumlah anak melewati batas", "More children than are paid for"),
        code("no_rule", "Tidak ada aturan yang berlaku", "No rule is in force"),
    ],
);
