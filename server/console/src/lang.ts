// The language that this browser's pages were left in.
import { asLang, type Lang } from "./i18n.ts";

const KEY = "liubu-lang";

export function storedLang(): Lang {
  return asLang(localStorage.getItem(KEY));
}

/** The other language, kept for the next time. */
export function switchedLang(lang: Lang): Lang {
  const other = lang === "zh" ? "en" : "zh";
  localStorage.setItem(KEY, other);
  return other;
}
