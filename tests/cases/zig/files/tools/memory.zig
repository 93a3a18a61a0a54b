const py = @import("pyz3");
const more = @import("more.zig");

pub const again = more.again;

var last: ?py.PyObject = null;

pub fn release(object: py.PyObject) void {
    object.decref();
}

pub fn handOn(object: py.PyObject) void {
    more.release(object);
}

pub fn look(object: py.PyObject) void {
    _ = object.refcnt();
}

pub fn keep(object: py.PyObject) void {
    if (last) |old| old.decref();
    last = object;
}

pub fn make() !py.PyString {
    return py.PyString.create("y");
}

pub fn fail() noreturn {
    @panic("no way on");
}

pub const Makers = struct {
    pub fn make() !py.PyString {
        return py.PyString.create("y");
    }
};

pub const Holder = struct {
    text: py.PyString,

    pub fn init() !Holder {
        return .{ .text = try py.PyString.create("z") };
    }

    pub fn deinit(self: Holder) void {
        self.text.obj.decref();
    }
};
