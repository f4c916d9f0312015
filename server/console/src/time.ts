/** Hours and minutes of a time in ms since 1970; empty for none. */
export function clockTime(at: number): string {
  if (at <= 0) return "";
  return new Date(at).toLocaleTimeString("zh-CN", {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
}

/** As a `datetime-local` field has it, in the agent's own time; empty for none. */
export function localTime(at: number | null): string {
  if (at === null) return "";
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
