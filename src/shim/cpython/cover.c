/*
 * Was a place executed? A breakpoint is put there, and taken away by the first
 * who meets it. x86-64 only: elsewhere nothing is known.
 */
#include "shim.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

enum { MOST_PLACES = 4096, TRAP = 0xCC };

static struct {
	uint8_t *address[MOST_PLACES];
	uint8_t byte[MOST_PLACES];
	volatile bool hit[MOST_PLACES];
	volatile int count;
	struct sigaction before;
} places;

bool cover_was_hit(int handle)
{
	return places.hit[handle];
}

#if defined(__x86_64__)
static void on_trap(int number, siginfo_t *info, void *context)
{
	ucontext_t *state = context;
	uint8_t *address = (uint8_t *)state->uc_mcontext.gregs[REG_RIP] - 1;

	(void)info;
	for (int i = 0; i < places.count; i++) {
		if (places.address[i] != address)
			continue;
		places.hit[i] = true;
		__atomic_store_n(address, places.byte[i], __ATOMIC_SEQ_CST);
		state->uc_mcontext.gregs[REG_RIP] = (greg_t)address;
		return;
	}
	sigaction(number, &places.before, NULL); /* not ours: it comes again, for whom it is meant
	                                          */
}

static bool make_writable(uint8_t *address)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	return mprotect((void *)((uintptr_t)address & ~(page - 1)), page,
	               PROT_READ | PROT_WRITE | PROT_EXEC) == 0;
}

int cover_watch(uintptr_t at)
{
	struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO | SA_NODEFER};
	uint8_t *address = (uint8_t *)at;
	int place = places.count;

	for (int i = 0; i < place; i++)
		if (places.address[i] == address)
			return i;
	if (place == MOST_PLACES || !make_writable(address))
		return -1;
	if (!place)
		sigaction(SIGTRAP, &action, &places.before);
	places.address[place] = address;
	places.byte[place] = *address;
	places.count++;
	__atomic_store_n(address, TRAP, __ATOMIC_SEQ_CST);
	return place;
}
#else
int cover_watch(uintptr_t address)
{
	(void)address;
	return -1;
}
#endif
