//! The closed table of error codes: code, status, title and explanation in both languages.
//!
//! One row is one code; the macro only spares naming each row three times (variant, list, entry).

use actix_web::http::StatusCode;

use crate::platform::i18n::Text;

/// What stands in the table for one code.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The stable string that clients compare; never translated.
    pub code: &'static str,
    /// The HTTP status.
    pub status: StatusCode,
    /// A short title.
    pub title: Text,
    /// What happened and what to do, for the page behind the problem's type.
    pub explanation: Text,
}

macro_rules! codes {
    ($($variant:ident $code:literal $status:ident
        id $title_id:literal: $explanation_id:literal
        en $title_en:literal: $explanation_en:literal;)+) => {
        /// Every error code of the service.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $(#[doc = $explanation_en] $variant,)+
        }

        impl Code {
            /// All codes, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The row of this code.
            #[must_use]
            pub const fn entry(self) -> Entry {
                match self {
                    $(Self::$variant => Entry {
                        code: $code,
                        status: StatusCode::$status,
                        title: Text::fixed($title_id, $title_en),
                        explanation: Text::fixed($explanation_id, $explanation_en),
                    },)+
                }
            }
        }
    };
}

codes! {
    // 400: the request cannot be read.
    BadRequest "bad_request" BAD_REQUEST
        id "Permintaan tidak sah": "Permintaan tidak dapat dibaca."
        en "Bad request": "The request cannot be read.";
    MalformedJson "malformed_json" BAD_REQUEST
        id "JSON tidak sah": "Isi permintaan bukan JSON yang sah, atau sebuah nama muncul dua kali."
        en "Malformed JSON": "The body is not valid JSON, or a name appears twice.";
    InvalidQuery "invalid_query" BAD_REQUEST
        id "Parameter tidak sah": "Sebuah parameter pada alamat tidak dapat dibaca."
        en "Invalid query": "A query parameter cannot be read.";
    UnknownParameter "unknown_parameter" BAD_REQUEST
        id "Parameter tidak dikenal": "Alamat memuat parameter yang tidak dikenal oleh operasi ini."
        en "Unknown parameter": "The query has a parameter that this operation does not know.";
    InvalidCursor "invalid_cursor" BAD_REQUEST
        id "Kursor tidak sah": "Kursor halaman bukan berasal dari jawaban layanan ini untuk saringan yang sama."
        en "Invalid cursor": "The page cursor did not come from this service for the same filters.";
    InvalidHeader "invalid_header" BAD_REQUEST
        id "Kepala permintaan tidak sah": "Sebuah kepala permintaan tidak dapat dibaca."
        en "Invalid header": "A request header cannot be read.";
    IdempotencyKeyMissing "idempotency_key_missing" BAD_REQUEST
        id "Kunci idempotensi tidak ada": "Operasi ini memerlukan kepala Idempotency-Key agar aman untuk diulang."
        en "Idempotency key missing": "This operation needs an Idempotency-Key header, so that it is safe to repeat.";

    // 401 and 403: who is calling.
    Unauthenticated "unauthenticated" UNAUTHORIZED
        id "Belum masuk": "Permintaan ini memerlukan token akses yang berlaku."
        en "Not signed in": "This request needs a valid access token.";
    TokenExpired "token_expired" UNAUTHORIZED
        id "Token kedaluwarsa": "Token akses sudah kedaluwarsa. Perbarui sesi lalu ulangi."
        en "Token expired": "The access token has expired. Refresh the session and repeat.";
    TokenRevoked "token_revoked" UNAUTHORIZED
        id "Token dicabut": "Token akses sudah dicabut. Silakan masuk kembali."
        en "Token revoked": "The access token was revoked. Sign in again.";
    SessionOver "session_over" UNAUTHORIZED
        id "Sesi berakhir": "Token penyegar tidak berlaku lagi. Silakan masuk kembali."
        en "Session over": "The refresh token is not valid any more. Sign in again.";
    WrongCredentials "wrong_credentials" UNAUTHORIZED
        id "Nama atau kata sandi salah": "Nama pengguna atau kata sandi tidak cocok."
        en "Wrong credentials": "The user name or the password does not match.";
    Forbidden "forbidden" FORBIDDEN
        id "Tidak diizinkan": "Peran atau cakupan Anda tidak pernah boleh melakukan ini."
        en "Forbidden": "Your role or scopes may never do this.";

    PasswordChangeRequired "password_change_required" FORBIDDEN
        id "Pilih kata sandi": "Kode awal hanya membuka pemilihan kata sandi. Kirim juga new_password."
        en "Choose a password": "A start code opens nothing but the choice of a password. Send new_password as well.";

    // 404 to 406: what is addressed.
    NotFound "not_found" NOT_FOUND
        id "Tidak ditemukan": "Tidak ada di alamat ini, atau berada di luar wilayah Anda."
        en "Not found": "There is nothing at this address, or it lies outside your regions.";
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED
        id "Metode tidak tersedia": "Alamat ini ada, tetapi tidak dengan metode itu. Lihat kepala Allow."
        en "Method not allowed": "This address exists, but not with that method. See the Allow header.";
    NotAcceptable "not_acceptable" NOT_ACCEPTABLE
        id "Bentuk jawaban tidak tersedia": "Tidak ada bentuk jawaban yang memenuhi kepala Accept."
        en "Not acceptable": "No representation satisfies the Accept header.";
    RequestTimeout "request_timeout" REQUEST_TIMEOUT
        id "Permintaan terlalu lambat": "Isi permintaan tidak tiba pada waktunya."
        en "Request timeout": "The request did not arrive in time.";

    // 409: the state does not allow it.
    Conflict "conflict" CONFLICT
        id "Bertentangan": "Permintaan bertentangan dengan keadaan saat ini."
        en "Conflict": "The request conflicts with the current state.";
    InvalidState "invalid_state" CONFLICT
        id "Tidak dapat dilakukan sekarang": "Keadaan saat ini tidak mengizinkan tindakan ini. Lihat allowed_actions."
        en "Not possible now": "The current state does not allow this action. See allowed_actions.";
    AlreadyExists "already_exists" CONFLICT
        id "Sudah ada": "Sudah ada sumber daya dengan pengenal atau kunci ini."
        en "Already exists": "A resource with this id or key exists already.";
    AlreadyRegistered "already_registered" CONFLICT
        id "Sudah terdaftar": "Orang dengan NIK ini sudah terdaftar di wilayah Anda. Lihat existing_id."
        en "Already registered": "The person with this NIK is registered in your regions already. See existing_id.";
    TransferNeeded "transfer_needed" CONFLICT
        id "Perlu perpindahan": "Orang dengan NIK ini terdaftar di luar wilayah Anda dan perlu dipindahkan lebih dahulu."
        en "Transfer needed": "The person with this NIK is registered outside your regions and has to be transferred first.";
    SecondPersonRequired "second_person_required" CONFLICT
        id "Perlu orang kedua": "Yang mengusulkan atau mengubah tidak boleh menyetujui sendiri."
        en "Second person required": "Whoever proposed or changed this may not approve it.";
    AlreadyFunded "already_funded" CONFLICT
        id "Sudah didanai": "Untuk orang, program, dan bulan ini sudah ada periode pendanaan lain, dari sumber ini atau sumber lain."
        en "Already funded": "Another period already funds this person, programme and month, of this source or of another.";
    BudgetExceeded "budget_exceeded" CONFLICT
        id "Anggaran tidak cukup": "Anggaran sumber pendanaan tidak cukup. Sisa dan kebutuhannya ada di errors."
        en "Budget exceeded": "The budget of the funding source is not enough. What is free and what is needed is in errors.";
    DocumentsMissing "documents_missing" CONFLICT
        id "Dokumen belum lengkap": "Masih ada dokumen yang belum ada atau belum diterima. Semuanya ada di errors."
        en "Documents missing": "Papers are missing or were not accepted yet. All of them are listed in errors.";
    NotEligible "not_eligible" CONFLICT
        id "Tidak memenuhi syarat": "Pekerja ini tidak dapat diusulkan. Semua alasan ada di errors."
        en "Not eligible": "This worker cannot be proposed. All reasons are listed in errors.";
    RuleOverlap "rule_overlap" CONFLICT
        id "Aturan tumpang tindih": "Aturan lain sudah berlaku pada masa itu."
        en "Rules overlap": "Another rule is in force in that period already.";
    RuleMissing "rule_missing" CONFLICT
        id "Aturan tidak ada": "Tidak ada aturan yang berlaku pada masa itu."
        en "Rule missing": "No rule is in force in that period.";
    IdempotencyInProgress "idempotency_in_progress" CONFLICT
        id "Masih diproses": "Permintaan dengan kunci idempotensi ini masih diproses. Ulangi sebentar lagi."
        en "Still running": "A request with this idempotency key is still running. Repeat shortly.";

    // 412 to 415 and 428: conditions and content.
    VersionMismatch "version_mismatch" PRECONDITION_FAILED
        id "Versi sudah berubah": "Sumber daya sudah berubah sejak dibaca. Baca ulang lalu putuskan kembali."
        en "Version mismatch": "The resource has changed since it was read. Read it again and decide anew.";
    PreconditionRequired "precondition_required" PRECONDITION_REQUIRED
        id "If-Match diperlukan": "Tindakan ini memerlukan kepala If-Match dengan ETag dari bacaan terakhir."
        en "If-Match required": "This action needs an If-Match header with the ETag that was last read.";
    BodyTooLarge "body_too_large" PAYLOAD_TOO_LARGE
        id "Isi terlalu besar": "Isi permintaan melebihi batas."
        en "Body too large": "The body exceeds the limit.";
    UnsupportedMediaType "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE
        id "Jenis isi tidak didukung": "Operasi ini tidak menerima jenis isi tersebut."
        en "Unsupported media type": "This operation does not accept that content type.";

    // 422: it can be read but is not right.
    ValidationFailed "validation_failed" UNPROCESSABLE_ENTITY
        id "Data tidak lolos pemeriksaan": "Satu atau beberapa isian tidak benar. Semua masalah ada di errors."
        en "Validation failed": "One or more fields are not right. All problems are listed in errors.";
    UnknownField "unknown_field" UNPROCESSABLE_ENTITY
        id "Isian tidak dikenal": "Isi permintaan memuat isian yang tidak dikenal oleh operasi ini."
        en "Unknown field": "The body has a field that this operation does not know.";
    InvalidShape "invalid_shape" UNPROCESSABLE_ENTITY
        id "Bentuk data salah": "Sebuah isian tidak ada, atau jenis nilainya salah."
        en "Invalid shape": "A field is missing or has a value of the wrong type.";
    UnknownReference "unknown_reference" UNPROCESSABLE_ENTITY
        id "Rujukan tidak ditemukan": "Isi permintaan merujuk sesuatu yang tidak ada."
        en "Unknown reference": "The body refers to something that does not exist.";
    IdempotencyKeyReused "idempotency_key_reused" UNPROCESSABLE_ENTITY
        id "Kunci idempotensi dipakai ulang": "Kunci ini sudah dipakai dengan isi yang berbeda."
        en "Idempotency key reused": "This key was used before with a different body.";

    // 429 and 5xx: not now.
    RateLimited "rate_limited" TOO_MANY_REQUESTS
        id "Terlalu banyak permintaan": "Batas permintaan tercapai. Ulangi setelah waktu pada Retry-After."
        en "Too many requests": "The rate limit is reached. Repeat after the time in Retry-After.";
    Internal "internal" INTERNAL_SERVER_ERROR
        id "Kesalahan layanan": "Terjadi kesalahan di pihak kami. Sertakan request_id bila melapor."
        en "Internal error": "Something failed on our side. Quote the request_id when you report it.";
    Unavailable "unavailable" SERVICE_UNAVAILABLE
        id "Layanan sedang tidak tersedia": "Layanan atau basis data sedang tidak tersedia. Ulangi sebentar lagi."
        en "Unavailable": "The service or its database is away. Repeat shortly.";
    Busy "busy" SERVICE_UNAVAILABLE
        id "Layanan sedang sibuk": "Terlalu banyak pekerjaan berjalan bersamaan. Ulangi sebentar lagi."
        en "Busy": "Too much work is running at once. Repeat shortly.";
}

impl Code {
    /// The stable string of this code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.entry().code
    }

    /// The HTTP status of this code.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.entry().status
    }

    /// The general code of a status, for errors that other libraries answer with.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.status() == status)
    }

    /// Finds a code by its string.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn codes_are_distinct_lower_snake_strings_of_error_statuses() {
        let mut seen = HashSet::new();
        for code in Code::ALL {
            let entry = code.entry();
            assert!(seen.insert(entry.code), "{} stands twice", entry.code);
            assert!(entry.code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{}", entry.code);
            assert!(entry.status.is_client_error() || entry.status.is_server_error(), "{}", entry.code);
            assert_eq!(Code::parse(entry.code), Some(*code));
        }
    }
}
