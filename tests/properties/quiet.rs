//! A quiet run comes to the same as an ordinary one, and keeps less.

use showdown::experiment::Experiment;
use showdown::experiment::presets::PRESETS;
use showdown::experiment::report::Report;
use showdown::experiment::run::Run;
use showdown::sim::digest::Digest;
use showdown::words::textbook::misfit;

use crate::shops;

/// Played quietly, to the end, it has the report of this run: but for the digest, of which there is none.
pub(crate) fn reports_the_same(experiment: Experiment, ordinary: &Run) {
    let mut quiet = Run::quiet(experiment);
    assert!(quiet.finish(), "this run has an end");
    for shop in shops(&quiet) {
        assert!(shop.log().is_empty());
        assert_eq!(shop.series().slices().0.len(), 1);
        assert_eq!(shop.digest(), Digest::default());
    }
    let (expected, mut report) = (Report::of(ordinary, misfit), Report::of(&quiet, misfit));
    for (shop, expected) in report.shops.iter_mut().zip(&expected.shops) {
        shop.digest.clone_from(&expected.digest);
    }
    assert_eq!(report, expected, "quietly");
}

#[test]
fn every_preset_has_the_same_report_when_it_is_played_quietly() {
    for preset in &PRESETS {
        let mut run = Run::new(preset.experiment());
        assert!(run.finish(), "{}", preset.name);
        reports_the_same(preset.experiment(), &run);
    }
}
