/**
 * Whether a program's account of its configuration holds what a file asks for. The account has every default filled
 * in, secrets blacked out and durations and sizes in another notation, so it may say more, but nothing else.
 */
export function contains(account: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(account) &&
      account.length === wanted.length &&
      wanted.every((item, i) => contains(account[i], item))
    );
  }
  if (typeof wanted === "object" && wanted !== null) {
    if (typeof account !== "object" || account === null) return Object.keys(wanted).length === 0;
    const given = account as Record<string, unknown>;
    return Object.entries(wanted).every(([key, value]) => contains(given[key], value));
  }
  if (account === undefined) return isEmpty(wanted);
  return account === "<secret>" || scalar(account) === scalar(wanted);
}

// What is empty, zero or false is often left out of an account.
function isEmpty(value: unknown): boolean {
  return value === null || value === "" || value === 0 || value === false;
}

function scalar(value: unknown): string {
  const text = String(value);
  if (/^(\d+(ms|[smhdwy]))+$/.test(text)) return `${milliseconds(text)} ms`;
  // Prometheus takes both for powers of two, and writes MiB where it read MB.
  return text.replace(/^(\d+[KMGTPE])iB$/, "$1B");
}

const lengths: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  y: 31_536_000_000,
};

function milliseconds(text: string): number {
  let total = 0;
  for (const [, number = "", unit = ""] of text.matchAll(/(\d+)(ms|[smhdwy])/g)) {
    total += Number(number) * (lengths[unit] ?? 0);
  }
  return total;
}
