//! The closed lists of benefits.

use crate::domain::code_list;

code_list! {
    /// What happened, in the words of a claim.
    pub enum BenefitKind = "benefit_kind" {
        /// A death that was no work accident (JKM).
        Death = "death",
        /// A work accident (JKK).
        WorkAccident = "work_accident",
    }
}

code_list! {
    /// What came of it.
    pub enum BenefitCircumstance = "benefit_circumstance" {
        /// The member died.
        Death = "death",
        /// The member can never work again.
        TotalDisability = "total_disability",
        /// A part of the body or of its functions is lost for good.
        PartialDisability = "partial_disability",
        /// The member healed or is healing.
        Injury = "injury",
    }
}

code_list! {
    /// What is paid for, in the order in which an estimate lists it.
    pub enum BenefitItem = "benefit_item" {
        /// Santunan kematian.
        Death = "death",
        /// Santunan berkala, paid at once.
        Periodic = "periodic",
        /// Biaya pemakaman.
        Funeral = "funeral",
        /// Santunan cacat total tetap.
        DisabilityTotal = "disability_total",
        /// Santunan cacat sebagian anatomis.
        DisabilityAnatomical = "disability_anatomical",
        /// Santunan cacat sebagian fungsi.
        DisabilityFunctional = "disability_functional",
        /// Santunan sementara tidak mampu bekerja.
        TemporaryInability = "temporary_inability",
        /// Treatment and rehabilitation.
        Treatment = "treatment",
        /// Treatment at home.
        HomeCare = "home_care",
        /// Transport over land.
        TransportLand = "transport_land",
        /// Transport over sea.
        TransportSea = "transport_sea",
        /// Transport by air.
        TransportAir = "transport_air",
        /// Dentures.
        Dentures = "dentures",
        /// A hearing aid.
        HearingAid = "hearing_aid",
        /// Glasses.
        Glasses = "glasses",
        /// Beasiswa of a child.
        Scholarship = "scholarship",
        /// What the insurer owes for paying late.
        LateFee = "late_fee",
    }
}

code_list! {
    /// How a row becomes an amount.
    pub enum BenefitMeasure = "benefit_measure" {
        /// An amount, so many times.
        Fixed = "fixed",
        /// The wage base, so many times.
        WageBase = "wage_base",
        /// A percentage of the doctor's papers of so many wage bases.
        Disability = "disability",
        /// A part of the wage base for each month.
        InabilityMonth = "inability_month",
        /// What was spent, up to a bound.
        Cost = "cost",
        /// An amount for each year of a level of education.
        SchoolYear = "school_year",
        /// A part of everything else for each day of delay.
        DelayDay = "delay_day",
    }
}

code_list! {
    /// A level of education, from the first to the last.
    pub enum EducationLevel = "education_level" {
        /// Taman kanak-kanak.
        Kindergarten = "kindergarten",
        /// Sekolah dasar.
        Primary = "primary",
        /// Sekolah menengah pertama.
        Junior = "junior",
        /// Sekolah menengah atas.
        Senior = "senior",
        /// University or vocational training.
        Higher = "higher",
    }
}

code_list! {
    /// Why something is not due.
    pub enum NotDueReason = "benefit_not_due_reason" {
        /// Fewer consecutive paid months before the death than the waiting months.
        WaitingMonths = "waiting_months",
        /// Fewer paid months in all than the rule asks for.
        TotalMonths = "total_months",
        /// Paid already by another membership of the same person.
        PaidBefore = "paid_before",
        /// There is no heir: whoever buried the dead is paid for the funeral only.
        NoHeir = "no_heir",
        /// The child has reached the age.
        ChildTooOld = "child_too_old",
        /// The child is married.
        ChildMarried = "child_married",
        /// The child works.
        ChildWorking = "child_working",
        /// Other children come first.
        ChildrenMaximum = "children_maximum",
        /// No rule is in force for it on the day and in the circumstance.
        NoRule = "no_rule",
    }
}

impl BenefitItem {
    /// What heirs get, and nobody else: who buried the dead without being an heir is paid for the funeral.
    pub const OF_HEIRS: [Self; 2] = [Self::Death, Self::Periodic];

    /// What is paid as far as it was spent.
    pub const COSTS: [Self; 8] = [
        Self::Treatment,
        Self::HomeCare,
        Self::TransportLand,
        Self::TransportSea,
        Self::TransportAir,
        Self::Dentures,
        Self::HearingAid,
        Self::Glasses,
    ];
}
