export default { area: (width, height) => width * height };
