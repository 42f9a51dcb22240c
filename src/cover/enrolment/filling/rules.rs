//! Who on the reserve list may come into which free place.

use std::collections::HashMap;

use super::super::rules::Quotas;
use crate::domain::RegionCode;

/// How many places people of each village hold, and how many they may.
#[derive(Debug, Clone, Default)]
pub struct Room {
    quotas: Quotas,
    held: HashMap<RegionCode, i64>,
}

/// Who is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Somebody of the village whose place it is.
    SameVillage,
    /// Anybody whose village has room.
    Anywhere,
}

impl Room {
    /// The quotas of a plan, and how many places people of each village hold.
    pub fn new(quotas: Quotas, held: HashMap<RegionCode, i64>) -> Self {
        Self { quotas, held }
    }

    /// In which order people are looked for: where villages have quotas, those of the same village first.
    pub fn passes(&self) -> &'static [Pass] {
        match self.quotas.default.is_some() || !self.quotas.villages.is_empty() {
            true => &[Pass::SameVillage, Pass::Anywhere],
            false => &[Pass::Anywhere],
        }
    }

    /// Whether one more of a village may come.
    pub fn admits(&self, village: &RegionCode) -> bool {
        let named = self.quotas.villages.iter().find(|(of, _)| of == village).map(|(_, places)| *places);
        let quota = named.or(self.quotas.default).map(i64::from);
        quota.is_none_or(|quota| self.held.get(village).copied().unwrap_or_default() < quota)
    }

    /// Notes that somebody of a village comes.
    pub fn enter(&mut self, village: &RegionCode) {
        let held = self.held.entry(village.clone()).or_default();
        *held = held.saturating_add(1);
    }

    /// Notes that somebody of a village does not come after all.
    pub fn leave(&mut self, village: &RegionCode) {
        let held = self.held.entry(village.clone()).or_default();
        *held = held.saturating_sub(1);
    }
}

/// Which of the free places somebody of a village may take, each given as the village whose place it is: the first.
pub fn place_for<'v>(
    pass: Pass,
    room: &Room,
    village: &RegionCode,
    mut free: impl Iterator<Item = (usize, &'v RegionCode)>,
) -> Option<usize> {
    if !room.admits(village) {
        return None;
    }
    free.find(|(_, of)| pass == Pass::Anywhere || *of == village).map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    fn villages() -> [RegionCode; 3] {
        ["35.29.01.1015", "35.29.01.1016", "35.29.01.1017"].map(code)
    }

    fn room(default: Option<i32>, held: i64) -> Room {
        let [first, second, _] = villages();
        let quotas = Quotas { default, villages: vec![(second, 0)] };
        Room::new(quotas, HashMap::from([(first, held)]))
    }

    #[test]
    fn people_of_the_same_village_come_first_only_where_villages_have_quotas() {
        assert_eq!(Room::default().passes(), [Pass::Anywhere]);
        assert_eq!(room(None, 0).passes(), [Pass::SameVillage, Pass::Anywhere]);
        let by_default = Room::new(Quotas { default: Some(2), villages: Vec::new() }, HashMap::new());
        assert_eq!(by_default.passes(), [Pass::SameVillage, Pass::Anywhere]);
    }

    #[test]
    fn no_village_gets_more_than_its_quota() {
        let [first, second, third] = villages();
        let mut room = room(Some(2), 1);
        assert!(room.admits(&first) && !room.admits(&second) && room.admits(&third));
        room.enter(&first);
        assert!(!room.admits(&first));
        room.leave(&first);
        assert!(room.admits(&first));
        assert!(Room::default().admits(&second));
    }

    #[test]
    fn the_first_place_that_fits_is_taken() {
        let [first, second, third] = villages();
        let free = [second.clone(), first.clone(), first.clone()];
        let find = |pass, village| place_for(pass, &room(Some(2), 1), village, free.iter().enumerate());
        assert_eq!(find(Pass::SameVillage, &first), Some(1));
        assert_eq!(find(Pass::Anywhere, &first), Some(0));
        assert_eq!(find(Pass::SameVillage, &third), None);
        assert_eq!(find(Pass::Anywhere, &third), Some(0));
        // Its own place is free, but its quota is nought by now.
        assert_eq!(find(Pass::SameVillage, &second), None);
    }
}
