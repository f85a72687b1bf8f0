//! When what is typed is asked to be kept: not at every key, but at the end of a burst of them.
//!
//! Must not know: what is kept, or where.

use crate::app::effect::Effect;
use crate::app::shared::Shared;

/// The timer that ends a burst of typing.
pub(super) const SAVE: u64 = 0x7361_7665;

/// How long a burst of typing may last before it is kept, in milliseconds.
const BURST: u64 = 400;

/// Typing that is yet to be kept.
#[derive(Debug, Default)]
pub(super) struct Burst {
    /// Whether something is typed and not yet kept.
    unsaved: bool,
    /// Whether [`SAVE`] will come.
    awaited: bool,
}

impl Burst {
    /// Something was typed: [`SAVE`] will come for it.
    pub(super) fn goes_on(&mut self, shared: &mut Shared) {
        self.unsaved = true;
        if !std::mem::replace(&mut self.awaited, true) {
            shared.unsaved = true;
            shared.effects.push(Effect::After { millis: BURST, token: SAVE });
        }
    }

    /// The burst is over; whether there is anything to be kept.
    pub(super) fn ends(&mut self, shared: &mut Shared) -> bool {
        shared.unsaved = false;
        std::mem::take(self).unsaved
    }

    /// The learner has left for another screen: a timer asked for may never arrive here.
    pub(super) fn rest(&mut self) {
        self.awaited = false;
    }
}
