// Every word a person reads, in Chinese and English. Keys of the label groups are those
// of models/labels.py; error codes are those of server/wire/errors.py; reason codes those of
// the coach. Wordings themselves come from the server in the customer's language.

import { en } from "./i18n/en.ts";
import { zh, type Texts } from "./i18n/zh.ts";

export type { Texts };
export type Lang = "zh" | "en";
export const LANGS: readonly Lang[] = ["zh", "en"];

const TEXTS: Record<Lang, Texts> = { zh, en };

export function texts(lang: string): Texts {
  return TEXTS[asLang(lang)];
}

export function asLang(lang: string | null | undefined): Lang {
  return lang?.toLowerCase().startsWith("en") ? "en" : "zh";
}

type Group = Exclude<keyof Texts, "ui">;

/** The name of a label key; the key itself where this build has no name for it. */
export function name(lang: string, group: Group, key: string): string {
  return (texts(lang)[group] as Record<string, string>)[key] ?? key;
}

const NAMING: readonly Group[] = ["rows", "demands", "faults"];

/** The name of a card's row; a key that is a word of the rules is its own name. */
export function rowName(lang: string, key: string): string {
  if (key in texts(lang).tiers) return name(lang, "cards", "tier");
  const group = NAMING.find((each) => key in texts(lang)[each]);
  return group === undefined ? key : name(lang, group, key);
}

export function fill(pattern: string, values: Record<string, string | number>): string {
  return pattern.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}

const LABELLED: readonly Group[] = ["emotions", "intents", "steps", "demands", "feel", "faults"];

/** The sentence for a reason, also for a code that this build does not know. */
export function reasonText(lang: string, code: string, label: string | null): string {
  const pattern = (texts(lang).reasons as Record<string, string>)[code];
  const group = LABELLED.find((g) => label !== null && label in texts(lang)[g]);
  const labelName = label === null ? "" : group ? name(lang, group, label) : label;
  if (pattern === undefined)
    return [code.replaceAll("_", " "), labelName].filter(Boolean).join("：");
  return fill(pattern, { label: labelName });
}

/** The sentence for an error code of the server. */
export function errorText(lang: string, code: string): string {
  const errors: Record<string, string> = texts(lang).errors;
  return errors[code] ?? fill(texts(lang).errors.unknown, { code });
}
