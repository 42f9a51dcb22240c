//! Lists about work and warungs.

use super::{CodeList, code, list};

pub(super) static OCCUPATION: CodeList = list(
    "occupation",
    "Pekerjaan",
    "Occupation",
    &[
        code("warung_keeper", "Pemilik atau penjaga warung", "Warung keeper"),
        code("warung_helper", "Pembantu di warung", "Warung helper"),
        code("street_vendor", "Pedagang keliling", "Street vendor"),
        code("market_trader", "Pedagang pasar", "Market trader"),
        code("farmer", "Petani", "Farmer"),
        code("farm_worker", "Buruh tani", "Farm worker"),
        code("tobacco_farm_worker", "Buruh tani tembakau", "Tobacco farm worker"),
        code("livestock_keeper", "Peternak", "Livestock keeper"),
        code("fisher", "Nelayan", "Fisher"),
        code("fish_processor", "Pengolah ikan", "Fish processor"),
        code("salt_farmer", "Petani garam", "Salt farmer"),
        code("builder", "Tukang bangunan", "Builder"),
        code("craftsperson", "Perajin", "Craftsperson"),
        code("driver", "Sopir", "Driver"),
        code("motorcycle_taxi_rider", "Pengojek", "Motorcycle taxi rider"),
        code("boatman", "Tukang perahu", "Boatman"),
        code("porter", "Kuli angkut", "Porter"),
        code("domestic_worker", "Pekerja rumah tangga", "Domestic worker"),
        code("religious_teacher", "Guru mengaji", "Religious teacher"),
        code("other", "Lainnya", "Other"),
    ],
);

pub(super) static OCCUPATION_SOURCE: CodeList = list(
    "occupation_source",
    "Sumber data pekerjaan",
    "Source of the occupation",
    &[
        code("village_enumeration", "Pendataan desa", "Village enumeration"),
        code("identity_card", "KTP", "Identity card"),
        code("self_stated", "Pengakuan sendiri", "The worker's own word"),
        code("dtsen", "DTSEN", "DTSEN, the national socio-economic registry"),
        code("office_list", "Daftar dari dinas lain", "List of another office"),
    ],
);

pub(super) static SEGMENT: CodeList = list(
    "segment",
    "Segmen iuran",
    "Contribution segment",
    &[code("general", "Umum", "General"), code("transport", "Transportasi", "Transport")],
);

pub(super) static WARUNG_ROLE: CodeList = list(
    "warung_role",
    "Peran di warung",
    "Role in a warung",
    &[
        code("owner", "Pemilik", "Owner"),
        code("family", "Keluarga yang membantu", "Helping family"),
        code("employee", "Karyawan bergaji", "Paid employee"),
    ],
);

pub(super) static WARUNG_STATUS: CodeList = list(
    "warung_status",
    "Status warung",
    "State of a warung",
    &[code("open", "Buka", "Open"), code("closed", "Tutup", "Closed")],
);

pub(super) static WARUNG_CLOSING_REASON: CodeList = list(
    "warung_closing_reason",
    "Alasan warung tutup",
    "Why a warung closes",
    &[
        code("unprofitable", "Tidak lagi menguntungkan", "No longer pays"),
        code("owner_died", "Pemilik meninggal", "Owner died"),
        code("owner_ill", "Pemilik sakit", "Owner too ill to go on"),
        code("moved_away", "Pindah ke luar kabupaten", "Moved out of the regency"),
        code("place_lost", "Kehilangan tempat usaha", "Lost its place"),
        code("duplicate", "Tercatat dua kali", "Registered twice"),
        code("other", "Lainnya", "Other"),
    ],
);

pub(super) static KBLI_EDITION: CodeList = list(
    "kbli_edition",
    "Edisi KBLI",
    "Edition of the classification of businesses",
    &[code("2020", "KBLI 2020", "KBLI 2020"), code("2025", "KBLI 2025", "KBLI 2025")],
);

pub(super) static KBLI_2020: CodeList = list(
    "kbli_2020",
    "Kode KBLI 2020 untuk warung",
    "KBLI 2020 codes for warungs",
    &[
        code("56101", "Restoran", "Restaurant"),
        code("56102", "Rumah atau warung makan", "Food stall"),
        code("56103", "Kedai makanan", "Snack stall"),
        code("56104", "Penyediaan makanan keliling atau tempat tidak tetap", "Mobile food"),
        code(
            "56109",
            "Restoran dan penyediaan makanan keliling lainnya",
            "Other restaurants and mobile food",
        ),
        code(
            "47112",
            "Perdagangan eceran aneka barang, utamanya makanan, minuman atau tembakau, di toko tradisional",
            "Traditional retail of mainly food, drink or tobacco",
        ),
    ],
);

pub(super) static KBLI_2025: CodeList = list(
    "kbli_2025",
    "Kode KBLI 2025 untuk warung",
    "KBLI 2025 codes for warungs",
    &[code(
        "56101",
        "Penyediaan makanan (56101, 56102 dan 56109 pada KBLI 2020)",
        "Food service (56101, 56102 and 56109 of KBLI 2020)",
    )],
);
