//! Rules on what the report calls itself: title, dates, bodies.

group! {
    wrong_title,
    late_date,
    early_date,
    other_compiler,
    missing_date,
    name_and_level,
    other_body,
}
