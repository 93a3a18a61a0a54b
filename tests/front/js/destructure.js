// Patterns in declarations, parameters and assignments.
const { a, b: { c = 1 }, [k]: d, ...r } = o;
let [x, , y = 2, ...zs] = list;
[x, o.p] = [y, x];
({ q: o.q, s = f() } = r);
function g({ u, v = 1 }, [w] = [], t = u, ...more) {}
a ??= f(), o.m ||= f(), n &&= f(), x += 1, o.i++;
delete o.m;
