/** Does work for each of many things, some at a time; the results have the order of the things. */
export async function inTurns<T, R>(
  atOnce: number,
  things: readonly T[],
  work: (thing: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  // One iterator for all workers: each takes what no other has taken.
  const left = things.entries();
  const worker = async () => {
    for (const [i, thing] of left) results[i] = await work(thing);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, things.length) }, worker));
  return results;
}
