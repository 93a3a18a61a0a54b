/*
 * The one thing in the program that changes and that everybody sees: a signal
 * handler has nothing else to write to.
 */
#include "base/stop.h"

#include <signal.h>
#include <stdatomic.h>

static atomic_size_t stopped_by;

static void note(int number)
{
	atomic_store(&stopped_by, (size_t)number);
}

void stop_on_signals(void)
{
	static const int numbers[] = {SIGINT, SIGTERM};
	struct sigaction action = {
	        .sa_handler = note, .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};

	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		sigaction(numbers[i], &action, NULL);
}

bool stop_wanted(void)
{
	return atomic_load_explicit(&stopped_by, memory_order_relaxed) != 0;
}

const size_t *stop_flag(void)
{
	return (const size_t *)(const void *)&stopped_by;
}

int stop_status(void)
{
	int number = (int)atomic_load(&stopped_by);

	return number ? 128 + number : 0;
}
