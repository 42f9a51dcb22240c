//! Lists about merging registrations.

use super::{CodeList, code, list};

pub(super) static WORKER_MERGE_STATUS: CodeList = list(
    "worker_merge_status",
    "Status penggabungan pendaftaran",
    "State of a merge of registrations",
    &[code("merged", "Digabung", "Merged"), code("unmerged", "Dipisahkan kembali", "Taken back")],
);

pub(super) static MERGE_PAID_MONTHS: CodeList = list(
    "merge_paid_months",
    "Bulan yang berlaku bila keduanya dibayar",
    "Whose months stand where both were paid for",
    &[
        code("into", "Bulan pendaftaran yang bertahan", "Those of the registration that stays"),
        code("merged", "Bulan pendaftaran yang digabung", "Those of the registration that is merged"),
    ],
);
