use super::*;

/// Days in UTC, 30 each month.
fn day_of(time: u64) -> String {
    let day = time / 86_400;
    format!("2026-{:02}-{:02}", day / 30 + 1, day % 30 + 1)
}

fn id(text: &str) -> ConnectionId {
    ConnectionId::of_file(text)
}

fn moved(received: u64, sent: u64) -> Traffic {
    Traffic { received, sent, ..Traffic::default() }
}

fn history() -> (tempfile::TempDir, History) {
    let folder = tempfile::tempdir().unwrap();
    let history = History::open(folder.path().join("traffic.json"), day_of);
    (folder, history)
}

const DAY: u64 = 86_400;

#[test]
fn what_is_counted_twice_counts_once_and_a_new_connection_begins_anew() {
    let (folder, mut history) = history();
    let (work, now) = (id("work"), 10 * DAY + 12 * 3600);
    history.count(&work, now, &moved(1000, 10), now);
    history.count(&work, now, &moved(1000, 10), now + 20);
    history.count(&work, now, &moved(1500, 10), now + 30);
    assert_eq!(history.month(now + 30), [(work.clone(), Moved { received: 1500, sent: 10 })]);
    history.count(&work, now + 35, &moved(1500, 10), now + 36);
    assert_eq!(history.month(now + 36)[0].1.received, 1500, "it came back, and its counters went on");
    history.ended(&work);
    history.count(&work, now + 40, &moved(100, 1), now + 50);
    let all = Moved { received: 1600, sent: 11 };
    assert_eq!(history.month(now + 50), [(work.clone(), all)]);
    assert_eq!(history.shown(&work, now + 50).hour.last(), Some(&all));
    history.save();
    let mut again = History::open(folder.path().join("traffic.json"), day_of);
    again.count(&work, now + 40, &moved(100, 1), now + 58);
    assert_eq!(again.month(now + 58), [(work, all)], "the app was started again, the tunnel was not");
}

#[test]
fn what_was_seen_late_is_spread_over_its_time_and_nothing_gets_lost() {
    let (_folder, mut history) = history();
    let (work, now) = (id("work"), 10 * DAY + 3600);
    history.count(&work, now - 7200, &moved(12_100, 7), now);
    let shown = history.shown(&work, now);
    assert_eq!(shown.hour.len(), 60);
    assert_eq!(shown.hour[0].received, 100, "a share for each minute");
    assert!(shown.today.len() == 5 && shown.today[0].received == 1500, "{:?}", shown.today);
    let month = history.month(now);
    assert_eq!(month, [(work, Moved { received: 12_100, sent: 7 })], "yesterday's part is in the same month");
}

#[test]
fn a_clock_that_is_set_back_and_counters_that_begin_anew_do_no_harm() {
    let (_folder, mut history) = history();
    let (work, now) = (id("work"), 40 * DAY);
    history.count(&work, now, &moved(1000, 0), now + 60);
    history.count(&work, now, &moved(3000, 0), now - DAY);
    history.count(&work, now, &moved(500, 0), now - DAY + 60);
    assert_eq!(history.month(now)[0].1.received, 1000 + 2000 + 500);
    history.ended(&work);
    history.count(&work, 0, &moved(u64::MAX, u64::MAX), now);
    assert_eq!(history.month(now).len(), 1);
}

#[test]
fn last_month_is_not_this_month_and_old_days_go() {
    let (_folder, mut history) = history();
    let work = id("work");
    for day in 0..100 {
        history.count(&work, day * DAY, &moved(7, 0), day * DAY + 30);
        history.ended(&work);
    }
    let kept = &history.kept[&work];
    assert_eq!((kept.days.len(), kept.quarters.len() <= QUARTERS, kept.minutes.len() <= MINUTES), (DAYS, true, true));
    assert_eq!(history.month(99 * DAY)[0].1.received, 70, "ten days of the fourth month");
    assert!(history.month(200 * DAY).is_empty());
}

#[test]
fn cleared_is_cleared_and_what_runs_goes_on_from_there() {
    let (folder, mut history) = history();
    let (work, now) = (id("work"), 10 * DAY);
    history.count(&work, now, &moved(1000, 0), now + 60);
    history.clear();
    assert!(history.month(now).is_empty());
    assert!(!std::fs::read_to_string(folder.path().join("traffic.json")).unwrap().contains("2026"));
    history.count(&work, now, &moved(1200, 0), now + 120);
    assert_eq!(history.month(now + 120)[0].1.received, 200);
    history.forget(&work);
    assert!(history.month(now + 120).is_empty());
}

#[test]
fn a_damaged_file_is_as_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("traffic.json");
    for text in ["", "{", "[1]", "{\"../x\":{}}"] {
        std::fs::write(&path, text).unwrap();
        assert!(History::open(path.clone(), day_of).kept.is_empty(), "{text}");
    }
}
