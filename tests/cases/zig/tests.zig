// In tests, what only a failing test loses is a note.
const std = @import("std");
const py = @import("pyz3");

test "releases at the end" {
    const text = try py.PyString.create("x"); // expect-note: pyref/leak-on-error
    try std.testing.expect(true);
    text.obj.decref();
}

test "never releases" {
    const text = try py.PyString.create("x"); // expect: pyref/leak
    _ = text;
}

test "defers" {
    py.initialize();
    defer py.finalize();
    const text = try py.PyString.create("x");
    defer text.obj.decref();
    try std.testing.expect(true);
}
