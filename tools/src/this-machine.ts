import { cpus } from "node:os";

const model = (otherwise: string): string => cpus()[0]?.model.trim() ?? otherwise;

/** This machine's processors, for a page of measurements. */
export function processors(): string {
  return `${cpus().length} processors (${model("unknown")})`;
}

/** The last line of a page that a command writes: where it ran. */
export function writtenOn(): string {
  return `Written on ${process.platform}, ${model("an unknown processor")}, ${cpus().length} cores.`;
}
