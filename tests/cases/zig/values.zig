// Structs, temporaries, results that nobody takes.
const py = @import("pyz3");
const c = @cImport(@cInclude("Python.h"));
const root = @This();

const Pair = struct {
    a: py.PyObject,
    b: py.PyObject,

    fn firstIsLost() !Pair {
        return .{ .a = try py.import(root, "os"), .b = try py.import(root, "re") }; // expect: pyref/leak-on-error
    }

    fn make() !Pair {
        const a = try py.import(root, "os");
        errdefer a.decref();
        const b = try py.import(root, "re");
        return .{ .a = a, .b = b };
    }

    fn deinit(self: *Pair) void {
        self.a.decref();
        self.b.decref();
    }
};

fn usesPair() !void {
    var pair = try Pair.make();
    defer pair.deinit();
}

// A struct with one field is that field.
const Owner = struct {
    object: py.PyObject,

    fn init(name: []const u8) !Owner {
        return .{ .object = try py.import(root, name) };
    }

    fn deinit(self: Owner) void {
        self.object.decref();
    }
};

fn ownerIsReleased() !void {
    const owner = try Owner.init("os");
    defer owner.deinit();
}

fn ownerIsLost() !void {
    const owner = try Owner.init("os"); // expect: pyref/leak
    _ = owner;
}

fn thrownAway() !void {
    _ = try py.import(root, "os"); // expect: pyref/discarded
    const text = try py.PyString.create("x"); // expect: pyref/leak
    _ = text;
}

fn resultIsTheSameObject() !void {
    const module = try py.import(root, "os");
    defer module.decref();
    _ = try module.set("key", module);
}

fn temporary(function: *c.PyObject, keywords: *c.PyObject) ?*c.PyObject {
    // expect-next: pyref/leak, pyref/unchecked-null
    return c.PyObject_Call(function, c.PySequence_Tuple(function), keywords);
}

fn temporaryIsTaken(list: *c.PyObject) void {
    _ = c.PyList_SetItem(list, 0, c.PyLong_FromLong(1) orelse return);
}

fn temporaryOfACall(list: py.PyList(root)) !void {
    try list.append(try py.PyLong.create(1)); // expect: pyref/leak
}

fn givenAndReleased(list: py.PyList(root)) !void {
    const one = try py.PyLong.create(1);
    defer one.obj.decref(); // expect: pyref/use-after-steal
    try list.setOwnedItem(0, one);
}

fn borrowedAndReleased(dict: py.PyDict(root)) !void {
    if (try dict.getItem(py.PyObject, "a")) |a| {
        a.decref(); // expect: pyref/over-release
    }
}

fn asNumber(object: py.PyObject) !i64 {
    return py.as(root, i64, try object.get("size")); // expect: pyref/scalar-conversion
}

fn asNumberOfAName(object: py.PyObject) !i64 {
    const size = try object.get("size");
    defer size.decref();
    return py.as(root, i64, size);
}

fn maybeNumber(comptime T: type, object: py.PyObject) !T {
    const size = try object.get("size"); // expect: pyref/scalar-conversion
    return py.as(root, T, size);
}

fn addressIntoIt(size: usize) !*u8 {
    const block = try py.allocator.alloc(u8, size);
    return &block[0];
}
