//! How much memory the settings of a profile take while they are read and judged, wherever in them there is nonsense. The frame
//! around them is measured in vpn-ipc.
#![expect(clippy::disallowed_methods, reason = "tests read their fixtures")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use ovpn_profile::{NoSideFiles, Profile, parse};
use serde_json::Value;
use vpn_api::Secret;

/// As much as a frame of the helper's socket holds.
const FRAME: usize = 1024 * 1024;

/// Counts the bytes that are taken, and the most at one time. A buffer that is made larger counts twice while it is copied,
/// because an allocator may have to.
struct Counting;

static TAKEN: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

// SAFETY: passes everything on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let taken = TAKEN.fetch_add(layout.size(), Relaxed) + layout.size();
        MOST.fetch_max(taken, Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size(), Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// The most that `work` takes beyond what was taken before.
fn growth<T>(work: impl FnOnce() -> T) -> (T, usize) {
    let before = TAKEN.load(Relaxed);
    MOST.store(before, Relaxed);
    let result = work();
    (result, MOST.load(Relaxed) - before)
}

/// Where there is something in a document.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    if let Value::Object(fields) = value {
        fields.iter().for_each(|(name, value)| pointers(value, &format!("{at}/{name}"), found));
    } else if let Value::Array(elements) = value {
        elements.iter().take(1).for_each(|value| pointers(value, &format!("{at}/0"), found));
    }
}

/// One test: the measurements must not meet each other.
#[test]
fn nonsense_takes_less_than_twice_its_text_wherever_it_is_in_a_profile() {
    let (tree, control) =
        growth(|| serde_json::from_str::<Value>(&format!("[{}0]", r#"{"":0},"#.repeat(FRAME / 7 - 1))).unwrap());
    drop(tree);
    assert!(control > 8 * FRAME, "a large allocation is seen: {control}");

    let mut seen = 0;
    let mut worst = (0, String::new());
    for name in ["thorough.ovpn", "connections.ovpn"] {
        let path = format!("{}/tests/fixtures/profiles/{name}", env!("CARGO_MANIFEST_DIR"));
        let profile = parse(&std::fs::read(path).unwrap(), &NoSideFiles).outcome.unwrap().profile;
        let whole = profile.to_settings();
        assert!(Profile::from_settings(&whole).is_ok());
        let whole: Value = serde_json::from_str(whole.expose()).unwrap();
        let mut places = Vec::new();
        pointers(&whole, "", &mut places);
        for place in places {
            for (open, text, close) in
                [("[", r#"{"":0},"#, "]"), ("[", r#""","#, "]"), ("[", "0,", "]"), ("{", r#""":0,"#, "}")]
            {
                let mut marked = whole.clone();
                *marked.pointer_mut(&place).unwrap() = Value::from("NONSENSE");
                let fill = text.repeat(FRAME / text.len() - 1) + text.trim_end_matches(',');
                let settings = marked.to_string().replace("\"NONSENSE\"", &format!("{open}{fill}{close}"));
                let settings = Secret::new(settings);
                let (refused, growth) = growth(|| Profile::from_settings(&settings).is_err());
                assert!(refused, "{open}{text} at {place}");
                worst = worst.max((growth, format!("{open}{text} at {place}")));
                seen += 1;
            }
        }
    }
    println!("{seen} times; at most {:.2} times the text: {}", worst.0 as f64 / FRAME as f64, worst.1);
    assert!(seen > 200 && worst.0 < 2 * FRAME, "{} times the text: {}", worst.0 as f64 / FRAME as f64, worst.1);
}
