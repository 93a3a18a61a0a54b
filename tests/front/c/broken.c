static int before(void) { return 1; }
static int broken(void) { return ] 2; }
static int after(void) { return 3; }
