//! Whether two spellings can be one person's name.
//!
//! Banks write in capitals, shorten and drop titles; families write as they speak. What does not fit is explained by whoever
//! states the account, never refused: so this errs towards asking.

/// Titles and forms of address, which some write and some do not.
const TITLES: [&str; 26] = [
    "h", "hj", "haji", "hajah", "hajjah", "kh", "k", "ny", "nyonya", "nyai", "drs", "dra", "dr", "ir",
    "prof", "bpk", "bapak", "ibu", "sdr", "sdri", "tn", "r", "rr", "raden", "alm", "almh",
];

/// Names that are so common that they tell nobody apart, as they are normalised, with their short forms.
const COMMON: [(&str, &[&str]); 5] = [
    (
        "muhamad",
        &["moh", "mohd", "moc", "muh", "muhd", "md", "mhd", "mohamad", "mohamed", "muhamed", "mohamat"],
    ),
    ("ahmad", &["ah", "ahmat", "ahmed", "amad"]),
    ("abdul", &["abd", "abdu", "ab"]),
    ("siti", &["st", "sit"]),
    ("nur", &["nor"]),
];

/// Whether a name on an account can be that of a person.
pub fn fits(holder: &str, name: &str) -> bool {
    let (holder, name) = (words(holder), words(name));
    let (short, long) = if holder.len() <= name.len() { (holder, name) } else { (name, holder) };
    if short.is_empty() {
        return false;
    }
    short == long || covers(&short, &long) || short.len() < long.len() && is_split_otherwise(&short, &long)
}

/// Whether two names are the same letters that one writes in more words than the other. Slips count in what tells people apart: a
/// common name before it buys none for the name of a brother.
fn is_split_otherwise(short: &[String], long: &[String]) -> bool {
    let (short, long) = (short.concat(), long.concat());
    let (mut one, mut other) = (short.as_str(), long.as_str());
    while let Some((left, right)) = without_common(one, other) {
        (one, other) = (left, right);
    }
    is_alike(one, other)
}

/// Both without the common name with which both begin; none where there is no such name, or nothing else.
fn without_common<'a>(one: &'a str, other: &'a str) -> Option<(&'a str, &'a str)> {
    COMMON.iter().find_map(|(name, _)| {
        let rest = one.strip_prefix(name).zip(other.strip_prefix(name));
        rest.filter(|(one, other)| !one.is_empty() && !other.is_empty())
    })
}

/// Whether each word of the shorter name stands in the longer one, and one of them tells people apart.
fn covers(short: &[String], long: &[String]) -> bool {
    let mut free: Vec<&String> = long.iter().collect();
    let mut is_telling = false;
    for word in short {
        let Some(place) = free.iter().position(|other| is_word(word, other)) else { return false };
        free.swap_remove(place);
        is_telling |= word.len() >= 3 && !is_common(word);
    }
    is_telling
}

/// The words of a name without titles and degrees, in one spelling.
fn words(name: &str) -> Vec<String> {
    let without_degrees = name.split(',').next().unwrap_or_default().to_lowercase();
    let parts = without_degrees.split(|letter: char| !letter.is_alphanumeric() && letter != '\'');
    let parts = parts.map(|part| part.replace('\'', ""));
    parts
        .filter(|part| !part.is_empty() && !TITLES.contains(&part.as_str()))
        .map(|part| spelling(&part))
        .collect()
}

/// One spelling of what old and new orthography and Arabic names write in several ways.
fn spelling(word: &str) -> String {
    const SPELLINGS: [(&str, &str); 14] = [
        ("oe", "u"),
        ("dj", "j"),
        ("tj", "c"),
        ("sj", "sy"),
        ("ch", "h"),
        ("kh", "h"),
        ("dh", "d"),
        ("th", "t"),
        ("sh", "sy"),
        ("ts", "s"),
        ("z", "s"),
        ("v", "f"),
        ("q", "k"),
        ("iy", "y"),
    ];
    let plain = SPELLINGS.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to));
    let mut single = String::with_capacity(plain.len());
    for letter in plain.chars() {
        if !single.ends_with(letter) {
            single.push(letter);
        }
    }
    let trimmed = single.strip_suffix('h').filter(|rest| rest.len() > 2).unwrap_or(&single);
    let known = COMMON.iter().find(|(name, short)| *name == trimmed || short.contains(&trimmed));
    known.map_or(trimmed, |(name, _)| name).to_owned()
}

fn is_common(word: &str) -> bool {
    COMMON.iter().any(|(name, _)| *name == word)
}

/// Whether two words can be one: alike, or one is the initial of the other.
fn is_word(one: &str, other: &str) -> bool {
    let is_initial = |short: &str, long: &str| short.len() == 1 && long.starts_with(short);
    is_alike(one, other) || is_initial(one, other) || is_initial(other, one)
}

/// Whether two words differ by a slip: one letter from four on, two from eight on.
fn is_alike(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let allowed = match one.len().min(other.len()) {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    };
    distance(&one, &other) <= allowed
}

/// How many letters have to be put in, taken out or exchanged (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (place, letter) in one.iter().enumerate() {
        let mut diagonal = place;
        let mut left = place + 1;
        let mut next = vec![left];
        for (above, candidate) in row.iter().skip(1).zip(other) {
            let exchanged = diagonal + usize::from(letter != candidate);
            left = exchanged.min(above + 1).min(left + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_fit() {
        for (holder, name) in [
            ("SITI AMINAH", "Siti Aminah"),
            ("SITI AMINA", "Hj. St. Aminah"),
            ("MOHAMMAD HASAN", "Moh. Hasan"),
            ("MUHAMAD HASAN", "H. Moch. Hassan, S.Pd"),
            ("ABD RAHMAN", "Abdul Rachman"),
            ("ABDURRAHMAN", "Abdur Rahman"),
            ("NURHASANAH", "Nur Hasanah"),
            ("DJOKO SOETRISNO", "Joko Sutrisno"),
            ("ACHMAD FAUZI", "Ahmad Fausi"),
            ("M HASAN", "Moh. Hasan"),
            ("HOSNAN", "Moh. Hosnan"),
            ("Siti", "Siti"),
            ("KHOIRUL ANAM", "Choirul Anam"),
            ("SITI NURHASANAH", "Siti Nur Hasana"),
            ("ABDULHADI", "Abdul Hadi"),
        ] {
            assert!(fits(holder, name), "{holder} / {name}");
            assert!(fits(name, holder), "{name} / {holder}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for (holder, name) in [
            ("RAHMAH", "Siti Aminah"),
            ("SITI", "Siti Aminah"),
            ("SITI RAHMAH", "Siti Aminah"),
            ("MUHAMMAD ALI", "Muhammad Hasan"),
            ("MUHAMMAD", "Moh. Hasan"),
            ("MUHAMMAD ALI", "Moh. Adi"),
            ("MUHAMMADALI", "Moh. Adi"),
            ("MUHAMMAD ALI", "Muhammad Umi"),
            ("MOH HASAN", "Moh. Husin"),
            ("MOH ALI", "Moh. Amin"),
            ("ABDUL HADI", "Abdul Hamid"),
            ("AHMAD ALI", "Ahmad Ari"),
            ("ALI", "Adi"),
            ("", "Siti"),
            ("H.", "Siti"),
        ] {
            assert!(!fits(holder, name), "{holder} / {name}");
        }
    }
}
