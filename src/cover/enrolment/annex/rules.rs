//! Sums of villages and districts over a list that stands in their order.

/// So many people and what they cost.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// Of which village or district; empty for the whole.
    pub name: String,
    /// How many people.
    pub people: i64,
    /// What all months cost for them.
    pub cost_idr: i64,
}

impl Sum {
    fn of(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    fn add(&mut self, cost_idr: i64) {
        self.people = self.people.saturating_add(1);
        self.cost_idr = self.cost_idr.saturating_add(cost_idr);
    }
}

/// A district with its villages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Its sum.
    pub sum: Sum,
    /// The villages, by code and sum.
    pub villages: Vec<(String, Sum)>,
}

/// What ends and begins before the next person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turn {
    /// The village that ends.
    pub village: Option<Sum>,
    /// The district that ends.
    pub district: Option<Sum>,
    /// The district that begins.
    pub begins: Option<String>,
}

/// All sums of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// The districts so far.
    pub districts: Vec<District>,
    /// The whole so far.
    pub total: Sum,
}

impl Tally {
    /// Counts somebody of a village of a district. The list stands in the order of the villages' codes, which begin with
    /// those of their districts: two districts of one name stay apart.
    pub fn add(&mut self, (code, village): (&str, &str), district: &str, cost_idr: i64) -> Turn {
        let last = self.districts.last().and_then(|district| district.villages.last());
        let is_same_village = last.is_some_and(|(last, _)| last == code);
        let is_same_district = last.is_some_and(|(last, _)| district_of(last) == district_of(code));
        let mut turn = if is_same_village { Turn::default() } else { self.end() };
        if is_same_district {
            turn.district = None;
        } else {
            turn.begins = Some(district.to_owned());
            self.districts.push(District { sum: Sum::of(district), villages: Vec::new() });
        }
        self.total.add(cost_idr);
        if let Some(district) = self.districts.last_mut() {
            district.sum.add(cost_idr);
            if !is_same_village {
                district.villages.push((code.to_owned(), Sum::of(village)));
            }
            if let Some((_, village)) = district.villages.last_mut() {
                village.add(cost_idr);
            }
        }
        turn
    }

    /// What ends after the last person.
    pub fn end(&self) -> Turn {
        let district = self.districts.last();
        Turn {
            village: district.and_then(|district| district.villages.last()).map(|(_, sum)| sum.clone()),
            district: district.map(|district| district.sum.clone()),
            begins: None,
        }
    }
}

/// The part of a village's code that names its district.
fn district_of(village: &str) -> &str {
    village.rsplit_once('.').map_or(village, |(district, _)| district)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(name: &str, people: i64, cost_idr: i64) -> Option<Sum> {
        Some(Sum { name: name.to_owned(), people, cost_idr })
    }

    #[test]
    fn villages_and_districts_end_with_their_sums() {
        let mut tally = Tally::default();
        let first = tally.add(("35.29.01.1015", "Bangselok"), "Kota Sumenep", 201_600);
        assert_eq!(first, Turn { begins: Some("Kota Sumenep".to_owned()), ..Turn::default() });
        assert_eq!(tally.add(("35.29.01.1015", "Bangselok"), "Kota Sumenep", 151_200), Turn::default());
        let next = tally.add(("35.29.01.2002", "Paberasan"), "Kota Sumenep", 201_600);
        assert_eq!(next, Turn { village: sum("Bangselok", 2, 352_800), ..Turn::default() });
        // Another district, whose village has the same name.
        let next = tally.add(("35.29.02.2001", "Paberasan"), "Kalianget", 201_600);
        let expected = Turn {
            village: sum("Paberasan", 1, 201_600),
            district: sum("Kota Sumenep", 3, 554_400),
            begins: Some("Kalianget".to_owned()),
        };
        assert_eq!(next, expected);
        let end = tally.end();
        assert_eq!((end.village, end.district), (sum("Paberasan", 1, 201_600), sum("Kalianget", 1, 201_600)));
        assert_eq!((tally.total.people, tally.total.cost_idr), (4, 756_000));
        assert_eq!(tally.districts.len(), 2);
    }

    #[test]
    fn nobody_comes_to_nothing() {
        assert_eq!(Tally::default().end(), Turn::default());
    }
}
