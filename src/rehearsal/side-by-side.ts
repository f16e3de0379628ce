/**
 * Does all of them, at most `lanes` at a time, begun in order. Where one fails, none is begun after it, those under way come to
 * their end, and the first failure is thrown.
 */
export async function sideBySide(works: readonly (() => Promise<void>)[], lanes: number): Promise<void> {
  const left = [...works];
  const failures: unknown[] = [];
  const lane = async () => {
    for (let work = left.shift(); work !== undefined; work = left.shift()) {
      try {
        await work();
      } catch (error) {
        failures.push(error);
        left.length = 0;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (failures.length > 0) throw failures[0];
}
