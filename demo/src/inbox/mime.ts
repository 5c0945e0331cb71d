/** An e-mail, decoded. */
export interface Email {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  readonly html: string;
}

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** How deep parts may lie in parts; more is an attack, not a message. */
const maxDepth = 5;

/**
 * Decodes an e-mail: encoded subjects, quoted-printable and base64, text and HTML inside multipart.
 * @param raw the message, each byte one character (latin1)
 */
export function parseEmail(raw: string): Email {
  const part = split(raw);
  const leaves = [...leavesOf(part, 0)];
  const content = (type: string): string => {
    const leaf = leaves.find((one) => typeOf(one) === type);
    return leaf === undefined ? "" : decodeBody(leaf);
  };
  return {
    subject: header(part, "subject"),
    from: header(part, "from"),
    to: header(part, "to"),
    text: content("text/plain"),
    html: content("text/html"),
  };
}

/** The text that a reader of an HTML message sees, one block a line. */
export function htmlToText(html: string): string {
  const entities: Readonly<Record<string, string>> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    apos: "'",
    nbsp: " ",
  };
  return html
    .replace(/<(style|script|head|title)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/\s+/g, " ")
    .replace(/<(?:br|\/p|\/tr|\/td|\/div|\/h\d|\/li|\/strong|\/table)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal?: string, hex?: string, name?: string) => {
      const code =
        decimal !== undefined ? Number(decimal) : hex !== undefined ? parseInt(hex, 16) : undefined;
      if (code !== undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : all;
      return entities[name?.toLowerCase() ?? ""] ?? all;
    })
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}

function split(raw: string): Part {
  const end = /\r?\n\r?\n/.exec(raw);
  const head = end === null ? raw : raw.slice(0, end.index);
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const match = /^([!-9;-~]+):\s*(.*)$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (name !== undefined && !headers.has(name)) headers.set(name, match?.[2] ?? "");
  }
  return { headers, body: end === null ? "" : raw.slice(end.index + end[0].length) };
}

function* leavesOf(part: Part, depth: number): Generator<Part> {
  const boundary = parameter(part.headers.get("content-type") ?? "", "boundary");
  if (!typeOf(part).startsWith("multipart/") || boundary === undefined || depth >= maxDepth) {
    yield part;
    return;
  }
  // What is before the first delimiter and after the last is not part of the message.
  for (const piece of `\n${part.body}`.split(`\n--${boundary}`).slice(1)) {
    if (piece.startsWith("--")) return;
    yield* leavesOf(split(piece.replace(/^[^\n]*\n/, "").replace(/\r$/, "")), depth + 1);
  }
}

function typeOf(part: Part): string {
  return /^[^;\s]+/.exec(part.headers.get("content-type") ?? "text/plain")?.[0].toLowerCase() ?? "text/plain";
}

function parameter(value: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, "i").exec(value);
  return match?.[1] ?? match?.[2];
}

function decodeBody(part: Part): string {
  const charset = parameter(part.headers.get("content-type") ?? "", "charset");
  const encoding = part.headers.get("content-transfer-encoding")?.trim().toLowerCase();
  if (encoding === "quoted-printable")
    return decodeBytes(unquote(part.body.replace(/=[ \t]*\r?\n/g, "")), charset);
  return decodeBytes(Buffer.from(part.body, encoding === "base64" ? "base64" : "latin1"), charset);
}

function header(part: Part, name: string): string {
  const raw = (part.headers.get(name) ?? "").replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?)/gi, "$1");
  return raw
    .replace(
      /=\?([^?*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi,
      (_, charset: string, kind: string, text: string) =>
        decodeBytes(
          kind.toLowerCase() === "b" ? Buffer.from(text, "base64") : unquote(text.replaceAll("_", " ")),
          charset,
        ),
    )
    .trim();
}

function unquote(text: string): Buffer {
  const plain = text.replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(plain, "latin1");
}

function decodeBytes(bytes: Buffer, charset = "utf-8"): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}
