// What can be read is lowered.
function f(p) {
	p.a();
	p.b( ;
	p.c();
}
f(1);
}
f(2);
