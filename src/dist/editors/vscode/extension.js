// Starts `proxylint lsp` and leaves the rest to the client library.
const { workspace } = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

const languages = [
	'python', 'javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'html', 'vue', 'svelte', 'markdown',
	'c', 'cpp', 'zig', 'erlang',
];
let client;

exports.activate = () => {
	const settings = workspace.getConfiguration('proxylint');
	client = new LanguageClient('proxylint', {
		command: settings.get('path'), args: ['lsp'], transport: TransportKind.stdio,
	}, {
		documentSelector: languages.flatMap((language) => [{ scheme: 'file', language }, { scheme: 'untitled', language }]),
		initializationOptions: { notes: settings.get('notes'), workspace: settings.get('workspace') },
	});
	return client.start();
};

exports.deactivate = () => client?.stop();
