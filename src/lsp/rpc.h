/*
 * JSON-RPC 2.0 over two file descriptors, with LSP's headers. Reading takes
 * what there is and gives whole messages; writing waits until all is out.
 */
#ifndef PROXYLINT_LSP_RPC_H
#define PROXYLINT_LSP_RPC_H

#include "base/str.h"

#include <jansson.h>

enum rpc_error {
	RPC_PARSE_ERROR = -32700,
	RPC_INVALID_REQUEST = -32600,
	RPC_METHOD_NOT_FOUND = -32601,
	RPC_INVALID_PARAMS = -32602,
	RPC_NOT_INITIALIZED = -32002,
	RPC_CANCELLED = -32800,
	RPC_CONTENT_MODIFIED = -32801,
};

struct rpc {
	int in, out;
	struct buf bytes; /* read and not yet given */
	size_t given;     /* ... of which this much was */
	int64_t requests; /* sent by us */
	bool closed;      /* the other side has gone */
};

/* Reads once; sets `closed` at the end of the stream or when it is broken. */
void rpc_fill(struct rpc *rpc);
/* The next whole message, which the caller owns; NULL when there is none yet. What is no JSON,
 * or no header, is answered and skipped. */
json_t *rpc_next(struct rpc *rpc);
void rpc_free(struct rpc *rpc);

/* All of them take `params`, `result` over; the params of a request may be NULL. */
void rpc_notify(struct rpc *rpc, const char *method, json_t *params);
void rpc_request(struct rpc *rpc, const char *method, json_t *params);
/* `id` is borrowed. */
void rpc_answer(struct rpc *rpc, json_t *id, json_t *result);
void rpc_refuse(struct rpc *rpc, json_t *id, enum rpc_error code, const char *message);

#endif
