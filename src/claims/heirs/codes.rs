//! The closed lists of beneficiaries.

use utoipa::ToSchema;

use crate::domain::code_list;

code_list! {
    /// What a beneficiary is to the worker.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum HeirRelation = "heir_relation" {
        /// Widow or widower.
        Spouse = "spouse",
        /// Daughter or son.
        Child = "child",
        /// Mother or father.
        Parent = "parent",
        /// Grandchild.
        Grandchild = "grandchild",
        /// Grandparent.
        Grandparent = "grandparent",
        /// Sister or brother.
        Sibling = "sibling",
        /// Mother-in-law or father-in-law.
        ParentInLaw = "parent_in_law",
        /// Named in a notarial will.
        NamedInWill = "named_in_will",
        /// Whoever buried the dead, where there is no heir.
        FuneralPayer = "funeral_payer",
        /// Named by a court.
        CourtRuling = "court_ruling",
        /// The worker, who lives.
        #[schema(rename = "self")]
        Member = "self",
    }
}

code_list! {
    /// The order of PP 44/2015, article 40. A nearer class excludes the farther ones.
    #[derive(ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum HeirClass = "heir_class" {
        /// The worker, who lives.
        Member = "member",
        /// Named by a court, which has decided about everybody else too.
        CourtRuling = "court_ruling",
        /// Widow, widower and children.
        SpouseAndChildren = "spouse_and_children",
        /// The blood line up and down, to the second degree.
        BloodLine = "blood_line",
        /// Sisters and brothers.
        Siblings = "siblings",
        /// Parents-in-law.
        ParentsInLaw = "parents_in_law",
        /// Named in a will.
        Will = "will",
        /// No heir: whoever buried the dead receives the funeral benefit.
        FuneralPayer = "funeral_payer",
    }
}
