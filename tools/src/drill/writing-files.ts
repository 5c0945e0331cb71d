import { dirname } from "node:path";

const end = "END-OF-FILE-OF-THE-DRILL";

/** A shell script that writes text files by path below /tmp: images of a single program have no tar. */
export function writingFiles(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([path, text]) => {
      const file = `/tmp/${path}`;
      const lines = text === "" || text.endsWith("\n") ? text : `${text}\n`;
      return `mkdir -p ${dirname(file)}\ncat > ${file} <<'${end}'\n${lines}${end}\n`;
    })
    .join("");
}
