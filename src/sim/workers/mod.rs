//! The workers of a service: processes that consume from its queue, and do its work.
//!
//! ```text
//! connect ──▶ delivery ──▶ [buffer] ──▶ work ──▶ ack, nack ──▶ the next
//!                              └── its process dies: what it had not acknowledged comes back
//! ```
//!
//! A [group](group) owns its consumers and what their processes live by; [work] is what they do, [connecting] how they
//! come and go, [deaths] how they die.

mod connecting;
mod deaths;
pub(crate) mod group;
mod mistakes;
mod silence;
mod work;
