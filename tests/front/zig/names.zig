// What a name stands for.
const std = @import("std");
const py = @import("../pyz3.zig");
const c = @cImport(@cInclude("Python.h"));
const ffi = py.ffi;
const PyString = py.PyString;
const limit = 10;
var global: ?*c.PyObject = null;

const Wrapper = struct {
    obj: py.PyObject,

    const Self = @This();

    fn init(x: py.PyObject) Self {
        return .{ .obj = x };
    }

    fn get(self: *const Self) py.PyObject {
        return self.obj;
    }
};

fn Pair(comptime T: type) type {
    return struct {
        a: T,
        b: T,

        fn first(self: @This()) T {
            return self.a;
        }
    };
}

fn calls(root: type, x: py.PyObject) !void {
    const s = try py.PyString.create("a");
    const l = try py.PyList(root).new(0);
    const t = PyString.from.unchecked(x);
    const r = ffi.PyList_New(0);
    const q = c.PyList_New(limit);
    const w = Wrapper.init(x);
    const o = w.get();
    var p: Pair(u8) = .{ .a = 1, .b = 2 };
    const f = p.first();
    const Local = py.PyLong;
    const n = try Local.create(1);
    global = q;
    std.debug.print("{}", .{ s, l, t, r, o, f, n });
    c.PyErr_Fetch(&p, &w);
}

pub fn exported(args: struct { left: py.PyString, count: u32 = 1 }) !py.PyString {
    _ = args.count;
    return args.left;
}

export fn PyInit_names() ?*c.PyObject {
    return null;
}

comptime {
    py.rootmodule(@This());
}

pub fn given(x: py.PyObject) struct { py.PyObject, u64 } {
    return .{ x, 1 };
}

test "a test" {
    try std.testing.expect(true);
}
