fn items(list: []const u8) ?u8 {
    for (list, 0..) |item, i| {
        if (item == 1) return item;
        use(i);
    } else {
        done();
    }
    return for (list) |x| {
        if (x == 2) break x;
    } else null;
}

fn pulled(it: anytype) !void {
    while (try it.next()) |x| {
        use(x);
    } else {
        done();
    }
    while (it.fallible()) |x| {
        use(x);
    } else |err| {
        return err;
    }
}

fn labels(n: usize) void {
    outer: while (true) {
        for (0..n) |i| {
            if (i == 1) continue :outer;
            if (i == 2) break :outer;
        }
    }
    inline for (.{ "a", "b" }) |name| {
        use(name);
    }
}
