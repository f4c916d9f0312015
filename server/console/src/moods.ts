// Emotion keys as colours. Valence itself comes from the server; nothing is computed here.
import { css, unsafeCSS, type CSSResult } from "lit";

const MOODS = ["calm", "pleased", "confused", "anxious", "disappointed", "dissatisfied", "angry"];

/** The class that sets `--mood`; calm's for an emotion that this build does not know. */
export function moodClass(key: string | null | undefined): string {
  return `mood-${key && MOODS.includes(key) ? key : "calm"}`;
}

// Classes and not style attributes, which a host page's content policy may forbid.
export const moodStyles: CSSResult = css`
  ${unsafeCSS(MOODS.map((key) => `.mood-${key}{--mood:var(--mood-${key})}`).join(""))}
  .dot[class*="mood-"] {
    background: var(--mood);
  }
`;
