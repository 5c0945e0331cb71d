/** The pages of an exporter as one text, or nothing where one of them does not answer within 10 s. */
export async function fetchPages(base: string, paths: readonly string[]): Promise<string | undefined> {
  try {
    const pages = await Promise.all(
      paths.map(async (path) => {
        const answer = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(10_000) });
        if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
        return answer.text();
      }),
    );
    return pages.join("\n");
  } catch {
    return undefined;
  }
}
