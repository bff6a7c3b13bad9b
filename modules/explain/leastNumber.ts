/**
 * The smallest number from 1 that is enough, where a known one is, nothing is not, and more is never worse.
 *
 * The known one is tried first, because it mostly is the smallest: one question then does.
 */
export function leastNumber(known: number, isEnough: (n: number) => boolean): number {
  if (known <= 1 || !isEnough(known - 1)) return known;
  let [tooFew, enough] = [0, known - 1];
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}
