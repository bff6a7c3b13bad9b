/** Milliseconds between two looks. */
const interval = 2000;

/** Ends this process soon after the engine that started it: one that was killed cannot stop what it started. */
export function endWithEngine(): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine) process.exit(0);
  }, interval).unref();
}
