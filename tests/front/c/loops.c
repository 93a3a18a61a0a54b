void all(int n)
{
	for (int i = 0; i < n; i++) {
		void *each = f(i);
		if (!each)
			continue;
		if (g(each))
			break;
	}
	while (n--)
		f(n);
	do {
		n = f(n);
	} while (n > 0);
	for (;;)
		if (g(n))
			return;
}
