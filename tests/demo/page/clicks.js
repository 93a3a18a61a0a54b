// What somebody does on the page: run in it once it has come to rest.
for (let i = 0; i < 10; i++) {
	for (const button of document.querySelectorAll("button")) button.click();
	await new Promise((resolve) => setTimeout(resolve, 60));
}
