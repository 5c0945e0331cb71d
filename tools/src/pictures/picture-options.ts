import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../user-error.ts";

/** The themes that a picture can be taken in. */
export const themes = ["dark", "light"] as const;

/** What `npm run pictures` is asked for. */
export interface PictureOptions {
  /** Dashboards; all where none is named. */
  readonly uids: readonly string[];
  readonly themes: readonly (typeof themes)[number][];
  /** Pixels. */
  readonly widths: readonly number[];
  /** Folder for the pictures; absent for the clone's own. */
  readonly out: string | undefined;
  /** Prometheus to ask: a URL, or that of the running stack; absent for recorded answers. */
  readonly live: string | true | undefined;
  readonly record: boolean;
  readonly write: boolean;
  /** A git revision to compare with. */
  readonly before: string | undefined;
}

const usage =
  "npm run pictures -- [uid...] [--theme dark|light] [--width 1280] [--out <folder>] [--live | --prometheus <url>] " +
  "[--record] [--write] [--before <git revision>]";

/** Reads the command's arguments. @throws UserError that says what is wrong */
export function pictureOptions(args: readonly string[]): PictureOptions {
  const { values, positionals } = parsed(args);
  const wanted = values.theme ?? themes;
  const unknown = wanted.find((theme) => !(themes as readonly string[]).includes(theme));
  if (unknown !== undefined)
    throw new UserError(`the theme is "${unknown}"; there are ${themes.join(" and ")}`);
  const widths = (values.width ?? ["1280", "1920"]).map((text) => {
    const width = Number(text);
    if (Number.isInteger(width) && width >= 320 && width <= 7680) return width;
    throw new UserError(`the width is "${text}"; it takes a number of pixels from 320 to 7680`);
  });
  return {
    uids: positionals,
    themes: wanted as PictureOptions["themes"],
    widths,
    out: pathOf(values.out),
    live: values.prometheus ?? (values.live === true ? true : undefined),
    record: values.record ?? false,
    write: values.write ?? false,
    before: values.before,
  };
}

// npm starts scripts in the clone's root, wherever it was called.
function pathOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : resolve(process.env["INIT_CWD"] ?? process.cwd(), text);
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        theme: { type: "string", multiple: true },
        width: { type: "string", multiple: true },
        out: { type: "string" },
        live: { type: "boolean" },
        prometheus: { type: "string" },
        record: { type: "boolean" },
        write: { type: "boolean" },
        before: { type: "string" },
      },
    });
  } catch (error) {
    throw new UserError(`${(error as Error).message.split(". ")[0] ?? ""}; ${usage}`);
  }
}
