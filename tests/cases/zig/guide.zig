// The shapes of a guide to memory in extensions, each with the verdict that is right for it.
const std = @import("std");
const py = @import("pyz3");
const root = @This();

pub fn borrowed(args: struct { text: py.PyString }) !usize {
    return (try args.text.asSlice()).len;
}

pub fn newAndReturned() !py.PyString {
    const text = try py.PyString.create("new");
    return text;
}

fn newAndReleased() !void {
    const text = try py.PyString.create("gone");
    defer text.obj.decref();
}

pub fn transferred(args: struct { object: py.PyObject }) py.PyObject {
    args.object.incref();
    return args.object;
}

fn createAndUse() !usize {
    const text = try py.PyString.create("used");
    defer text.obj.decref();
    return (try text.asSlice()).len;
}

fn addToList() !py.PyList(root) {
    const list = try py.PyList(root).new(0); // expect: pyref/leak-on-error
    const item = try py.PyString.create("item"); // expect: pyref/leak-on-error
    try list.append(item);
    item.obj.decref();
    return list;
}

fn addToListBetter() !py.PyList(root) {
    const list = try py.PyList(root).new(0); // expect: pyref/leak-on-error
    const item = try py.PyString.create("item");
    defer item.obj.decref();
    try list.append(item);
    return list;
}

fn countOf(object: py.PyObject) isize {
    return py.refcnt(root, object);
}

test "counting" {
    const text = try py.PyString.create("count"); // expect-note: pyref/leak-on-error
    try std.testing.expectEqual(@as(isize, 1), py.refcnt(root, text));
    text.obj.incref();
    try std.testing.expectEqual(@as(isize, 2), py.refcnt(root, text));
    text.obj.decref();
    text.obj.decref();
}

fn allocated(size: usize) ![]u8 {
    const buffer = try py.allocator.alloc(u8, size);
    defer py.allocator.free(buffer);
    @memset(buffer, 0);
    return buffer; // expect: pymem/use-after-free
}

fn processed(data: []const u8) !usize {
    const copy = try py.allocator.dupe(u8, data);
    defer py.allocator.free(copy);
    return copy.len;
}

fn multiple(size: usize) !void {
    const first = try py.allocator.alloc(u8, size);
    defer py.allocator.free(first);
    const second = try py.allocator.alloc(u8, size);
    defer py.allocator.free(second);
}

fn conditional(need: bool) !void {
    var buffer: ?[]u8 = null;
    defer if (buffer) |b| py.allocator.free(b);
    if (need) buffer = try py.allocator.alloc(u8, 16);
}

fn aligned(size: usize) !void {
    const buffer = try py.allocator.alignedAlloc(u8, .@"64", size);
    defer py.allocator.free(buffer);
}

fn growing(target: usize) !usize {
    var buffer = try py.allocator.alloc(u8, 1);
    defer py.allocator.free(buffer);
    while (buffer.len < target) buffer = try py.allocator.realloc(buffer, buffer.len * 2);
    return buffer.len;
}

fn leaks() !void {
    const text = try py.PyString.create("lost"); // expect: pyref/leak
    _ = text;
}

fn fixed() !void {
    const text = try py.PyString.create("kept");
    defer text.obj.decref();
    _ = text;
}

fn earlyReturn(stop: bool) !void {
    const text = try py.PyString.create("early");
    defer text.obj.decref();
    if (stop) return;
}

fn allocationLeaks() !void {
    const buffer = try py.allocator.alloc(u8, 8); // expect: pymem/leak
    _ = buffer;
}

test "a leak that nothing detects" {
    const text = try py.PyString.create("seen by nobody"); // expect: pyref/leak
    _ = text;
}

fn deferAtOnce() !void {
    const text = try py.PyString.create("first");
    defer text.obj.decref();
    const list = try py.PyList(root).new(0);
    defer list.obj.decref();
    try list.append(text);
}

fn errdeferForWhatIsReturned() !py.PyDict(root) {
    const dict = try py.PyDict(root).new();
    errdefer dict.obj.decref();
    try dict.setItem("key", 1);
    return dict;
}

const Wrapper = struct {
    obj: py.PyString,

    pub fn init(text: []const u8) !Wrapper {
        return .{ .obj = try py.PyString.create(text) };
    }

    pub fn deinit(self: *Wrapper) void {
        self.obj.obj.decref();
    }
};

fn usesWrapper() !void {
    var wrapper = try Wrapper.init("owned");
    defer wrapper.deinit();
}

fn weakReference(object: py.PyObject) !py.PyObject {
    const weakref = try py.import(root, "weakref");
    defer weakref.decref();
    const ref = try weakref.get("ref");
    defer ref.decref();
    return py.call(root, py.PyObject, ref, .{object}, .{});
}

const Pool = struct {
    blocks: std.ArrayList([]u8),

    pub fn init() !Pool {
        return .{ .blocks = std.ArrayList([]u8).init(py.allocator) };
    }

    pub fn add(self: *Pool, size: usize) ![]u8 {
        const block = try py.allocator.alloc(u8, size); // expect-note: pymem/leak-on-error
        try self.blocks.append(block);
        return block;
    }

    pub fn addSmall(self: *Pool, size: usize) ![]u8 {
        const block = try py.allocator.alloc(u8, size); // expect: pymem/leak-on-error
        if (size > 4096) return error.TooLarge;
        try self.blocks.append(block);
        return block;
    }

    pub fn deinit(self: *Pool) void {
        for (self.blocks.items) |block| py.allocator.free(block);
        self.blocks.deinit();
    }
};

fn lostToAView(size: usize) !py.PyMemoryView {
    const data = try py.allocator.alloc(u8, size); // expect: pymem/leak
    return py.PyMemoryView.fromSlice(data);
}

test "defer runs each round" {
    for (0..10) |_| {
        const buffer = try py.allocator.alloc(u8, 64);
        defer py.allocator.free(buffer);
    }
}

fn managedByTheAllocator() !void {
    const buffer = try py.allocator.alloc(u8, 64);
    defer py.allocator.free(buffer);
}

fn tokenOutlivesTheReference() !void {
    const gil = py.gil();
    defer gil.release();
    const text = try py.PyString.create("held");
    defer text.obj.decref();
}

fn withoutTheToken() !void {
    const data = try py.allocator.alloc(u8, 8);
    defer py.allocator.free(data);
    const token = py.nogil();
    defer if (token) |t| t.acquire();
    std.Thread.sleep(1);
}

pub fn numberOfItsOwn(args: struct { value: i64 }) !py.PyLong {
    return try py.PyLong.create(args.value);
}

pub fn smallNumber(args: struct { value: i64 }) !py.PyLong {
    return py.PyLong.create(args.value);
}

fn manySmallBlocks(n: usize) !void {
    for (0..n) |_| {
        const block = try py.allocator.alloc(u8, 16);
        defer py.allocator.free(block);
    }
}

fn oneLargeBlock(n: usize) !void {
    const block = try py.allocator.alloc(u8, 16 * n);
    defer py.allocator.free(block);
    for (0..n) |i| block[16 * i] = 0;
}

fn batch(n: usize) !py.PyList(root) {
    const list = try py.PyList(root).new(0);
    errdefer list.obj.decref();
    for (0..n) |i| {
        const item = try py.PyLong.create(i);
        defer item.obj.decref();
        try list.append(item);
    }
    return list;
}

fn reused(n: usize) !void {
    const buffer = try py.allocator.alloc(u8, 1024);
    defer py.allocator.free(buffer);
    for (0..n) |i| buffer[0] = @intCast(i % 256);
}

var ofZig = std.heap.GeneralPurposeAllocator(.{ .safety = true }){};

fn ofAnotherAllocator(size: usize) ![]u8 {
    return ofZig.allocator().alloc(u8, size);
}

fn asserted(size: usize) !void {
    const block = try py.allocator.alloc(u8, size);
    defer py.allocator.free(block);
    std.debug.assert(block.len == size);
    std.debug.assert(@intFromPtr(block.ptr) % @alignOf(u8) == 0);
}

fn checked(size: usize) ![]u8 {
    if (size == 0) return error.Empty;
    return py.allocator.alloc(u8, size) catch return error.OutOfMemory;
}

fn tracked(object: py.PyObject) void {
    const before = py.refcnt(root, object);
    object.incref();
    defer object.decref();
    std.debug.assert(py.refcnt(root, object) == before + 1);
}

comptime {
    py.rootmodule(root);
}
