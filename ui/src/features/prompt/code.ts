/** Fewest and most digits of a one-time code. */
const CODE = /(?<!\d)\d{4,10}(?!\d)/g;

/**
 * The one-time code in what was pasted: "123 456", "123-456" and "Your code is 123456" are the same. `null` where there is none, or
 * more than one thing that could be it: that is pasted as it is.
 */
export function pastedCode(text: string): string | null {
  const joined = text.trim();
  if (/^[\d\s\u00a0-]+$/.test(joined)) {
    const digits = joined.replaceAll(/\D/g, '');
    return digits.length >= 4 ? digits : null;
  }
  const [code, ...others] = joined.match(CODE) ?? [];
  return code !== undefined && others.length === 0 && /\s/.test(joined) ? code : null;
}
