/*
 * Threads take items from one counter, some at a time, until there are none:
 * items that take long do not hold up the others.
 */
#include "base/parallel.h"

#include "base/stop.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

/* STACK: in bytes, what the first thread has on most machines; how deep code may nest rests on it,
 * and musl's threads have 128 KiB unless they are asked for more. */
enum { MOST_WORKERS = 64, AT_A_TIME = 4, STACK = 8 << 20 };

struct crew {
	atomic_uint next;
	uint32_t count;
	void (*work)(void *context, uint32_t item, unsigned worker);
	void *context;
};

struct hand {
	struct crew *crew;
	unsigned worker;
	pthread_t thread;
};

unsigned parallel_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > MOST_WORKERS ? MOST_WORKERS : (unsigned)count;
}

static void *take_items(void *argument)
{
	const struct hand *hand = argument;
	struct crew *crew = hand->crew;

	for (;;) {
		uint32_t from = atomic_fetch_add(&crew->next, AT_A_TIME);

		if (from >= crew->count)
			return NULL;
		for (uint32_t i = from; i < from + AT_A_TIME && i < crew->count; i++) {
			if (stop_wanted())
				return NULL;
			crew->work(crew->context, i, hand->worker);
		}
	}
}

void parallel_each(unsigned workers, uint32_t count,
        void (*work)(void *context, uint32_t item, unsigned worker), void *context)
{
	struct crew crew = {.count = count, .work = work, .context = context};
	struct hand hands[MOST_WORKERS];
	unsigned started = 1;
	pthread_attr_t large;

	if (workers > MOST_WORKERS)
		workers = MOST_WORKERS;
	if (workers > (count + AT_A_TIME - 1) / AT_A_TIME)
		workers = (count + AT_A_TIME - 1) / AT_A_TIME;
	hands[0] = (struct hand){.crew = &crew};
	pthread_attr_init(&large);
	pthread_attr_setstacksize(&large, STACK);
	for (; started < workers; started++) {
		hands[started] = (struct hand){.crew = &crew, .worker = started};
		if (pthread_create(&hands[started].thread, &large, take_items, &hands[started]))
			break;
	}
	pthread_attr_destroy(&large);
	take_items(&hands[0]);
	while (--started > 0)
		pthread_join(hands[started].thread, NULL);
}
