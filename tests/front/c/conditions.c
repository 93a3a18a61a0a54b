int null(void *p) { if (p == NULL) return 1; if (NULL != p) return 2; if (!p) return 3; return 0; }
int status(void) {
	int rc;
	if ((rc = f()) < 0 || -1 == rc || rc != 0)
		return -1;
	if (rc >= 0 && g(rc) > 0)
		return 1;
	return (h() == -1) ? 0 : rc <= 0;
}
int value(void *p, int a) { int have = p != NULL && a; return !have; }
void hint(void *p) { if (unlikely(!(p = f()))) g(); if (1) h(); while (0) g(); }
