//! The closed list of holidays.

use crate::domain::code_list;

code_list! {
    /// What a dated row says of its day.
    pub enum HolidayKind = "holiday_kind" {
        /// A national holiday.
        National = "national",
        /// Collective leave: offices that serve the public may be open.
        CollectiveLeave = "collective_leave",
        /// An announced holiday that was taken back: a working day.
        Cancelled = "cancelled",
    }
}
