//! The social registries that rank households.

use super::code_list;

code_list! {
    /// Where a decile comes from. DTSEN merged the others in 2025; lists of before are still about.
    pub enum PovertySource = "poverty_source" {
        /// Data Tunggal Sosial dan Ekonomi Nasional, since February 2025.
        Dtsen = "dtsen",
        /// Data Terpadu Kesejahteraan Sosial.
        Dtks = "dtks",
        /// Registrasi Sosial Ekonomi.
        Regsosek = "regsosek",
        /// Pensasaran Percepatan Penghapusan Kemiskinan Ekstrem.
        P3ke = "p3ke",
        /// A meeting of the village decided it.
        VillageMeeting = "village_meeting",
    }
}
