//! The closed lists of checklists.

use crate::domain::code_list;

code_list! {
    /// Which claims a checklist is for.
    pub enum ChecklistKind = "checklist_kind" {
        /// JKM: a death that was no work accident.
        Death = "death",
        /// JKK: a work accident, fatal or not.
        WorkAccident = "work_accident",
        /// JHT: old-age savings.
        OldAge = "old_age",
    }
}

code_list! {
    /// When a document is asked for that not every claim needs.
    pub enum ChecklistCircumstance = "checklist_circumstance" {
        /// A widow or widower is paid.
        Spouse = "spouse",
        /// A child under age is paid, through a guardian.
        MinorHeir = "minor_heir",
        /// A child's scholarship is claimed.
        Scholarship = "scholarship",
        /// It was a traffic accident.
        Traffic = "traffic",
    }
}

code_list! {
    /// Whether nothing goes on without a document.
    pub enum Requirement = "checklist_requirement" {
        /// Always, in its circumstance.
        Required = "required",
        /// Only where it applies; the note says when.
        Conditional = "conditional",
    }
}

code_list! {
    /// A document of a claim.
    pub enum ChecklistDocument = "checklist_document" {
        /// The insurer's member card.
        MemberCard = "member_card",
        /// The worker's identity card.
        WorkerIdCard = "worker_id_card",
        /// The heir's identity card.
        HeirIdCard = "heir_id_card",
        /// The civil registry's death certificate.
        DeathCertificate = "death_certificate",
        /// The family card.
        FamilyCard = "family_card",
        /// The village's letter on the heirs.
        HeirLetter = "heir_letter",
        /// The proof of marriage.
        MarriageCertificate = "marriage_certificate",
        /// The bank book of who is paid.
        BankBook = "bank_book",
        /// The first report of an accident.
        StageOneForm = "stage_one_form",
        /// The report after recovery, disability or death.
        StageTwoForm = "stage_two_form",
        /// How the accident came about.
        Chronology = "chronology",
        /// The identity cards of two witnesses.
        WitnessIdCards = "witness_id_cards",
        /// The report of the police.
        PoliceReport = "police_report",
        /// Receipts of what was spent.
        Receipts = "receipts",
        /// A letter of the child's school.
        SchoolLetter = "school_letter",
        /// The child's birth certificate.
        BirthCertificate = "birth_certificate",
        /// The child's report card.
        ReportCard = "report_card",
        /// The letter that names the guardian.
        GuardianLetter = "guardian_letter",
        /// The guardian's bank book.
        GuardianBankBook = "guardian_bank_book",
        /// A letter of the village in place of a certificate that is not there yet.
        VillageLetter = "village_letter",
        /// A ruling of a court.
        CourtRuling = "court_ruling",
    }
}
