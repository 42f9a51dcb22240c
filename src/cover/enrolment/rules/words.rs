//! The code and the words of every reason of a plan.

use std::borrow::Cow;
use std::fmt;

use super::{PlanReason, Why};
use crate::domain::Coded;

impl PlanReason {
    /// Code, Indonesian and English in one table.
    fn words(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::OutsidePlanRegion => (
                "outside_plan_region",
                "tempat tinggal di luar wilayah rencana",
                "does not live in the regions of the plan",
            ),
            Self::DecileOutsidePlan { .. } => (
                "decile_outside_plan",
                "desil kesejahteraan di luar sasaran rencana",
                "the plan is for other welfare deciles",
            ),
            Self::PlanDecileUnknown => (
                "plan_decile_unknown",
                "desil kesejahteraan belum diketahui, padahal rencana untuk desil tertentu",
                "the welfare decile is not known, and the plan is for some deciles only",
            ),
            Self::OccupationOutsidePlan { .. } => (
                "occupation_outside_plan",
                "pekerjaan di luar sasaran rencana",
                "the plan is for other occupations",
            ),
            Self::PlanOccupationUnknown => (
                "plan_occupation_unknown",
                "pekerjaan belum diketahui, padahal rencana menanyakannya",
                "the occupation is not known, and the plan asks for it",
            ),
            Self::OccupationSourceOutsidePlan { .. } => (
                "occupation_source_outside_plan",
                "pekerjaan diketahui dari sumber lain daripada yang diminta rencana",
                "the occupation is known from another source than the plan asks for",
            ),
            Self::RoleOutsidePlan { .. } => (
                "role_outside_plan",
                "tidak mempunyai peran di warung yang menjadi sasaran rencana",
                "has none of the roles in warungs that the plan is for",
            ),
            Self::YoungerThanPlan { .. } => (
                "younger_than_plan",
                "usia di bawah usia terendah rencana",
                "is younger than the plan asks for",
            ),
            Self::OlderThanPlan { .. } => {
                ("older_than_plan", "usia di atas usia tertinggi rencana", "is older than the plan asks for")
            }
            Self::PlanAgeUnknown => (
                "plan_age_unknown",
                "tanggal lahir belum diketahui, padahal rencana untuk usia tertentu",
                "the day of birth is not known, and the plan is for some ages only",
            ),
            Self::FundedLastYear => (
                "funded_last_year",
                "sudah didanai pada tahun sebelumnya",
                "a source paid for months of the year before",
            ),
            Self::FundedInPlanMonths { .. } => (
                "funded_in_plan_months",
                "sudah didanai untuk program dan bulan dalam rencana",
                "is funded already for programmes and months of the plan",
            ),
            Self::ContributionUnderWay { .. } => (
                "contribution_under_way",
                "iuran untuk bulan dalam rencana sudah dibayar atau masih berada dalam kelompok iuran yang berjalan",
                "contributions of months of the plan are paid already or in a batch under way",
            ),
            Self::SegmentChanged { .. } => (
                "segment_changed",
                "kelompok pekerja berubah sejak rencana dihitung, sehingga iurannya lain",
                "the group of workers has changed since the plan was computed, and with it the contribution",
            ),
            Self::QuotaFull { .. } => {
                ("quota_full", "kuota desa sudah terisi", "the quota of the village is used up")
            }
            Self::PlacesFull { .. } => {
                ("places_full", "tempat dalam rencana sudah terisi", "the places of the plan are used up")
            }
            Self::BudgetExhausted { .. } => (
                "budget_exhausted",
                "anggaran tidak cukup sampai urutan ini",
                "the budget does not reach this far down the list",
            ),
        }
    }
}

impl fmt::Display for PlanReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words().2)
    }
}

impl Coded for PlanReason {
    fn code(&self) -> &'static str {
        self.words().0
    }

    fn indonesian(&self) -> Cow<'static, str> {
        self.words().1.into()
    }
}

impl fmt::Display for Why {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OfPlan(reason) => reason.fmt(formatter),
            Self::OfWorker(reason) => reason.fmt(formatter),
            Self::OfPreCheck(reason) => reason.fmt(formatter),
        }
    }
}

impl Coded for Why {
    fn code(&self) -> &'static str {
        match self {
            Self::OfPlan(reason) => reason.code(),
            Self::OfWorker(reason) => reason.code(),
            Self::OfPreCheck(reason) => reason.code(),
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::OfPlan(reason) => reason.indonesian(),
            Self::OfWorker(reason) => reason.indonesian(),
            Self::OfPreCheck(reason) => reason.indonesian(),
        }
    }
}
