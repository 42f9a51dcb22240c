//! Lists about regions.

use super::{CodeList, code, list};

pub(super) static REGION_LEVEL: CodeList = list(
    "region_level",
    "Tingkat wilayah",
    "Level of a region",
    &[
        code("province", "Provinsi", "Province"),
        code("regency", "Kabupaten atau kota", "Regency or city"),
        code("district", "Kecamatan", "District"),
        code("village", "Desa atau kelurahan", "Village or urban ward"),
    ],
);

pub(super) static VILLAGE_KIND: CodeList = list(
    "village_kind",
    "Jenis desa",
    "Kind of village",
    &[
        code("kelurahan", "Kelurahan", "Urban ward"),
        code("desa", "Desa", "Village"),
        code("desa_adat", "Desa adat", "Customary village"),
    ],
);
