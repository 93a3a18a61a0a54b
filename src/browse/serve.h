/*
 * A server for the files below one folder, for this machine alone.
 *
 * What it serves is isolated, as workers of PyScript need it; what pages load
 * from elsewhere is let pass.
 */
#ifndef PROXYLINT_BROWSE_SERVE_H
#define PROXYLINT_BROWSE_SERVE_H

#include "base/arena.h"

struct server {
	int socket; /* it listens on it; private */
	unsigned port;
};

/* Starts to serve `folder` in threads of its own. False with *error. Borrows nothing. */
bool server_start(
        struct arena *arena, struct server *server, const char *folder, const char **error);
/* Takes the request that comes from a socket, and answers it there. */
void server_answer(int socket, const char *folder);
/* Connections that are open end by themselves. */
void server_stop(struct server *server);

#endif
