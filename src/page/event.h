/* Names of events. */
#ifndef PROXYLINT_PAGE_EVENT_H
#define PROXYLINT_PAGE_EVENT_H

#include "base/str.h"

/* The event that somebody means who writes `name`: "click" for "onclick" and for "clik". NULL: it
 * is that event, or nobody knows what it is. Upper and lower case are the same. */
const char *event_meant(struct str name);

#endif
