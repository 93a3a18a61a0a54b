// Each condition is lowered to the test that tells most.
if (typeof p.m === "function" && !("m" in q)) a();
if (p == null || undefined !== q) b();
if (r instanceof ns.T || typeof r === "object") c();
while (p?.m?.n) d();
const v = p !== null && p.toJs ? p.toJs() : p;
p && p.destroy();
p?.destroy?.();
x = p || (y ?? z);
switch (typeof p) {
case "function":
	p();
	break;
case "object":
	e();
default:
	g();
}
if ((m = next()) && true) h();
