//! Rules on the data file: its syntax, its items, its cells.

group! {
    syntax_error,
    unknown_item,
    missing_item,
    wrong_cell_count,
    not_a_figure,
    blank_cell,
    wrong_form,
    amount_in_yuan,
    regulations_without_power,
    decisions_equal_items,
    broken_reference,
    invalid_field,
    stock_below_new,
    newer_syntax,
}
