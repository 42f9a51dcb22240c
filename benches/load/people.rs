//! Made-up identities that follow from a number, so that both sides of a pair can ask for the same people.

use uuid::Uuid;

/// The registration of the n-th worker. The ids stand in the order of the numbers and before any id of today.
pub fn worker_id(number: u32) -> Uuid {
    Uuid::from_u128(BASE | u128::from(number))
}

/// The same as an expression of SQL over pgbench's variable `n`.
pub const WORKER_ID_SQL: &str = "('01900000-0000-7000-8000-' || lpad(to_hex(:n::int), 12, '0'))::uuid";

/// Every id of a fixture's worker is below this one, and every id made since is above it.
pub const AFTER_ALL_IDS: &str = "01900000-0001-0000-0000-000000000000";

const BASE: u128 = 0x0190_0000_0000_7000_8000_0000_0000_0000;

/// The NIK of the n-th person: a district of Sumenep, a birthday between 1960 and 1999, a serial number.
pub fn nik(number: u32) -> String {
    let (rest, district) = (number / 27, number % 27 + 1);
    let (rest, day) = (rest / 28, rest % 28 + 1);
    let (rest, month) = (rest / 12, rest % 12 + 1);
    let (rest, year) = (rest / 40, rest % 40 + 60);
    format!("3529{district:02}{day:02}{month:02}{year:02}{:04}", rest + 1)
}

/// A name of two words; some 1,500 of them.
pub fn name(number: u32) -> String {
    let first = FIRST.iter().cycle().nth(to_index(number) % FIRST.len());
    let last = LAST.iter().cycle().nth((to_index(number) / FIRST.len()) % LAST.len());
    format!("{} {}", first.unwrap_or(&"Siti"), last.unwrap_or(&"Aminah"))
}

fn to_index(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

const FIRST: [&str; 40] = [
    "Siti",
    "Sitti",
    "Moh.",
    "Ahmad",
    "Abdul",
    "Nur",
    "Sri",
    "Dewi",
    "Hosnan",
    "Rahmat",
    "Zainal",
    "Fathor",
    "Hairul",
    "Mas'ud",
    "Suhartini",
    "Maimunah",
    "Halimah",
    "Sutinah",
    "Busiri",
    "Sahawi",
    "Rukmini",
    "Jumani",
    "Misnati",
    "Matrawi",
    "Sunarto",
    "Sulastri",
    "Bambang",
    "Endang",
    "Wiwik",
    "Yuliati",
    "Taufik",
    "Imam",
    "Khoirul",
    "Lailatul",
    "Masruroh",
    "Nawawi",
    "Qomariyah",
    "Rofiah",
    "Subaidah",
    "Tolak",
];

const LAST: [&str; 37] = [
    "Aminah",
    "Hasanah",
    "Rahman",
    "Hidayat",
    "Arifin",
    "Wahyuni",
    "Hartatik",
    "Lestari",
    "Ningsih",
    "Sugianto",
    "Effendi",
    "Ramadhan",
    "Jannah",
    "Kurniawan",
    "Susilo",
    "Fitriyah",
    "Maulana",
    "Saputra",
    "Zahroh",
    "Anwar",
    "Basri",
    "Cahyono",
    "Damayanti",
    "Fauzi",
    "Ghofur",
    "Hamidah",
    "Iskandar",
    "Junaidi",
    "Karimah",
    "Latifah",
    "Mahfud",
    "Nasution",
    "Oktavia",
    "Puspita",
    "Rosidi",
    "Syarifah",
    "Utami",
];

/// A small generator (SplitMix64): which person is asked for next needs no better one.
pub struct Dice(u64);

impl Dice {
    /// A generator of its own for each connection.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below the bound.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let drawn = (mixed ^ (mixed >> 31)) % u64::from(bound.max(1));
        u32::try_from(drawn).unwrap_or(0)
    }
}
