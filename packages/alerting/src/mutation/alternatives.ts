/** A regular expression without one of its alternatives, once for each, at whatever depth it stands. */
export function withoutAlternative(regex: string): readonly string[] {
  return levels(regex).flatMap((bounds) => {
    if (bounds.length < 3) return [];
    return bounds.slice(1).map((end, i) => {
      const start = bounds[i] ?? 0;
      // The first goes with the bar behind it, any other with the one before.
      return i === 0
        ? regex.slice(0, start + 1) + regex.slice(end + 1)
        : regex.slice(0, start) + regex.slice(end);
    });
  });
}

/** Offsets of what bounds the alternatives of each pair of parentheses: its opening, its bars, its closing. */
function levels(regex: string): readonly (readonly number[])[] {
  const whole = [-1];
  const open = [whole];
  const done: number[][] = [];
  for (let i = 0; i < regex.length; i++) {
    if (regex[i] === "\\") i++;
    else if (regex[i] === "(") open.push([i]);
    else if (regex[i] === "|") open.at(-1)?.push(i);
    else if (regex[i] === ")") done.push([...(open.pop() ?? []), i]);
  }
  return [...done, [...whole, regex.length]];
}
