const units = [
  [86_400, "d"],
  [3600, "h"],
  [60, "min"],
  [1, "s"],
] as const;

/** Seconds for people, in the two largest units that there are: `45 s`, `2 min 25 s`, `1 h 2 min`. */
export function inWords(seconds: number): string {
  const whole = Math.round(seconds);
  const first = units.findIndex(([size]) => whole >= size);
  if (first < 0) return "0 s";
  let left = whole;
  const parts = units.slice(first, first + 2).flatMap(([size, unit]) => {
    const number = Math.floor(left / size);
    left -= number * size;
    return number === 0 ? [] : [`${number} ${unit}`];
  });
  return parts.join(" ");
}
