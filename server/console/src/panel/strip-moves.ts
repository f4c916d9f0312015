// How one moves along a strip that is wider than its room: by arrows and by the wheel.

export function stepAlong(event: KeyboardEvent): void {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by === undefined) return;
  const stops = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>(".chip")];
  const at = stops.indexOf(event.target as HTMLElement);
  stops[(at + by + stops.length) % stops.length]?.focus();
  event.preventDefault();
}

/** A wheel that only turns up and down goes along. */
export function scrollAcross(event: WheelEvent): void {
  const strip = event.currentTarget as HTMLElement;
  if (event.deltaX !== 0 || strip.scrollWidth <= strip.clientWidth) return;
  strip.scrollLeft += event.deltaY;
  event.preventDefault();
}
