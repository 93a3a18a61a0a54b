// try, catch, orelse, captures, switch: each is a branch.
const std = @import("std");
const py = @import("pydust");
const c = @cImport(@cInclude("Python.h"));

fn caught(object: py.PyObject) ?usize {
    const a = object.get("x") catch return null; // expect: pyref/leak-on-error
    const b = object.get("y") catch return null;
    defer a.decref();
    defer b.decref();
    return 1;
}

fn caughtWithName(object: py.PyObject) ?usize {
    const a = object.get("x") catch return null;
    defer a.decref();
    const b = object.get("y") catch |err| switch (err) {
        else => return null,
    };
    defer b.decref();
    return 1;
}

fn keyIsLost(object: *c.PyObject) ?*c.PyObject {
    const key = c.PyUnicode_FromString("k") orelse return null; // expect: pyref/leak
    return c.PyObject_GetItem(object, key) orelse return null;
}

fn itemIsLost(it: py.PyIter) !void {
    if (try it.next(py.PyObject)) |item| { // expect: pyref/leak
        if (py.is_none(item)) return;
        item.decref();
    }
}

fn releasedIfThere(need: bool) !void {
    var block: ?[]u8 = null;
    defer if (block) |b| py.allocator.free(b);
    if (need) block = try py.allocator.alloc(u8, 8);
}

fn impossibleWaysEnd(object: ?*c.PyObject) *c.PyObject {
    const dict = c.PyDict_New() orelse @panic("OOM");
    const key = c.PyUnicode_FromString("k") orelse @panic("OOM");
    defer c.Py_DecRef(key);
    switch (c.PyDict_SetItem(dict, key, object)) {
        0 => {},
        else => unreachable,
    }
    return dict;
}

fn lostInAnArm(object: ?*c.PyObject) ?*c.PyObject {
    const dict = c.PyDict_New() orelse return null; // expect: pyref/leak-on-error
    return switch (c.PyDict_SetItem(dict, object, object)) {
        0 => dict,
        else => null,
    };
}

fn firstOrNew(list: []const py.PyObject) !py.PyObject {
    const found = for (list) |item| {
        if (py.is_none(item)) break py.None();
    } else try py.create(1);
    return found;
}

fn negated(object: py.PyObject) !void {
    const copy = try object.get("copy");
    if (!py.callable(copy)) {
        copy.decref();
        return;
    }
    std.debug.assert(!py.is_none(copy));
    copy.decref();
}

fn decidedAtCompileTime(value: anytype) !void {
    const object = if (@typeInfo(@TypeOf(value)) == .null) null else (try py.create(value)).py;
    defer if (@typeInfo(@TypeOf(value)) != .null) c.Py_DecRef(object);
    if (c.PyObject_IsTrue(object) < 0) return error.PyRaised;
}

fn released(comptime keep: bool) !void {
    const text = try py.PyString.create("x"); // expect: pyref/leak
    defer if (!keep) text.decref();
}
