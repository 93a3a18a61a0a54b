/*
 * lsp: the language server. What it is told here every analysis starts from;
 * the rest comes from configurations, as for `check`.
 */
#include "cli/view.h"
#include "lsp/lsp.h"

#include <unistd.h>

enum exit_status command_lsp(const struct options *options)
{
	struct check_request request;

	if (options->operands.list.n)
		return cli_fail("'lsp' takes no operands: the editor says what to look at");
	if (!view_read_request(options, &request))
		return EXIT_TROUBLE;
	return lsp_serve(&request, STDIN_FILENO, STDOUT_FILENO) ? EXIT_FINDINGS : EXIT_CLEAN;
}
