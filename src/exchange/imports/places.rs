//! The villages a file may name, by code and by district and name.

use std::collections::{HashMap, HashSet};

use crate::domain::RegionCode;

/// One village with the district it lies in.
#[derive(Debug, Clone)]
pub struct Village {
    pub code: RegionCode,
    pub name: String,
    pub district: String,
}

/// The villages of one regency in which the caller may write.
#[derive(Debug)]
pub struct Places {
    codes: HashSet<RegionCode>,
    names: HashMap<(String, String), RegionCode>,
    /// Names that occur once only, which then do without their district.
    unique: HashMap<String, Option<RegionCode>>,
    any: String,
}

impl Places {
    /// Sorts the villages for look-up; `None` if there are none.
    pub fn new(villages: Vec<Village>) -> Option<Self> {
        let any = villages.first()?.code.as_str().to_owned();
        let (mut codes, mut names, mut unique) = (HashSet::new(), HashMap::new(), HashMap::new());
        for village in villages {
            let name = plain(&village.name);
            names.insert((plain(&village.district), name.clone()), village.code.clone());
            unique.entry(name).and_modify(|only| *only = None).or_insert_with(|| Some(village.code.clone()));
            codes.insert(village.code);
        }
        Some(Self { codes, names, unique, any })
    }

    /// The village of this code, if it is one of these.
    pub fn by_code(&self, code: &RegionCode) -> Option<RegionCode> {
        self.codes.get(code).cloned()
    }

    /// The village of this name in this district. Without a district only an unambiguous name counts:
    /// five names occur twice in Sumenep alone.
    pub fn by_names(&self, district: &str, village: &str) -> Option<RegionCode> {
        let village = plain(village);
        if district.is_empty() {
            return self.unique.get(&village).cloned().flatten();
        }
        self.names.get(&(plain(district), village)).cloned()
    }

    /// The code of some village.
    pub fn any(&self) -> &str {
        &self.any
    }
}

/// A name without case, spaces and marks: lists write `Ra'as`, `Raas` and `RA AS`.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn village(code: &str, district: &str, name: &str) -> Village {
        let code = RegionCode::parse(code).unwrap();
        Village { code, name: name.to_owned(), district: district.to_owned() }
    }

    #[test]
    fn a_name_that_occurs_twice_needs_its_district() {
        let places = Places::new(vec![
            village("35.29.01.2001", "Kota Sumenep", "Pabian"),
            village("35.29.02.2002", "Talango", "Poteran"),
            village("35.29.22.2003", "Ra'as", "Poteran"),
        ])
        .unwrap();
        assert_eq!(places.by_names("", "PABIAN").unwrap().as_str(), "35.29.01.2001");
        assert_eq!(places.by_names("", "Poteran"), None);
        assert_eq!(places.by_names("RAAS", "poteran").unwrap().as_str(), "35.29.22.2003");
        assert_eq!(places.by_names("Talango", "Pabian"), None);
        assert_eq!(
            places.by_code(&RegionCode::parse("3529012001").unwrap()).unwrap().as_str(),
            "35.29.01.2001"
        );
    }
}
