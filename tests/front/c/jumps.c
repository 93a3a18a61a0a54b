int clean(int kind)
{
	void *a = f(), *b = 0;
	if (!a)
		goto fail;
	switch (kind) {
	case 0:
		goto done;
	case 1:
		f();
	case 2: {
		b = g();
		break;
	}
	default:
		return 3;
	}
done:
	h(a);
	return 0;
fail:
	h(b);
	return -1;
}
