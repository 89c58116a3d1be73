//! Nothing overlaps, at any size.

use super::*;

fn plan(kind: PartKind, seats: Option<u32>) -> Plan {
    Plan {
        part: PartId::first(kind),
        seats,
    }
}

pub(in crate::stage) fn lanes(size: Size) -> [Layout; 2] {
    let sync = [
        plan(PartKind::Users, None),
        plan(PartKind::Checkout, Some(40)),
        plan(PartKind::Service, Some(40)),
    ];
    let queued = [
        plan(PartKind::Users, None),
        plan(PartKind::Checkout, Some(40)),
        plan(PartKind::Queue, None),
        plan(PartKind::Workers, Some(1)),
    ];
    [Layout::new(&sync, size), Layout::new(&queued, size)]
}

const SIZES: [(f64, f64, f64); 11] = [
    (140.0, 92.0, 12.6),
    (150.0, 110.0, 12.6),
    (175.0, 150.0, 12.6),
    (175.0, 300.0, 12.6),
    (300.0, 190.0, 12.6),
    (300.0, 230.0, 12.6),
    (490.0, 250.0, 12.6),
    (490.0, 420.0, 12.6),
    (560.0, 500.0, 12.6),
    (620.0, 400.0, 18.0),
    (920.0, 760.0, 18.0),
];

#[test]
fn both_lanes_line_up_and_nothing_overlaps_at_any_size() {
    for (width, height, text) in SIZES {
        let size = Size {
            width,
            height,
            text,
        };
        let [sync, queued] = lanes(size);
        assert_eq!(sync.bands, queued.bands);
        for lane in [&sync, &queued] {
            for (k, place) in lane.places.iter().enumerate() {
                assert!(place.area.bottom() <= height && place.area.right() <= width);
                for other in &lane.places[k + 1..] {
                    assert!(!place.area.overlaps(other.area), "{width}x{height}");
                }
                assert!(place.title.bottom() <= place.area.bottom() + 1.0);
            }
        }
        let checkout = sync.of(PartKind::Checkout).expect("there is one");
        assert!(checkout.seats.places() >= 40, "{width}x{height}");
        let seats = checkout.seats.area.y + checkout.seats.rows as f64 * checkout.seats.row_pitch;
        assert!(
            seats <= checkout.area.bottom(),
            "{width}x{height}: {seats} {checkout:?}"
        );
    }
}

#[test]
fn several_services_stand_side_by_side_in_equal_columns() {
    let mut plans = vec![
        plan(PartKind::Users, None),
        plan(PartKind::Checkout, Some(40)),
    ];
    for index in 0..6 {
        let kind = PartKind::Service;
        plans.push(Plan {
            part: PartId { kind, index },
            seats: Some(40),
        });
    }
    let layout = Layout::new(
        &plans,
        Size {
            width: 490.0,
            height: 420.0,
            text: 12.6,
        },
    );
    let services: Vec<Area> = layout.places[2..].iter().map(|p| p.area).collect();
    assert_eq!(services.len(), 6);
    for two in services.windows(2) {
        assert_eq!((two[0].y, two[0].w), (two[1].y, two[1].w));
        assert!(two[0].right() < two[1].x);
    }
}
