//! A wall clock that is set while a session runs.

use std::time::Duration;

use ovpn_settings::{Digest, KeyDirection, StaticKey, Wrap};
use sim::{Act, NOW, Script, Setting};
use vpn_api::Input;

const S: fn(u64) -> Duration = Duration::from_secs;
const YEAR: u64 = 365 * 86_400;

#[test]
fn keys_are_renewed_whatever_the_clock_is_set_to() {
    let key = || StaticKey::new(std::array::from_fn(|n| n as u8));
    let wraps = [
        Wrap::None,
        Wrap::TlsAuth { key: key(), direction: KeyDirection::Bidirectional, digest: Digest::Sha256 },
        Wrap::TlsCrypt { key: key() },
    ];
    for wrap in wraps {
        for set in [0, NOW - 20 * YEAR, NOW + 30, NOW + 40 * YEAR] {
            let mut setting = Setting::new();
            setting.profile.remotes.iter_mut().for_each(|remote| remote.wrap = wrap.clone());
            let script = Script { ping: Some(S(10)), wrap: wrap.clone(), ..Script::new() };
            let mut world = setting.connected(script);
            world.run_for(S(5));
            for round in 1..=3 {
                world.input(Input::ClockSet(S(set)));
                world.server.act(world.now, Act::Renegotiate);
                world.run_for(S(70));
                assert_eq!((world.closed(), world.rekeys()), (None, round), "{wrap:?} {set} {:?}", world.events.last());
            }
        }
    }
}
