// Sums of money as a supervisor writes them, in yuan.

/** The sum written, up to `most`; null for none written, NaN for what is no such sum. */
export function amountOf(written: string, most: number | null): number | null {
  const text = written.trim();
  if (text === "") return null;
  const amount = /^\d{1,9}(\.\d{1,2})?$/.test(text) ? Number(text) : NaN;
  return amount > 0 && amount <= (most ?? Infinity) ? amount : NaN;
}
