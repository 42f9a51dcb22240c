//! The free places and who comes into them.

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::super::queries::ReserveRow;
use super::super::rules::{Pass, Room, place_for};
use crate::cover::coverages::service::{Enrolment, FreePlace, Newcomer};
use crate::domain::{Month, RegionCode};

/// Somebody who comes into a place.
#[derive(Debug, Clone)]
pub(super) struct Taker {
    pub worker_id: Uuid,
    pub village: RegionCode,
    rank: i32,
    is_confirmed: bool,
}

impl Taker {
    pub fn new(person: ReserveRow) -> Self {
        Self {
            worker_id: person.worker_id,
            village: person.village_code.0,
            rank: person.rank,
            is_confirmed: false,
        }
    }
}

/// A free place with its village and the terms of whoever comes into it.
struct Spot {
    place: FreePlace,
    village: RegionCode,
    terms: Enrolment,
    taker: Option<Taker>,
}

/// Free places, the earliest first.
pub(super) struct Spots(Vec<Spot>);

impl Spots {
    pub fn new(places: Vec<FreePlace>, mut villages: HashMap<Uuid, RegionCode>, not_before: Month) -> Self {
        let spot = |place: FreePlace| {
            let (village, terms) = (villages.remove(&place.id())?, place.terms(not_before)?);
            Some(Spot { place, village, terms, taker: None })
        };
        let mut spots: Vec<Spot> = places.into_iter().filter_map(spot).collect();
        spots.sort_by_key(|spot| (spot.terms.months, spot.place.id()));
        Self(spots)
    }

    /// The terms that places have, each once: there are few.
    pub fn terms(&self) -> Vec<Enrolment> {
        let mut all: Vec<Enrolment> = Vec::new();
        for spot in &self.0 {
            if !all.contains(&spot.terms) {
                all.push(spot.terms.clone());
            }
        }
        all
    }

    fn open(&self, terms: &Enrolment) -> impl Iterator<Item = (usize, &Spot)> {
        self.0.iter().enumerate().filter(move |(_, spot)| spot.taker.is_none() && spot.terms == *terms)
    }

    pub fn is_open(&self, terms: &Enrolment) -> bool {
        self.open(terms).next().is_some()
    }

    pub fn open_count(&self, terms: &Enrolment) -> i64 {
        self.open(terms).fold(0, |count, _| count + 1)
    }

    /// The villages whose places are open and who may have one more.
    pub fn villages(&self, terms: &Enrolment, admits: impl Fn(&RegionCode) -> bool) -> Vec<String> {
        let villages: BTreeSet<&RegionCode> = self.open(terms).map(|(_, spot)| &spot.village).collect();
        villages.into_iter().filter(|village| admits(village)).map(ToString::to_string).collect()
    }

    /// The place that somebody of a village may take.
    pub fn find(&self, terms: &Enrolment, pass: Pass, room: &Room, village: &RegionCode) -> Option<usize> {
        place_for(pass, room, village, self.open(terms).map(|(number, spot)| (number, &spot.village)))
    }

    pub fn take(&mut self, number: usize, taker: Taker) {
        if let Some(spot) = self.0.get_mut(number) {
            spot.taker = Some(taker);
        }
    }

    /// How many places are taken.
    pub fn taken(&self) -> usize {
        self.takers().count()
    }

    fn takers(&self) -> impl Iterator<Item = &Taker> {
        self.0.iter().filter_map(|spot| spot.taker.as_ref())
    }

    /// Who comes, confirmed or not.
    pub fn workers(&self) -> Vec<Uuid> {
        self.takers().map(|taker| taker.worker_id).collect()
    }

    /// Who was picked and is not confirmed yet.
    pub fn unconfirmed(&self) -> Vec<Uuid> {
        self.takers().filter(|taker| !taker.is_confirmed).map(|taker| taker.worker_id).collect()
    }

    /// Of these terms, the places with whoever is to be confirmed.
    pub fn to_confirm(&self, terms: &Enrolment) -> impl Iterator<Item = (usize, Uuid)> {
        self.0.iter().enumerate().filter(move |(_, spot)| spot.terms == *terms).filter_map(
            |(number, spot)| {
                let taker = spot.taker.as_ref().filter(|taker| !taker.is_confirmed)?;
                Some((number, taker.worker_id))
            },
        )
    }

    pub fn confirm(&mut self, number: usize) {
        if let Some(taker) = self.0.get_mut(number).and_then(|spot| spot.taker.as_mut()) {
            taker.is_confirmed = true;
        }
    }

    /// Opens a place again. Gives who leaves it.
    pub fn release(&mut self, number: usize) -> Option<Taker> {
        self.0.get_mut(number)?.taker.take()
    }

    /// Takes everybody who was confirmed out with their places and ranks; gives the periods of the places that stay free.
    pub fn settle(&mut self, new_id: impl Fn() -> Uuid) -> (Vec<(Newcomer, i32)>, Vec<Uuid>) {
        let (mut newcomers, mut free) = (Vec::new(), Vec::new());
        for Spot { place, terms, taker, .. } in std::mem::take(&mut self.0) {
            match taker {
                Some(Taker { worker_id, rank, is_confirmed: true, .. }) => {
                    newcomers.push((Newcomer { place, id: new_id(), worker_id, terms }, rank));
                }
                _ => free.push(place.id()),
            }
        }
        (newcomers, free)
    }
}
