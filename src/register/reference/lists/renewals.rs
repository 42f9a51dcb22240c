//! Lists about the renewal of enrolment plans.

use super::{CodeList, code, list};

pub(super) static ENROLMENT_RENEWAL_FATE: CodeList = list(
    "enrolment_renewal_fate",
    "Akibat pembaruan rencana kepesertaan",
    "What the renewal of an enrolment plan does to somebody",
    &[
        code("returning", "Dilanjutkan", "Returns"),
        code("cannot_return", "Tidak dapat dilanjutkan", "Cannot return"),
        code("dropped", "Tidak lagi tertampung", "Drops out"),
        code("new", "Baru", "New"),
    ],
);
