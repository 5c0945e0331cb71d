/** All results, or the first error once every task has ended: nothing goes on building behind an error message. */
export async function allOrFirstError<T>(tasks: readonly (Promise<T> | T)[]): Promise<T[]> {
  const results = await Promise.allSettled(tasks);
  return results.map((result) => {
    if (result.status === "rejected") throw result.reason as Error;
    return result.value;
  });
}
