//! Which step of a request is looked at: forward, back, from the start, or by itself.
//!
//! Must not know: what a step shows.

use crate::app::effect::Effect;
use crate::app::key::{Binding, Code, HelpRow, Key};
use crate::app::shared::Shared;

/// What can be told to a player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// One step on.
    Forward,
    /// One step back.
    Back,
    /// On by itself, or stop.
    Play,
    /// From the start again.
    Replay,
}

const fn row(keys: &'static [Key], label: &'static str, title: &'static str, command: Motion) -> Binding<Motion> {
    Binding { keys, label, title, command, bar: true }
}

/// The keys of a picture that can be played.
pub const KEYS: &[Binding<Motion>] = &[
    row(&[Key::plain(Code::Right)], "→", "다음 걸음", Motion::Forward),
    row(&[Key::plain(Code::Left)], "←", "이전 걸음", Motion::Back),
    row(&[Key::char(' ')], "Space", "재생·멈춤", Motion::Play),
    row(&[Key::plain(Code::Home), Key::char('r')], "r", "처음부터", Motion::Replay),
];

/// The timer that takes the next step.
pub const STEP: u64 = 0x7374_6570;

/// Where in a request's way the picture stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Player {
    /// The step, from 0; `None` is the end, however many steps there are.
    step: Option<usize>,
    /// Whether it goes on by itself.
    playing: bool,
    /// Whether a next step is asked for already.
    awaited: bool,
}

/// How long a step stays while it plays, in milliseconds: long enough to read a line.
const BEAT: u64 = 900;

impl Player {
    /// Standing at the first step.
    #[must_use]
    pub fn at_start() -> Self {
        Self { step: Some(0), ..Self::default() }
    }

    /// Whether it goes on by itself.
    #[must_use]
    pub fn is_playing(self) -> bool {
        self.playing
    }

    /// The step of a way of `steps` hops.
    #[must_use]
    pub fn step(self, steps: usize) -> usize {
        self.step.unwrap_or(usize::MAX).min(steps.saturating_sub(1))
    }

    /// The keys that do anything now, on a way of `steps` hops.
    pub fn keys(self, steps: usize) -> impl Iterator<Item = HelpRow> {
        let step = self.step(steps);
        let moves = move |binding: &&Binding<Motion>| match binding.command {
            Motion::Forward => step + 1 < steps,
            Motion::Back => step > 0,
            Motion::Play | Motion::Replay => steps > 1,
        };
        KEYS.iter().filter(moves).map(Binding::row)
    }

    /// Does what a key asks, on a way of `steps` hops. A next step of its own comes as the timer [`STEP`].
    pub fn perform(&mut self, motion: Motion, steps: usize, shared: &mut Shared) {
        let still = shared.options.still;
        match motion {
            _ if steps == 0 => shared.say("요청을 고르면 그 걸음을 넘겨 볼 수 있습니다."),
            Motion::Forward if self.step(steps) + 1 >= steps => {
                shared.say("마지막 걸음입니다. r을 누르면 처음부터 다시 봅니다.");
            }
            Motion::Back if self.step(steps) == 0 => shared.say("첫 걸음입니다."),
            Motion::Forward => self.forward(steps),
            Motion::Back => self.back(steps),
            Motion::Play => self.toggle(still),
            Motion::Replay => self.replay(still),
        }
        self.beat(shared);
    }

    /// The timer has come: one step on, where it still plays.
    pub fn tick(&mut self, steps: usize, shared: &mut Shared) {
        self.awaited = false;
        if self.playing {
            self.forward(steps);
            self.beat(shared);
        }
    }

    /// Asks for the next step where one is to come and none is asked for.
    fn beat(&mut self, shared: &mut Shared) {
        if self.playing && !self.awaited {
            self.awaited = true;
            shared.effects.push(Effect::After { millis: BEAT, token: STEP });
        }
    }

    /// One step on; stops at the end.
    fn forward(&mut self, steps: usize) {
        let next = self.step(steps) + 1;
        self.step = Some(next).filter(|next| next + 1 < steps);
        self.playing &= self.step.is_some();
    }

    /// One step back.
    fn back(&mut self, steps: usize) {
        self.step = Some(self.step(steps).saturating_sub(1));
        self.playing = false;
    }

    /// From the start again: by itself where things may move, else standing at the first step.
    fn replay(&mut self, still: bool) {
        (self.step, self.playing) = (Some(0), !still);
    }

    /// Stops where it plays; plays on where it stands, from the start where it is at the end.
    fn toggle(&mut self, still: bool) {
        match (self.playing, self.step) {
            (true, _) => self.playing = false,
            (false, None) => self.replay(still),
            (false, Some(_)) => self.playing = !still,
        }
    }

    /// To the end.
    pub fn finish(&mut self) {
        (self.step, self.playing) = (None, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_plays_from_the_start_to_the_end_and_stops() {
        let mut player = Player::default();
        assert_eq!(player.step(4), 3);
        player.toggle(false);
        assert_eq!((player.step(4), player.playing), (0, true));
        for _ in 0..3 {
            player.forward(4);
        }
        assert_eq!((player.step(4), player.playing), (3, false));
        player.back(4);
        assert_eq!(player.step(4), 2);
        // The end stays the end when the way grows.
        player.finish();
        assert_eq!(player.step(7), 6);
    }

    #[test]
    fn only_keys_that_do_anything_are_named() {
        let named = |player: Player, steps: usize| player.keys(steps).map(|row| row.label).collect::<Vec<_>>();
        assert_eq!(named(Player::default(), 3), ["←", "Space", "r"], "at the end");
        assert_eq!(named(Player::at_start(), 3), ["→", "Space", "r"]);
        assert!(named(Player::default(), 0).is_empty() && named(Player::default(), 1).is_empty());
    }

    #[test]
    fn where_nothing_may_move_it_goes_by_hand() {
        let mut player = Player::default();
        player.toggle(true);
        assert_eq!((player.step(3), player.playing), (0, false));
        player.forward(3);
        assert_eq!(player.step(3), 1);
    }
}
