fn values(a: *Thing, b: []u8, n: usize) !void {
    const x = .{ .one = a.field, .two = b[0] };
    const y = Thing{ .only = x };
    const z = [_]u8{ 1, 2 };
    a.field = b[1..n];
    a.*.other = -1;
    b[2] = 'c';
    b[3] += 1;
    const p, var q = a.pair();
    q, _ = .{ p, z };
    _ = a.made();
    _ = y;
    const w: *u8 = @ptrCast(@alignCast(&b[0]));
    const v = @as(u64, @intFromPtr(w));
    const s = "text";
    const m =
        \\ several
        \\ lines
    ;
    a.run(.{}, undefined, true, 1.5, error.Bad, v, s, m, []const u8, ?i64);
}
