//! Value types shared by all wings: pure, and wrong values cannot be built.
