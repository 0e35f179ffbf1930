//! What a run is asked to do, as the engine reads it. It knows no files yet and no command line.

use crate::calendar::Date;
use crate::rule::ScenarioRef;
use crate::scenario::ScenarioSource;

/// Settings for one text.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The scenario, where the user names it, and who named it. The front matter of a draft comes before the
    /// configuration, an option before both.
    pub scenario: Option<(ScenarioRef, ScenarioSource)>,
    /// The day of the run, where it may be known: dates without a year are then taken near to it.
    pub today: Option<Date>,
}
