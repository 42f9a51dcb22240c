//! The numbers of a benefit, of which its measure says which ones belong.

use super::super::codes::{BenefitMeasure, EducationLevel};
use super::super::rules::{Gates, Measure};
use crate::domain::Rupiah;
use crate::platform::http::{Issues, Text};

/// The numbers as they were given.
pub(super) struct Numbers {
    pub(super) amount_idr: Option<i64>,
    pub(super) factor: Option<i32>,
    pub(super) basis_points: Option<i32>,
    pub(super) cap_idr: Option<i64>,
    pub(super) from_unit: Option<i32>,
    pub(super) until_unit: Option<i32>,
    pub(super) education_level: Option<EducationLevel>,
    pub(super) children_maximum: Option<i32>,
    pub(super) child_age_below: Option<i32>,
}

/// Whether a number belongs to a measure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Needed,
    Possible,
    None,
}

impl Numbers {
    /// The measure with its numbers, all problems at once.
    pub(super) fn read(self, issues: &mut Issues, measure: BenefitMeasure) -> Option<Measure> {
        use BenefitMeasure::{Cost, DelayDay, Disability, Fixed, InabilityMonth, SchoolYear, WageBase};
        let needed = |by: &[BenefitMeasure]| if by.contains(&measure) { Place::Needed } else { Place::None };
        let possible = |by| if measure == by { Place::Possible } else { Place::None };
        let school = needed(&[SchoolYear]);
        let amount = needed(&[Fixed, SchoolYear]);
        let factor = needed(&[Fixed, WageBase, Disability, SchoolYear]);
        place(issues, measure, "/amount_idr", self.amount_idr.is_some(), amount);
        place(issues, measure, "/factor", self.factor.is_some(), factor);
        let part = needed(&[InabilityMonth, DelayDay]);
        place(issues, measure, "/basis_points", self.basis_points.is_some(), part);
        place(issues, measure, "/cap_idr", self.cap_idr.is_some(), possible(Cost));
        place(issues, measure, "/from_unit", self.from_unit.is_some(), needed(&[InabilityMonth]));
        place(issues, measure, "/until_unit", self.until_unit.is_some(), possible(InabilityMonth));
        place(issues, measure, "/education_level", self.education_level.is_some(), school);
        place(issues, measure, "/children_maximum", self.children_maximum.is_some(), school);
        place(issues, measure, "/child_age_below", self.child_age_below.is_some(), school);
        self.bounded(issues, measure)
    }

    fn bounded(self, issues: &mut Issues, measure: BenefitMeasure) -> Option<Measure> {
        let amount = issues.take_optional("/amount_idr", self.amount_idr, Rupiah::non_negative);
        let cap = issues.take_optional("/cap_idr", self.cap_idr, Rupiah::non_negative);
        let times = within(issues, "/factor", self.factor, 1, 1_000);
        let basis_points = within(issues, "/basis_points", self.basis_points, 0, 10_000);
        let from = within(issues, "/from_unit", self.from_unit, 1, 1_200);
        let until = within(issues, "/until_unit", self.until_unit, 1, 1_200);
        let children_maximum = within(issues, "/children_maximum", self.children_maximum, 1, 100);
        let age_below = within(issues, "/child_age_below", self.child_age_below, 1, 100);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            let text = Text::fixed(
                "Bulan terakhir tidak boleh sebelum bulan pertama.",
                "The last month must not be before the first.",
            );
            issues.push("/until_unit", "bounds_reversed", text);
        }
        Some(match measure {
            BenefitMeasure::Fixed => Measure::Fixed { amount: amount?, times: times? },
            BenefitMeasure::WageBase => Measure::WageBase { times: times? },
            BenefitMeasure::Disability => Measure::Disability { times: times? },
            BenefitMeasure::InabilityMonth => {
                Measure::InabilityMonth { basis_points: basis_points?, from: from?, until }
            }
            BenefitMeasure::Cost => Measure::Cost { cap },
            BenefitMeasure::SchoolYear => Measure::SchoolYear {
                amount: amount?,
                years: times?,
                level: self.education_level?,
                children_maximum: children_maximum?,
                age_below: age_below?,
            },
            BenefitMeasure::DelayDay => Measure::DelayDay { basis_points: basis_points? },
        })
    }
}

/// The gates as they were given.
pub(super) struct GateNumbers {
    pub(super) after_waiting: bool,
    pub(super) total_months_from: Option<i32>,
    pub(super) once_per_person: bool,
}

impl GateNumbers {
    pub(super) fn read(self, issues: &mut Issues) -> Gates {
        let total_months_from = within(issues, "/total_months_from", self.total_months_from, 1, 1_200);
        Gates { after_waiting: self.after_waiting, total_months_from, once_per_person: self.once_per_person }
    }
}

fn place(issues: &mut Issues, measure: BenefitMeasure, pointer: &str, is_given: bool, place: Place) {
    match place {
        Place::Needed if !is_given => issues.missing(pointer),
        Place::None if is_given => {
            let text = Text::new(
                format!("Isian ini tidak berlaku untuk cara menghitung {measure}."),
                format!("This field has no place beside the measure {measure}."),
            );
            issues.push(pointer, "not_with_measure", text);
        }
        _ => {}
    }
}

fn within(issues: &mut Issues, pointer: &str, given: Option<i32>, least: i32, most: i32) -> Option<i32> {
    let value = given?;
    if (least..=most).contains(&value) {
        return Some(value);
    }
    let text =
        Text::new(format!("Nilai antara {least} dan {most}."), format!("A value from {least} to {most}."));
    issues.push(pointer, "out_of_range", text);
    None
}
