function area(width, height) {
  return width * height;
}
module.exports = { area };
