/** English as if it were a translation: accents on its letters, and a third longer. The shell has the same (crates/i18n). */

export const PSEUDO = 'en-XA';
const PLAIN = 'aceinouyACEINOUY';
const ACCENTED = 'áçéîñöûýÁÇÉÎÑÖÛÝ';

/** `Disconnect` becomes `Dîsçöññéçt····`. */
export function accented(text: string): string {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return text;
  const longer = Array.from(text, (letter) => ACCENTED[PLAIN.indexOf(letter)] ?? letter).join('');
  // Before a space at the end, or two texts of one message would run into each other.
  return longer.replace(/\s*$/, (end) => '·'.repeat(Math.ceil(letters / 3)) + end);
}
