//! The states of an account.

use crate::domain::code_list;

code_list! {
    /// Whether an account can be used.
    #[derive(utoipa::ToSchema)]
    #[schema(rename_all = "snake_case")]
    pub enum AccountStatus = "account_status" {
        /// It can.
        Active = "active",
        /// It cannot, until it is enabled again.
        Disabled = "disabled",
    }
}
