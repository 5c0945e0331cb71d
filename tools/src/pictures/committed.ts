import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../repository.ts";

const folder = join(repository, "docs/pictures");

/** The pictures that the README shows: one of each dashboard and theme, of the recorded week. */
export const committedPicture = {
  /** Pixels. */
  width: 1280,
  folder,
  path: (uid: string, theme: "dark" | "light"): string => {
    mkdirSync(folder, { recursive: true });
    return join(folder, `${uid}-${theme}.png`);
  },
} as const;
