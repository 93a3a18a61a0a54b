from pyscript import document, when, workers


@when("click", "#go")
async def go(event):
    work = await workers["work"]
    document.querySelector("#out").textContent = await work.total([1, 2, 3])
