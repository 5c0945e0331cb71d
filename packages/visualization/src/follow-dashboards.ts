import { createHash } from "node:crypto";

/** Name of the list beside the dashboards. */
export const listName = "dashboards.sha256";
// A list that is still being written does not end with it.
const lastLine = "end";

/** The list of a set of dashboards: hash and path of each. */
export function dashboardList(files: Readonly<Record<string, string>>): string {
  const lines = Object.keys(files)
    .sort()
    .map(
      (path) =>
        `${createHash("sha256")
          .update(files[path] ?? "")
          .digest("hex")}  ${path}`,
    );
  return [...lines, lastLine, ""].join("\n");
}

/** Where dashboards come from and go to, inside a container. */
export interface Following {
  readonly from: string;
  readonly to: string;
  /** Folders that are there even with nothing in them. */
  readonly always: readonly string[];
}

/**
 * Shell commands that bring one folder in line with the list in another, now and every second from then on. Files come
 * whole or not at all, in whichever order they and the list are written; what is not in the list goes.
 */
export function followDashboards({ from, to, always }: Following): string {
  // Files may be read-only, so one that is in the way is removed, not written over.
  return `sum_of() { { sha256sum <"$1"; } 2>/dev/null; }
sync_dashboards() {
  cmp -s '${from}/${listName}' '${to}/.list' && return 0
  rm -f '${to}/.next'
  cp '${from}/${listName}' '${to}/.next' && [ "$(tail -n 1 '${to}/.next')" = ${lastLine} ] || return 1
  whole=yes
  while read -r sum path; do
    [ "$sum" = ${lastLine} ] && continue
    file="${to}/$path"
    [ "$(sum_of "$file")" = "$sum  -" ] && continue
    mkdir -p "$(dirname "$file")"
    rm -f "$file.part"
    cp "${from}/$path" "$file.part" 2>/dev/null
    if [ "$(sum_of "$file.part")" = "$sum  -" ]; then mv -f "$file.part" "$file"; else whole=no; fi
  done <'${to}/.next'
  find '${to}' -type f -name '*.json' | while read -r file; do
    cut -c 67- '${to}/.next' | grep -qxF -- "\${file#'${to}/'}" || rm -f "$file"
  done
  [ $whole = yes ] && mv -f '${to}/.next' '${to}/.list'
}
mkdir -p ${always.map((folder) => `'${to}/${folder}'`).join(" ")}
sync_dashboards
while sleep 1; do sync_dashboards; done &`;
}
