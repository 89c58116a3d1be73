//! What a file prescribes for single orders holds in both shops; what it does not is drawn as without it.

mod common;

use common::{Lab, click, lab};
use showdown::experiment::decode;
use showdown::sim::engine::Side;
use showdown::sim::order::Finished;

fn prescribed(lab: Lab, orders: &str) -> Lab {
    let text = format!(r#"{{"orders": {orders}}}"#);
    let (read, problems) = decode::experiment(&text).unwrap();
    assert_eq!(problems, []);
    let mut lab = lab;
    lab.0.script = read.script;
    lab
}

fn paid(log: &[Finished]) -> Vec<(u32, u64)> {
    let mut paid: Vec<_> = log.iter().map(|o| (o.number, o.paid_at)).collect();
    paid.sort_unstable();
    paid
}

#[test]
fn a_prescribed_service_time_holds_in_both_shops_and_the_next_order_is_drawn() {
    let settings = [
        ("overheads", "none"),
        ("payment_time_ms", "1000"),
        ("consumers", "2"),
    ];
    let two = lab(&settings).at(0.0, click(Side::Both, 2));
    let run = prescribed(two, r#"[{"service_ms": 250.5}]"#).played();
    for shop in run.world().shops() {
        assert_eq!(paid(&shop.log().to_vec()), [(0, 250_500), (1, 1_000_000)]);
    }
}

#[test]
fn a_script_that_prescribes_nothing_changes_nothing() {
    let settings = [("payment_time_spread", "exponential")];
    let plain = || lab(&settings).at(0.0, click(Side::Both, 50));
    let empty = prescribed(plain(), "[{}, {}, {}]").played();
    let without = plain().played();
    assert_eq!(empty.world().digest(), without.world().digest());
}
