#include "page/event.h"

static const char *const events[] = {
#define EVENT(name) #name,
#include "page/event.def"
#undef EVENT
};

enum { LONGEST_EVENT = 32, SHORTEST_GUESSED = 5 };

static const char *event_called(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(events); i++)
		if (str_is(name, events[i]))
			return events[i];
	return NULL;
}

/* A slip of one letter; short names are too much like each other. */
static const char *event_like(struct str name)
{
	for (size_t i = 0; i < COUNT_OF(events) && name.n >= SHORTEST_GUESSED; i++)
		if (str_distance(name, str_of(events[i]), 2) == 1)
			return events[i];
	return NULL;
}

const char *event_meant(struct str name)
{
	char text[LONGEST_EVENT];
	struct str lower = {text, name.n};

	if (name.n >= sizeof(text))
		return NULL;
	for (size_t i = 0; i < name.n; i++)
		text[i] = (char)(name.at[i] >= 'A' && name.at[i] <= 'Z' ? name.at[i] + 32
		                                                        : name.at[i]);
	if (event_called(lower))
		return NULL;
	if (str_starts(lower, "on") && event_called((struct str){text + 2, name.n - 2}))
		return event_called((struct str){text + 2, name.n - 2});
	return event_like(lower);
}
