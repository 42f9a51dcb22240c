//! What concerns register, cover and claims at once: the daily work that all of them leave.
//!
//! - [`timelines`]: the story of a worker and of a warung, as people read it.
//! - [`work_items`]: what is due, for whom, why and until when, as one list.
//!
//! The wing writes its own tables only.

pub mod timelines;
pub mod wire;
pub mod work_items;

use utoipa_actix_web::service_config::ServiceConfig;

/// Registers the routes of the wing.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config.configure(work_items::routes::configure).configure(timelines::routes::configure);
}
