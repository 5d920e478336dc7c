"""The page on students' mistakes in normalization layers says what grading makes of them."""

ASSIGNMENT = "norms"


def test_each_fails_the_test_it_is_beside_costs_the_points_and_gets_the_name(assert_holds, row):
    assert_holds(row)
