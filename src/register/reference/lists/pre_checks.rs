//! Lists about what registries say of the people of an enrolment plan.

use super::{CodeList, code, list};

pub(super) static PRE_CHECK_REGISTRY: CodeList = list(
    "pre_check_registry",
    "Pihak yang memeriksa daftar rencana",
    "Who checks the list of a plan",
    &[
        code("population_registry", "Data kependudukan (Dukcapil)", "Population registry"),
        code("insurer", "BPJS Ketenagakerjaan", "Insurer"),
    ],
);

pub(super) static PRE_CHECK_VERDICT: CodeList = list(
    "pre_check_verdict",
    "Hasil pemeriksaan daftar rencana",
    "What a check of a plan's list found",
    &[
        code("ok", "Sesuai", "Nothing in the way"),
        code("data_mismatch", "Data tidak sesuai", "Data do not match"),
        code("nik_not_found", "NIK tidak ditemukan", "NIK not found"),
        code("deceased", "Sudah meninggal", "Deceased"),
        code("moved_away", "Sudah pindah", "Moved away"),
        code("active_wage_earner", "Peserta aktif penerima upah", "Active wage-earner member"),
        code("civil_servant", "ASN, TNI atau Polri", "Civil servant, military or police"),
        code("funded_elsewhere", "Sudah didanai sumber lain", "Funded by another source"),
        code("over_age", "Melewati usia masuk", "Past the age of entry"),
    ],
);
