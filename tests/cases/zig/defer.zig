// When deferred statements run, and when they are not registered yet.
const py = @import("pyz3");
const root = @This();

fn registeredTooLate() !usize {
    const text = try py.PyString.create("a"); // expect: pyref/leak-on-error
    const number = try py.PyLong.create(1);
    defer number.obj.decref();
    defer text.obj.decref();
    return py.len(root, text);
}

fn tokenAroundReference() !usize {
    const gil = py.gil();
    defer gil.release();
    const text = try py.PyString.create("a");
    defer text.obj.decref();
    const number = try py.PyLong.create(1);
    defer number.obj.decref();
    return py.len(root, text);
}

fn noErrdefer(value: py.PyObject) !py.PyObject {
    const dict = try py.PyDict(root).new(); // expect: pyref/leak-on-error
    try dict.setItem("key", value);
    return dict.obj;
}

fn deferInsteadOfErrdefer(value: py.PyObject) !py.PyObject {
    const dict = try py.PyDict(root).new();
    defer dict.obj.decref();
    try dict.setItem("key", value);
    return dict.obj; // expect: pyref/use-after-release
}

fn errdeferOnly(value: py.PyObject) !usize {
    const dict = try py.PyDict(root).new(); // expect: pyref/leak
    errdefer dict.obj.decref();
    try dict.setItem("key", value);
    return 1;
}

fn errdeferAndReturn(value: py.PyObject) !py.PyObject {
    const dict = try py.PyDict(root).new();
    errdefer dict.obj.decref();
    try dict.setItem("key", value);
    return dict.obj;
}

fn errdeferForAnErrorThatIsReturned(value: py.PyObject) !py.PyObject {
    const dict = try py.PyDict(root).new();
    errdefer dict.obj.decref();
    if (py.is_none(root, value)) return error.NoValue;
    if (!py.callable(root, value)) return py.TypeError(root).raise("not callable");
    return dict.obj;
}

fn viewOutOfItsBlock(object: py.PyObject) ![]const u8 {
    const view = blk: {
        const text = try py.str(root, object);
        defer text.obj.decref();
        break :blk try text.asSlice();
    };
    return view; // expect: pyref/borrowed-stale
}

fn lengthOutOfItsBlock(object: py.PyObject) !usize {
    const length = blk: {
        const text = try py.str(root, object);
        defer text.obj.decref();
        break :blk (try text.asSlice()).len;
    };
    return length;
}

fn releasedOnEachWayOutOfTheRound(it: py.PyIter) !usize {
    var n: usize = 0;
    while (try it.next(py.PyObject)) |item| {
        defer item.decref();
        if (py.is_none(root, item)) continue;
        if (py.callable(root, item)) break;
        n += 1;
    } else {
        return n;
    }
    return n + 1;
}

fn readAtExit(n: usize) !usize {
    var text = try py.PyString.create("");
    defer text.obj.decref();
    for (0..n) |i| {
        const next = try py.PyString.createFmt("{d}", .{i});
        text.obj.decref();
        text = next;
    }
    return py.len(root, text);
}

fn lostEachRound(n: usize) !usize {
    var text = try py.PyString.create(""); // expect: pyref/overwritten
    defer text.obj.decref();
    for (0..n) |i| {
        text = try py.PyString.createFmt("{d}", .{i}); // expect: pyref/overwritten
    }
    return py.len(root, text);
}
