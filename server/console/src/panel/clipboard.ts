// Copying, where the browser lets this page.

/** The page may not be allowed to write to the clipboard; the host has the event too. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    console.info("liubu-panel: the clipboard is closed to this page");
  }
}
