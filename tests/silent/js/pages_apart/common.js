// In two pages, so nobody knows which `rows` is meant.
setInterval(() => console.log(rows().length), 1000);
