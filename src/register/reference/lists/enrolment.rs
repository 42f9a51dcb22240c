//! Lists about enrolment plans.

use super::{CodeList, code, list};

pub(super) static ENROLMENT_PLAN_STATUS: CodeList = list(
    "enrolment_plan_status",
    "Status rencana kepesertaan",
    "State of an enrolment plan",
    &[
        code("draft", "Konsep", "Draft"),
        code("submitted", "Diajukan", "Submitted"),
        code("approved", "Disetujui", "Approved"),
        code("withdrawn", "Ditarik", "Withdrawn"),
    ],
);

pub(super) static ENROLMENT_PRIORITY: CodeList = list(
    "enrolment_priority",
    "Urutan prioritas rencana kepesertaan",
    "Priority of an enrolment plan",
    &[
        code("continuation", "Kepesertaan yang masih berjalan", "Whose membership runs"),
        code("past_entry_age", "Sudah melewati batas usia masuk", "Past the age of entry"),
        code("lowest_decile", "Desil kesejahteraan terendah", "Lowest welfare decile"),
        code("oldest", "Usia tertua", "Oldest"),
        code("warung_owner", "Pemilik warung", "Owner of a warung"),
        code("not_funded_last_year", "Belum didanai pada tahun sebelumnya", "Not funded in the year before"),
        code("registered_earliest", "Terdaftar paling awal", "Registered first"),
    ],
);

pub(super) static ENROLMENT_OUTCOME: CodeList = list(
    "enrolment_outcome",
    "Hasil rencana kepesertaan",
    "What an enrolment plan made of somebody",
    &[
        code("chosen", "Terpilih", "Chosen"),
        code("reserve", "Cadangan", "On the reserve list"),
        code("excluded", "Tidak dapat didanai", "Excluded"),
    ],
);
