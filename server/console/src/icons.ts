// The few icons, drawn on a 16 × 16 grid with strokes in the text's colour.
import { svg, html, type SVGTemplateResult, type TemplateResult } from "lit";

function icon(shape: SVGTemplateResult): TemplateResult {
  return html`<svg
    viewBox="0 0 16 16"
    width="16"
    height="16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${shape}
  </svg>`;
}

const THUMB =
  "M5 7.2 7.6 2.6c1 0 1.7.8 1.5 1.8L8.7 6.6h3.6c.9 0 1.5.8 1.3 1.7l-.9 3.8c-.2.7-.7 1.1-1.4 1.1H5z M2.4 7.2H5v6H2.4z";

export const thumbUp = icon(svg`<path d=${THUMB} />`);
export const thumbDown = icon(svg`<path d=${THUMB} transform="rotate(180 8 8)" />`);
export const check = icon(svg`<path d="m3.5 8.5 3 3 6-7" />`);
export const cross = icon(svg`<path d="m4 4 8 8M12 4l-8 8" />`);
export const pause = icon(svg`<path d="M5.5 3.5v9M10.5 3.5v9" />`);
export const play = icon(svg`<path d="M5 3.2v9.6l7.5-4.8z" />`);
export const stop = icon(svg`<path d="M4 4h8v8H4z" />`);
export const phone = icon(
  svg`<path d="M4 2.5h2l1 3-1.4 1.2c.7 1.6 2 3 3.7 3.7L10.5 9l3 1v2c0 .8-.7 1.5-1.5 1.5C6.8 13.5 2.5 9.2 2.5 4c0-.8.7-1.5 1.5-1.5z" />`,
);
export const person = icon(
  svg`<circle cx="8" cy="5" r="2.6" /><path d="M2.8 13.6c.6-2.7 2.7-4 5.2-4s4.6 1.3 5.2 4" />`,
);
export const chevron = icon(svg`<path d="m4 6 4 4 4-4" />`);
export const bulb = icon(
  svg`<path d="M6 11.5c0-1.6-2-2.4-2-5a4 4 0 0 1 8 0c0 2.6-2 3.4-2 5zM6.5 14h3" />`,
);
export const plus = icon(svg`<path d="M8 3.5v9M3.5 8h9" />`);
export const whisper = icon(svg`<path d="M2.5 3.5h11v7.5H7l-3 2.5V11H2.5z" />`);
export const alarm = icon(svg`<path d="M8 2.5 14 13.5H2zM8 6.5v3.2M8 11.6v.2" />`);
export const circle = icon(svg`<circle cx="8" cy="8" r="4.5" />`);
