/** A number as Go's `binary.PutUvarint` writes it: seven bits a byte, the lowest first. */
export function uvarint(value: number): number[] {
  const bytes = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

/** A number as Go's `binary.PutVarint` writes it: the sign in the lowest bit. */
export function varint(value: number): number[] {
  return uvarint(value < 0 ? -2 * value - 1 : 2 * value);
}
