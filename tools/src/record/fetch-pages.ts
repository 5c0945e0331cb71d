/**
 * The pages of an exporter as one text, or nothing where one of them does not answer within 10 s, or with something else
 * than plain text: where Grafana cannot be had, its preview answers in its place.
 */
export async function fetchPages(base: string, paths: readonly string[]): Promise<string | undefined> {
  try {
    const pages = await Promise.all(
      paths.map(async (path) => {
        const answer = await fetch(`${base}${path}`, { signal: AbortSignal.timeout(10_000) });
        const type = answer.headers.get("content-type") ?? "";
        if (!type.startsWith("text/plain")) throw new Error(`${path} is ${type || "of no type"}`);
        if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
        return answer.text();
      }),
    );
    return pages.join("\n");
  } catch {
    return undefined;
  }
}
