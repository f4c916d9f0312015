/** Hours and minutes of a time in ms since 1970; empty for none. */
export function clockTime(at: number): string {
  if (at <= 0) return "";
  return new Date(at).toLocaleTimeString("zh-CN", {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
}
