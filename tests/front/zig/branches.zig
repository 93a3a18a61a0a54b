// Conditions are asked as what they mean.
fn optional(x: ?u8) u8 {
    if (x) |v| return v;
    if (x == null) return 1;
    const y = x orelse return 2;
    const z = x orelse 3;
    return y + z + x.?;
}

fn failing() u8 {
    if (make()) |v| {
        return v;
    } else |err| {
        log(err);
    }
    const a = make() catch 4;
    const b = make() catch |e| switch (e) {
        error.A => return 5,
        else => unreachable,
    };
    return a + b;
}

fn status(rc: c_int, a: bool, b: bool) c_int {
    if (rc < 0) return 1;
    if (rc != 0) return 2;
    if (rc == -1) return 3;
    if (0 > rc) return 4;
    if (a and !b or rc == 7) return 5;
    const both = a and b;
    return switch (rc) {
        0 => if (both) 6 else 7,
        -1 => 8,
        1, 2 => |n| n,
        else => @panic("no"),
    };
}

fn comptime_known(x: anytype) u8 {
    const y = if (@typeInfo(@TypeOf(x)) == .null) 1 else 2;
    if (@typeInfo(@TypeOf(x)) != .null) return 3;
    return y;
}
