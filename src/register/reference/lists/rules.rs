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
    ],
);
