// Memory that looks lost and is not.
const std = @import("std");
const py = @import("pyz3");

fn grown(first: usize, wanted: usize) !usize {
    var buffer = try py.allocator.alloc(u8, first);
    defer py.allocator.free(buffer);
    while (buffer.len < wanted) buffer = try py.allocator.realloc(buffer, buffer.len * 2);
    return buffer.len;
}

fn several(n: usize) !void {
    const a = try py.allocator.alloc(u8, n);
    defer py.allocator.free(a);
    const b = try py.allocator.dupe(u8, a);
    defer py.allocator.free(b);
    @memcpy(a, b);
}

fn perRound(n: usize) !void {
    for (0..n) |i| {
        const block = try py.allocator.alloc(u8, i + 1);
        defer py.allocator.free(block);
        block[0] = 1;
    }
}

fn maybe(size: ?usize) !void {
    const block: ?[]u8 = if (size) |n| try py.allocator.alloc(u8, n) else null;
    defer if (block) |b| py.allocator.free(b);
    if (block) |b| b[0] = 0;
}

const Wrapper = struct {
    text: py.PyString,

    fn init(value: []const u8) !Wrapper {
        return .{ .text = try py.PyString.create(value) };
    }

    fn deinit(self: Wrapper) void {
        self.text.obj.decref();
    }
};

fn wrapped() !usize {
    const wrapper = try Wrapper.init("text");
    defer wrapper.deinit();
    return (try wrapper.text.asSlice()).len;
}

fn checked(size: usize) ![]u8 {
    const block = py.allocator.alloc(u8, size) catch |err| {
        std.log.err("{}", .{err});
        return err;
    };
    errdefer py.allocator.free(block);
    if (size == 3) return error.Three;
    return block;
}

fn read(object: py.PyObject) !usize {
    const view = try object.getBuffer(@This(), py.PyBuffer.Flags.FULL_RO);
    defer view.release();
    return view.len;
}

pub fn sleep(args: struct { millis: u64 }) void {
    const token = py.nogil();
    defer if (token) |t| t.acquire();
    std.Thread.sleep(args.millis * 1_000_000);
}

fn holding(object: py.PyObject) void {
    object.incref();
}
