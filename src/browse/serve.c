/*
 * One thread takes connections, one more answers each: browsers open several
 * at once and leave some of them silent. A connection is one request: files of
 * a folder are served to one browser on one machine, and nothing is gained by
 * more. Paths are cleaned as text, so nothing above the folder can be named.
 */
#include "browse/serve.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define REQUEST_LIMIT 16384
#define PATIENCE_SECONDS 30

/* One connection, or the thread that takes them. Freed by its thread. */
struct answering {
	int socket;
	char folder[];
};

static struct answering *answering_new(int socket, const char *folder)
{
	size_t n = strlen(folder) + 1;
	struct answering *answering = malloc(sizeof(*answering) + n);

	if (answering) {
		answering->socket = socket;
		memcpy(answering->folder, folder, n);
	}
	return answering;
}

static bool send_all(int socket, const char *bytes, size_t n)
{
	while (n) {
		ssize_t sent = send(socket, bytes, n, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent <= 0)
			return false;
		bytes += sent;
		n -= (size_t)sent;
	}
	return true;
}

static void send_head(int socket, const char *status, const char *type, long long length)
{
	struct buf head = {0};

	buf_printf(&head,
	        "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %lld\r\n"
	        "Connection: close\r\nCache-Control: no-cache\r\n"
	        "Cross-Origin-Opener-Policy: same-origin\r\n"
	        "Cross-Origin-Embedder-Policy: credentialless\r\n"
	        "Cross-Origin-Resource-Policy: cross-origin\r\n\r\n",
	        status, type, length);
	send_all(socket, head.at, head.n);
	buf_free(&head);
}

static void send_error(int socket, const char *status)
{
	send_head(socket, status, "text/plain", (long long)strlen(status));
	send_all(socket, status, strlen(status));
}

static const char *mime_type(const char *path)
{
	static const struct {
		const char *extension, *type;
	} rows[] = {
#define MIME(extension, type) {extension, type},
#include "browse/mime.def"
#undef MIME
	};
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < COUNT_OF(rows); i++)
		if (same(rows[i].extension, dot + 1))
			return rows[i].type;
	return "application/octet-stream";
}

static void send_file(int socket, const char *path, bool body)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe is not waited for */
	struct stat status;
	char bytes[65536];
	ssize_t n;

	if (file < 0 || fstat(file, &status) || !S_ISREG(status.st_mode)) {
		send_error(socket, "404 Not Found");
	} else {
		send_head(socket, "200 OK", mime_type(path), (long long)status.st_size);
		while (body && (n = read(file, bytes, sizeof(bytes))) > 0)
			if (!send_all(socket, bytes, (size_t)n))
				break;
	}
	if (file >= 0)
		close(file);
}

static int hex(char c)
{
	return isdigit((unsigned char)c) ? c - '0' : tolower((unsigned char)c) - 'a' + 10;
}

/* Decodes in place; stops at what is no part of the path. False where bytes are not to be trusted.
 */
static bool decode_path(char *path)
{
	char *to = path;

	for (const char *from = path; *from && !strchr("?# \r\n", *from); from++, to++) {
		*to = *from;
		if (*from != '%')
			continue;
		if (!isxdigit((unsigned char)from[1]) || !isxdigit((unsigned char)from[2]))
			return false;
		*to = (char)(hex(from[1]) * 16 + hex(from[2]));
		from += 2;
		if (!*to)
			return false;
	}
	*to = '\0';
	return true;
}

static bool names_parent(const char *path)
{
	for (const char *at = path; (at = strstr(at, "..")); at += 2)
		if ((at == path || at[-1] == '/') && (!at[2] || at[2] == '/'))
			return true;
	return false;
}

static void answer(int socket, const char *folder, char *request)
{
	bool get = strncmp(request, "GET /", 5) == 0, head = strncmp(request, "HEAD /", 6) == 0;
	char *path = request + strcspn(request, "/");
	struct buf name = {0};
	struct stat status;

	if (!get && !head) {
		send_error(socket, "405 Method Not Allowed");
		return;
	}
	if (!decode_path(path) || names_parent(path)) {
		send_error(socket, "400 Bad Request");
		return;
	}
	buf_printf(&name, "%s%s", folder, path);
	if (!stat(name.at, &status) && S_ISDIR(status.st_mode))
		buf_text(&name, "/index.html");
	send_file(socket, name.at, get);
	buf_free(&name);
}

void server_answer(int socket, const char *folder)
{
	char request[REQUEST_LIMIT + 1];
	size_t n = 0;

	for (;;) {
		ssize_t got = recv(socket, request + n, REQUEST_LIMIT - n, 0);

		if (got <= 0)
			return;
		n += (size_t)got;
		request[n] = '\0';
		if (strstr(request, "\r\n\r\n")) {
			answer(socket, folder, request);
			return;
		}
	}
}

static void *answer_connection(void *context)
{
	struct answering *answering = context;

	server_answer(answering->socket, answering->folder);
	close(answering->socket);
	free(answering);
	return NULL;
}

/* A thread that nobody waits for. */
static bool start_thread(void *(*run)(void *), struct answering *answering)
{
	pthread_t thread;

	if (!answering || pthread_create(&thread, NULL, run, answering))
		return false;
	pthread_detach(thread);
	return true;
}

static void take_connection(int connection, const char *folder)
{
	struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
	struct answering *answering = answering_new(connection, folder);

	setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (start_thread(answer_connection, answering))
		return;
	close(connection);
	free(answering);
}

static void *take_connections(void *context)
{
	struct answering *listening = context;
	int connection;

	while ((connection = accept(listening->socket, NULL, NULL)) >= 0 || errno == EINTR ||
	        errno == ECONNABORTED || errno == EMFILE)
		if (connection >= 0)
			take_connection(connection, listening->folder);
	close(listening->socket);
	free(listening);
	return NULL;
}

static int listen_somewhere(unsigned *port)
{
	struct sockaddr_in address = {
	        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t n = sizeof(address);
	int listening = socket(AF_INET, SOCK_STREAM, 0);

	if (listening < 0)
		return -1;
	fcntl(listening, F_SETFD, FD_CLOEXEC);
	if (bind(listening, (struct sockaddr *)&address, n) || listen(listening, 64) ||
	        getsockname(listening, (struct sockaddr *)&address, &n)) {
		close(listening);
		return -1;
	}
	*port = ntohs(address.sin_port);
	return listening;
}

bool server_start(
        struct arena *arena, struct server *server, const char *folder, const char **error)
{
	struct answering *listening;

	server->socket = listen_somewhere(&server->port);
	if (server->socket >= 0) {
		listening = answering_new(server->socket, folder);
		if (start_thread(take_connections, listening))
			return true;
		close(server->socket);
		free(listening);
	}
	*error = arena_printf(arena, "cannot serve %s: %s", folder, strerror(errno));
	return false;
}

void server_stop(struct server *server)
{
	shutdown(server->socket, SHUT_RDWR);
}
