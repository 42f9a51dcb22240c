//! Lists about callers.

use super::{CodeList, code, list};

pub(super) static ROLE: CodeList = list(
    "role",
    "Peran pengguna",
    "Role of a user",
    &[
        code("village_operator", "Operator desa", "Village operator"),
        code("district_viewer", "Camat", "Head of a district"),
        code("officer", "Petugas dinas tenaga kerja", "Employment officer"),
        code("approver", "Pemberi persetujuan", "Approver"),
        code("insurer", "Petugas BPJS Ketenagakerjaan", "Insurer's branch officer"),
        code("auditor", "Inspektorat", "Auditor"),
        code("admin", "Administrator kabupaten", "Regency administrator"),
        code("platform_admin", "Pengelola sistem", "Keeper of the deployment"),
    ],
);

pub(super) static PURPOSE: CodeList = list(
    "purpose",
    "Keperluan membuka data pribadi",
    "Purpose of opening personal data",
    &[
        code("claim_handling", "Penanganan klaim", "Handling a claim"),
        code("verification", "Verifikasi data", "Verifying data"),
        code("enrolment", "Pendaftaran ke BPJS", "Enrolling with the insurer"),
        code("contact", "Menghubungi pekerja atau keluarga", "Reaching the worker or the family"),
        code("data_request", "Permintaan pemilik data", "Request of the person concerned"),
        code("audit", "Pemeriksaan", "Audit"),
    ],
);

pub(super) static ACCOUNT_STATUS: CodeList = list(
    "account_status",
    "Status akun",
    "State of an account",
    &[code("active", "Aktif", "Active"), code("disabled", "Dinonaktifkan", "Disabled")],
);
