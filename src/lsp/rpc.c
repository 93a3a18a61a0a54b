#include "lsp/rpc.h"

#include "base/find.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

enum { READ_SIZE = 65536, MOST_BYTES = 1 << 28, LONGEST_HEADER = 4096 };

void rpc_fill(struct rpc *rpc)
{
	char block[READ_SIZE];
	ssize_t got = read(rpc->in, block, sizeof(block));

	if (got > 0)
		buf_add(&rpc->bytes, block, (size_t)got);
	else if (got == 0 || errno != EINTR)
		rpc->closed = true;
}

static void forget_given(struct rpc *rpc)
{
	if (!rpc->given)
		return;
	memmove(rpc->bytes.at, rpc->bytes.at + rpc->given, rpc->bytes.n - rpc->given);
	rpc->bytes.n -= rpc->given;
	rpc->given = 0;
}

/* The length that the headers give, or -1. */
static long content_length(struct str headers)
{
	static const char name[] = "Content-Length:";
	const char *at = str_find(headers, name);
	char *end;
	long length;

	if (!at)
		return -1;
	length = strtol(at + sizeof(name) - 1, &end, 10);
	return end > at + sizeof(name) - 1 && length >= 0 && length < MOST_BYTES ? length : -1;
}

/* What is no header is passed over up to the next one: its end is all that there is to go by. */
static void pass_over(struct rpc *rpc, size_t n)
{
	rpc->given = n;
	forget_given(rpc);
	rpc_refuse(rpc, NULL, RPC_PARSE_ERROR, "a header gives the length of what follows");
}

/* Finds the end of the next header that gives a length. NULL: it is not there yet. */
static const char *next_header(struct rpc *rpc, long *length)
{
	for (;;) {
		struct str rest = {rpc->bytes.at, rpc->bytes.n};
		const char *end = rest.n ? str_find(rest, "\r\n\r\n") : NULL;

		if (!end) {
			if (rest.n > (size_t)2 * LONGEST_HEADER)
				pass_over(rpc, rest.n - LONGEST_HEADER);
			return NULL;
		}
		*length = content_length((struct str){rest.at, (size_t)(end - rest.at)});
		if (*length >= 0)
			return end;
		pass_over(rpc, (size_t)(end + 4 - rest.at));
	}
}

/* Finds the next body. False: it is not all there. */
static bool next_body(struct rpc *rpc, struct str *body)
{
	const char *end;
	long length;

	forget_given(rpc);
	end = next_header(rpc, &length);
	if (!end)
		return false;
	*body = (struct str){end + 4, (size_t)length};
	if (body->at + body->n > rpc->bytes.at + rpc->bytes.n)
		return false;
	rpc->given = (size_t)(body->at + body->n - rpc->bytes.at);
	return true;
}

json_t *rpc_next(struct rpc *rpc)
{
	struct str body;

	while (next_body(rpc, &body)) {
		json_t *message = json_loadb(body.at, body.n, 0, NULL);

		if (json_is_object(message))
			return message;
		json_decref(message);
		rpc_refuse(rpc, NULL, message ? RPC_INVALID_REQUEST : RPC_PARSE_ERROR,
		        message ? "a message is an object" : "this is no JSON");
	}
	return NULL;
}

void rpc_free(struct rpc *rpc)
{
	buf_free(&rpc->bytes);
}

static void write_all(struct rpc *rpc, const char *at, size_t n)
{
	while (n && !rpc->closed) {
		ssize_t put = write(rpc->out, at, n);

		if (put < 0 && errno != EINTR)
			rpc->closed = true;
		else if (put > 0) {
			at += put;
			n -= (size_t)put;
		}
	}
}

static void send_message(struct rpc *rpc, json_t *message)
{
	struct buf head = {0};
	char *text;

	json_object_set_new(message, "jsonrpc", json_string("2.0"));
	text = json_dumps(message, JSON_COMPACT);
	json_decref(message);
	if (!text)
		return;
	buf_printf(&head, "Content-Length: %zu\r\n\r\n", strlen(text));
	write_all(rpc, head.at, head.n);
	write_all(rpc, text, strlen(text));
	buf_free(&head);
	free(text);
}

void rpc_notify(struct rpc *rpc, const char *method, json_t *params)
{
	send_message(rpc, json_pack("{s:s, s:o}", "method", method, "params", params));
}

void rpc_request(struct rpc *rpc, const char *method, json_t *params)
{
	send_message(rpc,
	        json_pack("{s:I, s:s, s:o*}", "id", (json_int_t)++rpc->requests, "method", method,
	                "params", params));
}

void rpc_answer(struct rpc *rpc, json_t *id, json_t *result)
{
	send_message(rpc, json_pack("{s:O, s:o}", "id", id, "result", result));
}

void rpc_refuse(struct rpc *rpc, json_t *id, enum rpc_error code, const char *message)
{
	send_message(rpc,
	        json_pack("{s:o, s:{s:i, s:s}}", "id", id ? json_incref(id) : json_null(), "error",
	                "code", (int)code, "message", message));
}
