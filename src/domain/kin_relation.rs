//! How somebody is related to a worker.

use super::code_list;

code_list! {
    /// What the next of kin is to the worker. Who inherits is another question, which a claim asks.
    pub enum KinRelation = "kin_relation" {
        /// Wife or husband.
        Spouse = "spouse",
        /// Daughter or son.
        Child = "child",
        /// Mother or father.
        Parent = "parent",
        /// Sister or brother.
        Sibling = "sibling",
        /// Grandchild.
        Grandchild = "grandchild",
        /// Grandparent.
        Grandparent = "grandparent",
        /// Mother-in-law or father-in-law.
        ParentInLaw = "parent_in_law",
        /// Daughter-in-law or son-in-law.
        ChildInLaw = "child_in_law",
        /// Anybody else.
        Other = "other",
    }
}
