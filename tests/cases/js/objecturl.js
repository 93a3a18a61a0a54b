// Object URLs hold their blob until they are revoked

export function stored(image, bytes) {
  image.src = URL.createObjectURL(new Blob([bytes])); // expect: objecturl/leak
}

export function named(link, text) {
  const url = URL.createObjectURL(new Blob([text])); // expect: objecturl/leak
  link.href = url;
  link.click();
}

export function revoked(link, text) {
  const url = URL.createObjectURL(new Blob([text]));
  link.href = url;
  link.click();
  URL.revokeObjectURL(url);
}

export function revokedLater(image, bytes) {
  const url = URL.createObjectURL(new Blob([bytes]));
  image.onload = () => URL.revokeObjectURL(url);
  image.src = url;
}

export function revokedByTimer(link, text) {
  const url = URL.createObjectURL(new Blob([text]));
  link.href = url;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

export function returned(text) {
  return URL.createObjectURL(new Blob([text]));
}

export function worker(source) {
  const url = window.URL.createObjectURL(new Blob([source]));
  const result = new Worker(url);
  window.URL.revokeObjectURL(url);
  return result;
}

export class Preview {
  show(file) {
    if (this.url) {
      URL.revokeObjectURL(this.url);
    }
    this.url = URL.createObjectURL(file);
    this.image.src = this.url;
  }
}
