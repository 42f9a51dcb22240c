//! Lists about transfers.

use super::{CodeList, code, list};

pub(super) static TRANSFER_STATUS: CodeList = list(
    "transfer_status",
    "Status perpindahan",
    "State of a transfer",
    &[
        code("requested", "Diminta", "Requested"),
        code("accepted", "Diterima", "Accepted"),
        code("refused", "Ditolak", "Refused"),
        code("withdrawn", "Ditarik kembali", "Withdrawn"),
    ],
);

pub(super) static TRANSFER_VILLAGE_COVERAGE: CodeList = list(
    "transfer_village_coverage",
    "Pendanaan desa asal",
    "What becomes of a period that the village before pays for",
    &[code("keep", "Dilanjutkan", "It goes on"), code("end", "Diakhiri", "It ends")],
);
