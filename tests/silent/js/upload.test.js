// A test's page ends with it, and so do its object URLs.
import { load } from "./load.js";

test("loads what it is given", async () => {
  const url = URL.createObjectURL(new Blob(["text"]));
  expect(await load(url)).toBe("text");
});
